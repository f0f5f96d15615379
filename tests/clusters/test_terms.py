"""The taxonomy picker: grouped, searchable without scripts, kept ticks, retired terms, and who may choose."""

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.urls import reverse

from clusters.models import Term
from clusters.selectors.terms import by_taxonomy, terms_of
from core.models import AuditEvent
from tests.support import world as worlds
from tests.support.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return worlds.build()


def term(taxonomy: str, code: str) -> Term:
    return Term.objects.get(taxonomy=taxonomy, code=code)


def page_of(world: World) -> str:
    return reverse("clusters:organisation_terms", kwargs={"pk": world.firm.pk})


def words(response: Any) -> str:
    return unescape(" ".join(response.content.decode().split()))


def test_chosen_terms_are_saved_and_shown_as_on_the_eccp(world: World) -> None:
    chosen = [term("nace", "S94"), term("theme", "green"), term("s3", "digital_ai")]
    client = world.client("visitor")
    response = client.post(page_of(world), {"terms": [row.pk for row in chosen]})
    assert response.url == reverse("clusters:organisation_detail", kwargs={"pk": world.firm.pk})
    assert [row.code for row in terms_of(world.firm)] == ["green", "S94", "digital_ai"]
    assert by_taxonomy(terms_of(world.firm))[1] == (
        "Economic activity (NACE)",
        ["Other service activities: S94 Activities of membership organisations"],
    )
    html = words(client.get(page_of(world)))
    assert html.count(" checked") == 3
    assert '<span class="chip">Other service activities: S94 Activities of membership organisations' in html
    assert AuditEvent.objects.filter(action="organisation.terms").count() == 1


def test_saving_the_same_twice_is_one_event(world: World) -> None:
    for _time in range(2):
        world.client("visitor").post(page_of(world), {"terms": [term("theme", "ai").pk]})
    assert AuditEvent.objects.filter(action="organisation.terms").count() == 1


def test_search_without_scripts_keeps_the_ticks(world: World) -> None:
    client, ai, chips = world.client("visitor"), term("theme", "ai"), term("nace", "C26")
    answer = client.post(page_of(world), {"terms": [ai.pk], "q": "Optical  products", "find": "1"})
    assert (answer.status_code, terms_of(world.firm)) == (302, [])
    html = words(client.get(answer.url))
    assert "1 entry found." in html
    assert f'name="terms" value="{chips.pk}"' in html
    assert f'name="terms" value="{ai.pk}"' in html
    assert html.count('name="terms"') == 2
    assert "Chosen before" in html
    client.post(answer.url, {"terms": [ai.pk, chips.pk]})
    assert terms_of(world.firm) == [ai, chips]


def test_search_forgives_accents_and_says_when_nothing_is_found(world: World) -> None:
    assert "Tourism" in words(world.client("visitor").get(page_of(world), {"q": "TÓURISM"}))
    html = words(world.client("visitor").get(page_of(world), {"q": "unicorns"}))
    assert "0 entries found." in html
    assert 'name="terms"' not in html


def test_retired_term_stays_with_those_who_have_it(world: World) -> None:
    old = term("theme", "green")
    world.firm.terms.add(old)
    Term.objects.filter(pk=old.pk).update(retired_on=date(2026, 1, 1))
    field = f'name="terms" value="{old.pk}"'
    assert field in words(world.client("visitor").get(page_of(world)))
    other = reverse("clusters:organisation_terms", kwargs={"pk": world.host.pk})
    assert field not in words(world.client("host").get(other))
    answer = world.client("host").post(other, {"terms": [old.pk]})
    assert (answer.status_code, terms_of(world.host)) == (200, [])


def test_too_many_terms_are_refused_and_kept_on_the_page(world: World) -> None:
    many = list(Term.objects.filter(taxonomy="nace").order_by("pk").values_list("pk", flat=True)[:26])
    html = words(world.client("visitor").post(page_of(world), {"terms": many}))
    assert "Choose at most 25 entries." in html
    assert html.count(" checked") == 26
    assert terms_of(world.firm) == []


@pytest.mark.parametrize(
    ("persona", "code"), [("host", 404), ("stranger", 404), ("coordinator", 404), ("manager", 404)]
)
def test_others_do_not_choose(world: World, persona: str, code: int) -> None:
    answer = world.client(persona).post(page_of(world), {"terms": [term("theme", "ai").pk]})
    assert (answer.status_code, terms_of(world.firm)) == (code, [])


def test_page_costs_the_same_for_more_terms(world: World, django_assert_num_queries: Any) -> None:
    client = world.client("visitor")
    for number in (1, 3):
        world.firm.terms.set(Term.objects.filter(taxonomy="theme").order_by("pk")[:number])
        with django_assert_num_queries(6):
            client.get(page_of(world))
