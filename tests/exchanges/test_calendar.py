"""The calendar page: who sees what of a month, clashes and holidays, and that the pictures and the list agree."""

from datetime import date

import pytest
from django.urls import reverse

from exchanges.calendar_days import Entry, Month, fullest_day, lanes_of, same_people, week_rows
from exchanges.models import Exchange, Traveller
from exchanges.services import proposals
from tests.support.world import FIRST_DAY

MAY = {"month": "2026-05"}


def entry(pk, first, last, **facts):
    return Entry("stay", pk, date(2026, 5, first), date(2026, 5, last), f"Stay {pk}", "/x/", **facts)


# --- days, weeks, lanes ---


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-05", "2026-05"),
        ("", "2026-11"),
        ("2026-13", "2026-11"),
        ("1999-05", "2026-11"),
        ("x", "2026-11"),
    ],
)
def test_month_is_read_from_the_address_or_is_this_one(text, code):
    assert Month.read(text, date(2026, 11, 26)).code == code


def test_month_leads_over_the_turn_of_the_year_and_holds_whole_weeks():
    month = Month(date(2026, 12, 1))
    assert (month.before.code, month.after.code) == ("2026-11", "2027-01")
    assert month.weeks[0][0] == date(2026, 11, 30)
    assert month.weeks[-1][-1] == date(2027, 1, 3)


def test_lanes_part_stays_that_share_a_day_and_join_those_that_do_not():
    first, second, third = entry(1, 4, 6), entry(2, 6, 8), entry(3, 7, 9)
    assert lanes_of([third, second, first]) == [[first, third], [second]]


def test_week_rows_cut_a_stay_at_the_weekend_and_fill_every_day():
    rows = week_rows(Month(date(2026, 5, 1)), [entry(1, 8, 12)])
    before, after = rows[1].lanes[0], rows[2].lanes[0]
    assert [(cell.span, cell.goes_on_left, cell.goes_on_right) for cell in before if cell.entry] == [
        (3, False, True)
    ]
    assert [(cell.span, cell.goes_on_left, cell.goes_on_right) for cell in after if cell.entry] == [
        (2, True, False)
    ]
    assert all(sum(cell.span for cell in lane) == 7 for row in rows for lane in row.lanes)


def test_week_with_many_entries_says_how_many_are_left_for_the_list():
    rows = week_rows(Month(date(2026, 5, 1)), [entry(number, 5, 6) for number in range(9)])
    assert (len(rows[1].lanes), rows[1].left) == (6, 3)


def test_same_people_needs_the_same_person_and_a_shared_day():
    one, other, later = entry(1, 4, 6), entry(2, 6, 8), entry(3, 9, 10)
    people = {1: ["vera+a@firm.example"], 2: ["Vera@firm.example"], 3: ["vera@firm.example"]}
    assert same_people([one, other, later], people) == [(one, other)]


def test_fullest_day_counts_only_stays_that_meet():
    one, other, later = entry(1, 4, 6), entry(2, 6, 8), entry(3, 7, 9)
    assert fullest_day([one, other, later], date(2026, 5, 1), date(2026, 5, 31)) == (2, [one, other])
    assert fullest_day([one], date(2026, 5, 7), date(2026, 5, 31)) == (0, [])


# --- the page ---


def page(world, persona, **query):
    return world.client(persona).get(reverse("exchanges:calendar"), MAY | query)


def listed(answer):
    return [(one.kind, one.title) for one in answer.context["page"]]


def stays(answer):
    return [one for one in answer.context["page"] if one.kind == "stay"]


@pytest.mark.django_db
@pytest.mark.parametrize("persona", ["visitor", "host", "manager", "host_manager", "coordinator", "finance"])
def test_the_sides_of_a_visit_find_it(world, persona):
    world.building()
    assert ("stay", "Elbe Sensors GmbH at Mobilité Azur SAS") in listed(page(world, persona))


@pytest.mark.django_db
@pytest.mark.parametrize("persona", ["stranger", "other_manager"])
def test_others_find_nothing_of_it(world, persona):
    exchange = world.building()
    for view in ("month", "hosts", "visitors", "list"):
        answer = page(world, persona, view=view)
        assert listed(answer) == []
        for secret in ("Elbe Sensors", "Mobilité Azur", exchange.reference):
            assert secret not in answer.content.decode()
        assert "Nothing in this month" in answer.content.decode()


