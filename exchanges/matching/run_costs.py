"""Lump sums of very many pairs: calculated once for each country, days and distance above or below the full sum's."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exchanges import lump_sum
from exchanges.models import Application, Rulebook
from exchanges.selectors.rulebooks import as_grid, as_rules, kind_rule, with_terms

NOT_ELIGIBLE = -1


def stay_of(row: Application) -> tuple[date, date]:
    """First and last day at the host, of a file that waits with both."""
    assert row.planned_start is not None and row.planned_end is not None, "not a file that waits"
    return row.planned_start, row.planned_end


def rulebook_of(row: Application) -> Rulebook:
    assert row.rulebook is not None, "a sent file has its rules: application_sent_is_complete"
    return row.rulebook


class Costs:
    """`places`: country and region of each host. `distances`: kilometres, files x hosts; -1 where unknown, which counts as
    far away (the full sum).
    """

    def __init__(
        self,
        files: Sequence[Application],
        places: Sequence[tuple[str, str | None]],
        distances: NDArray[np.int64],
    ) -> None:
        self.files, self.distances = files, distances
        self.places = sorted(set(places), key=lambda place: (place[0], place[1] or ""))
        number_of = {place: number for number, place in enumerate(self.places)}
        self.place_of = np.array([number_of[place] for place in places], dtype=np.int64)
        self._rules: dict[int, tuple[lump_sum.Rules, lump_sum.Grid]] = {}
        self._known: dict[Any, int] = {}

    def of(self, number: int, hosts: NDArray[np.int64]) -> NDArray[np.int64]:
        """Cents of one visitor at each of these hosts; -1 where the stay is not eligible there."""
        row = self.files[number]
        rules, _grid = self._terms(row)
        near = (self.distances[number][hosts] >= 0) & (self.distances[number][hosts] < rules.full_sum_km)
        key = 2 * self.place_of[hosts] + near
        kinds, back = np.unique(key, return_inverse=True)
        cents = [self._sum(row, self.places[kind // 2], bool(kind % 2)) for kind in kinds.tolist()]
        return np.array(cents, dtype=np.int64)[back.reshape(-1)]

    def _sum(self, row: Application, place: tuple[str, str | None], near: bool) -> int:
        rules, grid = self._terms(row)
        pays = kind_rule(rulebook_of(row), row.organisation_kind).receives_lump_sum
        home = row.organisation.country_id
        start, end = stay_of(row)
        days = (start, end, *row.travel_days)
        # The home country decides only whether the visit is one at all.
        visit = (home in rules.eligible_countries, home == place[0])
        key = (row.rulebook_id, place, near, pays, days, visit)
        if key not in self._known:
            inputs = lump_sum.Inputs(
                home_country=home,
                host_country=place[0],
                host_region=place[1],
                start=start,
                end=end,
                distance_km=0 if near else rules.full_sum_km,
                travel_days=frozenset(date.fromisoformat(day) for day in row.travel_days),
                receives_lump_sum=pays,
            )
            result = lump_sum.calculate(inputs, rules, grid)
            self._known[key] = int(result.amount * 100) if result.eligible else NOT_ELIGIBLE
        return self._known[key]

    def _terms(self, row: Application) -> tuple[lump_sum.Rules, lump_sum.Grid]:
        own = rulebook_of(row)
        if own.pk not in self._rules:
            rulebook = with_terms(own)
            self._rules[own.pk] = as_rules(rulebook), as_grid(rulebook.grid)
        return self._rules[own.pk]
