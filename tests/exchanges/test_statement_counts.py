"""What the two acts that everybody waits for cost in statements, from the click to the redirect.

The tests' own transaction makes two statements more of each `atomic`: a savepoint and its release.
"""

from typing import Any

import pytest
from django.urls import reverse

from tests.support.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("others", [0, 2])
def test_sending_an_application_costs_15_statements(
    world: World, others: int, django_assert_num_queries: Any
) -> None:
    for _number in range(others):
        world.submitted(host_choice="find", host_offer=None)
    draft, client = world.draft(host_choice="find", host_offer=None), world.client("visitor")
    url = reverse("exchanges:application_check", args=[draft.pk])
    client.get(url)
    with django_assert_num_queries(15 + 2):
        answer = client.post(url, {"version": draft.version})
    draft.refresh_from_db()
    assert answer.url == reverse("exchanges:application_sent", args=[draft.reference])


@pytest.mark.parametrize("others", [0, 2])
def test_accepting_an_application_costs_the_same(
    world: World, others: int, django_assert_num_queries: Any
) -> None:
    """Two moves under one lock: a file that nobody has opened is taken into review on the way. The rules are judged
    where no reason is written down.
    """
    for _number in range(others):
        world.submitted(host_choice="find", host_offer=None)
    file, client = world.submitted(host_choice="find", host_offer=None), world.client("manager")
    form = {"decision": "accept", "comment": "Fits.", "version": file.version}
    url = reverse("exchanges:application_decide", args=[file.reference])
    client.get(reverse("exchanges:application_review", args=[file.reference]))
    with django_assert_num_queries(15 + 2):
        client.post(url, form)
    file.refresh_from_db()
    assert file.state == "accepted"


def test_checking_an_application_costs_the_same_for_any_number_of_countries(
    world: World, django_assert_num_queries: Any
) -> None:
    """The estimate for several countries reads the rules once; one each for the membership and the CV."""
    draft = world.draft(host_choice="find", host_offer=None)
    client, url = world.client("visitor"), reverse("exchanges:application_check", args=[draft.pk])
    client.get(url)
    with django_assert_num_queries(10):
        client.get(url)
