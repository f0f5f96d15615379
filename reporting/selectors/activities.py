"""Activities for their list, and what an activity can be recorded out of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.models import Cluster, Partnership, Term
from core import clock
from core.actors import Actor
from core.models import TransitionLog
from exchanges.enums import Mode, ParticipantSide
from exchanges.models import Mission, Participant, Tandem
from reporting.activity_fields import OF_EVENT
from reporting.enums import ActivityKind, NetworkKind
from reporting.models import Activity, LinkedNetwork

ORDERS: dict[str, tuple[str, ...]] = {
    "date": ("held_on", "id"),
    "-date": ("-held_on", "-id"),
    "title": ("title", "id"),
    "-title": ("-title", "-id"),
    "kind": ("kind", "-held_on", "-id"),
    "-kind": ("-kind", "-held_on", "-id"),
    "cluster": ("cluster__short_name", "-held_on", "-id"),
    "-cluster": ("-cluster__short_name", "-held_on", "-id"),
}
NEWEST = "-date"
# A tandem or an event is looked for this far back in one look; older ones by their own pages.
MOST_SOURCES = 200


def activities(actor: Actor, partnership: Partnership) -> QuerySet[Activity]:
    return Activity.objects.visible_to(actor).filter(partnership=partnership).select_related("cluster")


def in_order(rows: QuerySet[Activity], order: str) -> QuerySet[Activity]:
    return rows.order_by(*ORDERS.get(order, ORDERS[NEWEST]))


def themes_of(partnership: Partnership) -> QuerySet[Term]:
    """The themes that the partnership's activities have."""
    used = Activity.terms.through.objects.filter(activity__partnership=partnership).values("term")
    return Term.objects.filter(pk__in=used).select_related("parent").order_by("taxonomy", "code")


@dataclass(frozen=True)
class Source:
    """Something that took place and is not recorded yet. `values` fill the form."""

    name: str
    kind: str
    cluster: Cluster
    held_on: date
    facts: str
    url: str
    values: dict[str, Any]

    @property
    def kind_label(self) -> Any:
        return ActivityKind(self.kind).label


def sources(actor: Actor, partnership: Partnership) -> list[Source]:
    """Events, tandems and linked networks that could be recorded by this hat, the latest first."""
    events = list(events_to_record(actor, partnership)[:MOST_SOURCES])
    people = _people(events)
    found = [
        *(of_event(event, people.get(event.pk, (0, 0))) for event in events),
        *(of_tandem(tandem) for tandem in tandems_to_record(actor, partnership)[:MOST_SOURCES]),
        *(_of_network(network) for network in _networks(actor, partnership)[:MOST_SOURCES]),
    ]
    return sorted(found, key=lambda source: source.held_on, reverse=True)


def events_to_record(actor: Actor, partnership: Partnership) -> QuerySet[Mission]:
    """Those that took place, pay no lump sums and are not recorded; a manager records those the own cluster hosted."""
    rows = Mission.objects.visible_to(actor).filter(
        _own(actor, "host_cluster"),
        partnership=partnership,
        with_lump_sum=False,
        end_on__lte=clock.today(),
        state__in=("open", "closed", "finished"),
        activity=None,
    )
    return rows.select_related("host_cluster", "country").order_by("-end_on", "-id")


def tandems_to_record(actor: Actor, partnership: Partnership) -> QuerySet[Tandem]:
    rows = Tandem.objects.visible_to(actor).filter(
        _own(actor, "first"), partnership=partnership, state="finished", activity=None
    )
    return (
        rows.select_related("first", "second")
        .annotate(
            last_day=Max("sessions__day"),
            sitting=Count("sessions", distinct=True),
            hours=Sum("sessions__hours"),
        )
        .order_by("-id")
    )


def _networks(actor: Actor, partnership: Partnership) -> QuerySet[LinkedNetwork]:
    """For the coordinator alone, who hands links in."""
    hat = actor.hat
    if hat is None or hat.partnership_id != partnership.pk:
        return LinkedNetwork.objects.none()
    return (
        LinkedNetwork.objects.filter(partnership=partnership, activity=None, kind=NetworkKind.SKILLS)
        .select_related("partnership__coordinator")
        .order_by("-id")
    )


def _own(actor: Actor, field: str) -> Q:
    hat = actor.hat
    if hat is not None and hat.cluster_id is not None:
        return Q(**{field: hat.cluster_id})
    return Q()


def _people(events: Sequence[Mission]) -> dict[int, tuple[int, int]]:
    """event -> (people who came as visitors, their organisations): named people, without those who called off."""
    rows = (
        Participant.objects.filter(
            mission__in=[event.pk for event in events], state="coming", side=ParticipantSide.VISITOR
        )
        .order_by()
        .values("mission")
        .annotate(
            people=Count("pk"),
            known=Count("organisation", distinct=True),
            named=Count("organisation_name", distinct=True, filter=~Q(organisation_name="")),
        )
    )
    return {row["mission"]: (row["people"], row["known"] + row["named"]) for row in rows}


def of_event(event: Mission, people: tuple[int, int] | None = None) -> Source:
    number, organisations = people if people is not None else _people([event]).get(event.pk, (0, 0))
    kind = OF_EVENT[event.kind]
    online = event.mode == Mode.VIRTUAL
    values: dict[str, Any] = {
        "title": event.title,
        "cluster": event.host_cluster_id,
        "held_on": event.end_on,
        "mode": event.mode,
        "place": "" if online else f"{event.city}, {event.country}",
        "participants": number or None,
        "organisations": organisations or None,
        "note": event.summary,
        "terms": list(event.terms.values_list("pk", flat=True)) if people is None else [],
    }
    if kind == ActivityKind.TRAINING:
        values["count"] = number or None
    facts = _("%(number)s people of %(organisations)s organisations") % {
        "number": number,
        "organisations": organisations,
    }
    return Source(event.title, kind, event.host_cluster, event.end_on, facts, f"?event={event.pk}", values)


def of_tandem(tandem: Any) -> Source:
    held_on = tandem.last_day or _finished_on(tandem)
    values = {
        "title": _("Learning tandem: %(first)s and %(second)s")
        % {"first": tandem.first.short_name, "second": tandem.second.short_name},
        "cluster": tandem.first_id,
        "clusters": [tandem.second_id],
        "held_on": held_on,
        "note": tandem.result,
    }
    facts = _("%(number)s sessions, %(hours)s hours") % {"number": tandem.sitting, "hours": tandem.hours or 0}
    kind = ActivityKind.LEARNING_TANDEM
    return Source(values["title"], kind, tandem.first, held_on, facts, f"?tandem={tandem.pk}", values)


def _finished_on(tandem: Tandem) -> date:
    moment = (
        TransitionLog.objects.filter(subject_type="exchanges.tandem", subject_id=tandem.pk)
        .order_by("-id")
        .values_list("occurred_at", flat=True)
        .first()
    )
    return moment.date() if moment is not None else clock.today()


def _of_network(network: LinkedNetwork) -> Source:
    """Handed in on its own page, where the evidence stands."""
    held_on = network.linked_on or network.added_at.date()
    return Source(
        network.name,
        ActivityKind.SKILLS_LINK,
        network.partnership.coordinator,
        held_on,
        network.get_kind_display(),
        reverse("reporting:network_edit", args=[network.pk]),
        {},
    )
