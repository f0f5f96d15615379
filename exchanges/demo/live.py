"""EXCITE-NEXT, an invented partnership of the same six clusters that runs today: a file in every state."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from clusters.models import Partnership
from clusters.services import partnerships
from core import clock, dates
from exchanges.demo import endings, events, running_event, stories
from exchanges.demo.cast import OPERATOR, Cast, at, partnership_roles
from exchanges.demo.facts import CONTACT_CLUSTER, FIRM_TRADES, HOMES, HOSTS
from exchanges.demo.history import DISCLAIMER, SIX
from exchanges.demo.plan import Visit
from exchanges.demo.timeline import Timeline
from exchanges.models import HostOffer
from exchanges.services.offers import create_offer

CODE = "EXCITE-NEXT"
# From this offset on an application has been sent and nobody has decided.
SENT = 43
TARGETS = {
    "O1.staff": 10,
    "O1.strategies": 4,
    "O2.exchanges": 80,
    "O3.services": 4,
    "O4.activities": 16,
    "O5.links": 2,
}
Tell = Callable[[stories.Part], Iterator[datetime]]

# Visitor's country, host, first day from today, calendar days, story. The offsets let each file stand in its state
# today: the steps of `stories` are counted from the first and the last day.
FILES: tuple[tuple[str, str, int, int, Tell], ...] = (
    ("PL", "riviera", 44, 8, stories.whole_visit),  # sent
    ("LT", "elbe", 44, 8, stories.whole_visit),  # sent
    ("BG", "donostia", 43, 8, stories.whole_visit),  # sent
    ("FR", "elbe", 38, 8, endings.held),  # on hold
    ("ES", "vistula", 38, 8, endings.rejected),
    ("IT", "hive", 38, 8, endings.withdrawn),
    ("CZ", "atelier", 38, 8, stories.whole_visit),  # accepted, the host has not answered
    ("DE", "hive", 38, 8, stories.whole_visit),  # accepted, the host has not answered
    ("DE", "riviera", 43, 8, stories.whole_visit),  # sent, the membership is to be confirmed
    ("AT", "donostia", 30, 8, endings.declined),
    ("DE", "donostia", 33, 8, stories.whole_visit),  # plan to be written
    ("RO", "atelier", 33, 8, stories.whole_visit),  # plan to be written
    ("PL", "elbe", 28, 8, stories.whole_visit),  # being signed, nobody yet
    ("FR", "vistula", 24, 8, stories.whole_visit),  # being signed, the clusters are missing
    ("DE", "vitosha", 17, 8, endings.agreement_open),
    ("LT", "riviera", 16, 8, endings.cancelled),
    ("ES", "elbe", 10, 8, stories.whole_visit),  # ready to start
    ("BG", "vistula", 5, 8, stories.whole_visit),  # ready to start
    ("DE", "riviera", -3, 12, stories.whole_visit),  # on the visit
    ("NL", "hive", -5, 15, stories.whole_visit),  # on the visit
    ("PL", "donostia", -12, 8, stories.whole_visit),  # report expected
    ("DE", "vistula", -13, 8, stories.whole_visit),  # report expected
    ("LT", "vitosha", -19, 8, stories.whole_visit),  # report to check
    ("FR", "hive", -19, 8, stories.whole_visit),  # report to check
    ("SI", "elbe", -20, 8, endings.sent_back),
    ("BG", "elbe", -30, 8, endings.payment_refused),  # validated
    ("DE", "hive", -30, 8, endings.ordered),
    ("ES", "riviera", -31, 8, endings.approved),
    ("IT", "vitosha", -33, 8, endings.paid),
    ("PL", "hive", -60, 8, stories.whole_visit),  # closed
    ("FR", "donostia", -75, 4, stories.whole_visit),  # closed
    ("DE", "riviera", -82, 8, stories.whole_visit),  # closed
    ("LT", "elbe", -90, 4, stories.whole_visit),  # closed
    ("GR", "riviera", -40, 8, endings.broken_off),
    ("SK", "elbe", -50, 8, endings.too_short),
)
WAITING_COUNTRIES = (
    "DE",
    "PL",
    "FR",
    "LT",
    "BG",
    "ES",
    "CZ",
    "NL",
    "AT",
    "IT",
    "RO",
    "GR",
    "SI",
    "SK",
    "PT",
    "HU",
    "RS",
)
WAITING = 34
PERSONA_FILES = (
    ("riviera", 33, 8, stories.whole_visit),  # plan to be written
    ("hive", -12, 8, stories.whole_visit),  # report expected
    ("vistula", -95, 8, stories.whole_visit),  # closed, with certificate
)


def build(cast: Cast, now: datetime) -> Partnership:
    """Told from nine months ago up to `now`."""
    today = now.date()
    timeline = Timeline(cast.worker)
    with clock.at(at(today - timedelta(days=270))):
        partnership = _create(cast, today)
        Live(cast, partnership, today).put_on(timeline)
    timeline.run(until=now)
    return partnership


def _create(cast: Cast, today: date) -> Partnership:
    start = today - timedelta(days=265)
    partnership = partnerships.create_partnership(
        by=OPERATOR,
        code=CODE,
        slug="excite-next",
        name=CODE,
        full_name="EXCITE-NEXT (invented follow-up of EXCITE)",
        start_on=start.replace(day=1),
        end_on=start.replace(day=1, year=start.year + 2) - timedelta(days=1),
        clusters=[cast.clusters[key] for key in SIX],
        coordinator=cast.clusters["silicon-saxony"],
        deputy=cast.clusters["mazovia"],
        targets=TARGETS,
        grant_reference="Demonstration",
        funding_statement="Demonstration data. Shown as if co-funded by the European Union.",
        disclaimer=DISCLAIMER,
        budget=Decimal(60000),
        visit_once_level="person",
        summary="An invented follow-up of EXCITE, so that the portal can be tried with files that are under way.",
        objectives="80 exchanges in two years, at least half of them by SMEs.",
    )
    partnership_roles(cast, partnership, "excite-next.example")
    return partnership


class Live:
    def __init__(self, cast: Cast, partnership: Partnership, today: date) -> None:
        self.cast, self.partnership, self.today = cast, partnership, today
        self._number = 200

    def put_on(self, timeline: Timeline) -> None:
        offers = self._offers()
        self._personas()
        offers["atelier"] = self._persona_offer()
        for country, host, offset, length, tell in FILES:
            self._number += 1
            self._add(timeline, f"live{self._number}", country, offers[host], offset, length, tell)
        for host, offset, length, tell in PERSONA_FILES:
            self._number += 1
            self._add(timeline, "persona", "DE", offers[host], offset, length, tell)
        self._add(timeline, "persona", "DE", offers["donostia"], 38, 8, endings.unsent)
        for number in range(WAITING):
            self._number += 1
            country = WAITING_COUNTRIES[number % len(WAITING_COUNTRIES)]
            self._add(
                timeline, f"wait{number}", country, None, 39 - number % 20, 8, endings.waiting_for_a_host
            )
        self._number += 1
        asked = stories.DECIDE - 3
        self._add(timeline, "invite", "DE", None, asked, 8, endings.waiting_for_an_invited_host)
        events.open_mission(self.cast, self.partnership, self.today, timeline)
        events.cancelled_event(self.cast, self.partnership, self.today, timeline)
        running_event.put_on(self.cast, self.partnership, self.today, timeline)

    def _personas(self) -> None:
        """The visitor and the host of the persona switcher, with addresses that are easy to remember."""
        for key, country, name, address in (
            ("persona", "DE", "Elbtal Fertigung GmbH", "visitor@elbtal.example"),
            ("persona-host", "FR", "Atelier Riviera Robotique SAS", "host@riviera.example"),
        ):
            organisation = self.cast.firm(key, country)
            user = self.cast.actor(f"visitor:{key}").user
            organisation.name, user.email = name, address
            organisation.save(update_fields=["name"])
            user.save(update_fields=["email"])
            user.emailaddress_set.update(email=address)

    def _persona_offer(self) -> HostOffer:
        """The host of the persona switcher is asked in person: its mails go to its own address."""
        user = self.cast.actor("visitor:persona-host").user
        return create_offer(
            by=self.cast.actor("manager:scs"),
            organisation=self.cast.firm("persona-host", "FR"),
            host_cluster=self.cast.clusters["scs"],
            contact_name=user.get_full_name(),
            contact_email=user.email,
            contact_phone="+00 000 000 00",
            title="Robots at work in a small factory",
            description="Two robot cells and the people who set them up. You work beside us for some days.",
            uses=["learn", "technology"],
            activity_types=["knowledge", "capacity"],
            languages=["fr", "en"],
            terms=self.cast.fields_of(FIRM_TRADES[0]),
            capacity=2,
            available_from=self.today - timedelta(days=260),
            available_until=self.today + timedelta(days=200),
        )

    def _offers(self) -> dict[str, HostOffer]:
        found = {}
        for number, key in enumerate((*HOSTS, *(f"inn{n}" for n in range(16)))):
            if key in HOSTS:
                host, cluster = self.cast.known_host(key), HOSTS[key][3]
            else:
                country = ("DE", "PL", "FR", "LT", "BG", "ES")[number % 6]
                host, cluster = self.cast.firm(key, country), HOMES[country][0]
            uses, activities, languages, title, description = _OFFERS[number % len(_OFFERS)]
            found[key] = self.cast.host_offer(
                f"next-{key}",
                host,
                cluster,
                title=f"{title} in {host.city}",
                description=description,
                uses=uses,
                activity_types=activities,
                languages=languages,
                terms=self.cast.fields_of(FIRM_TRADES[number % len(FIRM_TRADES)]),
                capacity=1 + number % 4,
                available_from=self.today - timedelta(days=260),
                available_until=self.today + timedelta(days=200),
            )
        return found

    def _add(
        self,
        timeline: Timeline,
        key: str,
        country: str,
        offer: HostOffer | None,
        offset: int,
        length: int,
        tell: Tell,
    ) -> None:
        kind = "sme" if self._number % 5 else ("tech_centre", "research", "innovation_hub")[self._number % 3]
        first = _weekday(self.today + timedelta(days=offset))
        last = self._last_day(first, length, offer)
        began = stories.days(first, -stories.APPLY - 3)
        number = self._number

        def story() -> Iterator[datetime]:
            yield stories.days(first, -stories.APPLY - 2)
            # Those who have just applied still wait for their cluster.
            self.cast.firm(key, country, kind, confirm=offset < SENT)
            yield from tell(self._part(key, country, offer, first, last, number))

        timeline.add(began, story)

    def _part(
        self, key: str, country: str, offer: HostOffer | None, first: date, last: date, number: int
    ) -> stories.Part:
        home = HOMES[country][0]
        visitor = self.cast.actor(f"visitor:{key}")
        user = visitor.user
        traveller = (user.first_name, user.last_name, user.email)
        if key == "persona":
            # The firm sends another colleague each time: every person visits once.
            names = self.cast.invented_name(country)
            traveller = (*names, f"traveller{number}@elbtal.example")
        contact = home if home in SIX else CONTACT_CLUSTER.get(country, home)
        host_cluster = offer.host_cluster.slug if offer is not None else contact
        visit = Visit(key, country, "", first, last)
        return stories.Part(
            self.cast,
            number,
            visit,
            self.partnership,
            visitor,
            home,
            contact,
            host_cluster,
            None,
            offer,
            traveller,
        )

    def _last_day(self, first: date, length: int, offer: HostOffer | None) -> date:
        """At least three working days, whatever the holidays are."""
        last = first + timedelta(days=length - 1)
        if offer is not None:
            host = offer.organisation
            while (
                sum(
                    day.counted for day in dates.count_days(first, last, host.country_id, host.region or None)
                )
                < 3
            ):
                last += timedelta(days=1)
        return last


def _weekday(day: date) -> date:
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return day


_OFFERS = (
    (
        ["learn", "technology"],
        ["knowledge", "project"],
        ["en", "de"],
        "Smart factory days",
        "Walk with our engineers through two running lines. See how sensor data plans the repairs. Bring a question of your own.",
    ),
    (
        ["technology"],
        ["project", "capacity"],
        ["en"],
        "Sensor test bench",
        "Three days at our bench with your device. We measure together, and you take the data and a short report home.",
    ),
    (
        ["markets"],
        ["market_research", "networking"],
        ["en", "fr"],
        "Market entry week",
        "Meet five buyers and two distributors of our region. We prepare each talk with you and go along.",
    ),
    (
        ["strategic", "learn"],
        ["networking", "capacity"],
        ["en", "es"],
        "Cluster services exchange",
        "See how we serve our members: advice on funding, working groups and missions. Then compare it with your own.",
    ),
    (
        ["learn", "markets"],
        ["knowledge", "networking"],
        ["en", "pl"],
        "Digital start-up days",
        "Sit with three young firms, hear what went wrong and what helped. On the last day you show your idea to investors.",
    ),
)
