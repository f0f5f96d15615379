"""What an applicant takes away: the application as a PDF, and the planned days for the own calendar."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import clock, pdf
from core.dates import human
from core.exceptions import WrongState
from exchanges import ics, permissions
from exchanges.models import Application
from exchanges.selectors.apply import where_to
from exchanges.selectors.file_page import COPY_READERS
from exchanges.selectors.sums import sum_page
from exchanges.views.apply_summary import sections
from exchanges.views.finding import file_or_404


@require_safe
def application_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """What was answered, as it stands now: after a question the answers may have changed."""
    application = _file(request, reference)
    title = _("Application %(reference)s") % {"reference": reference}
    context = {
        "application": application,
        "partnership": application.partnership,
        "sections": [(name, [_printed(row) for row in rows]) for name, rows in sections(application)],
        "sum": sum_page(application).current,
        "printed_on": human(clock.today()),
    }
    content = pdf.render("pdf/application.html", context, title=title, language=get_language() or "en")
    return _download(content, "application/pdf", f"application-{reference}.pdf")


@require_safe
def application_ics(request: HttpRequest, reference: str) -> HttpResponse:
    """Tentative until everything is signed; the same event again after a change."""
    application = _file(request, reference)
    if application.planned_start is None or application.planned_end is None:
        raise WrongState(_("There are no days yet."))
    text = ics.all_day_event(
        uid=f"application-{application.pk}@{request.get_host().partition(':')[0]}",
        title=_("Planned visit %(reference)s") % {"reference": reference},
        first_day=application.planned_start,
        last_day=application.planned_end,
        place=where_to(application),
        description=_("Not settled yet. Book only what you can cancel, until everything is signed."),
        url=request.build_absolute_uri(reverse("exchanges:file", args=[reference])),
        stamp=clock.now(),
        sequence=application.version,
        cancelled=application.state in ("rejected", "withdrawn", "expired"),
        tentative=True,
    )
    return _download(text, "text/calendar; charset=utf-8", f"visit-{reference}.ics")


def _printed(row: dict[str, Any]) -> dict[str, Any]:
    """A row of the summary, with several values apart from a text."""
    many = row["value"] if isinstance(row["value"], list) else []
    return {"label": row["label"], "many": many, "text": "" if many else row["value"]}


def _file(request: HttpRequest, reference: str) -> Application:
    application = file_or_404(request, reference=reference)
    permissions.check_relation(permissions.application_relations(application, request.actor), *COPY_READERS)
    return application


def _download(content: bytes | str, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
