"""Dashboards of a cluster, of the scheme and for everybody; what is fetched into a partnership's page."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.html import strip_tags

from clusters.models import Partnership
from reporting.dashboards import NAMES, PARTS, Dashboard
from reporting.deliverables import freezing
from reporting.periods import Period
from reporting.selectors.scheme import scheme
from reporting.selectors.tally import Tally
from reporting.selectors.ways import Ways
from tests.support import world as worlds
from tests.support.credited import credited, matched, organisation, paid
from tests.support.world import World

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 10)
# Charts that have nothing to show in this world.
EMPTY = {"voices": 1}
PAGE = "/partnerships/test/figures/"


@pytest.fixture
def world() -> World:
    world = worlds.build()
    world.add_support()
    for number in range(7):
        visitor = organisation(
            f"Visitor {number}", "sme" if number < 5 else "cluster", ("DE", "PL")[number % 2]
        )
        exchange = credited(world, visitor, world.host, DAY - timedelta(days=20 * number), state="paid")
        paid(world, exchange, exchange.credited_on + timedelta(days=4 if number else 15))  # type: ignore[operator]
    matched(world, organisation("Next", "sme", "ES"), world.host, date(2026, 3, 20), state="ready_to_start")
    matched(world, organisation("Gone", "sme", "ES"), world.host, date(2026, 1, 20), state="cancelled")
    return world


def text_of(answer: Any) -> str:
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", strip_tags(answer.content.decode()))


def lines_of(answer: Any) -> list[list[str]]:
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    for close in answer._resource_closers:
        close()
    return [line.split(",") for line in content.splitlines()]


# --- the partnership -----------------------------------------------------------------------------------------------


def test_ways_count_what_the_tally_counts(world: World) -> None:
    period = Period(world.partnership, date(2026, 3, 2))
    ways, tally = Ways(period), Tally(period)
    assert (ways.exchanges, ways.flows) == (tally.exchanges, tally.flows)
    assert sum(ways.ageing("paid").values()) == tally.money.payments
    assert (ways.ageing("paid"), ways.ageing("waiting")) == ({"promised": 6, "late": 1}, {})


def test_stays_and_outcomes_leave_out_nothing_but_what_was_cancelled(world: World) -> None:
    ways = Ways(Period(world.partnership, date(2026, 3, 2)))
    assert ways.stays[-1] == (date(2026, 3, 1), {"planned": 1})
    assert sum(sum(parts.values()) for _month, parts in ways.stays) == 8
    assert ways.outcomes["sme", "cancelled"] == 1
    assert sum(ways.outcomes.values()) == 9


@pytest.mark.parametrize("part", PARTS)
def test_part_is_a_page_of_its_own_and_a_fragment(world: World, part: str) -> None:
    client = world.client("coordinator")
    whole = client.get(f"{PAGE}parts/{part}/").content.decode()
    fragment = client.get(f"{PAGE}parts/{part}/", headers={"HX-Request": "true"}).content.decode()
    assert ("<h1>" in whole, "<h1>" in fragment) == (True, False)
    assert whole.count("<figure") == fragment.count("<figure") == len(PARTS[part]) - EMPTY.get(part, 0)
    assert client.get(f"{PAGE}parts/nothing/").status_code == 404


@pytest.mark.parametrize("part", [None, *PARTS])
def test_page_and_parts_cost_the_same_for_more_rows(
    world: World, part: str | None, django_assert_max_num_queries: Any
) -> None:
    client = world.client("coordinator")
    address = f"{PAGE}parts/{part}/" if part else PAGE
    client.get(address)
    with django_assert_max_num_queries(17) as first:
        client.get(address)
    for number in range(3):
        credited(world, organisation(f"More {number}", "sme", "LT"), world.host, DAY)
    with django_assert_max_num_queries(len(first)):
        client.get(address)


@pytest.mark.parametrize("name", NAMES)
def test_csv_and_picture_have_the_same_numbers(world: World, name: str) -> None:
    chart = Dashboard(Period(world.partnership, date(2026, 3, 2))).chart(name)
    lines = lines_of(world.client("coordinator").get(f"{PAGE}charts/{name}.csv?until=2026-03-02"))
    assert len(lines) == len(chart.rows) + 1
    numbers = {str(cell) for row in chart.rows for cell in row if isinstance(cell, int)}
    assert numbers <= {cell for line in lines for cell in line}


def test_period_with_a_first_day_counts_from_there_and_has_no_plan(world: World) -> None:
    html = text_of(world.client("coordinator").get(f"{PAGE}?since=2026-01-01&until=2026-03-02"))
    assert "3 exchanges by 2 March 2026." in html
    assert "Counted from the first day on" in html
    for unusable in ("nonsense", "2026-04-01"):
        html = text_of(world.client("coordinator").get(f"{PAGE}?since={unusable}&until=2026-03-02"))
        assert "7 exchanges by 2 March 2026" in html


# --- one cluster ---------------------------------------------------------------------------------------------------


def test_cluster_board_counts_own_visits_only(world: World) -> None:
    other = world.clusters["vilnius"]
    exchange = credited(world, organisation("Of others", "sme", "LT"), world.host, DAY)
    type(exchange).objects.filter(pk=exchange.pk).update(visitor_cluster=other, host_cluster=other)
    html = text_of(world.client("manager").get(f"{PAGE}clusters/{world.clusters['dresden'].slug}/"))
    assert "7 exchanges are credited: 7 visits sent, 0 received." in html
    html = text_of(world.client("coordinator").get(f"{PAGE}clusters/{other.slug}/"))
    assert "1 exchanges are credited: 1 visits sent, 1 received." in html


def test_manager_opens_the_own_cluster_only(world: World) -> None:
    own, foreign = world.clusters["dresden"], world.clusters["nice"]
    client = world.client("manager")
    for place in ("", "timeline.csv"):
        assert client.get(f"{PAGE}clusters/{own.slug}/{place}").status_code == 200
        assert client.get(f"{PAGE}clusters/{foreign.slug}/{place}").status_code == 404
    assert world.client("coordinator").get(f"{PAGE}clusters/{foreign.slug}/").status_code == 200
    assert client.get(f"{PAGE}clusters/{own.slug}/nothing.csv").status_code == 404


# --- the scheme ----------------------------------------------------------------------------------------------------


def second(world: World, number: int = 2) -> Partnership:
    return Partnership.objects.create(
        code=f"P{number}", slug=f"p{number}", name=f"Partnership {number}", start_on=date(2025, 1, 1),
        end_on=date(2027, 12, 31), coordinator=world.partnership.coordinator, deputy=world.partnership.deputy,
    )  # fmt: skip


def moved(
    world: World, partnership: Partnership, visits: int, kind: str = "sme", country: str = "ES"
) -> None:
    for number in range(visits):
        visitor = organisation(f"{partnership.code} {kind} {country} {number}", kind, country)
        exchange = credited(world, visitor, world.host, DAY - timedelta(days=90 * number))
        type(exchange).objects.filter(pk=exchange.pk).update(partnership=partnership)


def test_scheme_puts_partnerships_side_by_side_with_the_figures_of_their_own_pages(world: World) -> None:
    more = second(world)
    moved(world, more, 6)
    found = scheme(date(2026, 3, 2))
    for standing in found.standings:
        tally = Tally(Period(standing.partnership, date(2026, 3, 2)))
        assert (standing.exchanges, standing.kinds, standing.countries, standing.paid) == (
            tally.exchanges, tally.by("kind"), tally.countries, tally.money.paid,
        )  # fmt: skip
        assert standing.running[-1] == tally.exchanges
    html = text_of(world.client("support").get("/scheme/figures/"))
    assert "13 exchanges in 2 partnerships; 11 of them by SMEs (85 %)." in html
    lines = lines_of(world.client("support").get("/scheme/figures.csv"))
    assert [line[3] for line in lines[1:]] == [str(row.exchanges) for row in found.standings]


@pytest.mark.parametrize("partnerships", [1, 3])
def test_scheme_and_public_page_cost_the_same(
    world: World, partnerships: int, django_assert_num_queries: Any
) -> None:
    for number in range(1, partnerships):
        moved(world, second(world, number + 1), 6)
    client = world.client("support")
    client.get("/scheme/figures/")
    client.get("/impact/")
    with django_assert_num_queries(6):
        client.get("/scheme/figures/")
    with django_assert_num_queries(5):
        client.get("/impact/")


def test_public_page_shows_no_small_cell_and_csv_tells_the_same(world: World, client: Any) -> None:
    more, few = second(world), second(world, 3)
    moved(world, more, 9)
    moved(world, more, 2, "cluster", "LT")
    moved(world, few, 3, "sme", "BG")
    page = text_of(client.get("/impact/"))
    assert "18 exchanges in 2 partnerships" in page
    assert "Too few exchanges to be shown" in page
    for hidden in ("Lithuania", "Bulgaria"):
        assert hidden not in page
    numbers = [line[-1] for line in lines_of(client.get("/impact.csv"))[1:]]
    assert numbers
    assert all(int(number) >= 5 for number in numbers)


def test_public_figures_of_a_partnership_are_the_same_in_page_and_csv(world: World, client: Any) -> None:
    page = text_of(client.get("/partnerships/test/"))
    lines = lines_of(client.get("/partnerships/test/results.csv"))
    assert lines[1][:3] == ["Exchanges", "", "7"]
    assert "Who visited" not in {line[0] for line in lines}, "5 and 2 would tell each other"
    assert "Too few to be shown" in page


def test_page_csv_and_document_publish_the_same_cells(world: World, client: Any) -> None:
    """Three publications with cells hidden in three ways would tell each other's."""
    moved(world, world.partnership, 9)
    moved(world, world.partnership, 2, "research", "LT")
    figures = freezing.exchange_figures(
        freezing.view_of(Period(world.partnership, date(2026, 3, 2)), "public")
    )
    lines = lines_of(client.get("/partnerships/test/results.csv"))
    page = text_of(client.get("/partnerships/test/"))
    for title, part in (
        ("Where visitors came from", figures["homes"]),
        ("Where they went", figures["hosts"]),
    ):
        told = {line[1]: int(line[2]) for line in lines if line[0] == title}
        expected = dict(part["cells"]) | ({"Other countries": part["rest"]} if part["rest"] else {})
        assert told == expected
        assert all(number >= 5 for number in told.values())
        assert all(name in page for name in told)
    assert {line[1]: int(line[2]) for line in lines if line[0] == "Where visitors came from"}["Spain"] == 9
    assert "Lithuania" not in {cell for line in lines for cell in line}
