"""How a partnership weighs the parts of a suggestion, and what other weights would change."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.actors import Actor
from exchanges.matching.candidates import Table, table
from exchanges.matching.parts import BY_CODE, CODES, DEFAULT, PARTS, Weights
from exchanges.models import Application, MatchingWeights
from exchanges.selectors.waiting import waiting

# As many waiting files are tried, and so many changes shown.
TRIED, SHOWN = 300, 25


def weights_of(partnership_id: int | None) -> Weights:
    """The newest version of a partnership; the portal's own where there is none."""
    found = MatchingWeights.objects.filter(partnership=partnership_id).order_by("-version").first()
    return as_weights(found) if found is not None else DEFAULT


def as_weights(row: MatchingWeights) -> Weights:
    """A part that is newer than the version has no weight in it."""
    return Weights({code: int(row.points.get(code, 0)) for code in CODES}, row.version)


def versions(partnership_id: int) -> list[dict[str, Any]]:
    """Newest first, each with what it changed."""
    rows = MatchingWeights.objects.filter(partnership=partnership_id).select_related("created_by")
    found, before = [], dict(DEFAULT.points)
    for row in rows.order_by("version"):
        changed = [
            (BY_CODE[code].label, before.get(code, 0), row.points.get(code, 0))
            for code in CODES
            if before.get(code, 0) != row.points.get(code, 0)
        ]
        found.append({"row": row, "changes": changed})
        before = row.points
    return found[::-1]


def defaults() -> list[dict[str, Any]]:
    return [
        {"label": kind.label, "weight": kind.weight, "why": kind.why, "code": kind.code} for kind in PARTS
    ]


@dataclass(frozen=True)
class Change:
    """One waiting visitor whose best host would be another: (name, score) now and then."""

    application: Application
    now: tuple[str, int] | None
    then: tuple[str, int] | None


@dataclass(frozen=True)
class Preview:
    tried: int
    changes: list[Change]
    number: int


def preview(actor: Actor, now: Weights, then: Mapping[str, int]) -> Preview:
    """What the best suggestion of every waiting visitor would be."""
    files = list(waiting(actor).order_by("turn_due", "id")[:TRIED])
    mine, its = table(files, now), table(files, Weights(then))
    changes = [
        Change(one, _best(mine, row), _best(its, row))
        for row, one in enumerate(files)
        if _host(_best(mine, row)) != _host(_best(its, row))
    ]
    return Preview(len(files), changes[:SHOWN], len(changes))


def _best(found: Table, row: int) -> tuple[str, int] | None:
    best = found.best(row)
    return (found.offers[best[0]].organisation, best[1]) if best is not None else None


def _host(best: tuple[str, int] | None) -> str:
    return best[0] if best is not None else ""
