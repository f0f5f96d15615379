"""Signatures under commitment and agreement, on paper too, and the bank account."""

from datetime import date
from typing import Any

import pytest

from core import clock, links, outbox
from core.actors import Actor
from core.exceptions import InvalidInput, NotAllowed, Refused, StaleVersion, WrongState
from core.files import store_bytes
from core.models import AuditEvent, Mail, OutboxItem
from exchanges.documents.canonical import digest
from exchanges.models import BankAccount, DocumentVersion, Exchange, Party, Signature
from exchanges.policies import current_document
from exchanges.services import building, signing
from tests.support.rules import kind_rules
from tests.support.world import LAST_DAY, World, moment

pytestmark = pytest.mark.django_db
IBAN = "DE89 3704 0044 0532 0130 00"


def hash_of(exchange: Exchange, kind: str = "commitment") -> str:
    document = current_document(exchange, kind)
    assert document is not None
    return document.content_hash


def signed(exchange: Exchange, kind: str = "commitment") -> list[str]:
    rows = Signature.objects.filter(document__exchange=exchange, document__kind=kind)
    return sorted(rows.values_list("party__role", flat=True))


def link_of(exchange: Exchange, role: str) -> Actor:
    party = Party.objects.get(exchange=exchange, role=role)
    link = links.AccessLink.objects.create(
        token_hash=role,
        purpose="sign",
        subject_type="exchanges.party",
        subject_id=party.pk,
        address=party.contact_email,
        name=party.contact_name,
        created_at=clock.now(),
        expires_at=moment(LAST_DAY),
    )
    return Actor.for_link(link)


def test_content_hash_is_that_of_the_stored_content(world: World) -> None:
    world.commitment_signing()
    for document in DocumentVersion.objects.all():
        assert digest(document.content) == document.content_hash


def test_four_signatures_move_the_file_on(world: World) -> None:
    exchange = world.commitment_signing()
    for persona, waiting in (
        ("visitor", "visitor_cluster host host_cluster"),
        ("manager", "host host_cluster"),
        ("host", "host_cluster"),
    ):
        world.sign(exchange, "commitment", persona, f"{persona} name")
        exchange.refresh_from_db()
        assert (exchange.state, exchange.waiting_for) == ("commitment_signing", waiting)
    world.sign(exchange, "commitment", "host_manager", "Hélène Hôte")
    exchange.refresh_from_db()
    assert (exchange.state, exchange.waiting_for) == ("agreement_signing", "visitor visitor_cluster")
    document = current_document(exchange, "commitment")
    assert document is not None
    assert document.completed_at == clock.now()


def test_both_agreement_signatures_make_it_ready(world: World) -> None:
    exchange = world.ready()
    assert exchange.state == "ready_to_start"
    assert signed(exchange, "agreement") == ["visitor", "visitor_cluster"]


def test_signing_twice_is_refused_and_changes_nothing(world: World) -> None:
    exchange = world.commitment_signing()
    world.sign(exchange, "commitment", "visitor", "Vera Visitor")
    audits = AuditEvent.objects.count()
    with pytest.raises(Refused, match="Vera Visitor has already signed for this side on 2 March 2026"):
        world.sign(exchange, "commitment", "visitor", "Vera Visitor")
    assert signed(exchange) == ["visitor"]
    assert AuditEvent.objects.count() == audits


def test_signing_again_after_the_last_says_who_signed(world: World) -> None:
    exchange = world.agreement_signing()
    with pytest.raises(Refused, match="Hugo Host has already signed"):
        world.sign(exchange, "commitment", "host", "Hugo Host")


def test_wrong_hash_is_stale(world: World) -> None:
    exchange = world.commitment_signing()
    with pytest.raises(StaleVersion):
        signing.sign_document(
            exchange=exchange,
            kind="commitment",
            by=world.actor("visitor"),
            signer_name="Vera",
            content_hash="0" * 64,
        )
    assert signed(exchange) == []


