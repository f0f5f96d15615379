"""What the page of suggestions shows beside the list: the wish in words, the map, and what bars the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core import europe
from core.countries import country_name
from core.languages import language_name
from exchanges.enums import ActivityType, Use
from exchanges.matching.score import Suggestion
from exchanges.models import Application

_RADIUS = 11


@dataclass(frozen=True)
class Dot:
    x: str
    y: str
    label: str
    url: str
    radius: int = _RADIUS


@dataclass(frozen=True)
class Picture:
    """`unplaced` hosts have no place on this map; they stand in the list only."""

    dots: list[Dot]
    unplaced: int
    width: int = europe.WIDTH
    height: int = europe.HEIGHT


def picture(suggestions: Sequence[Suggestion]) -> Picture:
    """One dot for each town, linked to its best host in the list."""
    dots: dict[tuple[str, str], Dot] = {}
    unplaced = 0
    for one in suggestions:
        place = one.candidate.place
        x, y = europe.point(*place) if place is not None else (-1.0, -1.0)
        if not europe.is_on_map(x, y):
            unplaced += 1
            continue
        label = _("%(host)s, %(town)s: %(score)d points") % {
            "host": one.candidate.organisation,
            "town": one.candidate.city,
            "score": one.score,
        }
        where = (f"{x:.0f}", f"{y:.0f}")
        dots.setdefault(where, Dot(*where, label, f"#offer-{one.candidate.offer_id}"))
    return Picture(list(dots.values()), unplaced)


def wanted_rows(application: Application) -> list[dict[str, Any]]:
    rows = [
        (_("Fields"), [term.label for term in application.organisation.terms.order_by("label", "id")]),
        (_("What for"), [str(Use(code).label) for code in application.uses]),
        (_("Activities"), [str(ActivityType(code).label) for code in application.activity_types]),
        (_("Languages"), [language_name(code) for code in application.languages]),
        (_("Preferred countries"), [country_name(code) for code in application.preferred_countries]),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def barred_by(numbers: Mapping[str, int]) -> list[tuple[str, int]]:
    """How many hosts each limit bars, the most first; one host may be barred by several."""
    labels = {
        "country": _("In the visitor's own country"),
        "host": _("Asked already, or of the visitor's own group"),
        "eligible": _("In a country that does not take part"),
        "kind": _("Of a kind that may not host"),
        "language": _("Without a language in common"),
        "days": _("Not free on these days"),
        "taken": _("All places taken on these days"),
    }
    found = [(labels[name], number) for name, number in numbers.items() if number]
    return sorted(found, key=lambda one: (-one[1], one[0]))
