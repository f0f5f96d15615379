"""What hosts offer, and who may enter it."""

from datetime import date

import pytest
from django.urls import reverse

from clusters.models import DirectoryEntry, Term
from clusters.services import memberships, privacy
from core.exceptions import InvalidInput, NotAllowed
from exchanges.models import HostOffer
from exchanges.services import offers

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"exchanges:{name}", args=args)


def make(world, persona="host_manager", **changes):
    fields = {
        "organisation": world.host,
        "host_cluster": world.clusters["nice"],
        "title": "Workshop",
        "description": "See how it is made.",
        "available_from": date(2026, 1, 1),
        "available_until": date(2026, 12, 31),
        "contact_name": "Hugo Host",
        "contact_email": "Hugo@azur.example",
    } | changes
    return offers.create_offer(by=world.actor(persona), **fields)


@pytest.mark.parametrize("persona", ["host", "host_manager", "coordinator"])
def test_create_by_the_host_and_its_cluster(world, persona):
    assert make(world, persona).contact_email == "hugo@azur.example"


@pytest.mark.parametrize("persona", ["visitor", "manager", "other_manager", "finance", "auditor", "stranger"])
def test_create_is_refused_to_others(world, persona):
    with pytest.raises(NotAllowed):
        make(world, persona)
    assert HostOffer.objects.count() == 1


def test_create_checks_period_and_places(world):
    with pytest.raises(InvalidInput, match="end lies before"):
        make(world, available_until=date(2025, 1, 1))
    with pytest.raises(InvalidInput, match="at least one place"):
        make(world, capacity=0)


def test_closed_offer_is_seen_by_its_own_side_only(world):
    offers.close_offer(offer=world.offer, by=world.actor("host"))
    assert world.client("anonymous").get(url("offer_detail", world.offer.pk)).status_code == 404
    assert world.client("visitor").get(url("offer_detail", world.offer.pk)).status_code == 404
    assert (
        "This offer is closed."
        in world.client("host").get(url("offer_detail", world.offer.pk)).content.decode()
    )
    assert world.offer.title not in world.client("host").get(url("offers")).content.decode()


def test_offer_of_a_person_who_restricted_their_data_is_in_no_list(world):
    address = url("offer_detail", world.offer.pk)
    contact = world.actor("host").user
    HostOffer.objects.update(contact_email=contact.email)
    assert world.offer.title in world.client("anonymous").get(url("offers")).content.decode()
    privacy.restrict(by=world.actor("host"))
    for persona in ("anonymous", "visitor", "manager", "host_manager"):
        assert world.offer.title not in world.client(persona).get(url("offers")).content.decode()
    assert world.client("anonymous").get(address).status_code == 404
    assert world.client("host").get(address).status_code == 200
    privacy.lift_restriction(by=world.actor("host"))
    assert world.client("anonymous").get(address).status_code == 200


def test_public_list_and_page(world):
    guest = world.client("anonymous")
    assert world.offer.title in guest.get(url("offers")).content.decode()
    page = guest.get(url("offer_detail", world.offer.pk)).content.decode()
    assert "English, French" in page
    assert world.offer.contact_email not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "mobility"}, 1),
        ({"q": "nothing"}, 0),
        ({"country": "FR"}, 1),
        ({"country": "LT"}, 0),
        ({"free_on": "2027-01-01"}, 0),
    ],
)
def test_list_filters(world, query, found):
    page = world.client("anonymous").get(url("offers"), query)
    assert len(page.context["page"].object_list) == found


FORM = {
    "title": "Test bench",
    "description": "A bench for sensors.",
    "capacity": "2",
    "available_from": "2026-04-01",
    "available_until": "2026-09-30",
}


def test_host_enters_and_changes_an_offer_in_the_browser(world):
    membership = memberships.request_membership(
        organisation=world.host, cluster=world.clusters["nice"], by=world.actor("host")
    )
    memberships.confirm_membership(membership=membership, by=world.actor("host_manager"))
    client = world.client("host")
    assert client.get(url("offer_new")).status_code == 200
    client.post(url("offer_new"), FORM)
    offer = HostOffer.objects.get(title="Test bench")
    assert (offer.organisation, offer.host_cluster, offer.capacity) == (world.host, world.clusters["nice"], 2)
    assert (offer.contact_name, offer.contact_email) == ("Hugo Host", world.actor("host").user.email)
    assert "Requests go to Hugo Host." in client.get(url("offer_edit", offer.pk)).content.decode()
    client.post(url("offer_topic", offer.pk, "place"), {"facilities": ["laboratory"]})
    client.post(url("offer_topic", offer.pk, "languages"), {"languages": ["en", "fr"]})
    offer.refresh_from_db()
    assert (offer.facilities, offer.languages, offer.capacity) == (["laboratory"], ["en", "fr"], 2)
    client.post(url("offer_switch", offer.pk))
    offer.refresh_from_db()
    assert offer.active is False
    client.post(url("offer_switch", offer.pk))
    offer.refresh_from_db()
    assert offer.active is True


def test_manager_enters_an_offer_for_a_member(world):
    client, cluster = world.client("host_manager"), world.clusters["nice"]
    client.post(url("offer_new"), FORM | {"organisation": cluster.organisation_id})
    assert HostOffer.objects.get(title="Test bench").organisation == cluster.organisation
    client.post(url("offer_new"), FORM | {"organisation": world.firm.pk, "title": "Not ours"})
    assert not HostOffer.objects.filter(title="Not ours").exists()


def test_new_offer_starts_with_the_fields_of_its_host(world):
    field = Term.objects.get(taxonomy="theme", code="digital")
    world.host.terms.set([field])
    membership = memberships.request_membership(
        organisation=world.host, cluster=world.clusters["nice"], by=world.actor("host")
    )
    memberships.confirm_membership(membership=membership, by=world.actor("host_manager"))
    client = world.client("host")
    client.post(url("offer_new"), FORM)
    offer = HostOffer.objects.get(title="Test bench")
    assert list(offer.terms.all()) == [field]


def test_fields_of_an_offer_are_found_in_the_directory(world):
    field = Term.objects.get(taxonomy="ecosystem", code="textiles")
    client = world.client("host")
    page = client.get(url("offer_topic", world.offer.pk, "terms")).content.decode()
    assert "Textiles" in page
    answer = client.post(url("offer_topic", world.offer.pk, "terms"), {"terms": [field.pk]})
    assert answer["Location"] == url("offer_edit", world.offer.pk)
    assert "Textiles" in client.get(url("offer_detail", world.offer.pk)).content.decode()
    entry = DirectoryEntry.objects.get(kind="offer", subject_id=world.offer.pk)
    assert f"t:{field.pk}" in entry.facets


def test_unknown_topic_is_not_there(world):
    assert world.client("host").get(url("offer_topic", world.offer.pk, "money")).status_code == 404


@pytest.mark.parametrize("persona", ["visitor", "manager", "stranger"])
def test_change_is_refused_to_others(world, persona):
    client = world.client(persona)
    assert client.get(url("offer_edit", world.offer.pk)).status_code == 403
    for topic in ("about", "terms"):
        assert client.post(url("offer_topic", world.offer.pk, topic), {"title": "Theirs"}).status_code == 403
    assert client.post(url("offer_switch", world.offer.pk)).status_code == 403
    world.offer.refresh_from_db()
    assert world.offer.active is True


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_each_number_of_offers(world, number, django_assert_num_queries):
    for index in range(number - 1):
        make(world, title=f"More {index}")
    client = world.client("anonymous")
    client.get(url("offers"))
    with django_assert_num_queries(2):
        client.get(url("offers"))
