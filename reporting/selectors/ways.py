"""Which way visits went, and how far they are: from the ledger for a partnership, counted for one of its clusters."""

from datetime import date
from decimal import Decimal
from functools import cached_property

from clusters.models import Cluster
from reporting.periods import Period
from reporting.selectors import course, ledger, recount
from reporting.selectors.ledger import ALL, Table
from reporting.selectors.tally import Feedback, feedback_in

# A visit from before the portal may have come from a cluster of which only the name is known.
NAMED = "="


class Ways:
    """Of a whole partnership."""

    def __init__(self, period: Period) -> None:
        self.period = period

    @cached_property
    def _table(self) -> Table:
        """What was credited in the period; how visits stand at its end."""
        if self.period.since is None:
            return ledger.sums(self.period, ("path", *ledger.STANDING))
        standing = ledger.sums(course.whole(self.period), ledger.STANDING)
        return ledger.sums(self.period, ["path"]) | standing

    def _of(self, section: str) -> dict[tuple[str, str], int]:
        return {
            (key, second): cell.number for (name, key, second), cell in self._table.items() if name == section
        }

    @cached_property
    def paths(self) -> dict[tuple[str, str, str], int]:
        """(home country, home cluster, host country) -> credited exchanges."""
        found = self._of("path")
        known = {int(sender) for _way, sender in found if not sender.startswith(NAMED)}
        names = dict(Cluster.objects.filter(pk__in=known).order_by("pk").values_list("pk", "short_name"))
        paths: dict[tuple[str, str, str], int] = {}
        for (way, sender), number in found.items():
            name = sender[1:] if sender.startswith(NAMED) else names[int(sender)]
            home, _colon, host = way.partition(":")
            paths[home, name, host] = paths.get((home, name, host), 0) + number
        return paths

    @property
    def flows(self) -> dict[tuple[str, str], int]:
        """(home country, host country) -> credited exchanges."""
        found: dict[tuple[str, str], int] = {}
        for (way, _sender), number in self._of("path").items():
            home, _colon, host = way.partition(":")
            found[home, host] = found.get((home, host), 0) + number
        return found

    @property
    def exchanges(self) -> int:
        return sum(self._of("path").values())

    @property
    def outcomes(self) -> dict[tuple[str, str], int]:
        """(kind of visitor, outcome) -> all exchanges that were matched by the end of the period."""
        return self._of("outcome")

    @property
    def stays(self) -> list[tuple[date, dict[str, int]]]:
        """Stays by the month of their first day: over, under way, planned. Cancelled ones are none."""
        months: dict[date, dict[str, int]] = {}
        for (month, phase), number in sorted(self._of("stay").items()):
            months.setdefault(date.fromisoformat(f"{month}-01"), {})[phase] = number
        return list(months.items())

    def ageing(self, place: str) -> dict[str, int]:
        """Payments that were "paid", or files "waiting" for theirs, by how long since both end and validation."""
        return {age: number for (where, age), number in self._of("ageing").items() if where == place}


class ClusterWays(Ways):
    """Only of visits that one cluster sent or received, and what was answered about them."""

    def __init__(self, period: Period, cluster: Cluster) -> None:
        super().__init__(period)
        self.cluster = cluster

    @cached_property
    def _table(self) -> Table:
        return recount.ways(self.period, self.cluster.pk)

    @cached_property
    def _told(self) -> Table:
        return recount.told(self.period, self.cluster.pk)

    @property
    def by_kind(self) -> dict[str, int]:
        found = {kind: number for (kind, _all), number in self._of("kind").items()}
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    @property
    def by_day(self) -> list[tuple[str, int, int]]:
        """(day, credited exchanges, of them with an SME visiting), in order."""
        return sorted(
            (day, cell.number, int(cell.total))
            for (name, day, _all), cell in self._table.items()
            if name == "day"
        )

    @property
    def sent(self) -> int:
        return sum(number for (sent, _received), number in self._of("side").items() if sent)

    @property
    def received(self) -> int:
        return sum(number for (_sent, received), number in self._of("side").items() if received)

    @property
    def ordered(self) -> Decimal:
        """What is ordered and not yet paid."""
        return self._table.get(("ordered", ALL, ALL), ledger.Cell()).total

    def feedback(self, respondent: str = ALL) -> Feedback:
        return feedback_in(self._told, respondent)
