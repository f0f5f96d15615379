"""What the database itself refuses about exchanges, parties, documents and signatures."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.utils import InternalError

from core import clock
from exchanges.models import DayDecision, DocumentVersion, Exchange, Party, Proposal, Signature, Traveller
from tests.support.world import FIRST_DAY, LAST_DAY, World

pytestmark = pytest.mark.django_db


def violates(name: str, act: Callable[[], Any]) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()


def change(row: Any, **fields: Any) -> Callable[[], Any]:
    return lambda: type(row).objects.filter(pk=row.pk).update(**fields)


def other_match(exchange: Exchange) -> Proposal:
    """Another match of the same file, as a row without a history."""
    match = Proposal.objects.get(pk=exchange.proposal_id)
    match.pk, match.host = None, exchange.host_cluster.organisation
    match.save(force_insert=True)
    return match


def test_exchange_rows_that_cannot_be(world: World) -> None:
    exchange = world.building()
    violates("exchange_crosses_a_border", change(exchange, host_country=exchange.visitor_country))
    violates("exchange_stay_bounded", change(exchange, stay=DateRange(FIRST_DAY, None)))
    violates("exchange_stay_bounded", change(exchange, stay=DateRange(FIRST_DAY, FIRST_DAY)))
    copy = Exchange.objects.get(pk=exchange.pk)
    copy.pk = copy.planned_quote = None
    copy.proposal = other_match(exchange)
    violates("exchange_one_per_file", lambda: copy.save(force_insert=True))


def test_exchange_states_that_cannot_be(world: World) -> None:
    exchange = world.building()
    for state, name in (("nowhere", "exchange_state_known"), ("validated", "exchange_validated_is_credited")):
        copy = Exchange.objects.get(pk=exchange.pk)
        copy.pk, copy.planned_quote = None, None
        setattr(copy, "st" + "ate", state)
        violates(name, lambda copy=copy: copy.save(force_insert=True))


def test_exchange_edge_the_table_does_not_have(world: World) -> None:
    exchange = world.building()
    with pytest.raises(InternalError, match="Invalid transition"), transaction.atomic():
        Exchange.objects.filter(pk=exchange.pk).update(state="paid")


def test_party_fits_its_role_and_stands_once(world: World) -> None:
    exchange = world.building()
    host = Party.objects.get(exchange=exchange, role="host")
    violates("party_cluster_fits_role", change(host, cluster=exchange.host_cluster))
    violates("party_cluster_fits_role", change(host, role="host_cluster"))
    violates("party_role_once_per_exchange", change(host, role="visitor"))


def test_document_numbers_and_the_current_one(world: World) -> None:
    exchange = world.commitment_signing()
    document = DocumentVersion.objects.get(kind="commitment")
    fields = {
        "exchange": exchange,
        "kind": "commitment",
        "content": {},
        "content_hash": "",
        "created_at": clock.now(),
    }
    violates("document_one_current", lambda: DocumentVersion.objects.create(number=2, **fields))
    old = {"superseded_at": clock.now()}
    violates(
        "document_number_once",
        lambda: DocumentVersion.objects.create(number=document.number, **fields, **old),
    )


def test_signature_once_and_on_paper_with_scan(world: World) -> None:
    exchange = world.commitment_signing()
    world.sign(exchange, "commitment", "host", "Hugo Host")
    again = Signature.objects.get()
    again.pk = None
    violates("signature_once", lambda: again.save(force_insert=True))
    again.party, again.how = Party.objects.get(exchange=exchange, role="visitor"), "paper"
    violates("signature_paper_has_scan", lambda: again.save(force_insert=True))


def test_what_was_signed_cannot_be_changed(world: World) -> None:
    exchange = world.commitment_signing()
    world.sign(exchange, "commitment", "host", "Hugo Host")
    document, signature = DocumentVersion.objects.get(kind="commitment"), Signature.objects.get()
    for act in (
        change(document, content={"document": "commitment"}),
        change(document, content_hash="0" * 64),
        change(signature, content_hash="0" * 64),
        change(signature, signed_at=clock.now() + timedelta(days=1)),
        Signature.objects.all().delete,
    ):
        with pytest.raises(InternalError, match="Cannot (update|delete)"), transaction.atomic():
            act()
    document.superseded_at = clock.now()
    document.save()


def test_traveller_in_one_place_at_a_time(world: World) -> None:
    exchange = world.building()
    person = exchange.application.travellers.get()
    other = world.draft().travellers.get()
    violates("traveller_one_place_at_a_time", change(other, stay=exchange.stay))
    violates("traveller_stay_bounded", change(person, stay=DateRange(None, LAST_DAY)))
    violates("traveller_stay_bounded", change(person, stay=DateRange(FIRST_DAY, FIRST_DAY)))
    violates("traveller_email_lower_case", change(person, email="Vera@firm.example"))
    twin = Traveller.objects.get(pk=person.pk)
    twin.pk = twin.stay = None
    violates("traveller_once", lambda: twin.save(force_insert=True))


def test_stays_that_touch_do_not_overlap(world: World) -> None:
    exchange = world.building()
    other = world.draft().travellers.get()
    other.stay = DateRange(exchange.stay.upper, exchange.stay.upper.replace(day=30))
    other.save()
    assert other.stay.lower == exchange.stay.upper


def test_day_decision_once_and_by_two(world: World) -> None:
    exchange, user = world.building(), world.actor("manager").user
    decision = DayDecision.objects.create(exchange=exchange, day=FIRST_DAY, reason="Fair", asked_by=user)
    violates("day_decision_second_person", change(decision, confirmed_by=user))
    decision.pk = None
    violates("day_decision_once", lambda: decision.save(force_insert=True))
