"""Certificates of a virtual exchange: who earned one, making them, and the PDF."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from core.models import AccessLink
from core.views.by_link import by_link
from exchanges.documents import certificate
from exchanges.models import EventCertificate, Mission
from exchanges.selectors import event_certificates as select
from exchanges.selectors.event_rules import rules_of
from exchanges.services import event_certificates as services
from exchanges.services.places import LINK_PURPOSE
from exchanges.views.missions import own

PER_PAGE = 100


@require_http_methods(["GET", "HEAD", "POST"])
def mission_certificates(request: HttpRequest, slug: str) -> HttpResponse:
    """How long everybody was there; one button makes the certificates and tells their people."""
    mission = own(request, slug)
    if not select.ends_with_certificates(mission):
        raise Http404
    if request.method == "POST":
        say = _correct if "correct" in request.POST else _issue
        messages.success(request, say(request, mission))
        return redirect(request.path)
    rows = select.standings(mission)
    context = {
        "mission": mission,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "earned": sum(not row.why_not for row in rows),
        "made": sum(row.certificate is not None for row in rows),
        "missing": sum(not row.why_not and row.certificate is None for row in rows),
        "wrong": sum(row.differs for row in rows),
        "obstacles": select.why_not_yet(mission),
        "needed": rules_of(mission).min_working_days,
        "half_days": select.half_days(mission),
        "back_url": reverse("exchanges:mission_detail", args=[slug]),
        "back_label": mission.title,
    }
    return render(request, "exchanges/mission_certificates.html", context)


def _issue(request: HttpRequest, mission: Mission) -> str:
    made = len(services.issue_certificates(mission=mission, by=request.actor))
    if not made:
        return _("All certificates that are earned are made already.")
    text = ngettext(
        "%(number)d certificate is made. The person gets a mail.",
        "%(number)d certificates are made. Each person gets a mail.",
        made,
    )
    return text % {"number": made}


def _correct(request: HttpRequest, mission: Mission) -> str:
    anew, back = services.correct_certificates(mission=mission, by=request.actor)
    if not anew + back:
        return _("All certificates say what the presence says.")
    made = ngettext("%(number)d certificate is corrected.", "%(number)d certificates are corrected.", anew)
    gone = ngettext("%(number)d is taken back.", "%(number)d are taken back.", back)
    said = [text % {"number": number} for text, number in ((made, anew), (gone, back)) if number]
    return " ".join([*said, _("Each person gets a mail.")])


@require_safe
def event_certificate(request: HttpRequest, pk: int) -> HttpResponse:
    return _pdf(get_object_or_404(select.certificates(request.actor), pk=pk))


@require_safe
@by_link(LINK_PURPOSE)
def event_certificate_by_link(request: HttpRequest, link: AccessLink) -> HttpResponse:
    rows = select.certificates(request.actor).filter(participant=link.subject_id)
    return _pdf(get_object_or_404(rows))


def _pdf(row: EventCertificate) -> HttpResponse:
    (text,) = certificate.of_events([row])
    response = HttpResponse(certificate.render([text]), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="certificate-{text.file}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
