"""Pre-arranged meetings after the commit: plans are made, mails go out; each safe to run twice."""

from typing import Any

from core import outbox
from core.mail import Recipient
from exchanges.models import Meeting, MeetingPlan, MeetingRound, Participant
from exchanges.notifications import meetings as mails
from exchanges.notifications import recipients
from exchanges.services import meeting_day, meeting_plans, meetings


@outbox.handler("meetings.plan")
def make_plan(payload: dict[str, Any]) -> None:
    asked = MeetingPlan.objects.filter(pk=payload["id"]).first()
    if asked is not None and asked.at_work:
        meeting_plans.make_plan(asked)


@outbox.handler("meetings.ask")
def ask(payload: dict[str, Any]) -> None:
    """Only while wishes are collected, and only who has not answered."""
    person, meeting_round = _person(payload)
    answer = getattr(person, "meeting_answer", None)
    done = answer is not None and answer.answered_at is not None
    if meeting_round.state == "wishes_open" and person.state == "coming" and not done:
        _send(mails.WishesAsked, person, meeting_round, again=payload["again"])


@outbox.handler("meetings.schedule")
def tell_schedule(payload: dict[str, Any]) -> None:
    person, meeting_round = _person(payload)
    if meeting_round.state == "published" and person.state == "coming":
        _send(mails.SchedulePublished, person, meeting_round, changed=payload.get("changed", False))


@outbox.handler("meetings.changed")
def tell_change(payload: dict[str, Any]) -> None:
    """Added, moved or cancelled: both sides, as the meeting stands now."""
    meeting = Meeting.objects.select_related("slot", "round__mission").get(pk=payload["id"])
    rows = meeting.seats.select_related(
        "participant__traveller", "participant__organisation", "participant__mission"
    )
    for seat in rows.order_by("id"):
        person = seat.participant
        person.mission = meeting.round.mission
        if person.state == "coming" or payload["what"] == "cancelled":
            _send(mails.MeetingChanged, person, meeting.round, meeting=meeting, what=payload["what"])


@outbox.handler("meetings.outcome")
def ask_outcome(payload: dict[str, Any]) -> None:
    person, meeting_round = _person(payload)
    _send(mails.OutcomeAsked, person, meeting_round)


def _send(
    kind: "type[mails.MeetingMail]", person: Participant, meeting_round: MeetingRound, **facts: Any
) -> None:
    """To the address of the participant, with a link of their own; nobody without an address."""
    if person.address:
        found = recipients.person(person.address, person.full_name)
        to = Recipient(found.address, found.name, found.language or person.language)
        kind(person, round=meeting_round, url=meetings.issue_link(person), **facts).send(to)


def _person(payload: dict[str, Any]) -> tuple[Participant, MeetingRound]:
    person = Participant.objects.select_related(
        "traveller", "organisation", "mission__country", "meeting_answer"
    ).get(pk=payload["id"])
    return person, MeetingRound.objects.get(mission=person.mission_id)


@outbox.handler("participant.withdrawn")
def cancel_meetings(payload: dict[str, Any]) -> None:
    """Who does not come has no meetings; the others are told."""
    person = Participant.objects.get(pk=payload["id"])
    if person.state == "withdrawn":
        meeting_day.cancel_meetings_of(
            participant=person, by=meeting_plans.PLANNER, reason="The other participant does not come."
        )
