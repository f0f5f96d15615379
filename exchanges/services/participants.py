"""Who takes part in an event: the travellers of its files, and people who are entered by name."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from clusters.models import Country, Organisation
from core import workflow
from core.actors import Actor
from core.exceptions import InvalidInput, WrongState
from exchanges.enums import OPEN_PARTICIPANT_STATES, ParticipantSide
from exchanges.invitation_lines import Guest
from exchanges.models import Exchange, Mission, Participant
from exchanges.permissions import check_relation
from exchanges.selectors.missions import possible_hosts
from exchanges.workflows.mission import mission_relations

_STAFF = ("host_manager", "coordinator", "system")
CALENDAR = Actor.system("visit")


def seat_travellers(exchange: Exchange) -> None:
    """The travellers of a visit by mission become its participants. In the caller's transaction; safe to call again."""
    if exchange.mission_id is None:
        return
    travellers = list(exchange.application.travellers.order_by("id"))
    known = {
        row.traveller_id: row
        for row in Participant.objects.filter(traveller__in=travellers).select_related("mission")
    }
    new = [
        Participant(
            mission_id=exchange.mission_id,
            traveller=traveller,
            organisation_id=exchange.visitor_id,
            country_id=exchange.visitor_country_id,
        )
        for traveller in travellers
        if traveller.pk not in known
    ]
    workflow.start_many(new, by=CALENDAR, state="coming", action="seat")
    for row in known.values():
        if row.mission_id != exchange.mission_id:
            row.mission_id = exchange.mission_id
            row.save(update_fields=["mission"])
        if row.state not in OPEN_PARTICIPANT_STATES:
            workflow.perform(row, "rejoin" if row.state == "called_off" else "return", by=CALENDAR)


def free_travellers(exchange: Exchange, move: str) -> None:
    """The visit was called off, alone or with its mission: its travellers do not come. In the caller's transaction."""
    rows = Participant.objects.filter(
        traveller__application=exchange.application_id, state__in=OPEN_PARTICIPANT_STATES
    )
    for row in rows.order_by("id"):
        workflow.perform(row, move, by=CALENDAR)


def add_participant(
    *,
    mission: Mission,
    by: Actor,
    first_name: str,
    last_name: str,
    country: Country,
    side: str = ParticipantSide.VISITOR,
    organisation: Organisation | None = None,
    organisation_name: str = "",
    state: str = "coming",
    **contact: Any,
) -> Participant:
    """The staff of the event enters somebody who is no traveller of a file. `contact`: email, phone, position, language.

    Raises InvalidInput without a name or an organisation, or when this address is registered already.
    """
    check_relation(mission_relations(mission, by), *_STAFF)
    if not last_name.strip():
        raise InvalidInput(_("Enter the family name."), "last_name")
    if organisation is None and not organisation_name.strip():
        raise InvalidInput(_("Name the organisation."), "organisation_name")
    email = contact.pop("email", "").strip().lower()
    with transaction.atomic():
        workflow.claim(mission)
        if email and mission.participants.filter(email=email, state__in=OPEN_PARTICIPANT_STATES).exists():
            raise InvalidInput(_("This person is already registered."), "email")
        return workflow.start(
            Participant(
                mission=mission,
                side=side,
                first_name=first_name.strip(),
                last_name=last_name.strip(),
                email=email,
                country=country,
                organisation=organisation,
                organisation_name="" if organisation is not None else organisation_name.strip(),
                **contact,
            ),
            by=by,
            state=state,
        )


@transaction.atomic
def enter_people(*, mission: Mission, by: Actor, side: str, guests: Sequence[Guest]) -> list[Participant]:
    """The staff enters people by name: all or nobody. A member of the host's cluster is known by its exact name.

    Raises InvalidInput for somebody who is registered already.
    """
    check_relation(mission_relations(mission, by), *_STAFF)
    if mission.state == "cancelled":
        raise WrongState(_("This event is cancelled."))
    known = {row.name.casefold(): row for row in possible_hosts(mission.host_cluster)}
    countries = Country.objects.in_bulk({guest.country for guest in guests})
    entered = []
    for guest in guests:
        first_name, _space, last_name = guest.person.rpartition(" ")
        entered.append(
            add_participant(
                mission=mission,
                by=by,
                side=side,
                first_name=first_name[:100],
                last_name=last_name[:100],
                email=guest.email,
                country=countries[guest.country],
                organisation=known.get(guest.organisation.casefold()),
                organisation_name=guest.organisation,
            )
        )
    return entered


def withdraw_participant(*, participant: Participant, by: Actor, comment: str = "") -> Participant:
    """Somebody does not come; their place is free."""
    return workflow.perform(participant, "withdraw", by=by, comment=comment.strip())
