"""Boards that are kept: exact after each change of what they print, and never shown to whoever has other rights."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pgtrigger
import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from clusters.models import Cluster, Country, Organisation, Partnership, RegionLevel, Term
from clusters.region_data import LEVELS_EDITION
from exchanges.models import Application, Exchange, FollowUp, Mission
from reporting.models import Activity, ReportingPeriod, TargetVersion
from reporting.services import ledger as keeping
from tests.support import world as worlds
from tests.support.credited import asked, at, credited, matched, organisation, paid
from tests.support.world import World

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 10)
PAGE = "/partnerships/test/figures/"
BOARDS = {
    "dashboard": ("coordinator", PAGE),
    "places": ("coordinator", f"{PAGE}parts/places/"),
    "work": ("coordinator", f"{PAGE}parts/work/"),
    "voices": ("coordinator", f"{PAGE}parts/voices/"),
    "cluster": ("coordinator", f"{PAGE}clusters/dresden/"),
    "scheme": ("support", "/scheme/figures/"),
    "impact": ("", "/impact/"),
    "results": ("", "/partnerships/test/"),
}


@pytest.fixture
def memory(settings: Any) -> Iterator[None]:
    """The tests keep no pages, but for these."""
    settings.CACHES = settings.CACHES | {
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "kept-boards-test"}
    }
    yield
    caches["pages"].clear()


@pytest.fixture
def world(memory: None) -> World:
    world = worlds.build()
    world.add_support()
    for number in range(7):
        visitor = organisation(
            f"Visitor {number}", "sme" if number < 5 else "cluster", ("DE", "PL")[number % 2]
        )
        exchange = credited(world, visitor, world.host, DAY - timedelta(days=20 * number), state="paid")
        paid(world, exchange, exchange.credited_on + timedelta(days=4))  # type: ignore[operator]
        asked(exchange, "visitor", DAY, score="4.00")
    matched(world, organisation("Next", "sme", "ES"), world.host, date(2026, 3, 20), state="ready_to_start")
    return world


def opened(world: World, board: str) -> str:
    persona, address = BOARDS[board]
    client = world.client(persona) if persona else Client()
    answer = client.get(address.replace("dresden", world.clusters["dresden"].slug))
    assert answer.status_code == 200
    # What differs from request to request.
    return re.sub(r"[A-Za-z0-9]{64}", "", answer.content.decode())


def anew(world: World, board: str) -> str:
    caches["pages"].clear()
    return opened(world, board)


# --- what changes a board ------------------------------------------------------------------------------------------


def a_visit_more(world: World) -> None:
    credited(world, organisation("Visitor 8", "sme", "LT"), world.host, DAY)


def a_host_more(world: World) -> None:
    exchange = Exchange.objects.earliest("pk")
    Exchange.objects.filter(pk=exchange.pk).update(host_cluster=world.clusters["dresden"])


def a_stay_moves(world: World) -> None:
    Exchange.objects.filter(state="ready_to_start").update(stay=(date(2026, 4, 20), date(2026, 4, 24)))


def a_payment_is_ordered(world: World) -> None:
    exchange = credited(world, organisation("Ordered", "sme", "LT"), world.host, DAY)
    anew(world, "dashboard")
    payment = paid(world, exchange, DAY)
    type(payment).objects.filter(pk=payment.pk).update(paid_on=None)


def an_answer_more(world: World) -> None:
    asked(Exchange.objects.earliest("pk"), "host", DAY, score="5.00")


def a_follow_up(world: World) -> None:
    FollowUp.objects.create(
        exchange=Exchange.objects.earliest("pk"), kind="business", partner="P", status="done"
    )


def an_activity(world: World) -> None:
    Activity.objects.create(
        state="counted", state_since=at(DAY), partnership=world.partnership, cluster=world.clusters["nice"],
        kind="training", title="Training", held_on=DAY, count=3, recorded_by=world.actor("manager").user,
        recorded_at=at(DAY), reviewed_by=world.actor("coordinator").user, reviewed_at=at(DAY),
    )  # fmt: skip


def a_target(world: World) -> None:
    TargetVersion.objects.create(
        partnership=world.partnership, code="O2.exchanges", number=1, value=321, source="Part B", valid_from=DAY,
        set_by=world.actor("coordinator").user,
    )  # fmt: skip


def a_name(world: World) -> None:
    Partnership.objects.filter(pk=world.partnership.pk).update(name="Another Name", budget=7777)


def a_cluster(world: World) -> None:
    Cluster.objects.update(short_name="Shortened", name="Lengthened")


def a_country(world: World) -> None:
    Country.objects.filter(code="DE").update(name="Freistaat")


def a_level(world: World) -> None:
    RegionLevel.objects.create(
        country_id="PL", region=None, level="less", edition=LEVELS_EDITION, source="Test"
    )


def a_period(world: World) -> None:
    ReportingPeriod.objects.create(
        partnership=world.partnership, number=1, title="Half of the year", first_day=date(2025, 9, 1),
        last_day=date(2026, 2, 1), due_on=date(2026, 2, 20), created_by=world.actor("coordinator").user,
    )  # fmt: skip


def a_ledger_made_anew(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        Exchange.objects.filter(pk=Exchange.objects.earliest("pk").pk).update(visitor_kind="research")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    keeping.rebuild()


@pytest.mark.parametrize(
    ("act", "boards"),
    [
        (a_visit_more, ("dashboard", "places", "work", "cluster", "scheme", "impact", "results")),
        (a_host_more, ("cluster",)),
        (a_stay_moves, ("work", "cluster")),
        (a_payment_is_ordered, ("dashboard",)),
        (an_answer_more, ("voices", "cluster")),
        (a_follow_up, ("dashboard",)),
        (an_activity, ("dashboard", "results")),
        (a_target, ("dashboard", "scheme", "results")),
        (a_name, ("dashboard", "places", "cluster", "scheme", "impact", "results")),
        (a_cluster, ("dashboard", "places", "cluster", "results")),
        (a_country, ("places",)),
        (a_level, ("places",)),
        (a_period, ("dashboard",)),
        (a_ledger_made_anew, ("dashboard",)),
    ],
)
def test_board_is_new_after_each_change_of_what_it_prints(
    world: World, act: Callable[[World], None], boards: tuple[str, ...]
) -> None:
    before = {board: opened(world, board) for board in boards}
    act(world)
    for board in boards:
        after = opened(world, board)
        assert after != before[board], board
        assert after == anew(world, board), board


# --- what changes the public page only ------------------------------------------------------------------------------


def a_mission(world: World) -> None:
    Mission.objects.create(
        partnership=world.partnership, slug="ports", title="Ports", state="open", state_since=at(DAY),
        host_cluster=world.clusters["nice"], host=world.host, country=world.host.country, city="Nice",
        start_on=date(2026, 5, 4), end_on=date(2026, 5, 6), summary="Three days.", with_lump_sum=False,
    )  # fmt: skip


def a_term(world: World) -> None:
    world.partnership.terms.add(Term.objects.earliest("id"))


def a_town(world: World) -> None:
    Organisation.objects.filter(pk=world.partnership.coordinator.organisation_id).update(city="Another Town")


@pytest.mark.parametrize("act", [a_mission, a_term, a_town])
def test_public_page_is_new_after_each_change_of_what_only_it_prints(
    world: World, act: Callable[[World], None]
) -> None:
    before = opened(world, "results")
    act(world)
    after = opened(world, "results")
    assert after != before
    assert after == anew(world, "results")


# --- what it costs, and for whom it is -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("board", "statements"),
    [
        ("dashboard", 5), ("places", 5), ("work", 5), ("voices", 6), ("cluster", 6), ("scheme", 4), ("impact", 1),
        ("results", 1),
    ],
)  # fmt: skip
def test_board_that_is_opened_again_costs_few_statements(
    world: World, board: str, statements: int, django_assert_num_queries: Any
) -> None:
    first = opened(world, board)
    with django_assert_num_queries(statements):
        assert opened(world, board) == first


def test_another_partnerships_visit_leaves_the_dashboard_as_it_is(
    world: World, django_assert_num_queries: Any
) -> None:
    other = Partnership.objects.create(
        code="P2", slug="p2", name="Partnership 2", start_on=date(2025, 1, 1), end_on=date(2027, 12, 31),
        coordinator=world.partnership.coordinator, deputy=world.partnership.deputy,
    )  # fmt: skip
    exchange = credited(world, organisation("Elsewhere", "sme", "LT"), world.host, DAY)
    Application.objects.filter(pk=exchange.application_id).update(partnership=other)
    Exchange.objects.filter(pk=exchange.pk).update(partnership=other)
    opened(world, "dashboard")
    opened(world, "scheme")
    scheme = opened(world, "scheme")
    with pgtrigger.ignore("exchanges.Exchange:workflow_edges"):
        Exchange.objects.filter(pk=exchange.pk).update(credited_on=None, state="report_submitted")
    with django_assert_num_queries(5):
        opened(world, "dashboard")
    assert opened(world, "scheme") != scheme


def test_kept_board_is_never_given_to_whoever_has_other_rights(world: World) -> None:
    """The coordinator opens each cluster's board and takes archives away; a manager opens the own one only."""
    nice = world.clusters["nice"]
    address = f"{PAGE}clusters/{nice.slug}/"
    for first, second in (("coordinator", "manager"), ("manager", "coordinator")):
        caches["pages"].clear()
        shown = {persona: world.client(persona).get(PAGE).content.decode() for persona in (first, second)}
        assert address in shown["coordinator"]
        assert address not in shown["manager"]
        assert "/archive/" in shown["coordinator"]
        assert "/archive/" not in shown["manager"]
    assert world.client("coordinator").get(address).status_code == 200
    assert world.client("manager").get(address).status_code == 404
    assert world.client("support").get("/scheme/figures/").status_code == 200
    assert world.client("coordinator").get("/scheme/figures/").status_code == 404
    assert world.client("visitor").get(PAGE).status_code == 404


