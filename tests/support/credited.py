"""Finished exchanges as direct rows, for the tests of figures: fast, and on any date.

The database lets a row be inserted in any state; what the workflow would have written on the way is not there.
"""

import itertools
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from clusters.models import Country, Organisation
from exchanges.models import (
    Application,
    Exchange,
    Payment,
    Proposal,
    Questionnaire,
    Quote,
    Rulebook,
    Traveller,
)
from tests.support.world import World

_numbers = itertools.count(1)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=UTC)


def organisation(name: str, kind: str, country: str, **extra: Any) -> Organisation:
    return Organisation.objects.create(
        name=name, kind=kind, country=Country.objects.get(code=country), city="Town", **extra
    )


def sent(world: World, visitor: Organisation, on: date, *, travellers: int = 1, **extra: Any) -> Application:
    """An application sent on a day."""
    number = next(_numbers)
    application = Application.objects.create(
        state="accepted",
        state_since=at(on),
        reference=f"CXC-TEST-{number:04}",
        partnership=world.partnership,
        rulebook=Rulebook.objects.order_by("-valid_from").first(),
        organisation=visitor,
        organisation_kind=visitor.kind,
        created_by=world.actor("visitor").user,
        contact_name="Canary Contact",
        contact_email="canary@firm.example",
        visitor_cluster=world.clusters["dresden"],
        submitted_at=at(on),
        **extra,
    )
    for place in range(travellers):
        Traveller.objects.create(
            application=application,
            first_name="Canary",
            last_name=f"Traveller{place}",
            email=f"t{number}-{place}@x.example",
        )
    return application


def matched(
    world: World,
    visitor: Organisation,
    host: Organisation,
    start: date,
    *,
    state: str,
    travellers: int = 1,
    **extra: Any,
) -> Exchange:
    """An exchange in any state, with its sent application and confirmed proposal, made 30 days before the stay."""
    before = start - timedelta(days=30)
    application = sent(world, visitor, before, travellers=travellers)
    stay = DateRange(start, start + timedelta(days=4))
    proposal = Proposal.objects.create(
        state="confirmed",
        state_since=at(before),
        application=application,
        host=host,
        host_cluster=world.clusters["nice"],
        stay=stay,
        host_contact_name="Canary Host",
        host_contact_email="canary@host.example",
    )
    exchange = Exchange.objects.create(
        state=state,
        state_since=at(start),
        application=application,
        proposal=proposal,
        partnership=world.partnership,
        visitor=visitor,
        visitor_kind=visitor.kind,
        visitor_country=visitor.country,
        host=host,
        host_kind=host.kind,
        host_country=host.country,
        visitor_cluster=world.clusters["dresden"],
        host_cluster=world.clusters["nice"],
        stay=stay,
        created_at=at(before),
        **extra,
    )
    application.current_exchange = exchange
    application.save(update_fields=["current_exchange"])
    return exchange


def credited(
    world: World,
    visitor: Organisation,
    host: Organisation,
    on: date,
    *,
    state: str = "validated",
    amount: int = 450,
    **extra: Any,
) -> Exchange:
    """An exchange credited on a day; the stay ended ten days before."""
    exchange = matched(world, visitor, host, on - timedelta(days=14), state=state, credited_on=on, **extra)
    exchange.planned_quote = quote(exchange, "planned", amount)
    exchange.actual_quote = quote(exchange, "actual", amount)
    exchange.save(update_fields=["planned_quote", "actual_quote"])
    return exchange


def quote(exchange: Exchange, kind: str, amount: int) -> Quote:
    rulebook = exchange.application.rulebook
    assert rulebook is not None
    return Quote.objects.create(
        application=exchange.application,
        exchange=exchange,
        kind=kind,
        rulebook=rulebook,
        grid=rulebook.grid,
        inputs={},
        result={},
        eligible=True,
        working_days=4,
        distance_km=967,
        amount=Decimal(amount),
        created_at=exchange.created_at,
    )


def paid(world: World, exchange: Exchange, on: date, *, due: date | None = None) -> Payment:
    assert exchange.actual_quote is not None
    return Payment.objects.create(
        exchange=exchange,
        quote=exchange.actual_quote,
        amount=exchange.actual_quote.amount,
        holder="Canary Holder",
        iban="DE89370400440532013000",
        due_on=due or on,
        ordered_by=world.actor("manager").user,
        ordered_at=at(on),
        approved_by=world.actor("finance").user,
        approved_at=at(on),
        paid_on=on,
        bank_reference="REF",
    )


def asked(
    exchange: Exchange, respondent: str, on: date, *, score: str | None = None, recommend: int | None = None
) -> Questionnaire:
    """A questionnaire sent on a day; answered two days later when a score is given."""
    return Questionnaire.objects.create(
        exchange=exchange,
        respondent=respondent,
        address="canary@x.example",
        name="Canary Respondent",
        state="answered" if score else "invited",
        state_since=at(on),
        invited_at=at(on),
        answered_at=at(on + timedelta(days=2)) if score else None,
        score=Decimal(score) if score else None,
        recommend=recommend,
    )
