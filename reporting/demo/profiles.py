"""What the demo's clusters and partnerships say about themselves.

EXCITE's objectives, targets, focus, linked networks and news are published facts. The figures and sentences of the
cluster profiles, and every contact person, are invented.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from clusters.enums import RoleKind
from clusters.models import Cluster, Partnership, Role, Term
from clusters.services import contacts
from clusters.services.profiles import update_cluster, update_partnership
from clusters.services.terms import set_terms
from core import clock, links
from core.actors import Actor
from reporting.services import networks, news

# slug -> founded, staff, label, (SMEs, start-ups, large, research, others), terms, looking for
CLUSTERS: dict[str, tuple[int, str, str, tuple[int, int, int, int, int], str, str]] = {
    "silicon-saxony": (
        2000,
        "14",
        "gold",
        (310, 45, 60, 48, 22),
        "nace:C26 nace:J62 ecosystem:electronics ecosystem:digital theme:digital theme:ai s3:ket_electronics",
        "Suppliers of semiconductor plants, partners for training in clean-room work, visits to test fields.",
    ),
    "mazovia": (
        2007,
        "5.5",
        "silver",
        (140, 30, 9, 14, 7),
        "nace:J62 nace:J63 ecosystem:digital theme:digital theme:ai s3:digital_ai",
        "Clusters that want to test public services with small software firms. Hosts for data specialists.",
    ),
    "scs": (
        2005,
        "12",
        "gold",
        (190, 60, 34, 40, 10),
        "nace:C26 nace:J61 ecosystem:digital ecosystem:mobility theme:digital s3:digital_security s3:digital_iot",
        "Cities and firms that test connected vehicles. Partners in cybersecurity for small companies.",
    ),
    "bhv": (
        2011,
        "3",
        "bronze",
        (64, 38, 3, 5, 4),
        "nace:J62 nace:M70 ecosystem:digital theme:digital s3:service_models",
        "Incubators for an exchange of start-ups. Export advisers for the Nordic markets.",
    ),
    "dti": (
        2019,
        "2.5",
        "bronze",
        (48, 16, 4, 9, 3),
        "nace:J62 nace:P85 ecosystem:digital theme:digital s3:digital_industry s3:social_skills",
        "Trainers for digital skills, manufacturers for first projects in data and automation.",
    ),
    "gaia": (
        1983,
        "10",
        "gold",
        (225, 28, 31, 18, 6),
        "nace:C26 nace:C28 nace:J62 ecosystem:electronics ecosystem:digital theme:digital theme:green "
        "s3:ket_manufacturing",
        "Partners for data spaces in industry and for energy saving in machine building.",
    ),
}
MISSION = (
    "Small firms and research work together, and both grow by it.\n\n"
    "In ten years the region is a place where new technology is tried first."
)
OBJECTIVES = "Bring members abroad.\nHelp them to use data and artificial intelligence.\nTrain people for the jobs of tomorrow."
SERVICES = "Matchmaking and company missions\nAdvice on funding\nTrainings and working groups\nA desk for visiting firms"
CHALLENGES = "Paying the team when a project ends.\nReaching members outside the main town.\nMeasuring what members get."
RESULTS = (
    "O1: at least 12 cluster managers trained, 6 cluster strategies reviewed.\n\n"
    "O2: 96 exchanges in the ClusterXchange scheme.\n\n"
    "O3: at least 5 new services for members.\n\n"
    "O4: 20 joint cooperation activities.\n\n"
    "O5: at least 3 links and contributions to the EU Pact for Skills."
)
EXCITE_OBJECTIVES = (
    "O1: Review how the clusters are managed, adapt their strategies to regional priorities and train their people.\n\n"
    "O2: Bring members and cluster staff across borders by the ClusterXchange scheme.\n\n"
    "O3: Review and adapt services, above all those for digital transformation.\n\n"
    "O4: Go on together: a roadmap for the next years and joint activities.\n\n"
    "O5: A strategy for skills, and contributions to the EU Pact for Skills."
)
FOCUS = "nace:S94 cross_sectoral:digital technology:Y02 s3:digital_ai"
NETWORKS = (
    (
        "Silicon Europe",
        "Europe",
        "clusters",
        "Alliance of electronics clusters.",
    ),
    (
        "Cool Silicon e.V.",
        "Dresden, Germany",
        "clusters",
        "Energy efficiency in microelectronics.",
    ),
    (
        "Business Hive Vilnius",
        "Vilnius, Lithuania",
        "clusters",
        "Partner of EXCITE with a profile of its own.",
    ),
    (
        "S3 platform: High performance production through 3D printing",
        "Europe",
        "s3_platform",
        "Activities that complement the platform are looked for (objective O1).",
    ),
    (
        "S3 platform: Efficient and sustainable manufacturing",
        "Europe",
        "s3_platform",
        "Activities that complement the platform are looked for (objective O1).",
    ),
    (
        "Vanguard Initiative",
        "Europe",
        "vanguard",
        "Complementary activities in industrial modernisation (O1).",
    ),
)
_SITE = "https://clustercollaboration.eu/content/"
NEWS: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "2022-03-24",
        "news",
        "EU funding project EXCITE supports international networking of SMEs",
        "Six clusters from six countries have begun. Small firms get a lump sum for visits abroad.",
        "",
    ),
    (
        "2022-06-14",
        "news",
        "EXCITE brings SMEs and high-tech regions together",
        "The first missions have taken place. More visits can be applied for at any time.",
        "",
    ),
    (
        "2022-07-01",
        "news",
        "150 days of EXCITE",
        "Seven exchanges so far: one by a company, six by cluster staff. The consortium met in Sofia.",
        "",
    ),
    (
        "2024-03-26",
        "news",
        "Two years of EXCITE: 98 exchanges, 71 of them with SMEs",
        "Sixteen business missions, five study visits, and learning tandems between the clusters.",
        f"{_SITE}two-years-success-excite-project-drives-closer-collaboration-across-european",
    ),
)


def tell(code: str) -> None:
    """Fill the profiles of the clusters and of the told partnership."""
    terms = {f"{term.taxonomy}:{term.code}": term for term in Term.objects.select_related("parent")}
    for cluster in Cluster.objects.filter(slug__in=CLUSTERS).select_related("organisation").order_by("id"):
        _cluster(cluster, terms)
    _excite(Partnership.objects.get(code=code), terms)


def tell_running(running: str) -> None:
    terms = {f"{term.taxonomy}:{term.code}": term for term in Term.objects.select_related("parent")}
    _next(Partnership.objects.get(code=running), terms)


def _cluster(cluster: Cluster, terms: dict[str, Term]) -> None:
    founded, staff, label, members, words, wanted = CLUSTERS[cluster.slug]
    by = _wearing(Role.objects.filter(kind=RoleKind.MANAGER, cluster=cluster))
    names = ("member_smes", "member_startups", "member_large", "member_research", "member_others")
    numbers: dict[str, Any] = dict(zip(names, members, strict=True))
    update_cluster(
        cluster=cluster,
        by=by,
        founded=founded,
        website=f"https://www.{cluster.contact_email.split('@')[1]}/",
        website_in_english=True,
        management_fte=Decimal(staff),
        label=label,
        label_on=date(2023, 5, 15),
        members_counted_on=date(clock.today().year - 1, 12, 31),
        mission=MISSION,
        objectives=OBJECTIVES,
        services=SERVICES,
        challenges=CHALLENGES,
        collaborations=wanted,
        # One of the six did not want the name on the page.
        contact_public=cluster.slug != "dti",
        **numbers,
    )
    set_terms(profile=cluster.organisation, by=by, terms=_pick(terms, words))
    _agree(cluster)


def _agree(cluster: Cluster) -> None:
    """The contact was asked by mail and said yes by its link."""
    cluster.refresh_from_db(fields=["contact_public"])
    if cluster.contact_public:
        address, name = cluster.contact_email, cluster.contact_name
        link, _url = links.issue(
            cluster, contacts.LINK_PURPOSE, address=address, name=name, url_name="clusters:contact_by_link"
        )
        contacts.allow_contact(place=cluster, by=Actor.for_link(link))


def _excite(partnership: Partnership, terms: dict[str, Term]) -> None:
    by = _coordinator(partnership)
    with clock.at(datetime(2022, 2, 14, 9, tzinfo=UTC)):
        update_partnership(
            partnership=partnership,
            by=by,
            kind="excellence",
            origin="cosme",
            objectives=EXCITE_OBJECTIVES,
            expected_results=RESULTS,
            website=f"{_SITE}excite",
            **_contact(by),
        )
        set_terms(profile=partnership, by=by, terms=_pick(terms, FOCUS))
        for name, location, kind, relation in NETWORKS:
            networks.link_network(
                partnership=partnership, by=by, name=name, location=location, kind=kind, relation=relation
            )
    for day, kind, title, text, link in NEWS:
        _entry(partnership, by, date.fromisoformat(day), kind, title, text, link)


def _next(partnership: Partnership, terms: dict[str, Term]) -> None:
    """Nearly complete, so that the page can say what comes next; one link waits for its review."""
    by, today = _coordinator(partnership), clock.today()
    update_partnership(
        partnership=partnership,
        by=by,
        kind="excellence",
        origin="single_market",
        smes_involved=180,
        **_contact(by),
    )
    set_terms(profile=partnership, by=by, terms=_pick(terms, f"{FOCUS} theme:green"))
    networks.link_network(
        partnership=partnership,
        by=by,
        name="Regional skills plan of Saxony (invented)",
        location="Dresden, Germany",
        kind="skills",
        relation="The partnership wrote the chapter on digital skills.",
        evidence_url="https://skills-plan.example/chapter-3/",
        counts=True,
    )
    month = today.month % 12 + 1
    fair = date(today.year + (month == 1), month, 20)
    entries = (
        (
            today,
            "news",
            "Applications are open",
            "Small firms can apply at any time. The answer comes within 15 working days.",
        ),
        (
            fair,
            "event",
            "Open day for firms that want to go abroad",
            "Online, one hour: how a visit works and what it pays.",
        ),
    )
    for day, kind, title, text in entries:
        news.write_news(
            partnership=partnership, by=by, kind=kind, title=title, text=text, dated_on=day, publish=True
        )
    news.write_news(
        partnership=partnership,
        by=by,
        kind="news",
        title="First results (draft)",
        text="To be finished.",
        dated_on=today,
    )


def _entry(
    partnership: Partnership, by: Actor, day: date, kind: str, title: str, text: str, link: str
) -> None:
    with clock.at(datetime(day.year, day.month, day.day, 9, tzinfo=UTC)):
        news.write_news(
            partnership=partnership,
            by=by,
            kind=kind,
            title=title,
            text=text,
            link=link,
            dated_on=day,
            publish=True,
        )


def _contact(by: Actor) -> dict[str, Any]:
    user = by.user
    return {"contact_name": user.get_full_name(), "contact_email": user.email, "contact_public": True}


def _pick(terms: dict[str, Term], words: str) -> list[Term]:
    return [terms[word] for word in words.split()]


def _coordinator(partnership: Partnership) -> Actor:
    return _wearing(Role.objects.filter(kind=RoleKind.COORDINATOR, partnership=partnership))


def _wearing(roles: QuerySet[Role]) -> Actor:
    role = roles.filter(ended_at=None).select_related("user").order_by("id")[0]
    return Actor.person(role.user, role)
