"""The list of files for those who work with them: what stands where, who must act, by when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast, Coalesce, JSONObject
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters.enums import RoleKind
from core import clock, workflow
from core.actors import Actor
from exchanges.enums import OPEN_PROPOSAL_STATES, HostChoice, InvitationOutcome
from exchanges.models import Application, Exchange, HostInvitation, Proposal, Quote

# Whose list of files it is.
STAFF = (RoleKind.MANAGER, RoleKind.COORDINATOR, RoleKind.FINANCE, RoleKind.AUDITOR, RoleKind.SUPPORT_OFFICE)
WHO: dict[str, str | Promise] = {
    "visitor": _("Visitor"),
    "host": _("Host"),
    "visitor_cluster": _("Contact cluster"),
    "host_cluster": _("Host's cluster"),
    "coordinator": _("Coordinator"),
    "deputy": _("Deputy cluster"),
    "finance": _("Finance"),
}

_EXCHANGE_STAGES: dict[str, tuple[str, ...]] = {
    "building": ("building", "commitment_signing", "agreement_signing", "ready_to_start"),
    "visit": ("ongoing",),
    "report": ("awaiting_report", "report_returned"),
    "check": ("report_submitted",),
    "payment": ("validated", "payment_ordered", "payment_approved"),
    "finished": ("paid", "closed"),
    "broken": ("discontinued", "not_eligible"),
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


def stage_filter(stage: str) -> Q:
    """The files at one stage, told from the two states that make it up."""
    no_visit = Q(current_exchange=None) | Q(current_exchange__state="cancelled")
    if stage == "decide":
        return Q(state__in=("submitted", "in_review"))
    if stage == "question":
        return Q(state="on_hold")
    if stage == "matching":
        return Q(state="accepted") & no_visit
    if stage == "ended":
        gone = Q(state__in=("rejected", "withdrawn", "expired"))
        return gone | Q(current_exchange__state__in=_EXCHANGE_STAGES["broken"])
    return Q(state="accepted", current_exchange__state__in=_EXCHANGE_STAGES[stage])


def due_filter(*, late: bool, today: date) -> Q:
    """Files whose next act is overdue, or due within seven days."""
    exchange, own = "current_exchange__due_on", "due_on"
    if late:
        limits = (Q(**{f"{exchange}__lt": today}), Q(**{f"{own}__lt": today}))
    else:
        week = (today, today + timedelta(days=7))
        limits = (Q(**{f"{exchange}__range": week}), Q(**{f"{own}__range": week}))
    asked = Proposal.objects.filter(state__in=OPEN_PROPOSAL_STATES)
    asked = (
        asked.filter(due_on__lt=today)
        if late
        else asked.filter(due_on__range=(today, today + timedelta(days=7)))
    )
    in_visit, in_file = limits
    return (
        (in_visit & ~Q(current_exchange__waiting_for=""))
        | (in_file & ~Q(waiting_for=""))
        | Q(pk__in=asked.order_by().values("application"))
    )


def waiting_filter(who: str) -> Q:
    """Files whose next act is up to one side. Codes contain each other ("host", "host_cluster"), so whole words."""
    word = rf"\m{who}\M"
    asked = Proposal.objects.filter(state__in=OPEN_PROPOSAL_STATES, waiting_for__regex=word)
    return (
        Q(waiting_for__regex=word)
        | Q(current_exchange__waiting_for__regex=word)
        | Q(pk__in=asked.order_by().values("application"))
    )


def stage_of(application: Application) -> str:
    exchange = application.current_exchange
    if exchange is not None and exchange.state != "cancelled" and application.state == "accepted":
        found = (stage for stage, states in _EXCHANGE_STAGES.items() if exchange.state in states)
        stage = next(found)
        return "ended" if stage == "broken" else stage
    by_state = {"submitted": "decide", "in_review": "decide", "on_hold": "question", "accepted": "matching"}
    return by_state.get(application.state, "ended")


STEPS: tuple[str | Promise, ...] = (
    _("Applied"),
    _("Accepted"),
    _("Host found"),
    _("Signed"),
    _("Visited"),
    _("Report checked"),
    _("Paid"),
)
_STEP_OF_EXCHANGE = {
    **dict.fromkeys(("building", "commitment_signing", "agreement_signing"), 4),
    **dict.fromkeys(("ready_to_start", "ongoing", "discontinued"), 5),
    **dict.fromkeys(("awaiting_report", "report_submitted", "report_returned", "not_eligible"), 6),
    **dict.fromkeys(("validated", "payment_ordered", "payment_approved"), 7),
    **dict.fromkeys(("paid", "closed"), 8),
}


def step_of(application: Application) -> int:
    exchange = application.current_exchange
    if exchange is not None and exchange.state != "cancelled":
        return _STEP_OF_EXCHANGE[exchange.state]
    return {"draft": 1, "accepted": 3}.get(application.state, 2)


def files(actor: Actor) -> QuerySet[Application]:
    """The sent files that the hat may see, without any order."""
    return Application.objects.visible_to(actor).exclude(state="draft").order_by()


_QUOTES = Quote.objects.filter(application=OuterRef("pk")).order_by("-id")
# What the list can be sorted by; files without it come last, both ways.
_SORTED_BY: dict[str, Any] = {
    "organisation": F("organisation__name"),
    "country": F("organisation__country__name"),
    "kind": F("organisation_kind"),
    "cluster": F("visitor_cluster__short_name"),
    "host": Coalesce(
        "mission__title",
        "current_exchange__host__name",
        "host_offer__organisation__name",
        "host_invitation__name",
    ),
    "start": F("planned_start"),
    "days": Subquery(_QUOTES.values("working_days")[:1]),
    "sum": Subquery(_QUOTES.values("amount")[:1]),
    "since": Coalesce("current_exchange__state_since", "state_since"),
    "due": Coalesce("current_exchange__due_on", "due_on"),
    "sent": F("submitted_at"),
    "decided": F("decided_at"),
    "partnership": F("partnership__code"),
    "responsible": F("responsible__last_name"),
}
ORDERS: dict[str, tuple[Any, ...]] = {"reference": ("id",), "-reference": ("-id",)}
for _name, _by in _SORTED_BY.items():
    ORDERS[_name] = (_by.asc(nulls_last=True), "id")
    ORDERS[f"-{_name}"] = (_by.desc(nulls_last=True), "-id")
# What some columns need beyond what every row reads: name -> (relations, fields).
EXTRAS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "kind": ((), ("organisation_kind",)),
    "cluster": (("visitor_cluster",), ("visitor_cluster__short_name",)),
    "host_country": (
        ("current_exchange__host__country",),
        ("current_exchange__host__country__name", "host_invitation__country"),
    ),
    "since": ((), ("state_since", "current_exchange__state_since")),
    "sent": ((), ("submitted_at",)),
    "decided": ((), ("decided_at",)),
    "partnership": (("partnership",), ("partnership__code",)),
    # Who stands on which side, for acts on several files.
    "sides": (
        ("partnership",),
        (
            "decider",
            "visitor_cluster",
            "responsible",
            "partnership__deputy",
            "current_exchange__host_cluster",
        ),
    ),
}


def in_order(rows: QuerySet[Application], order: str) -> QuerySet[Application]:
    """Newest first unless a known order is asked for."""
    return rows.order_by(*ORDERS.get(order, ORDERS["-reference"]))


@dataclass
class Row:
    """One line of the list. `days` and `amount` come from the newest frozen sum; None while there is none.

    `step` is the one of the seven steps that is being worked on; 8 when all are done.
    """

    application: Application
    reference: str
    organisation: str
    country: str
    host: str
    start: date | None
    end: date | None
    days: int | None
    amount: Decimal | None
    stage: str
    step: int
    stopped: bool
    state_label: Any
    public_label: Any
    codes: tuple[str, ...]
    waiting: tuple[Any, ...]
    due: date | None
    late: bool
    responsible: str
    tags: tuple[str, ...]

    def day(self, name: str) -> date | None:
        """The day of a moment of the file, where the portal is."""
        moment = getattr(self.application, name)
        return _day_of(moment) if moment is not None else None

    @property
    def since(self) -> date:
        """The day of the state that is shown. Needs the extra "since"."""
        application: Any = self.application
        exchange = application.current_exchange
        if exchange is not None and exchange.state != "cancelled":
            return _day_of(exchange.state_since)
        match = application.match if application.state == "accepted" else None
        since = datetime.fromisoformat(match["since"]) if match is not None else application.state_since
        return _day_of(since)


def _day_of(moment: datetime) -> date:
    return moment.astimezone(timezone.get_current_timezone()).date()


def rows_of(rows: QuerySet[Application], limit: int) -> list[Row]:
    """The first few, without pages."""
    return as_rows(shown(rows)[:limit])


def as_rows(applications: Iterable[Application]) -> list[Row]:
    today = clock.today()
    return [_row(application, today) for application in applications]


def stream(rows: QuerySet[Application], extras: Iterable[str] = (), chunk: int = 500) -> Iterator[Row]:
    """All rows in one statement, a chunk at a time; memory stays flat."""
    today = clock.today()
    for application in shown(rows, extras).iterator(chunk_size=chunk):
        yield _row(application, today)


def shown(rows: QuerySet[Application], extras: Iterable[str] = ()) -> QuerySet[Application]:
    """With the newest frozen sum and the open proposal that waits longest, each as a small document."""
    needed = [EXTRAS[name] for name in extras]
    return (
        rows.select_related(
            "organisation__country",
            "mission",
            "host_offer__organisation",
            "host_invitation",
            "current_exchange__host",
            "responsible",
            *(relation for relations, _fields in needed for relation in relations),
        )
        .annotate(sum=_newest_sum(), match=_longest_match())
        .only(
            "reference",
            "organisation_id",
            "state",
            "planned_start",
            "planned_end",
            "waiting_for",
            "due_on",
            "organisation__name",
            "organisation__country__name",
            "mission__title",
            "host_offer__organisation__name",
            "host_choice",
            "host_invitation__name",
            "host_invitation__asked_at",
            "host_invitation__outcome",
            "current_exchange__state",
            "current_exchange__stay",
            "current_exchange__waiting_for",
            "current_exchange__due_on",
            "current_exchange__host__name",
            "responsible__first_name",
            "responsible__last_name",
            *(field for _relations, fields in needed for field in fields),
        )
    )


@cache
def _newest_sum() -> Subquery:
    quotes = Quote.objects.filter(application=OuterRef("pk")).order_by("-id")
    return Subquery(
        quotes.values(found=JSONObject(days="working_days", amount=Cast("amount", CharField())))[:1]
    )


@cache
def _longest_match() -> Subquery:
    matches = Proposal.objects.filter(application=OuterRef("pk"), state__in=OPEN_PROPOSAL_STATES)
    shown = JSONObject(
        state="state",
        since="state_since",
        waiting_for="waiting_for",
        due_on="due_on",
        host="host__name",
        host_cluster="host_cluster_id",
    )
    return Subquery(matches.order_by("id").values(found=shown)[:1])


def _row(application: Any, today: date) -> Row:
    exchange = application.current_exchange
    if exchange is not None and exchange.state == "cancelled":
        exchange = None
    match = application.match if exchange is None and application.state == "accepted" else None
    start, end = application.planned_start, application.planned_end
    waiting, due = application.waiting_for, application.due_on
    if exchange is not None:
        start, end = exchange.stay.lower, exchange.stay.upper - timedelta(days=1)
        waiting, due = exchange.waiting_for, exchange.due_on
    elif match is not None:
        waiting = match["waiting_for"]
        due = date.fromisoformat(match["due_on"]) if match["due_on"] else None
    if not waiting:
        due = None
    state, stage = _state(application, exchange, match), stage_of(application)
    return Row(
        application=application,
        reference=application.reference or "",
        organisation=application.organisation.name,
        country=application.organisation.country.name,
        host=_host_name(application, exchange, match),
        start=start,
        end=end,
        days=application.sum["days"] if application.sum else None,
        amount=Decimal(application.sum["amount"]) if application.sum else None,
        stage=stage,
        step=step_of(application),
        stopped=stage == "ended",
        state_label=state.label,
        public_label=state.public_label,
        codes=tuple(waiting.split()),
        waiting=tuple(WHO.get(code, code) for code in waiting.split()),
        due=due,
        late=due is not None and due < today,
        responsible=application.responsible.get_full_name() if application.responsible else "",
        tags=tuple(getattr(application, "tags", None) or ()),
    )


def _state(
    application: Application, exchange: Exchange | None, match: dict[str, Any] | None
) -> workflow.State:
    if exchange is not None:
        return workflow.of(exchange).state(exchange.state)
    if match is not None:
        return workflow.of(Proposal).state(match["state"])
    return workflow.of(application).state(application.state)


def _host_name(application: Application, exchange: Exchange | None, match: dict[str, Any] | None) -> str:
    if application.mission is not None:
        return application.mission.title
    if exchange is not None:
        return exchange.host.name
    if match is not None:
        return str(match["host"])
    if application.host_offer is not None:
        return application.host_offer.organisation.name
    guest = still_invited(application)
    if guest is None:
        return ""
    words = (
        gettext("%(host)s (invited)") if guest.asked_at is not None else gettext("%(host)s (to be invited)")
    )
    return words % {"host": guest.name}


def still_invited(application: Application) -> HostInvitation | None:
    """The host outside the portal that the file counts on, until it has said no or no longer answers."""
    if application.host_choice != HostChoice.INVITE:
        return None
    guest = getattr(application, "host_invitation", None)
    return guest if guest is not None and guest.outcome in ("", InvitationOutcome.ACCEPTED) else None
