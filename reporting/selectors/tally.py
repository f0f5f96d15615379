"""Everything the indicators count, in two statements, however many files there are.

Up to a day the counts come from the ledger (`selectors.ledger`). In a period with a first day, different members are
counted anew by the statements of `tally_sql`, which read the period's own rows only.
"""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from clusters.enums import OrganisationKind
from reporting.enums import COUNTS_FOR
from reporting.forecast import Forecast
from reporting.periods import Period
from reporting.selectors import course, ledger, recount, tally_sql
from reporting.selectors.ledger import ALL, Cell, Table

MINIMUM_ANSWERS = 5


class Tally:
    """The counts of one partnership in one period."""

    def __init__(self, period: Period) -> None:
        self.period = period

    # --- the statements ---

    @cached_property
    def _ledger(self) -> Table:
        period = self.period
        sections = ledger.FIGURES if period.since is None else ledger.CREDITED
        return ledger.widened(ledger.sums(period, sections))

    @property
    def _credited(self) -> Table:
        return self._ledger

    @cached_property
    def _involved(self) -> Table:
        return self._ledger if self.period.since is None else recount.involved(self.period)

    @cached_property
    def _told(self) -> Table:
        return self._ledger if self.period.since is None else recount.told(self.period)

    @cached_property
    def _recorded(self) -> Table:
        return recount.run(self.period, tally_sql.RECORDED)

    @cached_property
    def money(self) -> "Money":
        """How the money stood at the end of the period, counted from the partnership's start."""
        alone = self.period.since is not None
        table = ledger.sums(course.whole(self.period), ledger.MONEY) if alone else self._ledger
        return Money(
            budget=self.period.partnership.budget,
            grants=table.get(("granted", ALL, ALL), Cell()).number,
            granted=table.get(("granted", ALL, ALL), Cell()).total,
            paid=table.get(("paid", ALL, ALL), Cell()).total,
            payments=table.get(("paid", ALL, ALL), Cell()).number,
            late=table.get(("late", ALL, ALL), Cell()).number,
            days=table.get(("days", ALL, ALL), Cell()),
            ordered=table.get(("ordered", ALL, ALL), Cell()).total,
        )

    # --- exchanges ---

    @property
    def exchanges(self) -> int:
        return self._credited.get(("all", ALL, ALL), Cell()).number

    @property
    def has_files(self) -> bool:
        """Whether an application had been sent: from then on, 0 exchanges is a fact and not a gap."""
        return bool(self._involved.get(("applications", ALL, ALL), Cell()).number) or bool(self.exchanges)

    def by(self, section: str) -> dict[str, int]:
        """Credited exchanges by "kind", "home" or "host" country, most first."""
        found = {key: cell.number for (name, key, _), cell in self._credited.items() if name == section}
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    @property
    def flows(self) -> dict[tuple[str, str], int]:
        """(home country, host country) -> credited exchanges."""
        return {
            (key, second): cell.number
            for (name, key, second), cell in self._credited.items()
            if name == "flow"
        }

    @cached_property
    def by_day(self) -> list[tuple[str, int, int]]:
        """(day, credited exchanges, of them with an SME visiting), in order."""
        return ledger.by_day(self.period)

    @cached_property
    def by_month(self) -> list[tuple[str, int, int]]:
        """As `by_day`, each month at its last day with an exchange."""
        return ledger.by_month(self.period)

    # --- how files come along ---

    @cached_property
    def funnel(self) -> list[course.Step]:
        """From the application to the payment: reached, waiting, median days and reasons of dropping at each step."""
        return course.funnel(self.period)

    @cached_property
    def waited(self) -> course.Waited:
        """Days to the payment: the median, and the share within the promised ten."""
        return course.waited(self.period)

    @cached_property
    def levels(self) -> dict[str, dict[str, int]]:
        """Side ("visitor", "host") -> level of development of its region -> credited exchanges; "" is not known."""
        return course.levels(self.period)

    def by_kind(self) -> dict[str, tuple[int, int]]:
        """Kind of organisation -> (registered, taking part), different ones; only kinds with somebody."""
        found = {kind: (self.registered(kind), self.organisations(kind)) for kind in OrganisationKind.values}
        return {kind: numbers for kind, numbers in found.items() if any(numbers)}

    @cached_property
    def expectation(self) -> Forecast | None:
        """When the target of exchanges will be reached; None without one, when it is reached, or nothing to go by."""
        target = self.target("O2.exchanges")
        return None if target is None else course.expectation(self.period, int(target), self._done)

    @property
    def _done(self) -> int:
        return self.exchanges if self.period.since is None else Tally(course.whole(self.period)).exchanges

    # --- who ---

    def organisations(self, *kinds: str) -> int:
        """Different organisations that visited or hosted."""
        return sum(self._involved.get(("participating", kind, ALL), Cell()).number for kind in kinds)

    def all_organisations(self) -> dict[str, int]:
        return {
            key: cell.number for (name, key, _), cell in self._involved.items() if name == "participating"
        }

    def travellers(self, *kinds: str) -> int:
        """People who went, of all kinds or of these."""
        found = {key: cell.number for (name, key, _), cell in self._involved.items() if name == "travellers"}
        return sum(found.get(kind, 0) for kind in kinds) if kinds else sum(found.values())

    def registered(self, kind: str) -> int:
        return self._involved.get(("registered", kind, ALL), Cell()).number

    @property
    def registered_scaling_up_staff(self) -> int:
        return self._involved.get(("registered_staff", ALL, ALL), Cell()).number

    @property
    def smes(self) -> int:
        return self.organisations(OrganisationKind.SME)

    @property
    def countries(self) -> int:
        return len(set(self.by("home")) | set(self.by("host")))

    # --- what was told ---

    def follow_ups(self, kind: str) -> int:
        return self._told.get(("follow_up", kind, ALL), Cell()).number

    def agreed(self) -> dict[str, int]:
        """What the other side is -> agreements and projects with them, told after visits or recorded; "": nobody said."""
        found: dict[str, int] = {}
        for (section, key, _second), cell in self._told.items():
            if section == "agreed":
                found[key] = found.get(key, 0) + cell.number
        for (section, key, _second), cell in self._recorded.items():
            if section == "agreed":
                found[key] = found.get(key, 0) + int(cell.total)
        return found

    def feedback(self, respondent: str = ALL) -> "Feedback":
        return feedback_in(self._told, respondent)

    # --- what was recorded ---

    def activities(self, code: str) -> int | None:
        """What reviewed activities count for an indicator; None when there is none."""
        found = None
        for kind, feeds in COUNTS_FOR.items():
            cell = self._recorded.get(("activity", str(kind), ALL))
            for feed in feeds:
                if cell is not None and feed.code == code:
                    found = (found or 0) + (cell.number if feed.each else int(cell.total))
        return found

    def activity_records(self) -> dict[str, tuple[int, int]]:
        """kind -> (records, sum of their numbers), reviewed ones only."""
        return {
            key: (cell.number, int(cell.total))
            for (name, key, _), cell in self._recorded.items()
            if name == "activity"
        }

    @property
    def activities_to_review(self) -> int:
        return self._recorded.get(("to_review", ALL, ALL), Cell()).number

    def target(self, code: str) -> Decimal | None:
        cell = self._recorded.get(("target", code, ALL))
        return None if cell is None else cell.total


