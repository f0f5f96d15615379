"""What the demo's clusters know: best practices, training modules and opportunities. All of it is invented."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from clusters.enums import RoleKind
from clusters.models import Cluster, Partnership, Role, Term
from core import clock
from core.actors import Actor
from exchanges.enums import FollowUpKind
from exchanges.models import FollowUp, Tandem
from reporting.selectors.opportunities import follow_ups_to_take
from reporting.services import modules, opportunities, practices

# day, place of the cluster, title, for whom, what was done, result, how to copy it, whom to ask, topics
Practice = tuple[str, int, str, str, str, str, str, str, str]
PRACTICES: tuple[Practice, ...] = (
    (
        "2022-09-12", 0, "One agenda for a whole mission",
        "Clusters that host a group of firms",
        "Each firm named three wishes when it signed up. The host cluster put them into one plan for all days. "
        "Half a day stayed free, for talks that nobody had foreseen.",
        "All firms of the autumn mission met at least two organisations that they had asked for.",
        "One person needs about two days. Ask for the wishes early, and confirm the plan one week ahead.",
        "Project manager for internationalisation", "theme:digital ecosystem:mobility",
    ),
    (
        "2023-02-06", 3, "A buddy for every first visit",
        "Small firms that go abroad for the first time",
        "A member that had been abroad before called each new visitor twice: once before the visit and once after it.",
        "Nobody gave up before leaving. First-time visitors wrote better reports.",
        "Ask three experienced members. Two calls of half an hour are enough; a list of questions helps.",
        "Community manager", "theme:digital",
    ),
    (
        "2023-06-28", 2, "Test track before sales talk",
        "Firms with a product for connected vehicles",
        "The cluster opened its test road for one afternoon. Visitors showed their product in use before any meeting.",
        "Four of seven talks led to a test under real conditions.",
        "It needs a place where things can be shown, and insurance for visitors. Begin with two products.",
        "Head of the mobility group", "theme:digital ecosystem:mobility",
    ),
    (
        "2023-10-16", 1, "Short surveys instead of long ones",
        "Cluster managers who plan services",
        "Members got one question a month instead of thirty once a year. Answers were shown to all of them.",
        "The share of answers rose from one in eight to one in two.",
        "Any mail tool will do. Choose the question with the board, and say each time what changed.",
        "Office manager", "theme:digital theme:ai",
    ),
    (
        "2023-11-16", 4, "Learning tandems of cluster teams",
        "Staff of two clusters in different countries",
        "Two teams looked at one service of each other, twice for half a day. Each went home with one change to make.",
        "Both teams made their change within three months.",
        "Choose one service only. Two people from each side are enough; write down the change at the end.",
        "Managing director", "theme:digital",
    ),
    (
        "2024-01-22", 5, "Energy check between members",
        "Makers of machines who want to save energy",
        "Engineers of two member firms walked through each other's hall with the same list of forty points.",
        "Six firms took part. Each found at least three measures that cost less than EUR 1,000.",
        "The list is free. One morning a firm, and one person of the cluster who brings both sides together.",
        "Adviser for sustainability", "theme:green ecosystem:renewables",
    ),
)  # fmt: skip

# day, place, title, provider, address, languages, hours, level, cost, for whom, topics
Module = tuple[str, int, str, str, str, str, str, str, str, str, str]
MODULES: tuple[Module, ...] = (
    ("2022-03-10", 0, "Cluster management in ten steps", "Academy for Clusters", "clusters/ten-steps", "en", "8", "beginner",
     "0", "New staff of clusters", "theme:digital"),
    ("2022-03-10", 0, "Strategy workshops that end with a decision", "Academy for Clusters", "clusters/strategy", "en de", "6",
     "intermediate", "0", "Managing directors", ""),
    ("2022-03-14", 1, "Reading data without programming", "Open Data School", "data/reading", "en pl", "12", "beginner", "0",
     "Cluster staff", "theme:digital theme:ai"),
    ("2022-03-14", 1, "Artificial intelligence for decision makers", "Open Data School", "ai/decision-makers", "en", "10",
     "beginner", "49", "Managers of clusters and small firms", "theme:ai"),
    ("2022-03-21", 2, "Cybersecurity basics for small firms", "Institute for Secure Networks", "security/basics", "en fr", "9",
     "beginner", "0", "Advisers of small firms", "theme:digital"),
    ("2022-03-21", 2, "Facilitating online events", "Meeting Lab", "events/online", "fr en", "4", "all", "0",
     "Event teams", "theme:digital"),
    ("2022-03-24", 3, "Innovation calls: from idea to proposal", "Grant Writers' School", "grants/proposal", "en lt", "20",
     "intermediate", "120", "Project managers", ""),
    ("2022-03-24", 4, "Digital maturity checks with members", "Centre for Digital Trade", "digital/maturity", "en bg", "5",
     "intermediate", "0", "Advisers of small firms", "theme:digital"),
    ("2022-03-28", 5, "Energy management in industry", "Green Factory Campus", "green/energy", "es en", "16", "advanced", "180",
     "Sustainability advisers", "theme:green ecosystem:energy_intensive"),
    ("2022-03-28", 5, "Circular economy: first measures", "Green Factory Campus", "green/circular", "en es", "7", "beginner",
     "0", "Cluster staff", "theme:green"),
    ("2023-01-17", 0, "Working across cultures", "Academy for Clusters", "clusters/cultures", "en", "6", "all", "0",
     "Everybody who hosts visitors", ""),
    ("2023-02-08", 3, "Measuring the impact of cluster services", "Evaluation Network", "impact/services", "en", "14",
     "advanced", "", "Managing directors", ""),
)  # fmt: skip

# day, place, kind, title, what, places of the others, regions, deadline, next step, topics, what came of it
Opportunity = tuple[str, int, str, str, str, tuple[int, ...], str, str, str, str, str]
OPPORTUNITIES: tuple[Opportunity, ...] = (
    ("2022-12-19", 2, "project", "Shared test fields for connected vehicles",
     "Two regions open their test fields to each other's small firms, with one application form.", (0,), "Provence, Saxony",
     "", "", "theme:digital ecosystem:mobility", "Both clusters signed a memorandum; the first three firms have tested."),
    ("2023-01-30", 1, "service", "Joint desk for data questions",
     "One adviser in Warsaw and one in Sofia answer questions of members from both clusters.", (4,), "Mazovia, Sofia", "",
     "", "theme:ai theme:digital", "The desk has run since May 2023 with two hours a week on each side."),
    ("2023-03-14", 0, "call", "European call for skills in microelectronics",
     "A consortium for modules on clean-room work, with training providers of four regions.", (2, 5), "Saxony, Basque Country",
     "2023-09-20", "Find a fourth region", "ecosystem:electronics theme:digital", ""),
    ("2023-05-11", 5, "project", "Energy checks in pairs across borders",
     "Firms of two regions check each other's halls online, with the list of the Basque cluster.", (0, 2),
     "Basque Country, Saxony", "", "Send the list in English", "theme:green", ""),
    ("2023-09-13", 3, "service", "Common mentor pool for start-ups",
     "Mentors of five clusters in one list, so that a start-up finds somebody who knows its market.", (1, 4, 2),
     "Vilnius, Warsaw, Sofia", "", "Agree on one form", "theme:digital", ""),
    ("2023-11-20", 4, "project", "Digital showroom of the six clusters",
     "Members show one product each in a common online room.", (0, 1, 2, 3, 5), "all six regions", "", "", "theme:digital", ""),
)  # fmt: skip
_PURSUED = {3, 4}
_OF_A_VISIT, _OF_A_TANDEM = 0, 1
_DROPPED = {5: "A showroom exists already on the European platform."}


def tell(told: Partnership, tandem: Tandem) -> None:
    """EXCITE's records as they grew; one came out of the tandem, one out of a visit."""
    terms = _terms()
    for practice in PRACTICES:
        _practice(told, practice, terms, date.fromisoformat(practice[0]))
    for module in MODULES:
        _module(told, module, terms, date.fromisoformat(module[0]))
    for number, row in enumerate(OPPORTUNITIES):
        sources = {_OF_A_TANDEM: {"tandem": tandem}, _OF_A_VISIT: {"follow_up": _came_of(told, row)}}
        _opportunity(told, row, terms, number, **sources.get(number, {}))


