"""The deliverables the portal can make: every module in `types` that has a `KIND`."""

import importlib
import pkgutil
import re
from collections.abc import Callable, Mapping
from datetime import date
from io import BytesIO

from django.utils import translation
from django.utils.translation import gettext as _

from core import pdf
from core.dates import human
from core.exceptions import InvalidInput
from reporting.deliverables import freezing, markup, types
from reporting.deliverables.freezing import Snapshot
from reporting.deliverables.kinds import Kind
from reporting.deliverables.layout import Report
from reporting.enums import Edition
from reporting.periods import Period

# The language of reports to the European Commission.
LANGUAGE = "en"
Progress = Callable[[int, int], None]


def _in_order(code: str) -> list[tuple[int, str]]:
    """D2.4 before D2.10."""
    return [(int(number or 0), word) for number, word in re.findall(r"(\d+)|(\D+)", code)]


def discover() -> dict[str, Kind]:
    """A module whose name begins with an underscore is something that types share."""
    names = [module.name for module in pkgutil.iter_modules(types.__path__) if module.name[0] != "_"]
    found = [importlib.import_module(f"{types.__name__}.{name}").KIND for name in names]
    by_code = {kind.code: kind for kind in sorted(found, key=lambda kind: _in_order(kind.code))}
    if len(by_code) != len(found):
        raise ValueError("Two types of deliverable have the same code.")
    return by_code


KINDS = discover()


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
    kind = kind_of(code)
    with translation.override(LANGUAGE):
        view = freezing.view_of(period, edition)
        return freezing.frame(kind.code, period, edition) | kind.freeze(period, view)


def starting_texts(kind: Kind) -> dict[str, str]:
    with translation.override(LANGUAGE):
        return kind.starting_texts()


def compose(
    snapshot: Snapshot,
    *,
    texts: Mapping[str, str] | None = None,
    subject: str = "",
    progress: Progress | None = None,
) -> Report:
    """The document as numbered sections. Without `texts`, as a new issue begins; empty parts are left out."""
    kind = kind_of(snapshot["document"])
    written = starting_texts(kind) if texts is None else texts
    with translation.override(LANGUAGE):
        report = Report(kind.code, str(kind.title), str(kind.work_package.label), snapshot, subject)
        for number, part in enumerate(kind.parts, start=1):
            words = markup.blocks(written.get(part.key, "")) if part.is_written else ()
            if (words or part.is_live) and not (part.confidential and report.is_public):
                section = report.section(str(part.heading), annex=part.annex)
                section.key, section.written = part.key, words
                if part.fill is not None:
                    part.fill(report, section)
                if not section.has_content:
                    report.sections.pop()
            if progress is not None:
                progress(number, len(kind.parts))
    return report


def make_pdf(
    snapshot: Snapshot,
    *,
    made_on: date,
    issue: int | None = None,
    texts: Mapping[str, str] | None = None,
    subject: str = "",
) -> bytes:
    """The document of a snapshot, with the snapshot itself inside it as a file."""
    kind = kind_of(snapshot["document"])
    report = compose(snapshot, texts=texts, subject=subject)
    with translation.override(LANGUAGE):
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
            kind.template,
            context,
            title=title,
            language=LANGUAGE,
            attachments=[data],
            limits=pdf.report_limits(),
        )


def count_pages(document: bytes) -> int:
    from pypdf import PdfReader  # noqa: PLC0415  only a worker counts pages; the web server starts without it

    return len(PdfReader(BytesIO(document)).pages)
