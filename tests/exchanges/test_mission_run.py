"""Running a mission: all visits on one page, acts on all at once, who sees what, and what is never changed silently."""

import dataclasses
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from clusters.models import Role
from core import clock, outbox
from core.actors import Actor
from core.exceptions import NotAllowed, Refused, WrongState
from core.models import Mail
from exchanges.models import ClosingReport, Exchange, SideReminder
from exchanges.selectors import closing as closing_read
from exchanges.selectors import mission_run as select
from exchanges.services import (
    actual,
    applications,
    building,
    decisions,
    mission_run,
    missions,
    presence,
    programme,
    report_drafts,
    reports,
)
from tests.support.stay import Stay
from tests.support.world import FIRST_DAY, LAST_DAY, World, make_organisation, make_user

pytestmark = pytest.mark.django_db
TITLES = ("Welcome", "Test road", "Companies", "Review")


@pytest.fixture
def mission(world: World):
    by = world.actor("host_manager")
    made = missions.create_mission(
        by=by,
        partnership=world.partnership,
        host_cluster=world.clusters["nice"],
        host=world.host,
        title="Smart mobility on the Riviera",
        country=world.host.country,
        city="Sophia Antipolis",
        start_on=FIRST_DAY,
        end_on=LAST_DAY,
    )
    for number, title in enumerate(TITLES):
        programme.add_session(mission=made, by=by, day=FIRST_DAY + timedelta(days=number), title=title)
    return missions.publish_mission(mission=made, by=by)


def visit(world: World, mission) -> Exchange:
    application, by = (
        world.draft(host_choice="mission", mission=mission, host_offer=None),
        world.actor("visitor"),
    )
    traveller = {"first_name": by.user.first_name, "last_name": by.user.last_name, "email": by.user.email}
    applications.set_travellers(application=application, by=by, travellers=[traveller | {"position": "CTO"}])
    applications.submit_application(application=application, by=by)
    decisions.accept_application(application=application, by=world.actor("manager"))
    return Exchange.objects.get(application=application, mission=mission)


def board(mission) -> str:
    return reverse("exchanges:mission_board", args=[mission.slug])


def to_all(mission, act: str) -> str:
    return reverse("exchanges:mission_all", args=[mission.slug, act])


def titles(exchange) -> list[str]:
    return list(exchange.agenda.order_by("day", "id").values_list("title", flat=True))


def act(world: World, mission, name: str, persona: str = "host_manager"):
    numbers = list(Exchange.objects.filter(mission=mission).values_list("pk", flat=True))
    return mission_run.act_on_all(mission=mission, act=name, numbers=numbers, by=world.actor(persona))


def change_programme(world: World, mission) -> None:
    by = world.actor("host_manager")
    programme.remove_session(session=mission.sessions.get(title="Companies"), by=by)
    programme.add_session(mission=mission, by=by, day=LAST_DAY - timedelta(days=1), title="Start-ups")


def test_board_says_state_missing_and_with_whom(world, mission):
    exchange = visit(world, mission)
    page = world.client("host_manager").get(board(mission)).content.decode()
    for words in (exchange.reference, "Elbe Sensors GmbH", "Vera Visitor", "Visit plan being written", "450"):
        assert words in page
    mission.sessions.all().delete()
    exchange.agenda.all().delete()
    assert "Still empty" in world.client("coordinator").get(board(mission)).content.decode()


def test_board_is_for_those_who_run_it_and_own_files_of_visitors_clusters(world, mission):
    exchange = visit(world, mission)
    for persona in ("host_manager", "coordinator", "finance", "auditor", "manager"):
        assert exchange.reference in world.client(persona).get(board(mission)).content.decode(), persona
    for persona in ("visitor", "host", "other_manager", "deputy", "stranger"):
        assert world.client(persona).get(board(mission)).status_code == 404, persona
    own = world.client("manager").get(board(mission)).content.decode()
    assert "For all visits at once" not in own
    # A visit of another cluster's firm stays hidden from this one.
    assert select.rows(mission, world.actor("other_manager")) == []


