"""Creates the people and organisations of the demo, once each, and hands out actors."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from unicodedata import normalize

from clusters import sme
from clusters.models import Cluster, Country, Membership, Organisation, Partnership, Term, User
from clusters.services import memberships, organisations, partnerships, roles, sme_status
from clusters.services.terms import set_terms
from core import clock
from core.actors import Actor
from exchanges.demo.acting import link_actor
from exchanges.demo.facts import (
    CLUSTERS,
    FIELDS_OF_TRADES,
    FIRM_TRADES,
    FIRM_WORDS,
    FIRST_NAMES,
    HOMES,
    HOSTS,
    LAST_NAMES,
    LEGAL_FORMS,
    PLACES,
)
from exchanges.demo.timeline import Worker
from exchanges.models import HostOffer
from exchanges.services import offers

# One password for all demo people; the start-up message and the README print it.
DEMO_PASSWORD = "cluster-exchange-demo"  # noqa: S105  printed on purpose
OPERATOR = Actor.system("operator")


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


@dataclass
class Cast:
    """Everybody who exists, by key. `secret` hashes the demo password once, not once per person."""

    secret: str
    worker: Worker = field(default_factory=Worker)
    clusters: dict[str, Cluster] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    offers: dict[str, HostOffer] = field(default_factory=dict)
    _people: dict[str, Actor] = field(default_factory=dict)
    _names: int = 0
    _terms: dict[tuple[str, str], Term] = field(default_factory=dict)

    # --- people ---

    def person(self, email: str, first_name: str, last_name: str, **extra: str) -> User:
        user = User.objects.create(
            email=email, first_name=first_name, last_name=last_name, password=self.secret, **extra
        )
        user.emailaddress_set.create(email=email, verified=True, primary=True)
        return user

    def invented_name(self, country: str) -> tuple[str, str]:
        """The next first and last name of a country; repeats after all pairs are used."""
        self._names += 1
        first, last = FIRST_NAMES[country], LAST_NAMES[country]
        return first[self._names % len(first)], last[(self._names // len(first)) % len(last)]

    def hat(self, key: str, user: User, kind: str, *, by: Actor = OPERATOR, **scope: object) -> Actor:
        actor = Actor.person(user, roles.give_role(user=user, kind=kind, by=by, **scope))
        self._people[key] = actor
        return actor

    def actor(self, key: str) -> Actor:
        return self._people[key]

    def knows(self, key: str) -> bool:
        return key in self._people

    # --- organisations ---

    def organisation(self, key: str, name: str, kind: str, city: str, **profile: object) -> Organisation:
        country, region, latitude, longitude = PLACES[city]
        made = organisations.register_organisation(
            by=OPERATOR,
            name=name,
            kind=kind,
            country=Country.objects.get(code=country),
            region=region,
            city=city,
            latitude=Decimal(latitude),
            longitude=Decimal(longitude),
            **profile,
        )
        self.organisations[key] = made
        return made

    def all_clusters(self) -> None:
        """The six of EXCITE with two managers and a member of staff each, and the home clusters outside."""
        for fact in CLUSTERS:
            organisation = self.organisation(fact.key, fact.name, "cluster", fact.city, listed=fact.in_portal)
            first, last = self.invented_name(organisation.country_id)
            self.clusters[fact.key] = partnerships.found_cluster(
                by=OPERATOR,
                organisation=organisation,
                name=fact.name,
                short_name=fact.short_name,
                slug=fact.key,
                about=fact.about,
                profile_url=f"https://profiles.{fact.domain}/",
                has_eccp_profile=True,
                in_portal=fact.in_portal,
                contact_name=f"{first} {last}",
                contact_email=f"contact@{fact.domain}",
                contact_phone="+00 000 000 00",
            )
            if fact.in_portal:
                for number, key in enumerate(("", "2"), start=1):
                    first, last = self.invented_name(organisation.country_id)
                    user = self.person(
                        f"manager{number}@{fact.domain}", first, last, position="Cluster manager"
                    )
                    self.hat(f"manager{key}:{fact.key}", user, "manager", cluster=self.clusters[fact.key])
            first, last = self.invented_name(organisation.country_id)
            user = self.person(f"staff@{fact.domain}", first, last, position="Project manager")
            self.hat(f"visitor:cluster:{fact.key}", user, "representative", organisation=organisation)

    def firm(self, key: str, country: str, kind: str = "sme", *, confirm: bool = True) -> Organisation:
        """An invented organisation with a representative, and its membership at its country's cluster."""
        if key in self.organisations:
            return self.organisations[key]
        number = len(self.organisations)
        home, cities = HOMES[country]
        word = FIRM_WORDS[number % len(FIRM_WORDS)]
        trade = FIRM_TRADES[(number // len(FIRM_WORDS) + number) % len(FIRM_TRADES)]
        name = (
            f"{word} {trade} {LEGAL_FORMS[country]}"
            if kind in ("sme", "large_company")
            else f"{word} {_KINDS[kind]}"
        )
        city = cities[number % len(cities)]
        organisation = self.organisation(
            key, name, kind, city, listed=number % 3 != 0, about=_ABOUT[number % len(_ABOUT)]
        )
        set_terms(profile=organisation, by=OPERATOR, terms=self.fields_of(trade))
        first, last = self.invented_name(country)
        slug = _ascii(f"{word}-{trade}").lower()
        user = self.person(
            f"{_ascii(first).lower() or 'contact'}@{slug}-{_ascii(key).lower()}.example",
            first,
            last,
            position="Managing director",
        )
        representative = self.hat(f"visitor:{key}", user, "representative", organisation=organisation)
        if kind == "sme":
            sme_status.state_sme_status(organisation=organisation, by=representative, answers=dict(sme.MICRO))
        membership = memberships.request_membership(
            organisation=organisation,
            cluster=self.clusters[home],
            by=representative,
            since=date(2020, 1 + number % 12, 1),
        )
        if confirm:
            self.confirm_membership(membership, home)
        return organisation

    def fields_of(self, trade: str) -> list[Term]:
        """The fields of activity of a trade, by which the directory finds a firm and what it offers."""
        if not self._terms:
            rows = Term.objects.filter(taxonomy__in=["ecosystem", "theme"]).order_by("edition", "id")
            self._terms = {(term.taxonomy, term.code): term for term in rows}
        return [self._terms[key] for key in FIELDS_OF_TRADES[trade]]

    def confirm_membership(self, membership: Membership, home: str) -> None:
        """By the cluster's manager, or by the mail link that a cluster outside the portal was sent."""
        if self.clusters[home].in_portal:
            by = self.actor(f"manager:{home}")
        else:
            self.worker.do_due(clock.now())
            by = link_actor(membership, "membership_confirm")
        memberships.confirm_membership(membership=membership, by=by)

    def host_offer(self, key: str, host: Organisation, host_cluster: str, **profile: object) -> HostOffer:
        """A place to visit, offered under the wing of a cluster."""
        if key not in self.offers:
            first, last = self.invented_name(host.country_id)
            self.offers[key] = offers.create_offer(
                by=self.actor(f"manager:{host_cluster}"),
                organisation=host,
                host_cluster=self.clusters[host_cluster],
                contact_name=f"{first} {last}",
                contact_email=f"hosting@{_ascii(host.name.split()[0]).lower()}-{_ascii(key).lower()}.example",
                contact_phone="+00 000 000 00",
                **profile,
            )
        return self.offers[key]

    def known_host(self, key: str) -> Organisation:
        """A receiving organisation of the published history."""
        if key not in self.organisations:
            name, kind, city, _ = HOSTS[key]
            self.organisation(key, name, kind, city, listed=True)
        return self.organisations[key]


def partnership_roles(cast: Cast, partnership: Partnership, domain: str) -> None:
    """The coordinator, who gives the others theirs: two people of finance and an auditor for half a year.

    Keyed "<role>:<partnership code>".
    """
    people = {}
    for role, position in (
        ("finance", "Finance officer"),
        ("finance2", "Head of finance"),
        ("coordinator", "Project coordinator"),
        ("auditor", "Auditor"),
    ):
        first, last = cast.invented_name("DE")
        people[role] = cast.person(f"{role}@{domain}", first, last, position=position)
    key, place = f"{{}}:{partnership.code}", {"partnership": partnership}
    coordinator = cast.hat(key.format("coordinator"), people["coordinator"], "coordinator", **place)
    for role in ("finance", "finance2"):
        cast.hat(key.format(role), people[role], "finance", by=coordinator, **place)
    until = clock.machine_now() + timedelta(days=180)
    cast.hat(key.format("auditor"), people["auditor"], "auditor", by=coordinator, until=until, **place)


def _ascii(text: str) -> str:
    return "".join(c for c in normalize("NFKD", text) if c.isascii() and (c.isalnum() or c == "-"))


_KINDS = {
    "tech_centre": "Technology Centre",
    "research": "Research Institute",
    "innovation_hub": "Innovation Hub",
    "incubator": "Incubator",
    "fab_lab": "Fab Lab",
    "creative_hub": "Creative Hub",
    "training": "Academy",
    "public_authority": "Regional Office",
    "innovation_agency": "Innovation Agency",
}
_ABOUT = (
    "Sensors and data for machines in production.",
    "Software that connects machines and people.",
    "Robots for small series.",
    "Photonic components for measuring.",
    "Predictive maintenance for factories.",
    "Secure communication for connected devices.",
)
