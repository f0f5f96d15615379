"""Certificates of a virtual exchange: made by the host's side once the event is over; each person is told once."""

from django.db import transaction

from core import audit, clock, outbox, workflow
from core.actors import Actor
from core.exceptions import Refused
from exchanges.models import EventCertificate, Mission
from exchanges.permissions import check_relation
from exchanges.selectors import event_certificates as select
from exchanges.workflows.mission import mission_relations


@transaction.atomic
def issue_certificates(*, mission: Mission, by: Actor) -> list[EventCertificate]:
    """Make those that are earned and missing; asked again, only new ones. Raises Refused with what must come first."""
    check_relation(mission_relations(mission, by), "host_manager", "coordinator")
    workflow.lock(mission)
    if reasons := select.why_not_yet(mission):
        raise Refused(reasons)
    earned = [
        (row, row.first, row.last)
        for row in select.standings(mission)
        if not row.why_not and row.certificate is None and row.first is not None and row.last is not None
    ]
    made = EventCertificate.objects.bulk_create(
        EventCertificate(
            participant=row.person,
            name=row.person.full_name,
            position=row.person.job,
            organisation=row.person.of,
            days=row.days,
            first_day=first,
            last_day=last,
            issued_on=clock.today(),
            issued_by=by.user,
        )
        for row, first, last in earned
    )
    audit.record_many("event.certificate", [(row, {"days": ("", row.days)}) for row in made], by)
    for row in made:
        outbox.add("event.certified", key=f"certified:{row.participant_id}", payload={"id": row.pk})
    return made