@pytest.mark.django_db
def test_a_visit_that_was_called_off_leaves_the_calendar(world):
    from exchanges.services import building

    exchange = world.building()
    building.cancel_exchange(exchange=exchange, by=world.actor("visitor"), reason="Ill.")
    assert stays(page(world, "manager")) == []


@pytest.mark.django_db
def test_a_holiday_at_the_host_stands_in_picture_and_list(world):
    world.building(planned_start=date(2026, 5, 12), planned_end=date(2026, 5, 15))
    answer = page(world, "manager", view="hosts")
    assert stays(answer)[0].days_off == {date(2026, 5, 14): "Ascension Day"}
    assert "Ascension Day" in answer.content.decode()
    assert len(answer.context["picture"].bands[0].shades) == 4  # 1, 8, 14 and 25 May in France
    visitors = page(world, "manager", view="visitors")
    assert len(visitors.context["picture"].bands[0].shades) == 1


def more(world, persons, **answers):
    """Another file of the same firm in the same days, with other people."""
    from exchanges.services import applications, decisions

    draft = world.draft(**answers)
    applications.set_travellers(
        application=draft,
        by=world.actor("visitor"),
        travellers=[
            {"first_name": "Vera", "last_name": "Visitor", "email": email, "position": ""}
            for email in persons
        ],
    )
    sent = applications.submit_application(application=draft, by=world.actor("visitor"))
    accepted = decisions.accept_application(application=sent, by=world.actor("manager"))
    proposals.answer_as_host(proposal=accepted.proposals.get(), by=world.actor("host"), accept=True)
    return Exchange.objects.get(application=accepted)


@pytest.mark.django_db
def test_more_visits_than_places_are_a_clash_on_each_of_them(world):
    world.offer.periods.update(capacity=1)
    world.building()
    assert not stays(page(world, "manager"))[0].clashes
    more(world, ["carl@firm.example"])
    answer = page(world, "manager", view="hosts")
    assert [stay.clashes for stay in stays(answer)] == [["2 visits at the same time, but room for 1."]] * 2
    assert answer.content.decode().count("stays__bar--clash") == 2
    assert "2 with a clash" in answer.content.decode()


@pytest.mark.django_db
def test_the_same_traveller_twice_is_a_clash_that_names_the_other_file(world):
    first = world.building()
    second = more(world, ["vera+two@firm.example"])
    found = {stay.short: stay.clashes for stay in stays(page(world, "manager"))}
    assert found[first.reference] == [f"The same person also travels with {second.reference}."]
    assert found[second.reference] == [f"The same person also travels with {first.reference}."]
    assert Traveller.objects.count() == 2


@pytest.mark.django_db
def test_filters_stand_in_the_address_and_narrow_the_list(world):
    world.building()
    firm, azur = str(world.firm.pk), str(world.host.pk)
    assert len(stays(page(world, "manager", visitor=firm, host=azur, kind="stay"))) == 1
    assert {kind for kind, _title in listed(page(world, "manager", kind="deadline"))} <= {"deadline"}
    other = page(world, "manager", host=firm)
    assert listed(other) == []
    assert "Chosen before, not in this month" in other.content.decode()
    assert f"month=2026-06&amp;host={azur}" in page(world, "manager", host=azur).content.decode()


@pytest.mark.django_db
def test_the_day_of_the_next_act_stands_in_the_calendar(world):
    file = world.submitted()
    file.refresh_from_db()
    answer = world.client("manager").get(reverse("exchanges:calendar"), {"month": f"{file.turn_due:%Y-%m}"})
    assert ("deadline", f"{file.reference}: To decide") in listed(answer)
    assert "Contact cluster" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("view", ["month", "hosts", "list"])
def test_the_page_takes_12_statements_for_any_number_of_visits(world, rows, view, django_assert_num_queries):
    for number in range(rows):
        more(world, [f"person{number}@firm.example"])
    page(world, "manager", view=view)
    with django_assert_num_queries(12):
        answer = page(world, "manager", view=view)
    assert len(stays(answer)) == rows


@pytest.mark.django_db
def test_links_lead_to_the_month_of_a_visit(world):
    exchange = world.building()
    file = world.client("visitor").get(reverse("exchanges:file", args=[exchange.reference])).content.decode()
    assert f"{reverse('exchanges:calendar')}?month={FIRST_DAY:%Y-%m}&amp;view=hosts" in file
    assert f'href="{reverse("exchanges:calendar")}"' in world.client("manager").get("/").content.decode()
