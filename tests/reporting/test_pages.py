"""Figures, activities, deliverables, results and leads as pages."""

from datetime import date, timedelta
from typing import Any

import pytest

from clusters.models import Lead
from core import clock
from core.models import Mail
from reporting.models import Activity
from reporting.services import activities
from tests.support import world as worlds
from tests.support.credited import asked, credited, organisation, paid
from tests.support.world import World

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 10)
STAFF_PAGES = (
    "figures/",
    "activities/",
    "deliverables/",
    "figures/O2.exchanges/",
    "figures.csv",
    "figures/charts/money.csv",
)


@pytest.fixture
def world() -> World:
    world = worlds.build()
    for number in range(7):
        visitor = organisation(f"Visitor {number}", "sme" if number < 5 else "cluster", "DE")
        exchange = credited(world, visitor, world.host, DAY - timedelta(days=20 * number), state="paid")
        paid(world, exchange, exchange.credited_on + timedelta(days=4))  # type: ignore[operator]
        asked(exchange, "visitor", exchange.credited_on, score="4.00")  # type: ignore[arg-type]
    return world


def webinar(world: World) -> Activity:
    return activities.record_activity(
        partnership=world.partnership,
        by=world.actor("manager"),
        cluster=world.clusters["dresden"],
        kind="webinar",
        title="Webinar on skills",
        held_on=DAY,
    )


def body(answer: Any) -> bytes:
    """What was downloaded; closing the whole answer would close the test's database connection too."""
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)
    for close in answer._resource_closers:
        close()
    return content


# --- who may see ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("persona", ["coordinator", "finance", "auditor", "manager", "host_manager"])
def test_own_staff_reads_every_page(world: World, persona: str) -> None:
    codes = {
        page: world.client(persona).get(f"/partnerships/test/{page}").status_code for page in STAFF_PAGES
    }
    assert codes == dict.fromkeys(STAFF_PAGES, 200)


@pytest.mark.parametrize("persona", ["visitor", "host", "other_manager", "stranger"])
def test_others_get_404(world: World, persona: str) -> None:
    codes = {
        page: world.client(persona).get(f"/partnerships/test/{page}").status_code for page in STAFF_PAGES
    }
    assert codes == dict.fromkeys(STAFF_PAGES, 404)
    assert world.client(persona).get("/figures/").status_code == 404


def test_figures_lead_to_the_own_partnership(world: World) -> None:
    answer = world.client("coordinator").get("/figures/")
    assert (answer.status_code, answer["Location"]) == (302, "/partnerships/test/figures/")


# --- figures -------------------------------------------------------------------------------------------------------


def test_dashboard_shows_figures_charts_and_their_tables(world: World) -> None:
    html = world.client("coordinator").get("/partnerships/test/figures/").content.decode()
    for words in (
        "7 exchanges by 2 March 2026",
        "5 of 7 exchanges were visits of SMEs (71 %): at least one half.",
        "EUR 3,150",
        "The same numbers as a table",
        "4.0 days",
        "/partnerships/test/figures/O2.exchanges/?until=2026-03-02",
    ):
        assert words in html
    assert html.count("<svg role=") + html.count('role="img"') > 4


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("places", "2 countries; most often from Germany to France (7)."),
        ("voices", "The mean score is 4.00 of 5; 100 % of the questionnaires were answered."),
        ("work", "7 of 7 payments came within the promised 10 days (100 %)."),
    ],
)
def test_parts_of_the_dashboard_say_what_their_charts_show(world: World, part: str, words: str) -> None:
    html = world.client("coordinator").get(f"/partnerships/test/figures/parts/{part}/").content.decode()
    assert words in html


def test_dashboard_of_an_earlier_day(world: World) -> None:
    html = world.client("coordinator").get("/partnerships/test/figures/?until=2026-01-02").content.decode()
    assert "5 exchanges by 2 January 2026" in html
    for unusable in ("nonsense", "2099-01-01"):
        html = (
            world.client("coordinator").get(f"/partnerships/test/figures/?until={unusable}").content.decode()
        )
        assert "7 exchanges by 2 March 2026" in html


def test_dashboard_costs_the_same_for_more_rows(world: World, django_assert_num_queries: Any) -> None:
    client = world.client("coordinator")
    client.get("/partnerships/test/figures/")
    with django_assert_num_queries(16) as first:
        client.get("/partnerships/test/figures/")
    credited(world, organisation("More", "sme", "PL"), world.host, DAY)
    with django_assert_num_queries(len(first)):
        client.get("/partnerships/test/figures/")


