"""What the list of files knows of each file: one expression for each fact, which page, table and CSV read alike."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Case,
    CharField,
    DateField,
    F,
    Func,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat, Trim, TruncDate
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core import clock
from core.tables import PLACE, in_each_language
from core.workflow_table import State, of
from exchanges.enums import OPEN_PROPOSAL_STATES, HostChoice, InvitationOutcome
from exchanges.models import Application, Exchange, Proposal, Quote

WHO: dict[str, str | Promise] = {
    "visitor": _("Visitor"),
    "host": _("Host"),
    "visitor_cluster": _("Contact cluster"),
    "host_cluster": _("Host's cluster"),
    "coordinator": _("Coordinator"),
    "deputy": _("Deputy cluster"),
    "finance": _("Finance"),
}
STAGES: dict[str, str | Promise] = {
    "decide": _("To decide"),
    "question": _("Question asked"),
    "matching": _("Looking for a host"),
    "building": _("Visit being prepared"),
    "visit": _("Visit under way"),
    "report": _("Report expected"),
    "check": _("Report to check"),
    "payment": _("Payment"),
    "finished": _("Paid or closed"),
    "ended": _("Ended without a visit"),
}
# The states of a turn that make up each stage.
TURNS: dict[str, tuple[str, ...]] = {
    "decide": ("application.submitted", "application.in_review"),
    "question": ("application.on_hold",),
    "matching": ("application.accepted", *(f"proposal.{state}" for state in OPEN_PROPOSAL_STATES)),
    "building": (
        "exchange.building",
        "exchange.commitment_signing",
        "exchange.agreement_signing",
        "exchange.ready_to_start",
    ),
    "visit": ("exchange.ongoing",),
    "report": ("exchange.awaiting_report", "exchange.report_returned"),
    "check": ("exchange.report_submitted",),
    "payment": ("exchange.validated", "exchange.payment_ordered", "exchange.payment_approved"),
    "finished": ("exchange.paid", "exchange.closed"),
    "ended": (
        "application.rejected",
        "application.withdrawn",
        "application.expired",
        "exchange.discontinued",
        "exchange.not_eligible",
    ),
}
STAGE_OF = {turn: stage for stage, turns in TURNS.items() for turn in turns}
STEPS: tuple[str | Promise, ...] = (
    _("Applied"),
    _("Accepted"),
    _("Host found"),
    _("Signed"),
    _("Visited"),
    _("Report checked"),
    _("Paid"),
)
_STEP_OF = {
    "application.draft": 1,
    **dict.fromkeys(TURNS["matching"], 3),
    **dict.fromkeys(("exchange.building", "exchange.commitment_signing", "exchange.agreement_signing"), 4),
    **dict.fromkeys(("exchange.ready_to_start", "exchange.ongoing", "exchange.discontinued"), 5),
    **dict.fromkeys((*TURNS["report"], *TURNS["check"], "exchange.not_eligible"), 6),
    **dict.fromkeys(TURNS["payment"], 7),
    **dict.fromkeys(TURNS["finished"], 8),
}
# Whose turns a file can show, by the first word of the turn's state.
FOLLOWED: dict[str, type[Model]] = {"application": Application, "proposal": Proposal, "exchange": Exchange}


def _guests() -> dict[str, str]:
    host = {"host": PLACE}
    return {
        "noted": gettext("%(host)s (to be invited)") % host,
        "asked": gettext("%(host)s (invited)") % host,
    }


GUESTS = in_each_language(_guests)


@dataclass(slots=True)
class Row:
    """One line of the list. `days` and `amount` come from the newest frozen sum; None while there is none.

    The facts from `kind` on are read only for columns of choice. `application` is there where acts on several files need it.
    """

    pk: int
    reference: str
    organisation: str
    country: str
    host_name: str
    guest: str
    start: date | None
    end: date | None
    days: int | None
    amount: Decimal | None
    turn: str
    turns: str
    due: date | None
    responsible: str
    tags: tuple[str, ...]
    kind: str = ""
    cluster: str = ""
    host_country: str = ""
    since: date | None = None
    sent: date | None = None
    decided: date | None = None
    partnership: str = ""
    application: Any = None
    today: date = field(default_factory=clock.today)

    @property
    def host(self) -> str:
        """The mission or host; of one that is outside the portal also how far its invitation has come."""
        return GUESTS()[self.guest].replace(PLACE, self.host_name) if self.guest else self.host_name

    @property
    def state(self) -> State:
        kind, _dot, code = self.turn.partition(".")
        return of(FOLLOWED[kind]).state(code)

    @property
    def state_label(self) -> Any:
        return self.state.label

    @property
    def public_label(self) -> Any:
        return self.state.public_label

    @property
    def stage(self) -> str:
        return STAGE_OF.get(self.turn, "ended")

    @property
    def step(self) -> int:
        """The one of the seven steps that is being worked on; 8 when all are done."""
        return _STEP_OF.get(self.turn, 2)

    @property
    def stopped(self) -> bool:
        return self.stage == "ended"

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(self.turns.split())

    @property
    def waiting(self) -> tuple[Any, ...]:
        return tuple(WHO.get(code, code) for code in self.turns.split())

    @property
    def late(self) -> bool:
        return self.due is not None and self.due < self.today


NAMES = tuple(known.name for known in fields(Row) if known.name not in ("application", "today"))
USUAL = NAMES[: NAMES.index("kind")]
MORE = frozenset(NAMES) - frozenset(USUAL)

_VISIT, _MATCH = Q(turn_state__startswith="exchange."), Q(turn_state__startswith="proposal.")
# A host outside the portal that the file counts on, until it has said no or no longer answers.
_INVITED = Q(host_choice=HostChoice.INVITE, host_invitation__outcome__in=["", InvitationOutcome.ACCEPTED])
_OPEN_MATCHES = Proposal.objects.filter(application=OuterRef("pk"), state__in=OPEN_PROPOSAL_STATES)
_QUOTES = Quote.objects.filter(application=OuterRef("pk")).order_by("-id")
NO_TAGS = Value([], output_field=ArrayField(CharField()))
# `tags` differ for each place, so `queue_marks.with_tags` annotates them.
FACTS: dict[str, Any] = {
    "pk": F("pk"),
    "reference": Coalesce("reference", Value("")),
    "organisation": F("organisation__name"),
    "country": F("organisation__country__name"),
    "host_name": Case(
        When(mission__isnull=False, then=F("mission__title")),
        When(_VISIT, then=F("current_exchange__host__name")),
        When(_MATCH, then=Subquery(_OPEN_MATCHES.order_by("id").values("host__name")[:1])),
        When(host_offer__isnull=False, then=F("host_offer__organisation__name")),
        When(_INVITED, then=F("host_invitation__name")),
        default=Value(""),
    ),
    "guest": Case(
        When(Q(mission__isnull=False) | _VISIT | _MATCH | Q(host_offer__isnull=False), then=Value("")),
        When(_INVITED & Q(host_invitation__asked_at=None), then=Value("noted")),
        When(_INVITED, then=Value("asked")),
        default=Value(""),
    ),
    "start": Case(When(_VISIT, then=F("current_exchange__stay__startswith")), default=F("planned_start")),
    "end": Case(
        When(
            _VISIT,
            then=Func(
                F("current_exchange__stay__endswith"),
                template="(%(expressions)s - 1)",
                output_field=DateField(),
            ),
        ),
        default=F("planned_end"),
    ),
    "days": Subquery(_QUOTES.values("working_days")[:1]),
    "amount": Subquery(_QUOTES.values("amount")[:1]),
    "turn": F("turn_state"),
    "turns": F("turn_waiting"),
    "due": F("turn_due"),
    "responsible": Case(
        When(
            responsible__isnull=False,
            then=Trim(Concat("responsible__first_name", Value(" "), "responsible__last_name")),
        ),
        default=Value(""),
        output_field=CharField(),
    ),
    "kind": F("organisation_kind"),
    "cluster": Coalesce("visitor_cluster__short_name", Value("")),
    "host_country": Case(
        When(_VISIT, then=F("current_exchange__host__country__name")),
        When(_INVITED, then=F("host_invitation__country__name")),
        default=Value(""),
    ),
    "since": TruncDate("turn_since"),
    "sent": TruncDate("submitted_at"),
    "decided": TruncDate("decided_at"),
    "partnership": Coalesce("partnership__code", Value("")),
}


def alias(name: str) -> str:
    """A fact's name in SQL; fields of the file have some of the plain ones."""
    return f"fact_{name}"


