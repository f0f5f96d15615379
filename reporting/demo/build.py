"""The two partnerships' stories beside the exchanges, in the order in which they are told."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import QuerySet

from clusters.enums import RoleKind
from clusters.models import Cluster, Partnership, Role, Term
from core import clock
from core.actors import Actor
from exchanges.models import Tandem
from reporting.demo import activities as told_activities
from reporting.demo import deliverables, events, exports, knowledge, periods, profiles, tandems
from reporting.demo.deliverables import Printing
from reporting.models import Activity
from reporting.services import activities, ledger

REVIEWED_AFTER = timedelta(days=9)


@dataclass(frozen=True)
class Fact:
    held_on: date
    kind: str
    place: int  # of the cluster in the partnership, from 0
    title: str
    count: int = 1


def _day(text: str) -> date:
    return date.fromisoformat(text)


EXCITE: tuple[Fact, ...] = (
    Fact(_day("2022-03-15"), "mapping", 0, "Catalogue of online modules for cluster managers"),
    Fact(_day("2022-04-28"), "webinar", 1, "Webinar: how ClusterXchange works"),
    Fact(_day("2022-05-19"), "survey", 3, "Survey of members' needs in digital transformation"),
    Fact(_day("2022-06-09"), "study_visit", 4, "Study visit to Sofia"),
    Fact(
        _day("2022-06-30"), "learning_tandem", 0, "Learning tandem: membership services, Dresden and Vilnius"
    ),
    Fact(_day("2022-09-21"), "training", 0, "Training: cluster excellence and leadership", 5),
    Fact(_day("2022-10-13"), "study_visit", 2, "Study visit to Sophia Antipolis"),
    Fact(_day("2022-10-14"), "matchmaking", 2, "Matchmaking event 1, smart mobility"),
    Fact(_day("2022-11-08"), "strategy_review", 0, "Strategy of Silicon Saxony reviewed"),
    Fact(_day("2022-11-16"), "matchmaking", 0, "Matchmaking event 2, semiconductors"),
    Fact(_day("2022-12-06"), "strategy_review", 3, "Strategy of Business Hive Vilnius reviewed"),
    Fact(_day("2023-01-26"), "learning_tandem", 1, "Learning tandem: digital tools, Warsaw and Sofia"),
    Fact(_day("2023-02-15"), "training", 5, "Training: digital tools for cluster managers", 4),
    Fact(_day("2023-02-28"), "strategy_review", 4, "Strategy of the DTI Cluster reviewed"),
    Fact(_day("2023-03-14"), "analysis", 2, "Report on cooperation opportunities"),
    Fact(_day("2023-03-23"), "webinar", 2, "Webinar: strategic cooperation between clusters"),
    Fact(_day("2023-04-18"), "new_service", 0, "New service: soft-landing desk for visiting firms"),
    Fact(_day("2023-04-27"), "skills_link", 0, "Contribution to the Pact for Skills in microelectronics"),
    Fact(_day("2023-05-11"), "strategy_review", 5, "Strategy of GAIA reviewed"),
    Fact(
        _day("2023-05-25"),
        "learning_tandem",
        2,
        "Learning tandem: cybersecurity services, Sophia Antipolis and Dresden",
    ),
    Fact(_day("2023-06-20"), "study_visit", 0, "Study visit to Dresden"),
    Fact(_day("2023-06-21"), "matchmaking", 0, "Matchmaking event 3, Silicon Saxony Day"),
    Fact(_day("2023-07-04"), "new_service", 3, "New service: export check for software firms"),
    Fact(_day("2023-08-29"), "strategy_review", 2, "Strategy of Pôle SCS reviewed"),
    Fact(_day("2023-09-12"), "service_pilot", 3, "Pilot of the export check"),
    Fact(_day("2023-09-19"), "strategy_review", 1, "Strategy of Mazovia Cluster ICT reviewed"),
    Fact(_day("2023-09-27"), "webinar", 5, "Webinar: funding for joint projects"),
    Fact(_day("2023-10-05"), "training", 4, "Training: services for going abroad", 3),
    Fact(_day("2023-10-10"), "new_service", 5, "New service: data-space advice for manufacturers"),
    Fact(_day("2023-10-12"), "learning_tandem", 5, "Learning tandem: data spaces, San Sebastián and Sofia"),
    Fact(_day("2023-10-24"), "skills_link", 5, "Link to the Pact for Skills in the Basque Country"),
    Fact(_day("2023-11-07"), "new_service", 2, "New service: security check for connected products"),
    Fact(_day("2023-11-14"), "study_visit", 5, "Study visit to San Sebastián and Bilbao"),
    Fact(_day("2023-11-15"), "matchmaking", 5, "Matchmaking event 4, industry in the Basque Country"),
    Fact(_day("2023-11-21"), "learning_tandem", 4, "Learning tandem: reskilling, Sofia and Vilnius"),
    Fact(_day("2023-11-28"), "new_service", 1, "New service: partner search for ICT firms"),
    Fact(_day("2023-12-05"), "webinar", 0, "Webinar: upskilling in digital transformation"),
    Fact(_day("2023-12-12"), "roadmap", 0, "Roadmap for joint services"),
    Fact(_day("2023-12-14"), "skills_link", 3, "Contribution to the Pact for Skills: digital"),
    Fact(_day("2024-01-16"), "joint_project", 0, "Joint project on digital skills prepared"),
    Fact(_day("2024-01-18"), "memorandum", 4, "Memorandum of understanding of the six clusters"),
    Fact(_day("2024-01-30"), "study_visit", 1, "Study visit to Warsaw"),
    Fact(_day("2024-01-31"), "matchmaking", 1, "Matchmaking event 5, Mazovia"),
)
# The one that was kept as a tandem in the portal, too.
_TANDEM = ("learning_tandem", tandems.FINISHED)
# For the running partnership, by days before today.
RUNNING: tuple[tuple[int, str, int, str, int], ...] = (
    (120, "training", 0, "Training: green services for members", 4),
    (95, "webinar", 2, "Webinar: who may take part, and how much you get", 1),
    (80, "strategy_review", 3, "Strategy reviewed with the board", 1),
    (60, "matchmaking", 1, "Matchmaking day, photonics and sensors", 1),
    (33, "study_visit", 5, "Study visit of the cluster teams", 1),
)
TO_REVIEW: tuple[tuple[int, str, int, str, int], ...] = (
    (12, "workshop", 4, "Workshop on the skills of 2030", 1),
    (6, "learning_tandem", 2, "Learning tandem on member services", 1),
    # Another cluster recorded this one, too; the coordinator has to decide.
    (59, "matchmaking", 3, "Photonics and sensors: matchmaking day", 1),
)


def tell_told(code: str) -> list[Printing]:
    """What the told partnership recorded, and its documents, which are printed while the running one is told."""
    told = Partnership.objects.get(code=code)
    profiles.tell(code)
    events.tell(told)
    tandem = tandems.tell(told)
    knowledge.tell(told, tandem)
    terms = _terms()
    for fact in EXCITE:
        grew = {"tandem": tandem} if (fact.kind, fact.held_on) == _TANDEM else {}
        _record(told, fact, terms, counted=True, **grew)
    told_activities.tell_services(told, _clusters(told), _speakers(told))
    periods.tell(told)
    return deliverables.tell(told)


def tell_running(running: str, printing: list[Printing]) -> str:
    """What the running partnership records, and what the told one has published; returns a sentence for the log."""
    live = Partnership.objects.get(code=running)
    profiles.tell_running(running)
    knowledge.tell_running(live)
    terms = _terms()
    today = clock.today()
    for facts, counted in ((RUNNING, True), (TO_REVIEW, False)):
        for days, kind, place, title, count in facts:
            _record(
                live, Fact(today - timedelta(days=days), kind, place, title, count), terms, counted=counted
            )
    told_activities.tell_next(live, _clusters(live), _speakers(live))
    periods.tell_running(live)
    deliverables.tell_running(live)
    exports.tell(running)
    deliverables.publish(printing)
    ledger.fold()
    return f"{Activity.objects.count()} activities"


def _clusters(partnership: Partnership) -> list[Cluster]:
    return [
        place.cluster for place in partnership.places.select_related("cluster").order_by("position", "id")
    ]


def _speakers(partnership: Partnership) -> dict[int, Actor]:
    return {cluster.pk: _manager(cluster) for cluster in _clusters(partnership)}


def _terms() -> dict[str, Term]:
    return {f"theme:{term.code}": term for term in Term.objects.filter(taxonomy="theme").order_by("id")}


def _record(
    partnership: Partnership,
    fact: Fact,
    terms: dict[str, Term],
    *,
    counted: bool,
    tandem: Tandem | None = None,
) -> None:
    clusters = _clusters(partnership)
    cluster = clusters[fact.place]
    more = told_activities.details(fact.kind, fact.title, fact.held_on, clusters, terms)
    with clock.at(_morning(fact.held_on)):
        activity = activities.record_activity(
            partnership=partnership,
            by=_manager(cluster),
            cluster=cluster,
            kind=fact.kind,
            title=fact.title,
            held_on=fact.held_on,
            count=fact.count,
            tandem=tandem,
            **more,
        )
    if counted:
        with clock.at(_morning(fact.held_on + REVIEWED_AFTER)):
            activities.count_activity(activity=activity, by=_coordinator(partnership))


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def _manager(cluster: Cluster) -> Actor:
    return _wearing(Role.objects.filter(kind=RoleKind.MANAGER, cluster=cluster))


def _coordinator(partnership: Partnership) -> Actor:
    return _wearing(Role.objects.filter(kind=RoleKind.COORDINATOR, partnership=partnership))


def _wearing(roles: QuerySet[Role]) -> Actor:
    role = roles.filter(ended_at=None).select_related("user").order_by("id")[0]
    return Actor.person(role.user, role)
