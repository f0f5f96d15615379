"""The types of deliverable: all twenty of EXCITE, found by themselves, with their due days."""

from datetime import date

import pytest

from reporting.deliverables import catalogue
from reporting.deliverables.kinds import Kind, Part, month_end
from reporting.enums import WorkPackage

EXCITE = "D1.3 D1.4 D1.5 D2.2 D2.4 D3.3 D4.1 D4.3 D4.4 D5.1 D5.2 D5.3 D5.5 D5.6 D5.7 D5.8 D6.1 D6.2 D6.3 D7.1"


def test_every_public_deliverable_of_the_work_programme_is_found() -> None:
    assert set(EXCITE.split()) <= set(catalogue.KINDS)


@pytest.mark.parametrize("kind", catalogue.KINDS.values(), ids=lambda kind: kind.code)
def test_type_says_what_a_plan_needs(kind: Kind) -> None:
    assert kind.code[1] == kind.work_package.value
    assert kind.due_months
    assert all(0 < month <= 24 for month in kind.due_months)
    assert 0 <= kind.lead < 6
    assert kind.parts[0].required or kind.parts[0].is_live
    for part in kind.parts:
        assert all(len(sentence.split()) <= 25 for sentence in str(part.guidance).split(". "))


@pytest.mark.parametrize(
    ("start", "number", "end"),
    [
        ("2022-02-01", 1, "2022-02-28"),
        ("2022-02-01", 6, "2022-07-31"),
        ("2022-02-01", 24, "2024-01-31"),
        ("2025-12-15", 1, "2026-01-14"),
        ("2025-01-31", 1, "2025-02-28"),
    ],
)
def test_months_count_from_the_start_of_the_partnership(start: str, number: int, end: str) -> None:
    assert month_end(date.fromisoformat(start), number) == date.fromisoformat(end)


def test_type_with_doubled_or_empty_parts_is_refused() -> None:
    facts = {"code": "D9.9", "title": "", "about": "", "work_package": WorkPackage.SKILLS}
    twice = Part("one", "One", guidance="Write.")
    with pytest.raises(ValueError, match="same key"):
        Kind(**facts, parts=(twice, twice))
    with pytest.raises(ValueError, match="nothing stands in empty"):
        Kind(**facts, parts=(twice, Part("empty", "Empty")))
