"""Suggestions for files: reads both sides and ranks them, in a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core import clock
from exchanges.matching import reading
from exchanges.matching.parts import DEFAULT, Weights
from exchanges.matching.score import Suggestion, lasting_obstacles, obstacles, rank
from exchanges.matching.sides import Candidate, Wish
from exchanges.matching.table import Mask, Scores, possible_many, score_many
from exchanges.matching.wishes import wish_of, wishes_of
from exchanges.models import Application, HostOffer

# Parts are told in words for so many of the best.
TOLD = 20


@dataclass(frozen=True)
class Board:
    """All that a page of suggestions shows. `barred` are some of those that cannot be asked, `number_barred` all of them,
    `by_limit` how many of them each limit bars (an offer may be barred by several).
    """

    wish: Wish
    possible: list[Suggestion]
    barred: list[Suggestion]
    number_barred: int
    by_limit: dict[str, int]


def suggestions(
    application: Application,
    start: date | None = None,
    end: date | None = None,
    weights: Weights = DEFAULT,
) -> list[Suggestion]:
    """The offers that fit a file best, the best first; then those of them that are taken on these days."""
    wish = wish_of(application, start or application.planned_start, end or application.planned_end)
    fields = reading.fields_known()
    found = reading.offers_for(wish, weights, fields, clock.today())
    return rank(wish, found, weights, fields, shown=TOLD)


def board(
    application: Application,
    start: date | None,
    end: date | None,
    weights: Weights = DEFAULT,
    *,
    greyed: int,
) -> Board:
    """As `suggestions`, with those that cannot be asked."""
    wish, fields, today = wish_of(application, start, end), reading.fields_known(), clock.today()
    found = rank(wish, reading.offers_for(wish, weights, fields, today), weights, fields, shown=TOLD)
    possible = [one for one in found if one.possible]
    taken = [one for one in found if not one.possible]
    barred = reading.barred_for(wish, weights, fields, today, greyed)
    by_limit = barred.by_limit | ({"taken": len(taken)} if taken else {})
    shown = (taken + rank(wish, barred.offers, weights, fields, shown=0))[:greyed]
    return Board(wish, possible, shown, barred.number + len(taken), by_limit)


def candidate(offer: HostOffer, application: Application, start: date | None, end: date | None) -> Candidate:
    return reading.all_offers(clock.today(), [offer.pk])[0]


def obstacles_of(
    application: Application, found: Candidate, start: date | None, end: date | None
) -> list[str]:
    """Everything that stands against proposing this host."""
    return obstacles(wish_of(application, start, end), found)


def lasting_obstacles_of(application: Application, found: Candidate) -> list[str]:
    return lasting_obstacles(wish_of(application, None, None), found)


@dataclass(frozen=True)
class Table:
    """Files by row, open offers by column: what every pair scores, and which pairs no limit bars."""

    wishes: list[Wish]
    offers: list[Candidate]
    scores: Scores
    allowed: Mask

    def best(self, row: int) -> tuple[int, int] | None:
        """Column and score of the best host that can be asked."""
        return next(iter(self.top(row, 1)), None)

    def top(self, row: int, most: int) -> list[tuple[int, int]]:
        """The best hosts that can be asked, as column and score; equals stand by name."""
        columns = [int(column) for column in self.allowed[row].nonzero()[0]]
        score = self.scores.total[row]
        columns.sort(key=lambda column: (-int(score[column]), self.offers[column].organisation, column))
        return [(column, int(score[column])) for column in columns[:most]]


def table(applications: Sequence[Application], weights: Weights = DEFAULT) -> Table:
    """All open offers for many files, for their planned days: what boards, previews and matching runs start from."""
    wishes, offers = wishes_of(applications), reading.all_offers(clock.today())
    scores = score_many(wishes, offers, weights, reading.fields_known())
    return Table(wishes, offers, scores, possible_many(wishes, offers))
