"""What waits for the present hat, in all workflows of a file: late first, with the page of the next act."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Value
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from clusters.enums import RoleKind
from clusters.models import Role
from clusters.selectors.members import requests_of
from core import clock
from core.actors import Actor, wearer_of
from core.counts import CAP, Counted
from core.prepared import Prepared
from exchanges.enums import Decider
from exchanges.models import Application, Exchange, Proposal, Questionnaire, Tandem
from exchanges.selectors import queue, tasks

# No more than these are shown; the list of files holds the rest.
MOST = 50
SOON = 3
_OTHERS = ("visitor", "host", "host_cluster", "finance")
# Which side of which row the hat stands on: waiting code and the rows it may be waiting on.
Sides = list[tuple[str, Q]]


@dataclass(frozen=True)
class WorkItem:
    reference: str
    title: str
    act: Any
    url: str
    due: date | None
    since: datetime
    late: bool

    @property
    def days(self) -> int:
        """How long it has waited."""
        return max((clock.now() - self.since).days, 0)

    @property
    def soon(self) -> bool:
        """Due today or within three days."""
        return self.due is not None and not self.late and self.due <= clock.today() + timedelta(days=SOON)


def waiting(actor: Actor) -> list[WorkItem]:
    """At most one statement for each kind of row, whatever waits."""
    if actor.hat is None:
        return []
    items = [
        *_applications(actor),
        *_proposals(actor),
        *_exchanges(actor),
        *_questionnaires(actor),
        *_memberships(actor),
        *_tandems(actor),
    ]
    return in_order(items)


def due_rows(actor: Actor) -> list[tuple[str, Any]]:
    """What waits for the hat and has a day: which kind of row, and the row with its file."""
    if actor.hat is None:
        return []
    related = {
        "application": (Application.objects.select_related("organisation"), _application_sides(actor)),
        "proposal": (Proposal.objects.select_related("application"), _proposal_sides(actor)),
        "exchange": (Exchange.objects.select_related("application"), _exchange_sides(actor)),
    }
    return [
        (kind, row)
        for kind, (rows, sides) in related.items()
        for row in _rows(rows.filter(due_on__isnull=False), sides)
    ]


def in_order(items: list[WorkItem]) -> list[WorkItem]:
    """Late first, then by the day it is due."""
    return sorted(items, key=lambda item: (not item.late, item.due or date.max, item.since))[:MOST]


@dataclass(frozen=True)
class Others:
    """Late files that wait for somebody else: how many, the list of them, and the page that reminds them all."""

    who: Any
    number: int
    url: str
    remind_url: str


def late_with_others(actor: Actor) -> list[Others]:
    """For a manager or coordinator: the own files whose next act is overdue with another side, by side; one statement."""
    hat = actor.hat
    if hat is None or hat.kind not in (RoleKind.MANAGER, RoleKind.COORDINATOR):
        return []
    mine = (
        {"visitor_cluster": hat.cluster_id}
        if hat.kind == RoleKind.MANAGER
        else {"partnership": hat.partnership_id}
    )
    late = Application.objects.filter(**mine).exclude(state="draft")
    late = late.filter(queue.due_filter(late=True, today=clock.today()))
    numbers = late.aggregate(**{side: Count("pk", filter=queue.waiting_filter(side)) for side in _OTHERS})
    return [_others(side, numbers[side]) for side in _OTHERS if numbers[side]]


def _others(side: str, number: int) -> Others:
    query = urlencode({"due": "late", "waiting": side})
    remind = urlencode({"act": "remind", "scope": "all", "query": query})
    return Others(
        queue.WHO[side],
        number,
        f"{reverse('exchanges:queue')}?{query}",
        f"{reverse('exchanges:bulk')}?{remind}",
    )


def to_decide(actor: Actor) -> int:
    """How many files wait for this hat's decision, counted to `CAP` a side; for the menu of every page."""
    hat = actor.hat
    if hat is None or hat.kind == RoleKind.REPRESENTATIVE or not _application_sides(actor):
        return 0
    (number,) = _undecided(hat.kind, hat=hat.pk, cluster=hat.cluster_id, partnership=hat.partnership_id)
    return int(number)


