"""The page on which a mission is run: each visit with its state, what is missing and with whom, and acts on all at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.enums import RoleKind
from core import workflow
from core.actors import PERSON, Actor
from exchanges import policies
from exchanges.models import Exchange, Mission, MissionSession, Presence
from exchanges.selectors import desk, mission_plans, presence, queue
from exchanges.selectors.queue_facts import WHO

SIGNING = ("commitment_signing", "agreement_signing")
REPORT_OPEN = ("ongoing", "awaiting_report", "report_returned")
# A filter of the page: its label, and the states of a visit.
SHOWN: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "plan": (gettext_lazy("Plan being written"), ("building",)),
    "sign": (gettext_lazy("Being signed"), SIGNING),
    "visit": (gettext_lazy("Ready or under way"), ("ready_to_start", "ongoing")),
    "report": (gettext_lazy("Report"), ("awaiting_report", "report_returned", "report_submitted")),
    "money": (gettext_lazy("Payment"), ("validated", "payment_ordered", "payment_approved")),
    "done": (gettext_lazy("Finished"), ("paid", "closed", "discontinued", "not_eligible")),
}
PROGRAMME, SEND, REMIND, DRAFT = "programme", "send", "remind", "draft"
ACTS: dict[str, str | Promise] = {
    PROGRAMME: gettext_lazy("Take the programme over into every plan"),
    SEND: gettext_lazy("Send all plans for signature"),
    REMIND: gettext_lazy("Remind those who have not signed"),
    DRAFT: gettext_lazy("Prepare closing-report drafts"),
}
# Partnership hats that read every file of the mission.
_READERS = (RoleKind.COORDINATOR, RoleKind.FINANCE, RoleKind.AUDITOR)


def may_read(mission: Mission, actor: Actor) -> bool:
    """Those who run it, the partnership's oversight, and the managers of clusters whose files take part."""
    hat = actor.hat if actor.kind == PERSON else None
    if hat is None:
        return False
    if hat.kind in _READERS:
        return bool(hat.partnership_id == mission.partnership_id)
    if hat.kind != RoleKind.MANAGER:
        return False
    return hat.cluster_id == mission.host_cluster_id or visits(mission, actor).exists()


def visits(mission: Mission, actor: Actor) -> Any:
    """The visits of the mission that the hat may see."""
    return Exchange.objects.visible_to(actor).filter(mission=mission).exclude(state="cancelled")


@dataclass(frozen=True)
class Row:
    exchange: Any
    travellers: tuple[str, ...]
    state: str
    waiting: tuple[Any, ...]
    missing: tuple[Any, ...]
    attended: int | None
    planned: int | None
    differs: bool

    @property
    def amount(self) -> Any:
        quote = self.exchange.actual_quote or self.exchange.planned_quote
        return quote.amount if quote is not None else None


@dataclass(frozen=True)
class Verdict:
    row: Row
    why_not: str


def rows(mission: Mission, actor: Actor, numbers: Sequence[int] | None = None) -> list[Row]:
    """All visits that the hat sees, or those among `numbers`; the number of statements does not grow with them."""
    found = visits(mission, actor)
    if numbers is not None:
        found = found.filter(pk__in=numbers)
    exchanges = list(
        found.select_related(
            "application__rulebook",
            "application__organisation",
            "application__visitor_cluster",
            "application__partnership",
            "visitor",
            "visitor_country",
            "host_country",
            "visitor_cluster",
            "planned_quote__grid",
            "actual_quote",
            "plan",
            "report",
            "outcome",
        )
        .prefetch_related("agenda", "evidence", Prefetch("application__travellers"))
        .order_by("visitor__name", "id")
    )
    sessions, there = mission_plans.sessions_of(mission), presence.attended(exchanges)
    return [_row(exchange, sessions, there) for exchange in exchanges]


def _row(exchange: Any, sessions: list[MissionSession], there: dict[int, list[Presence]]) -> Row:
    state, quote = workflow.of(exchange).state(exchange.state), exchange.planned_quote
    noted = there.get(exchange.pk)
    return Row(
        exchange,
        tuple(person.full_name for person in exchange.application.travellers.all()),
        str(state.label),
        tuple(WHO.get(code, code) for code in exchange.waiting_for),
        _missing(exchange),
        presence.days_of_file(exchange, noted) if noted is not None else None,
        quote.working_days if quote is not None else None,
        exchange.state == "building"
        and mission_plans.differs(exchange, list(exchange.agenda.all()), sessions),
    )


def _missing(exchange: Any) -> tuple[Any, ...]:
    """What keeps the file from going on, in words."""
    if exchange.state == "building":
        return tuple(policies.plan_is_complete(exchange, {}))
    if exchange.state in SIGNING:
        names = ", ".join(str(WHO.get(code, code)) for code in exchange.waiting_for)
        return (_("Signature: %(names)s.") % {"names": names},) if names else ()
    if exchange.state in ("awaiting_report", "report_returned", "report_submitted"):
        return tuple(policies.missing_proofs(exchange))
    return ()


def counts(found: Sequence[Row]) -> dict[str, int]:
    return {
        name: sum(row.exchange.state in states for row in found) for name, (_label, states) in SHOWN.items()
    }


def narrowed(found: Sequence[Row], show: str) -> list[Row]:
    return [row for row in found if show not in SHOWN or row.exchange.state in SHOWN[show][1]]


def verdicts(act: str, found: Sequence[Row], actor: Actor) -> list[Verdict]:
    """For each visit whether the act is possible, and why not."""
    why_not = _JUDGES[act](found, actor)
    return [Verdict(row, str(why_not(row))) for row in found]


Judge = Callable[[Row], Any]


def _programme(found: Sequence[Row], actor: Actor) -> Judge:
    def why_not(row: Row) -> Any:
        if row.exchange.state != "building":
            return _("Its plan is not being written: %(state)s.") % {"state": row.state}
        return "" if row.differs else _("Its plan has the programme already.")

    return why_not


def _send(found: Sequence[Row], actor: Actor) -> Judge:
    def why_not(row: Row) -> Any:
        if row.exchange.state != "building":
            return _("It went out for signature already: %(state)s.") % {"state": row.state}
        return " ".join(str(reason) for reason in row.missing)

    return why_not


def _remind(found: Sequence[Row], actor: Actor) -> Judge:
    numbers = [row.exchange.application_id for row in found if row.exchange.state in SIGNING]
    files = desk.rows_for(queue.files(actor).filter(pk__in=numbers), actor) if numbers else []
    judged = {
        verdict.number: verdict.why_not for verdict in desk.verdicts(desk.REMIND, files, actor) if files
    }

    def why_not(row: Row) -> Any:
        if row.exchange.state not in SIGNING:
            return _("It is not out for signature: %(state)s.") % {"state": row.state}
        return judged.get(row.exchange.application_id, _("You do not work with this file."))

    return why_not


def _draft(found: Sequence[Row], actor: Actor) -> Judge:
    def why_not(row: Row) -> Any:
        if row.exchange.state not in REPORT_OPEN:
            return _("The report is open from the first day until it is sent: %(state)s.") % {
                "state": row.state
            }
        report = getattr(row.exchange, "report", None)
        typed = report is not None and (report.activities or report.actual_start or report.actual_end)
        return _("The visitor has begun to write it.") if typed else ""

    return why_not


_JUDGES: dict[str, Callable[[Sequence[Row], Actor], Judge]] = {
    PROGRAMME: _programme,
    SEND: _send,
    REMIND: _remind,
    DRAFT: _draft,
}
