"""EXCITE, 1 February 2022 to 31 January 2024: partnership, published missions, 98 visits."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from clusters.models import Country, Partnership
from clusters.services import partnerships
from core.actors import Actor
from exchanges.demo import events, meetings, sophia, stories
from exchanges.demo.cast import OPERATOR, Cast, partnership_roles
from exchanges.demo.facts import CONTACT_CLUSTER, HOMES, HOSTS, MISSIONS, PLACES, TOLD, MissionFact
from exchanges.demo.plan import SME_HOSTS, Visit, visits
from exchanges.demo.timeline import Timeline
from exchanges.models import HostOffer, Mission
from exchanges.services import missions, programme

SIX = ("silicon-saxony", "mazovia", "scs", "bhv", "dti", "gaia")
STATEMENT = (
    "Co-funded by the European Union's COSME programme under grant agreement COS-CLUSTER-2020-3-03 (EXCITE)."
)
DISCLAIMER = (
    "The content of this publication represents the views of the authors only and is their sole responsibility. It does not "
    "reflect the views of the European Commission or of EISMEA, which accept no liability for any use made of it."
)
TARGETS = {
    "O1.staff": 12,
    "O1.strategies": 6,
    "O2.exchanges": 96,
    "O3.services": 5,
    "O4.activities": 20,
    "O5.links": 3,
}


def create_excite(cast: Cast) -> Partnership:
    """The partnership as published. Its lump-sum budget and the deputy are invented: they were not published."""
    partnership = partnerships.create_partnership(
        by=OPERATOR,
        code=TOLD,
        slug="excite",
        name="EXCITE",
        full_name="Exchange of Clusters using Digital Transformation for Excellence",
        start_on=date(2022, 2, 1),
        end_on=date(2024, 1, 31),
        clusters=[cast.clusters[key] for key in SIX],
        coordinator=cast.clusters["silicon-saxony"],
        deputy=cast.clusters["mazovia"],
        targets=TARGETS,
        grant_reference="COS-CLUSTER-2020-3-03",
        funding_statement=STATEMENT,
        disclaimer=DISCLAIMER,
        budget=Decimal(52000),
        visit_once_level="person",
        summary=(
            "Six European clusters strengthen their management and bring cluster staff and member companies together "
            "by short exchanges. All share digital industries as an emerging field, so skills, processes and services "
            "around digital transformation stand in the middle."
        ),
        objectives=(
            "Review cluster strategies and train staff; run 96 exchanges; set up new services; agree on joint "
            "activities; contribute to the EU Pact for Skills."
        ),
    )
    partnership_roles(cast, partnership, "excite.example")
    return partnership


class History:
    """Puts the stories of the 98 visits on a timeline."""

    def __init__(self, cast: Cast, partnership: Partnership) -> None:
        self.cast, self.partnership = cast, partnership
        self._missions: dict[str, Mission] = {}
        self._times_visited: dict[str, int] = {}

    def put_on(self, timeline: Timeline) -> None:
        for fact in MISSIONS:
            announced = stories.days(fact.first_day, -stories.APPLY - 12)
            timeline.add(announced, lambda fact=fact: self._announce(fact))
            if fact.key == sophia.KEY:
                timeline.add(announced, lambda fact=fact: self._hold(fact))
                timeline.add(announced, lambda fact=fact: self._meet(fact))
        events.study_visits(self.cast, self.partnership, timeline)
        ordered = sorted(visits(), key=lambda visit: (visit.first_day, visit.host, visit.visitor))
        for number, visit in enumerate(ordered, start=1):
            prepared = stories.days(visit.first_day, -stories.APPLY - 4)
            timeline.add(prepared, lambda visit=visit, number=number: self._tell(visit, number))

    def _announce(self, fact: MissionFact) -> Iterator[datetime]:
        """A mission's public page with its programme."""
        yield stories.days(fact.first_day, -stories.APPLY - 10)
        by = self.cast.actor(f"manager:{fact.host_cluster}")
        host = self.cast.known_host(fact.host) if fact.host in HOSTS else self.cast.organisations[fact.host]
        cluster = self.cast.clusters[fact.host_cluster]
        mission = missions.create_mission(
            by=by,
            partnership=self.partnership,
            host_cluster=cluster,
            host=host,
            title=fact.title,
            slug=fact.key,
            country=Country.objects.get(code=PLACES[fact.city][0]),
            city=fact.city,
            start_on=fact.first_day,
            end_on=fact.last_day,
            summary=fact.summary,
            call_text="Open to members of the six clusters and their partners. Each firm gets its own lump sum.",
            contact_name=cluster.contact_name,
            contact_email=cluster.contact_email,
        )
        if fact.key == sophia.KEY:
            sophia.add_sessions(mission, by)
        for number, title in enumerate(fact.programme if fact.key != sophia.KEY else ()):
            programme.add_session(
                mission=mission,
                by=by,
                day=fact.first_day + timedelta(days=number),
                title=title,
                place=host.name,
            )
        missions.publish_mission(mission=mission, by=by)
        self._missions[fact.key] = mission

    def _hold(self, fact: MissionFact) -> Iterator[datetime]:
        """What happened at the mission itself."""
        by = self.cast.actor(f"manager:{fact.host_cluster}")
        yield from sophia.held(self._missions, by, fact.first_day)

    def _meet(self, fact: MissionFact) -> Iterator[datetime]:
        """The pre-arranged meetings of a mission, from the invitation of local companies on."""
        yield stories.days(fact.first_day, -10)
        mission = Mission.objects.select_related("country").get(pk=self._missions[fact.key].pk)
        yield from meetings.tell(mission, self.cast.actor(f"manager:{fact.host_cluster}"))

    def _tell(self, visit: Visit, number: int) -> Iterator[datetime]:
        yield stories.days(visit.first_day, -stories.APPLY - 2)
        yield from stories.whole_visit(self._part(visit, number))

    def _part(self, visit: Visit, number: int) -> stories.Part:
        cast = self.cast
        key, home = self._visitor(visit, number)
        visitor = cast.actor(f"visitor:{key}")
        contact = home if home in SIX else CONTACT_CLUSTER.get(visit.country, HOMES[visit.country][0])
        mission = self._missions.get(visit.mission)
        offer = None if mission is not None else self._offer(visit.host)
        host_cluster = mission.host_cluster.slug if mission is not None else offer.host_cluster.slug
        return stories.Part(
            cast=cast,
            number=number,
            visit=visit,
            partnership=self.partnership,
            visitor=visitor,
            home_cluster=home,
            contact_cluster=contact,
            host_cluster=host_cluster,
            mission=mission,
            offer=offer,
            traveller=self._traveller(key, visit, visitor),
        )

    def _visitor(self, visit: Visit, number: int) -> tuple[str, str]:
        """The key of the visiting organisation, made on first use, and of its home cluster."""
        kind, _, detail = visit.visitor.partition(":")
        if kind == "cluster":
            return visit.visitor, detail
        key = f"{visit.visitor}-{number}" if kind == "other" else visit.visitor
        self.cast.firm(key, visit.country, detail if kind == "other" else "sme")
        return key, HOMES[visit.country][0]

    def _traveller(self, key: str, visit: Visit, visitor: Actor) -> tuple[str, str, str]:
        """The representative goes first; a second visit is another person's, because each person visits once."""
        times = self._times_visited[key] = self._times_visited.get(key, 0) + 1
        if times == 1:
            return visitor.user.first_name, visitor.user.last_name, visitor.user.email
        first_name, last_name = self.cast.invented_name(visit.country)
        domain = visitor.user.email.partition("@")[2]
        return first_name, last_name, f"colleague{times}@{domain}"

    def _offer(self, key: str) -> HostOffer:
        if key in SME_HOSTS:
            country = SME_HOSTS[key]
            host, cluster = self.cast.firm(key, country), HOMES[country][0]
        else:
            host, cluster = self.cast.known_host(key), HOSTS[key][3]
        return self.cast.host_offer(
            key,
            host,
            cluster,
            title=f"Working days at {host.name}",
            description="See our projects, meet the team and our partners, and work on your own question with us.",
            uses=["learn", "technology"],
            activity_types=["knowledge", "project", "networking"],
            languages=["en"],
            capacity=4,
            available_from=date(2022, 2, 1),
            available_until=date(2024, 1, 31),
        )