@pytest.mark.parametrize(
    "persona", ["deputy", "other_manager", "finance", "auditor", "coordinator", "stranger"]
)
def test_wrong_party_cannot_sign(world: World, persona: str) -> None:
    exchange = world.commitment_signing()
    with pytest.raises(NotAllowed):
        world.sign(exchange, "commitment", persona, "Somebody")


def test_part_of_another_side_cannot_be_signed(world: World) -> None:
    exchange = world.commitment_signing()
    with pytest.raises(NotAllowed):
        signing.sign_document(
            exchange=exchange,
            kind="commitment",
            by=world.actor("visitor"),
            signer_name="Vera",
            content_hash=hash_of(exchange),
            party_role="host",
        )


def test_host_does_not_sign_the_agreement(world: World) -> None:
    exchange = world.agreement_signing()
    with pytest.raises(NotAllowed):
        world.sign(exchange, "agreement", "host", "Hugo Host")


def test_empty_name_is_refused(world: World) -> None:
    exchange = world.commitment_signing()
    with pytest.raises(InvalidInput) as caught:
        world.sign(exchange, "commitment", "visitor", "  ")
    assert caught.value.field == "signer_name"


def test_nothing_to_sign_while_building(world: World) -> None:
    exchange = world.building()
    with pytest.raises(WrongState):
        signing.sign_document(
            exchange=exchange,
            kind="commitment",
            by=world.actor("visitor"),
            signer_name="Vera",
            content_hash="0",
        )


def test_host_signs_by_link(world: World) -> None:
    exchange = world.commitment_signing()
    signing.sign_document(
        exchange=exchange,
        kind="commitment",
        by=link_of(exchange, "host"),
        signer_name="Hugo Host",
        content_hash=hash_of(exchange),
    )
    signature = Signature.objects.get()
    assert (signature.how, signature.signer_email, signature.party.role) == (
        "link",
        "hugo@azur.example",
        "host",
    )


def test_link_of_another_file_does_not_sign(world: World) -> None:
    exchange = world.commitment_signing()
    link = link_of(exchange, "host")
    Party.objects.filter(pk=link.link.subject_id).update(active=False)
    with pytest.raises(NotAllowed):
        signing.sign_document(
            exchange=exchange, kind="commitment", by=link, signer_name="Hugo", content_hash=hash_of(exchange)
        )


def test_one_person_by_account_and_link_does_not_sign_for_two_sides(world: World) -> None:
    exchange = world.commitment_signing()
    Party.objects.filter(exchange=exchange, role="host").update(contact_email="helene@azur-secure.example")
    world.sign(exchange, "commitment", "host_manager", "Hélène Hôte")
    with pytest.raises(Refused, match="Another person of Mobilité Azur SAS"):
        signing.sign_document(
            exchange=exchange,
            kind="commitment",
            by=link_of(exchange, "host"),
            signer_name="Hélène Hôte",
            content_hash=hash_of(exchange),
        )


def test_one_organisation_two_parts_coordinator_signs_for_the_cluster(world: World) -> None:
    """The host is the cluster itself: its manager signs one part, the coordinator the other."""
    exchange = world.commitment_signing()
    cluster = world.clusters["nice"]
    Party.objects.filter(exchange=exchange, role="host").update(organisation=cluster.organisation)
    world.sign(exchange, "commitment", "coordinator", "Cora Ordinator")
    assert signed(exchange) == ["host_cluster"]


def test_manager_signs_both_documents_in_one_act(world: World) -> None:
    exchange = world.commitment_signing()
    signing.sign_documents(
        exchange=exchange,
        by=world.actor("manager"),
        signer_name="Mara Manager",
        hashes={"commitment": hash_of(exchange), "agreement": hash_of(exchange, "agreement")},
    )
    assert (signed(exchange), signed(exchange, "agreement")) == (["visitor_cluster"], ["visitor_cluster"])


