"""The public page of a cluster: made from live data, and nothing on it that somebody did not agree to."""

from html import unescape
from typing import Any

import pytest

from clusters.models import Cluster, Consent, Membership, Organisation, Term
from core import clock
from exchanges.models import HostOffer
from exchanges.services import missions
from tests.support import world as worlds
from tests.support.world import FIRST_DAY, LAST_DAY, World, make_organisation

pytestmark = pytest.mark.django_db
PAGE = "/directory/clusters/azur-secure/"


@pytest.fixture
def world() -> World:
    return worlds.build()


def words(response: Any) -> str:
    assert response.status_code == 200
    return unescape(" ".join(response.content.decode().split()))


def member(world: World, name: str, *, listed: bool = True, state: str = "confirmed", **extra: Any) -> None:
    organisation = make_organisation(name, "sme", "FR", "Nice", worlds.NICE, listed=listed, **extra)
    Membership.objects.create(
        organisation=organisation, cluster=world.clusters["nice"], state=state, state_since=clock.now()
    )


def mission(world: World, title: str, *, publish: bool) -> None:
    made = missions.create_mission(
        partnership=world.partnership,
        by=world.actor("host_manager"),
        title=title,
        host_cluster=world.clusters["nice"],
        host=world.host,
        country=world.host.country,
        city="Nice",
        start_on=FIRST_DAY,
        end_on=LAST_DAY,
    )
    if publish:
        missions.publish_mission(mission=made, by=world.actor("host_manager"))


def filled(world: World) -> Cluster:
    Cluster.objects.filter(pk=world.clusters["nice"].pk).update(
        about="Secure connections on the Riviera.",
        collaborations="Partners for a test of connected shuttles.",
        mission="Trust in machines.",
        management_fte="2.50",
        label="silver",
        label_on="2023-04-01",
        member_count=40,
        member_smes=30,
        member_research=10,
        website_in_english=True,
    )
    organisation = world.clusters["nice"].organisation
    Organisation.objects.filter(pk=organisation.pk).update(website="https://azur.example/", founded=2005)
    organisation.terms.add(Term.objects.get(taxonomy="nace", code="S94"))
    return world.clusters["nice"]


def test_page_is_made_from_live_data(world: World) -> None:
    filled(world)
    member(world, "Riviera Radar SAS")
    mission(world, "Shuttle days", publish=True)
    html = words(world.client("anonymous").get(PAGE))
    for shown in (
        "Secure connections on the Riviera.",
        "Partners for a test of connected shuttles.",
        "Trust in machines.",
        "2.5 full-time equivalents",
        "Silver label",
        "since 2023",
        "Meets the ECCP criteria",
        "The cluster has 40 members.",
        "1 confirmed in this portal",
        "Riviera Radar SAS",
        "Shuttle days",
        "Smart mobility test road",
        "TEST partnership",
        "Other service activities: S94 Activities of membership organisations",
        "/partnerships/test/interested/",
    ):
        assert shown in html


def test_nothing_stands_there_that_nobody_agreed_to(world: World) -> None:
    cluster = filled(world)
    member(world, "Hidden Member SAS", listed=False)
    member(world, "Silent Member SAS", hidden_at=clock.now())
    member(world, "Waiting Member SAS", state="requested")
    mission(world, "Draft days", publish=False)
    HostOffer.objects.update(active=False)
    for persona in ("anonymous", "host_manager", "coordinator"):
        html = words(world.client(persona).get(PAGE))
        for secret in (
            "Hidden Member",
            "Silent Member",
            "Waiting Member",
            "Draft days",
            "Smart mobility test road",
            cluster.contact_name,
            cluster.contact_email,
            cluster.contact_phone,
            "hugo@azur.example",
        ):
            assert secret not in html, (persona, secret)


def test_contact_who_agreed_is_shown(world: World) -> None:
    cluster = filled(world)
    Cluster.objects.filter(pk=cluster.pk).update(contact_public=True)
    assert cluster.contact_name not in words(world.client("anonymous").get(PAGE)), "a tick is no yes"
    Consent.objects.create(purpose="contact", subject_type="clusters.cluster", subject_id=cluster.pk)
    html = words(world.client("anonymous").get(PAGE))
    assert cluster.contact_name in html
    assert f'href="mailto:{cluster.contact_email}"' in html


def test_criteria_that_are_not_met_are_not_praised(world: World) -> None:
    filled(world)
    Cluster.objects.update(website_in_english=False)
    assert "Meets the ECCP criteria" not in words(world.client("anonymous").get(PAGE))


def test_empty_profile_is_still_a_page(world: World) -> None:
    html = words(world.client("anonymous").get(PAGE))
    assert "There is no description yet." in html
    assert "Members by type" not in html


def test_page_costs_the_same_for_more_rows(world: World, django_assert_num_queries: Any) -> None:
    filled(world)
    client = world.client("anonymous")
    for number in (1, 3):
        for one in range(number):
            member(world, f"Member {number} {one}")
            mission(world, f"Days {number} {one}", publish=True)
        client.get(PAGE)
        with django_assert_num_queries(8):
            client.get(PAGE)


def test_invented_figures_are_marked_in_the_demo_only(world: World, settings: Any) -> None:
    filled(world)
    assert "Demo figures" not in words(world.client("anonymous").get(PAGE))
    settings.PORTAL_DEMO = True
    assert "Demo figures" in words(world.client("anonymous").get(PAGE))
    assert "Demo figures" in words(world.client("manager").get("/cluster-profile/"))
