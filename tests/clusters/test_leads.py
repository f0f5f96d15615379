from datetime import timedelta

import pytest

from clusters.models import Country, Lead
from clusters.selectors.leads import leads_visible_to
from clusters.services import leads
from core import clock
from core.exceptions import NotAllowed
from core.models import Mail
from tests.support import world as worlds
from tests.support.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return worlds.build()


def interested(world: World, country: str = "FR", email: str = "Ida@New.Example ") -> Lead:
    return leads.record_lead(
        partnership=world.partnership,
        name=" Ida Interest ",
        email=email,
        organisation="New Sensors",
        country=Country.objects.get(code=country),
        message="We would like to see <b>Dresden</b>.",
    )


def test_cluster_of_the_country_is_told_by_mail(world: World) -> None:
    lead = interested(world)
    assert (lead.name, lead.email, lead.cluster) == (
        "Ida Interest",
        "ida@new.example",
        world.clusters["nice"],
    )
    mail = Mail.objects.get()
    assert mail.to_address == "contact@azur-secure.example"
    assert mail.subject == "New Sensors is interested in TEST partnership"
    for words in (
        "Ida Interest of New Sensors (France)",
        "ida@new.example",
        "you are the contact of Azur Secure",
    ):
        assert words in mail.text_body
        assert words in mail.html_body
    assert "We would like to see <b>Dresden</b>." in mail.text_body
    assert "&lt;b&gt;Dresden" in mail.html_body


def test_country_without_a_cluster_goes_to_the_coordinator(world: World) -> None:
    assert interested(world, "IT").cluster == world.clusters["dresden"]


def test_same_address_within_a_day_is_one_lead(world: World) -> None:
    first = interested(world)
    assert interested(world) == first
    assert Mail.objects.count() == 1
    with clock.at(clock.now() + timedelta(days=2)):
        assert interested(world) != first


def test_contact_cluster_and_coordinator_answer(world: World) -> None:
    lead = interested(world)
    answered = leads.note_answer(lead=lead, by=world.actor("host_manager"), note="Called")
    assert (answered.status, answered.answered_at) == ("answered", clock.now())
    assert leads.close_lead(lead=lead, by=world.actor("coordinator"), reason="no_interest").status == "closed"


@pytest.mark.parametrize("persona", ["manager", "other_manager", "finance", "visitor", "stranger"])
def test_others_neither_see_nor_answer(world: World, persona: str) -> None:
    lead = interested(world)
    assert list(leads_visible_to(world.actor(persona))) == []
    with pytest.raises(NotAllowed):
        leads.close_lead(lead=lead, by=world.actor(persona))


def test_own_leads_are_seen(world: World) -> None:
    lead = interested(world)
    assert list(leads_visible_to(world.actor("host_manager"))) == [lead]
    assert list(leads_visible_to(world.actor("coordinator"))) == [lead]