def test_empty_partnership_has_a_dashboard_without_false_zeros() -> None:
    world = worlds.build()
    client = world.client("coordinator")
    html = client.get("/partnerships/test/figures/").content.decode()
    assert "nothing recorded" in html
    assert "The share of SMEs cannot be told yet." in html
    html = client.get("/partnerships/test/figures/parts/places/").content.decode()
    assert "No exchange has been credited yet." in html
    html = client.get("/partnerships/test/figures/parts/work/").content.decode()
    assert "No application has been sent yet." in html and "/charts/files.csv" not in html
    world.partnership.targets.all().delete()
    html = client.get("/partnerships/test/figures/").content.decode()
    assert "/charts/over-time.csv" not in html and "No exchange has been credited yet." in html


def test_figure_opens_the_files_the_hat_may_see(world: World) -> None:
    rows = world.client("coordinator").get("/partnerships/test/figures/O2.exchanges/").content.decode()
    assert rows.count("/files/CXC-TEST-") == 7
    manager = world.client("manager").get("/partnerships/test/figures/O2.exchanges/").content.decode()
    assert manager.count("/files/CXC-TEST-") == 0
    assert "7 more belong to files of other clusters." in manager


def test_unknown_figure_and_chart_are_404(world: World) -> None:
    client = world.client("coordinator")
    for page in ("figures/O9.x/", "figures/charts/x.csv", "figures/O2.exchanges/2.csv"):
        assert client.get(f"/partnerships/test/{page}").status_code == 404


def test_csv_holds_the_same_numbers(world: World) -> None:
    def lines(page: str) -> list[str]:
        answer = world.client("coordinator").get(f"/partnerships/test/{page}")
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        return b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]

    assert "O2.exchanges,Exchanges,7,96,exchanges" in lines("figures.csv")[3]
    assert lines("figures/charts/visitors.csv")[1:] == ["SMEs,5", "Cluster organisations,2"]
    assert len(lines("figures/O2.smes/1.csv")) == 8


# --- activities ----------------------------------------------------------------------------------------------------

FORM = {"kind": "training", "title": "Training", "held_on": "2026-02-01", "count": "12", "note": ""}


def test_manager_records_and_coordinator_counts(world: World) -> None:
    cluster = world.clusters["dresden"].pk
    client = world.client("manager")
    assert client.get("/partnerships/test/activities/new/").status_code == 200
    answer = client.post("/partnerships/test/activities/new/", FORM | {"cluster": cluster})
    assert (answer.status_code, answer["Location"]) == (302, "/partnerships/test/activities/")
    activity = Activity.objects.get()
    html = world.client("coordinator").get(f"/activities/{activity.pk}/").content.decode()
    assert "Count this activity" in html
    world.client("coordinator").post(
        f"/activities/{activity.pk}/", {"act": "count", "version": activity.version}
    )
    activity.refresh_from_db()
    assert activity.state == "counted"
    assert "Trainings, reviews" not in client.get("/partnerships/test/activities/").content.decode()


def test_form_says_what_is_wrong_and_keeps_the_input(world: World) -> None:
    client = world.client("manager")
    html = client.post(
        "/partnerships/test/activities/new/", {"kind": "training", "title": "Kept title", "count": "0"}
    ).content.decode()
    assert "There is a problem" in html
    assert "Kept title" in html
    late = FORM | {"cluster": world.clusters["dresden"].pk, "held_on": "2026-12-01"}
    assert (
        "This day has not come yet."
        in client.post("/partnerships/test/activities/new/", late).content.decode()
    )
    assert not Activity.objects.exists()


@pytest.mark.parametrize("persona", ["finance", "auditor"])
def test_reader_may_not_record_nor_review(world: World, persona: str) -> None:
    activity = webinar(world)
    client = world.client(persona)
    assert client.get("/partnerships/test/activities/new/").status_code == 403
    assert client.get(f"/activities/{activity.pk}/edit/").status_code == 403
    assert "Count this activity" not in client.get(f"/activities/{activity.pk}/").content.decode()
    assert client.post(f"/activities/{activity.pk}/", {"act": "count"}).status_code == 403
    activity.refresh_from_db()
    assert activity.state == "recorded"


def test_activity_is_404_for_strangers(world: World) -> None:
    activity = webinar(world)
    for page in ("", "edit/", "evidence/"):
        assert world.client("other_manager").get(f"/activities/{activity.pk}/{page}").status_code == 404


def test_stale_correction_is_409_and_wrong_state_redirects(world: World) -> None:
    activity = webinar(world)
    version = activity.version
    data = FORM | {"cluster": world.clusters["dresden"].pk, "title": "New", "version": version}
    client = world.client("manager")
    assert client.post(f"/activities/{activity.pk}/edit/", data).status_code == 302
    assert client.post(f"/activities/{activity.pk}/edit/", data | {"title": "Stale"}).status_code == 409
    world.client("coordinator").post(f"/activities/{activity.pk}/", {"act": "count"})
    answer = world.client("deputy").post(f"/activities/{activity.pk}/", {"act": "count"}, follow=True)
    assert "This cannot be done now" in answer.content.decode()
    activity.refresh_from_db()
    assert (activity.title, activity.state) == ("New", "counted")


