"""A mission is called off: who may, who hears of it, what becomes of files, invitations, meetings and calendars."""

import re

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core import clock, outbox, workflow
from core.exceptions import InvalidInput, NotAllowed, Refused, WrongState
from core.models import Mail, OutboxItem
from exchanges import completeness, invariants, invitation_lines
from exchanges.models import Exchange, Meeting, Mission, Participant
from exchanges.notifications import recipients
from exchanges.selectors import waiting
from exchanges.selectors.meetings import schedule_of
from exchanges.services import (
    applications,
    decisions,
    mission_cancel,
    mission_invitations,
    participants,
    proposals,
)
from tests.exchanges.test_calendar_feed import address, feed, parse
from tests.exchanges.test_missions import join, make, publish, url
from tests.support import meetings as scenes
from tests.support.world import FIRST_DAY, moment

REASON = "The airport is on strike."
pytestmark = pytest.mark.django_db


@pytest.fixture
def mission(world):
    return publish(world, make(world))


def cancel(world, mission, persona="host_manager", reason=REASON):
    mission_cancel.cancel_mission(mission=mission, by=world.actor(persona), reason=reason)


def joined(world, mission):
    application = join(world, mission)
    decisions.accept_application(application=application, by=world.actor("manager"))
    return Exchange.objects.get(application=application)


def told(event):
    return sorted(Mail.objects.filter(event=event).values_list("to_address", flat=True))


def said_of(answer):
    """The states of the entries of a calendar file."""
    return set(re.findall(r"^STATUS:\w+", answer.content.decode(), re.M))


# --- files ---


def test_a_visit_ends_and_its_file_looks_for_another_host(world, mission):
    exchange = joined(world, mission)
    cancel(world, mission)
    outbox.run_due()
    exchange.refresh_from_db()
    file = exchange.application
    file.refresh_from_db()
    assert (exchange.state, file.state, file.current_exchange, file.mission) == (
        "cancelled",
        "accepted",
        None,
        None,
    )
    assert file.host_choice == "find"
    assert REASON in exchange.end_reason
    assert [row.stay for row in file.travellers.all()] == [None]
    assert list(waiting.waiting(world.actor("manager"))) == [file]
    assert told("application.mission_cancelled") == sorted(
        ["vera@firm.example", *(who.address for who in recipients.deciders(file))]
    )
    said = Mail.objects.get(event="application.mission_cancelled", to_address="vera@firm.example").text_body
    assert REASON in said
    assert "Your application stays accepted." in said
    assert list(invariants.log_explains_state()) == []
    assert list(invariants.nothing_is_stuck()) == []


def test_a_freed_file_finds_another_host_and_the_traveller_comes_again(world, mission):
    file = joined(world, mission).application
    cancel(world, mission)
    outbox.run_due()
    proposals.propose_host(application=file, host_offer=world.offer, by=world.actor("manager"))
    match = file.proposals.get(mission=None)
    proposals.answer_as_host(proposal=match, by=world.actor("host"), accept=True)
    proposals.answer_as_visitor(proposal=match, by=world.actor("visitor"), accept=True)
    proposals.confirm_match(proposal=file.proposals.get(mission=None), by=world.actor("host_manager"))
    file.refresh_from_db()
    assert file.current_exchange.state == "building"


def test_a_traveller_of_a_cancelled_mission_can_join_another_one(world, mission):
    file = joined(world, mission).application
    cancel(world, mission)
    outbox.run_due()
    seat = Participant.objects.get(traveller__application=file)
    assert seat.state == "called_off"
    other = publish(world, make(world, title="Another mission"))
    visit = Exchange(application=file, mission=other, visitor=world.firm, visitor_country=world.firm.country)
    participants.seat_travellers(visit)
    seat.refresh_from_db()
    assert (seat.state, seat.mission) == ("coming", other)


@pytest.mark.parametrize("state", ["submitted", "in_review", "on_hold"])
def test_an_undecided_file_goes_on_without_the_mission(world, mission, state):
    file, decider = join(world, mission), world.actor("manager")
    if state != "submitted":
        workflow.perform(file, "open_review", by=decider)
    if state == "on_hold":
        decisions.hold_application(application=file, by=decider, question="Who travels?")
    cancel(world, mission)
    outbox.run_due()
    file.refresh_from_db()
    assert (file.state, file.host_choice, file.mission) == (state, "find", None)
    assert "vera@firm.example" in told("application.mission_cancelled")
    if state != "on_hold":
        decisions.accept_application(application=file, by=decider)
        assert file.state == "accepted"


def test_a_draft_stays_as_it_is_and_says_what_to_change(world, mission):
    draft = world.draft(host_choice="mission", mission=mission, host_offer=None)
    cancel(world, mission)
    outbox.run_due()
    draft.refresh_from_db()
    assert draft.mission == mission
    assert "was cancelled" in str([said for _page, said in completeness.where(draft)])
    assert told("application.mission_cancelled") == ["vera@firm.example"]
    with pytest.raises(InvalidInput, match="was cancelled"):
        applications.submit_application(application=draft, by=world.actor("visitor"))


