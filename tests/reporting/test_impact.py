"""The public page of the scheme: no cell below five can be read or worked out, alone or beside the partnerships' pages.

Brute force: for small tables of two partnerships, all that a reader may see is put side by side; another pair of
tables must look the same and differ in each small cell.
"""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from reporting.impact import Counts, impact
from reporting.suppression import group_small, is_small

NAMES = ("a", "b", "c")
# Larger counts than this behave alike.
MOST = 6
cells = st.lists(st.integers(0, 12), max_size=6).map(lambda row: dict(zip("abcdef", row, strict=False)))


def counts(name: str, found: dict[str, int]) -> Counts:
    return Counts(name, sum(found.values()), found, found, found)


def own_page(found: dict[str, int]) -> object:
    """What the partnership's page tells: its total, and its breakdown; nothing when the total is small."""
    total = sum(found.values())
    if is_small(total):
        return None
    told = group_small(found)
    return total, tuple(sorted(told.shown.items())), told.rest if told.shown else None


def scheme_page(*tables: dict[str, int]) -> object:
    told = impact([counts(str(number), table) for number, table in enumerate(tables)])
    return told.told, tuple(sorted(told.homes.shown.items())), told.homes.rest


def test_no_small_cell_can_be_worked_out_from_scheme_and_partnerships_together() -> None:
    tables = [dict(zip(NAMES, row, strict=True)) for row in product(range(1, MOST + 1), repeat=len(NAMES))]
    # One partnership runs through all tables, the other through some that hide nothing, much, or all.
    others = [{"a": 6, "b": 5, "c": 9}, {"a": 1, "b": 6, "c": 7}, {"a": 2, "b": 1, "c": 1}]
    for other in others:
        alike: dict[object, list[dict[str, int]]] = {}
        for table in tables:
            seen = own_page(table), own_page(other), scheme_page(table, other)
            alike.setdefault(seen, []).append(table)
        for seen, group in alike.items():
            if seen[0] is None or seen[0][1] == ():  # type: ignore[index]
                continue  # the whole breakdown is hidden; its total is told, or nothing is
            for name in NAMES:
                values = {table[name] for table in group}
                assert not (len(values) == 1 and is_small(next(iter(values)))), (seen, group)


@given(st.lists(cells, max_size=4))
def test_scheme_tells_what_the_partnerships_tell_and_nothing_more(tables: list[dict[str, int]]) -> None:
    told = impact([counts(str(number), table) for number, table in enumerate(tables)])
    public = [table for table in tables if sum(table.values()) >= 5]
    shown = [group_small(table) for table in public]
    assert told.exchanges == sum(sum(table.values()) for table in public)
    assert sum(told.homes.shown.values()) + told.homes.rest == told.exchanges
    for name, number in told.homes.shown.items():
        assert number == sum(part.shown.get(name, 0) for part in shown)
        assert number >= 5


def test_a_partnership_with_few_exchanges_is_not_counted() -> None:
    told = impact([counts("many", {"a": 9}), counts("few", {"a": 4}), counts("none", {})])
    assert (told.partnerships, told.told, told.homes.shown) == (3, (("many", 9),), {"a": 9})
