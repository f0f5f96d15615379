"""A contact stands on a public page only by a dated yes of that person, taken back with one click."""

import re
from html import unescape
from typing import Any

import pytest
from django.core import mail

from clusters.models import Cluster, Consent
from clusters.services.profiles import update_cluster
from core import clock, outbox
from tests.support import world as worlds
from tests.support.world import World

pytestmark = pytest.mark.django_db
PAGE = "/cluster-profile/contact/"
PUBLIC = "/directory/clusters/elbe-valley/"
MINE = "/my-data/permissions/"
ADA = {"contact_name": "Ada Neu", "contact_email": "ada@elsewhere.example", "contact_public": "on"}


@pytest.fixture
def world() -> World:
    return worlds.build()


def words(response: Any) -> str:
    return unescape(" ".join(response.content.decode().split()))


def shown(world: World) -> bool:
    return "ada@elsewhere.example" in words(world.client("anonymous").get(PUBLIC))


def asked() -> str:
    """Deliver the mails; the address of the newest link to the contact."""
    outbox.run_due()
    outbox.run_due()
    found = [message for message in mail.outbox if message.to == ["Ada Neu <ada@elsewhere.example>"]]
    assert found
    link = re.search(r"https?://[^/]+(/answer/contact/[\w-]+/)", str(found[-1].body))
    assert link is not None
    return link[1]


def test_person_is_asked_agrees_and_takes_it_back(world: World) -> None:
    manager, guest = world.client("manager"), world.client("anonymous")
    manager.post(PAGE, ADA)
    assert not shown(world)
    assert "Ada Neu was asked and has not agreed yet." in words(manager.get("/cluster-profile/"))
    link = asked()
    assert "Everybody could then read there" in words(guest.get(link))
    assert not shown(world), "looking is not agreeing"
    guest.post(link, {"answer": "yes"})
    assert shown(world)
    consent = Consent.objects.get(purpose="contact")
    assert (consent.given_at.date(), consent.person) == (clock.today(), None)
    assert "Shown to everybody; agreed on" in words(manager.get("/cluster-profile/"))
    guest.post(link, {"answer": "no"})
    assert not shown(world)
    consent.refresh_from_db()
    assert consent.revoked_at is not None
    assert "Not shown to everybody." in words(manager.get("/cluster-profile/"))


def test_another_person_must_agree_anew(world: World) -> None:
    manager = world.client("manager")
    manager.post(PAGE, ADA)
    old = asked()
    world.client("anonymous").post(old, {"answer": "yes"})
    manager.post(PAGE, ADA | {"contact_name": "Ben Neu", "contact_email": "ben@elsewhere.example"})
    html = words(world.client("anonymous").get(PUBLIC))
    assert "Ben Neu" not in html and "Ada Neu" not in html
    assert world.client("anonymous").post(old, {"answer": "yes"}).status_code == 302
    assert "Ben Neu" not in words(world.client("anonymous").get(PUBLIC))


def test_own_name_needs_no_mail_and_stands_among_the_permissions(world: World) -> None:
    client, user = world.client("manager"), world.actor("manager").user
    assert user is not None
    client.post(PAGE, {"contact_name": "Mina Own", "contact_email": user.email, "contact_public": "on"})
    assert user.email in words(world.client("anonymous").get(PUBLIC))
    assert Consent.objects.get(purpose="contact").person == user
    assert "Your name on the page of Elbe Valley" in words(client.get(MINE))
    place = f"cluster-{Cluster.objects.get(slug='elbe-valley').pk}"
    assert world.client("visitor").post(f"{MINE}not-as-contact/", {"place": place}).status_code == 404
    assert user.email in words(world.client("anonymous").get(PUBLIC))
    client.post(f"{MINE}not-as-contact/", {"place": place})
    assert user.email not in words(world.client("anonymous").get(PUBLIC))
    assert "Your name on the page of Elbe Valley" not in words(client.get(MINE))


def test_asked_person_with_an_account_answers_there(world: World) -> None:
    user = world.actor("visitor").user
    assert user is not None
    cluster = Cluster.objects.get(slug="elbe-valley")
    update_cluster(
        cluster=cluster,
        by=world.actor("manager"),
        contact_name="Vera Visitor",
        contact_email=user.email,
        contact_public=True,
    )
    client, place = world.client("visitor"), f"cluster-{cluster.pk}"
    assert "You are asked" in words(client.get(MINE))
    for persona, code in (("host", 404), ("visitor", 302)):
        answer = world.client(persona).post(f"{MINE}give/", {"purpose": "contact", "place": place})
        assert answer.status_code == code
    assert user.email in words(world.client("anonymous").get(PUBLIC))


def test_tick_alone_shows_nobody(world: World) -> None:
    Cluster.objects.filter(slug="elbe-valley").update(
        contact_public=True, contact_email="ada@elsewhere.example"
    )
    assert not shown(world)
