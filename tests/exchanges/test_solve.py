"""The best set of matches: brute force agrees on small cases, every limit is kept, and the proof is a proof."""

from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exchanges.matching.limits import Tally, greedy
from exchanges.matching.problem import Limits, NoSolution, Pairs, Problem, Slot, Visitor
from exchanges.matching.solve import solve

COUNTRIES = ("DE", "FR", "PL")


def visitor(key, *, sme=True, country="DE", first=1, last=5):
    return Visitor(key, sme, country, first, last)


def slot(key, *, host=None, country="FR", places=1):
    return Slot(key, key if host is None else host, country, places)


def problem(visitors, slots, rows, **limits):
    return Problem(tuple(visitors), tuple(slots), Pairs.of(rows), Limits(**limits))


def chosen(of, solution):
    pairs = of.pairs
    return {
        (of.visitors[int(pairs.visitor[at])].key, of.slots[int(pairs.slot[at])].host) for at in solution.taken
    }


def everything(of):
    """The best sum by trying every set of matches; None where no set keeps all limits."""
    options = [
        [None, *(at for at in range(len(of.pairs)) if of.pairs.visitor[at] == number)]
        for number in range(len(of.visitors))
    ]
    must, must_not = set(of.limits.must), set(of.limits.must_not)
    best = None
    for choice in product(*options):
        taken = [at for at in choice if at is not None]
        made = {
            (of.visitors[int(of.pairs.visitor[at])].key, of.slots[int(of.pairs.slot[at])].host)
            for at in taken
        }
        if made & must_not or not must <= made or Tally(of, taken).broken():
            continue
        total = sum(int(of.pairs.score[at]) for at in taken)
        best = total if best is None else max(best, total)
    return best


def overbooked(of, solution):
    """Days on which a new stay is in a free period beside more stays than places, counted day by day."""
    pairs, found = of.pairs, []
    for number, place in enumerate(of.slots):
        there = [of.visitors[int(pairs.visitor[at])] for at in solution.taken if pairs.slot[at] == number]
        for day in range(1, 12):
            new = sum(one.first <= day <= one.last for one in there)
            if new and new + sum(first <= day <= last for first, last in place.held) > place.places:
                found.append((number, day))
    return found


@st.composite
def small_problems(draw):
    visitors = []
    for key in range(draw(st.integers(1, 5))):
        first = draw(st.integers(1, 6))
        last = first + draw(st.integers(0, 4))
        visitors.append(Visitor(key, draw(st.booleans()), draw(st.sampled_from(COUNTRIES)), first, last))
    slots = [
        Slot(
            key,
            key // 2,
            COUNTRIES[(key // 2) % 3],
            draw(st.integers(1, 2)),
            tuple((day, day + 1) for day in draw(st.lists(st.integers(1, 9), max_size=2))),
        )
        for key in range(draw(st.integers(1, 3)))
    ]
    rows = {
        (one, slots[other].host): (one, other, draw(st.integers(1, 9)), 100 * draw(st.integers(0, 4)))
        for one in range(len(visitors))
        for other in range(len(slots))
        if draw(st.booleans())
    }
    keys = st.tuples(st.integers(0, 4), st.integers(0, 1))
    caps = st.dictionaries(st.sampled_from(COUNTRIES), st.integers(0, 2), max_size=2)
    limits = Limits(
        sme_share=draw(
            st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(2, 3), Fraction(3, 5), Fraction(1)])
        ),
        per_host=draw(st.sampled_from([None, 1, 2])),
        host_countries=draw(caps),
        home_countries=draw(caps),
        budget=draw(st.sampled_from([None, 0, 300, 700])),
        must=draw(st.lists(keys, max_size=1)),
        must_not=draw(st.lists(keys, max_size=1)),
    )
    return Problem(tuple(visitors), tuple(slots), Pairs.of(rows.values()), limits)


@settings(max_examples=400, deadline=None)
@given(small_problems())
def test_brute_force_agrees(of):
    wanted = everything(of)
    if wanted is None:
        with pytest.raises(NoSolution):
            solve(of)
        return
    found = solve(of)
    assert (found.total, found.bound) == (wanted, wanted)
    assert Tally(of, found.taken).broken() == set()
    assert not overbooked(of, found)
    assert set(of.limits.must) <= chosen(of, found)
    assert not set(of.limits.must_not) & chosen(of, found)
    assert found == solve(of)


