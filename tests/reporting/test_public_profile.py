"""A partnership's profile, linked networks and news: the coordinator writes, strangers read what is published."""

from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from clusters.models import Consent, Partnership, Term
from core.exceptions import NotAllowed
from core.models import AuditEvent
from reporting.models import Activity, LinkedNetwork, NewsItem
from reporting.services import activities, networks, news
from tests.support import world as worlds
from tests.support.knowledge import accepted
from tests.support.world import World

pytestmark = pytest.mark.django_db
HOME = "/partnerships/test/"
PAGES = ("profile/", "profile/summary/", "networks/", "networks/new/", "news/desk/", "news/new/")
NETWORK = {"name": "Silicon Europe", "kind": "clusters", "location": "Europe", "relation": "Founding member."}
NEWS = {"kind": "news", "title": "150 days", "dated_on": "2026-02-01", "text": "What happened so far."}


@pytest.fixture
def world() -> World:
    return worlds.build()


def words(response: Any) -> str:
    assert response.status_code == 200
    return unescape(" ".join(response.content.decode().split()))


def pdf(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7 proof", content_type="application/pdf")


def code_of(world: World, persona: str, address: str) -> int:
    """The status of a page or of a file, which is read to its end."""
    answer = world.client(persona).get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
        for close in answer._resource_closers:
            close()
    return int(answer.status_code)


def write(world: World, title: str, **changes: Any) -> NewsItem:
    fields: dict[str, Any] = NEWS | {"title": title, "dated_on": worlds.date(2026, 2, 1)} | changes
    return news.write_news(partnership=world.partnership, by=world.actor("coordinator"), **fields)


# --- the profile ---------------------------------------------------------------------------------------------------


def test_whole_profile_reaches_the_public_page(world: World) -> None:
    client = world.client("coordinator")
    assert "The profile is 0 % complete" in words(client.get(f"{HOME}profile/"))
    for topic, data in (
        ("summary", {"summary": "Six clusters visit each other."}),
        ("objectives", {"objectives": "O1 - review strategies"}),
        ("results", {"expected_results": "96 exchanges"}),
        ("kind", {"kind": "excellence", "origin": "cosme", "smes_involved": "250"}),
        ("contact", {"contact_name": "Petra Project", "contact_email": "Petra@Test.example"}),
        ("terms", {"terms": [Term.objects.get(taxonomy="technology", code="Y02").pk]}),
    ):
        assert client.post(f"{HOME}profile/{topic}/", data)["Location"] == f"{HOME}profile/"
    assert "The profile is 100 % complete" in words(client.get(f"{HOME}profile/"))
    html = words(world.client("anonymous").get(HOME))
    for shown in (
        "Six clusters visit each other.",
        "O1 - review strategies",
        "96 exchanges",
        "European Cluster Partnership: excellence",
        "COSME programme",
        "250",
        "36 months",
        "General tagging of new technological developments: Technologies or applications for mitigation",
        'href="/directory/clusters/azur-secure/"',
    ):
        assert shown in html
    assert "Petra Project" not in html
    assert "petra@test.example" not in html
    client.post(
        f"{HOME}profile/contact/",
        {
            "contact_name": "Petra Project",
            "contact_email": "petra@test.example",
            "contact_public": "on",
        },
    )
    assert "petra@test.example" not in words(world.client("anonymous").get(HOME)), "she was not asked yet"
    Consent.objects.create(
        purpose="contact", subject_type="clusters.partnership", subject_id=world.partnership.pk
    )
    assert 'href="mailto:petra@test.example"' in words(world.client("anonymous").get(HOME))


@pytest.mark.parametrize("page", PAGES)
def test_only_the_coordinator_opens_the_desk(world: World, page: str) -> None:
    codes = {
        persona: world.client(persona).get(HOME + page).status_code
        for persona in (
            "coordinator",
            "manager",
            "finance",
            "auditor",
            "visitor",
            "other_manager",
            "stranger",
        )
    }
    assert codes == {
        "coordinator": 200, "manager": 403, "finance": 403, "auditor": 403, "visitor": 404, "other_manager": 404,
        "stranger": 404,
    }  # fmt: skip


def test_others_change_nothing(world: World) -> None:
    item, actor = write(world, "Mine"), world.actor("manager")
    network = networks.link_network(partnership=world.partnership, by=world.actor("coordinator"), **NETWORK)
    with pytest.raises(NotAllowed):
        news.write_news(partnership=world.partnership, by=actor, **NEWS)
    for persona, code in (("manager", 403), ("stranger", 404)):
        client = world.client(persona)
        assert client.post(f"{HOME}profile/summary/", {"summary": "Foreign"}).status_code == code
        assert client.post(f"/networks/{network.pk}/remove/").status_code == code
        assert client.post(f"/networks/{network.pk}/", NETWORK | {"name": "Foreign"}).status_code == code
        assert client.post(f"/news/{item.pk}/mark/", {"act": "publish"}).status_code == code
        assert client.post(f"/news/{item.pk}/edit/", NEWS | {"title": "Foreign"}).status_code == code
    item.refresh_from_db()
    assert (item.title, item.published_at) == ("Mine", None)
    assert LinkedNetwork.objects.get().name == "Silicon Europe"
    assert Partnership.objects.get(code="TEST").summary == ""


# --- networks ------------------------------------------------------------------------------------------------------


def test_link_with_evidence_counts_for_o5_after_a_second_person(world: World) -> None:
    client = world.client("coordinator")
    data = NETWORK | {"counts": "on"}
    html = words(client.post(f"{HOME}networks/new/", data))
    assert "Give a file or an address as evidence, so that it can count." in html
    assert 'value="Silicon Europe"' in html
    assert (LinkedNetwork.objects.count(), Activity.objects.count()) == (0, 0)
    client.post(f"{HOME}networks/new/", data | {"evidence": pdf("agreement.pdf"), "linked_on": "2026-01-15"})
    network = LinkedNetwork.objects.select_related("activity__evidence").get()
    activity = network.activity
    assert activity is not None
    assert (activity.state, activity.kind, str(activity.held_on)) == ("recorded", "skills_link", "2026-01-15")
    assert activity.evidence.name == "agreement.pdf"
    before = words(client.get(f"{HOME}figures/"))
    activities.count_activity(activity=activity, by=world.actor("host_manager"))
    assert "Counted" in words(client.get(f"{HOME}networks/"))
    assert before != words(client.get(f"{HOME}figures/"))


def test_link_that_counts_is_not_removed(world: World) -> None:
    by = world.actor("coordinator")
    network = networks.link_network(
        partnership=world.partnership, by=by, counts=True, evidence_url="https://proof.example/", **NETWORK
    )
    activities.count_activity(activity=network.activity, by=world.actor("host_manager"))
    client = world.client("coordinator")
    answer = client.post(f"/networks/{network.pk}/remove/", follow=True)
    assert "This link counts for indicator O5." in words(answer)
    assert LinkedNetwork.objects.exists()
    activities.take_back_activity(
        activity=Activity.objects.get(), by=world.actor("coordinator"), reason="Twice"
    )
    client.post(f"/networks/{network.pk}/remove/")
    assert not LinkedNetwork.objects.exists()


def test_same_network_twice_is_explained(world: World) -> None:
    client = world.client("coordinator")
    client.post(f"{HOME}networks/new/", NETWORK)
    assert "This network is already on the list." in words(client.post(f"{HOME}networks/new/", NETWORK))
    assert LinkedNetwork.objects.count() == 1


def test_stranger_sees_the_network_without_its_evidence(world: World) -> None:
    network = networks.link_network(
        partnership=world.partnership, by=world.actor("coordinator"), evidence=pdf("secret.pdf"), **NETWORK
    )
    html = words(world.client("anonymous").get(HOME))
    assert "Founding member." in html
    assert "secret.pdf" not in html
    address = f"/networks/{network.pk}/evidence/"
    codes = [code_of(world, who, address) for who in ("coordinator", "auditor", "visitor", "stranger")]
    assert codes == [200, 200, 404, 404]
    assert world.client("anonymous").get(address).status_code == 302


# --- news ----------------------------------------------------------------------------------------------------------


def test_draft_is_for_the_own_people_until_it_is_published(world: World) -> None:
    client, stranger = world.client("coordinator"), world.client("anonymous")
    client.post(f"{HOME}news/new/", NEWS | {"file": pdf("canary.pdf")})
    item = NewsItem.objects.get()
    pages = (HOME, f"{HOME}news/")
    assert all("150 days" not in words(stranger.get(page)) for page in pages)
    for page in (f"/news/{item.pk}/", f"/news/{item.pk}/file/"):
        assert stranger.get(page).status_code == 404
        assert world.client("visitor").get(page).status_code == 404
    assert "This is a draft" in words(world.client("manager").get(f"/news/{item.pk}/"))
    for _time in range(2):
        client.post(f"/news/{item.pk}/mark/", {"act": "publish"})
    assert all("150 days" in words(stranger.get(page)) for page in pages)
    assert "canary.pdf" in words(stranger.get(f"/news/{item.pk}/"))
    assert code_of(world, "anonymous", f"/news/{item.pk}/file/") == 200
    assert AuditEvent.objects.filter(action="news.publish").count() == 1
    client.post(f"/news/{item.pk}/mark/", {"act": "withdraw"})
    assert "150 days" not in words(stranger.get(HOME))
    assert stranger.get(f"/news/{item.pk}/").status_code == 404


def test_public_page_sorts_what_comes_and_what_was(world: World) -> None:
    write(world, "Old news", publish=True)
    write(world, "Autumn fair", kind="event", dated_on=worlds.date(2026, 9, 9), publish=True)
    write(world, "Spring fair", kind="event", dated_on=worlds.date(2026, 4, 4), publish=True)
    accepted(world, title="How we match")
    write(world, "Secret plan")
    html = words(world.client("anonymous").get(HOME))
    order = [
        "Upcoming events",
        "Spring fair",
        "Autumn fair",
        ">News<",
        "Old news",
        "Best practices",
        "How we match",
    ]
    assert [html.index(word) for word in order] == sorted(html.index(word) for word in order)
    assert "Secret plan" not in html


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text": ""}, "Write a text, or give a link or a file."),
        ({"dated_on": "2027-01-01"}, "Only an event can lie in the future."),
        (
            {"file": SimpleUploadedFile("x.exe", b"MZ")},
            "Please choose a PDF, JPEG or PNG file. This file is of another type.",
        ),
    ],
)
def test_mistake_in_an_entry_is_explained_and_kept(
    world: World, changes: dict[str, Any], sentence: str
) -> None:
    html = words(world.client("coordinator").post(f"{HOME}news/new/", NEWS | changes))
    assert sentence in html
    assert 'value="150 days"' in html
    assert not NewsItem.objects.exists()


