"""The list of files: what it shows, to whom, at which cost."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from clusters.models import Organisation
from core import clock
from exchanges.models import Application
from exchanges.selectors import queue_pages
from exchanges.services import decisions
from tests.support.world import FIRST_DAY, World, moment

pytestmark = pytest.mark.django_db
URL = reverse("exchanges:queue")
CSV = reverse("exchanges:queue_csv")


def rows(response):
    return [(row.reference, str(row.state_label)) for row in response.context["page"].object_list]


def table(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_queue_shows_what_stands_where(world):
    sent, accepted = world.submitted(), world.accepted()
    response = world.client("manager").get(URL)
    assert rows(response) == [(accepted.reference, "Waiting for the host"), (sent.reference, "Sent")]
    first = response.context["page"].object_list[0]
    assert (first.organisation, first.host, first.days) == ("Elbe Sensors GmbH", "Mobilité Azur SAS", 4)
    assert (str(first.amount), [str(who) for who in first.waiting]) == ("450.00", ["Host"])


def test_queue_row_of_a_visit_shows_the_visit(world):
    exchange = world.building()
    (row,) = world.client("manager").get(URL).context["page"].object_list
    assert (row.stage, row.step, str(row.state_label)) == ("building", 4, "Visit plan being written")
    assert (row.due, row.start) == (exchange.due_on, FIRST_DAY)


@pytest.mark.parametrize("persona", ["manager", "coordinator", "finance", "auditor"])
def test_queue_is_open_to_staff_of_the_file(world, persona):
    application = world.submitted()
    assert rows(world.client(persona).get(URL)) == [(application.reference, "Sent")]


@pytest.mark.parametrize("persona", ["other_manager", "host_manager", "deputy"])
def test_queue_hides_the_files_of_others(world, persona):
    world.submitted()
    response = world.client(persona).get(URL)
    assert rows(response) == []
    assert "Files appear here as soon as organisations send" in response.content.decode()


@pytest.mark.parametrize("persona", ["visitor", "host", "stranger"])
@pytest.mark.parametrize("url", [URL, CSV])
def test_queue_is_refused_to_visitors_and_hosts(world, persona, url):
    world.submitted()
    assert world.client(persona).get(url).status_code == 403


def test_queue_asks_strangers_to_log_in(world):
    response = world.client("anonymous").get(URL)
    assert (response.status_code, response.url) == (302, f"{reverse('account_login')}?next={URL}")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"stage": ["decide"]}, ["sent"]),
        ({"stage": ["question"]}, ["held"]),
        ({"stage": ["matching"]}, ["accepted"]),
        ({"stage": ["decide", "question"]}, ["sent", "held"]),
        ({"stage": ["building"]}, []),
        ({"waiting": "visitor"}, ["held"]),
        ({"waiting": "host"}, ["accepted"]),
        ({"country": "DE"}, ["sent", "held", "accepted"]),
        ({"country": "FR"}, []),
        ({"kind": "sme"}, ["sent", "held", "accepted"]),
        ({"kind": "cluster"}, []),
        ({"q": "elbe"}, ["sent", "held", "accepted"]),
        ({"q": "nothing like it"}, []),
    ],
)
def test_queue_filters(world, query, expected):
    files = {"accepted": world.accepted(), "held": world.submitted(), "sent": world.submitted()}
    decisions.hold_application(application=files["held"], by=world.actor("manager"), question="Which site?")
    found = [reference for reference, _state in rows(world.client("manager").get(URL, query))]
    assert sorted(found) == sorted(files[name].reference for name in expected)


def test_queue_finds_by_reference(world):
    wanted, _other = world.submitted(), world.submitted()
    assert rows(world.client("manager").get(URL, {"q": wanted.reference})) == [(wanted.reference, "Sent")]


def test_queue_marks_and_finds_late_files(world):
    application = world.submitted()
    assert rows(world.client("manager").get(URL, {"due": "late"})) == []
    with clock.at(moment(application.due_on.replace(day=application.due_on.day + 1))):
        world._clients.clear()
        response = world.client("manager").get(URL, {"due": "late"})
    assert rows(response) == [(application.reference, "Sent")]
    assert 'class="due is-late"' in response.content.decode()


def test_queue_ignores_filters_it_does_not_know(world):
    application = world.submitted()
    response = world.client("manager").get(URL, {"stage": "bogus", "order": "x;drop", "page": "-3"})
    assert rows(response) == [(application.reference, "Sent")]


def test_queue_sorts_both_ways(world):
    first, second = world.submitted(), world.submitted()
    ascending = rows(world.client("manager").get(URL, {"order": "reference"}))
    descending = rows(world.client("manager").get(URL, {"order": "-reference"}))
    assert [row[0] for row in ascending] == [first.reference, second.reference]
    assert ascending == list(reversed(descending))


@pytest.mark.parametrize("number", [1, 3])
def test_queue_costs_the_same_for_each_number_of_rows(world, number, django_assert_num_queries):
    for _ in range(number):
        world.submitted()
    client = world.client("manager")
    client.get(URL)
    with django_assert_num_queries(8):
        client.get(URL)


@pytest.mark.parametrize("order", ["", "-reference", "reference"])
def test_queue_goes_on_behind_the_cap_and_back(world, monkeypatch, order):
    monkeypatch.setattr(queue_pages, "CAP", 2)
    monkeypatch.setattr(queue_pages, "PAGE_SIZE", 2)
    sent = [world.submitted().reference for _ in range(7)]
    expected = sent if order == "reference" else sent[::-1]
    client, url, seen, pages = world.client("manager"), f"{URL}?order={order}", [], []
    while url:
        response = client.get(url)
        pages.append(url)
        seen.append([reference for reference, _state in rows(response)])
        url = response.context["next_url"] and URL + response.context["next_url"]
    assert [reference for page in seen for reference in page] == expected
    assert "2+ files" in response.content.decode()
    # The way back shows the same pages.
    back = client.get(URL + response.context["previous_url"])
    assert [reference for reference, _state in rows(back)] == seen[-2]


def test_queue_says_what_an_order_cannot_show(world, monkeypatch):
    monkeypatch.setattr(queue_pages, "CAP", 2)
    for _ in range(3):
        world.submitted()
    response = world.client("manager").get(URL, {"order": "due"})
    assert len(rows(response)) == 2
    assert "In this order the first 2 are shown; sort by reference to see all." in response.content.decode()


def test_queue_sorts_by_the_day_that_it_shows(world):
    """A match's day counts for its file, as the row shows it."""
    sent, accepted = world.submitted(), world.accepted()
    client, found = world.client("manager"), {}
    for days in (-3, 3):
        accepted.proposals.update(due_on=sent.due_on + timedelta(days=days))
        page = client.get(URL, {"order": "due"}).context["page"].object_list
        assert [row.due for row in page] == sorted(row.due for row in page)
        found[days] = [row.reference for row in page]
    assert found[-3] == [accepted.reference, sent.reference]
    assert found[3] == [sent.reference, accepted.reference]


