"""Coming to the public pages with a partnership, a cluster or a mission: its rules hold, and it is carried on."""

from datetime import date, datetime
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from clusters.models import Partnership
from core import clock
from exchanges.models import Application
from exchanges.services import missions, rulebooks
from tests.support.world import FIRST_DAY, LAST_DAY

pytestmark = pytest.mark.django_db
CHECK, CALCULATOR = "/may-i-take-part/", "/calculator/"
ANSWERS = {"kind": "sme", "country": "DE", "member": "yes", "earlier": "no", "stay": "full"}
APRIL = date(2026, 4, 1)
TRIP = {
    "home_country": "DE", "home_city": "Dresden", "host_country": "FR", "host_city": "Nice", "kind": "sme",
    "start": "2026-05-18", "end": "2026-05-21",
}  # fmt: skip


def text(response) -> str:
    return " ".join(unescape(response.content.decode()).split())


@pytest.fixture
def own_rules(world):
    """From April on the partnership counts a visit of four working days as a full one."""
    by = world.actor("coordinator")
    draft = rulebooks.copy_rulebook(partnership=world.partnership, by=by)
    rulebooks.change_rulebook(rulebook=draft, by=by, valid_from=APRIL, full_working_days=4)
    return rulebooks.publish_rulebook(rulebook=draft, by=by)


@pytest.mark.parametrize("came", [{"partnership": "test"}, {"cluster": "elbe-valley"}])
def test_sum_follows_the_rules_of_the_partnership(client, own_rules, came):
    scheme, own = text(client.get(CALCULATOR, TRIP)), text(client.get(CALCULATOR, TRIP | came))
    assert "EUR 450" in scheme
    assert "Rules 2022-1 of the scheme" in scheme
    assert "Half the sum" not in own
    assert f"Rules {own_rules.code} of TEST partnership" in own
    assert "partnership=test" in own or "cluster=elbe-valley" in own


def test_check_asks_by_the_rules_of_the_partnership_and_carries_it_on(client, own_rules):
    with clock.at(datetime(2026, 4, 20, 9, tzinfo=ZoneInfo("UTC"))):
        question = text(client.get(CHECK, {"partnership": "test"}))
        assert "You come with TEST partnership. It has rules of its own. They apply here." in question
        assert '<input type="hidden" name="partnership" value="test">' in question
        sent = client.get(CHECK, {"partnership": "test", "kind": "sme", "asked": "kind"})
        assert sent.url == f"{CHECK}?kind=sme&partnership=test"
        stay = text(client.get(CHECK, ANSWERS | {"partnership": "test", "at": "stay"}))
        assert "4 working days or more" in stay
        assert "5 working days or more" in text(client.get(CHECK, ANSWERS | {"at": "stay"}))
        outcome = text(client.get(CHECK, ANSWERS | {"partnership": "test"}))
    assert f"{CALCULATOR}?kind=sme&home_country=DE&earlier=no&partnership=test" in outcome
    assert f"By rules {own_rules.code}" in outcome
    assert f'href="{CHECK}?partnership=test">Start again' in outcome


def test_without_rules_of_its_own_the_page_says_that_those_of_the_scheme_hold(client, world):
    page = text(client.get(CHECK, {"cluster": "elbe-valley"}))
    assert "You come with Elbe Valley of TEST partnership. It goes by the rules of the scheme." in page


def test_application_goes_to_whom_the_visitor_came_with(client, world):
    visitor = world.client("visitor")
    new = f"{reverse('exchanges:application_new')}?cluster=neris-hive"
    assert "Your application goes to Neris Hive of TEST partnership." in text(visitor.get(new))
    visitor.post(new)
    draft = Application.objects.get()
    assert draft.partnership == world.partnership
    assert draft.visitor_cluster.slug == "neris-hive"


def test_mission_brings_its_partnership(world):
    by = world.actor("host_manager")
    mission = missions.create_mission(
        by=by,
        partnership=world.partnership,
        host_cluster=world.clusters["nice"],
        host=world.host,
        title="Smart mobility on the Riviera",
        country=world.host.country,
        city="Nice",
        start_on=FIRST_DAY,
        end_on=LAST_DAY,
    )
    missions.publish_mission(mission=mission, by=by)
    page = text(world.client("anonymous").get(CHECK, {"mission": mission.slug}))
    assert "You come with TEST partnership." in page
    world.client("visitor").post(f"{reverse('exchanges:application_new')}?mission={mission.slug}")
    draft = Application.objects.get()
    assert (draft.mission, draft.partnership) == (mission, world.partnership)


@pytest.mark.parametrize(
    "came", [{"partnership": "gone"}, {"cluster": "x" * 500}, {"mission": "\x00"}, {"partnership": "test"}]
)
def test_whoever_takes_no_applications_is_left_behind(client, world, came):
    Partnership.objects.update(accepts_applications=False)
    for address in (CHECK, CALCULATOR):
        page = text(client.get(address, came))
        assert "You come with" not in page
        assert 'name="partnership"' not in page


def test_public_pages_lead_there_with_their_name(client, world):
    partnership = text(client.get(reverse("reporting:results", args=["test"])))
    assert f'href="{CHECK}?partnership=test"' in partnership
    assert f'href="{CALCULATOR}?partnership=test"' in partnership
    cluster = text(client.get(reverse("reporting:cluster_page", args=["elbe-valley"])))
    assert f'href="{CHECK}?cluster=elbe-valley"' in cluster
    Partnership.objects.update(accepts_applications=False)
    assert CHECK + "?" not in text(client.get(reverse("reporting:results", args=["test"])))