def _count_undecided(kind: str, *, hat: Any, cluster: Any, partnership: Any) -> QuerySet[Any]:
    """Side by side, since no index serves two sides at once."""
    wearer = wearer_of(kind, cluster=cluster, partnership=partnership)
    sent = Application.objects.filter(state__in=("submitted", "in_review")).order_by().values("pk")
    numbers = [Counted(sent.filter(_any([side]))[:CAP]) for side in _application_sides(wearer)]
    return Role.objects.filter(pk=hat).order_by().values_list(sum(numbers, start=Value(0)), flat=True)


_undecided = Prepared("undecided", _count_undecided)


def own_files(actor: Actor) -> tuple[list[queue.Row], list[queue.Row]]:
    """For a representative: the files of the own organisation, and those in which it is the host."""
    hat = actor.hat
    rows = queue.rows_of(Application.objects.visible_to(actor).order_by("-id"), MOST)
    own = [row for row in rows if row.application.organisation_id == hat.organisation_id]
    hosted = [row for row in rows if row.application.organisation_id != hat.organisation_id]
    return own, hosted


def _applications(actor: Actor) -> list[WorkItem]:
    sides = _application_sides(actor)
    rows = _rows(Application.objects.select_related("organisation"), sides)
    return [_item(row, row, row.organisation.name, "application", actor, sides) for row in rows]


def _proposals(actor: Actor) -> list[WorkItem]:
    sides = _proposal_sides(actor)
    rows = _rows(Proposal.objects.select_related("application__organisation", "host"), sides)
    return [_item(row, row.application, _pair(row), "proposal", actor, sides) for row in rows]


def _exchanges(actor: Actor) -> list[WorkItem]:
    sides = _exchange_sides(actor)
    rows = _rows(Exchange.objects.select_related("application__organisation", "host"), sides)
    return [_item(row, row.application, _pair(row), "exchange", actor, sides) for row in rows]


def _questionnaires(actor: Actor) -> list[WorkItem]:
    hat = actor.hat
    if hat.kind != RoleKind.REPRESENTATIVE:
        return []
    sides: Sides = [
        ("visitor", Q(respondent="visitor", exchange__visitor_id=hat.organisation_id)),
        ("host", Q(respondent="host", exchange__host_id=hat.organisation_id)),
    ]
    related = Questionnaire.objects.select_related("exchange__application__organisation", "exchange__host")
    found = _rows(related, sides)
    return [
        _item(row, row.exchange.application, _pair(row.exchange), "questionnaire", actor, sides)
        for row in found
    ]


def _memberships(actor: Actor) -> list[WorkItem]:
    """Organisations that say they belong to the manager's cluster."""
    if actor.hat.kind != RoleKind.MANAGER:
        return []
    return [
        WorkItem(
            reference=_("Membership"),
            title=membership.organisation.name,
            act=_("Confirm or refuse the membership"),
            url=reverse("clusters:membership_decide", kwargs={"pk": membership.pk}),
            due=membership.due_on,
            since=membership.state_since,
            late=membership.due_on is not None and membership.due_on < clock.today(),
        )
        for membership in requests_of(actor)[:MOST]
    ]


def _tandems(actor: Actor) -> list[WorkItem]:
    """Learning tandems that another cluster proposes to the manager's own."""
    if actor.hat.kind != RoleKind.MANAGER:
        return []
    asked = Tandem.objects.filter(state="proposed", second=actor.hat.cluster_id).select_related("first")
    return [
        WorkItem(
            reference=_("Learning tandem"),
            title=tandem.first.name,
            act=_("Say yes or no"),
            url=reverse("exchanges:tandem_answer", kwargs={"pk": tandem.pk}),
            due=None,
            since=tandem.state_since,
            late=False,
        )
        for tandem in asked.order_by("state_since", "id")[:MOST]
    ]


