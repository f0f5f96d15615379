"""Two people on one topic of a profile: the second sees what the first wrote, keeps theirs, and chooses."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from clusters.models import Organisation, Term
from clusters.services.roles import grant
from core.actors import Actor
from tests.support import world as worlds
from tests.support.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return worlds.build()


def words(response: Any) -> str:
    return unescape(" ".join(response.content.decode().split()))


def seen(client: Client, page: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]{32})"', client.get(page).content.decode())
    assert found is not None
    return found[1]


def colleague(world: World, persona: str) -> Client:
    """A second person with the same role, at another machine."""
    hat = world.actor(persona).hat
    assert hat is not None
    user = worlds.make_user("colleague@second.example", "Cora", "Colleague")
    of = {name: getattr(hat, name) for name in ("organisation", "cluster", "partnership")}
    grant(user=user, kind=hat.kind, by=Actor.system("test"), **of)
    client = Client()
    client.force_login(user)
    return client


def pages(world: World) -> dict[str, tuple[str, str, dict[str, str]]]:
    """Persona, address and the other fields of the page, for each kind of profile."""
    firm = world.firm
    basics = {"name": firm.name, "kind": firm.kind}
    return {
        "cluster": ("manager", "/cluster-profile/about/", {}),
        "partnership": ("coordinator", f"/partnerships/{world.partnership.slug}/profile/summary/", {}),
        "organisation": ("visitor", f"/organisations/{firm.pk}/edit/", basics),
    }


FIELD = {"cluster": "about", "partnership": "summary", "organisation": "about"}


@pytest.mark.parametrize("kind", FIELD)
def test_second_editor_sees_both_and_chooses(world: World, kind: str) -> None:
    persona, page, rest = pages(world)[kind]
    name = FIELD[kind]
    first, second = world.client(persona), colleague(world, persona)
    both = seen(first, page)
    assert seen(second, page) == both
    assert first.post(page, rest | {name: "Written by the first.", "seen": both}).status_code == 302
    answer = second.post(page, rest | {name: "Written by the second.", "seen": both})
    assert answer.status_code == 409
    html = words(answer)
    author = world.actor(persona).user
    assert author is not None
    assert "Somebody changed this in the meantime" in html
    assert f"{author.get_full_name()} saved this page on" in html
    assert '<td data-label="Saved now">Written by the first.</td>' in html
    assert '<td data-label="Yours">Written by the second.</td>' in html
    assert "Written by the second.</textarea>" in html
    assert "Written by the first." in words(first.get(page)), "nothing is saved yet"
    newer = re.search(r'name="seen" value="([0-9a-f]{32})"', html)
    assert newer is not None
    assert newer[1] != both
    assert second.post(page, rest | {name: "Of both.", "seen": newer[1]}).status_code == 302
    assert "Of both.</textarea>" in words(second.get(page))


def test_other_topics_and_double_clicks_disturb_nobody(world: World) -> None:
    first, second = world.client("manager"), colleague(world, "manager")
    about, mission = "/cluster-profile/about/", "/cluster-profile/mission/"
    before = seen(second, mission)
    form = {"about": "One topic.", "seen": seen(first, about)}
    assert first.post(about, form).status_code == 302
    assert first.post(about, form).status_code == 302
    assert second.post(mission, {"mission": "Another.", "seen": before}).status_code == 302


def test_mistake_of_the_second_does_not_hide_the_conflict(world: World) -> None:
    first, second = world.client("manager"), colleague(world, "manager")
    page = "/cluster-profile/contact/"
    before = seen(second, page)
    good = {"contact_name": "Ada Neu", "contact_email": "ada@elbe.example"}
    first.post(page, good | {"seen": before})
    wrong = second.post(page, {"contact_name": "Bea Alt", "contact_email": "no address", "seen": before})
    assert wrong.status_code == 200
    assert before in words(wrong)
    right = second.post(
        page, {"contact_name": "Bea Alt", "contact_email": "bea@elbe.example", "seen": before}
    )
    assert right.status_code == 409
    assert "Ada Neu" in words(right)


def test_terms_of_a_cluster(world: World) -> None:
    first, second = world.client("manager"), colleague(world, "manager")
    page = "/cluster-profile/terms/"
    green, ai = (Term.objects.get(taxonomy="theme", code=code) for code in ("green", "ai"))
    before = seen(first, page)
    first.post(page, {"terms": [green.pk], "seen": before})
    answer = second.post(page, {"terms": [ai.pk], "seen": before})
    assert answer.status_code == 409
    assert '<td data-label="Saved now">Green</td>' in words(answer)
    assert '<td data-label="Yours">Artificial intelligence</td>' in words(answer)
    home = Organisation.objects.get(cluster__slug="elbe-valley")
    assert list(home.terms.all()) == [green]