def without(of, *names):
    """The same problem with some limits let off."""
    off = {"budget": {"budget": None}, "per_host": {"per_host": None}, "host_country": {"host_countries": {}}}
    off |= {"home_country": {"home_countries": {}}, "sme_share": {"sme_share": Fraction(0)}, "places": {}}
    limits = of.limits
    for name in names:
        limits = replace(limits, **off[name])
    slots = tuple(replace(one, places=99) for one in of.slots) if "places" in names else of.slots
    return replace(of, limits=limits, slots=slots)


@st.composite
def demands_of_others(draw):
    """One or two who are no SMEs must be matched; whether enough SMEs can be hangs on the other limits."""
    of = draw(small_problems())
    others = draw(st.integers(1, 2))
    visitors = tuple(replace(one, sme=one.key >= others) for one in of.visitors)
    firsts = {key: host for key in range(others) for host in (0, 1) if possible(of, key, host)}
    limits = replace(
        of.limits,
        must=sorted(firsts.items()),
        must_not=(),
        sme_share=draw(st.sampled_from([Fraction(1, 2), Fraction(2, 3)])),
    )
    return replace(of, visitors=visitors, limits=limits)


def possible(of, key, host):
    pairs = zip(of.pairs.visitor.tolist(), of.pairs.slot.tolist(), strict=True)
    return any(visitor == key and of.slots[slot].host == host for visitor, slot in pairs)


SHARE_LIMITS = {"budget", "per_host", "host_country", "home_country", "places"}


@settings(max_examples=250, deadline=None)
@given(demands_of_others())
def test_limits_that_fight_are_named_and_each_of_them_is_needed(of):
    """Brute force: with the named limits alone there is no set, without any one of them there is."""
    try:
        found = solve(of)
    except NoSolution as refusal:
        assert everything(of) is None
        named = {conflict.limit for conflict in refusal.conflicts}
        if "sme_share" not in named:
            return
        assert everything(without(of, *(SHARE_LIMITS - named))) is None
        for one in named:
            assert everything(without(of, *(SHARE_LIMITS - named), one)) is not None
    else:
        assert (found.total, found.bound) == (everything(of), found.total)


def test_share_of_smes_and_money_that_fight_are_both_named():
    """The one SME costs more than is left beside the match that must be."""
    of = problem(
        [visitor(0), visitor(1, sme=False)],
        [slot(0, places=2)],
        [(0, 0, 5, 60_000), (1, 0, 5, 60_000)],
        must=[(1, 0)],
        sme_share=Fraction(1, 2),
        budget=100_000,
    )
    with pytest.raises(NoSolution) as caught:
        solve(of)
    assert [(one.limit, dict(one.values)) for one in caught.value.conflicts] == [
        ("sme_share", {"others": 1, "smes": 0}),
        ("budget", {}),
    ]


def test_taking_turns_beats_best_first():
    """Greedy gives the first visitor the only host of the second."""
    of = problem([visitor(0), visitor(1)], [slot(0), slot(1)], [(0, 0, 10, 0), (0, 1, 9, 0), (1, 0, 8, 0)])
    assert sum(int(of.pairs.score[at]) for at in greedy(of)) == 10
    found = solve(of)
    assert (chosen(of, found), found.total, found.optimal) == ({(0, 1), (1, 0)}, 17, True)


def test_places_are_counted_day_by_day():
    """Two stays with a common day need two places; a third after them does not."""
    of = problem(
        [visitor(0, first=1, last=3), visitor(1, first=3, last=5), visitor(2, first=4, last=6)],
        [slot(0)],
        [(0, 0, 5, 0), (1, 0, 9, 0), (2, 0, 5, 0)],
    )
    assert chosen(of, solve(of)) == {(0, 0), (2, 0)}


def test_stays_that_have_places_already_are_counted_on_their_days_only():
    """One of two places is held on days 3 and 4: two stays fit before and after, one beside it."""
    held = Slot(0, 0, "FR", 2, ((3, 4),))
    people = [
        visitor(0, first=1, last=2),
        visitor(1, first=1, last=2),
        visitor(2, first=3, last=5),
        visitor(3, first=2, last=3),
    ]
    of = problem(people, [held], [(0, 0, 5, 0), (1, 0, 5, 0), (2, 0, 5, 0), (3, 0, 6, 0)])
    assert chosen(of, solve(of)) == {(0, 0), (1, 0), (2, 0)}


def test_half_of_the_matches_are_smes():
    """Three others and one SME: one of the others goes, because the second would need another SME."""
    people = [visitor(0), *(visitor(key, sme=False) for key in (1, 2, 3))]
    of = problem(
        people,
        [slot(0, places=4)],
        [(0, 0, 1, 0), (1, 0, 7, 0), (2, 0, 8, 0), (3, 0, 9, 0)],
        sme_share=Fraction(1, 2),
    )
    found = solve(of)
    assert (chosen(of, found), found.optimal) == ({(0, 0), (3, 0)}, True)


