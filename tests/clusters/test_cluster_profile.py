"""A manager keeps the cluster's profile; others do not; errors keep the input."""

from html import unescape
from typing import Any

import pytest

from clusters.models import Cluster, Membership, Term
from clusters.services.profiles import update_cluster
from core import clock
from core.exceptions import NotAllowed
from core.models import AuditEvent
from tests.support import world as worlds
from tests.support.world import World, make_organisation

pytestmark = pytest.mark.django_db
PAGE = "/cluster-profile/"
TEXTS = ("about", "mission", "objectives", "collaborations", "challenges", "services")


@pytest.fixture
def world() -> World:
    return worlds.build()


def words(response: Any) -> str:
    return unescape(" ".join(response.content.decode().split()))


def dresden() -> Cluster:
    return Cluster.objects.select_related("organisation").get(slug="elbe-valley")


def test_whole_profile_step_by_step(world: World) -> None:
    client = world.client("manager")
    first = words(client.get(PAGE))
    assert "The profile is 5 % complete" in first
    assert 'Best next step: <a href="/cluster-profile/about/">About the cluster</a>.' in first
    for topic in TEXTS:
        answer = client.post(f"{PAGE}{topic}/", {topic: f"Our {topic}."})
        assert (answer.status_code, answer["Location"]) == (302, PAGE)
    client.post(
        f"{PAGE}facts/",
        {
            "founded": "2000",
            "management_fte": "2.5",
            "website": "elbe.example",
            "website_in_english": "yes",
        },
    )
    client.post(f"{PAGE}members/", {"member_smes": "12", "member_startups": "4", "member_research": "5"})
    client.post(f"{PAGE}label/", {"label": "gold", "label_on": "2024-05-01"})
    client.post(f"{PAGE}terms/", {"terms": [Term.objects.get(taxonomy="theme", code="ai").pk]})
    cluster = dresden()
    assert [getattr(cluster, name) for name in TEXTS] == [f"Our {topic}." for topic in TEXTS]
    assert (cluster.member_count, cluster.organisation.founded) == (17, 2000)
    assert cluster.organisation.website == "https://elbe.example"
    last = words(client.get(PAGE))
    assert "The profile is 100 % complete" in last
    assert "Your cluster meets all four written criteria." in last
    assert "Declared by the cluster; 0 confirmed in the portal; 15 are needed." in last
    assert AuditEvent.objects.filter(action="cluster.update").count() == 9


def test_confirmed_members_make_the_criteria(world: World) -> None:
    for number in range(15):
        kind = "research" if number == 0 else "sme"
        member = make_organisation(f"Member {number}", kind, "DE", "Dresden", worlds.DRESDEN)
        Membership.objects.create(
            organisation=member,
            cluster=world.clusters["dresden"],
            state="confirmed" if number else "requested",
            state_since=clock.now(),
        )
    html = words(world.client("manager").get(PAGE))
    assert "The cluster has 14 members." in html
    assert "Its members are of 1 type." in html


@pytest.mark.parametrize(
    ("topic", "data", "sentence"),
    [
        (
            "members",
            {"member_smes": "3", "member_startups": "4"},
            "Start-ups are counted among the SMEs.",
        ),
        ("members", {"members_counted_on": "2099-01-01"}, "This day has not come yet."),
        ("label", {"label": "gold"}, "Say since when you have the label."),
        ("label", {"label": "gold", "label_on": "2099-01-01"}, "This day has not come yet."),
        ("facts", {"management_fte": "a few"}, "Enter a number."),
        ("contact", {"contact_name": "N", "contact_email": "nobody"}, "Enter a valid email address."),
    ],
)
def test_mistake_is_explained_and_kept(world: World, topic: str, data: dict[str, str], sentence: str) -> None:
    html = words(world.client("manager").post(f"{PAGE}{topic}/", data))
    assert sentence in html
    assert all(f'value="{value}"' in html for value in data.values())
    assert not AuditEvent.objects.filter(action="cluster.update").exists()


def test_saving_what_is_there_changes_nothing(world: World) -> None:
    for _time in range(2):
        world.client("manager").post(f"{PAGE}about/", {"about": "We are here."})
    assert AuditEvent.objects.filter(action="cluster.update").count() == 1


def test_only_the_own_cluster_changes(world: World) -> None:
    world.client("host_manager").post(f"{PAGE}about/", {"about": "From Nice."})
    assert (dresden().about, Cluster.objects.get(slug="azur-secure").about) == ("", "From Nice.")
    for persona in ("visitor", "coordinator", "finance", "stranger"):
        assert world.client(persona).post(f"{PAGE}about/", {"about": "Foreign."}).status_code == 403
    with pytest.raises(NotAllowed):
        update_cluster(cluster=dresden(), by=world.actor("host_manager"), about="Foreign.")
    assert dresden().about == ""


def test_unknown_topic_is_not_found(world: World) -> None:
    assert world.client("manager").get(f"{PAGE}money/").status_code == 404


def test_profile_costs_the_same_for_more_members(world: World, django_assert_num_queries: Any) -> None:
    client = world.client("manager")
    for number in (1, 3):
        member = make_organisation(f"Member {number}", "sme", "DE", "Dresden", worlds.DRESDEN)
        Membership.objects.create(
            organisation=member,
            cluster=world.clusters["dresden"],
            state="confirmed",
            state_since=clock.now(),
        )
        with django_assert_num_queries(8):
            client.get(PAGE)
