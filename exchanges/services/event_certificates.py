"""Certificates of a virtual exchange: made by the host's side once the event is over, put right when presence is."""

from django.db import transaction

from core import audit, clock, outbox, workflow
from core.actors import Actor
from core.exceptions import Refused
from exchanges.models import EventCertificate, Mission
from exchanges.permissions import check_relation
from exchanges.selectors import event_certificates as select
from exchanges.services import certificates
from exchanges.workflows.mission import mission_relations


@transaction.atomic
def issue_certificates(*, mission: Mission, by: Actor) -> list[EventCertificate]:
    """Make those that are earned and missing; asked again, only new ones. Raises Refused with what must come first."""
    _check(mission, by)
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
    _keep(mission, made)
    for row in made:
        outbox.add("event.certified", key=f"certified:{row.participant_id}", payload={"id": row.pk})
    return made


@transaction.atomic
def correct_certificates(*, mission: Mission, by: Actor) -> tuple[int, int]:
    """How many were made anew, and how many taken back, because presence was put right. Each person is told."""
    _check(mission, by)
    wrong = [(row, row.certificate) for row in select.standings(mission) if row.differs]
    gone = [said for row, said in wrong if said is not None and row.why_not]
    anew = [_corrected(row, said, by) for row, said in wrong if said is not None and not row.why_not]
    _keep(mission, anew)
    for said in anew:
        key = f"certified:{said.participant_id}:{said.days}:{said.first_day}:{said.last_day}"
        outbox.add("event.certified", key=key, payload={"id": said.pk, "again": True})
    audit.record_many("event.certificate_back", [(said, {"days": (said.days, "")}) for said in gone], by)
    certificates.end_of_event(rows=gone)
    for said in gone:
        payload = {"participant": said.participant_id}
        outbox.add("event.certificate_back", key=f"certificate_back:{said.pk}", payload=payload)
        said.delete()
    return len(anew), len(gone)


def _check(mission: Mission, by: Actor) -> None:
    check_relation(mission_relations(mission, by), "host_manager", "coordinator")
    workflow.lock(mission)
    if reasons := select.why_not_yet(mission):
        raise Refused(reasons)


def _corrected(row: select.Standing, said: EventCertificate, by: Actor) -> EventCertificate:
    if row.first is None or row.last is None:
        raise Refused(row.why_not)
    audit.record("event.certificate", said, by, {"days": (said.days, row.days)})
    said.days, said.first_day, said.last_day = row.days, row.first, row.last
    said.issued_on, said.issued_by = clock.today(), by.user
    said.save(update_fields=["days", "first_day", "last_day", "issued_on", "issued_by"])
    said.participant = row.person
    return said


def _keep(mission: Mission, rows: list[EventCertificate]) -> None:
    for row in rows:
        row.participant.mission = mission
    certificates.keep_of_event(rows=rows)
