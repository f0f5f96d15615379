"""A person's own pages: details, and the hat worn now."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from clusters.forms.profile import ProfileForm
from clusters.middleware import HAT_KEY
from clusters.services import people
from core.posted import posted


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(posted(request), instance=request.user)
    target = _safe(request, request.GET.get("next", ""))
    if request.method == "POST" and form.is_valid():
        people.update_profile(user=request.user, by=request.actor, **form.cleaned_data)
        if target:
            return redirect(target)
        messages.success(request, _("Your details are saved."))
        return redirect("clusters:profile")
    return render(request, "clusters/profile.html", {"form": form, "first_time": bool(target)})


@require_POST
def hat_switch(request: HttpRequest) -> HttpResponse:
    """Act as another of the own roles from now on."""
    chosen = next((role for role in request.hats if str(role.pk) == request.POST.get("hat")), None)
    if chosen is not None:
        request.session[HAT_KEY] = chosen.pk
        messages.success(request, _("You now act as: %(hat)s.") % {"hat": chosen})
    return redirect("/")


def _safe(request: HttpRequest, target: str) -> str:
    own = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if target and own else ""
