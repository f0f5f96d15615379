"""Every field of every model of ours is sorted: about a person, free text, or neither."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import personal_data
from core.personal_data import Holding, months_after, months_before
from tests.architecture.source import APPS


def test_every_field_is_sorted() -> None:
    assert list(personal_data.unsorted_fields((*APPS, "usersessions"))) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"plain": ()}, "core.Counter.value is not sorted: say in core/personal.py"),
        ({"plain": ("name", "value", "ghost")}, "core.Counter.ghost does not exist any more"),
        ({"plain": ("name", "value", "value")}, "core.Counter.value is sorted twice"),
        ({"plain": ("value",), "personal": ("name",)}, "name in core/personal.py the retention rule"),
    ],
)
def test_unsorted_field_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, tuple[str, ...]], sentence: str
) -> None:
    monkeypatch.setitem(personal_data._holdings, "core.Counter", Holding("core.Counter", **change))  # type: ignore[arg-type]

    found = [line for line in personal_data.unsorted_fields(["core"]) if sentence in line]
    assert len(found) == 1


def test_unknown_model_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(personal_data._holdings, "core.Counter")

    assert list(personal_data.unsorted_fields(["core"])) == [
        "core.Counter is not in core/personal.py: add a Holding that sorts its fields."
    ]


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2021, 6, 15), 60, date(2026, 6, 15)),
    ],
)
def test_months_end_in_their_month(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.integers(1, 84))
def test_months_there_and_back_miss_by_three_days_at_most(day: date, months: int) -> None:
    assert 0 <= (day - months_before(months_after(day, months), months)).days <= 3
