"""A person's own data: what we hold, the copy, corrections, permissions, restriction and deletion."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from clusters.forms.privacy import CorrectionForm
from clusters.models import DataExport
from clusters.selectors import my_data as select
from clusters.services import corrections, deletion, my_data, privacy
from core import clock, files, throttle
from core.exceptions import InvalidInput, TooManyAttempts
from core.personal_data import obstacles_for
from core.posted import posted

# Of one kind on the page; the copy has all.
MOST = 5
CORRECTIONS_PER_DAY = 5


@never_cache
@require_GET
def my_data_page(request: HttpRequest) -> HttpResponse:
    subject = select.subject_for(request.user)
    export = my_data.latest(request.user)
    context = {
        "sections": [_section(section) for section in select.sections(subject, most=MOST)],
        "export": export if export is not None and my_data.is_alive(export) else None,
        "deletion": deletion.open_request(request.user),
        "restricted_at": request.user.restricted_at,
    }
    return render(request, "clusters/my_data.html", context)


def _section(section: select.Section) -> dict[str, Any]:
    group = section.group
    return {
        "key": group.key,
        "label": group.label,
        "facts": [
            (_("Why"), group.why),
            (_("Legal basis"), group.basis),
            (_("Who sees it"), group.seen_by),
        ],
        "kinds": section.kinds,
    }


@require_POST
def my_data_copy(request: HttpRequest) -> HttpResponse:
    my_data.ask_for_copy(by=request.actor)
    messages.success(request, _("We are making the copy. You get a mail when it is ready."))
    return redirect(reverse("clusters:my_data") + "#copy")


@never_cache
@require_GET
@reauthentication_required
def my_data_download(request: HttpRequest, pk: int) -> HttpResponse:
    """Only the person's own, only for a week, and only right after giving the password again."""
    export = get_object_or_404(
        DataExport.objects.visible_to(request.actor).filter(expires_at__gt=clock.now()).exclude(file=None),
        pk=pk,
    )
    if export.file is None:
        raise Http404
    return files.answer(export.file)


@require_http_methods(["GET", "HEAD", "POST"])
def my_data_correct(request: HttpRequest) -> HttpResponse:
    form = CorrectionForm(posted(request))
    if request.method == "POST" and form.is_valid():
        if not throttle.allowed(
            "correction", str(request.user.pk), limit=CORRECTIONS_PER_DAY, seconds=24 * 3600
        ):
            raise TooManyAttempts(24 * 3600)
        try:
            cluster = corrections.ask_for_correction(by=request.actor, message=form.cleaned_data["message"])
        except InvalidInput as problem:
            form.add_error(problem.field, problem.message)
        else:
            messages.success(
                request, _("Sent to %(cluster)s. You get the same mail as a copy.") % {"cluster": cluster}
            )
            return redirect("clusters:my_data")
    context = {"form": form, "back_url": reverse("clusters:my_data"), "button_label": _("Send")}
    return render(request, "clusters/my_data_correct.html", context)


@require_POST
def my_data_restrict(request: HttpRequest) -> HttpResponse:
    if request.POST.get("act") == "lift":
        privacy.lift_restriction(by=request.actor)
        messages.success(request, _("Your data are used again as before."))
    else:
        privacy.restrict(by=request.actor)
        messages.success(request, _("From now on your data are only kept. You can take this back here."))
    return redirect(reverse("clusters:my_data") + "#restrict")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def account_delete(request: HttpRequest) -> HttpResponse:
    """GET tells honestly what goes and what must stay; POST, right after giving the password, starts the week."""
    if request.method == "POST":
        deletion.ask_for_deletion(by=request.actor)
        return redirect("clusters:account_delete")
    subject = select.subject_for(request.user)
    context = {
        "deletion": deletion.open_request(request.user),
        "obstacles": obstacles_for(subject),
        "going": select.going(subject),
        "staying": select.staying(subject),
        "pseudonym": subject.pseudonym,
        "days": deletion.GRACE.days,
        "back_url": reverse("clusters:my_data"),
    }
    return render(request, "clusters/account_delete.html", context)


@require_POST
def account_keep(request: HttpRequest) -> HttpResponse:
    current = deletion.open_request(request.user)
    if current is not None:
        deletion.cancel_deletion(request=current, by=request.actor)
        messages.success(request, _("Your account stays. Nothing was deleted."))
    return redirect("clusters:my_data")
