"""Deliverables: made by one button, downloaded when ready, the public edition published."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from clusters.models import Partnership
from core import clock, files
from core.exceptions import InvalidInput
from core.posted import kept_post, posted
from reporting import permissions
from reporting.deliverables.catalogue import KINDS
from reporting.forms.deliverables import DeliverableForm, WithdrawForm
from reporting.models import Deliverable
from reporting.selectors.partnerships import reported_to
from reporting.services import deliverables as service
from reporting.views.parts import tabs

PER_PAGE = 25
TONES = {"requested": "waiting", "ready": "ok", "failed": "danger", "published": "done", "withdrawn": "off"}


@require_safe
def deliverables(request: HttpRequest, slug: str) -> HttpResponse:
    partnership = _partnership(request, slug)
    make_url = reverse("reporting:deliverable_make", args=[slug])
    form = DeliverableForm(kept_post(request, make_url), initial={"until": clock.today()})
    return _page(request, partnership, form)


@require_POST
def deliverable_make(request: HttpRequest, slug: str) -> HttpResponse:
    """Freeze the figures now; the PDF follows from a worker."""
    partnership = _partnership(request, slug)
    permissions.check_may_report(partnership, request.actor)
    form = DeliverableForm(request.POST)
    if form.is_valid():
        try:
            made = service.request_deliverable(partnership=partnership, by=request.actor, **form.cleaned_data)
        except InvalidInput as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(
                request,
                _("The figures are frozen. %(code)s is being made; you may leave this page.")
                % {"code": made.code},
            )
            return redirect("reporting:deliverables", slug=slug)
    return _page(request, partnership, form)


def _page(request: HttpRequest, partnership: Partnership, form: DeliverableForm) -> HttpResponse:
    found = (
        Deliverable.objects.visible_to(request.actor)
        .filter(partnership=partnership)
        .select_related("pdf")
        .defer("snapshot")
        .order_by("-id")
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    may_report = permissions.can_report(partnership, request.actor)
    context = {
        "partnership": partnership,
        "tabs": tabs(request, partnership, "deliverables"),
        "form": form if may_report else None,
        "kinds": KINDS.values(),
        "page": page,
        "issues": [{"issue": issue, "tone": TONES[issue.state]} for issue in page],
        "waiting": any(issue.state == "requested" for issue in page),
        "may_report": may_report,
    }
    return render(request, "reporting/deliverables.html", context)


@login_not_required
@require_safe
def deliverable_download(request: HttpRequest, pk: int) -> FileResponse:
    """The PDF; published ones are for everybody."""
    deliverable = _deliverable(request, pk)
    if deliverable.pdf is None:
        raise Http404
    return files.answer(deliverable.pdf)


@require_POST
def deliverable_publish(request: HttpRequest, pk: int) -> HttpResponse:
    deliverable = _deliverable(request, pk)
    service.publish_deliverable(deliverable=deliverable, by=request.actor, version=_version(request))
    messages.success(request, _("Published on the partnership's public page."))
    return redirect("reporting:deliverables", slug=deliverable.partnership.slug)


@require_POST
def deliverable_retry(request: HttpRequest, pk: int) -> HttpResponse:
    deliverable = _deliverable(request, pk)
    service.retry_deliverable(deliverable=deliverable, by=request.actor, version=_version(request))
    return redirect("reporting:deliverables", slug=deliverable.partnership.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def deliverable_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    deliverable = _deliverable(request, pk)
    permissions.check_may_report(deliverable.partnership, request.actor)
    back = reverse("reporting:deliverables", args=[deliverable.partnership.slug])
    form = WithdrawForm(posted(request))
    if request.method == "POST" and form.is_valid():
        service.withdraw_deliverable(
            deliverable=deliverable,
            by=request.actor,
            reason=form.cleaned_data["reason"],
            version=_version(request),
        )
        messages.success(request, _("Withdrawn. It is no longer on the public page."))
        return redirect(back)
    context: dict[str, Any] = {"deliverable": deliverable, "form": form, "back_url": back}
    return render(request, "reporting/deliverable_withdraw.html", context)


def _version(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() else None


def _partnership(request: HttpRequest, slug: str) -> Partnership:
    return get_object_or_404(reported_to(request.actor), slug=slug)


def _deliverable(request: HttpRequest, pk: int) -> Deliverable:
    visible = Deliverable.objects.visible_to(request.actor)
    found: Deliverable = get_object_or_404(visible.select_related("partnership", "pdf"), pk=pk)
    return found
