"""The holdings of events, of those who take part and of their meetings, for `exchanges.personal_holdings`."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.personal_data import WORKFLOWED, Holding, by_address, by_name, words


def _of_participant(field: str) -> Any:
    """Rows of a participant who carries one of the person's addresses, on the row or as a traveller."""
    return lambda subject: (
        Q(**{f"{field}__email__in": subject.addresses})
        | Q(**{f"{field}__traveller__email__in": subject.addresses})
    )


def missions() -> tuple[Holding, ...]:
    return (
        Holding(
            "exchanges.Mission",
            "contact",
            "mission",
            _("You as the contact of a group mission"),
            personal=words("contact_name contact_email"),
            texts=words("summary call_text cancel_reason"),
            plain=words(
                f"id {WORKFLOWED} partnership slug title host_cluster host country city start_on end_on places apply_until "
                "with_lump_sum created_at kind mode languages budget join_url published_at"
            ),
            mine=by_address("contact_email"),
        ),
        Holding(
            "exchanges.MissionSession",
            "contact",
            "mission",
            _("You in a programme"),
            personal=("contact",),
            plain=words("id mission day starts_at ends_at kind title place"),
            mine=by_name("contact"),
        ),
    )


def at_events() -> tuple[Holding, ...]:
    """People who are invited to an event, or take part in it."""
    return (
        Holding(
            "exchanges.MissionInvitation",
            "contact",
            "mission",
            _("You were invited to an event"),
            personal=words("contact_name contact_email"),
            texts=("decline_reason",),
            plain=words(
                f"id {WORKFLOWED} mission organisation_name country language invited_at reminded_at application participant "
                "created_at"
            ),
            mine=by_address("contact_email"),
        ),
        Holding(
            "exchanges.Participant",
            "contact",
            "mission",
            _("You as a participant of an event"),
            parts=words("first_name last_name"),
            personal=words("email phone"),
            cleared=("position",),
            plain=words(
                f"id {WORKFLOWED} mission side traveller organisation organisation_name country language created_at"
            ),
            mine=by_address("email"),
        ),
        Holding(
            "exchanges.Presence",
            "contact",
            "mission",
            _("Your presence at an event"),
            texts=("reason",),
            plain=words("id participant day half present how noted_by noted_at late"),
            mine=_of_participant("participant"),
            shown=words("day half present how noted_at reason"),
        ),
    )


def after_events() -> tuple[Holding, ...]:
    """What events leave behind."""
    of_person = _of_participant("participant")
    return (
        Holding(
            "exchanges.EventCertificate",
            "visit",
            "certificate",
            _("Your certificate of an event"),
            personal=("name",),
            cleared=("position",),
            plain=words("id participant organisation days first_day last_day issued_on issued_by"),
            mine=lambda subject: of_person(subject) | Q(name__in=subject.names),
        ),
        Holding(
            "exchanges.EventFeedback",
            "contact",
            "mission",
            _("What you said about an event"),
            texts=words("liked improve"),
            plain=words("id participant invited_at reminders_sent answered_at answers"),
            mine=of_person,
            shown=words("answered_at answers liked improve"),
        ),
    )


def meetings() -> tuple[Holding, ...]:
    """Pre-arranged meetings: who wished what goes with the event; how many met and what came of it stays."""
    return (
        Holding(
            "exchanges.MeetingAnswer",
            "contact",
            "mission",
            _("What you look for at an event"),
            texts=words("does looks_for"),
            plain=words("id round participant asked_at reminded_at answered_at"),
            mine=_of_participant("participant"),
        ),
        Holding(
            "exchanges.MeetingWish",
            "contact",
            "mission",
            _("Whom you want to meet, and whom not"),
            kept=("kind",),
            plain=words("id round wisher wished"),
            mine=_of_participant("wisher"),
            delete=True,
        ),
        Holding(
            "exchanges.MeetingSeat",
            "contact",
            "mission",
            _("Your pre-arranged meetings"),
            texts=("note",),
            plain=words("id meeting participant slot takes_place outcome answered_at"),
            mine=_of_participant("participant"),
        ),
    )


PLAIN = {
    # What a certificate says without the name; the code is proof of the paper, so it stays when the name goes.
    "exchanges.IssuedCertificate": "id code traveller event_certificate file event host first_day last_day working_days "
    "issued_on content_hash ended_on",
    "exchanges.MeetingRound": (
        f"id {WORKFLOWED} mission slot_minutes pause_minutes tables most_in_a_row wishes_until created_at"
    ),
    "exchanges.MeetingSlot": "id round day starts_at ends_at place",
    "exchanges.Meeting": f"id {WORKFLOWED} round slot table by_hand created_at",
    "exchanges.MeetingPlan": "id round rest asked_at made_at failed_at problem result",
    "exchanges.CountersignedDay": "id mission day signed_by signed_at",
    # A public text about an event; its form asks to name no people.
    "exchanges.EventReport": f"id {WORKFLOWED} mission what_happened results next_steps figures confirmed_on confirmed_by "
    "created_at",
    "exchanges.EventMaterial": "id mission session title file url public added_by added_at",
}
