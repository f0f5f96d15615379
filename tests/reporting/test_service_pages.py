"""The pages at the foot: always there, true to the settings, and silent about who did not agree to be named."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clusters.models import Cluster, Consent, Partnership
from core import clock
from reporting import guides
from tests.support.world import World, make_cluster

FOOT = ["Help", "Contact", "Rules", "Privacy", "Cookies", "Accessibility", "Legal notice"]


def foot(client: Client, address: str) -> list[str]:
    """The words of the links at the foot, in their order."""
    html = client.get(address).content.decode().split('<footer class="site-footer">')[1].split("</nav>")[0]
    return [part.split("</a>")[0] for part in html.split('">')[1:] if "</a>" in part]


@pytest.mark.parametrize("persona", ["anonymous", "stranger", "visitor", "manager", "auditor"])
def test_foot_has_help_first_and_all_pages_the_law_wants(world: World, persona: str) -> None:
    words = foot(world.client(persona), "/")

    assert words[:2] == ["Help", "Contact"]
    assert [word for word in words if word in FOOT] == FOOT
    assert foot(world.client(persona), "/missions/") == words


@pytest.mark.django_db
def test_operator_stands_where_somebody_looks_for_it(settings: Any, client: Client) -> None:
    settings.OPERATOR_NAME, settings.OPERATOR_ADDRESS = "Elbe Network e.V.", "Quay 7, 01067 Dresden"
    settings.CONTACT_EMAIL, settings.SECURITY_EMAIL = "hello@elbe.example", "safe@elbe.example"

    for name in ("contact", "legal_notice"):
        html = client.get(reverse(f"reporting:{name}")).content.decode()
        assert "Elbe Network e.V.</strong><br>Quay 7, 01067 Dresden<br>" in html
        assert 'href="mailto:hello@elbe.example"' in html
    assert 'href="mailto:hello@elbe.example"' in client.get("/accessibility/").content.decode()


@pytest.mark.django_db
def test_security_txt_names_address_and_a_day_in_less_than_a_year(settings: Any, client: Client) -> None:
    settings.SECURITY_EMAIL, settings.PORTAL_URL = "safe@elbe.example", "https://portal.example.org"
    with clock.at(datetime(2026, 3, 2, 15, 30, tzinfo=UTC)):
        answer = client.get("/.well-known/security.txt")

    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().splitlines() == [
        "Contact: mailto:safe@elbe.example",
        "Expires: 2026-08-29T00:00:00Z",
        "Preferred-Languages: en",
        "Canonical: https://portal.example.org/.well-known/security.txt",
        "Policy: https://portal.example.org/contact/#security",
    ]


def test_contact_names_only_who_agreed(world: World, client: Client) -> None:
    agreed, silent = world.clusters["dresden"], world.clusters["nice"]
    Cluster.objects.filter(pk__in=(agreed.pk, silent.pk)).update(contact_public=True)
    Consent.objects.create(purpose="contact", subject_type="clusters.cluster", subject_id=agreed.pk)
    html = client.get("/contact/").content.decode()

    assert agreed.contact_email in html
    assert agreed.contact_phone in html
    assert silent.name in html
    assert silent.contact_email not in html
    assert silent.contact_name not in html


def test_contact_leaves_out_partnerships_that_are_over(world: World, client: Client) -> None:
    with clock.at(datetime(2028, 1, 1, tzinfo=UTC)):
        html = client.get("/contact/").content.decode()

    assert "TEST partnership" not in html
    assert "No partnership is running at the moment." in html


@pytest.mark.parametrize("number", [1, 3])
def test_contact_asks_the_same_number_of_statements(
    world: World, client: Client, django_assert_num_queries: Any, number: int
) -> None:
    for count in range(1, number):
        cluster = make_cluster(f"Cluster {count}", "DE", "Dresden", ("51.0", "13.7"))
        other = Partnership.objects.create(
            code=f"P{count}",
            slug=f"p{count}",
            name=f"Partnership {count}",
            start_on=world.partnership.start_on,
            end_on=world.partnership.end_on,
            coordinator=cluster,
            deputy=world.clusters["vilnius"],
            budget=Decimal(0),
        )
        other.places.create(cluster=cluster, position=1)
    with django_assert_num_queries(4):
        html = client.get("/contact/").content.decode()

    assert html.count('<section aria-labelledby="partnership-') == number


@pytest.mark.parametrize("guide", guides.GUIDES, ids=lambda guide: guide.slug)
def test_links_of_a_guide_open_for_its_readers(world: World, guide: guides.Guide) -> None:
    world.add_support()
    readers = [
        name
        for name, actor in world.actors.items()
        if actor.hat is not None and actor.hat.kind in guide.kinds
    ]
    links = [reverse(answer.link) for answer in guide.answers if answer.link]
    assert (bool(readers), bool(links)) == (True, True)

    for reader in readers:
        html = world.client(reader).get(f"/help/{guide.slug}/").content.decode()
        assert [link for link in links if f'<p><a href="{link}">' not in html] == []
        assert {world.client(reader).get(link, follow=True).status_code for link in links} == {200}


def test_links_to_work_of_a_role_are_left_out_for_others(world: World) -> None:
    html = world.client("visitor").get("/help/finance/").content.decode()

    assert "What may I approve?" in html
    assert reverse("exchanges:payments") not in html


def test_own_guide_comes_first(world: World) -> None:
    html = world.client("finance").get("/help/").content.decode()

    assert html.index("For finance") < html.index("For visitors")


@pytest.mark.django_db
def test_unknown_guide_is_not_found(client: Client) -> None:
    assert client.get("/help/nobody/").status_code == 404


def test_words_stand_in_the_order_of_the_alphabet() -> None:
    words = [str(word).lower() for word, _meaning in guides.WORDS]
    assert words == sorted(words)