def tell_running(live: Partnership) -> None:
    """Those of the live partnership in every state."""
    _live(live, _terms())


def _terms() -> dict[str, Term]:
    return {f"{term.taxonomy}:{term.code}": term for term in Term.objects.order_by("id")}


def _practice(
    partnership: Partnership, told: Practice, terms: dict[str, Term], day: date, upto: str = "accepted"
) -> None:
    _day, place, title, audience, what, result, copying, role, topics = told
    cluster = _cluster(partnership, place)
    with clock.at(_morning(day)):
        practice = practices.write_practice(
            partnership=partnership, by=_manager(cluster), cluster=cluster, title=title, audience=audience, done=what,
            result=result, copying=copying, contact_role=role, may_publish=True, submit=upto != "draft",
            terms=_pick(terms, topics),
        )  # fmt: skip
    with clock.at(_morning(day + timedelta(days=6))):
        if upto == "accepted":
            practices.accept_practice(practice=practice, by=_coordinator(partnership))
        elif upto == "returned":
            reason = "Please say how many firms took part, and what it cost."
            practices.send_back_practice(practice=practice, by=_coordinator(partnership), reason=reason)


def _module(partnership: Partnership, told: Module, terms: dict[str, Term], day: date) -> Any:
    _day, place, title, provider, path, languages, hours, level, cost, audience, topics = told
    cluster = _cluster(partnership, place)
    with clock.at(_morning(day)):
        return modules.add_module(
            partnership=partnership, by=_manager(cluster), cluster=cluster, title=title, provider=provider,
            link=f"https://learning.example/{path}/", languages=languages.split(), hours=Decimal(hours), level=level,
            cost=Decimal(cost) if cost else None, audience=audience, checked_on=day, terms=_pick(terms, topics),
        )  # fmt: skip