def test_queue_forgets_its_place_with_another_order(world, monkeypatch):
    monkeypatch.setattr(queue_pages, "CAP", 1)
    first, second = world.submitted(), world.submitted()
    text = world.client("manager").get(URL, {"after": second.pk}).content.decode()
    assert first.reference in text
    assert 'href="?order=due"' in text


@pytest.mark.parametrize("place", [{"after": "x"}, {"before": "9" * 30}, {"page": "77"}, {"after": "0"}])
def test_queue_opens_at_a_place_that_is_not_there(world, place):
    application = world.submitted()
    assert rows(world.client("manager").get(URL, place)) == [(application.reference, "Sent")]


def test_csv_holds_exactly_the_filtered_list(world):
    wanted = world.accepted()
    world.submitted()
    found = table(world.client("manager").get(CSV, {"stage": "matching"}))
    assert found[0][:3] == ["Reference", "Organisation", "Country"]
    assert [row[0] for row in found[1:]] == [wanted.reference]
    assert found[1][4:10] == [
        FIRST_DAY.isoformat(),
        found[1][5],
        "4",
        "450.00",
        "Waiting for the host",
        "Host",
    ]


def test_csv_disarms_formulas_in_names(world):
    world.submitted()
    Organisation.objects.filter(pk=world.firm.pk).update(name="=HYPERLINK(1)")
    response = world.client("manager").get(CSV)
    assert table(response)[1][1] == "'=HYPERLINK(1)"
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="files-2026-03-02.csv"'


def test_queue_works_while_the_cache_is_away(world: World, settings: Any) -> None:
    settings.CACHES = settings.CACHES | {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "unix:///nonexistent/broker.sock",
        }
    }
    file = world.submitted()
    assert file.reference in world.client("manager").get("/files/").content.decode()


def test_support_office_has_no_tags_of_its_own_and_sees_the_list(world: World) -> None:
    file = world.submitted()
    world.add_support()
    page = world.client("support").get(URL)
    assert [reference for reference, _state in rows(page)] == [file.reference]
    assert "Elbe Sensors GmbH" in page.content.decode()


@pytest.mark.parametrize(
    "persona",
    ["manager", "host_manager", "deputy", "other_manager", "coordinator", "finance", "auditor", "visitor"],
)
def test_the_list_by_number_holds_the_files_that_the_hat_sees(world: World, persona: str) -> None:
    """Found another way than by `visible_to`: with drafts, ended sides, both sides of one cluster, and the deputy's files."""
    world.draft()
    ended = world.accepted()
    ended.parties.filter(role="host_cluster").update(active=False)
    visit = world.building().application
    twice = world.submitted()
    side = twice.parties.get(role="visitor_cluster")
    side.pk, side.role = None, "host_cluster"
    side.save()
    deputised = world.submitted()
    Application.objects.filter(pk=deputised.pk).update(decider="deputy")
    actor = world.actor(persona)
    seen = set(Application.objects.visible_to(actor).exclude(state="draft"))
    assert set(Application.objects.listed_for(actor)) == seen
    assert list(Application.objects.listed_for(actor, gt=visit.pk).order_by("id")) == sorted(
        (file for file in seen if file.pk > visit.pk), key=lambda file: file.pk
    )
    assert (deputised in seen) == (
        persona in {"manager", "deputy", "coordinator", "finance", "auditor", "visitor"}
    )
