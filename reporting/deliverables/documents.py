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

from core import pdf
from core.dates import human
from core.spreadsheet import csv_lines
from reporting.deliverables import freezing, sources
from reporting.deliverables.layout import Report, Table

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
        "approved_on": human(facts.approved_on) if facts.approved_on else "",
    }


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
    """The snapshot, and each table as CSV."""
    stem = f"{report.code}-{report.partnership['code']}".lower()
    yield pdf.Attachment(
        f"{stem}-snapshot.json",
        freezing.as_bytes(report.snapshot),
        _("The figures this document was made from. Their SHA-256 is printed on the first page."),
    )
    for table in report.tables:
        yield pdf.Attachment(
            f"{stem}-table-{table.number:02}-{slugify(table.title)[:40]}.csv",
            as_csv(table),
            _("Table %(number)d. %(title)s") % {"number": table.number, "title": table.title},
        )


def as_csv(table: Table) -> bytes:
    """With a mark of its encoding, so that spreadsheets read it; an empty cell is a value that is not shown."""
    return "".join(csv_lines([table.columns, *table.data])).encode()
