"""Feedback on events and their reports: who is asked, five answers at least, and a report that freezes its figures."""

import io
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from core import clock, outbox
from core.actors import Actor
from core.exceptions import InvalidInput, NotAllowed, WrongState
from core.models import AccessLink
from exchanges.models import EventFeedback, EventReport
from exchanges.selectors import event_feedback as select
from exchanges.selectors import event_reports as read
from exchanges.services import event_feedback, event_reports, file_retention, missions, participants
from exchanges.workflows import EVENT_REPORT
from tests.support import matrix
from tests.support.events import AFTERWARDS, DAYS, draft, virtual_exchange
from tests.support.rules import rules
from tests.support.world import World

pytestmark = pytest.mark.django_db

STAFF = {"host_manager", "coordinator"}
ALLOWED: matrix.Table = {"confirm": ({"draft"}, STAFF), "reopen": ({"confirmed"}, STAFF)}
SAID = {
    "usefulness": 5,
    "programme": 4,
    "organisation": 3,
    "contacts": 2,
    "recommend": 9,
    "liked": "The case studies",
    "improve": "",
}
EMPTY = {"asked": 0, "answered": 0, "means": {}, "contacts": 0}


@contextmanager
def violates(name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        yield


@pytest.fixture
def event(world: World):
    return virtual_exchange(world)


@pytest.fixture
def full(event):
    """Six participants, all present; four more addresses than the two of the scene."""
    for number in range(4):
        name = f"guest{number}"
        event.people[name] = participants.add_participant(
            mission=event.mission,
            by=event.staff,
            first_name="Guest",
            last_name=f"Number{number}",
            email=f"{name}@guest.example",
            country=event.world.firm.country,
            organisation_name=f"Cluster {number % 2}",
        )
    for name in event.people:
        event.note(name, 3)
    event.countersign()
    mail.outbox.clear()
    event.finish()
    return event


def by_link(person):
    link = AccessLink.objects.filter(purpose="event_feedback", subject_id=person.pk).latest("id")
    return Actor.for_link(link)


def says(event, name, **changes):
    row = EventFeedback.objects.select_related("participant__mission").get(participant=event.people[name])
    with clock.at(AFTERWARDS + timedelta(days=1)):
        return event_feedback.answer(feedback=row, by=by_link(event.people[name]), answers=SAID | changes)


def url(name, event):
    return reverse(f"exchanges:{name}", args=[event.mission.slug])


# --- feedback ---


def test_those_who_were_there_are_asked_once_with_reminders(event):
    rules(feedback_reminder_days=[7])
    event.note("anna", 1)
    nameless = participants.add_participant(
        mission=event.mission, by=event.staff, first_name="", last_name="Nobody", country=event.mission.country,
        organisation_name="X",
    )  # fmt: skip
    event.people["nobody"] = nameless
    event.note("nobody", 1)
    mail.outbox.clear()
    event.finish()
    event_feedback.ask_everybody(event.mission)
    told = [(sent.to[0], sent.subject) for sent in mail.outbox]
    assert told == [("Anna Guest <anna@guest.example>", "How was “Strategy for clusters”?")]
    for _twice in range(2):
        with clock.at(AFTERWARDS + timedelta(days=7, hours=1)):
            outbox.run_due()
    assert [sent.subject for sent in mail.outbox[1:]] == ["Reminder: how was “Strategy for clusters”?"]


def test_without_presence_everybody_with_a_place_is_asked_and_nobody_who_answered_is_reminded(event):
    rules(feedback_reminder_days=[7])
    event.finish()
    assert EventFeedback.objects.count() == 2
    says(event, "bela")
    mail.outbox.clear()
    with clock.at(AFTERWARDS + timedelta(days=7, hours=1)):
        outbox.run_due()
    assert [sent.to[0] for sent in mail.outbox] == ["Anna Guest <anna@guest.example>"]


def test_event_before_all_rules_has_no_reminders(world: World):
    old = draft(world, kind="webinar", start_on=DAYS[0].replace(year=1990), end_on=DAYS[0].replace(year=1990))
    assert select.reminder_days(old) == []


def test_answer_comes_by_link_once_and_names_what_is_missing(event):
    event.finish()
    link = mail.outbox[-1].body.split("http://")[1].split()[0].partition("/")[2]
    with clock.at(AFTERWARDS):
        guest, address = Client(), f"/{link}"
        page = guest.get(address).content.decode()
        assert "How was the event?" in page and "never your name" in page
        wrong = guest.post(address, {"usefulness": "5", "liked": "The talks"}).content.decode()
        assert "The talks" in wrong and "Fill in" in wrong or "Choose" in wrong
        assert not EventFeedback.objects.exclude(answered_at=None).exists()
        sent = {name: str(value) for name, value in SAID.items()}
        assert "Thank you for your answers" in guest.post(address, sent, follow=True).content.decode()
        again = guest.post(address, sent | {"usefulness": "1"}, follow=True).content.decode()
    assert "Thank you for your answers" in again
    row = EventFeedback.objects.exclude(answered_at=None).get()
    assert (row.answers["usefulness"], row.liked) == (5, "The case studies")


def test_nobody_answers_for_another_or_twice(event):
    event.finish()
    anna = EventFeedback.objects.get(participant=event.people["anna"])
    with pytest.raises(NotAllowed):
        event_feedback.answer(feedback=anna, by=by_link(event.people["bela"]), answers=SAID)
    with pytest.raises(NotAllowed):
        event_feedback.answer(feedback=anna, by=event.staff, answers=SAID)
    with pytest.raises(InvalidInput):
        says(event, "anna", usefulness=6)
    says(event, "anna")
    with pytest.raises(WrongState, match="answered already"):
        says(event, "anna", usefulness=1)
    with violates("event_feedback_answered_once_said"):
        EventFeedback.objects.filter(pk=anna.pk).update(answered_at=None)


def test_nothing_is_averaged_or_quoted_under_five_answers(full):
    for name in ("anna", "bela", "guest0", "guest1"):
        says(full, name)
    client = full.world.client("host_manager")
    page = client.get(url("mission_feedback", full)).content.decode()
    assert "4 of 6 have answered." in page and "from 5 answers on" in page
    assert "The case studies" not in page and "5.0" not in page
    assert read.figures(full.mission)["means"] == {} and read.figures(full.mission)["contacts"] == 0
    says(full, "guest2", usefulness=3, liked="", improve="More pauses")
    page = client.get(url("mission_feedback", full)).content.decode()
    assert "The case studies" in page and "More pauses" in page and "4.6" in page
    assert "Guest" not in page.partition("<h1>")[2]
    assert select.results(full.mission).contacts == 10


def test_words_go_after_a_year_and_figures_stay(full):
    says(full, "anna", improve="Anna Guest says more")
    file_retention.forget_mission_contacts(DAYS[-1] + timedelta(days=366))
    row = EventFeedback.objects.get(participant=full.people["anna"])
    assert (row.liked, row.improve, row.answers["usefulness"]) == ("", "", 5)


def test_only_those_who_run_it_see_answers(full):
    for persona, status in (("coordinator", 200), ("visitor", 403), ("other_manager", 403), ("finance", 403)):
        assert full.world.client(persona).get(url("mission_feedback", full)).status_code == status


def test_before_the_end_nobody_is_asked(event):
    page = event.world.client("host_manager").get(url("mission_feedback", event)).content.decode()
    assert "Nobody is asked yet" in page


# --- the report ---


def test_matrix_names_every_transition() -> None:
    assert {name: states for name, (states, _who) in ALLOWED.items()} == matrix.sources(EVENT_REPORT)


@pytest.mark.parametrize("state", [state.code for state in EVENT_REPORT.states])
def test_every_cell_is_as_written(full, state):
    world = full.world
    world.add_support()
    report = event_reports.draft_report(mission=full.mission, by=full.staff)
    if state == "confirmed":
        report = event_reports.confirm_report(report=report, by=full.staff)
    else:
        # The move needs the figures that the service writes before it.
        EventReport.objects.update(figures={"people": 1}, confirmed_on=DAYS[0], confirmed_by=full.staff.user)
    names = (
        "visitor host manager host_manager deputy other_manager finance coordinator auditor support stranger"
    )
    actors = {name: world.actor(name) for name in names.split()}
    actors |= {"anonymous": Actor.anonymous(), "system": Actor.system("test")}
    assert matrix.wrong_cells(report, ALLOWED, actors) == []


def test_first_text_is_made_of_programme_presence_and_answers(full):
    for name in full.people:
        says(full, name)
    report = event_reports.draft_report(mission=full.mission, by=full.staff)
    assert report.what_happened.splitlines()[0] == "18 May 2026: Cluster strategy; Case studies."
    assert report.results == (
        "6 people of 4 organisations from 2 countries took part. Useful for the work: 5.0 of 5. "
        "Would recommend it: 9.0 of 10. New contacts that participants will keep: 12."
    )
    assert event_reports.draft_report(mission=full.mission, by=full.staff).pk == report.pk


def test_report_waits_for_the_end_and_missions_with_a_lump_sum_have_none(world: World, event):
    with pytest.raises(WrongState, match="once the event took place"):
        event_reports.draft_report(mission=event.mission, by=event.staff)
    with_sum = draft(world, kind="mission", mode="physical", with_lump_sum=True)
    with pytest.raises(WrongState, match="closing report of its own"):
        event_reports.draft_report(mission=with_sum, by=event.staff)
    with pytest.raises(NotAllowed):
        event_reports.draft_report(mission=event.mission, by=world.actor("other_manager"))


def test_report_without_words_is_not_confirmed(full):
    report = event_reports.draft_report(mission=full.mission, by=full.staff)
    event_reports.save_report(report=report, by=full.staff, what_happened=" ", results="", next_steps="")
    client = full.world.client("host_manager")
    address = reverse("exchanges:mission_report_act", args=[full.mission.slug, "confirm"])
    assert "Say what happened" in client.post(address, follow=True).content.decode()
    report.refresh_from_db()
    assert (report.state, report.figures, report.confirmed_on) == ("draft", {}, None)
    with violates("event_report_confirmed_with_figures"):
        EventReport.objects.filter(pk=report.pk).update(state="confirmed")
    with violates("event_report_state_known"):
        EventReport.objects.create(mission=draft(full.world), state="sent", state_since=AFTERWARDS)


def test_confirmed_report_is_public_with_frozen_figures_and_names_nobody(full):
    client, page, pdf = (
        full.world.client("host_manager"),
        url("mission_detail", full),
        url("mission_report_pdf", full),
    )
    assert "There is no report yet" in client.get(url("mission_report", full)).content.decode()
    client.post(reverse("exchanges:mission_report_act", args=[full.mission.slug, "draft"]))
    written = client.get(url("mission_report", full)).content.decode()
    assert "Cluster strategy; Case studies." in written
    assert Client().get(pdf).status_code == 404
    seen = written.partition('name="seen" value="')[2].partition('"')[0]
    client.post(
        url("mission_report", full),
        {
            "what_happened": "Six half-days about strategy.",
            "results": "",
            "next_steps": "A project",
            "seen": seen,
        },
    )
    client.post(reverse("exchanges:mission_report_act", args=[full.mission.slug, "confirm"]))
    participants.withdraw_participant(participant=full.people["guest0"], by=full.staff)
    shown = Client().get(page).content.decode()
    assert "Six half-days about strategy." in shown and "Report (PDF)" in shown
    text = " ".join(found.extract_text() for found in PdfReader(io.BytesIO(Client().get(pdf).content)).pages)
    for said in ("Six half-days about strategy.", "Participants 6", "France, Germany", "A project"):
        assert said in text
    assert "Anna" not in text
    assert "Confirmed by" in client.get(url("mission_report", full)).content.decode()
    client.post(url("mission_report_reopen", full), {"reason": "A wrong number."})
    assert Client().get(pdf).status_code == 404
    assert "Six half-days about strategy." not in Client().get(page).content.decode()


def test_two_people_do_not_overwrite_each_other_and_a_confirmed_one_stays(full):
    report = event_reports.draft_report(mission=full.mission, by=full.staff)
    client = full.world.client("host_manager")
    page = client.get(url("mission_report", full)).content.decode()
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    texts = {"what_happened": "By the coordinator", "results": "", "next_steps": ""}
    event_reports.save_report(report=report, by=full.world.actor("coordinator"), **texts)
    late = client.post(url("mission_report", full), texts | {"what_happened": "By the host", "seen": seen})
    assert late.status_code == 409
    assert "By the coordinator" in late.content.decode() and "By the host" in late.content.decode()
    event_reports.confirm_report(report=report, by=full.staff)
    with pytest.raises(WrongState, match="Open it again"):
        event_reports.save_report(report=report, by=full.staff, **texts)


def test_strangers_write_and_read_no_drafts(full):
    event_reports.draft_report(mission=full.mission, by=full.staff)
    for persona in ("visitor", "other_manager", "finance"):
        client = full.world.client(persona)
        assert client.get(url("mission_report", full)).status_code == 403
        assert client.post(url("mission_report_reopen", full), {"reason": "X"}).status_code == 403
    unknown = reverse("exchanges:mission_report_act", args=[full.mission.slug, "burn"])
    assert full.world.client("host_manager").post(unknown).status_code == 404


def test_what_was_not_drafted_is_not_found(event):
    client = event.world.client("host_manager")
    assert client.get(url("mission_report_reopen", event)).status_code == 404
    assert "once the event took place" in client.get(url("mission_report", event)).content.decode()


def test_figures_without_presence_are_of_those_with_a_place(event):
    missions.close_mission(mission=event.mission, by=event.staff)
    found = read.figures(event.mission)
    assert (found["people"], found["half_days"], found["sessions"]) == (2, 0, 6)
    assert {name: found[name] for name in EMPTY} == EMPTY
