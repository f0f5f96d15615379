"""Two people, two clicks, two workers at the same moment: one effect. Each race has a negative control without the lock.

An effect is one state, one line in the timeline, one audit event and one mail to each who is to hear of it.
"""

import threading
from typing import Any

import pytest

from core import outbox, workflow
from core.actors import Actor
from core.models import AuditEvent, Counter, Mail, TransitionLog
from exchanges.models import Application, Exchange, Party, Payment, Proposal, Signature
from exchanges.policies import current_document
from exchanges.selectors.rulebooks import rulebook_on
from exchanges.services import applications, decisions, payments, proposals, signing
from tests.support.racing import refusals, together, troubles, winners, without_row_locks
from tests.support.stay import Stay
from tests.support.world import World, make_user

pytestmark = pytest.mark.usefixtures("fresh_database")
SIGNERS = (
    ("visitor", "Vera Visitor"),
    ("manager", "Mara Manager"),
    ("host", "Hugo Host"),
    ("host_manager", "Hélène Hôte"),
)


def logged(row: Any, move: str) -> int:
    return TransitionLog.objects.filter(
        subject_type=row._meta.label_lower, subject_id=row.pk, name=move
    ).count()


def audited(row: Any, action: str) -> int:
    return AuditEvent.objects.filter(
        object_type=row._meta.label_lower, object_id=row.pk, action=action
    ).count()


def mailed(event: str) -> list[str]:
    """Who has got this mail, after the workers have done what is due."""
    outbox.run_due()
    return sorted(Mail.objects.filter(event=event).values_list("to_address", flat=True))


# --- double submit --------------------------------------------------------------------------------------------


def submits(world: World, application: Application, times: int) -> list[Any]:
    def submit() -> Application:
        mine = Application.objects.get(pk=application.pk)
        return applications.submit_application(application=mine, by=world.actor("visitor"))

    return together(*[submit] * times)


def test_double_submit_is_one_application(world: World) -> None:
    application = world.draft()
    results = submits(world, application, 4)
    assert (len(winners(results)), refusals(results)) == (1, ["WrongState"] * 3)
    application.refresh_from_db()
    assert application.reference == "CXC-2026-0001"
    assert Counter.objects.get(name="application 2026").value == 1
    assert application.parties.count() == 2
    assert (logged(application, "submit"), audited(application, "application.submit")) == (1, 1)
    assert mailed("application.submitted") == ["vera@firm.example"]
    assert mailed("application.to_decide") == ["mara@elbe-valley.example"]


def test_without_the_lock_a_double_submit_would_be_two(world: World) -> None:
    """At the engine's door: the service stands behind a second door, since it writes the row before it moves it."""
    application = world.draft()
    application.reference, application.rulebook = "CXC-2026-0001", rulebook_on(application.planned_start)
    application.save()
    with without_row_locks():
        together(
            *[
                lambda: workflow.perform(
                    Application.objects.get(pk=application.pk), "submit", by=world.actor("visitor")
                )
            ]
            * 2
        )
    assert logged(application, "submit") == 2
    assert mailed("application.submitted") == ["vera@firm.example"] * 2


def test_applications_sent_at_once_get_numbers_of_their_own(world: World) -> None:
    drafts = [world.draft() for _ in range(4)]
    sent = winners(
        together(
            *[
                lambda draft=draft: applications.submit_application(
                    application=draft, by=world.actor("visitor")
                )
                for draft in drafts
            ]
        )
    )
    assert sorted(application.reference for application in sent) == [
        f"CXC-2026-000{number}" for number in (1, 2, 3, 4)
    ]