def test_kept_board_is_of_its_day_language_and_address(world: World) -> None:
    whole = opened(world, "dashboard")
    client = world.client("coordinator")
    assert client.get(f"{PAGE}?until=2025-12-31").content.decode() != whole
    assert "Counted from the first day on" in client.get(f"{PAGE}?since=2026-01-01").content.decode()
    fragment = client.get(f"{PAGE}parts/work/", headers={"HX-Request": "true"}).content.decode()
    assert "<h3" in fragment
    assert "<h1>" in opened(world, "work")


_READ = re.compile(r'(?:FROM|JOIN)\s+"?([a-z]+_[a-z_]+)"?')
# Read for the frame of the page, or a part of the ledger that never changes alone.
_NOT_PRINTED = {
    "django_session", "usersessions_usersession", "clusters_role", "core_changecount", "reporting_ledgercell",
    "reporting_ledgermember",
    # Never changed: a visit gets another one.
    "exchanges_quote",
}  # fmt: skip


@pytest.mark.parametrize("board", BOARDS)
def test_every_table_that_a_kept_board_reads_counts_its_changes(world: World, board: str) -> None:
    """Who reads another table for a board makes a trigger on it, in a migration as `boards_count_their_changes`."""
    opened(world, board)
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as captured:
        opened(world, board)
    read = {table for query in captured for table in _READ.findall(query["sql"])} - _NOT_PRINTED
    assert read
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT t.tgrelid::regclass::text FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
            "WHERE p.proname IN ('core_changed', 'reporting_figures_changed', 'reporting_ledger_follow')"
        )
        counted = {table for (table,) in cursor.fetchall()}
    assert read <= counted, read - counted