def test_changed_programme_is_offered_and_typed_text_stays(world, mission):
    exchange = visit(world, mission)
    assert titles(exchange) == list(TITLES)
    assert act(world, mission, "programme") == (
        0,
        [(exchange.reference, "Its plan has the programme already.")],
    )
    rows = [
        {"day": row.day, "title": row.title, "place": row.place, "contact": row.contact}
        for row in exchange.agenda.all()
    ] + [{"day": FIRST_DAY, "title": "Our own talk with the test lab"}]
    building.set_agenda(exchange=exchange, by=world.actor("visitor"), items=rows)
    change_programme(world, mission)
    # Nothing has changed in the plan by itself; both sides are offered it.
    assert "Start-ups" not in titles(exchange)
    address = reverse("exchanges:plan_edit", args=[exchange.reference])
    assert "programme of your mission has changed" in world.client("visitor").get(address).content.decode()
    assert "will be done" in world.client("host_manager").get(to_all(mission, "programme")).content.decode()
    assert act(world, mission, "programme") == (1, [])
    assert set(titles(exchange)) == {
        "Welcome",
        "Test road",
        "Start-ups",
        "Review",
        "Our own talk with the test lab",
    }
    assert act(world, mission, "programme")[0] == 0


def test_visitor_takes_the_programme_over(world, mission):
    exchange = visit(world, mission)
    change_programme(world, mission)
    take_over = reverse("exchanges:programme_take_over", args=[exchange.reference])
    assert world.client("host").post(take_over).status_code in (403, 404)
    assert "Start-ups" not in titles(exchange)
    world.client("visitor").post(take_over)
    assert "Start-ups" in titles(exchange)


def test_all_plans_go_out_in_one_step_and_then_no_programme_touches_them(world, mission):
    exchange = visit(world, mission)
    building.save_plan(exchange=exchange, by=world.actor("visitor"), venue="Campus")
    client = world.client("host_manager")
    page = client.get(to_all(mission, "send"))
    answer = client.post(to_all(mission, "send"), {"f": str(exchange.pk)}, follow=True)
    assert "Send all plans for signature: 1 visit" in page.content.decode()
    assert "Done for 1 visit." in answer.content.decode()
    exchange.refresh_from_db()
    assert exchange.state == "commitment_signing"
    assert set(exchange.documents.values_list("kind", flat=True)) == {"commitment", "agreement"}
    outbox.run_due()
    assert Mail.objects.filter(event="exchange.signature_asked").count() >= 2
    change_programme(world, mission)
    done, left = act(world, mission, "programme")
    assert (done, "is not being written" in left[0][1]) == (0, True)
    with pytest.raises(WrongState):
        building.take_over_programme(exchange=exchange, by=world.actor("host_manager"))
    assert "Start-ups" not in titles(exchange)
    # Sent twice is refused in words, and nothing happens.
    assert act(world, mission, "send")[0] == 0


def test_plan_with_gaps_is_left_out_with_its_reason(world, mission):
    exchange = visit(world, mission)
    exchange.agenda.filter(title="Review").delete()
    done, left = act(world, mission, "send", "coordinator")
    assert (done, left[0][0]) == (0, exchange.reference)
    assert "Still empty" in left[0][1]
    assert Exchange.objects.get().state == "building"


def test_visit_without_a_mission_is_not_sent_by_the_hosts_cluster(world):
    exchange = world.building()
    with pytest.raises(Refused, match="no part of a mission"):
        building.send_plan(exchange=exchange, by=world.actor("host_manager"), with_mission=True)


def test_nobody_else_acts_on_all(world, mission):
    visit(world, mission)
    for persona in ("manager", "visitor", "host", "finance", "auditor", "other_manager", "stranger"):
        with pytest.raises(NotAllowed):
            act(world, mission, "send", persona)
        assert world.client(persona).get(to_all(mission, "send")).status_code == 403
    assert Exchange.objects.get().state == "building"


def test_those_who_have_not_signed_are_reminded_once_a_day(world, mission):
    exchange = visit(world, mission)
    assert "not out for signature" in act(world, mission, "remind")[1][0][1]
    building.save_plan(exchange=exchange, by=world.actor("visitor"), venue="Campus")
    act(world, mission, "send")
    assert act(world, mission, "remind") == (1, [])
    assert {row.side for row in SideReminder.objects.all()} == {"visitor", "host", "visitor_cluster"}
    done, left = act(world, mission, "remind")
    assert (done, left[0][1]) == (0, "Reminded today already.")


