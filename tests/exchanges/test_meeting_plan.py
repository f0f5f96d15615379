"""The plan of meetings: brute force agrees on small cases, the rules always hold, and what it says of itself is true."""

from dataclasses import replace
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from exchanges.matching.meeting_problem import Meeting, Person, Problem, Worth, breaks_rules, greedy, worth_of
from exchanges.matching.meetings import plan


def people(number, slots=2, organisations=None):
    free = frozenset(range(slots))
    return tuple(Person(key, (organisations or {}).get(key, f"o{key}"), free) for key in range(1, number + 1))


def problem(persons, wants, *, slots=2, tables=2, **rest):
    return Problem(persons, (0,) * slots, tables, frozenset(wants), **rest)


def placed(found):
    return {meeting.pair: meeting.slot for meeting in found.meetings}


def every_worth(of):
    """What each plan that keeps the rules is worth, found by trying all of them."""
    for number in range(len(of.pairs) + 1):
        for chosen in combinations(of.pairs, number):
            for plan_made in _placings(of, chosen, {}):
                yield worth_of(of, plan_made)


def _placings(of, left, made):
    if not left:
        if not breaks_rules(of, made):
            yield dict(made)
        return
    for slot in of.possible[left[0]]:
        yield from _placings(of, left[1:], {**made, left[0]: slot})


@st.composite
def small_problems(draw):
    slots = draw(st.integers(1, 3))
    number = draw(st.integers(2, 5))
    free = st.frozensets(st.integers(0, slots - 1), min_size=1)
    persons = tuple(Person(key, f"o{draw(st.integers(1, 4))}", draw(free)) for key in range(1, number + 1))
    pair = st.tuples(st.integers(1, number), st.integers(1, number)).filter(lambda two: two[0] != two[1])
    return Problem(
        persons,
        tuple(sorted(draw(st.lists(st.integers(0, 1), min_size=slots, max_size=slots)))),
        draw(st.integers(1, 2)),
        draw(st.frozensets(pair, max_size=6)),
        draw(st.frozensets(pair, max_size=2)),
        draw(st.sampled_from([None, 1, 2])),
    )


@settings(max_examples=120, deadline=None)
@given(small_problems())
def test_plan_is_as_good_as_the_best_of_all_plans(of):
    best = max((worth.order()[:3] for worth in every_worth(of)), default=(0, 0, 0))
    found = plan(of)
    assert found.worth.order()[:3] == best
    assert found.mutual_bound >= best[0]
    if found.proven:
        assert (found.mutual_bound, found.served_bound, found.single_bound) == best


@settings(max_examples=120, deadline=None)
@given(small_problems())
def test_plan_keeps_every_rule_and_is_the_same_again(of):
    found = plan(of)
    assert breaks_rules(of, placed(found)) == []
    assert len({(meeting.slot, meeting.table) for meeting in found.meetings}) == len(found.meetings)
    assert all(1 <= meeting.table <= of.tables for meeting in found.meetings)
    organisation = {person.key: person.organisation for person in of.people}
    for one, other in placed(found):
        assert organisation[one] != organisation[other]
        assert not {(one, other), (other, one)} & of.avoids
    assert plan(of) == found


def test_mutual_wish_comes_before_two_single_ones():
    of = problem(people(4, slots=1), {(1, 2), (2, 1), (1, 3), (4, 2)}, slots=1, tables=1)
    assert placed(plan(of)) == {(1, 2): 0}


def test_nobody_with_a_wish_goes_without_a_meeting_while_others_have_two():
    wants = {(1, 2), (1, 3), (4, 5)}
    of = problem(people(5), wants, slots=2, tables=1)
    found = plan(of)
    assert (4, 5) in placed(found)
    assert found.worth.served == 2


def test_one_who_avoids_is_enough():
    of = problem(people(2), {(1, 2), (2, 1)}, avoids=frozenset({(2, 1)}))
    assert plan(of).meetings == ()
    assert plan(of).proven


def test_greedy_falls_behind_where_places_are_few():
    wants = {(1, 2), (2, 1), (1, 3), (3, 1), (2, 4), (4, 2)}
    persons = (*people(2, slots=2), Person(3, "o3", frozenset({0})), Person(4, "o4", frozenset({0})))
    of = problem(persons, wants, slots=2, tables=2)
    found = plan(of)
    assert found.worth.mutual == 3
    assert found.greedy.mutual <= found.worth.mutual
    assert found.proven


def test_break_follows_after_so_many_in_a_row():
    wants = {(1, key) for key in (2, 3, 4)}
    of = problem(people(4, slots=3), wants, slots=3, tables=3, most_in_a_row=2)
    found = plan(of)
    assert found.worth.single == 2
    assert found.single_bound == 2
    assert plan(replace(of, most_in_a_row=None)).worth.single == 3


def test_what_is_fixed_stays_and_the_rest_goes_around_it():
    fixed = (Meeting(1, 2, 0, 1),)
    of = problem(people(3), {(1, 2), (1, 3), (3, 1)}, fixed=fixed, tables=1)
    assert plan(of).meetings == (Meeting(1, 3, 1, 1),)
    assert plan(replace(of, late=frozenset({1}))).meetings == ()


def test_people_keep_their_table():
    wants = {(1, key) for key in (2, 3, 4)} | {(5, key) for key in (2, 3, 4)}
    of = problem(people(5, slots=4), wants, slots=4, tables=3)
    tables = {}
    for meeting in plan(of).meetings:
        tables.setdefault(meeting.one if meeting.one == 1 else meeting.other, set()).add(meeting.table)
    assert len(tables[1]) == 1
    assert len(tables[5]) == 1


def test_idle_slots_are_closed():
    persons = (*people(2, slots=3), Person(3, "o3", frozenset({1, 2})))
    of = problem(persons, {(1, 2), (1, 3)}, slots=3)
    assert plan(of).worth == Worth(mutual=0, served=1, single=2, gaps=0)


def test_nothing_to_plan():
    assert plan(problem(people(2), set())).meetings == ()
    assert greedy(problem((), {(1, 2)})) == {}
