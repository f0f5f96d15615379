"""What the database holds about places, numbers and checks of an organisation, broken once."""

from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from clusters.models import Attestation, Establishment, Organisation, Region, RegionLevel, Town

pytestmark = pytest.mark.django_db


@contextmanager
def violates(name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        yield


def test_region_and_its_level_stand_once():
    saxony = Region.objects.get(country="DE", code="13")
    with violates("region_once"):
        Region.objects.create(country_id="DE", code="13", name="Sachsen")
    level = {"edition": "2021-2027", "level": "more", "source": "x"}
    RegionLevel.objects.create(country_id="DE", region=saxony, **level)
    with violates("region_level_once"):
        RegionLevel.objects.create(country_id="DE", region=saxony, **level)
    with violates("region_level_once"):
        RegionLevel.objects.create(country_id="EE", **level)


@pytest.mark.parametrize("latitude", ["90.1", "-90.1", "NaN"])
def test_town_lies_on_earth(latitude):
    town = Town.objects.filter(country="DE").first()
    with violates("town_on_earth"), connection.cursor() as cursor:
        cursor.execute("UPDATE clusters_town SET latitude = %s::numeric WHERE id = %s", [latitude, town.pk])


def test_further_site_lies_on_earth_and_has_a_name_of_its_own(world):
    site = {"organisation": world.firm, "country_id": "DE", "city": "Leipzig"}
    for latitude, longitude in ((Decimal("90.1"), Decimal(0)), (Decimal(1), None)):
        with violates("establishment_place_on_earth"):
            Establishment.objects.create(**site, name="Lab", latitude=latitude, longitude=longitude)
    Establishment.objects.create(**site, name="Lab")
    with violates("establishment_named_once"):
        Establishment.objects.create(**site, name="Lab")


def test_pic_has_nine_digits(world):
    for pic in ("12345678", "1234567890"[:8] + "x"):
        with violates("organisation_pic_digits"):
            Organisation.objects.filter(pk=world.firm.pk).update(pic=pic)


@pytest.mark.parametrize("column", ["turnover", "balance_total"])
@pytest.mark.parametrize("value", ["-1", "1000000000001", "NaN"])
def test_sums_of_an_organisation_are_believable(world, column, value):
    with violates("organisation_numbers_range"), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE clusters_organisation SET {column} = %s::numeric WHERE id = %s", [value, world.firm.pk]
        )


def test_check_of_an_attestation_has_a_day(world):
    statement = {"kind": "sme_status", "organisation": world.firm, "issued_by_name": "X"}
    for checked, day in (("confirmed", None), ("", date(2026, 2, 2)), ("maybe", date(2026, 2, 2))):
        with violates("attestation_check_is_dated"):
            Attestation.objects.create(
                **statement, issued_on=date(2026, 2, 1), checked=checked, checked_on=day
            )
