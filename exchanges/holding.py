"""How long each side held a file, told from its moves. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

# Who has to act in a state; what is not named waits for nobody (the visit itself), or is over.
_HOLDERS: Mapping[str, Mapping[str, str]] = {
    "application": {
        "draft": "visitor",
        "submitted": "deciding",
        "in_review": "deciding",
        "on_hold": "visitor",
        "accepted": "deciding",
    },
    "proposal": {
        "proposed": "host",
        "accepted_by_visitor": "host",
        "accepted_by_host": "visitor",
        "agreed": "clusters",
    },
    "exchange": {
        "building": "visitor",
        "commitment_signing": "signing",
        "agreement_signing": "signing",
        "awaiting_report": "visitor",
        "report_returned": "visitor",
        "report_submitted": "deciding",
        "validated": "deciding",
        "payment_ordered": "finance",
        "payment_approved": "finance",
    },
}
# What came last decides: a visit over a match over the application.
_ORDER = ("exchange", "proposal", "application")
Move = tuple[datetime, str, int, str]


def held(moves: Iterable[Move], until: datetime) -> dict[str, timedelta]:
    """The time by side, from moves (when, kind of row, its number, new state) in any order, up to `until`."""
    now: dict[tuple[str, int], str] = {}
    total: dict[str, timedelta] = {}
    since: datetime | None = None
    for when, kind, number, state in sorted(moves):
        _add(total, _holder(now), since, when)
        now[kind, number] = state
        since = when
    _add(total, _holder(now), since, until)
    return total


def _holder(now: Mapping[tuple[str, int], str]) -> str:
    for kind in _ORDER:
        live = [
            (number, state)
            for (found, number), state in now.items()
            if found == kind and state not in ("cancelled", "declined", "withdrawn", "expired", "confirmed")
        ]
        if live:
            return _HOLDERS[kind].get(max(live)[1], "")
    return ""


def _add(total: dict[str, timedelta], side: str, since: datetime | None, until: datetime) -> None:
    if side and since is not None and until > since:
        total[side] = total.get(side, timedelta()) + (until - since)