def read_from(
    rows: QuerySet[Application], names: Iterable[str] = USUAL, **beside: Any
) -> QuerySet[Application]:
    """The facts in the order of `names` as a tuple for each file, and behind them what is told `beside` them."""
    found = with_facts(rows, names).annotate(**beside)
    columns = (*map(alias, names), *beside)
    return found.values_list(*columns)  # type: ignore[return-value]


def with_facts(rows: QuerySet[Application], names: Iterable[str] = USUAL) -> QuerySet[Application]:
    marks = F("tags") if "tags" in rows.query.annotations else NO_TAGS
    return rows.annotate(**{alias(name): FACTS.get(name, marks) for name in names})


def as_rows(found: Iterable[tuple[Any, ...]], names: Iterable[str] = USUAL) -> Iterator[Row]:
    """`found` as `read_from` gives it for the same names, which begin with the usual ones."""
    today, more = clock.today(), tuple(names)[len(USUAL) :]
    for values in found:
        row = Row(*values[: len(USUAL)])
        row.today = today
        for name, value in zip(more, values[len(USUAL) :], strict=True):
            setattr(row, name, value)
        yield row


def row_of(application: Any) -> Row:
    """The row of a file that was read `with_facts`, and the file with it."""
    row = Row(*(getattr(application, alias(name)) for name in USUAL))
    row.application = application
    return row
