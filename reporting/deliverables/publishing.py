"""What of the figures a public page or document shows. Everything public goes through here.

Hidden are counts of people and organisations below five, and those that would let a reader work one out: by
subtraction from a total, between two figures, or between two points of a running total.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from clusters.enums import SCALING_UP_KINDS, OrganisationKind
from reporting.indicators import Figure, plain
from reporting.selectors.tally import Tally
from reporting.suppression import Breakdown, coarsen, group_small, is_small

SMES, CLUSTERS, SCALING_UP, AUTHORITIES, AGENCIES, OTHERS = (
    "smes", "clusters", "scaling_up", "authorities", "agencies", "others",
)  # fmt: skip
_GROUP_OF = {
    OrganisationKind.SME: SMES,
    OrganisationKind.CLUSTER: CLUSTERS,
    OrganisationKind.PUBLIC_AUTHORITY: AUTHORITIES,
    OrganisationKind.INNOVATION_AGENCY: AGENCIES,
} | dict.fromkeys(SCALING_UP_KINDS, SCALING_UP)


def group_label(group: str) -> str:
    return {
        SMES: _("SMEs"),
        CLUSTERS: _("Cluster organisations"),
        SCALING_UP: _("Scaling-up organisations"),
        AUTHORITIES: _("Public authorities"),
        AGENCIES: _("Innovation agencies"),
        OTHERS: _("Others"),
    }[group]


def group_of(kind: str) -> str:
    return _GROUP_OF.get(OrganisationKind(kind), OTHERS)


def in_groups(by_kind: Mapping[str, int]) -> dict[str, int]:
    """Counts by organisation kind, put together to the groups of the work programme."""
    found: dict[str, int] = {}
    for kind, number in by_kind.items():
        group = group_of(kind)
        found[group] = found.get(group, 0) + number
    return found


def whole(cells: Mapping[str, int]) -> Breakdown:
    """A breakdown with nothing hidden, for those who may see the files anyway."""
    ordered = sorted(cells.items(), key=lambda item: (-item[1], item[0]))
    return Breakdown({name: number for name, number in ordered if number}, (), 0)


@dataclass(frozen=True)
class View:
    """The figures as one edition may show them."""

    tally: Tally
    figures: list[Figure]
    public: bool
    # What several types read of the same period, by name; when a period closes, both editions share it.
    kept: dict[Any, Any] = field(default_factory=dict)

    def once(self, name: Any, read: Callable[[], Any]) -> Any:
        """What `read` gave the first time. Nobody may change it."""
        if name not in self.kept:
            self.kept[name] = read()
        return self.kept[name]

    def broken_down(self, cells: Mapping[str, int]) -> Breakdown:
        return group_small(cells) if self.public else whole(cells)

    @property
    def visitors(self) -> Breakdown:
        """Credited exchanges by group of the visitor."""
        return self.broken_down(in_groups(self.tally.by("kind")))

    @property
    def takers_part(self) -> Breakdown:
        """Different organisations, visiting or hosting, by group."""
        return self.broken_down(in_groups(self.tally.all_organisations()))

    @property
    def exchanges(self) -> int | None:
        """None: too few to be told."""
        return None if self.public and is_small(self.tally.exchanges) else self.tally.exchanges

    @property
    def sme_visits(self) -> int | None:
        if self.exchanges is None or SMES in self.visitors.hidden:
            return None
        return self.visitors.shown.get(SMES, 0)

    def over_time(self, points: list[tuple[date, int]]) -> list[tuple[date, int]]:
        return coarsen(points) if self.public else points

    def shown(self) -> list[dict[str, Any]]:
        """Every indicator as it may be told: `hidden` says that there is a value which is not shown."""
        return [self._shown(figure) for figure in self.figures]

    def _shown(self, figure: Figure) -> dict[str, Any]:
        hidden = self.public and self._is_hidden(figure)
        item = figure.indicator
        return {
            "code": item.code,
            "label": str(item.label),
            "value": None if hidden else plain(figure.value),
            "hidden": hidden,
            "target": plain(figure.target),
            "expected": plain(figure.expected),
            "unit": str(item.unit),
            "rule": str(item.rule),
        }

    def _is_hidden(self, figure: Figure) -> bool:
        if figure.value is None:
            return False
        if figure.indicator.counts_parties and is_small(int(figure.value)):
            return True
        if figure.code == "O2.sme_exchanges":
            return self.sme_visits is None
        if figure.code in ("O2.smes", "EU5.participating_smes"):
            return SMES in self.takers_part.hidden
        if figure.code == "EU5.response":
            feedback = self.tally.feedback()
            return is_small(feedback.answered) or is_small(feedback.invited - feedback.answered)
        return figure.code.startswith("EU5.") and self._tells_on_a_group(figure)

    def _tells_on_a_group(self, figure: Figure) -> bool:
        """Whether a figure of one group gives away a hidden cell, or how few registered and did not take part."""
        group = figure.code.partition("_")[2]
        taking_part = next(
            (item.value for item in self.figures if item.code == f"EU5.participating_{group}"), None
        )
        if figure.code.startswith("EU5.registered_"):
            return taking_part is not None and is_small(abs(int(figure.value or 0) - int(taking_part)))
        if figure.code == "EU5.participating_scaling_up":
            rest = self.tally.travellers() - int(figure.value or 0)
            return SCALING_UP in self.visitors.hidden or is_small(rest)
        return figure.code.startswith("EU5.participating_") and group in self.takers_part.hidden
