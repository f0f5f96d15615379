"""The demo's activities told in full, its services, and one event that two clusters claim. All of it is invented but
the five places of EXCITE's study visits.
"""

from datetime import date, timedelta
from typing import Any

from clusters.models import Cluster, Partnership, Term
from core import clock
from core.actors import Actor
from reporting.activity_fields import AGREEMENTS, EVENTS
from reporting.models import Activity
from reporting.services import services

_PLACES = {
    "Sofia": "Sofia, Bulgaria",
    "Sophia Antipolis": "Sophia Antipolis, France",
    "smart mobility": "Sophia Antipolis, France",
    "semiconductors": "Munich, Germany",
    "Dresden": "Dresden, Germany",
    "Silicon Saxony Day": "Dresden, Germany",
    "San Sebastián": "San Sebastián and Bilbao, Spain",
    "Basque Country": "San Sebastián, Spain",
    "Warsaw": "Warsaw, Poland",
    "Mazovia": "Warsaw, Poland",
}
# How many people come to one, by type: smallest number, and how far it goes up.
_PEOPLE = {"webinar": (38, 30), "matchmaking": (44, 36), "study_visit": (11, 7), "workshop": (16, 9)}
_TOGETHER = frozenset({"study_visit", "matchmaking", "memorandum"})

# place of the owner -> (title of the activity, summary, for whom, business model, price, stage)
SERVICES: tuple[tuple[int, str, str, str, str, str, str], ...] = (
    (
        0,
        "Soft-landing desk for visiting firms",
        "A desk, a contact person and three introductions for a firm that tries a new region for up to a month.",
        "Small firms of partner clusters in their first visit.",
        "Paid from membership fees; a visiting firm pays from its second month on.",
        "Free for one month, then EUR 250 a month.",
        "in_use",
    ),
    (
        3,
        "Export check for software firms",
        "Two half days with an adviser: product, prices and contracts are read for one target market.",
        "Software firms with 5 to 50 people before their first customer abroad.",
        "The firm pays half, the agency for business support pays half. Two advisers share the work.",
        "EUR 600 for members, EUR 900 for others.",
        "piloted",
    ),
    (
        5,
        "Data-space advice for manufacturers",
        "A workshop and a plan: which data a manufacturer can share, with whom, and under which rules.",
        "Manufacturers with 20 to 250 people.",
        "Sold as a package together with a technology centre that does the technical part.",
        "EUR 1,800 for a plan.",
        "in_use",
    ),
    (
        2,
        "Security check for connected products",
        "Engineers of two members test a product for a day and write a list of what to mend first.",
        "Makers of sensors, meters and vehicles.",
        "Members lend their engineers and are paid by the day; the cluster keeps a tenth.",
        "EUR 1,200 for each product.",
        "designed",
    ),
    (
        1,
        "Partner search for ICT firms",
        "A profile of one page goes to the partner clusters; each names up to three firms within two weeks.",
        "ICT firms that look for a partner in another country.",
        "Part of membership; five clusters do it for each other without money.",
        "Free for members.",
        "in_use",
    ),
)


def details(
    kind: str, title: str, held_on: date, clusters: list[Cluster], terms: dict[str, Term]
) -> dict[str, Any]:
    """What a record says beside its title: where, how many, with whom, which themes."""
    told: dict[str, Any] = {}
    if kind in EVENTS:
        online = kind == "webinar"
        place = next((words for name, words in _PLACES.items() if name in title), "")
        told |= {"mode": "virtual" if online else "physical", "place": "" if online else place}
    if kind in _PEOPLE:
        least, more = _PEOPLE[kind]
        people = least + held_on.toordinal() % more
        told |= {"participants": people, "organisations": max(people * 2 // 3, 2)}
    if kind in _TOGETHER:
        told["clusters"] = clusters
    if kind in AGREEMENTS:
        told |= {"partner": "The clusters of the partnership", "counterpart": "intermediary"}
    theme = "theme:ai" if "data" in title.lower() else "theme:digital" if "digital" in title.lower() else ""
    if theme:
        told["terms"] = [terms[theme]]
    return told


def tell_services(partnership: Partnership, clusters: list[Cluster], speaks: dict[int, Actor]) -> None:
    """The five new services, each one with the record by which it counts, and the pilot of one."""
    recorded = {
        row.title: row
        for row in Activity.objects.filter(
            partnership=partnership, kind__in=("new_service", "service_pilot")
        ).order_by("id")
    }
    for place, name, summary, for_whom, business_model, price, stage in SERVICES:
        cluster = clusters[place]
        activity = recorded[f"New service: {name[0].lower()}{name[1:]}"]
        service = services.add_service(
            partnership=partnership,
            by=speaks[cluster.pk],
            recorded=activity,
            cluster=cluster,
            name=name,
            novelty="new",
            stage=stage,
            summary=summary,
            for_whom=for_whom,
            business_model=business_model,
            price=price,
        )
        pilot = recorded.get(f"Pilot of the {name.split(' for ')[0].lower()}")
        if pilot is not None:
            services.update_service(
                service=service,
                by=speaks[cluster.pk],
                pilot_from=pilot.held_on - timedelta(days=70),
                pilot_until=pilot.held_on,
                pilot_users=9,
                pilot_result="Nine firms were checked; six changed their contracts. It goes on with two advisers.",
            )
            services.link_activity(service=service, by=speaks[cluster.pk], activity=pilot)


def tell_next(partnership: Partnership, clusters: list[Cluster], speaks: dict[int, Actor]) -> None:
    """A service that is on its way in the running partnership."""
    today, cluster = clock.today(), clusters[4]
    services.add_service(
        partnership=partnership,
        by=speaks[cluster.pk],
        cluster=cluster,
        name="Energy check for small factories",
        novelty="adapted",
        stage="piloted",
        summary="A consultant walks through the factory for half a day and names three savings with their payback.",
        for_whom="Factories with 10 to 50 people.",
        business_model="To be decided after the pilot.",
        price="Free in the pilot.",
        pilot_from=today - timedelta(days=45),
        pilot_users=4,
    )
