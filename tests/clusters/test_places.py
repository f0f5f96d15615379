"""Towns by any of their names, regions with their level, and which site of an organisation counts."""

from decimal import Decimal
from html import unescape

import pytest
from django.urls import reverse

from clusters import places
from clusters.models import Organisation, Region
from clusters.selectors.reference import finer_holidays, level_of
from clusters.services import establishments, organisations
from core.exceptions import InvalidInput, NotAllowed
from exchanges.services import quotes

pytestmark = pytest.mark.django_db


def text(response):
    return unescape(" ".join(response.content.decode().split()))


def url(name, *args):
    return reverse(f"clusters:{name}", args=args)


# --- the gazetteer ---


@pytest.mark.parametrize(
    ("country", "typed", "name", "area"),
    [
        ("DE", "Muenchen", "Munich", "Bavaria"),
        ("DE", "Munich", "Munich", "Bavaria"),
        ("DE", "MÜNCHEN", "Munich", "Bavaria"),
        ("PL", "Warszawa", "Warsaw", "Mazovia"),
        ("PL", "lodz", "Łódź", "Łódź"),
        ("FR", "Sophia-Antipolis", "Sophia Antipolis", "Provence-Alpes-Côte d'Azur"),
        ("FR", "Biot", "Biot", "Provence-Alpes-Côte d'Azur"),
        ("GR", "Θεσσαλονίκη", "Thessaloníki", "Central Macedonia"),
        ("DE", "Freiburg", "Freiburg", "Baden-Württemberg"),
    ],
)
def test_town_is_found_by_any_of_its_names(country, typed, name, area):
    found = places.find(country, typed)
    assert (found.name, found.area) == (name, area)


def test_name_that_fits_several_is_no_guess():
    assert places.find("DE", "Frankfurt") is None
    assert [town.label for town in places.matches("DE", "Frankfurt")] == [
        "Frankfurt am Main (Hesse)",
        "Frankfurt (Oder) (Brandenburg)",
    ]


def test_spelling_mistake_is_met_with_what_may_be_meant():
    assert places.matches("PL", "Warszwa") == []
    assert places.alike("PL", "Warszwa")[0].name == "Warsaw"


def test_towns_know_their_holidays():
    regions = {
        (country, town): places.find(country, town).region
        for country, town in (
            ("DE", "Dresden"),
            ("ES", "Bilbao"),
            ("AT", "Graz"),
            ("FR", "Strasbourg"),
            ("FR", "Metz"),
        )
    }
    assert list(regions.values()) == ["SN", "PV", "6", "6AE", "57"]
    assert [places.find("IT", town).region for town in ("Pisa", "Milano", "Roma")] == ["PI", "MI", "RM"]
    assert [places.find(c, t).region for c, t in (("GB", "Glasgow"), ("PT", "Porto"), ("FR", "Reims"))] == [
        "SCT",
        "13",
        "",
    ]


def test_only_parts_with_days_of_their_own_are_asked_for():
    assert finer_holidays("DE") == []
    assert ("6AE", "Alsace") in finer_holidays("FR")
    assert len(finer_holidays("IT")) > 100


def test_suggestions_while_typing(client):
    shown = client.get(
        url("towns"), {"for": "home_", "home_country": "DE", "home_city": "Munch"}
    ).content.decode()
    assert shown.startswith('<option value="Munich">Munich (Bavaria)</option>')
    assert client.get(url("towns"), {"country": "DE", "city": "M"}).content == b"\n"
    assert client.get(url("towns"), {"country": "DE", "city": "x" * 5000}).content == b"\n"


# --- the level of development ---


@pytest.mark.parametrize(
    ("country", "area", "level"),
    [
        ("DE", "14", "transition"),
        ("DE", "13", None),  # Leipzig and Dresden differ: too coarse
        ("ES", "51", "less"),
        ("EE", None, "transition"),
        ("FR", "84", None),
        ("RS", "VO", None),  # outside the EU
        ("IT", "09", "more"),
    ],
)
def test_level_of_a_region(country, area, level):
    region = Region.objects.get(country=country, code=area) if area else None
    found = level_of(Organisation(country_id=country, area=region))
    assert (found.level if found else None) == level
    if found:
        assert "2021/1130" in found.source


# --- the pages ---


