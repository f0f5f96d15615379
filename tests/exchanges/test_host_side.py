"""A host sees whom it could receive, without names, and may say that it would."""

import pytest
from django.urls import reverse

from core import outbox
from core.models import Mail
from tests.exchanges.test_proposals import more_offers

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(world):
    return world.accepted(host_choice="find", host_offer=None)


def page_of(world):
    return reverse("exchanges:offer_visitors", args=[world.offer.pk])


@pytest.mark.parametrize("persona", ["host", "host_manager", "coordinator"])
def test_suitable_visitors_have_no_names(world, file, persona):
    text = world.client(persona).get(page_of(world)).content.decode()
    assert "Fits by" in text and "Germany" in text and "Learn from another cluster" in text
    for hidden in ("Elbe Sensors", "Vera", "Dresden", file.reference, file.motivation, "Words in common"):
        assert hidden not in text


def test_interest_is_told_once_and_the_visitor_can_ask(world, file):
    client = world.client("host")
    for _time in range(2):
        response = client.post(page_of(world), {"visitor": file.pk})
        assert (response.status_code, response.url) == (302, page_of(world))
    outbox.run_due()
    mails = Mail.objects.filter(event="host.interested").order_by("to_address")
    assert [mail.to_address for mail in mails] == ["mara@elbe-valley.example", "vera@firm.example"]
    assert "Mobilité Azur SAS would like to receive this visit" in mails[0].subject
    assert reverse("exchanges:proposal_suggest", args=[file.reference]) in mails[0].text_body
    assert "You have said that you would receive this visitor" in client.get(page_of(world)).content.decode()
    assert not file.proposals.exists()


@pytest.mark.parametrize("page", ["board", "hosts"])
def test_interest_is_seen_by_those_who_ask(world, file, page):
    more_offers(world, 6)
    other = world.accepted(host_choice="find", host_offer=None)
    board, hosts = reverse("exchanges:matching"), "exchanges:proposal_suggest"
    address = board if page == "board" else reverse(hosts, args=[file.reference])
    client, said = world.client("manager"), "Would receive this visit"
    assert said not in client.get(address).content.decode()
    world.client("host").post(page_of(world), {"visitor": file.pk})
    text = client.get(address).content.decode()
    assert text.count(said) == 1
    first_host = text.split("<h3>" if page == "hosts" else said)[1]
    assert "Mobilité Azur SAS" in first_host[:400]
    assert said not in client.get(reverse(hosts, args=[other.reference])).content.decode()


def test_visitor_that_cannot_come_is_neither_shown_nor_told(world, file):
    file.languages = ["pl"]
    file.save()
    assert "No visitor that waits would suit" in world.client("host").get(page_of(world)).content.decode()
    world.client("host").post(page_of(world), {"visitor": file.pk})
    outbox.run_due()
    assert not Mail.objects.filter(event="host.interested").exists()


@pytest.mark.parametrize("persona", ["manager", "visitor", "stranger", "other_manager", "finance", "auditor"])
def test_others_see_nobody(world, file, persona):
    client = world.client(persona)
    assert client.get(page_of(world)).status_code == 403
    assert client.post(page_of(world), {"visitor": file.pk}).status_code == 403
    outbox.run_due()
    assert not Mail.objects.filter(event="host.interested").exists()


def test_page_costs_the_same_for_one_and_three_visitors(world, file, django_assert_max_num_queries):
    client = world.client("host")
    client.get(page_of(world))
    with django_assert_max_num_queries(16) as one:
        client.get(page_of(world))
    for _number in range(2):
        world.accepted(host_choice="find", host_offer=None)
    with django_assert_max_num_queries(len(one.captured_queries)):
        client.get(page_of(world))
