"""The places in a flow diagram: sums are kept, and nothing lies over anything else."""

from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from core.charts.sankey import MOST, Layout, grouped, layout

NEAR = 1e-6
names = st.text(alphabet="abcdefghijklmnopqrst", min_size=1, max_size=1)


def ways(columns: int) -> st.SearchStrategy[dict[tuple[str, ...], int]]:
    return st.dictionaries(st.tuples(*[names] * columns), st.integers(0, 400), max_size=60)


any_ways = st.integers(2, 3).flatmap(ways)


def placed(found: dict[tuple[str, ...], int]) -> Layout:
    return layout(found, scale_height=260, last="Other")


@given(any_ways)
def test_grouping_keeps_the_sum_and_at_most_twelve_names_a_column(found: dict[tuple[str, ...], int]) -> None:
    told = grouped(found, "Other")
    assert sum(told.values()) == sum(found.values())
    for column in range(len(next(iter(told), ()))):
        assert len({way[column] for way in told}) <= MOST


@given(any_ways)
def test_every_column_has_the_whole_sum_and_every_box_the_sum_of_its_bands(
    found: dict[tuple[str, ...], int],
) -> None:
    result = placed(grouped(found, "Other"))
    total = sum(found.values())
    columns = {box.column for box in result.boxes}
    for column in columns:
        assert sum(box.value for box in result.boxes if box.column == column) == total
    for box in result.boxes:
        going = sum(
            band.value for band in result.bands if (band.column, band.source) == (box.column, box.name)
        )
        coming = sum(
            band.value for band in result.bands if (band.column + 1, band.target) == (box.column, box.name)
        )
        assert {
            value for value, has in ((going, box.column < max(columns)), (coming, box.column)) if has
        } == {box.value}


@given(any_ways)
def test_no_box_and_no_band_lies_over_another(found: dict[tuple[str, ...], int]) -> None:
    result = placed(grouped(found, "Other"))
    by_column = defaultdict(list)
    for box in result.boxes:
        by_column[box.column].append((box.top, box.bottom))
    by_side = defaultdict(list)
    for band in result.bands:
        by_side[band.column, "from", band.source].append(band.start)
        by_side[band.column + 1, "to", band.target].append(band.end)
    for places in by_column.values():
        assert_apart(places, 0, result.height)
        middles = sorted((top + bottom) / 2 for top, bottom in places)
        assert all(b - a >= 15 - NEAR for a, b in zip(middles, middles[1:], strict=False)), (
            "names would touch"
        )
    for (column, _side, name), places in by_side.items():
        box = result.box(column, name)
        assert_apart(places, box.top, box.bottom)


def assert_apart(places: list[tuple[float, float]], top: float, bottom: float) -> None:
    ordered = sorted(places)
    assert ordered[0][0] >= top - NEAR
    assert ordered[-1][1] <= bottom + NEAR
    for (_a, end), (start, _b) in zip(ordered, ordered[1:], strict=False):
        assert end <= start + NEAR


def test_other_stands_at_the_foot_and_nothing_gives_nothing() -> None:
    result = placed({("Other", "x"): 90, ("b", "Other"): 2, ("b", "x"): 1})
    assert [box.name for box in result.boxes] == ["b", "Other", "x", "Other"]
    assert placed({}) == Layout((), (), 0)
