"""Activities recorded in one form, in a table, by import, and out of what took place in the portal."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from clusters.models import Term
from core import clock
from core.exceptions import InvalidInput, Refused
from core.models import ImportRun
from exchanges.models import Mission, Participant, Tandem
from reporting.activity_fields import GROUPS, OF_EVENT, not_asked
from reporting.enums import COUNTS_FOR, ActivityKind
from reporting.models import Activity
from reporting.selectors.activities import sources
from reporting.services import activities
from tests.support import world as worlds
from tests.support.tables import brought, imported, problems, xlsx
from tests.support.world import World

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 10)
NEW, ROWS = "/partnerships/test/activities/new/", "/partnerships/test/activities/table/"


@pytest.fixture
def world() -> World:
    return worlds.build()


def test_every_type_stands_in_one_group_and_feeds_what_the_issue_says() -> None:
    grouped = [kind for _group, kinds in GROUPS for kind in kinds]
    assert sorted(grouped) == sorted(ActivityKind.values)
    assert set(COUNTS_FOR) == set(ActivityKind)
    assert [feed.code for feed in COUNTS_FOR[ActivityKind.TWINNING]] == ["O4.activities", "EU1.activities"]
    assert set(OF_EVENT.values()) <= set(ActivityKind)


@pytest.mark.parametrize(
    ("kind", "asked", "spared"),
    [
        ("webinar", {"participants"}, {"place", "mode", "count", "partner"}),
        ("training", {"count", "place"}, {"participants", "partner"}),
        ("business", {"partner", "counterpart"}, {"count", "place", "participants"}),
        ("survey", {"count"}, {"place", "partner", "participants"}),
    ],
)
def test_form_asks_for_what_the_type_needs(
    world: World, kind: str, asked: set[str], spared: set[str]
) -> None:
    html = world.client("manager").get(f"{NEW}?kind={kind}").content.decode()
    assert {name for name in asked | spared if f'name="{name}"' in html} == asked
    assert spared <= not_asked(kind)


def test_without_type_the_types_are_offered(world: World) -> None:
    html = world.client("manager").get(NEW).content.decode()
    assert "What was it?" in html
    assert "?kind=study_trip" in html
    assert "What was it?" in world.client("manager").get(f"{NEW}?kind=nonsense").content.decode()


def test_all_that_was_told_stands_in_the_record(world: World) -> None:
    term = Term.objects.filter(taxonomy="theme").order_by("code")[0]
    form = {
        "kind": "matchmaking",
        "title": "Matchmaking day",
        "cluster": world.clusters["dresden"].pk,
        "held_on": "2026-02-10",
        "mode": "physical",
        "place": "Dresden",
        "participants": "44",
        "organisations": "30",
        "clusters": [world.clusters["nice"].pk, world.clusters["dresden"].pk],
        "terms": [term.pk],
        "evidence_url": "https://events.example.org/day",
    }
    assert world.client("manager").post(NEW, form).status_code == 302
    activity = Activity.objects.get()
    assert (activity.participants, activity.organisations, activity.place) == (44, 30, "Dresden")
    assert list(activity.clusters.all()) == [world.clusters["nice"]]
    html = world.client("coordinator").get(f"/activities/{activity.pk}/").content.decode()
    for words in ("Azur", "44", "https://events.example.org/day", term.label):
        assert words in html
    listed = world.client("coordinator").get(
        "/partnerships/test/activities/", {"theme": term.pk, "cluster": world.clusters["nice"].pk}
    )
    assert "Matchmaking day" in listed.content.decode()
    none = world.client("coordinator").get("/partnerships/test/activities/", {"since": "2026-02-11"})
    assert "Matchmaking day" not in none.content.decode()


def test_cluster_that_took_part_is_of_the_partnership(world: World) -> None:
    with pytest.raises(InvalidInput, match="took part"):
        activities.record_activity(
            partnership=world.partnership,
            by=world.actor("manager"),
            cluster=world.clusters["dresden"],
            kind="webinar",
            title="Webinar",
            held_on=DAY,
            clusters=[world.clusters["sofia"]],
        )


# --- several at once ---------------------------------------------------------------------------------------------------


def table_form(world: World, *rows: dict[str, str]) -> dict[str, str]:
    cluster = str(world.clusters["dresden"].pk)
    form = {"form-TOTAL_FORMS": "5", "form-INITIAL_FORMS": "0"}
    for number in range(5):
        told = {"cluster": cluster} | (rows[number] if number < len(rows) else {})
        form |= {f"form-{number}-{name}": value for name, value in told.items()}
    return form


ROW = {
    "kind": "webinar",
    "title": "Webinar A",
    "held_on": "2026-02-10",
    "participants": "40",
    "place": "online",
}
TRAINING = {"kind": "training", "title": "Training B", "held_on": "2026-02-11", "participants": "7"}


def test_table_is_saved_as_a_whole(world: World) -> None:
    answer = world.client("manager").post(ROWS, table_form(world, ROW, TRAINING), follow=True)
    assert "2 activities recorded" in answer.content.decode()
    webinar, training = Activity.objects.order_by("held_on")
    assert (webinar.participants, webinar.count, webinar.place) == (40, 1, "")
    assert (training.count, training.state) == (7, "recorded")


def test_one_wrong_row_saves_nothing_and_all_errors_are_told(world: World) -> None:
    late = ROW | {"title": "Tomorrow", "held_on": "2026-03-03"}
    bare = {"title": "No type and no day"}
    page = world.client("manager").post(ROWS, table_form(world, TRAINING, bare, ROW | {"participants": "x"}))
    html = page.content.decode()
    assert "Choose a type." in html and "Give the date." in html and "Enter a whole number." in html
    assert "No type and no day" in html
    html = world.client("manager").post(ROWS, table_form(world, TRAINING, late)).content.decode()
    assert "This day has not come yet" in html and "Training B" in html
    assert not Activity.objects.exists()
    assert (
        "Fill in at least one row." in world.client("manager").post(ROWS, table_form(world)).content.decode()
    )


def test_more_rows_keep_what_was_typed(world: World) -> None:
    html = world.client("manager").post(ROWS, table_form(world, ROW) | {"more": "1"}).content.decode()
    assert 'name="form-9-title"' in html and "Webinar A" in html
    assert not Activity.objects.exists()


# --- import ------------------------------------------------------------------------------------------------------------

HEAD = ("Title", "Type", "Cluster", "Date", "Participants", "Other clusters", "With whom", "Counterpart")


def test_table_from_a_spreadsheet(world: World) -> None:
    dresden, nice = world.clusters["dresden"].short_name, world.clusters["nice"].short_name
    rows = xlsx(
        [
            HEAD,
            ("Webinar A", "Webinar", dresden, "2026-02-10", 40, nice, None, None),
            ("Contract", "Business agreement", nice, "11.02.2026", None, None, "Acme", "investor"),
        ]
    )
    run = brought("activities", rows, world.actor("coordinator"))
    assert (run.state, run.counts) == ("checked", {"create": 2})
    assert not Activity.objects.exists()
    imported(run, world.actor("coordinator"))
    webinar, contract = Activity.objects.order_by("held_on")
    assert (webinar.participants, list(webinar.clusters.all())) == (40, [world.clusters["nice"]])
    assert (contract.partner, contract.counterpart, contract.state) == ("Acme", "investor", "recorded")
    assert webinar.import_run_id == ImportRun.objects.get().pk
    again = brought("activities", rows, world.actor("coordinator"))
    assert again.counts == {"unchanged": 2}


def test_every_problem_of_every_row_at_once(world: World) -> None:
    dresden = world.clusters["dresden"].short_name
    rows = xlsx(
        [
            HEAD,
            ("A", "Webinar", "Nowhere", "2026-02-10", None, None, None, None),
            ("B", "Party", dresden, "2026-12-24", None, "Nowhere", None, None),
            ("C", "Webinar", dresden, "2026-02-10", None, None, None, None),
            ("C", "Webinar", dresden, "2026-02-10", None, None, None, None),
        ]
    )
    run = brought("activities", rows, world.actor("coordinator"))
    assert problems(run) == [
        (2, "cluster", "known"),
        (3, "kind", "choice"),
        (3, "clusters", "known"),
        (3, "held_on", "rule"),
        (5, "title", "twice"),
    ]


def test_manager_brings_the_own_cluster_only(world: World) -> None:
    nice = world.clusters["nice"].short_name
    rows = xlsx([HEAD, ("A", "Webinar", nice, "2026-02-10", None, None, None, None)])
    assert problems(brought("activities", rows, world.actor("manager"))) == [(2, "cluster", "rule")]


# --- out of events -----------------------------------------------------------------------------------------------------


def event(world: World, **extra: Any) -> Mission:
    fields: dict[str, Any] = {
        "partnership": world.partnership,
        "kind": "webinar",
        "mode": "virtual",
        "slug": f"event-{Mission.objects.count()}",
        "title": "Webinar: who may take part",
        "host_cluster": world.clusters["dresden"],
        "host": world.clusters["dresden"].organisation,
        "country_id": "DE",
        "city": "Dresden",
        "start_on": DAY,
        "end_on": DAY,
        "with_lump_sum": False,
        "state": "finished",
        "state_since": clock.now(),
    } | extra
    return Mission.objects.create(**fields)


def come(mission: Mission, organisation: str) -> None:
    Participant.objects.create(
        mission=mission,
        organisation_name=organisation,
        country_id="DE",
        last_name="Canary",
        state="coming",
        state_since=clock.now(),
    )


def test_event_fills_the_form_and_is_recorded_once(world: World) -> None:
    held = event(world)
    for name in ("Acme", "Acme", "Omega"):
        come(held, name)
    client = world.client("manager")
    assert (
        "3 people of 2 organisations" in client.get("/partnerships/test/activities/events/").content.decode()
    )
    html = client.get(f"{NEW}?event={held.pk}").content.decode()
    assert 'value="Webinar: who may take part"' in html and 'value="3"' in html
    assert "Canary" not in html
    form = {
        "kind": "webinar",
        "title": held.title,
        "cluster": held.host_cluster_id,
        "held_on": "2026-02-10",
        "participants": "3",
    }
    assert client.post(f"{NEW}?event={held.pk}", form).status_code == 302
    assert Activity.objects.get().event == held
    assert client.post(f"{NEW}?event={held.pk}", form).status_code == 404
    with pytest.raises(Refused, match="already"):
        activities.record_activity(
            partnership=world.partnership,
            by=world.actor("manager"),
            event=held,
            kind="webinar",
            title="T",
            cluster=world.clusters["dresden"],
            held_on=DAY,
        )
    assert sources(world.actor("manager"), world.partnership) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"with_lump_sum": True, "kind": "mission", "mode": "physical"},
        {"state": "cancelled", "cancel_reason": "Snow"},
        {"state": "draft"},
        {"end_on": DAY + timedelta(days=300)},
    ],
)
def test_what_did_not_take_place_or_counts_as_exchanges_is_not_offered(
    world: World, changed: dict[str, Any]
) -> None:
    held = event(world, **changed)
    assert sources(world.actor("coordinator"), world.partnership) == []
    with pytest.raises(Refused):
        activities.record_activity(
            partnership=world.partnership,
            by=world.actor("coordinator"),
            event=held,
            kind="webinar",
            title="T",
            cluster=world.clusters["dresden"],
            held_on=DAY,
        )


def test_event_of_another_cluster_is_for_its_manager(world: World) -> None:
    event(world)
    assert sources(world.actor("host_manager"), world.partnership) == []
    assert len(sources(world.actor("coordinator"), world.partnership)) == 1


def test_finished_tandem_is_recorded_with_both_clusters(world: World) -> None:
    tandem = Tandem.objects.create(
        partnership=world.partnership,
        first=world.clusters["dresden"],
        second=world.clusters["nice"],
        goals="Member services",
        result="One service changed.",
        state="finished",
        state_since=clock.now(),
    )
    tandem.sessions.create(day=DAY, hours=3)
    found = sources(world.actor("manager"), world.partnership)
    assert [(item.kind, item.held_on, item.facts) for item in found] == [
        ("learning_tandem", DAY, "1 sessions, 3.0 hours")
    ]
    form = {
        "kind": "learning_tandem",
        "title": found[0].name,
        "cluster": tandem.first_id,
        "clusters": [tandem.second_id],
        "held_on": "2026-02-10",
    }
    assert world.client("manager").post(f"{NEW}?tandem={tandem.pk}", form).status_code == 302
    activity = Activity.objects.get()
    assert (activity.tandem, list(activity.clusters.all())) == (tandem, [world.clusters["nice"]])


@pytest.mark.parametrize("rows", [1, 3])
def test_sources_cost_the_same(world: World, rows: int, django_assert_num_queries: Any) -> None:
    for _number in range(rows):
        come(event(world), "Acme")
    with django_assert_num_queries(4):
        assert len(sources(world.actor("coordinator"), world.partnership)) == rows


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("activity_participants_range", {"participants": 100_001}),
        ("activity_organisations_range", {"organisations": 100_001}),
    ],
)
def test_numbers_have_bounds(world: World, name: str, fields: dict[str, Any]) -> None:
    activity = activities.record_activity(
        partnership=world.partnership,
        by=world.actor("manager"),
        cluster=world.clusters["dresden"],
        kind="webinar",
        title="Webinar",
        held_on=DAY,
    )
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Activity.objects.filter(pk=activity.pk).update(**fields)


def test_activity_comes_out_of_one_record_at_most(world: World) -> None:
    tandem = Tandem.objects.create(
        partnership=world.partnership,
        first=world.clusters["dresden"],
        second=world.clusters["nice"],
        goals="Member services",
        result="One service changed.",
        state="finished",
        state_since=clock.now(),
    )
    activity = activities.record_activity(
        partnership=world.partnership,
        by=world.actor("manager"),
        cluster=world.clusters["dresden"],
        kind="webinar",
        title="Webinar",
        held_on=DAY,
        event=event(world),
    )
    with pytest.raises(IntegrityError, match="activity_out_of_one_record"), transaction.atomic():
        Activity.objects.filter(pk=activity.pk).update(tandem=tandem)