def test_signing_both_with_one_stale_text_signs_none(world: World) -> None:
    exchange = world.commitment_signing()
    with pytest.raises(StaleVersion):
        signing.sign_documents(
            exchange=exchange,
            by=world.actor("manager"),
            signer_name="Mara Manager",
            hashes={"commitment": hash_of(exchange), "agreement": "0" * 64},
        )
    assert not Signature.objects.exists()


def test_agreement_signed_early_leaves_only_the_last_commitment_signature(world: World) -> None:
    exchange = world.commitment_signing()
    signing.sign_documents(
        exchange=exchange,
        by=world.actor("visitor"),
        signer_name="Vera Visitor",
        hashes={"commitment": hash_of(exchange), "agreement": hash_of(exchange, "agreement")},
        account={"holder": "Elbe Sensors GmbH", "iban": IBAN},
    )
    signing.sign_documents(
        exchange=exchange,
        by=world.actor("manager"),
        signer_name="Mara Manager",
        hashes={"commitment": hash_of(exchange), "agreement": hash_of(exchange, "agreement")},
    )
    world.sign(exchange, "commitment", "host", "Hugo Host")
    world.sign(exchange, "commitment", "host_manager", "Hélène Hôte")
    exchange.refresh_from_db()
    assert exchange.state == "ready_to_start"
    assert list(exchange.documents.values_list("completed_at", flat=True)) == [clock.now(), clock.now()]


def test_visitor_needs_the_account_before_the_agreement(world: World) -> None:
    exchange = world.agreement_signing()
    with pytest.raises(Refused, match="bank account first"):
        world.sign(exchange, "agreement", "visitor", "Vera Visitor")


def test_no_agreement_without_a_sum(world: World) -> None:

    kind_rules("sme", receives_lump_sum=False)
    exchange = world.agreement_signing()
    assert exchange.state == "ready_to_start"
    assert [document.kind for document in exchange.documents.all()] == ["commitment"]


def test_last_signature_after_the_first_day_is_refused(world: World) -> None:
    exchange = world.commitment_signing()
    for persona in ("visitor", "manager", "host"):
        world.sign(exchange, "commitment", persona, persona)
    with clock.at(moment(date(2026, 5, 20))), pytest.raises(Refused, match="change the dates"):
        world.sign(exchange, "commitment", "host_manager", "Hélène Hôte")
    assert len(signed(exchange)) == 3


# --- paper ---


def paper(world: World, exchange: Exchange, persona: str = "manager", **changes: Any) -> None:
    scan = store_bytes(b"%PDF-1.4 scan", "scan.pdf", "application/pdf", world.actor(persona))
    arguments: dict[str, Any] = {
        "kind": "commitment",
        "party_role": "host",
        "signer_name": "Hugo Host",
        "reason": "The host has no computer in the hall.",
        "scan": scan,
    } | changes
    signing.sign_on_paper(exchange=exchange, by=world.actor(persona), **arguments)


def test_paper_is_recorded_with_scan_and_reason(world: World) -> None:
    exchange = world.commitment_signing()
    paper(world, exchange)
    signature = Signature.objects.get()
    assert (signature.how, signature.party.role, signature.signer_user) == ("paper", "host", None)
    assert signature.scan is not None


def test_paper_without_reason(world: World) -> None:
    with pytest.raises(InvalidInput):
        paper(world, world.commitment_signing(), reason=" ")


@pytest.mark.parametrize(
    ("persona", "role"),
    [("visitor", "host"), ("host", "visitor"), ("host_manager", "visitor"), ("finance", "host")],
)
def test_paper_wrong_role(world: World, persona: str, role: str) -> None:
    with pytest.raises(NotAllowed):
        paper(world, world.commitment_signing(), persona, party_role=role)


def test_paper_last_signature_completes(world: World) -> None:
    exchange = world.commitment_signing()
    for persona in ("visitor", "manager", "host_manager"):
        world.sign(exchange, "commitment", persona, persona)
    paper(world, exchange)
    assert exchange.state == "agreement_signing"


def test_paper_host_does_not_sign_the_agreement(world: World) -> None:
    with pytest.raises(NotAllowed):
        paper(world, world.agreement_signing(), kind="agreement")


