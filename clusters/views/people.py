"""A person's own pages: details, and the hat worn now."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clusters import permissions, rights
from clusters.enums import RoleKind
from clusters.forms.profile import ProfileForm
from clusters.middleware import HAT_KEY, SWITCHED_ON, is_locked
from clusters.models import Role, User
from clusters.selectors.teams import place_of
from clusters.services import people, roles
from core.posted import posted


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    works = any(
        hat.kind in (RoleKind.MANAGER, RoleKind.COORDINATOR, RoleKind.FINANCE) for hat in request.hats
    )
    form = ProfileForm(posted(request), instance=request.user, mails=works)
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
    if chosen is None:
        return redirect("/")
    request.session[HAT_KEY] = chosen.pk
    messages.success(request, _("You now act as: %(hat)s.") % {"hat": chosen})
    target = _safe(request, request.POST.get("next", "")) or "/"
    if target != "/":
        # The next page may be closed to the new hat; then the middleware leads to the start page.
        request.session[SWITCHED_ON] = target.partition("?")[0]
    return redirect(target)


@require_safe
def hat_open(request: HttpRequest, pk: int) -> HttpResponse:
    """From a mail: the page it leads to, after a change to the role it was sent for where another one is worn."""
    target = _safe(request, request.GET.get("next", "")) or "/"
    role = next((role for role in request.hats if role.pk == pk), None)
    hat = request.actor.hat
    if role is None or (hat is not None and hat.pk == role.pk):
        return redirect(target)
    return render(request, "clusters/hat_open.html", {"role": role, "target": target})


@require_POST
def checklist_hide(request: HttpRequest) -> HttpResponse:
    """Put the list of first steps away, for the present role."""
    roles.hide_checklist(by=request.actor)
    return redirect("/")


@require_safe
def my_rights(request: HttpRequest) -> HttpResponse:
    return _rights(request, request.user, list(request.hats))


@require_safe
def role_rights(request: HttpRequest, pk: int) -> HttpResponse:
    """What a person of the own place may see and do: the one role that is seen there."""
    found = Role.objects.visible_to(request.actor).working()
    role = get_object_or_404(
        found.select_related("user", "given_by", "organisation", "cluster__organisation", "partnership"),
        pk=pk,
    )
    place = place_of(role)
    team = reverse("clusters:team", kwargs={"word": place.word, "pk": place.pk})
    sees = permissions.can_see_team(request.actor, *place.args)
    return _rights(request, role.user, [role], back_url=team if sees else "")


def _rights(request: HttpRequest, person: User, hats: list[Role], back_url: str = "") -> HttpResponse:
    shown = [
        {
            "role": role,
            "locked": is_locked(role) if hasattr(role, "second_factor") else False,
            "acts": rights.acts_of(role.kind),
            "seen": rights.seen_by(role),
            "gives": rights.gives_roles_at(role),
        }
        for role in hats
    ]
    context = {"person": person, "shown": shown, "own": person == request.user, "back_url": back_url}
    return render(request, "clusters/rights.html", context)


def _safe(request: HttpRequest, target: str) -> str:
    own = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if target and own else ""
