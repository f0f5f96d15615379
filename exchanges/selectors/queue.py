"""The list of files for those who work with them: what stands where, who must act, by when."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import F, Q, QuerySet

from clusters.enums import RoleKind
from core.actors import Actor
from exchanges.enums import OPEN_PROPOSAL_STATES
from exchanges.models import Application, Proposal
from exchanges.selectors import queue_facts
from exchanges.selectors.queue_facts import STAGES as STAGES
from exchanges.selectors.queue_facts import STEPS as STEPS
from exchanges.selectors.queue_facts import WHO as WHO
from exchanges.selectors.queue_facts import Row as Row

# Whose list of files it is.
STAFF = (RoleKind.MANAGER, RoleKind.COORDINATOR, RoleKind.FINANCE, RoleKind.AUDITOR, RoleKind.SUPPORT_OFFICE)


def stage_filter(stage: str) -> Q:
    """The files at one stage."""
    return Q(turn_state__in=queue_facts.TURNS[stage])


def due_filter(*, late: bool, today: Any, week: Any = None) -> Q:
    """Files whose next act is overdue, or due by `week`; of several open matches any counts."""
    limit = {"lt": today} if late else {"range": (today, week)}
    asked = _open_matches(**{f"due_on__{lookup}": value for lookup, value in limit.items()})
    own = Q(**{f"turn_due__{lookup}": value for lookup, value in limit.items()})
    return own | asked


def waiting_filter(who: str) -> Q:
    """Files whose next act is up to one side. Codes contain each other ("host", "host_cluster"), so whole words."""
    word = rf"\m{who}\M"
    return Q(turn_waiting__regex=word) | _open_matches(waiting_for__regex=word)


def _open_matches(**asked: Any) -> Q:
    found = Proposal.objects.filter(state__in=OPEN_PROPOSAL_STATES, **asked).order_by().values("application")
    return Q(turn_state__startswith="proposal.", pk__in=found)


def files(actor: Actor) -> QuerySet[Application]:
    """The sent files that the hat may see, without any order."""
    return Application.objects.visible_to(actor).exclude(state="draft").order_by()


def files_by_number(actor: Actor, **edge: Any) -> QuerySet[Application]:
    """The same, quicker where they are counted or come by their number; `edge` as in `listed_for`."""
    return Application.objects.listed_for(actor, **edge).order_by()


# What the list can be sorted by; files without it come last, both ways.
_SORTED_BY: dict[str, Any] = {
    "organisation": F("organisation__name"),
    "country": F("organisation__country__name"),
    "kind": F("organisation_kind"),
    "cluster": F("visitor_cluster__short_name"),
    "host": queue_facts.FACTS["host_name"],
    "start": F("planned_start"),
    "days": queue_facts.FACTS["days"],
    "sum": queue_facts.FACTS["amount"],
    "since": F("turn_since"),
    "due": F("turn_due"),
    "sent": F("submitted_at"),
    "decided": F("decided_at"),
    "partnership": F("partnership__code"),
    "responsible": F("responsible__last_name"),
}
ORDERS = {"reference", "-reference", *_SORTED_BY, *(f"-{name}" for name in _SORTED_BY)}


def in_order(rows: QuerySet[Application], order: str) -> QuerySet[Application]:
    """Newest first unless a known order is asked for."""
    name = order.removeprefix("-")
    if name not in _SORTED_BY:
        return rows.order_by("id" if order == "reference" else "-id")
    # Named at once: Django would write into the expression, which all lists share, if it first met it inside another query.
    rows = rows.alias(sorted_by=_SORTED_BY[name])
    if order.startswith("-"):
        return rows.order_by(F("sorted_by").desc(nulls_last=True), "-id")
    return rows.order_by(F("sorted_by").asc(nulls_last=True), "id")


def rows_of(rows: QuerySet[Application], limit: int) -> list[Row]:
    """The first few, without pages, each with its file."""
    shown = queue_facts.with_facts(rows).only("reference", "organisation")[:limit]
    return [queue_facts.row_of(application) for application in shown]


def stream(rows: QuerySet[Application], more: Iterable[str] = (), chunk: int = 500) -> Iterator[Row]:
    """All rows in one statement, a chunk at a time; memory stays flat. `more` names facts of columns of choice."""
    names = (*queue_facts.USUAL, *more)
    found: Any = queue_facts.read_from(rows, names).iterator(chunk_size=chunk)
    return queue_facts.as_rows(found, names)