# --- bank account ---


def give(world: World, exchange: Exchange, persona: str = "visitor", **changes: str) -> BankAccount:
    arguments = {"holder": "Elbe Sensors GmbH", "iban": IBAN} | changes
    return signing.give_bank_account(exchange=exchange, by=world.actor(persona), **arguments)


def test_bank_account_forgives_spaces_and_case(world: World) -> None:
    account = give(world, world.agreement_signing(), iban=" de89-3704 0044 0532 0130 00 ", bic="cobadeff xxx")
    assert (account.iban, account.bic) == ("DE89370400440532013000", "COBADEFFXXX")


@pytest.mark.parametrize(
    ("field", "value"), [("iban", "DE89370400440532013001"), ("iban", ""), ("holder", " "), ("bic", "NOPE")]
)
def test_bank_account_bad_input_names_the_field(world: World, field: str, value: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        give(world, world.agreement_signing(), **{field: value})
    assert caught.value.field == field


@pytest.mark.parametrize("persona", ["manager", "host", "finance", "coordinator", "auditor"])
def test_bank_account_is_the_visitors_alone(world: World, persona: str) -> None:
    with pytest.raises(NotAllowed):
        give(world, world.agreement_signing(), persona)


def test_bank_account_change_after_signing_sends_a_notice(world: World) -> None:
    exchange = world.ready()
    give(world, exchange, iban="FR14 2004 1010 0505 0001 3M02 606")
    items = OutboxItem.objects.filter(kind="exchange.bank_account_changed")
    assert [item.payload["old"] for item in items] == ["DE** **** **** 3000"]
    outbox.run_due()
    mail = Mail.objects.get(event="exchange.bank_account_changed")
    assert mail.to_address == "vera@firm.example"
    assert "DE89370400440532013000" not in mail.text_body + mail.html_body


def test_bank_account_same_again_changes_nothing(world: World) -> None:
    exchange = world.ready()
    audits = AuditEvent.objects.count()
    give(world, exchange)
    assert AuditEvent.objects.count() == audits
    assert not OutboxItem.objects.filter(kind="exchange.bank_account_changed").exists()


def test_bank_account_not_in_audit_clear_text(world: World) -> None:
    give(world, world.agreement_signing())
    event = AuditEvent.objects.get(action="exchange.give_bank_account")
    assert "DE89" not in str(event.digests) + event.object_label + event.actor_label


def test_bank_account_fixed_after_cancel(world: World) -> None:
    exchange = world.agreement_signing()
    building.cancel_exchange(exchange=exchange, by=world.actor("visitor"), reason="Illness")
    with pytest.raises(WrongState):
        give(world, exchange)


# --- who decides signs for the contact cluster ---


@pytest.mark.parametrize(("decider", "signs"), [("coordinator", "coordinator"), ("deputy", "deputy")])
def test_contact_clusters_part_is_signed_by_who_decides(world: World, decider: str, signs: str) -> None:
    """A file of the cluster's own staff: its manager does not sign, the coordinator or the deputy does."""
    exchange = world.commitment_signing()
    exchange.application.decider = decider
    exchange.application.save(update_fields=["decider"])
    exchange = Exchange.objects.get(pk=exchange.pk)
    with pytest.raises(NotAllowed):
        world.sign(exchange, "commitment", "manager", "Mara Manager")
    world.sign(exchange, "commitment", signs, "Stands In")
    assert signed(exchange) == ["visitor_cluster"]


def test_representative_who_also_manages_the_cluster_signs_one_part(world: World) -> None:
    from clusters.models import Role

    exchange = world.commitment_signing()
    visitor = world.actor("visitor")
    hat = Role.objects.create(user=visitor.user, kind="manager", cluster=world.clusters["dresden"])
    with pytest.raises(NotAllowed):
        signing.sign_document(
            exchange=exchange,
            kind="commitment",
            by=Actor.person(visitor.user, hat),
            signer_name="Vera Visitor",
            content_hash=hash_of(exchange),
        )