@dataclass(frozen=True)
class Money:
    """Lump sums in euro. `granted` is agreed and not ended without payment; what of it is not paid is committed."""

    budget: Decimal
    grants: int
    granted: Decimal
    paid: Decimal
    payments: int
    late: int
    days: Cell
    # Of what is committed: on its way to the bank.
    ordered: Decimal = Decimal(0)

    @property
    def committed(self) -> Decimal:
        return self.granted - self.paid

    @property
    def left(self) -> Decimal:
        return self.budget - self.granted

    @property
    def mean_days(self) -> Decimal | None:
        """From the later of end of stay and validation to the payment."""
        return round(self.days.total / self.days.number, 1) if self.days.number else None


@dataclass(frozen=True)
class Feedback:
    """What came back right after the stays. Nothing is averaged over fewer than five answers."""

    invited: int
    answered: int
    scored: Cell
    recommend: Cell
    distribution: tuple[int, ...]

    @property
    def response_rate(self) -> int | None:
        return round(self.answered / self.invited * 100) if self.invited else None

    @property
    def mean(self) -> Decimal | None:
        if self.scored.number < MINIMUM_ANSWERS:
            return None
        return round(self.scored.total / self.scored.number, 2)

    @property
    def net_promoters(self) -> int | None:
        if self.recommend.number < MINIMUM_ANSWERS:
            return None
        return round(self.recommend.total / self.recommend.number * 100)


def feedback_in(table: Table, respondent: str = ALL) -> Feedback:
    def cell(section: str) -> Cell:
        return table.get((section, respondent, ALL), Cell())

    scores = [table.get(("score", respondent, str(step)), Cell()).number for step in range(1, 6)]
    return Feedback(
        cell("invited").number, cell("answered").number, cell("scored"), cell("recommend"), tuple(scores)
    )