def test_send_back_and_take_back_need_a_reason(world: World) -> None:
    activity = webinar(world)
    client = world.client("coordinator")
    assert (
        "There is a problem"
        in client.post(f"/activities/{activity.pk}/", {"act": "send_back"}).content.decode()
    )
    client.post(f"/activities/{activity.pk}/", {"act": "send_back", "reason": "No agenda."})
    assert "No agenda." in world.client("manager").get(f"/activities/{activity.pk}/").content.decode()
    data = FORM | {"cluster": world.clusters["dresden"].pk, "kind": "webinar"}
    world.client("manager").post(f"/activities/{activity.pk}/edit/", data)
    client.post(f"/activities/{activity.pk}/", {"act": "count"})
    client.post(f"/activities/{activity.pk}/", {"act": "take_back", "reason": "Twice."})
    activity.refresh_from_db()
    assert activity.state == "recorded"


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_activities_costs_the_same(world: World, rows: int, django_assert_num_queries: Any) -> None:
    for _ in range(rows):
        webinar(world)
    client = world.client("coordinator")
    with django_assert_num_queries(9):
        client.get("/partnerships/test/activities/?state=recorded")


# --- the public pages ----------------------------------------------------------------------------------------------


def test_public_page_shows_results_and_hides_what_is_small(world: World) -> None:
    html = world.client("anonymous").get("/partnerships/test/").content.decode()
    assert "TEST partnership" in html
    assert "Azur Secure" in html
    assert "7 exchanges by" in html
    assert "The share of SMEs cannot be told yet." not in html or "71 %" not in html
    assert "Canary" not in html
    assert "Visitor 0" not in html
    assert world.client("anonymous").get("/partnerships/nowhere/").status_code == 404
    assert "TEST partnership" in world.client("anonymous").get("/partnerships/").content.decode()


INTEREST = {
    "name": "Ida",
    "email": "ida@new.example",
    "organisation": "New",
    "country": "FR",
    "message": "Hello",
}


def test_interest_becomes_a_lead_that_the_contact_cluster_answers(world: World) -> None:
    client = world.client("anonymous")
    assert client.get("/partnerships/test/interested/").status_code == 200
    answer = client.post("/partnerships/test/interested/", INTEREST)
    assert (answer.status_code, answer["Location"]) == (302, "/partnerships/test/interested/sent/")
    assert "Thank you for your interest" in client.get(answer["Location"]).content.decode()
    lead = Lead.objects.get()
    assert Mail.objects.get().to_address == "contact@azur-secure.example"
    assert "ida@new.example" in world.client("host_manager").get("/partnerships/test/leads/").content.decode()
    assert "ida@new.example" not in world.client("manager").get("/partnerships/test/leads/").content.decode()
    assert world.client("manager").post(f"/leads/{lead.pk}/", {"act": "close"}).status_code == 404
    world.client("host_manager").post(f"/leads/{lead.pk}/", {"act": "answered", "answered-note": "Called"})
    lead.refresh_from_db()
    assert lead.status == "answered"
    world.client("coordinator").post(f"/leads/{lead.pk}/", {"act": "close", "close-reason": "done"})
    lead.refresh_from_db()
    assert (lead.status, lead.closed_reason) == ("closed", "done")


@pytest.mark.parametrize(("persona", "code"), [("finance", 403), ("auditor", 403), ("other_manager", 404)])
def test_leads_are_for_coordinator_and_managers(world: World, persona: str, code: int) -> None:
    assert world.client(persona).get("/partnerships/test/leads/").status_code == code


def test_known_address_gets_the_same_answer_and_no_second_mail(world: World) -> None:
    client = world.client("anonymous")
    answers = [client.post("/partnerships/test/interested/", INTEREST) for _ in range(2)]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (302, "/partnerships/test/interested/sent/")
    ] * 2
    assert (Lead.objects.count(), Mail.objects.count()) == (1, 1)


def test_program_that_fills_in_everything_leaves_nothing(world: World) -> None:
    answer = world.client("anonymous").post(
        "/partnerships/test/interested/", INTEREST | {"homepage": "http://x"}
    )
    assert answer.status_code == 302
    assert not Lead.objects.exists()


def test_too_many_in_an_hour_are_told_to_wait(world: World, settings: Any) -> None:
    settings.CACHES = settings.CACHES | {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "brake"}
    }
    client = world.client("anonymous")
    codes = [
        client.post(
            "/partnerships/test/interested/", INTEREST | {"email": f"i{number}@new.example"}
        ).status_code
        for number in range(8)
    ]
    assert codes == [302] * 6 + [429] * 2
    assert Lead.objects.count() == 6


def test_missing_answers_are_named(world: World) -> None:
    html = world.client("anonymous").post("/partnerships/test/interested/", {"email": "x"}).content.decode()
    assert "There is a problem" in html
    assert not Lead.objects.exists()
    assert clock.today() == date(2026, 3, 2)