def test_a_file_sent_in_the_same_moment_is_freed_too(world, mission):
    """The event was cancelled after the applicant's page was checked, and before it was saved."""
    file = join(world, mission)
    OutboxItem.objects.filter(kind="mission.free_file").delete()
    cancel(world, mission)
    OutboxItem.objects.filter(kind="mission.free_file").delete()
    outbox.run_due()
    file.refresh_from_db()
    assert (file.mission, file.host_choice) == (None, "find")


def test_files_that_have_ended_keep_their_mission(world, mission):
    file = join(world, mission)
    applications.withdraw_application(application=file, by=world.actor("visitor"))
    cancel(world, mission)
    outbox.run_due()
    file.refresh_from_db()
    assert (file.state, file.mission) == ("withdrawn", mission)
    assert told("application.mission_cancelled") == []


# --- twice, half-way, at once ---


def test_cancelling_twice_is_refused_and_nobody_hears_of_it_again(world, mission):
    joined(world, mission)
    cancel(world, mission)
    outbox.run_due()
    sent = Mail.objects.count()
    with pytest.raises(WrongState):
        cancel(world, mission, reason="Once more.")
    mission.refresh_from_db()
    assert mission.cancel_reason == REASON
    # As after a worker that died before it could note what it had done.
    OutboxItem.objects.filter(kind="mission.free_file").update(done_at=None)
    outbox.run_due()
    assert Mail.objects.count() == sent


def test_one_broken_file_holds_up_no_other(world, mission, monkeypatch):
    first = join(world, mission)
    second = joined(world, mission).application
    real = mission_cancel.leave_mission

    def breaks(*, application, mission):
        if application.pk == first.pk:
            raise RuntimeError("The disk is full.")
        return real(application=application, mission=mission)

    cancel(world, mission)
    with monkeypatch.context() as patch:
        patch.setattr(mission_cancel, "leave_mission", breaks)
        outbox.run_due()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.mission, second.mission) == (mission, None)
    with pytest.raises(Refused, match="does not take place"):
        decisions.accept_application(application=first, by=world.actor("manager"))
    # The pause before the next try is over.
    OutboxItem.objects.update(claimed_until=None)
    outbox.run_due()
    first.refresh_from_db()
    assert first.mission is None


def test_a_mission_whose_visits_have_begun_is_not_cancelled(world):
    exchange = world.ready()
    mission = publish(world, make(world))
    Exchange.objects.filter(pk=exchange.pk).update(mission=mission)
    with clock.at(moment(FIRST_DAY)):
        workflow.perform(exchange, "start", by=mission_cancel.MISSION)
        with pytest.raises(Refused, match="1 visit of this mission has begun"):
            cancel(world, mission)
        page = world.client("host_manager").get(url("mission_cancel", mission.slug)).content.decode()
    assert "This event cannot be cancelled" in page
    assert "<textarea" not in page
    mission.refresh_from_db()
    assert mission.state == "open"


# --- people, invitations, meetings, calendars ---


def test_everybody_hears_of_it_once(world, mission):
    by = world.actor("host_manager")
    people, _problems = invitation_lines.from_text("Firm GmbH; Ida Invited; ida@mail.example; Germany")
    mission_invitations.list_guests(mission=mission, by=by, guests=people)
    mission_invitations.send_invitations(mission=mission, by=by)
    late, _problems = invitation_lines.from_text("Spree GmbH; Lee Listed; lee@mail.example; Germany")
    mission_invitations.list_guests(mission=mission, by=by, guests=late)
    participants.add_participant(
        mission=mission,
        by=by,
        first_name="Pia",
        last_name="Participant",
        email="pia@mail.example",
        country=world.host.country,
        organisation_name="Mer Mobile",
    )
    outbox.run_due()
    mail.outbox.clear()
    cancel(world, mission, "coordinator")
    outbox.run_due()
    to = sorted(sent.to[0] for sent in mail.outbox)
    assert [one for one in to if "ida" in one or "pia" in one or "lee" in one] == [
        "Ida Invited <ida@mail.example>",
        "Pia Participant <pia@mail.example>",
    ]
    assert any("helene@azur-secure.example" in one for one in to)
    assert all(REASON in sent.body for sent in mail.outbox)
    assert {sent.subject for sent in mail.outbox} == {"Cancelled: Smart mobility on the Riviera"}
    assert set(mission.invitations.values_list("state", flat=True)) == {"withdrawn"}


def test_a_draft_is_dropped_without_a_word(world):
    mission = make(world)
    mail.outbox.clear()
    cancel(world, mission)
    outbox.run_due()
    assert mail.outbox == []
    assert Client().get(url("mission_detail", mission.slug)).status_code == 404
    assert REASON in world.client("host_manager").get(url("mission_detail", mission.slug)).content.decode()


