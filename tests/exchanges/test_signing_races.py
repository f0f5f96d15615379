"""Signatures at the same moment: each counts once, and the last one moves the file on."""

import threading
from typing import Any

import pytest

from exchanges.models import Exchange, Signature
from exchanges.policies import current_document
from exchanges.services import signing
from tests.support import racing
from tests.support.world import World, build

SIGNERS = (
    ("visitor", "Vera Visitor"),
    ("manager", "Mara Manager"),
    ("host", "Hugo Host"),
    ("host_manager", "Hélène Hôte"),
)


@pytest.fixture
def world(fresh_database: str) -> World:
    """Committed, because each racer has a connection of its own."""
    return build()


def signing_by(world: World, exchange: Exchange, persona: str, name: str) -> Any:
    document = current_document(exchange, "commitment")
    assert document is not None

    def sign() -> Any:
        return signing.sign_document(
            exchange=Exchange.objects.get(pk=exchange.pk),
            kind="commitment",
            by=world.actor(persona),
            signer_name=name,
            content_hash=document.content_hash,
        )

    return sign


def test_four_at_once_all_count_and_the_file_moves_on_once(world: World) -> None:
    exchange = world.commitment_signing()
    results = racing.together(*(signing_by(world, exchange, persona, name) for persona, name in SIGNERS))
    assert len(racing.winners(results)) == 4
    exchange.refresh_from_db()
    assert exchange.state == "agreement_signing"
    assert Signature.objects.count() == 4


def test_one_person_clicking_four_times_signs_once(world: World) -> None:
    exchange = world.commitment_signing()
    results = racing.together(*[signing_by(world, exchange, "visitor", "Vera Visitor")] * 4)
    assert len(racing.winners(results)) == 1
    assert racing.refusals(results) == ["Refused"] * 3
    assert Signature.objects.count() == 1


def test_without_the_lock_the_last_two_leave_the_file_waiting(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: both have signed before either counts, each counts three, and nobody moves on."""
    exchange = world.commitment_signing()
    for persona, name in SIGNERS[:2]:
        world.sign(exchange, "commitment", persona, name)
    both_signed, settle = threading.Barrier(2), signing.settle
    both_counted, complete = threading.Barrier(2), signing._complete

    def late(row: Exchange, by: Any) -> Exchange:
        both_signed.wait(10)
        return settle(row, by)

    def counted(row: Exchange, kind: str) -> bool:
        found = complete(row, kind)
        both_counted.wait(10)
        return found

    monkeypatch.setattr(signing, "settle", late)
    monkeypatch.setattr(signing, "_complete", counted)
    with racing.without_row_locks():
        results = racing.together(
            *(signing_by(world, exchange, persona, name) for persona, name in SIGNERS[2:])
        )
    assert len(racing.winners(results)) == 2
    exchange.refresh_from_db()
    assert Signature.objects.count() == 4
    assert exchange.state == "commitment_signing"
