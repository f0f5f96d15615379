"""What must hold over the whole database at any moment. Each check yields findings; none means it holds."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Case, Count, F, Max, Min, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from clusters.enums import OrganisationKind
from clusters.services import directory
from core import audit, clock, outbox, workflow
from core.models import OutboxItem, TransitionLog
from core.workflow_table import Workflow
from exchanges import lump_sum
from exchanges.enums import CREDITED_STATES, DID_NOT_HAPPEN, OPEN_PROPOSAL_STATES
from exchanges.models import (
    Application,
    Exchange,
    Grid,
    GridAmount,
    HostOffer,
    Outcome,
    PastExchange,
    Payment,
    Proposal,
    Questionnaire,
    Quote,
    Rulebook,
    VisitTally,
)
from exchanges.selectors.review_facts import NO_VISIT
from exchanges.selectors.rulebooks import as_grid, as_rules

STUCK = timedelta(minutes=15)
PAID_STATES = ("paid", "closed")
ORDERED_STATES = ("payment_ordered", "payment_approved", *PAID_STATES)
_BATCH = 2000


@dataclass(frozen=True)
class Finding:
    check: str
    object: str
    sentence: str

    def to_json(self) -> dict[str, str]:
        return asdict(self)


Check = Callable[[], Iterator[Finding]]


def run() -> list[Finding]:
    return [finding for check in CHECKS for finding in check()]


def log_explains_state() -> Iterator[Finding]:
    """Every row stands where its log leads, by moves its table has."""
    for table in workflow.registered():
        model = apps.get_model(table.model)
        states = dict(model._default_manager.order_by().values_list("pk", "state").iterator(_BATCH))
        reached: dict[int, str] = {}
        logs = TransitionLog.objects.filter(subject_type=table.model).order_by("subject_id", "id")
        for pk, name, source, target in logs.values_list("subject_id", "name", "source", "target").iterator(
            _BATCH
        ):
            if source != reached.get(pk, "") or (source and not _is_move(table, name, source, target)):
                yield Finding(
                    "log_explains_state",
                    f"{table.model} {pk}",
                    f"The move {name} does not follow from the log.",
                )
            reached[pk] = target
        for pk, state in states.items():
            if reached.get(pk) != state:
                said = reached.get(pk, "nothing")
                yield Finding(
                    "log_explains_state", f"{table.model} {pk}", f"The state is {state}, the log says {said}."
                )


def one_decision() -> Iterator[Finding]:
    """An accepted file was decided once."""
    decided = (
        TransitionLog.objects.filter(
            subject_type="exchanges.application", subject_id=OuterRef("pk"), name__in=["accept", "reject"]
        )
        .order_by()
        .values("subject_id")
        .annotate(number=Count("pk"))
        .values("number")
    )
    files = Application.objects.filter(state__in=["accepted", "rejected"]).annotate(number=Subquery(decided))
    for application in files.filter(~Q(number=1) | Q(number=None)).order_by("pk"):
        number = application.number or 0  # type: ignore[attr-defined]  # annotated above
        yield Finding("one_decision", str(application), f"It was decided {number} times.")


def payment_is_the_sum() -> Iterator[Finding]:
    """A live order is over the actual sum, and not over more than was agreed."""
    rows = Payment.objects.filter(refused_at=None).select_related(
        "exchange__actual_quote", "exchange__planned_quote", "quote"
    )
    for payment in rows.order_by("pk").iterator(_BATCH):
        exchange = payment.exchange
        actual, planned = exchange.actual_quote, exchange.planned_quote
        sum_due = (
            min(actual.amount, planned.amount) if actual is not None and planned is not None else Decimal(0)
        )
        if payment.amount != sum_due or payment.quote_id != exchange.actual_quote_id:
            yield Finding(
                "payment_is_the_sum",
                f"payment {payment.pk}",
                f"EUR {payment.amount} ordered, EUR {sum_due} due.",
            )
        if exchange.state not in ORDERED_STATES:
            yield Finding("payment_is_the_sum", f"payment {payment.pk}", f"Its visit is {exchange.state}.")
        if payment.approved_by_id == payment.ordered_by_id and payment.approved_at is not None:
            yield Finding(
                "payment_is_the_sum", f"payment {payment.pk}", "One person ordered and approved it."
            )


def paid_has_payment() -> Iterator[Finding]:
    """A paid visit has one paid payment; a closed one too, unless nothing was due."""
    paid = Payment.objects.filter(refused_at=None, paid_on__isnull=False)
    rows = Exchange.objects.annotate(was_paid=Count("payments", filter=Q(payments__in=paid)))
    missing = rows.filter(was_paid=0).filter(
        Q(state="paid") | Q(state="closed", actual_quote__amount__gt=0, planned_quote__amount__gt=0)
    )
    for exchange in missing.order_by("pk").select_related("application"):
        yield Finding(
            "paid_has_payment", exchange.reference, f"The visit is {exchange.state} without a paid payment."
        )
    for exchange in (
        rows.filter(was_paid__gt=0)
        .exclude(state__in=PAID_STATES)
        .order_by("pk")
        .select_related("application")
    ):
        yield Finding(
            "paid_has_payment", exchange.reference, f"It was paid, but the visit is {exchange.state}."
        )


def no_overlap() -> Iterator[Finding]:
    """No person is in two places at a time."""
    sql = """
        SELECT a.id, b.id FROM exchanges_traveller a
        JOIN exchanges_traveller b ON a.email = b.email AND a.id < b.id AND a.stay && b.stay ORDER BY 1, 2
    """
    with connection.cursor() as cursor:
        cursor.execute(sql)
        for first, second in cursor.fetchall():
            yield Finding(
                "no_overlap",
                f"travellers {first} and {second}",
                "One person has two visits in the same days.",
            )


def credited_is_eligible() -> Iterator[Finding]:
    """What counts took place on enough working days, by its actual sum."""
    rows = Exchange.objects.filter(Q(credited_on__isnull=False) | Q(state__in=CREDITED_STATES)).exclude(
        actual_quote__eligible=True,
        actual_quote__working_days__gte=F("actual_quote__rulebook__min_working_days"),
    )
    for exchange in rows.order_by("pk").select_related("application"):
        yield Finding("credited_is_eligible", exchange.reference, "It counts without enough working days.")


def crosses_a_border() -> Iterator[Finding]:
    rows = Exchange.objects.filter(Q(visitor_country=F("host_country")) | Q(visitor=F("host")))
    for exchange in rows.order_by("pk").select_related("application"):
        yield Finding("crosses_a_border", exchange.reference, "Visitor and host sit in one country.")


def nothing_is_stuck() -> Iterator[Finding]:
    """Due work is done within a quarter of an hour of being due and known, and none was given up."""
    late = outbox.open_items().filter(
        # Work of the demo's past was due long ago, but has been known only since the seeding.
        due_at__lt=clock.now() - STUCK,
        recorded_at__lt=clock.machine_now() - STUCK,
    )
    for item in late.order_by("due_at", "id"):
        yield Finding(
            "nothing_is_stuck",
            str(item),
            f"Due since {item.due_at.isoformat()}, tried {item.attempts} times.",
        )
    for item in OutboxItem.objects.filter(failed_at__isnull=False, done_at=None).order_by("id"):
        yield Finding("nothing_is_stuck", str(item), f"Given up: {item.last_error}")


def asked_once() -> Iterator[Finding]:
    """After a visit that took place, each side has one questionnaire; a closed file has both settled."""
    ended = Exchange.objects.filter(
        state__in=["report_submitted", "report_returned", "not_eligible", *CREDITED_STATES],
        ended_on__lt=clock.today() - timedelta(days=1),
    )
    doubted = Outcome.objects.filter(Q(kind="", host_kind__in=DID_NOT_HAPPEN) | Q(kind__in=DID_NOT_HAPPEN))
    asked = ended.exclude(outcome__in=doubted).annotate(
        asked=Count("questionnaires", filter=Q(questionnaires__wave=0))
    )
    for exchange in asked.exclude(asked=2).order_by("pk").select_related("application"):
        yield Finding("asked_once", exchange.reference, f"{exchange.asked} of 2 sides were asked.")
    opened = Questionnaire.objects.filter(wave=0, state="invited", exchange__state="closed")
    for questionnaire in opened.order_by("pk"):
        yield Finding("asked_once", str(questionnaire), "The file is closed, the questionnaire is open.")
    doubles = (
        Questionnaire.objects.order_by()
        .values("exchange", "respondent", "wave")
        .annotate(number=Count("pk"))
        .filter(number__gt=1)
    )
    for row in doubles:
        yield Finding(
            "asked_once",
            f"exchange {row['exchange']}",
            f"{row['respondent']} was asked {row['number']} times.",
        )


def sums_recount() -> Iterator[Finding]:
    """Every stored sum comes out again from its inputs, rules and grid."""
    grids = Grid.objects.prefetch_related(Prefetch("amounts", GridAmount.objects.order_by("country_id")))
    grid_of = {grid.pk: as_grid(grid) for grid in grids}
    rules_of = {rulebook.pk: as_rules(rulebook) for rulebook in Rulebook.objects.all()}
    for quote in Quote.objects.order_by("pk").iterator(_BATCH):
        found = lump_sum.calculate(
            lump_sum.Inputs.from_json(quote.inputs), rules_of[quote.rulebook_id], grid_of[quote.grid_id]
        )
        stored = (quote.amount, quote.eligible, quote.working_days)
        counted = (found.amount, found.eligible, found.working_days)
        if stored != counted:
            yield Finding(
                "sums_recount",
                f"quote {quote.pk}",
                f"Stored {_words(stored)}, counted again {_words(counted)}.",
            )


def audit_is_intact() -> Iterator[Finding]:
    for sentence in audit.broken_links() + audit.changed_values():
        yield Finding("audit_is_intact", "audit log", sentence)


def directory_equals_recount() -> Iterator[Finding]:
    """The public directory shows what is published or agreed to, and nothing else."""
    for kind, what, subject in directory.differences():
        yield Finding(
            "directory_equals_recount", f"{kind} {subject}", f"Its entry in the directory is {what}."
        )


def periods_make_the_span() -> Iterator[Finding]:
    """An offer is free from its first period to its last, for the most places of any; lists filter by that."""
    rows = HostOffer.objects.annotate(
        first=Min("periods__first_day"), last=Max("periods__last_day"), most=Max("periods__capacity")
    )
    wrong = Q(first=None) | ~Q(available_from=F("first"), available_until=F("last"), capacity=F("most"))
    for offer in rows.filter(wrong).order_by("pk"):
        yield Finding(
            "periods_make_the_span", f"host offer {offer.pk}", "Its span is not that of its free periods."
        )


def turn_equals_recount() -> Iterator[Finding]:
    """What lists show of a file's turn is that of its visit, else of the open match that waits longest, else its own."""
    names = ("state", "state_since", "waiting_for", "due_on")
    matches = {
        row["application"]: row
        for row in Proposal.objects.filter(state__in=OPEN_PROPOSAL_STATES)
        .order_by("-id")
        .values("application", *names)
    }
    files = Application.objects.select_related("current_exchange").order_by("pk")
    for file in files.iterator(_BATCH):
        visit, match = file.current_exchange, matches.get(file.pk)
        source, kind = {name: getattr(file, name) for name in names}, "application"
        if visit is not None and visit.state != "cancelled":
            source, kind = {name: getattr(visit, name) for name in names}, "exchange"
        elif match is not None and file.state == "accepted":
            source, kind = match, "proposal"
        due = source["due_on"] if source["waiting_for"] else None
        counted = (f"{kind}.{source['state']}", source["state_since"], source["waiting_for"], due)
        if counted != (file.turn_state, file.turn_since, file.turn_waiting, file.turn_due):
            yield Finding(
                "turn_equals_recount", str(file), f"Its turn is {file.turn_state}, not {counted[0]}."
            )


