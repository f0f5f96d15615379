"""A composed report as a PDF for the archive: tagged, with the data behind it inside."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import pdf
from core.dates import human
from core.spreadsheet import csv_lines
from reporting.deliverables import freezing, glossary, sources
from reporting.deliverables.layout import Report, Section, Table

# The language of reports to the European Commission.
LANGUAGE = "en"


@dataclass(frozen=True)
class Facts:
    """What the cover says of an issue; `proof` is the code by which a holder can ask whether it is genuine."""

    made_on: date
    issue: int | None = None
    approved_on: date | None = None
    is_draft: bool = False
    proof: str = ""
    lead: str = ""
    due_on: date | None = None
    submitted_on: date | None = None
    # (number, last day of the figures, day of approval) of this issue and of those before it.
    history: tuple[tuple[int, date, date | None], ...] = ()

    @property
    def verify_address(self) -> str:
        return f"{settings.PORTAL_URL}{reverse('core:verify')}"


def title_of(report: Report) -> str:
    subject = f": {report.subject}" if report.subject else ""
    return f"{report.code} {report.title}{subject}, {report.partnership['name']}"


def context_of(report: Report, facts: Facts) -> dict[str, object]:
    return {
        "report": report,
        "facts": facts,
        "snapshot_hash": freezing.digest(report.snapshot),
        "sources": sources.printed(report),
        "made_on": human(facts.made_on),
        "approved_on": _day(facts.approved_on),
        "due_on": _day(facts.due_on),
        "submitted_on": _day(facts.submitted_on),
        "project_days": project_days(report),
        "project_told": project_told(report),
        "clusters": clusters(report, facts),
        "history": [
            (number, human(until), _day(approved) or "–") for number, until, approved in facts.history
        ],
        "words": glossary.of(report),
    }


def _day(value: date | None) -> str:
    return human(value) if value else ""


def project_days(report: Report) -> str:
    return _("%(start)s to %(end)s") % {"start": human(report.start), "end": human(report.end)}


def project_told(report: Report) -> str:
    """The partnership in one sentence, for a reader who has not met it."""
    told = report.partnership
    number = len(told["clusters"])
    words = {
        "name": told["name"],
        "full": told["full_name"] or told["name"],
        "number": number,
        "start": human(report.start),
        "end": human(report.end),
        "coordinator": told["coordinator"],
    }
    return (
        ngettext(
            "%(name)s (%(full)s) is a partnership of %(number)d cluster from %(start)s to %(end)s, coordinated by "
            "%(coordinator)s.",
            "%(name)s (%(full)s) is a partnership of %(number)d clusters from %(start)s to %(end)s, coordinated by "
            "%(coordinator)s.",
            number,
        )
        % words
    )


def clusters(report: Report, facts: Facts) -> list[tuple[str, str, str]]:
    """(cluster, country, its part in the document)."""
    coordinator = report.partnership["coordinator"]
    rows = []
    for name, country in report.partnership["clusters"]:
        parts = [_("Coordinator")] if name == coordinator else []
        if name == facts.lead:
            parts.append(_("Lead of this deliverable"))
        rows.append((name, country, ", ".join(parts) or _("Contributor")))
    return rows


def begin_pdf(
    report: Report, template: str, facts: Facts, progress: Callable[[int], None] | None = None
) -> Future[bytes]:
    """Printed while the caller does something else, such as writing the Word file."""
    with translation.override(LANGUAGE):
        return pdf.begin(
            template,
            context_of(report, facts),
            title=title_of(report),
            language=LANGUAGE,
            attachments=list(attachments(report)),
            limits=pdf.report_limits(),
            archive=True,
            progress=progress,
        )


def attachments(report: Report) -> Iterator[pdf.Attachment]:
    """The snapshot, and each table and each list of records as CSV."""
    stem = f"{report.code}-{report.partnership['code']}".lower()
    yield pdf.Attachment(
        f"{stem}-snapshot.json",
        freezing.as_bytes(report.snapshot),
        _("The figures this document was made from. Their SHA-256 is printed after the contents."),
    )
    for table in report.tables:
        yield pdf.Attachment(
            f"{stem}-table-{table.number:02}-{slugify(table.title)[:40]}.csv",
            as_csv(table),
            _("Table %(number)d. %(title)s") % {"number": table.number, "title": table.title},
        )
    for section in report.sections:
        if section.records:
            yield pdf.Attachment(
                f"{stem}-section-{section.number.lower()}-{slugify(section.title)[:40]}.csv",
                records_csv(section),
                f"{section.number} {section.title}",
            )


def as_csv(table: Table) -> bytes:
    """With a mark of its encoding, so that spreadsheets read it; an empty cell is a value that is not shown."""
    return "".join(csv_lines([table.data_columns, *table.data])).encode()


def records_csv(section: Section) -> bytes:
    """A line for each record, a column for each kind of fact."""
    labels = list(dict.fromkeys(label for record in section.records for label, _text in record.lines))
    rows = [
        [record.title, *(dict(record.lines).get(label) for label in labels)] for record in section.records
    ]
    return "".join(csv_lines([[_("Title"), *labels], *rows])).encode()
