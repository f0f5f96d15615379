"""Figures that come from a closed period: what an edition says of it, and what the document prints of its corrections."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core.dates import human
from reporting import indicators
from reporting.deliverables.layout import Report
from reporting.enums import Edition
from reporting.models import Correction, ReportingPeriod

Snapshot = dict[str, Any]
# Lists of what somebody agreed to show. Who takes the consent back after the closing is left out of a later issue.
BY_CONSENT = ("organisations", "quotes", "practices", "opportunities")


def of_period(period: ReportingPeriod, edition: str, corrections: Iterable[Correction] = ()) -> Snapshot:
    """By how much a figure was corrected, and the words about it, are for the confidential edition only."""
    assert period.closed_at is not None
    told = [
        {
            "code": row.code,
            "label": str(indicators.label_of(row.code)),
            "agreed_on": row.reviewed_at.date().isoformat() if row.reviewed_at else None,
        }
        | (
            {"difference": f"{row.difference.normalize():+f}", "change": row.change, "reason": row.reason}
            if edition == Edition.CONFIDENTIAL
            else {}
        )
        for row in corrections
    ]
    return {
        "period": period.number,
        "title": period.title,
        "first_day": period.first_day.isoformat(),
        "last_day": period.last_day.isoformat(),
        "closed_on": period.closed_at.date().isoformat(),
        "hash": period.snapshot_hash,
        "corrections": told,
    }


def still_agreed(frozen: Snapshot, today: Mapping[str, Any]) -> Snapshot:
    """The frozen document without what its owners do not want to show any more; `today` is the same, frozen now."""
    kept = {
        key: [row for row in frozen[key] if _name(row) in {_name(other) for other in today.get(key, ())}]
        for key in BY_CONSENT
        if isinstance(frozen.get(key), list)
    }
    return frozen | kept


def _name(row: Any) -> str:
    return str(row["title"] if isinstance(row, dict) else row[0])


def printed(report: Report) -> list[tuple[str, str]]:
    """For the cover: (what it is, the hash of the period); nothing where the figures were counted for this issue alone."""
    source = report.snapshot.get("source")
    if source is None:
        return []
    words = {"title": source["title"], "day": human(date.fromisoformat(source["closed_on"]))}
    if source["corrections"]:
        return [(_("Closed period “%(title)s” of %(day)s, with its corrections") % words, source["hash"])]
    return [(_("Closed period “%(title)s”, frozen on %(day)s") % words, source["hash"])]


def add_corrections(report: Report) -> None:
    """An annex that lists what was corrected since the period was closed."""
    source = report.snapshot.get("source") or {}
    rows = source.get("corrections")
    if not rows:
        return
    section = report.section(_("Corrections of the closed period"), annex=True)
    section.say(
        _("The figures are those of “%(title)s” with the corrections below. A second person agreed to each.")
        % {"title": source["title"]}
    )
    columns = [_("Code"), _("Indicator"), _("Agreed on")]
    cells = [[row["code"], row["label"], human(date.fromisoformat(row["agreed_on"]))] for row in rows]
    if not report.is_public:
        columns += [_("What changed"), _("Why"), _("Difference")]
        cells = [
            [*line, row["change"], row["reason"], row["difference"]]
            for line, row in zip(cells, rows, strict=True)
        ]
    report.table(section, _("Corrections"), columns, cells, numbers=5)