def tally_equals_recount() -> Iterator[Finding]:
    """What is counted of a partnership by country is what its visits say, and those it brought along."""
    counted: dict[tuple[int, str], list[Any]] = {}

    def add(rows: Any, *columns: Any) -> None:
        for partnership, country, *numbers in rows.order_by().values_list(
            "partnership", "host_country", *columns
        ):
            sums = counted.setdefault((partnership, country), [0, 0, Decimal(0)])
            sums[:] = [old + new for old, new in zip(sums, numbers, strict=True)]

    is_sme = Case(When(visitor_kind=OrganisationKind.SME, then=1), default=0)
    sum_of_visit = Coalesce("actual_quote__amount", "planned_quote__amount", Decimal(0))
    add(Exchange.objects.exclude(state__in=NO_VISIT), Value(1), is_sme, sum_of_visit)
    add(PastExchange.objects, Value(1), is_sme, Coalesce("amount", Decimal(0)))
    add(VisitTally.objects, -F("visits"), -F("smes"), -F("granted"))
    for (partnership, country), left in sorted(counted.items()):
        if any(left):
            found = f"Counted again there are {left[0]:+} visits, {left[1]:+} by SMEs, EUR {left[2]:+}."
            yield Finding("tally_equals_recount", f"partnership {partnership}, {country}", found)


CHECKS: list[Check] = [
    log_explains_state,
    one_decision,
    payment_is_the_sum,
    paid_has_payment,
    no_overlap,
    credited_is_eligible,
    crosses_a_border,
    nothing_is_stuck,
    asked_once,
    sums_recount,
    directory_equals_recount,
    periods_make_the_span,
    turn_equals_recount,
    tally_equals_recount,
    audit_is_intact,
]


def also(check: Check) -> Check:
    """Register a check of an app above this one."""
    if check not in CHECKS:
        CHECKS.append(check)
    return check


def _is_move(table: Workflow, name: str, source: str, target: str) -> bool:
    return any(
        move.name == name and source in move.sources and target == move.target for move in table.transitions
    )


def _words(values: tuple[Any, ...]) -> str:
    amount, eligible, days = values
    return f"EUR {amount}, {'eligible' if eligible else 'not eligible'}, {days} days"
