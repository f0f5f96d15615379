"""A small partnership with every persona, for tests. Files are built through the services, never by setting states.

Dresden (coordinator), Sophia Antipolis, Vilnius (deputy) and Sofia; the stay of `submitted()` is Monday 18 to
Thursday 21 May 2026: four working days in France, 967 km from Dresden, so EUR 450.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.test import Client

from clusters.models import (
    Cluster,
    Country,
    Organisation,
    Partnership,
    PartnershipCluster,
    Role,
    Target,
    User,
)
from core import clock
from core.actors import Actor
from exchanges.models import Application, Exchange, Grid, HostOffer, OfferPeriod

AUDIT_ENDS = datetime(2027, 12, 31, 23, 59, tzinfo=UTC)
FIRST_DAY, LAST_DAY = date(2026, 5, 18), date(2026, 5, 21)
PASSWORD = "a-long-test-password"


def moment(day: date, hour: int = 10) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def make_user(email: str, first_name: str, last_name: str, **extra: Any) -> User:
    user = User.objects.create_user(email, PASSWORD, first_name=first_name, last_name=last_name, **extra)
    # allauth lets only confirmed addresses in.
    user.emailaddress_set.create(email=email, verified=True, primary=True)
    return user


def make_organisation(
    name: str, kind: str, country: str, city: str, place: tuple[str, str], **extra: Any
) -> Organisation:
    return Organisation.objects.create(
        name=name,
        kind=kind,
        country=Country.objects.get(code=country),
        city=city,
        latitude=Decimal(place[0]),
        longitude=Decimal(place[1]),
        **extra,
    )


def make_cluster(name: str, country: str, city: str, place: tuple[str, str], **extra: Any) -> Cluster:
    slug = name.lower().replace(" ", "-")
    organisation = make_organisation(name, "cluster", country, city, place, region=extra.pop("region", ""))
    return Cluster.objects.create(
        organisation=organisation,
        name=name,
        short_name=name,
        slug=slug,
        has_eccp_profile=True,
        profile_url=f"https://profiles.example.org/{slug}",
        contact_name=f"Contact of {name}",
        contact_email=f"contact@{slug}.example",
        contact_phone="+49 351 000000",
        **extra,
    )


DRESDEN, NICE, VILNIUS, SOFIA = (
    ("51.05041", "13.73726"),
    ("43.61606", "7.05519"),
    ("54.68916", "25.27980"),
    ("42.69751", "23.32415"),
)


@dataclass
class World:
    """`actors` and `clients` go by persona: visitor, host, manager (of the visitor's cluster), host_manager, deputy,
    other_manager (of a cluster without part in the file), finance, finance2, coordinator, auditor, stranger.
    """

    partnership: Partnership
    clusters: dict[str, Cluster]
    firm: Organisation
    host: Organisation
    offer: HostOffer
    actors: dict[str, Actor]
    _clients: dict[str, Client] = field(default_factory=dict)

    def actor(self, persona: str) -> Actor:
        return self.actors[persona]

    def client(self, persona: str) -> Client:
        """A test client logged in as the persona; "anonymous" for nobody."""
        if persona not in self._clients:
            client = Client(raise_request_exception=True)
            if persona != "anonymous":
                client.force_login(self.actors[persona].user)
                # The first page of a log-in notes it; tests count the statements of the pages after.
                client.get("/healthz")
            self._clients[persona] = client
        return self._clients[persona]

    def add_support(self) -> Actor:
        """The support office of the scheme, as the persona "support"."""
        user = make_user("sue@support.example", "Sue", "Support")
        role = Role.objects.create(user=user, kind="support_office", until=AUDIT_ENDS)
        self.actors["support"] = Actor.person(user, role)
        return self.actors["support"]

    # --- a file, step by step ---

    def draft(self, **answers: Any) -> Application:
        """A complete draft of the visitor, for the listed host."""
        from exchanges.services import applications

        visitor = self.actor("visitor")
        application = applications.start_draft(organisation=self.firm, by=visitor)
        fields: dict[str, Any] = {
            "uses": ["learn", "technology"],
            "activity_types": ["knowledge", "networking"],
            "motivation": "We want to see how smart mobility is tested on real roads.",
            "expected_results": "A shared test plan with the host.",
            "host_choice": "listed",
            "host_offer": self.offer,
            "planned_start": FIRST_DAY,
            "planned_end": LAST_DAY,
            "home_cluster": self.clusters["dresden"],
            "languages": ["en"],
            "earlier_visit": False,
            "residence_confirmed": True,
            "no_double_funding": True,
            "privacy_version": "2026-1",
        } | answers
        applications.save_answers(application=application, by=visitor, **fields)
        applications.set_travellers(
            application=application,
            by=visitor,
            travellers=[
                {
                    "first_name": "Vera",
                    "last_name": "Visitor",
                    "email": "vera@firm.example",
                    "position": "CTO",
                }
            ],
        )
        applications.choose_partnership(
            application=application,
            by=visitor,
            partnership=self.partnership,
            visitor_cluster=self.clusters["dresden"],
        )
        return application

    def submitted(self, **answers: Any) -> Application:
        from exchanges.services import applications

        return applications.submit_application(application=self.draft(**answers), by=self.actor("visitor"))

    def accepted(self, **answers: Any) -> Application:
        from exchanges.services import decisions

        return decisions.accept_application(application=self.submitted(**answers), by=self.actor("manager"))

    def building(self, **answers: Any) -> Exchange:
        """The host has accepted; the visit plan is to be written."""
        from exchanges.services import proposals

        application = self.accepted(**answers)
        if application.mission_id is None:  # a mission's host has said yes to all
            proposals.answer_as_host(proposal=application.proposals.get(), by=self.actor("host"), accept=True)
        return Exchange.objects.get(application=application)

    def commitment_signing(self, **answers: Any) -> Exchange:
        from exchanges.services import building

        exchange, visitor = self.building(**answers), self.actor("visitor")
        building.save_plan(
            exchange=exchange,
            by=visitor,
            venue="Business Pole, Sophia Antipolis",
            objectives="See smart mobility on real roads.",
            expected_results="A shared test plan.",
            host_duties="Shows the test site and names a contact for each day.",
            visitor_duties="Presents its own product and writes the closing report.",
        )
        exchange.refresh_from_db()
        days = [day["date"] for day in exchange.planned_quote.result["days"] if day["counted"]]
        building.set_agenda(
            exchange=exchange,
            by=visitor,
            items=[
                {
                    "day": date.fromisoformat(day),
                    "title": f"Working day {number}",
                    "place": "Test site",
                    "contact": "Hugo Host",
                }
                for number, day in enumerate(days, start=1)
            ],
        )
        return building.send_plan(exchange=exchange, by=visitor)

    def agreement_signing(self, **answers: Any) -> Exchange:
        """All four have signed the commitment."""
        exchange = self.commitment_signing(**answers)
        for persona, name in (
            ("visitor", "Vera Visitor"),
            ("manager", "Mara Manager"),
            ("host", "Hugo Host"),
            ("host_manager", "Hélène Hôte"),
        ):
            self.sign(exchange, "commitment", persona, name)
        exchange.refresh_from_db()
        return exchange

    def ready(self, **answers: Any) -> Exchange:
        from exchanges.services import signing

        exchange = self.agreement_signing(**answers)
        signing.give_bank_account(
            exchange=exchange,
            by=self.actor("visitor"),
            holder="Elbe Sensors GmbH",
            iban="DE89 3704 0044 0532 0130 00",
        )
        self.sign(exchange, "agreement", "visitor", "Vera Visitor")
        self.sign(exchange, "agreement", "manager", "Mara Manager")
        exchange.refresh_from_db()
        return exchange

    def sign(self, exchange: Exchange, kind: str, persona: str, name: str) -> None:
        from exchanges.policies import current_document
        from exchanges.services import signing

        document = current_document(exchange, kind)
        assert document is not None
        exchange.refresh_from_db()
        signing.sign_document(
            exchange=exchange,
            kind=kind,
            by=self.actor(persona),
            signer_name=name,
            content_hash=document.content_hash,
        )


def build() -> World:
    """Make the world at the present (fixed) moment of the portal's clock."""
    clusters = {
        "dresden": make_cluster("Elbe Valley", "DE", "Dresden", DRESDEN, region="SN"),
        "nice": make_cluster("Azur Secure", "FR", "Sophia Antipolis", NICE),
        "vilnius": make_cluster("Neris Hive", "LT", "Vilnius", VILNIUS),
        "sofia": make_cluster("Vitosha Digital", "BG", "Sofia", SOFIA),
    }
    partnership = Partnership.objects.create(
        code="TEST",
        slug="test",
        name="TEST partnership",
        start_on=date(2025, 1, 1),
        end_on=date(2027, 12, 31),
        coordinator=clusters["dresden"],
        deputy=clusters["vilnius"],
        budget=Decimal(50000),
    )
    for position, key in enumerate(("dresden", "nice", "vilnius"), start=1):
        PartnershipCluster.objects.create(partnership=partnership, cluster=clusters[key], position=position)
    Target.objects.create(partnership=partnership, code="O2.exchanges", value=96)
    firm = make_organisation(
        "Elbe Sensors GmbH", "sme", "DE", "Dresden", DRESDEN, region="SN", sme_size="micro"
    )
    host = make_organisation("Mobilité Azur SAS", "sme", "FR", "Sophia Antipolis", NICE, sme_size="small")
    offer = HostOffer.objects.create(
        organisation=host,
        host_cluster=clusters["nice"],
        title="Smart mobility test road",
        description="See how shuttles are tested among real traffic.",
        uses=["learn", "technology"],
        activity_types=["knowledge", "networking"],
        languages=["en", "fr"],
        capacity=2,
        available_from=date(2026, 1, 1),
        available_until=date(2026, 12, 31),
        contact_name="Hugo Host",
        contact_email="hugo@azur.example",
        contact_phone="+33 4 00 00 00 00",
    )
    OfferPeriod.objects.create(
        offer=offer, first_day=offer.available_from, last_day=offer.available_until, capacity=offer.capacity
    )
    actors = _people(clusters, partnership, firm, host)
    Grid.objects.update(confirmed_by=actors["coordinator"].user, confirmed_at=clock.now())
    return World(partnership, clusters, firm, host, offer, actors)


def _people(
    clusters: dict[str, Cluster], partnership: Partnership, firm: Organisation, host: Organisation
) -> dict[str, Actor]:
    people: dict[str, tuple[str, str, str, str, dict[str, Any]]] = {
        "visitor": ("vera@firm.example", "Vera", "Visitor", "representative", {"organisation": firm}),
        "host": ("hugo@azur.example", "Hugo", "Host", "representative", {"organisation": host}),
        "manager": (
            "mara@elbe-valley.example",
            "Mara",
            "Manager",
            "manager",
            {"cluster": clusters["dresden"]},
        ),
        "host_manager": (
            "helene@azur-secure.example",
            "Hélène",
            "Hôte",
            "manager",
            {"cluster": clusters["nice"]},
        ),
        "deputy": ("dovile@neris.example", "Dovilė", "Deputė", "manager", {"cluster": clusters["vilnius"]}),
        "other_manager": (
            "sofia@vitosha.example",
            "Sofia",
            "Other",
            "manager",
            {"cluster": clusters["sofia"]},
        ),
        "finance": ("fina@test.example", "Fina", "Nance", "finance", {"partnership": partnership}),
        "finance2": ("filip@test.example", "Filip", "Nance", "finance", {"partnership": partnership}),
        "coordinator": (
            "cora@test.example",
            "Cora",
            "Ordinator",
            "coordinator",
            {"partnership": partnership},
        ),
        "auditor": (
            "audi@test.example",
            "Audi",
            "Tor",
            "auditor",
            {"partnership": partnership, "until": AUDIT_ENDS},
        ),
    }
    actors = {}
    for persona, (email, first, last, kind, scope) in people.items():
        user = make_user(email, first, last)
        actors[persona] = Actor.person(user, Role.objects.create(user=user, kind=kind, **scope))
    actors["stranger"] = Actor.person(make_user("stan@elsewhere.example", "Stan", "Stranger"))
    return actors
