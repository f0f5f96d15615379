"""One payment for one visit: two persons, one account, paid once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from clusters.models import Role
from core import clock, outbox
from core.actors import Actor
from core.exceptions import InvalidInput, NotAllowed, Refused, StaleVersion, WrongState
from exchanges.models import Payment
from exchanges.services import closing, payments, signing
from tests.support.stay import CHECKED, Stay
from tests.support.world import make_user


def other_account(stay: Stay) -> None:
    signing.give_bank_account(
        exchange=stay.exchange,
        by=stay.actor("visitor"),
        holder="Elbe Sensors GmbH",
        iban="DE02 1203 0000 0000 2020 51",
    )


def test_order_takes_sum_account_and_day(stay: Stay):
    stay.ordered()
    payment = stay.payment()
    assert (payment.amount, payment.iban, payment.holder) == (
        Decimal(450),
        "DE89370400440532013000",
        "Elbe Sensors GmbH",
    )
    assert (payment.ordered_by, payment.due_on) == (stay.actor("manager").user, CHECKED + timedelta(days=10))
    assert (stay.exchange.state, stay.exchange.due_on) == ("payment_ordered", payment.due_on)
    assert [mail.to_address for mail in stay.mails("exchange.ordered")] == [
        "fina@test.example",
        "filip@test.example",
    ]
    mail = stay.mails("exchange.ordered")[0]
    assert mail.subject == f"{stay.exchange.reference}: please approve a payment of EUR 450"
    assert "DE89" not in mail.text_body + mail.html_body


def test_order_is_for_the_decider(stay: Stay):
    stay.reported()
    closing.validate_report(exchange=stay.exchange, by=stay.actor("manager"))
    for persona in ("visitor", "host", "finance", "coordinator", "host_manager"):
        with pytest.raises(NotAllowed):
            payments.order_payment(exchange=stay.exchange, by=stay.actor(persona))
    payments.order_payment(exchange=stay.exchange, by=stay.actor("manager"))
    with pytest.raises(WrongState):
        payments.order_payment(exchange=stay.exchange, by=stay.actor("manager"))
    assert Payment.objects.count() == 1


def test_approval_by_a_second_person(stay: Stay):
    stay.ordered()
    payments.approve_payment(exchange=stay.exchange, by=stay.actor("finance"))
    payment = stay.payment()
    assert (payment.approved_by, payment.approved_at) == (stay.actor("finance").user, clock.now())
    assert stay.exchange.state == "payment_approved"


def test_approval_twice_has_one_effect(stay: Stay):
    stay.ordered()
    exchange = stay.exchange
    first = payments.approve_payment(exchange=exchange, by=stay.actor("finance"))
    again = payments.approve_payment(exchange=stay.exchange, by=stay.actor("finance"))
    assert (again.pk, again.approved_at) == (first.pk, first.approved_at)
    with pytest.raises(WrongState):
        payments.approve_payment(exchange=stay.exchange, by=stay.actor("finance2"))
    assert stay.payment().approved_by == stay.actor("finance").user


@pytest.mark.parametrize(
    "persona", ["visitor", "manager", "host_manager", "auditor", "other_manager", "stranger"]
)
def test_approval_is_for_finance_and_coordinator(stay: Stay, persona):
    stay.ordered()
    with pytest.raises(NotAllowed):
        payments.approve_payment(exchange=stay.exchange, by=stay.actor(persona))


def test_orderer_cannot_approve_under_another_hat(stay: Stay):
    stay.ordered()
    user = stay.actor("manager").user
    hat = Role.objects.create(user=user, kind="finance", partnership=stay.world.partnership)
    with pytest.raises(Refused, match="You ordered"):
        payments.approve_payment(exchange=stay.exchange, by=Actor.person(user, hat))


def test_orderer_cannot_approve_with_a_second_account(stay: Stay):
    stay.ordered()
    twin = make_user("mara.private@example.org", "Mara", "Manager")
    hat = Role.objects.create(user=twin, kind="finance", partnership=stay.world.partnership)
    with pytest.raises(Refused, match="You ordered"):
        payments.approve_payment(exchange=stay.exchange, by=Actor.person(twin, hat))


def test_nobody_approves_for_the_own_organisation(stay: Stay):
    stay.ordered()
    user = stay.actor("finance").user
    Role.objects.create(user=user, kind="representative", organisation=stay.world.firm)
    with pytest.raises(Refused, match="own organisation"):
        payments.approve_payment(exchange=stay.exchange, by=stay.actor("finance"))
    assert stay.payment().approved_by is None


def test_account_change_after_the_order_blocks_the_approval(stay: Stay):
    stay.ordered()
    other_account(stay)
    with pytest.raises(Refused, match="bank account was changed"):
        payments.approve_payment(exchange=stay.exchange, by=stay.actor("finance"))
    payments.refuse_payment(exchange=stay.exchange, by=stay.actor("finance"), reason="New account.")
    payments.order_payment(exchange=stay.exchange, by=stay.actor("manager"))
    payments.approve_payment(exchange=stay.exchange, by=stay.actor("finance"))
    assert stay.payment().iban == "DE02120300000000202051"


def test_account_that_changed_after_the_approval_blocks_the_payment(stay: Stay):
    stay.approved()
    account = stay.exchange.bank_account
    account.iban = "DE02120300000000202051"
    account.save()
    with pytest.raises(Refused, match="bank account was changed"):
        payments.mark_paid(
            exchange=stay.exchange, by=stay.actor("finance"), paid_on=clock.today(), bank_reference="X"
        )


def test_refused_payment_goes_back_and_can_be_ordered_again(stay: Stay):
    stay.ordered()
    with pytest.raises(Refused):
        payments.refuse_payment(exchange=stay.exchange, by=stay.actor("finance"), reason=" ")
    payments.refuse_payment(exchange=stay.exchange, by=stay.actor("coordinator"), reason="Wrong cost centre.")
    outbox.run_due()
    assert (stay.exchange.state, stay.exchange.waiting_for) == ("validated", "visitor_cluster")
    refused = Payment.objects.get()
    assert (refused.refused_by, refused.refused_reason) == (
        stay.actor("coordinator").user,
        "Wrong cost centre.",
    )
    [mail] = stay.mails("exchange.payment_refused")
    assert (mail.to_address, "Wrong cost centre." in mail.text_body) == ("mara@elbe-valley.example", True)
    assert stay.exchange.credited_on == CHECKED
    payments.order_payment(exchange=stay.exchange, by=stay.actor("manager"))
    assert Payment.objects.count() == 2
    assert stay.payment().due_on == CHECKED + timedelta(days=10)


def test_refusal_is_for_finance_and_coordinator(stay: Stay):
    stay.ordered()
    with pytest.raises(NotAllowed):
        payments.refuse_payment(exchange=stay.exchange, by=stay.actor("manager"), reason="x")
    payments.refuse_payment(exchange=stay.exchange, by=stay.actor("finance"), reason="x")
    with pytest.raises(Refused, match="no payment order"):
        payments.refuse_payment(exchange=stay.exchange, by=stay.actor("finance"), reason="x")


def test_paid_is_told_to_the_visitor(stay: Stay):
    stay.paid()
    payment = stay.payment()
    assert (payment.paid_on, payment.bank_reference) == (CHECKED, "SEPA 4711")
    [mail] = stay.mails("exchange.paid")
    assert mail.to_address == "vera@firm.example"
    assert mail.subject == f"{stay.exchange.reference}: EUR 450 is on its way to you"
    assert "SEPA 4711" in mail.text_body


def test_same_bank_statement_twice_is_one_payment(stay: Stay):
    stay.paid()
    version = stay.exchange.version
    payments.mark_paid(
        exchange=stay.exchange, by=stay.actor("finance2"), paid_on=CHECKED, bank_reference=" SEPA  4711 "
    )
    assert stay.exchange.version == version
    with pytest.raises(WrongState, match="already paid"):
        payments.mark_paid(
            exchange=stay.exchange, by=stay.actor("finance"), paid_on=CHECKED, bank_reference="SEPA 4712"
        )
    assert Payment.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"bank_reference": " "}, "bank_reference"),
        ({"amount": Decimal(900)}, "amount"),
        ({"paid_on": CHECKED + timedelta(days=1)}, "paid_on"),
        ({"paid_on": CHECKED - timedelta(days=1)}, "paid_on"),
    ],
)
def test_statement_that_cannot_be_is_refused(stay: Stay, changed, field):
    stay.approved()
    fields = {"paid_on": CHECKED, "bank_reference": "SEPA 4711", "amount": Decimal(450)} | changed
    with pytest.raises(InvalidInput) as caught:
        payments.mark_paid(exchange=stay.exchange, by=stay.actor("finance"), **fields)
    assert caught.value.field == field
    assert stay.exchange.state == "payment_approved"


def test_paying_is_for_finance_after_the_approval(stay: Stay):
    stay.ordered()
    fields = {"paid_on": clock.today(), "bank_reference": "SEPA 4711"}
    with pytest.raises(WrongState):
        payments.mark_paid(exchange=stay.exchange, by=stay.actor("finance"), **fields)
    payments.approve_payment(exchange=stay.exchange, by=stay.actor("finance"))
    for persona in ("coordinator", "manager", "visitor", "auditor"):
        with pytest.raises(NotAllowed):
            payments.mark_paid(exchange=stay.exchange, by=stay.actor(persona), **fields)


def test_old_page_is_stale_everywhere(stay: Stay):
    stay.ordered()
    old = stay.exchange.version - 1
    with pytest.raises(StaleVersion):
        payments.approve_payment(exchange=stay.exchange, by=stay.actor("finance"), version=old)
    with pytest.raises(StaleVersion):
        payments.refuse_payment(exchange=stay.exchange, by=stay.actor("finance"), reason="x", version=old)
    assert stay.exchange.state == "payment_ordered"


@pytest.mark.parametrize(
    "change",
    [
        {"approved_by": "manager", "approved_at": "now"},
        {"approved_by": "finance", "approved_at": None},
        {"paid_on": "today", "bank_reference": "X"},
        {"amount": Decimal(0)},
        {"refused_by": "finance", "refused_at": "now", "refused_reason": ""},
    ],
)
def test_database_refuses_impossible_payments(stay: Stay, change):
    stay.ordered()
    words = {"now": clock.now(), "today": clock.today()}
    values = {
        key: stay.actor(value).user if key.endswith("_by") else words.get(str(value), value)
        for key, value in change.items()
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.update(**values)


def test_database_holds_one_live_payment(stay: Stay):
    stay.ordered()
    payment = stay.payment()
    payment.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        payment.save(force_insert=True)


def test_database_refuses_a_sum_that_is_not_a_number(stay: Stay):
    stay.ordered()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE exchanges_payment SET amount = 'NaN'")
