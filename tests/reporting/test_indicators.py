"""Each indicator against cases counted by hand."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from clusters.models import Region, RegionLevel, Target
from clusters.region_data import LEVELS_EDITION
from exchanges.models import FollowUp
from reporting import indicators
from reporting.enums import COUNTS_FOR, ActivityKind
from reporting.models import Activity
from reporting.periods import Period
from reporting.selectors.tally import Tally
from tests.support import world as worlds
from tests.support.credited import asked, at, credited, matched, organisation, paid, sent
from tests.support.world import World

pytestmark = pytest.mark.django_db

DAY = date(2026, 1, 20)


@pytest.fixture
def world() -> World:
    return worlds.build()


def values(world: World, until: date = DAY, since: date | None = None) -> dict[str, Any]:
    period = Period(world.partnership, until=until, since=since)
    return {figure.code: figure.value for figure in indicators.measure(period)}


def activity(world: World, kind: str, on: date = DAY, count: int = 1, state: str = "counted") -> Activity:
    reviewed = (
        {"reviewed_by": world.actor("coordinator").user, "reviewed_at": at(on)} if state == "counted" else {}
    )
    return Activity.objects.create(
        partnership=world.partnership,
        cluster=world.clusters["dresden"],
        kind=kind,
        title=f"Some {kind}",
        held_on=on,
        count=count,
        state=state,
        state_since=at(on),
        recorded_by=world.actor("manager").user,
        recorded_at=at(on),
        **reviewed,
    )


def test_every_code_of_the_design_is_there() -> None:
    assert set(indicators.REGISTRY) >= {
        "O1.staff", "O1.strategies", "O2.exchanges", "O2.smes", "O2.sme_exchanges", "O2.participants", "O3.services",
        "O4.activities", "O5.links",
    }  # fmt: skip
    assert {code.split(".")[0] for code in indicators.REGISTRY} == {
        "O1", "O2", "O3", "O4", "O5", "EU1", "EU2", "EU3", "EU4", "EU5",
    }  # fmt: skip


def test_nothing_recorded_is_null_and_never_zero(world: World) -> None:
    assert set(values(world).values()) == {None}


def test_a_sent_file_makes_zero_a_fact(world: World) -> None:
    sent(world, world.firm, DAY)
    found = values(world)
    assert (
        found["O2.exchanges"]
        == found["O2.smes"]
        == found["O2.sme_exchanges"]
        == found["O2.participants"]
        == 0
    )
    assert found["EU5.registered_smes"] == 1
    assert found["EU5.participating_smes"] == found["EU5.countries"] == 0
    assert found["EU4.projects"] is None
    assert found["O4.activities"] is None


def test_exchange_counts_from_its_credit_day_on(world: World) -> None:
    credited(world, world.firm, world.host, DAY)
    assert values(world, until=DAY - timedelta(days=1))["O2.exchanges"] == 0
    assert values(world, until=DAY)["O2.exchanges"] == 1
    assert values(world, until=DAY, since=DAY)["O2.exchanges"] == 1
    assert values(world, until=DAY + timedelta(days=1), since=DAY + timedelta(days=1))["O2.exchanges"] is None


def test_exchange_that_is_not_validated_does_not_count(world: World) -> None:
    for state in ("building", "ongoing", "report_submitted", "cancelled", "discontinued", "not_eligible"):
        matched(world, organisation(state, "sme", "DE"), world.host, DAY - timedelta(days=14), state=state)
    assert values(world)["O2.exchanges"] == 0


def test_exchange_of_another_partnership_does_not_count(world: World) -> None:
    other = worlds.Partnership.objects.create(
        code="OTHER",
        slug="other",
        name="Other",
        start_on=world.partnership.start_on,
        end_on=world.partnership.end_on,
        coordinator=world.clusters["nice"],
        deputy=world.clusters["vilnius"],
    )
    exchange = credited(world, world.firm, world.host, DAY)
    type(exchange).objects.filter(pk=exchange.pk).update(partnership=other)
    type(exchange.application).objects.filter(pk=exchange.application_id).update(partnership=other)
    assert values(world)["O2.exchanges"] is None
    assert {
        row["value"] for row in indicators.as_rows(Period(other, DAY)) if row["code"] == "O2.exchanges"
    } == {1}


def test_smes_are_different_firms_as_visitor_or_host(world: World) -> None:
    """Firm A visits twice, B visits and hosts, C only hosts, a cluster visits: three SMEs in four visits of SMEs."""
    firm_a, firm_b = world.firm, organisation("B", "sme", "DE")
    firm_c = organisation("C", "sme", "FR")
    hub = organisation("Hub", "innovation_hub", "FR")
    credited(world, firm_a, hub, DAY)
    credited(world, firm_a, firm_c, DAY - timedelta(days=60))
    credited(world, firm_b, hub, DAY)
    credited(world, firm_b, firm_c, DAY - timedelta(days=60))
    credited(world, world.clusters["nice"].organisation, firm_b, DAY)
    found = values(world)
    assert found["O2.exchanges"] == 5
    assert found["O2.sme_exchanges"] == 4
    assert found["O2.smes"] == found["EU5.participating_smes"] == 3
    assert found["EU5.participating_clusters"] == 1
    assert found["EU5.countries"] == 2


def test_participants_are_travellers_of_credited_files(world: World) -> None:
    credited(world, world.firm, world.host, DAY, travellers=3)
    credited(world, organisation("Hub", "tech_centre", "DE"), world.host, DAY, travellers=2)
    sent(world, organisation("Waiting", "sme", "DE"), DAY, travellers=4)
    found = values(world)
    assert found["O2.participants"] == 5
    assert found["EU5.participating_scaling_up"] == 2
    assert found["EU5.registered_scaling_up"] == 2


def test_registered_counts_senders_and_matched_hosts_once(world: World) -> None:
    sent(world, world.firm, DAY)
    sent(world, world.firm, DAY)
    sent(world, organisation("City", "public_authority", "DE"), DAY)
    sent(world, organisation("Agency", "innovation_agency", "DE"), DAY + timedelta(days=1))
    matched(world, world.clusters["dresden"].organisation, world.host, DAY, state="building")
    found = values(world)
    assert found["EU5.registered_smes"] == 2
    assert found["EU5.registered_authorities"] == 1
    assert found["EU5.registered_clusters"] == 1
    assert found["EU5.registered_agencies"] == 0
    assert found["EU5.participating_agencies"] == found["EU5.participating_authorities"] == 0


@pytest.mark.parametrize("kind", list(ActivityKind))
def test_reviewed_activity_counts_for_its_indicators_only(world: World, kind: str) -> None:
    activity(world, kind, count=4)
    activity(world, kind, count=2)
    found = values(world)
    expected = {feed.code: 2 if feed.each else 6 for feed in COUNTS_FOR[kind]}
    assert {code: value for code, value in found.items() if value is not None} == expected


def test_activity_counts_on_its_day_and_only_when_reviewed(world: World) -> None:
    activity(world, "webinar", on=DAY)
    activity(world, "webinar", on=DAY + timedelta(days=1))
    activity(world, "webinar", state="recorded")
    activity(world, "webinar", state="returned")
    assert values(world)["O4.activities"] == 1
    assert values(world, until=DAY - timedelta(days=1))["O4.activities"] is None
    assert values(world, until=DAY + timedelta(days=1), since=DAY + timedelta(days=1))["O4.activities"] == 1


def test_follow_ups_count_when_they_came_about(world: World) -> None:
    exchange = credited(world, world.firm, world.host, DAY)
    for status in ("planned", "under_way", "done"):
        FollowUp.objects.create(exchange=exchange, kind="business", partner="Canary Partner", status=status)
    FollowUp.objects.create(exchange=exchange, kind="other", partner="Canary Partner", status="done")
    waiting = matched(world, organisation("W", "sme", "DE"), world.host, DAY, state="report_submitted")
    FollowUp.objects.create(exchange=waiting, kind="business", partner="Canary Partner", status="done")
    activity(world, "business", count=2)
    found = values(world)
    assert found["EU4.business"] == 4
    assert found["EU4.with_businesses"] is None
    assert (
        found["EU4.projects"]
        == found["EU4.cooperation"]
        == found["EU4.memoranda"]
        == found["EU4.partnerships"]
        == 0
    )


def test_agreements_are_told_by_counterpart(world: World) -> None:
    """Plans, other follow-ups and what is told elsewhere do not count; a record of several counts as several."""
    exchange = credited(world, world.firm, world.host, DAY)
    for kind, status, more in (
        ("business", "done", {}),
        ("memorandum", "under_way", {}),
        ("business", "planned", {}),
        ("other", "done", {}),
        ("business", "done", {"told_elsewhere": "The host told it, too."}),
    ):
        FollowUp.objects.create(
            exchange=exchange, kind=kind, partner="P", status=status, counterpart="business", **more
        )
    Activity.objects.filter(pk=activity(world, "cooperation", count=2).pk).update(counterpart="authority")
    for since in (None, DAY):
        found = values(world, since=since)
        assert [found[f"EU4.with_{name}"] for name in ("businesses", "authorities", "investors")] == [2, 2, 0]
        assert (found["EU4.with_intermediaries"], found["EU4.with_scaling_up"]) == (0, 0)
        assert found["EU4.business"] == 1


def test_exchanges_by_kind_of_visitor_and_their_share(world: World) -> None:
    for kind in ("sme", "cluster", "tech_centre", "incubator", "research"):
        credited(world, organisation(kind, kind, "DE"), world.host, DAY)
    found = values(world)
    assert found["EU5.sme_share"] == 20
    assert (found["EU5.cluster_exchanges"], found["EU5.tech_centre_exchanges"]) == (1, 1)
    assert found["EU5.other_scaling_up_exchanges"] == 2
    assert found["EU5.organisations"] == 6


def test_levels_of_regions_on_both_sides(world: World) -> None:
    """A whole country has one level, or a region its own; what is not known is left out of all three."""
    RegionLevel.objects.all().delete()
    saxony = Region.objects.filter(country="DE").order_by("id")[0]
    for country, region, level in (("DE", None, "more"), ("DE", saxony, "transition"), ("BG", None, "less")):
        RegionLevel.objects.create(
            country_id=country, region=region, level=level, edition=LEVELS_EDITION, source="Test"
        )
    inside = organisation("Inside", "sme", "DE", area=saxony)
    credited(world, inside, organisation("Sofia firm", "sme", "BG"), DAY)
    credited(world, organisation("Elsewhere", "sme", "DE"), organisation("Unknown", "sme", "FR"), DAY)
    found = values(world)
    names = ("from_less", "from_transition", "from_more", "to_less", "to_transition", "to_more")
    assert [found[f"EU5.{name}"] for name in names] == [0, 1, 1, 1, 0, 0]
    period = Period(world.partnership, DAY)
    rows = [
        sum(opens(period).count() for opens in indicators.REGISTRY[f"EU5.{name}"].opens) for name in names
    ]
    assert rows == [0, 1, 1, 1, 0, 0]


def test_days_to_payment_are_the_median_and_the_share_in_time(world: World) -> None:
    for number, days in enumerate((2, 10, 11)):
        exchange = credited(world, organisation(f"V{number}", "sme", "DE"), world.host, DAY)
        paid(world, exchange, DAY + timedelta(days=days))
    found = values(world, until=DAY + timedelta(days=30))
    assert found["EU5.days_to_payment"] == 10
    assert found["EU5.paid_in_time"] == 67
    period = Period(world.partnership, DAY + timedelta(days=30))
    assert [opens(period).count() for opens in indicators.REGISTRY["EU5.paid_in_time"].opens] == [3, 0]
    assert values(world, until=DAY)["EU5.days_to_payment"] is None


def test_quality_needs_five_answers(world: World) -> None:
    exchanges = [credited(world, organisation(f"V{n}", "sme", "DE"), world.host, DAY) for n in range(3)]
    for number, exchange in enumerate(exchanges):
        asked(exchange, "visitor", DAY - timedelta(days=10), score="4.00", recommend=9)
        if number < 1:
            asked(exchange, "host", DAY - timedelta(days=10), score="5.00", recommend=3)
    found = values(world)
    assert found["EU5.quality"] is None
    assert found["EU5.response"] == 100
    asked(exchanges[1], "host", DAY - timedelta(days=10), score="4.50", recommend=8)
    asked(exchanges[2], "host", DAY - timedelta(days=10))
    found = values(world)
    assert found["EU5.quality"] == Decimal("4.30")
    assert found["EU5.response"] == 83
    feedback = Tally(Period(world.partnership, DAY)).feedback()
    assert feedback.net_promoters == 40
    assert feedback.distribution == (0, 0, 0, 3, 2)


def test_late_answer_is_not_there_yet(world: World) -> None:
    asked(credited(world, world.firm, world.host, DAY), "visitor", DAY, score="3.00")
    feedback = Tally(Period(world.partnership, DAY)).feedback("visitor")
    assert (feedback.invited, feedback.answered, feedback.net_promoters) == (1, 0, None)
    assert Tally(Period(world.partnership, DAY + timedelta(days=2))).feedback("visitor").answered == 1


def test_target_and_straight_plan(world: World) -> None:
    Target.objects.create(partnership=world.partnership, code="O4.activities", value=20)
    period = Period(world.partnership, until=date(2026, 7, 2))
    found = {figure.code: figure for figure in indicators.measure(period)}
    assert (found["O2.exchanges"].target, found["O2.exchanges"].expected) == (96, 48)
    assert (found["O4.activities"].target, found["O4.activities"].expected) == (20, 10)
    assert (found["O5.links"].target, found["O5.links"].expected) == (None, None)


@pytest.mark.parametrize(
    ("until", "part"), [(date(2024, 12, 31), 0.0), (date(2027, 12, 31), 1.0), (date(2030, 1, 1), 1.0)]
)
def test_elapsed_time_stays_between_start_and_end(world: World, until: date, part: float) -> None:
    assert Period(world.partnership, until=until).elapsed == part


def test_figures_cost_a_fixed_number_of_statements(world: World, django_assert_num_queries: Any) -> None:
    for number in range(3):
        credited(world, organisation(f"V{number}", "sme", "DE"), world.host, DAY)
        with django_assert_num_queries(5):
            indicators.measure(Period(world.partnership, DAY))


def test_records_are_the_rows_that_are_counted(world: World) -> None:
    hub = organisation("Hub", "innovation_hub", "DE")
    credited(world, world.firm, world.host, DAY)
    exchange = credited(world, hub, organisation("City", "public_authority", "FR"), DAY, travellers=2)
    asked(exchange, "visitor", DAY - timedelta(days=5), score="4.00")
    FollowUp.objects.create(exchange=exchange, kind="project", partner="P", status="done")
    activity(world, "joint_project")
    period = Period(world.partnership, DAY)
    rows = {
        code: [opens(period).count() for opens in item.opens] for code, item in indicators.REGISTRY.items()
    }
    assert {code: counts for code, counts in rows.items() if any(counts)} == {
        "O2.exchanges": [2, 0],
        "O2.smes": [1, 0],
        "O2.sme_exchanges": [1, 0],
        "O2.participants": [2, 0],
        "O4.activities": [1],
        "EU4.projects": [1, 1],
        "EU5.registered_smes": [1, 1, 0],
        "EU5.registered_authorities": [0, 1, 0],
        "EU5.participating_smes": [1, 0],
        "EU5.registered_scaling_up": [1, 0],
        "EU5.participating_scaling_up": [1, 0],
        "EU5.participating_authorities": [1, 0],
        "EU5.countries": [2, 0],
        "EU5.sme_share": [1, 0],
        "EU5.other_scaling_up_exchanges": [1, 0],
        "EU5.organisations": [2, 0],
        "EU5.quality": [1],
        "EU5.response": [1],
    }


def test_two_indicators_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match=r"O1\.staff"):
        indicators.indicator("O1.staff", "x", "x", "x", ())(lambda tally: None)