def test_budget_and_countries_hold():
    people = [visitor(key, country="DE" if key < 2 else "PL") for key in range(4)]
    rows = [(key, 0, 5 + key, 45_000) for key in range(4)]
    assert len(solve(problem(people, [slot(0, places=4)], rows, budget=100_000)).taken) == 2
    assert len(solve(problem(people, [slot(0, places=4)], rows, host_countries={"FR": 3})).taken) == 3
    found = problem(people, [slot(0, places=4)], rows, home_countries={"PL": 1})
    assert chosen(found, solve(found)) == {(0, 0), (1, 0), (3, 0)}


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"must": [(0, 0), (1, 0)]}, [("places", {"host": 0, "places": 1})]),
        ({"must": [(0, 0)], "must_not": [(0, 0)]}, [("must_and_must_not", {"visitor": 0, "host": 0})]),
        ({"must": [(0, 7)]}, [("impossible", {"visitor": 0, "host": 7})]),
        ({"must": [(0, 0), (0, 1)]}, [("two_hosts", {"visitor": 0})]),
        ({"must": [(0, 0)], "budget": 1}, [("budget", {"cost": 45_000, "most": 1})]),
        (
            {"must": [(0, 0)], "host_countries": {"FR": 0}},
            [("host_country", {"country": "FR", "number": 1, "most": 0})],
        ),
        ({"must": [(2, 1)], "sme_share": Fraction(1)}, [("sme_share", {"others": 1, "smes": 2})]),
    ],
)
def test_demands_that_break_a_limit_are_named(limits, said):
    of = problem(
        [visitor(0), visitor(1), visitor(2, sme=False)],
        [slot(0), slot(1, places=3)],
        [(0, 0, 5, 45_000), (0, 1, 5, 0), (1, 0, 5, 0), (1, 1, 4, 0), (2, 1, 3, 0)],
        **limits,
    )
    with pytest.raises(NoSolution) as caught:
        solve(of)
    assert [(conflict.limit, dict(conflict.values)) for conflict in caught.value.conflicts] == said


def test_nobody_and_nothing_is_an_answer():
    assert solve(problem([], [], [])).taken == ()
    assert solve(problem([visitor(0)], [slot(0)], [])).taken == ()


def many(number, hosts, **limits):
    """Stays of a week that overlap in part, over two months; scores without a pattern but the same each time."""
    people = [
        visitor(
            key, sme=key % 3 > 0, country=COUNTRIES[key % 3], first=1 + key * 7 % 60, last=7 + key * 7 % 60
        )
        for key in range(number)
    ]
    places = [slot(key, country=COUNTRIES[key % 3], places=1 + key % 2) for key in range(hosts)]
    rows = [
        (one, other, 1 + (one * 31 + other * 17 + one * other) % 97, 30_500)
        for one in range(number)
        for other in range(hosts)
        if one % 3 != other % 3
    ]
    return problem(people, places, rows, **limits)


@pytest.mark.parametrize(
    "limits",
    [
        {"sme_share": Fraction(3, 4)},
        {"sme_share": Fraction(7, 10), "per_host": 4},
        {"host_countries": {"FR": 12}},
    ],
)
def test_larger_case_without_a_budget_is_proven(limits):
    of = many(120, 15, **limits)
    found = solve(of)
    assert found.optimal
    assert (Tally(of, found.taken).broken(), overbooked(of, found)) == (set(), [])
    assert found.total > sum(int(of.pairs.score[at]) for at in greedy(of))


@pytest.mark.parametrize(
    ("money", "caps"), [(1_500_000, {}), (1_100_000, {"FR": 20, "PL": 9}), (700_000, {})], ids=str
)
def test_larger_case_with_a_budget_is_proven_keeps_its_limits_and_beats_greedy(money, caps):
    """Sums that differ by the country, as lump sums do, so that money and points pull in different ways."""
    of = many(120, 15, sme_share=Fraction(3, 4), budget=money, host_countries=caps)
    sums = np.array([28_000, 30_500, 61_000])[(of.pairs.visitor + 2 * of.pairs.slot) % 3]
    of = replace(of, pairs=replace(of.pairs, cost=sums))
    found = solve(of)
    assert found.optimal
    assert Tally(of, found.taken).broken() == set()
    assert found.total > sum(int(of.pairs.score[at]) for at in greedy(of))
    assert found == solve(of)