@pytest.fixture
def stay(world: World, mission):
    with ExitStack() as stack:
        stay = Stay(world, stack)
        stay.ended(host_choice="mission", mission=mission, host_offer=None)
        yield stay


def attend(world: World, mission, halves: list[tuple[int, str]]) -> None:
    person = mission.participants.get(traveller__isnull=False)
    by = world.actor("host_manager")
    for number, half in halves:
        day = FIRST_DAY + timedelta(days=number)
        with clock.at(datetime(2026, 5, 18 + number, 15, tzinfo=UTC)):
            presence.note(mission=mission, day=day, by=by, marks={(person.pk, half): True})
    for number in {number for number, _half in halves}:
        day = FIRST_DAY + timedelta(days=number)
        presence.countersign(mission=mission, day=day, by=by)


FULL = [(number, half) for number in range(4) for half in ("morning", "afternoon")]


def test_draft_comes_from_agenda_and_presence_and_replaces_nothing(world, mission, stay):
    attend(world, mission, FULL[:6])
    exchange = stay.exchange
    assert closing_read.suggested_days(exchange)[:2] == (FIRST_DAY, LAST_DAY - timedelta(days=1))
    assert act(world, mission, "draft") == (1, [])
    report = ClosingReport.objects.get()
    assert (report.actual_start, report.actual_end) == (FIRST_DAY, LAST_DAY - timedelta(days=1))
    assert report.submitted_at is None
    reports.save_report(exchange=exchange, by=world.actor("visitor"), activities="We tested the radar.")
    done, left = act(world, mission, "draft")
    assert (done, left[0][1]) == (0, "The visitor has begun to write it.")
    with pytest.raises(WrongState):
        report_drafts.prepare_draft(exchange=exchange, by=world.actor("coordinator"))
    report.refresh_from_db()
    assert report.activities == "We tested the radar."


def test_validating_manager_sees_what_the_lists_say_and_the_sum_stays(world, mission, stay):
    stay.write_report()
    exchange = stay.exchange

    def said() -> list[tuple[str, str]]:
        result = actual.preview_of_report(stay.exchange)
        return [(row.verdict, row.sentence) for row in closing_read.presence_checks(stay.exchange, result)]

    before = actual.preview_of_report(exchange).amount
    assert said() == []
    attend(world, mission, FULL)
    assert said() == [
        ("pass", "The lists of the mission say the same: 4 working days, 18 May 2026 to 21 May 2026.")
    ]
    person = mission.participants.get()
    for half in ("morning", "afternoon"):
        presence.note(
            mission=mission,
            day=LAST_DAY,
            by=world.actor("host_manager"),
            marks={(person.pk, half): False},
            reason="Left on Wednesday.",
        )
    verdict, sentence = said()[0]
    assert (verdict, "say otherwise: 3 working days" in sentence) == ("warn", True)
    assert actual.preview_of_report(stay.exchange).amount == before


def another(world: World, number: int) -> World:
    """A second firm of the same cluster, with somebody who speaks for it."""
    firm = make_organisation(f"Firm {number} GmbH", "sme", "DE", "Dresden", ("51.05041", "13.73726"))
    user = make_user(f"v{number}@firm{number}.example", "Nora", f"Number{number}")
    visitor = Actor.person(user, Role.objects.create(user=user, kind="representative", organisation=firm))
    return dataclasses.replace(world, firm=firm, actors=world.actors | {"visitor": visitor}, _clients={})


@pytest.mark.parametrize("others", [0, 2])
def test_statements_of_the_board_do_not_grow(world, mission, others, django_assert_num_queries):
    visit(world, mission)
    for number in range(others):
        visit(another(world, number), mission)
    client = world.client("host_manager")
    client.get(board(mission))
    with django_assert_num_queries(14):
        page = client.get(board(mission)).content.decode()
    assert page.count("Visit plan being written") == 1 + others
