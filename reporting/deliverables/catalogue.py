"""The deliverables the portal can make: every module in `types` that has a `KIND`."""

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from core.exceptions import InvalidInput
from reporting.deliverables import common, documents, freezing, markup, sources, types
from reporting.deliverables.freezing import Snapshot
from reporting.deliverables.kinds import Kind
from reporting.deliverables.layout import Report
from reporting.deliverables.publishing import View
from reporting.enums import Edition
from reporting.indicators import Figure
from reporting.periods import Period
from reporting.selectors.tally import Tally

LANGUAGE = documents.LANGUAGE
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


def freeze_all(period: Period, tally: Tally, measured: list[Figure]) -> Iterator[tuple[str, str, Snapshot]]:
    """(code, edition, snapshot) of every type, all from the same count."""
    kept: dict[Any, Any] = {}
    with translation.override(LANGUAGE):
        for edition in Edition.values:
            view = View(tally, measured, public=edition == Edition.PUBLIC, kept=kept)
            frame = freezing.frame("", period, edition)
            for kind in KINDS.values():
                yield kind.code, edition, frame | {"document": kind.code} | kind.freeze(period, view)


def starting_texts(kind: Kind) -> dict[str, str]:
    with translation.override(LANGUAGE):
        return kind.starting_texts()


def title_of(kind: Kind) -> str:
    """As documents name it."""
    with translation.override(LANGUAGE):
        return str(kind.title)


def headings(kind: Kind) -> list[str]:
    """Of the parts that people write, as documents print them."""
    with translation.override(LANGUAGE):
        return [str(part.heading) for part in kind.written]


def compose(
    snapshot: Snapshot,
    *,
    texts: Mapping[str, str] | None = None,
    subject: str = "",
    only: str = "",
    progress: Progress | None = None,
) -> Report:
    """The document as numbered sections. Without `texts`, as a new issue begins; empty parts are left out.

    With `only`, the key of a part, just this section is there, even when nothing stands in it yet.
    """
    kind = kind_of(snapshot["document"])
    written = starting_texts(kind) if texts is None else texts
    with translation.override(LANGUAGE):
        package = str(kind.work_package.label)
        report = Report(kind.code, str(kind.title), package, snapshot, subject, str(kind.about))
        for number, part in enumerate(kind.parts, start=1):
            words = markup.blocks(written.get(part.key, "")) if part.is_written else ()
            wanted = part.key == only if only else bool(words) or part.is_live
            if wanted and not (part.confidential and report.is_public):
                section = report.section(str(part.heading), annex=part.annex)
                section.key, section.written = part.key, words
                if part.fill is not None:
                    part.fill(report, section)
                if not (section.has_content or only):
                    report.sections.pop()
            if progress is not None:
                progress(number, len(kind.parts))
        if not only:
            sources.add_corrections(report)
            common.behind_the_figures(report)
        report.settle_references()
    return report


def make_pdf(
    snapshot: Snapshot,
    *,
    made_on: date,
    issue: int | None = None,
    texts: Mapping[str, str] | None = None,
    subject: str = "",
) -> bytes:
    """The document of a snapshot, without an issue in the portal, as a PDF."""
    report = compose(snapshot, texts=texts, subject=subject)
    facts = documents.Facts(made_on, issue)
    return documents.begin_pdf(report, kind_of(report.code).template, facts).result()


def count_pages(document: bytes) -> int:
    import pypdfium2  # noqa: PLC0415  only a worker counts pages; the web server starts without it

    with closing(pypdfium2.PdfDocument(document)) as opened:
        return len(opened)
