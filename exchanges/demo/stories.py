"""The life of one visit of the published history, as a story for the timeline."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from clusters import places
from clusters.enums import OrganisationKind
from core import clock
from core.actors import Actor
from exchanges.demo import acting
from exchanges.demo.cast import Cast, at
from exchanges.demo.facts import TOLD
from exchanges.demo.plan import Visit
from exchanges.enums import Counterpart, Decider, PartyRole
from exchanges.models import Application, Exchange, HostOffer, Mission
from exchanges.services import (
    applications,
    closing,
    decisions,
    feedback,
    payments,
    proposals,
    reports,
    signing,
)
from exchanges.services.host_invitations import describe_host

# Days before the first day, and after the last day, on which a well-run visit takes its steps.
APPLY, DECIDE, AGREE, PLAN, SIGN, SIGN_OTHERS = 46, 40, 36, 30, 26, 22
ANSWER_HOST, ANSWER_VISITOR, REPORT, CHECK, APPROVE, PAY, CLOSE = 3, 5, 8, 13, 14, 17, 33


@dataclass(frozen=True)
class Part:
    """Who plays in one visit."""

    cast: Cast
    number: int
    visit: Visit
    partnership: Any
    visitor: Actor
    home_cluster: str
    contact_cluster: str
    host_cluster: str
    mission: Mission | None
    offer: HostOffer | None
    traveller: tuple[str, str, str]

    def decider(self, application: Application) -> Actor:
        code = self.partnership.code
        if application.decider == Decider.COORDINATOR:
            return self.cast.actor(f"coordinator:{code}")
        if application.decider == Decider.DEPUTY:
            return self.cast.actor(f"manager:{self.partnership.deputy.slug}")
        return self.cast.actor(f"manager:{self.contact_cluster}")

    def host_manager(self) -> Actor:
        """A second manager where the same cluster stands on both sides, because two people must sign."""
        same = "2" if self.host_cluster == self.contact_cluster else ""
        return self.cast.actor(f"manager{same}:{self.host_cluster}")


def days(day: date, offset: int, hour: int = 9) -> datetime:
    """That many days later at an hour in UTC, moved on to Monday from a weekend."""
    moved = day + timedelta(days=offset)
    while moved.weekday() >= 5:
        moved += timedelta(days=1)
    return at(moved, hour, 7 * (offset % 8))


def whole_visit(part: Part) -> Iterator[datetime]:
    """From the application to the closed file."""
    first, last = part.visit.first_day, part.visit.last_day
    yield days(first, -APPLY)
    application = apply(part)
    yield days(first, -DECIDE)
    decisions.accept_application(application=application, by=part.decider(application))
    if part.offer is not None:
        yield days(first, -AGREE)
        proposal = application.proposals.get()
        proposals.answer_as_host(
            proposal=proposal, by=acting.link_actor(proposal, "proposal_answer"), accept=True
        )
    exchange = acting.exchange_of(application)
    yield days(first, -PLAN)
    plan(part, exchange)
    yield days(first, -SIGN)
    sign_visitor(part, exchange)
    yield days(first, -SIGN_OTHERS, 10)
    sign_others(part, exchange)
    yield from _after_the_stay(part, exchange, last)


def apply(part: Part, invited: dict[str, str] | None = None) -> Application:
    """A complete application, sent; with `invited`, for a host that is not in the portal."""
    by, visit = part.visitor, part.visit
    application = applications.start_draft(organisation=by.hat.organisation, by=by)
    texts = _MOTIVES[part.number % len(_MOTIVES)]
    applications.save_answers(
        application=application,
        by=by,
        uses=texts[0],
        activity_types=texts[1],
        motivation=texts[2],
        expected_results=texts[3],
        host_choice="mission" if part.mission is not None else "listed" if part.offer is not None else "find",
        mission=part.mission,
        host_offer=part.offer,
        planned_start=visit.first_day,
        planned_end=visit.last_day,
        home_cluster=part.cast.clusters[part.home_cluster],
        languages=["en"],
        earlier_visit=False,
        residence_confirmed=True,
        no_double_funding=True,
        privacy_version="2022-1",
    )
    if invited is not None:
        applications.save_answers(application=application, by=by, host_choice="invite", host_offer=None)
        town = places.find(invited["country"], invited["city"])
        assert town is not None
        describe_host(application=application, by=by, town=town, **invited)
    first_name, last_name, email = part.traveller
    applications.set_travellers(
        application=application,
        by=by,
        travellers=[
            {"first_name": first_name, "last_name": last_name, "email": email, "position": by.user.position}
        ],
    )
    applications.choose_partnership(
        application=application,
        by=by,
        partnership=part.partnership,
        visitor_cluster=part.cast.clusters[part.contact_cluster],
    )
    return applications.submit_application(application=application, by=by)


def plan(part: Part, exchange: Exchange) -> None:
    # A visit by mission has the mission's programme in its plan from the beginning.
    sessions = (
        []
        if part.mission is not None
        else [
            "Meet the team and see the site",
            "Work on our questions",
            "Visit partners",
            "Review and next steps",
        ]
    )
    acting.write_plan(exchange, part.visitor, f"{exchange.host.name}, {exchange.host.city}", sessions)


def sign_visitor(part: Part, exchange: Exchange) -> None:
    """The visitor names the account and signs both papers; the host signs by link."""
    if exchange.planned_quote is not None and exchange.planned_quote.amount > 0:
        signing.give_bank_account(
            exchange=exchange,
            by=part.visitor,
            holder=part.visitor.hat.organisation.name,
            iban=IBANS.get(part.visit.country, IBANS["DE"]),
        )
    acting.sign(exchange, part.visitor, part.visitor.label)
    acting.sign_by_link(exchange, PartyRole.HOST)


def sign_others(part: Part, exchange: Exchange) -> None:
    """Both clusters, two different people."""
    decider = part.decider(exchange.application)
    acting.sign(exchange, decider, decider.label)
    manager = part.host_manager()
    acting.sign(exchange, manager, manager.label, "commitment")


def _after_the_stay(part: Part, exchange: Exchange, last: date) -> Iterator[datetime]:
    yield days(last, ANSWER_HOST)
    host = acting.link_actor(acting.party(exchange, PartyRole.HOST), "outcome")
    closing.record_host_outcome(
        exchange=exchange,
        by=host,
        kind="took_place",
        first_day=exchange.first_day,
        last_day=exchange.last_day,
    )
    host_answers, visitor_answers = part.number % 7 != 3, part.number % 9 != 4
    if host_answers:
        acting.answer_questionnaire(exchange, "host", 3 + part.number % 3)
    yield days(last, ANSWER_VISITOR)
    if visitor_answers:
        acting.answer_questionnaire(exchange, "visitor", 5 - part.number % 2)
    yield days(last, REPORT)
    _report(part, exchange)
    yield days(last, CHECK)
    decider = part.decider(exchange.application)
    if exchange.planned_quote.amount > 0:
        closing.validate_and_order(exchange=exchange, by=decider)
        yield days(last, APPROVE, 11)
        payments.approve_payment(exchange=exchange, by=part.cast.actor(f"finance:{part.partnership.code}"))
        yield days(last, PAY)
        payments.mark_paid(
            exchange=exchange,
            by=part.cast.actor(f"finance2:{part.partnership.code}"),
            paid_on=clock.today(),
            bank_reference=f"SEPA {exchange.reference}",
        )
    else:
        closing.validate_report(exchange=exchange, by=decider)
    if not (host_answers and visitor_answers):
        yield days(last, CLOSE)
        for questionnaire in exchange.questionnaires.filter(wave=0, state="invited"):
            feedback.bypass_questionnaire(
                questionnaire=questionnaire,
                by=decider,
                reason="No answer after two reminders and a phone call.",
            )
    yield from _months_later(part, exchange, decider)


def _months_later(part: Part, exchange: Exchange, decider: Actor) -> Iterator[datetime]:
    """The impact asked again: two thirds answer, the others are closed a month later."""
    for wave in sorted(exchange.application.rulebook.impact_months):
        asked = exchange.last_day + timedelta(days=31 * wave)
        yield days(asked, 6)
        if (part.number + wave) % 3:
            acting.answer_questionnaire(exchange, "visitor", 3 + part.number % 3, wave)
            continue
        yield days(asked, 40)
        feedback.bypass_questionnaire(
            questionnaire=exchange.questionnaires.get(wave=wave, respondent="visitor"),
            by=decider,
            reason="No answer.",
        )


def _report(part: Part, exchange: Exchange) -> None:
    if part.number % 3 == 0:
        kind, status = _FOLLOW_UPS[(part.number // 3) % len(_FOLLOW_UPS)]
        reports.add_follow_up(
            exchange=exchange,
            by=part.visitor,
            kind=kind,
            partner=exchange.host.name,
            counterpart=_COUNTERPARTS.get(exchange.host_kind, Counterpart.SCALING_UP),
            status=status,
        )
    # The young partnership has few visits: every second one may be quoted, so that its page has something to say.
    young = part.partnership.code != TOLD
    consent = part.number % (2 if young else 5) == 1
    acting.hand_in_report(
        exchange,
        part.visitor,
        quote=_QUOTES[part.number // (2 if young else 5) % len(_QUOTES)] if consent else "",
        quote_consent=consent,
    )


_COUNTERPARTS: dict[str, str] = {
    OrganisationKind.SME: Counterpart.BUSINESS,
    OrganisationKind.LARGE_COMPANY: Counterpart.BUSINESS,
    OrganisationKind.CLUSTER: Counterpart.INTERMEDIARY,
    OrganisationKind.INNOVATION_AGENCY: Counterpart.INTERMEDIARY,
    OrganisationKind.PUBLIC_AUTHORITY: Counterpart.AUTHORITY,
}
_QUOTES = (
    "In four days we learned more than in a year of video calls.",
    "We came with a question and left with a partner and a test date.",
    "Seeing the line run told us more than any brochure.",
    "The host's engineers asked the questions we had not dared to ask ourselves.",
    "For a firm of six people this was the first step abroad.",
    "Two of the talks have become offers; one of them is signed.",
    "We now share a test bench with people we had never met.",
)
_FOLLOW_UPS = (
    ("cooperation", "planned"), ("project", "under_way"), ("business", "done"), ("memorandum", "done"),
    ("partnership", "planned"),
)  # fmt: skip
_MOTIVES: tuple[tuple[list[str], list[str], str, str], ...] = (
    (["learn", "technology"], ["knowledge", "networking"],
     "We want to see how others put sensors and data to work in production.", "A plan for a pilot line with a partner."),
    (["markets"], ["market_research", "networking"],
     "We look for customers and distribution partners in this region.", "Five qualified contacts and one offer."),
    (["technology"], ["project", "knowledge"],
     "Our product needs a test environment that we do not have at home.", "Test results and an idea for a joint project."),
    (["strategic", "learn"], ["capacity", "networking"],
     "Our regions share the same priorities; we want to plan joint services.", "A short list of joint services."),
)  # fmt: skip
# Published example numbers with valid check digits; no real accounts.
IBANS = {
    "DE": "DE89370400440532013000", "FR": "FR1420041010050500013M02606", "PL": "PL61109010140000071219812874",
    "LT": "LT121000011101001000", "BG": "BG80BNBG96611020345678", "ES": "ES9121000418450200051332",
    "RS": "RS35260005601001611379", "CZ": "CZ6508000000192000145399", "NL": "NL91ABNA0417164300",
    "AT": "AT611904300234573201", "IT": "IT60X0542811101000000123456", "RO": "RO49AAAA1B31007593840000",
    "GR": "GR1601101250000000012300695", "SI": "SI56263300012039086", "SK": "SK3112000000198742637541",
    "PT": "PT50000201231234567890154", "HU": "HU42117730161111101800000000",
}  # fmt: skip
