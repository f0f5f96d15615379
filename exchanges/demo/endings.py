"""Stories that do not run straight to the end: questions, refusals, cancellations, corrections."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from clusters import places
from core import clock
from exchanges.demo import acting
from exchanges.demo.stories import (
    APPLY,
    APPROVE,
    CHECK,
    DECIDE,
    PAY,
    PLAN,
    REPORT,
    SIGN,
    SIGN_OTHERS,
    Part,
    apply,
    days,
    plan,
    sign_others,
    sign_visitor,
)
from exchanges.enums import DocumentKind
from exchanges.models import Exchange
from exchanges.services import applications, building, closing, decisions, payments, proposals, reports


def held(part: Part) -> Iterator[datetime]:
    """The manager has a question; the visitor has not answered yet."""
    yield days(part.visit.first_day, -APPLY)
    application = apply(part)
    yield days(part.visit.first_day, -DECIDE)
    decisions.hold_application(
        application=application,
        by=part.decider(application),
        question="Which of your products do you want to test, and with whom have you spoken at the host?",
    )


def rejected(part: Part) -> Iterator[datetime]:
    yield days(part.visit.first_day, -APPLY)
    application = apply(part)
    yield days(part.visit.first_day, -DECIDE)
    decisions.reject_application(
        application=application,
        by=part.decider(application),
        reason="The goals fit a trade fair visit, not an exchange with one host. Please apply again with a host in mind.",
    )


def withdrawn(part: Part) -> Iterator[datetime]:
    yield days(part.visit.first_day, -APPLY)
    application = apply(part)
    yield days(part.visit.first_day, -DECIDE)
    applications.withdraw_application(application=application, by=part.visitor, reason="Our engineer is ill.")


def waiting_for_a_host(part: Part) -> Iterator[datetime]:
    """Accepted without a host: waits for a match."""
    yield days(part.visit.first_day, -APPLY)
    application = apply(part)
    yield days(part.visit.first_day, -DECIDE)
    decisions.accept_application(application=application, by=part.decider(application))


def waiting_for_an_invited_host(part: Part) -> Iterator[datetime]:
    """Accepted for a host outside the portal, which has its mail and has not answered yet."""
    yield days(part.visit.first_day, -APPLY)
    invited = {
        "name": "Chantier Naval de l'Estuaire SARL",
        "country": "FR",
        "city": "Nantes",
        "contact_name": "Solène Quéméré",
        "contact_email": "solene.quemere@estuaire.example",
        "cluster_name": "Pôle Estuaire",
    }
    application = apply(part, invited)
    yield days(part.visit.first_day, -DECIDE)
    decisions.accept_application(application=application, by=part.decider(application))


def declined(part: Part) -> Iterator[datetime]:
    yield days(part.visit.first_day, -APPLY)
    application = apply(part)
    yield days(part.visit.first_day, -DECIDE)
    decisions.accept_application(application=application, by=part.decider(application))
    yield days(part.visit.first_day, -DECIDE + 3)
    proposal = application.proposals.get()
    proposals.answer_as_host(
        proposal=proposal,
        by=acting.link_actor(proposal, "proposal_answer"),
        accept=False,
        comment="Our laboratory moves in these weeks. Spring would suit us better.",
    )


def built(part: Part) -> Iterator[datetime]:
    """Up to the signed papers; yields from here are continued by the callers."""
    first = part.visit.first_day
    yield days(first, -APPLY)
    application = apply(part)
    yield days(first, -DECIDE)
    decisions.accept_application(application=application, by=part.decider(application))
    yield days(first, -DECIDE + 2)
    proposal = application.proposals.get()
    proposals.answer_as_host(
        proposal=proposal, by=acting.link_actor(proposal, "proposal_answer"), accept=True
    )
    yield days(first, -PLAN)
    plan(part, _exchange(part))


def agreement_open(part: Part) -> Iterator[datetime]:
    """All four signed the commitment; the manager has not signed the agreement."""
    yield from built(part)
    yield days(part.visit.first_day, -SIGN)
    exchange = _exchange(part)
    sign_visitor(part, exchange)
    yield days(part.visit.first_day, -SIGN_OTHERS)
    decider, manager = part.decider(exchange.application), part.host_manager()
    acting.sign(exchange, decider, decider.label, DocumentKind.COMMITMENT)
    acting.sign(exchange, manager, manager.label, DocumentKind.COMMITMENT)


def cancelled(part: Part) -> Iterator[datetime]:
    yield from built(part)
    yield days(part.visit.first_day, -SIGN_OTHERS)
    building.cancel_exchange(
        exchange=_exchange(part), by=part.visitor, reason="The host's test road is closed for repair."
    )


def visited(part: Part) -> Iterator[datetime]:
    """Signed by all; the stay begins and ends by date."""
    yield from built(part)
    yield days(part.visit.first_day, -SIGN)
    sign_visitor(part, _exchange(part))
    yield days(part.visit.first_day, -SIGN_OTHERS, 10)
    sign_others(part, _exchange(part))


def broken_off(part: Part) -> Iterator[datetime]:
    yield from visited(part)
    yield days(part.visit.first_day, 2)
    exchange = _exchange(part)
    closing.discontinue_exchange(
        exchange=exchange,
        by=part.decider(exchange.application),
        reason="The visitor had to travel home after one day because of illness.",
    )


def sent_back(part: Part) -> Iterator[datetime]:
    yield from visited(part)
    yield days(part.visit.last_day, REPORT)
    acting.hand_in_report(_exchange(part), part.visitor, results="It was good.")
    yield days(part.visit.last_day, REPORT + 2)
    exchange = _exchange(part)
    reports.return_report(
        exchange=exchange,
        by=part.decider(exchange.application),
        reason="Please say which of your goals you reached and what you will do next.",
    )


def too_short(part: Part) -> Iterator[datetime]:
    """Two working days only: counted for nothing, paid nothing."""
    yield from visited(part)
    yield days(part.visit.last_day, REPORT)
    exchange = _exchange(part)
    # Two working days at most, wherever the week begins.
    acting.hand_in_report(exchange, part.visitor, actual_end=exchange.first_day + timedelta(days=1))
    yield days(part.visit.last_day, CHECK)
    exchange = _exchange(part)
    closing.find_not_eligible(
        exchange=exchange,
        by=part.decider(exchange.application),
        reason="By the report and the host the visit had fewer than three working days.",
    )


def ordered(part: Part) -> Iterator[datetime]:
    """The report is checked and the payment ordered; finance has not looked at it yet."""
    yield from visited(part)
    yield days(part.visit.last_day, REPORT)
    acting.hand_in_report(_exchange(part), part.visitor)
    yield days(part.visit.last_day, CHECK)
    exchange = _exchange(part)
    closing.validate_and_order(exchange=exchange, by=part.decider(exchange.application))


def approved(part: Part) -> Iterator[datetime]:
    yield from ordered(part)
    yield days(part.visit.last_day, APPROVE)
    payments.approve_payment(exchange=_exchange(part), by=part.cast.actor(f"finance:{part.partnership.code}"))


def paid(part: Part) -> Iterator[datetime]:
    """Paid, but nobody has answered the questionnaires."""
    yield from approved(part)
    yield days(part.visit.last_day, PAY)
    exchange = _exchange(part)
    payments.mark_paid(
        exchange=exchange,
        by=part.cast.actor(f"finance2:{part.partnership.code}"),
        paid_on=clock.today(),
        bank_reference=f"SEPA {exchange.reference}",
    )


def payment_refused(part: Part) -> Iterator[datetime]:
    """Finance asks for a correction; the payment is to be ordered again."""
    yield from ordered(part)
    yield days(part.visit.last_day, APPROVE)
    payments.refuse_payment(
        exchange=_exchange(part),
        by=part.cast.actor(f"finance:{part.partnership.code}"),
        reason="The account holder differs from the organisation. Please ask the visitor.",
    )


def unsent(part: Part) -> Iterator[datetime]:
    """A draft that was begun in the calculator, with a town in mind, and left."""
    yield days(part.visit.first_day, -APPLY)
    by = part.visitor
    country, name = ("PL", "Gdańsk") if by.hat.organisation.country_id == "FR" else ("FR", "Nice")
    town = places.find(country, name)
    application = applications.start_draft(organisation=by.hat.organisation, by=by)
    applications.save_answers(
        application=application,
        by=by,
        uses=["markets"],
        activity_types=["networking"],
        motivation="We want to meet customers for our sensors.",
        preferred_countries=[country],
        wished_town=town.id if town is not None else None,
        earlier_visit=False,
    )


def _exchange(part: Part) -> Exchange:
    """The present row of the story's file: the visitor's newest exchange for these days."""
    return (
        Exchange.objects.filter(
            application__organisation=part.visitor.hat.organisation,
            stay__startswith=part.visit.first_day,
            partnership=part.partnership,
        )
        .select_related("application__partnership__deputy", "application__rulebook")
        .latest("id")
    )