def _application_sides(actor: Actor) -> Sides:
    hat = actor.hat
    if hat is None:
        return []
    if hat.kind == RoleKind.REPRESENTATIVE:
        return [("visitor", Q(organisation_id=hat.organisation_id, entered_for_applicant=False))]
    if hat.kind == RoleKind.MANAGER:
        return [
            ("visitor_cluster", Q(visitor_cluster_id=hat.cluster_id, decider=Decider.MANAGER)),
            ("deputy", Q(partnership__deputy_id=hat.cluster_id, decider=Decider.DEPUTY)),
        ]
    if hat.kind == RoleKind.COORDINATOR:
        return [("coordinator", Q(partnership_id=hat.partnership_id, decider=Decider.COORDINATOR))]
    return []


def _proposal_sides(actor: Actor) -> Sides:
    """The visitor's cluster confirms through whoever decides the file."""
    hat = actor.hat
    if hat.kind == RoleKind.REPRESENTATIVE:
        own = Q(application__organisation_id=hat.organisation_id)
        return [("visitor", own), ("host", Q(host_id=hat.organisation_id))]
    if hat.kind == RoleKind.MANAGER:
        managed = Q(application__visitor_cluster_id=hat.cluster_id, application__decider=Decider.MANAGER)
        deputised = Q(application__partnership__deputy_id=hat.cluster_id, application__decider=Decider.DEPUTY)
        return [("visitor_cluster", managed | deputised), ("host_cluster", Q(host_cluster_id=hat.cluster_id))]
    if hat.kind == RoleKind.COORDINATOR:
        coordinated = Q(
            application__partnership_id=hat.partnership_id, application__decider=Decider.COORDINATOR
        )
        return [("visitor_cluster", coordinated)]
    return []


def _exchange_sides(actor: Actor) -> Sides:
    hat = actor.hat
    if hat.kind == RoleKind.REPRESENTATIVE:
        return [("visitor", Q(visitor_id=hat.organisation_id)), ("host", Q(host_id=hat.organisation_id))]
    if hat.kind == RoleKind.MANAGER:
        return [
            ("visitor_cluster", Q(visitor_cluster_id=hat.cluster_id)),
            ("host_cluster", Q(host_cluster_id=hat.cluster_id)),
            ("deputy", Q(partnership__deputy_id=hat.cluster_id)),
        ]
    if hat.kind == RoleKind.COORDINATOR:
        return [("coordinator", Q(partnership_id=hat.partnership_id))]
    return [("finance", Q(partnership_id=hat.partnership_id))] if hat.kind == RoleKind.FINANCE else []


def _any(sides: Sides) -> Q:
    wanted = Q(pk__in=[])
    for code, rows in sides:
        wanted |= rows & Q(waiting_for__regex=rf"\m{code}\M")
    return wanted


def _rows(rows: QuerySet[Any], sides: Sides) -> list[Any]:
    if not sides:
        return []
    return list(rows.filter(_any(sides)).order_by(F("due_on").asc(nulls_last=True), "id")[:MOST])


def _pair(row: Any) -> str:
    return _("%(visitor)s at %(host)s") % {
        "visitor": row.application.organisation.name,
        "host": row.host.name,
    }


def _item(
    row: Any, application: Application, title: str, workflow: str, actor: Actor, sides: Sides
) -> WorkItem:
    waits_for = row.waiting_for.split()
    acts = ((code, tasks.next_act(workflow, row.state, code)) for code, _rows in sides if code in waits_for)
    act = next((found for _code, found in acts if found is not None), None)
    url = tasks.address(act, reference=application.reference, pk=row.pk) if act is not None else ""
    return WorkItem(
        reference=application.reference or _("Draft"),
        title=title,
        act=act.label if act is not None else _("Open the file"),
        url=url or reverse("exchanges:file", kwargs={"reference": application.reference}),
        due=row.due_on,
        since=row.state_since,
        late=row.due_on is not None and row.due_on < clock.today(),
    )
