"""Public pages that are kept: the same for every stranger, exact after each change, and nobody's private page."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection, connections
from django.middleware.csrf import _does_token_match
from django.test import Client
from django.urls import reverse

from clusters.models import Organisation, Term
from core import kept_pages
from exchanges.services import mission_cancel, missions
from tests.support.world import FIRST_DAY, LAST_DAY, World, make_organisation

URL = reverse("clusters:directory")
GZIP = {"headers": {"Accept-Encoding": "gzip"}}


@pytest.fixture(autouse=True)
def pages(settings: Any) -> Iterator[None]:
    """The tests keep no pages, but for these."""
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "kept-pages-test"}
    settings.CACHES = settings.CACHES | {"pages": memory}
    yield
    caches["pages"].clear()


@pytest.fixture
def firm(world: World) -> Organisation:
    return make_organisation("Kauno Robotika", "sme", "LT", "Kaunas", ("54.9", "23.9"), listed=True)


@pytest.mark.django_db
def test_second_stranger_costs_one_statement_and_sees_the_same(firm, django_assert_num_queries):
    first = Client().get(URL)
    with django_assert_num_queries(1):
        second = Client().get(URL)
    assert b"Kauno Robotika" in second.content
    assert (second.content, second["ETag"]) == (first.content, first["ETag"])
    assert not second.cookies, "a page that posts nothing sets no cookie"


@pytest.mark.django_db
def test_page_is_new_after_each_change(firm, client):
    def shown() -> str:
        return client.get(URL).content.decode()

    assert "Kauno Robotika" in shown()
    firm.name = "Kauno Automatika"
    firm.save()
    assert "Kauno Automatika" in shown() and "Kauno Robotika" not in shown()
    term = Term.objects.earliest("id")
    firm.terms.add(term)
    assert term.label in shown()
    term.label = "Words of a new edition"
    term.save()
    assert "Words of a new edition" in shown()
    firm.listed = False
    firm.save()
    assert "Kauno Automatika" not in shown()


@pytest.mark.django_db
def test_list_of_missions_is_kept_and_new_after_a_change(world, client, django_assert_num_queries):
    address = reverse("exchanges:missions")
    mission = missions.create_mission(
        by=world.actor("host_manager"),
        partnership=world.partnership,
        host_cluster=world.clusters["nice"],
        host=world.host,
        title="Roads of the Riviera",
        country=world.host.country,
        city="Nice",
        start_on=FIRST_DAY,
        end_on=LAST_DAY,
    )
    assert b"Roads of the Riviera" not in client.get(address).content
    missions.publish_mission(mission=mission, by=world.actor("host_manager"))
    assert b"Roads of the Riviera" in client.get(address).content
    with django_assert_num_queries(1):
        assert b"Roads of the Riviera" in Client().get(address).content
    mission_cancel.cancel_mission(mission=mission, by=world.actor("host_manager"), reason="No host")
    assert b"Cancelled" in client.get(address).content


@pytest.mark.django_db
def test_what_the_index_does_not_show_changes_no_page(firm, client, django_assert_num_queries):
    client.get(URL)
    firm.headcount = 12
    firm.save()
    with django_assert_num_queries(1):
        client.get(URL)


@pytest.mark.django_db
def test_a_persons_page_is_never_kept_nor_given_a_strangers(world, firm, client):
    person = world.client("visitor")
    mine = person.get(URL).content.decode()
    name = str(world.actor("visitor").user)
    assert name in mine
    assert name not in client.get(URL).content.decode()
    assert name in person.get(URL).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["messages", "anything"])
def test_other_cookies_get_a_page_of_their_own(firm, client, django_assert_num_queries, name):
    Client().get(URL)
    client.cookies[name] = "canary-of-one-visitor"
    client.get(URL)
    with django_assert_num_queries(2):
        answer = client.get(URL)
    assert "ETag" not in answer


@pytest.mark.django_db
def test_theme_and_address_are_part_of_what_is_kept(firm, client):
    plain = client.get(URL).content
    client.cookies["theme"] = "dark"
    assert b'data-theme="dark"' in client.get(URL).content
    assert b'data-theme="dark"' not in plain
    assert b"Kauno Robotika" not in client.get(f"{URL}?kind=cluster").content
    long = "x" * kept_pages.LONGEST
    assert "ETag" not in client.get(f"{URL}?kind=cluster&q={long}")


@pytest.mark.django_db
def test_browser_that_has_the_page_gets_it_only_when_it_changed(firm, client):
    answer = client.get(URL, **GZIP)
    assert answer["Content-Encoding"] == "gzip" and "no-cache" in answer["Cache-Control"]
    again = client.get(URL, headers={"Accept-Encoding": "gzip", "If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    firm.city = "Vilnius"
    firm.save()
    assert client.get(URL, headers={"If-None-Match": answer["ETag"]}).status_code == 200


@pytest.mark.django_db
def test_each_stranger_gets_a_token_of_their_own(firm, settings):
    """The demo's bar is a form on every page."""
    settings.PORTAL_DEMO = True
    found = []
    for stranger in (Client(), Client()):
        body = stranger.get(URL).content
        tokens = {token.decode() for token in kept_pages._TOKEN.findall(body)}
        secret = stranger.cookies[settings.CSRF_COOKIE_NAME].value
        assert tokens and all(_does_token_match(token, secret) for token in tokens)
        found.append(tokens)
    assert not found[0] & found[1]


@pytest.mark.django_db
def test_errors_are_not_kept(firm, client, monkeypatch):
    monkeypatch.setattr("clusters.views.directory.PER_MINUTE", 1)
    codes = [client.get(f"{URL}?q=kauno", REMOTE_ADDR="10.1.1.9").status_code for _number in range(2)]
    assert codes == [200, 429]
    assert client.get(f"{URL}?q=kauno", REMOTE_ADDR="10.1.1.10").status_code == 200


def test_writers_do_not_wait_for_each_other_and_each_counts(fresh_database, world):
    firms = [
        make_organisation(f"Firm {number}", "sme", "LT", "Kaunas", ("54.9", "23.9"), listed=True)
        for number in range(2)
    ]
    before = kept_pages.count_of("directory")
    seen = []

    def change_and_commit() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
            Organisation.objects.filter(pk=firms[1].pk).update(name="Second")
            seen.append(kept_pages.count_of("directory"))
        finally:
            connections.close_all()

    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        Organisation.objects.filter(pk=firms[0].pk).update(name="First")
        other = threading.Thread(target=change_and_commit)
        other.start()
        other.join(20)
        cursor.execute("COMMIT")
    assert seen == [before + 1], "the open change is not counted yet"
    assert kept_pages.count_of("directory") == before + 2
