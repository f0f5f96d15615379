"""Six half-days online, 27 November to 18 December 2020: 25 organisations of nine countries, as MAFEX published it.

Days, hours, subjects, and the number of organisations and countries are published; names, presence and answers are invented.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal

from clusters.models import Cluster, Country, Organisation, Partnership
from clusters.services import organisations, partnerships
from core import clock
from core.actors import Actor
from exchanges.demo import after_events
from exchanges.demo.cast import OPERATOR, Cast, at
from exchanges.demo.facts import PLACES
from exchanges.demo.timeline import Timeline
from exchanges.models import Mission
from exchanges.services import (
    event_certificates,
    event_materials,
    missions,
    participants,
    presence,
    programme,
    rulebooks,
)

CODE, SLUG = "EXXTRA", "virtual-exchange-2020"
BEGIN, END = date(2020, 3, 2), date(2021, 6, 30)
SESSIONS = (
    (date(2020, 11, 27), time(9), time(13), "Opening and networking: the clusters present themselves"),
    (date(2020, 12, 1), time(9, 30), time(13, 30), "Cluster strategy design, first part"),
    (
        date(2020, 12, 4),
        time(9, 30),
        time(13, 30),
        "Cluster strategy design: case studies of several sectors",
    ),
    (date(2020, 12, 10), time(9, 30), time(13), "Knowledge exchange and networking: quality labels"),
    (date(2020, 12, 14), time(9, 30), time(13, 30), "Business models: indicators of a cluster initiative"),
    (date(2020, 12, 18), time(9, 30), time(13, 30), "Business models: services, new funding and tools"),
)
# Country, organisation, person.
PEOPLE = (
    ("ES", "Levante Textile Cluster", "Amparo Ferrer"), ("ES", "Meseta Food Cluster", "Rodrigo Lozano"),
    ("ES", "Ebro Footwear Network", "Nuria Galindo"), ("ES", "Costa Tourism Cluster", "Elena Prats"),
    ("ES", "Cantabrian Rail Suppliers", "Unai Larrea"), ("IT", "Adriatic Fashion Cluster", "Chiara Donati"),
    ("IT", "Po Valley Packaging Network", "Matteo Ferri"), ("IT", "Tuscan Design Cluster", "Giulia Bassi"),
    ("IT", "Alpine Mechatronics", "Davide Morandi"), ("PL", "Vistula Food Cluster", "Agata Sobol"),
    ("PL", "Silesian Rail Cluster", "Marcin Wilk"), ("PL", "Baltic Construction Network", "Kinga Zaremba"),
    ("DE", "Elbe Rail Network", "Jonas Petersen"), ("DE", "Rhine Logistics Cluster", "Svenja Albrecht"),
    ("DE", "Danube Materials Network", "Tobias Lechner"), ("RO", "Carpathian Textile Cluster", "Ioana Munteanu"),
    ("RO", "Transylvanian Furniture Cluster", "Radu Stoica"), ("RO", "Black Sea Agro Cluster", "Mirela Dobre"),
    ("BG", "Thracian Mechatronics Cluster", "Plamen Yordanov"), ("BG", "Balkan Automotive Network", "Gergana Ilieva"),
    ("FR", "Garonne Mobility Cluster", "Maxime Teyssier"), ("FR", "Northern Rail Cluster", "Clarisse Vasseur"),
    ("UA", "Dnipro Engineering Cluster", "Oksana Hrytsenko"), ("UA", "Lviv Food Cluster", "Taras Melnyk"),
    ("IE", "Atlantic Business Network", "Aoife Brennan"),
)  # fmt: skip
# Place in the list -> the sessions that were missed.
MISSED = {3: (2,), 11: (1, 4), 17: (5,), 22: (0,)}
ANSWERS = 19


def tell(cast: Cast) -> Partnership:
    """Before everything else of the demo."""
    with clock.at(at(BEGIN)):
        partnership, cluster, by = _found(cast)
    timeline = Timeline(cast.worker)
    timeline.add(at(date(2020, 9, 7)), lambda: _event(cast, partnership, cluster, by))
    timeline.run(until=at(END))
    return partnership


def _found(cast: Cast) -> tuple[Partnership, Cluster, Actor]:
    """The coordinator is the published one; the deputy and the people are invented."""
    mafex = _cluster("MAFEX", "mafex", "Bilbao", in_portal=True)
    deputy = _cluster("Moravian Rail Cluster", "moravian-rail", "Brno", in_portal=False)
    partnership = partnerships.create_partnership(
        by=OPERATOR,
        code=CODE,
        slug="exxtra",
        name="EXXTRA",
        full_name="Exchanges of rail and mobility clusters",
        start_on=date(2020, 2, 3),
        end_on=END,
        clusters=[mafex, deputy],
        coordinator=mafex,
        deputy=deputy,
        targets={},
        funding_statement="Co-funded by the COSME programme of the European Union.",
        budget=Decimal(0),
        summary="Clusters of rail and mobility exchange staff and ideas; while nobody could travel, they met online.",
    )
    user = cast.person("manager1@mafex.example", "Leire", "Aguirre", position="Cluster manager")
    by = cast.hat("manager:mafex", user, "manager", cluster=mafex)
    coordinator = cast.hat(f"coordinator:{CODE}", user, "coordinator", partnership=partnership)
    rules = rulebooks.copy_rulebook(partnership=partnership, by=coordinator)
    rules = rulebooks.change_rulebook(
        rulebook=rules, by=coordinator, virtual_allowed=True, valid_from=date(2020, 9, 1)
    )
    rulebooks.publish_rulebook(rulebook=rules, by=coordinator)
    return partnership, mafex, by


def _cluster(name: str, key: str, city: str, *, in_portal: bool) -> Cluster:
    country, region, latitude, longitude = PLACES[city]
    organisation: Organisation = organisations.register_organisation(
        by=OPERATOR,
        name=name,
        kind="cluster",
        country=Country.objects.get(code=country),
        region=region,
        city=city,
        latitude=Decimal(latitude),
        longitude=Decimal(longitude),
        listed=in_portal,
    )
    return partnerships.found_cluster(
        by=OPERATOR,
        organisation=organisation,
        name=name,
        short_name=name,
        slug=key,
        has_eccp_profile=True,
        in_portal=in_portal,
        contact_name="Leire Aguirre" if in_portal else "Tereza Novotná",
        contact_email=f"contact@{key}.example",
    )


def _event(cast: Cast, partnership: Partnership, cluster: Cluster, by: Actor) -> Iterator[datetime]:
    yield at(date(2020, 11, 2))
    event = _announce(partnership, cluster, by)
    yield at(date(2020, 11, 16))
    for country, organisation, name in PEOPLE:
        first, last = name.split()
        participants.add_participant(
            mission=event,
            by=by,
            first_name=first,
            last_name=last,
            country=Country.objects.get(code=country),
            organisation_name=organisation,
            position="Cluster manager",
            email=f"{first}.{last}@online.example",
        )
    for number, (day, *_hours) in enumerate(SESSIONS):
        yield at(day, 14)
        marks = {
            (person.pk, "morning"): True
            for place, person in enumerate(event.participants.order_by("id"))
            if number not in MISSED.get(place, ())
        }
        presence.note(mission=event, day=day, by=by, marks=marks)
        presence.countersign(mission=event, day=day, by=by)
    _add_materials(event, by)
    yield at(date(2020, 12, 21))
    event_certificates.issue_certificates(mission=read_again(event), by=by)
    yield at(date(2021, 1, 4))
    after_events.answer(event, ANSWERS, 5)
    yield at(date(2021, 1, 11))
    after_events.report(
        read_again(event),
        by,
        "Five clusters meet again in February about a shared set of indicators. Two write a project idea together.",
    )


def _announce(partnership: Partnership, cluster: Cluster, by: Actor) -> Mission:
    event = missions.create_mission(
        by=by,
        partnership=partnership,
        host_cluster=cluster,
        host=cluster.organisation,
        kind="virtual_exchange",
        mode="virtual",
        with_lump_sum=False,
        title="Virtual exchange: strategy, exchange and funding of clusters",
        slug=SLUG,
        country=Country.objects.get(code="ES"),
        city="Bilbao",
        start_on=SESSIONS[0][0],
        end_on=SESSIONS[-1][0],
        summary="Six half-days online, run with SmartCTClusters: strategy, exchange of knowledge, business models.",
        call_text="For staff of clusters who want to compare how others lead, measure and fund a cluster.",
        languages=["en"],
        join_url="https://meet.example/virtual-exchange",
        contact_name=cluster.contact_name,
        contact_email=cluster.contact_email,
    )
    for day, begins, ends, title in SESSIONS:
        programme.add_session(
            mission=event, by=by, day=day, title=title, starts_at=begins, ends_at=ends, place="Online"
        )
    return missions.publish_mission(mission=event, by=by)


def _add_materials(event: Mission, by: Actor) -> None:
    sessions = list(event.sessions.order_by("day"))
    event_materials.add_material(
        mission=event, by=by, title="What MAFEX tells about it", url="https://exxtraproject.eu/", public=True
    )
    after_events.add_picture(
        event, by, "Canvas for a cluster strategy", "Strategy canvas\nMembers\nServices\nFunding", sessions[1]
    )
    event_materials.add_material(
        mission=event, by=by, title="Recording", url="https://video.example/indicators", session=sessions[4]
    )


def read_again(event: Mission) -> Mission:
    """As it is now: the calendar has moved it on."""
    return Mission.objects.select_related("host", "country", "partnership", "host_cluster").get(pk=event.pk)