@pytest.mark.parametrize(
    ("page", "persona", "statements"),
    [
        ("", "anonymous", 16),
        ("news/", "anonymous", 3),
        ("news/desk/", "coordinator", 7),
        ("networks/", "coordinator", 7),
    ],
)
def test_pages_cost_the_same_for_more_rows(
    world: World, page: str, persona: str, statements: int, django_assert_num_queries: Any
) -> None:
    client = world.client(persona)
    for number in (1, 3):
        for one in range(number):
            write(world, f"Entry {number} {one}", publish=True)
            networks.link_network(
                partnership=world.partnership,
                by=world.actor("coordinator"),
                **NETWORK | {"name": f"Network {number} {one}"},
            )
        client.get(HOME + page)
        with django_assert_num_queries(statements):
            client.get(HOME + page)


def test_amount_of_the_grant_is_said_until_the_balance_is_paid(world: World) -> None:
    client, page = world.client("coordinator"), f"{HOME}profile/kind/"
    form = {"kind": "excellence", "origin": "cosme", "grant_amount": "498000"}
    assert client.post(page, form).status_code == 302
    world.partnership.refresh_from_db()
    assert world.partnership.grant_amount == 498000
    assert "498" not in words(world.client("anonymous").get(HOME))
    Partnership.objects.update(balance_paid_on=world.partnership.end_on)
    assert "Retention of data" in words(client.post(page, form | {"grant_amount": "60000"}))
    assert client.post(page, form).status_code == 302, "the rest can still be changed"
    world.partnership.refresh_from_db()
    assert world.partnership.grant_amount == 498000