def _came_of(partnership: Partnership, told: Opportunity) -> FollowUp | None:
    """A joint project that a visit between the two clusters led to, as the page offers it to the manager."""
    cluster, other = _cluster(partnership, told[1]), _cluster(partnership, told[5][0])
    return (
        follow_ups_to_take(partnership, _manager(cluster))
        .filter(kind=FollowUpKind.PROJECT, exchange__host_cluster=other, exchange__credited_on__lte=told[0])
        .first()
    )


def _opportunity(
    partnership: Partnership, told: Opportunity, terms: dict[str, Term], number: int, **source: Any
) -> None:
    day, place, kind, title, about, others, regions, deadline, step, topics, outcome = told
    cluster = _cluster(partnership, place)
    by, on = _manager(cluster), date.fromisoformat(day)
    with clock.at(_morning(on)):
        row = opportunities.note_opportunity(
            partnership=partnership, by=by, cluster=cluster, kind=kind, title=title, about=about, regions=regions,
            clusters=[_cluster(partnership, other) for other in others], may_publish=True, next_step=step,
            deadline=date.fromisoformat(deadline) if deadline else None, terms=_pick(terms, topics), **source,
        )  # fmt: skip
    with clock.at(_morning(on + timedelta(days=60))):
        if outcome:
            opportunities.realise(opportunity=row, by=by, outcome=outcome)
        elif number in _DROPPED:
            opportunities.drop(opportunity=row, by=by, reason=_DROPPED[number])
        elif number in _PURSUED:
            opportunities.pursue(opportunity=row, by=by)


def _live(live: Partnership, terms: dict[str, Term]) -> None:
    """One of each state, for the people who act; an old and a dead module; a call that closes soon."""
    today = clock.today()
    size = live.places.count()
    for back, upto, told in zip(
        (60, 20, 12, 3), ("accepted", "returned", "submitted", "draft"), PRACTICES, strict=False
    ):
        shifted = (told[0], told[1] % min(size, 2), *told[2:])
        _practice(live, shifted, terms, today - timedelta(days=back), upto)
    for number, back in enumerate((20, 40, 250, 90)):
        module = (MODULES[number][0], MODULES[number][1] % min(size, 2), *MODULES[number][2:])
        made = _module(live, module, terms, today - timedelta(days=back))
        if number == 3:
            modules.mark_gone(module=made, by=_coordinator(live))
    lead = live.coordinator
    opportunities.note_opportunity(
        partnership=live,
        by=_manager(lead),
        cluster=lead,
        kind="call",
        title="Call for pilots with artificial intelligence in small firms",
        about="A pilot that three regions run together; each brings two small firms and one research institute.",
        clusters=[place.cluster for place in live.places.select_related("cluster").order_by("position")[1:3]],
        deadline=today + timedelta(days=24),
        next_step="Choose the two firms",
        next_on=today + timedelta(days=6),
        terms=_pick(terms, "theme:ai"),
        may_publish=True,
    )


def _cluster(partnership: Partnership, place: int) -> Cluster:
    cluster: Cluster = partnership.places.select_related("cluster").order_by("position", "id")[place].cluster
    return cluster


def _pick(terms: dict[str, Term], words: str) -> list[Term]:
    return [terms[word] for word in words.split() if word in terms]


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


def _manager(cluster: Cluster) -> Actor:
    return _wearing(kind=RoleKind.MANAGER, cluster=cluster)


def _coordinator(partnership: Partnership) -> Actor:
    return _wearing(kind=RoleKind.COORDINATOR, partnership=partnership)


def _wearing(**place: Any) -> Actor:
    role = Role.objects.filter(ended_at=None, **place).select_related("user").order_by("id")[0]
    return Actor.person(role.user, role)