def test_numbers_without_a_lock_would_collide(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What reading and then writing would do: the database refuses the second one."""
    barrier = threading.Barrier(2)

    def careless(series: str) -> int:
        row, _ = Counter.objects.get_or_create(name=series)
        number = Counter.objects.get(pk=row.pk).value + 1
        barrier.wait(10)
        Counter.objects.filter(pk=row.pk).update(value=number)
        return number

    Counter.objects.create(name="application 2026")
    drafts = [world.draft() for _ in range(2)]
    monkeypatch.setattr(applications, "next_number", careless)
    results = together(
        *[
            lambda draft=draft: applications.submit_application(application=draft, by=world.actor("visitor"))
            for draft in drafts
        ]
    )
    assert troubles(results) == ["IntegrityError"]


# --- two managers accept --------------------------------------------------------------------------------------


def accepts(world: World, application: Application) -> list[Any]:
    """Both had opened the review screen before; the second manager has the same hat."""
    colleague = world.actor("manager")
    second = Actor.person(make_user("milan@elbe-valley.example", "Milan", "Manager"), colleague.hat)

    def accept(by: Actor, mine: Application) -> Application:
        return decisions.accept_application(application=mine, by=by)

    opened = [Application.objects.get(pk=application.pk) for _ in range(2)]
    return together(
        *[
            lambda by=by, mine=mine: accept(by, mine)
            for by, mine in zip((colleague, second), opened, strict=True)
        ]
    )


def test_two_managers_accept_at_once_is_one_acceptance(world: World) -> None:
    application = world.submitted()
    results = accepts(world, application)
    assert (len(winners(results)), refusals(results)) == (1, ["WrongState"])
    application.refresh_from_db()
    assert application.state == "accepted"
    assert [logged(application, move) for move in ("open_review", "accept")] == [1, 1]
    assert audited(application, "application.accept") == 1
    assert application.proposals.count() == 1
    assert mailed("application.accepted") == ["vera@firm.example"]
    assert mailed("proposal.asked") == ["hugo@azur.example"]


def test_without_the_lock_only_the_database_would_stop_the_second_acceptance(world: World) -> None:
    application = world.submitted()
    with without_row_locks():
        results = accepts(world, application)
    assert troubles(results) != [] or logged(application, "accept") == 2


# --- the host says yes twice ----------------------------------------------------------------------------------


def yeses(world: World, proposal: Proposal) -> list[Any]:
    def accept() -> Proposal:
        mine = Proposal.objects.get(pk=proposal.pk)
        return proposals.answer_as_host(proposal=mine, by=world.actor("host"), accept=True)

    return together(*[accept] * 3)


def test_host_says_yes_three_times_at_once_is_one_exchange(world: World) -> None:
    proposal = world.accepted().proposals.get()
    results = yeses(world, proposal)
    assert (len(winners(results)), refusals(results)) == (1, ["WrongState"] * 2)
    exchange = Exchange.objects.get()
    assert exchange.state == "building"
    assert Party.objects.filter(exchange=exchange).count() == 4
    assert [logged(proposal, move) for move in ("host_agrees", "confirm")] == [1, 1]
    assert logged(exchange, "create") == 1
    assert mailed("proposal.confirmed") == ["hugo@azur.example", "vera@firm.example"]


def test_without_the_lock_the_host_would_have_two_exchanges(world: World) -> None:
    proposal = world.accepted().proposals.get()
    with without_row_locks():
        results = yeses(world, proposal)
    assert troubles(results) != [] or logged(proposal, "confirm") > 1


# --- both clusters confirm ------------------------------------------------------------------------------------


def agreed(world: World) -> Proposal:
    """Found by the visitor, agreed by the host; neither cluster has confirmed."""
    application = world.accepted(host_choice="find", host_offer=None)
    proposal = proposals.propose_host(
        application=application, host_offer=world.offer, by=world.actor("visitor")
    )
    return proposals.answer_as_host(proposal=proposal, by=world.actor("host"), accept=True)


def confirms(world: World, proposal: Proposal) -> list[Any]:
    def confirm(persona: str) -> Proposal:
        return proposals.confirm_match(proposal=Proposal.objects.get(pk=proposal.pk), by=world.actor(persona))

    return together(lambda: confirm("manager"), lambda: confirm("host_manager"))


def test_both_clusters_confirm_at_once_is_one_exchange(world: World) -> None:
    proposal = agreed(world)
    assert len(winners(confirms(world, proposal))) == 2
    proposal.refresh_from_db()
    assert proposal.state == "confirmed"
    assert logged(proposal, "confirm") == 1
    assert Exchange.objects.count() == 1


def test_without_the_lock_neither_cluster_would_be_the_last(world: World) -> None:
    """Each sees its own stamp only, so nobody moves the match on."""
    proposal = agreed(world)
    with without_row_locks():
        results = confirms(world, proposal)
    proposal.refresh_from_db()
    assert (proposal.state, Exchange.objects.count()) != ("confirmed", 1) or troubles(results) != []


# --- four signatures ------------------------------------------------------------------------------------------


def signatures(world: World, exchange: Exchange, signers: tuple[tuple[str, str], ...]) -> list[Any]:
    document = current_document(exchange, "commitment")

    def sign(persona: str, name: str) -> Exchange:
        return signing.sign_document(
            exchange=Exchange.objects.get(pk=exchange.pk),
            kind="commitment",
            by=world.actor(persona),
            signer_name=name,
            content_hash=document.content_hash,
        )

    return together(*[lambda signer=signer: sign(*signer) for signer in signers])


def test_four_signatures_at_once_move_the_file_on_once(world: World) -> None:
    exchange = world.commitment_signing()
    outbox.run_due()
    assert len(winners(signatures(world, exchange, SIGNERS))) == 4
    exchange.refresh_from_db()
    assert exchange.state == "agreement_signing"
    assert Signature.objects.filter(document__exchange=exchange, document__kind="commitment").count() == 4
    assert logged(exchange, "complete_commitment") == 1
    assert audited(exchange, "exchange.complete_commitment") == 1
    assert AuditEvent.objects.filter(action="document.sign").count() == 4
    assert exchange.waiting_for == "visitor visitor_cluster"
    assert mailed("exchange.agreement_due") == ["mara@elbe-valley.example", "vera@firm.example"]


def test_without_the_lock_no_signature_would_be_the_last(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each transaction sees its own signature only: four are there, and the file stands still."""
    exchange = world.commitment_signing()
    all_signed, settle = threading.Barrier(4), signing.settle
    all_counted, complete = threading.Barrier(4), signing._complete

    def settle_at_once(exchange: Exchange, by: Actor) -> Exchange:
        all_signed.wait(10)
        return settle(exchange, by)

    def counted(row: Exchange, kind: str) -> bool:
        """Nobody commits before all have counted: on a slow machine the last would see the others' signatures."""
        found = complete(row, kind)
        all_counted.wait(10)
        return found

    monkeypatch.setattr(signing, "settle", settle_at_once)
    monkeypatch.setattr(signing, "_complete", counted)
    with without_row_locks():
        winners(signatures(world, exchange, SIGNERS))
    exchange.refresh_from_db()
    assert Signature.objects.filter(document__exchange=exchange).count() == 4
    assert (exchange.state, logged(exchange, "complete_commitment")) == ("commitment_signing", 0)


def test_one_side_signs_twice_at_once_is_one_signature(world: World) -> None:
    exchange = world.commitment_signing()
    results = signatures(world, exchange, (SIGNERS[0],) * 3)
    assert (len(winners(results)), refusals(results)) == (1, ["Refused"] * 2)
    assert Signature.objects.count() == 1
    assert AuditEvent.objects.filter(action="document.sign").count() == 1


def test_without_the_lock_only_the_database_would_stop_the_second_signature(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither writes before both have read that nobody has signed; how fast the machine is makes no difference."""
    exchange = world.commitment_signing()
    both_read, add = threading.Barrier(2), signing._add

    def add_at_once(*found: Any, **fields: Any) -> Any:
        both_read.wait(10)
        return add(*found, **fields)

    monkeypatch.setattr(signing, "_add", add_at_once)
    with without_row_locks():
        results = signatures(world, exchange, (SIGNERS[0],) * 2)
    assert troubles(results) == ["IntegrityError"]


# --- money ----------------------------------------------------------------------------------------------------


def approvals(stay: Stay, *personas: str) -> list[Any]:
    def approve(persona: str) -> Payment:
        return payments.approve_payment(
            exchange=Exchange.objects.get(pk=stay.exchange.pk), by=stay.actor(persona)
        )

    return together(*[lambda persona=persona: approve(persona) for persona in personas])


def test_double_approval_by_two_people_is_one(stay: Stay) -> None:
    stay.ordered()
    results = approvals(stay, "finance", "finance2")
    assert (len(winners(results)), refusals(results)) == (1, ["WrongState"])
    exchange, payment = stay.exchange, stay.payment()
    assert exchange.state == "payment_approved"
    assert payment.approved_by_id == winners(results)[0].approved_by_id
    assert (logged(exchange, "approve_payment"), audited(exchange, "exchange.approve_payment")) == (1, 1)
    assert audited(payment, "payment.approve") == 1


def test_double_click_on_approve_is_one_approval_and_no_error(stay: Stay) -> None:
    stay.ordered()
    assert len(winners(approvals(stay, "finance", "finance", "finance"))) == 3
    assert logged(stay.exchange, "approve_payment") == 1
    assert audited(stay.payment(), "payment.approve") == 1


def test_without_the_lock_a_payment_would_be_approved_twice(stay: Stay) -> None:
    stay.ordered()
    with without_row_locks():
        approvals(stay, "finance", "finance2")
    assert logged(stay.exchange, "approve_payment") == 2


def pays(stay: Stay, *references: str) -> list[Any]:
    def pay(reference: str) -> Payment:
        exchange = Exchange.objects.get(pk=stay.exchange.pk)
        day = stay.payment().approved_at.date()
        return payments.mark_paid(
            exchange=exchange, by=stay.actor("finance"), paid_on=day, bank_reference=reference
        )

    return together(*[lambda reference=reference: pay(reference) for reference in references])


def test_same_bank_statement_twice_at_once_is_one_payment(stay: Stay) -> None:
    stay.approved()
    assert len(winners(pays(stay, "SEPA 1", "SEPA 1", "SEPA 1"))) == 3
    assert logged(stay.exchange, "mark_paid") == 1
    assert audited(stay.payment(), "payment.paid") == 1
    assert mailed("exchange.paid") == ["vera@firm.example"]


def test_two_bank_statements_at_once_is_one_payment_and_one_refusal(stay: Stay) -> None:
    stay.approved()
    results = pays(stay, "SEPA 1", "SEPA 2")
    assert (len(winners(results)), refusals(results)) == (1, ["WrongState"])
    assert stay.payment().bank_reference == winners(results)[0].bank_reference


def test_without_the_lock_a_payment_would_be_paid_twice(stay: Stay) -> None:
    stay.approved()
    with without_row_locks():
        pays(stay, "SEPA 1", "SEPA 2")
    assert logged(stay.exchange, "mark_paid") == 2


def test_approval_and_refusal_at_once_is_one_of_them(stay: Stay) -> None:
    stay.ordered()

    def refuse() -> Payment:
        exchange = Exchange.objects.get(pk=stay.exchange.pk)
        return payments.refuse_payment(
            exchange=exchange, by=stay.actor("finance2"), reason="Another account."
        )

    def approve() -> Payment:
        exchange = Exchange.objects.get(pk=stay.exchange.pk)
        return payments.approve_payment(exchange=exchange, by=stay.actor("finance"))

    winners(together(approve, refuse))
    # A refusal may follow an approval; an approval never follows a refusal.
    payment = Payment.objects.get()
    assert (stay.exchange.state, payment.refused_at is not None) in (
        ("payment_approved", False),
        ("validated", True),
    )


# --- two workers ----------------------------------------------------------------------------------------------


def sweeps(times: int = 3) -> None:
    """Each worker goes on until it finds nothing due, as the real ones do."""
    winners(together(*[outbox.run_due] * times))


def test_three_workers_tell_everybody_once(world: World) -> None:
    world.submitted()
    sweeps()
    assert mailed("application.submitted") == ["vera@firm.example"]
    assert mailed("application.to_decide") == ["mara@elbe-valley.example"]


def test_without_the_lock_three_workers_would_tell_it_again(world: World) -> None:
    world.submitted()
    with without_row_locks():
        sweeps()
    assert len(mailed("application.submitted")) > 1
