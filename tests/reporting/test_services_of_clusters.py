"""Services as records: they count by a reviewed activity and never beside it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core.exceptions import InvalidInput, NotAllowed, Refused
from reporting import indicators
from reporting.models import Activity, Service
from reporting.periods import Period
from reporting.selectors.services import told
from reporting.services import activities, services
from tests.support import world as worlds
from tests.support.world import World

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 10)
TODAY = date(2026, 3, 2)


@pytest.fixture
def world() -> World:
    return worlds.build()


def added(world: World, persona: str = "manager", **extra: Any) -> Service:
    fields: dict[str, Any] = {
        "cluster": world.clusters["dresden"],
        "name": "Export check",
        "novelty": "new",
        "stage": "in_use",
        "summary": "Two half days with an adviser.",
        "offered_on": DAY,
    } | extra
    return services.add_service(partnership=world.partnership, by=world.actor(persona), **fields)


def count(world: World, activity: Activity | None) -> None:
    assert activity is not None
    activities.count_activity(activity=activity, by=world.actor("coordinator"))


def figures(world: World) -> tuple[Any, Any]:
    found = {figure.code: figure.value for figure in indicators.measure(Period(world.partnership, TODAY))}
    return found["O3.services"], found["EU1.activities"]


def test_new_service_and_its_pilot_count_after_their_reviews(world: World) -> None:
    service = added(
        world,
        counts=True,
        pilot_counts=True,
        pilot_from=DAY,
        pilot_until=DAY + timedelta(days=9),
        pilot_users=9,
    )
    assert figures(world) == (None, None)
    count(world, service.activity)
    assert figures(world) == (1, 1)
    count(world, service.pilot_activity)
    assert figures(world) == (1, 2)
    with pytest.raises(Refused, match="is counted"):
        services.update_service(service=service, by=world.actor("manager"), novelty="adapted")
    service.refresh_from_db()
    assert service.novelty == "new"
    services.update_service(service=service, by=world.actor("manager"), price="EUR 600")
    assert figures(world) == (1, 2)


def test_activity_of_before_goes_on_counting_alone(world: World) -> None:
    activity = activities.record_activity(
        partnership=world.partnership,
        by=world.actor("manager"),
        cluster=world.clusters["dresden"],
        kind="new_service",
        title="New service: export check",
        held_on=DAY,
    )
    count(world, activity)
    service = added(world, recorded=activity, offered_on=None, counts=True)
    assert (service.activity, service.offered_on, figures(world)) == (activity, DAY, (1, 1))
    with pytest.raises(InvalidInput, match="another service"):
        added(world, name="Copy", recorded=Activity.objects.get(pk=activity.pk))
    html = world.client("finance").get(f"/activities/{activity.pk}/").content.decode()
    assert f'/services/{service.pk}/">Export check' in html


def test_idea_and_pilot_without_end_cannot_be_handed_in(world: World) -> None:
    with pytest.raises(InvalidInput, match="An idea does not count"):
        added(world, stage="idea", counts=True)
    with pytest.raises(InvalidInput, match="since when"):
        added(world, offered_on=None, counts=True)
    with pytest.raises(InvalidInput, match="when the pilot ended"):
        added(world, pilot_from=DAY, pilot_counts=True)
    with pytest.raises(InvalidInput, match="ends before"):
        added(world, pilot_from=DAY, pilot_until=DAY - timedelta(days=1))
    with pytest.raises(InvalidInput, match="when the pilot began"):
        added(world, pilot_until=DAY)
    with pytest.raises(InvalidInput, match="has not come"):
        added(world, offered_on=TODAY + timedelta(days=1))
    assert not Activity.objects.exists()
    service = added(world, counts=True)
    with pytest.raises(InvalidInput, match="An idea cannot be"):
        services.update_service(service=service, by=world.actor("manager"), stage="idea")
    with pytest.raises(InvalidInput, match="of this name"):
        added(world)


def test_uncounted_record_follows_what_the_service_says(world: World) -> None:
    service = added(world, counts=True)
    services.update_service(
        service=service, by=world.actor("manager"), novelty="adapted", offered_on=DAY - timedelta(days=5)
    )
    activity = Activity.objects.get()
    assert (activity.kind, activity.held_on) == ("better_service", DAY - timedelta(days=5))


def test_only_the_owner_and_the_coordinator_write(world: World) -> None:
    service = added(world)
    for persona in ("host_manager", "deputy", "finance", "auditor"):
        with pytest.raises(NotAllowed):
            services.update_service(service=service, by=world.actor(persona), price="Canary")
    with pytest.raises(InvalidInput, match="own cluster"):
        added(world, persona="host_manager")
    with pytest.raises(InvalidInput, match="not part of the partnership"):
        added(world, persona="coordinator", cluster=world.clusters["sofia"])
    services.update_service(service=service, by=world.actor("coordinator"), price="EUR 600")
    service.refresh_from_db()
    assert service.price == "EUR 600"


def test_reading_function_tells_a_period_and_nothing_after_it(world: World) -> None:
    added(
        world,
        pilot_from=DAY,
        pilot_until=DAY + timedelta(days=9),
        pilot_users=9,
        pilot_result="Good.",
        counts=True,
    )
    added(world, name="Later", offered_on=DAY + timedelta(days=2))
    during, after = (told(Period(world.partnership, DAY + timedelta(days=days))) for days in (1, 9))
    assert [item.name for item in during] == ["Export check"]
    assert during[0].pilot is not None and during[0].pilot.until is None and during[0].pilot.result == ""
    assert [item.name for item in after] == ["Export check", "Later"]
    assert after[0].pilot is not None and (after[0].pilot.users, after[0].pilot.result) == (9, "Good.")
    assert (after[0].is_new, after[0].counted, after[1].pilot) == (True, False, None)


def test_pages_describe_a_service_out_of_an_activity(world: World) -> None:
    client = world.client("manager")
    activity = activities.record_activity(
        partnership=world.partnership,
        by=world.actor("manager"),
        cluster=world.clusters["dresden"],
        kind="better_service",
        title="Service improved: energy check",
        held_on=DAY,
    )
    html = client.get(f"/partnerships/test/services/new/?activity={activity.pk}").content.decode()
    assert 'value="energy check"' in html
    form = {
        "name": "Energy check",
        "cluster": world.clusters["dresden"].pk,
        "novelty": "adapted",
        "stage": "in_use",
        "summary": "Half a day in the factory.",
        "recorded": activity.pk,
    }
    assert client.post("/partnerships/test/services/new/", form).status_code == 302
    service = Service.objects.get()
    assert service.activity == activity
    page = client.get(f"/services/{service.pk}/").content.decode()
    assert "Half a day in the factory." in page and "To be reviewed" in page
    assert world.client("other_manager").get(f"/services/{service.pk}/").status_code == 404
    wrong = client.post(f"/services/{service.pk}/edit/", form | {"stage": "idea"}).content.decode()
    assert "An idea cannot be" in wrong and "Half a day in the factory." in wrong


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same(world: World, rows: int, django_assert_num_queries: Any) -> None:
    for number in range(rows):
        added(world, name=f"Service {number}", counts=True)
    client = world.client("finance")
    client.get("/partnerships/test/services/")
    with django_assert_num_queries(7):
        assert "Service 0" in client.get("/partnerships/test/services/").content.decode()


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("service_pilot_days_in_order", {"pilot_until": DAY}),
        ("service_pilot_days_in_order", {"pilot_from": DAY, "pilot_until": DAY - timedelta(days=1)}),
        ("service_counts_when_it_is_there", {"stage": "idea"}),
        ("service_counts_when_it_is_there", {"offered_on": None}),
        ("service_pilot_counts_when_done", {"pilot_from": None, "pilot_until": None}),
        ("service_pilot_users_range", {"pilot_users": 1_000_001}),
    ],
)
def test_database_holds_what_a_service_may_say(world: World, name: str, fields: dict[str, Any]) -> None:
    piloted = name == "service_pilot_counts_when_done"
    pilot = {"pilot_from": DAY, "pilot_until": DAY, "pilot_counts": True} if piloted else {}
    service = added(world, counts=True, **pilot)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Service.objects.filter(pk=service.pk).update(**fields)


def test_database_knows_a_service_once(world: World) -> None:
    service = added(world)
    service.pk = None
    with pytest.raises(IntegrityError, match="service_once"), transaction.atomic():
        service.save(force_insert=True)
