"""Recommendation 2003/361/EC: the rules, with an oracle for sums and properties that must hold for any figures."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters import sme
from clusters.enums import SmeSize
from core.exceptions import InvalidInput

FIRST = {"fewer_than_10": False, "up_to_2_million": False}
ORDER = [size.value for size in sme.SIZES]


def answers(headcount, turnover, balance, *, alone=True, public="no", enterprises=(), **more):
    return (
        FIRST
        | {
            "stands_alone": alone,
            "headcount": headcount,
            "turnover_million": Decimal(str(turnover)),
            "balance_million": Decimal(str(balance)),
            "public_quarter": public,
            "enterprises": list(enterprises),
        }
        | more
    )


def other(relation, people, turnover=0, balance=0, *, share=None, parent=None, name="Other"):
    return sme.enterprise(
        name,
        relation,
        share,
        parent,
        headcount=people,
        turnover_million=Decimal(str(turnover)),
        balance_million=Decimal(str(balance)),
    )


@pytest.mark.parametrize(
    ("figures", "size"),
    [
        ((9, 2, 2), SmeSize.MICRO),
        ((9, 50, 2), SmeSize.MICRO),  # one of the two sums is enough
        ((9, "2.01", "2.01"), SmeSize.SMALL),
        ((10, 2, 2), SmeSize.SMALL),
        ((49, 10, 43), SmeSize.SMALL),
        ((50, 10, 10), SmeSize.MEDIUM),
        ((249, 50, 100), SmeSize.MEDIUM),
        ((249, 51, 43), SmeSize.MEDIUM),
        ((249, "50.01", "43.01"), SmeSize.NOT_SME),
        ((250, 1, 1), SmeSize.NOT_SME),
    ],
)
def test_ceilings(figures, size):
    assert sme.judge(answers(*figures)).now == size


def test_three_yes_are_enough():
    assert sme.judge(sme.MICRO).size == SmeSize.MICRO


def test_partner_counts_by_its_share_and_linked_in_full():
    rows = [other(sme.PARTNER, 100, 20, 10, share=Decimal(40)), other(sme.LINKED, 30, 5, 4)]
    judgement = sme.judge(answers(40, 8, 6, alone=False, enterprises=rows))
    assert judgement.total == sme.Figures(Decimal(110), Decimal(21), Decimal(14))
    assert [line.part for line in judgement.lines] == [Decimal("0.4"), Decimal(1)]
    assert judgement.now == SmeSize.MEDIUM


def test_partners_of_a_linked_one_count_and_partners_of_a_partner_do_not():
    behind_linked = [
        other(sme.LINKED, 10, name="Parent"),
        other(sme.PARTNER, 40, share=Decimal(25), parent=0, name="Its partner"),
    ]
    behind_partner = [
        other(sme.PARTNER, 10, share=Decimal(50), name="Partner"),
        other(sme.PARTNER, 40, share=Decimal(25), parent=0, name="Its partner"),
        other(sme.LINKED, 20, parent=0, name="Its parent"),
    ]
    assert sme.judge(answers(5, 0, 0, alone=False, enterprises=behind_linked)).total.headcount == 25
    # Half of the partner with its own parent: (10 + 20) / 2; the partner's partner is nothing.
    assert sme.judge(answers(5, 0, 0, alone=False, enterprises=behind_partner)).total.headcount == 20


def test_enterprises_do_not_count_for_one_that_stands_alone():
    rows = [other(sme.LINKED, 500)]
    assert sme.judge(answers(5, 1, 1, alone=True, enterprises=rows)).now == SmeSize.MICRO


@pytest.mark.parametrize("share", [None, Decimal("24.99"), Decimal("50.01")])
def test_partner_holds_from_a_quarter_to_a_half(share):
    with pytest.raises(InvalidInput) as problem:
        other(sme.PARTNER, 1, share=share)
    assert problem.value.field == "share"


@pytest.mark.parametrize(
    ("public", "size"), [("yes", SmeSize.NOT_SME), ("excepted", SmeSize.SMALL), ("no", SmeSize.SMALL)]
)
def test_public_quarter_and_its_exceptions(public, size):
    assert sme.judge(answers(20, 5, 5, public=public)).size == size


@pytest.mark.parametrize(
    ("held", "year_before", "size", "says"),
    [
        ("", "same", SmeSize.SMALL, ""),
        ("micro", "same", SmeSize.SMALL, ""),
        ("micro", "micro", SmeSize.MICRO, "Until then it stays: Micro"),
        ("small", "micro", SmeSize.SMALL, ""),  # it holds that size already: nothing can change
        ("", "not_sme", SmeSize.NOT_SME, "Until then it stays: Not an SME"),
        ("micro", "new", SmeSize.SMALL, "A new enterprise"),
        ("medium", "new_owner", SmeSize.SMALL, "change of owner"),
    ],
)
def test_status_changes_in_the_second_year_only(held, year_before, size, says):
    judgement = sme.judge(answers(20, 5, 5, year_before=year_before), held)
    assert (judgement.now, judgement.size) == (SmeSize.SMALL, size)
    assert says in str(judgement.rule_of_two_years)


def test_year_before_is_asked_where_it_matters():
    assert sme.needs_year_before(SmeSize.SMALL, "")
    assert sme.needs_year_before(SmeSize.SMALL, "micro")
    assert not sme.needs_year_before(SmeSize.SMALL, "small")


@pytest.mark.parametrize("question", ["headcount", "turnover_million", "balance_million", "public_quarter"])
@pytest.mark.parametrize("value", [None, "many", "yes?", Decimal("NaN"), Decimal(-1)])
def test_unusable_answer_names_its_question(question, value):
    with pytest.raises(InvalidInput) as problem:
        sme.judge(answers(20, 5, 5) | {question: value})
    assert problem.value.field == question


# --- properties ---

people = st.integers(0, 400)
millions = st.decimals(0, 120, places=2)
figures = st.tuples(people, millions, millions)


@given(figures, st.lists(figures, max_size=4), figures)
def test_linked_enterprise_never_makes_it_smaller(own, around, more):
    rows = [other(sme.LINKED, *row) for row in around]
    before = sme.judge(answers(*own, alone=False, enterprises=rows)).now
    after = sme.judge(answers(*own, alone=False, enterprises=[*rows, other(sme.LINKED, *more)])).now
    assert ORDER.index(after.value) >= ORDER.index(before.value)


@given(figures, figures, st.decimals(25, 50, places=2))
def test_partner_never_counts_more_than_a_linked_one(own, more, share):
    partner = sme.judge(answers(*own, alone=False, enterprises=[other(sme.PARTNER, *more, share=share)]))
    linked = sme.judge(answers(*own, alone=False, enterprises=[other(sme.LINKED, *more)]))
    assert partner.total.headcount <= linked.total.headcount
    assert ORDER.index(partner.now.value) <= ORDER.index(linked.now.value)


@given(figures, st.lists(st.tuples(figures, st.booleans(), st.integers(-1, 3)), max_size=5))
def test_sum_does_not_depend_on_the_order_of_siblings(own, around):
    rows = [
        other(sme.LINKED if linked else sme.PARTNER, *row, share=Decimal(30))
        for row, linked, _parent in around
    ]
    forwards = sme.judge(answers(*own, alone=False, enterprises=rows)).total
    backwards = sme.judge(answers(*own, alone=False, enterprises=rows[::-1])).total
    assert forwards == backwards


@given(figures)
def test_size_by_a_second_way(own):
    """An oracle written as the Recommendation puts it: no ceiling of the class is exceeded."""
    headcount, turnover, balance = own
    fits = {
        "micro": headcount < 10 and min(turnover, balance) <= 2,
        "small": headcount < 50 and (turnover <= 10 or balance <= 10),
        "medium": headcount < 250 and (turnover <= 50 or balance <= 43),
    }
    expected = next((size for size, fit in fits.items() if fit), "not_sme")
    assert sme.size_of(sme.Figures(Decimal(headcount), turnover, balance)).value == expected
