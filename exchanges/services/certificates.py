"""What certificates say is kept with their codes, when they are handed out and when they change."""

from collections.abc import Sequence

from django.db import transaction

from core import clock
from exchanges.documents import certificate
from exchanges.documents.certificate import Certificate
from exchanges.models import EventCertificate, Exchange, IssuedCertificate, Traveller

Subject = Traveller | EventCertificate


@transaction.atomic
def keep_of_visit(*, exchange: Exchange) -> list[IssuedCertificate]:
    """The certificates of all its travellers, once the visit counts. Asked again, only those that say something new."""
    if not certificate.is_issued(exchange) or exchange.application.anonymised_on is not None:
        return []
    travellers = exchange.application.travellers.order_by("id")
    return _keep("traveller", [(person, certificate.build(exchange, person)) for person in travellers])


@transaction.atomic
def keep_of_event(*, rows: Sequence[EventCertificate]) -> list[IssuedCertificate]:
    """`rows` with participant, mission, host and countries."""
    return _keep("event_certificate", [(row, certificate.build_for_event(row)) for row in rows])


def end_of_event(*, rows: Sequence[EventCertificate]) -> None:
    """They no longer count; their codes say so from now on."""
    IssuedCertificate.objects.filter(event_certificate__in=rows, ended_on=None).update(ended_on=clock.today())


def _keep(subject: str, papers: Sequence[tuple[Subject, Certificate]]) -> list[IssuedCertificate]:
    """Those that changed end, and their subjects get a new code."""
    live = IssuedCertificate.objects.filter(
        **{f"{subject}__in": [row.pk for row, _text in papers]}, ended_on=None
    )
    said = {getattr(row, f"{subject}_id"): row for row in live}
    new = [
        (row, text) for row, text in papers if row.pk not in said or said[row.pk].content_hash != text.hash
    ]
    changed = [said[row.pk].pk for row, _text in new if row.pk in said]
    if changed:
        IssuedCertificate.objects.filter(pk__in=changed).update(ended_on=clock.today())
    return IssuedCertificate.objects.bulk_create(
        IssuedCertificate(
            **{subject: row},
            file=text.file,
            event=text.event,
            host=text.host,
            first_day=text.first_day,
            last_day=text.last_day,
            working_days=text.working_days,
            issued_on=text.issued_on,
            content_hash=text.hash,
        )
        for row, text in new
    )
