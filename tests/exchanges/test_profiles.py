"""What an organisation looks for and offers: said once, used again; free periods decide who may come when."""

from datetime import date
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from clusters.services import memberships
from core.exceptions import InvalidInput
from core.models import StoredFile
from exchanges.matching.sides import Period, places_on
from exchanges.models import Application
from exchanges.services import offers, profiles
from tests.support.world import FIRST_DAY, LAST_DAY

pytestmark = pytest.mark.django_db
WISHES = {
    "uses": ["technology"],
    "activity_types": ["networking"],
    "motivation": "We look for a test bench.",
    "languages": ["de", "en"],
    "preferred_countries": ["FR"],
}
PDF = b"%PDF-1.4 the life of Vera"


def text(response):
    return unescape(" ".join(response.content.decode().split()))


def url(name, *args):
    return reverse(f"exchanges:{name}", args=args)


def test_new_application_starts_with_what_was_said_once(world):
    client = world.client("visitor")
    cluster = world.clusters["nice"]
    client.post(url("visitor_profile", world.firm.pk), WISHES | {"preferred_clusters": [cluster.pk]})
    assert list(world.firm.visitor_profile.preferred_clusters.all()) == [cluster]
    client.post(url("application_new"))
    application = Application.objects.get()
    assert {name: getattr(application, name) for name in WISHES} == WISHES
    assert "completed" in text(client.get(url("organisation_profiles", world.firm.pk))).lower()


def test_only_own_people_say_it(world):
    for persona, status in (("host", 404), ("stranger", 404), ("manager", 404)):
        assert world.client(persona).post(url("visitor_profile", world.firm.pk), WISHES).status_code == status
    assert not hasattr(world.firm, "visitor_profile")


def test_cv_is_seen_by_the_own_side_only_and_goes_for_good(world, django_capture_on_commit_callbacks):
    client = world.client("visitor")
    client.post(url("visitor_cv", world.firm.pk), {"cv": SimpleUploadedFile("cv.pdf", PDF)})
    address = url("visitor_cv_file", world.firm.pk)
    assert b"".join(client.get(address).streaming_content) == PDF
    assert world.client("manager").get(address).status_code == 404
    memberships.request_membership(
        organisation=world.firm, cluster=world.clusters["dresden"], by=world.actor("visitor")
    )
    assert b"".join(world.client("manager").get(address).streaming_content) == PDF
    for persona in ("host", "coordinator", "auditor", "other_manager"):
        assert world.client(persona).get(address).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("visitor_cv", world.firm.pk), {"remove": "yes"})
    assert not StoredFile.objects.exists()
    assert client.get(address).status_code == 404


def test_cv_of_another_type_is_refused(world):
    shown = text(
        world.client("visitor").post(
            url("visitor_cv", world.firm.pk), {"cv": SimpleUploadedFile("cv.pdf", b"#!/bin/sh")}
        )
    )
    assert "Please choose a PDF, JPEG or PNG file." in shown


# --- free periods ---

SPRING = Period(date(2026, 3, 1), date(2026, 4, 30), 2)
MAY = Period(date(2026, 5, 1), date(2026, 5, 31), 1)


@pytest.mark.parametrize(
    ("first", "last", "places"),
    [
        (date(2026, 3, 1), date(2026, 4, 30), 2),
        (date(2026, 4, 29), date(2026, 5, 4), 1),  # over the border of two periods: the smaller number
        (date(2026, 5, 31), date(2026, 6, 1), 0),
        (date(2026, 2, 28), date(2026, 3, 3), 0),
    ],
)
def test_places_on_every_day_of_a_stay(first, last, places):
    assert places_on([MAY, SPRING], first, last) == places


def test_periods_are_added_and_removed_on_their_page(world):
    client, offer = world.client("host"), world.offer
    page = url("offer_periods", offer.pk)
    shown = text(
        client.post(page, {"available_from": "2026-12-01", "available_until": "2027-01-31", "capacity": "1"})
    )
    assert "Two free periods overlap." in shown
    client.post(page, {"available_from": "2027-03-01", "available_until": "2027-03-31", "capacity": "5"})
    offer.refresh_from_db()
    assert (offer.available_until, offer.capacity) == (date(2027, 3, 31), 5)
    shown = text(world.client("anonymous").get(url("offer_detail", offer.pk)))
    assert "5 visitors at the same time" in shown
    client.post(url("offer_period_remove", offer.pk), {"first_day": "2026-01-01"})
    assert offers.period_rows(offer) == [(date(2027, 3, 1), date(2027, 3, 31), 5)]
    answer = client.post(url("offer_period_remove", offer.pk), {"first_day": "2027-03-01"}, follow=True)
    assert "Give at least one free period, or close the offer." in text(answer)
    assert offers.period_rows(offer) == [(date(2027, 3, 1), date(2027, 3, 31), 5)]


def test_gap_between_periods_is_not_free(world):
    by = world.actor("host")
    around = [(date(2026, 1, 1), FIRST_DAY, 2), (LAST_DAY, date(2026, 12, 31), 2)]
    offers.set_periods(offer=world.offer, by=by, periods=around)
    guest = world.client("anonymous")
    assert len(guest.get(url("offers"), {"free_on": "2026-05-19"}).context["page"].object_list) == 0
    assert len(guest.get(url("offers"), {"free_on": LAST_DAY.isoformat()}).context["page"].object_list) == 1
    with pytest.raises(InvalidInput, match="overlap"):
        offers.set_periods(offer=world.offer, by=by, periods=[*around, (FIRST_DAY, LAST_DAY, 1)])


def test_profile_keeps_what_is_not_named(world):
    by = world.actor("visitor")
    profiles.save_visitor_profile(organisation=world.firm, by=by, **WISHES)
    profile = profiles.save_visitor_profile(organisation=world.firm, by=by, uses=["learn"])
    assert (profile.uses, profile.languages) == (["learn"], ["de", "en"])
