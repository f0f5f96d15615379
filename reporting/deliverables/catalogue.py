"""The deliverables the portal can make. A new one is a module with `freeze` and `compose`, and a line here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import pdf
from core.dates import human
from core.exceptions import InvalidInput
from reporting.deliverables import d1_3, d6_2, freezing
from reporting.deliverables.freezing import Snapshot
from reporting.deliverables.layout import Report
from reporting.enums import Edition, WorkPackage
from reporting.periods import Period

TEMPLATE = "pdf/deliverable_report.html"
# The language of reports to the European Commission.
LANGUAGE = "en"


@dataclass(frozen=True)
class Kind:
    code: str
    title: str | Promise
    about: str | Promise
    work_package: WorkPackage
    freeze: Callable[[Period, str], Snapshot]
    compose: Callable[[Report], None]


KINDS = {
    kind.code: kind
    for kind in (
        Kind(
            "D1.3",
            _("Monitoring scoreboard"),
            _("Every indicator against its target, the activities, money and quality."),
            WorkPackage.MANAGEMENT,
            d1_3.freeze,
            d1_3.compose,
        ),
        Kind(
            "D6.2",
            _("ClusterXchange implementation report"),
            _(
                "How the exchanges were carried out: over time, by visitor and country, money, feedback and results."
            ),
            WorkPackage.EXCHANGES,
            d6_2.freeze,
            d6_2.compose,
        ),
    )
}


def kind_of(code: str) -> Kind:
    """Raises InvalidInput that names the known codes."""
    kind = KINDS.get(code.upper())
    if kind is None:
        known = ", ".join(KINDS)
        raise InvalidInput(
            _("There is no deliverable “%(code)s”. Known: %(known)s.") % {"code": code, "known": known}
        )
    return kind


def freeze(code: str, period: Period, edition: str) -> Snapshot:
    """The snapshot, in English, so that its hash does not depend on who asks."""
    if edition not in Edition.values:
        raise InvalidInput(_("The edition is public or confidential."))
    with translation.override(LANGUAGE):
        return kind_of(code).freeze(period, edition)


def make_pdf(snapshot: Snapshot, *, made_on: date, issue: int | None = None) -> bytes:
    """The document of a snapshot, with the snapshot itself inside it as a file."""
    kind = kind_of(snapshot["document"])
    with translation.override(LANGUAGE):
        report = Report(kind.code, str(kind.title), str(kind.work_package.label), snapshot)
        kind.compose(report)
        context = {
            "report": report,
            "snapshot_hash": freezing.digest(snapshot),
            "issue": issue,
            "made_on": human(made_on),
            "work_package_number": kind.work_package.value,
        }
        data = pdf.Attachment(
            f"{kind.code}-{report.partnership['code']}-snapshot.json".lower(),
            freezing.as_bytes(snapshot),
            "The figures this document was made from. Their SHA-256 is printed on the first page.",
        )
        title = f"{kind.code} {kind.title}, {report.partnership['name']}"
        return pdf.render(
            TEMPLATE, context, title=title, language=LANGUAGE, attachments=[data], limits=pdf.report_limits()
        )


def count_pages(document: bytes) -> int:
    from pypdf import PdfReader  # noqa: PLC0415  only a worker counts pages; the web server starts without it

    return len(PdfReader(BytesIO(document)).pages)
