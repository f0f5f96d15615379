"""No cell below five can be read or worked out: checked by trying every table that would look the same."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.suppression import Breakdown, coarsen, group_small, is_small

# Larger counts than this behave alike.
MOST = 8


def test_large_cells_are_all_shown_largest_first() -> None:
    assert group_small({"a": 5, "b": 9, "c": 0}) == Breakdown({"b": 9, "a": 5}, (), 0)


def test_one_small_cell_takes_the_next_one_with_it() -> None:
    assert group_small({"a": 71, "b": 20, "c": 7, "d": 2}) == Breakdown({"a": 71, "b": 20}, ("c", "d"), 9)


@pytest.mark.parametrize("cells", [{"a": 1, "b": 6}, {"a": 3}, {"a": 1, "b": 1}])
def test_too_few_to_break_down_shows_nothing(cells: dict[str, int]) -> None:
    assert group_small(cells) == Breakdown({}, tuple(sorted(cells)), sum(cells.values()))


def test_all_ones_and_all_fours_would_have_one_solution() -> None:
    assert "x" not in group_small(dict.fromkeys("abcde", 1) | {"x": 9, "y": 30}).shown
    assert "x" not in group_small(dict.fromkeys("abcde", 4) | {"x": 9, "y": 30}).shown


@pytest.mark.parametrize("size", [2, 3, 4, 5])
def test_no_small_cell_can_be_worked_out(size: int) -> None:
    """Brute force: for every table, another one with the same publication differs in each small cell."""
    names = "abcde"[:size]
    publications: dict[object, list[tuple[int, ...]]] = {}
    tables = list(product(range(1, MOST + 1), repeat=size))
    for table in tables:
        result = group_small(dict(zip(names, table, strict=True)))
        key = (tuple(sorted(result.shown.items())), result.hidden, result.rest)
        publications.setdefault(key, []).append(table)
    for key, alike in publications.items():
        shown, hidden, rest = key  # type: ignore[misc]
        if not shown and (rest < 5 or rest in (size, 4 * size)):
            continue  # the whole table is hidden and only its total is known; such a total is not broken down at all
        for name in hidden:
            place = names.index(name)
            found = {table[place] for table in alike}
            assert not (len(found) == 1 and is_small(found.pop())), (key, alike)


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 50), max_size=12))
def test_nothing_small_is_shown_and_nothing_is_lost(cells: dict[str, int]) -> None:
    result = group_small(cells)
    assert not any(is_small(count) for count in result.shown.values())
    assert sum(result.shown.values()) + result.rest == sum(cells.values())
    assert set(result.shown) | set(result.hidden) == {name for name, count in cells.items() if count}


def test_running_total_keeps_its_end_and_has_no_small_step() -> None:
    days = [date(2026, 1, day) for day in range(1, 7)]
    points = list(zip(days, (2, 4, 6, 12, 13, 14), strict=True))
    assert coarsen(points) == [(days[2], 6), (days[5], 14)]
    assert coarsen(points[:2]) == []
    assert coarsen([]) == []
    assert coarsen(points[:3]) == [(days[2], 6)]


@given(st.lists(st.integers(0, 9), max_size=30))
def test_no_step_of_a_running_total_is_small(steps: list[int]) -> None:
    total, points = 0, []
    for place, step in enumerate(steps):
        total += step
        points.append((date.fromordinal(700000 + place), total))
    kept = [0] + [count for _day, count in coarsen(points)]
    assert not any(is_small(after - before) for before, after in zip(kept, kept[1:], strict=False))
    assert not kept[1:] or kept[-1] == total