def test_published_meetings_are_cancelled_in_schedule_and_calendar(world):
    scene = scenes.scene(world)
    scenes.published(scene.round, scene.staff, scene.people)
    person = scene.people["firm"]
    before = len(schedule_of(person))
    assert before
    mail.outbox.clear()
    cancel(world, scene.mission)
    outbox.run_due()
    scene.round.refresh_from_db()
    assert scene.round.state == "called_off"
    assert [row.cancelled for row in schedule_of(person)] == [True] * before
    assert len([sent for sent in mail.outbox if "firm@mail.example" in sent.to[0]]) == 1
    page = reverse("exchanges:my_meetings_page", args=[person.pk, "ics"])
    assert said_of(world.client("visitor").get(page)) == {"STATUS:CANCELLED"}
    shown = world.client("visitor").get(reverse("exchanges:my_meetings", args=[person.pk])).content.decode()
    assert REASON in shown


def test_a_plan_that_nobody_saw_stays_unseen(world):
    scene = scenes.scene(world)
    scenes.planned(scene.round, scene.staff, scene.people)
    assert Meeting.objects.exists()
    cancel(world, scene.mission)
    outbox.run_due()
    assert schedule_of(scene.people["firm"]) == []


def test_calendars_strike_it_out(world, mission):
    participants.add_participant(
        mission=mission,
        by=world.actor("host_manager"),
        first_name="Vera",
        last_name="Visitor",
        country=world.firm.country,
        organisation=world.firm,
    )
    paths = {persona: address(world, persona) for persona in ("visitor", "host_manager", "coordinator")}
    cancel(world, mission)
    for path in paths.values():
        events = parse(feed(path))
        assert events[next(uid for uid in events if uid.startswith("mission-"))]["STATUS"] == "CANCELLED"
    assert said_of(Client().get(url("mission_ics", mission.slug))) == {"STATUS:CANCELLED"}
    month = world.client("visitor").get(url("calendar"), {"month": f"{FIRST_DAY:%Y-%m}"}).content.decode()
    assert f"Cancelled: {mission.title}" in month


# --- pages ---


def test_the_page_says_what_will_happen_and_does_it(world, mission):
    joined(world, mission)
    client, page = world.client("host_manager"), url("mission_cancel", mission.slug)
    assert page in client.get(url("mission_detail", mission.slug)).content.decode()
    shown = client.get(page).content.decode()
    assert "1 visit is cancelled." in shown
    assert "This cannot be undone" in shown
    version = Mission.objects.get(pk=mission.pk).version
    kept = client.post(page, {"version": version, "reason": ""})
    assert "Why is it cancelled?" in kept.content.decode()
    mission.refresh_from_db()
    assert mission.state == "open"
    assert client.post(page, {"version": version, "reason": REASON}).url == url(
        "mission_detail", mission.slug
    )
    for reader in (client, Client()):
        shown = reader.get(url("mission_detail", mission.slug)).content.decode()
        assert "This event does not take place" in shown
        assert REASON in shown
        assert "Apply for this mission" not in shown
    assert "Copy it to other days" in client.get(url("mission_detail", mission.slug)).content.decode()
    assert "Copy it to other days" not in Client().get(url("mission_detail", mission.slug)).content.decode()
    outbox.run_due()
    board = client.get(url("mission_board", mission.slug)).content.decode()
    assert REASON in board
    assert "1 visit ended with it." in board
    reference = Exchange.objects.get().reference
    assert reference not in board, "the host's side no longer has to do with the file"
    assert reference in world.client("coordinator").get(url("mission_board", mission.slug)).content.decode()
    assert client.post(page, {"version": version + 1, "reason": "Again."}).status_code == 302
    assert client.get(url("mission_clone", mission.slug)).status_code == 200


def test_a_page_that_was_open_since_before_a_change_cancels_nothing(world, mission):
    stale = Mission.objects.get(pk=mission.pk).version - 1
    page = url("mission_cancel", mission.slug)
    answer = world.client("host_manager").post(page, {"version": stale, "reason": REASON})
    assert answer.status_code == 409
    mission.refresh_from_db()
    assert mission.state == "open"


@pytest.mark.parametrize("persona", ["visitor", "host", "manager", "finance", "auditor", "stranger"])
def test_others_cancel_nothing(world, mission, persona):
    page = url("mission_cancel", mission.slug)
    assert world.client(persona).post(page, {"version": 2, "reason": REASON}).status_code == 403
    with pytest.raises(NotAllowed):
        cancel(world, mission, persona)
    mission.refresh_from_db()
    assert mission.state == "open"
    assert page not in world.client(persona).get(url("mission_detail", mission.slug)).content.decode()


def test_only_a_cancelled_event_has_a_reason(world, mission):
    with pytest.raises(IntegrityError, match="mission_cancelled_with_reason"), transaction.atomic():
        Mission.objects.filter(pk=mission.pk).update(cancel_reason="Perhaps.")
    with pytest.raises(IntegrityError, match="mission_cancelled_with_reason"), transaction.atomic():
        Mission.objects.filter(pk=mission.pk).update(state="cancelled")