def test_ambiguous_town_is_asked_back_with_its_region(world):
    client = world.client("visitor")
    page = url("organisation_address", world.firm.pk)
    data = {"country": "DE", "city": "Frankfurt", "street": "Römer 1"}
    shown = text(client.post(page, data))
    assert "Which “Frankfurt” do you mean?" in shown
    assert "Frankfurt (Oder) (Brandenburg)" in shown
    assert 'value="Römer 1"' in shown
    world.firm.refresh_from_db()
    assert world.firm.city == "Dresden"
    oder = places.matches("DE", "Frankfurt")[1]
    assert client.post(page, data | {"town": oder.id}).url == url("organisation_places", world.firm.pk)
    world.firm.refresh_from_db()
    assert (world.firm.city, world.firm.region, world.firm.area.name) == ("Frankfurt", "BB", "Brandenburg")
    assert world.firm.latitude == Decimal("52.34714")
    # The same town again needs no second question.
    assert client.post(page, data | {"street": "Römer 2"}).status_code == 302


def test_position_by_hand_wins_over_the_map(world):
    client = world.client("visitor")
    page = url("organisation_place", world.firm.pk)
    client.post(page, {"area": world.firm.area_id or "", "latitude": "51.1", "longitude": "13.8"})
    world.firm.refresh_from_db()
    assert (world.firm.latitude, world.firm.longitude) == (Decimal("51.10000"), Decimal("13.80000"))
    assert 'value="51.10000"' in text(client.get(page))
    shown = text(client.post(page, {"latitude": "51.1"}))
    assert "Give both latitude and longitude, or neither." in shown


def test_province_decides_the_holidays_where_the_region_does_not(world):
    organisations.update_organisation(
        organisation=world.firm, by=world.actor("visitor"), country="IT", city="Volterra"
    )
    assert (world.firm.region, world.firm.area.name) == ("", "Tuscany")
    client = world.client("visitor")
    assert "Public holidays of" in text(client.get(url("organisation_place", world.firm.pk)))
    client.post(url("organisation_place", world.firm.pk), {"area": world.firm.area_id, "region": "PI"})
    world.firm.refresh_from_db()
    assert (world.firm.region, world.firm.area.name) == ("PI", "Tuscany")


def test_further_site_is_entered_counts_and_is_removed(world):
    client, firm = world.client("visitor"), world.firm
    client.post(url("organisation_site_new", firm.pk), {"name": "Lab", "country": "PL", "city": "Wroclaw"})
    site = firm.establishments.get()
    assert (site.area.name, site.latitude) == ("Lower Silesia", Decimal("51.10286"))
    assert "Sums that are already agreed stay" in text(client.get(url("site_count", firm.pk, site.pk)))
    firm.refresh_from_db()
    assert firm.country_id == "DE"
    client.post(url("site_count", firm.pk, site.pk))
    firm.refresh_from_db()
    site.refresh_from_db()
    assert (firm.country_id, firm.city, firm.place_name, firm.region) == ("PL", "Wroclaw", "Lab", "")
    assert (site.country_id, site.city, site.region) == ("DE", "Dresden", "SN")
    client.post(url("site_remove", firm.pk, site.pk))
    assert not firm.establishments.exists()


def test_site_of_another_organisation_is_unknown(world):
    site = establishments.add_site(
        organisation=world.host, by=world.actor("host"), name="Lab", country="FR", city="Biot"
    )
    for page in ("site_address", "site_place", "site_count", "site_remove"):
        assert world.client("visitor").post(url(page, world.firm.pk, site.pk)).status_code == 404
    with pytest.raises(NotAllowed):
        establishments.make_seat(site=site, by=world.actor("visitor"))
    assert world.host.establishments.get().city == "Biot"


def test_site_without_a_place_cannot_count(world):
    by = world.actor("visitor")
    site = establishments.add_site(organisation=world.firm, by=by, name="Hut", country="DE", city="Nowhere")
    with pytest.raises(InvalidInput, match="no place on the map"):
        establishments.make_seat(site=site, by=by)


def test_distance_follows_the_site_that_counts_and_agreed_sums_stay(world):
    exchange = world.ready()
    agreed = exchange.planned_quote
    assert (agreed.distance_km, agreed.amount) == (967, Decimal("450.00"))
    by = world.actor("visitor")
    site = establishments.add_site(
        organisation=world.firm, by=by, name="South", country="DE", city="Freiburg"
    )
    organisation = establishments.make_seat(site=site, by=by)
    exchange.refresh_from_db()
    application = exchange.application
    application.organisation = organisation
    stay = {"host": exchange.host, "start": exchange.first_day, "end": exchange.last_day}
    assert quotes.calculate_for_file(application, **stay).distance_km == 491
    later = quotes.calculate_for_file(application, **stay, agreed=exchange.planned_quote)
    assert (later.distance_km, later.amount) == (967, Decimal("450.00"))
    agreed.refresh_from_db()
    assert agreed.distance_km == 967
