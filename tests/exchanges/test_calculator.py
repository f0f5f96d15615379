"""The public calculator at its edges, and that it calculates as the file does."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.urls import reverse

from clusters import places
from core.actors import Actor
from exchanges.enums import QuoteKind
from exchanges.services.estimates import estimate_between, estimate_for
from exchanges.services.quotes import freeze_quote
from tests.support.rules import rules

pytestmark = pytest.mark.django_db
URL = "/calculator/"
TRIP = {
    "home_country": "DE",
    "home_city": "Dresden",
    "host_country": "FR",
    "host_city": "Sophia-Antipolis",
    "start": "2026-05-18",
    "end": "2026-05-21",
    "kind": "sme",
}


def shown(client, **changes):
    return unescape(" ".join(client.get(URL, TRIP | changes).content.decode().split()))


def test_sum_with_everything_it_comes_from(client):
    page = shown(client)
    for said in (
        "EUR 450",
        "4 of 4 days",
        "967 km",
        "Dresden - Sophia Antipolis; 200 km or more: not reduced",
        "Half the sum, because 4 working days are fewer than 5.",
        "One more working day: EUR 900.",
        "Friday, 22 May 2026",
        "Rules 2022-1 of the scheme, in force since 1 January 2019. Sums by grid 2022-1.",
        "Apply with these days",
    ):
        assert said in page


def test_one_more_working_day_is_calculated_by_the_link(client):
    """Over a weekend and Whit Monday, a day off in France."""
    page = shown(client, start="2026-05-19", end="2026-05-22")
    assert "end=2026-05-26" in page
    page = shown(client, start="2026-05-19", end="2026-05-26")
    assert "EUR 900" in page
    assert "More working days bring no more: this is the full sum." in page


def test_near_host_halves_whatever_the_days(client):
    page = shown(client, host_country="CZ", host_city="Praha", end="2026-05-22")
    assert "EUR 305" in page
    assert "under 200 km: reduced" in page
    assert "More working days bring no more: the host is too near for the full sum." in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"host_country": "DE", "host_city": "Leipzig"}, "Both organisations are in Germany."),
        ({"host_country": "DE", "host_city": "Dresden"}, "Both places are the same."),
        ({"end": "2026-05-19"}, "2 working days are counted. A visit needs at least 3."),
        ({"end": "2026-06-20"}, "The stay has 34 calendar days. One month, 31 days, is the longest."),
        ({"end": "2026-05-17"}, "The last day is before the first day."),
        ({"end": "2028-05-17"}, "These dates are more than a year apart."),
        ({"home_country": "NO", "home_city": "Oslo"}, "Norway does not take part in the scheme"),
        ({"kind": "large_company"}, "This kind of organisation can be a host, but cannot visit."),
        ({"kind": "public_authority"}, "This kind of organisation takes part without a lump sum."),
        ({"host_city": "Xyzzyville"}, "Enter the nearest larger town."),
        ({"start": "2026-02-31"}, "There is no such day."),
        ({"online": "on"}, "EUR 450"),
    ],
)
def test_edges_say_what_to_do(client, changes, said):
    page = shown(client, **changes)
    assert said in page
    sums = (
        {"Apply with these days"}
        if changes.get("kind") != "public_authority" and "online" not in changes
        else ()
    )
    assert not any(word in page for word in sums)


def test_places_of_the_same_name_are_asked_by_region(client):
    page = shown(client, home_city="Neustadt")
    assert "Which “Neustadt” do you mean?" in page
    assert 'type="radio" name="home_town"' in page


def test_leap_day_is_a_day_like_any_other(client):
    page = shown(client, start="2028-02-28", end="2028-03-01")
    assert "Tuesday, 29 February 2028" in page
    assert "3 of 3 days" in page


def test_regional_day_off_names_its_region(client):
    trip = {"home_country": "FR", "home_city": "Nice", "host_country": "DE", "host_city": "Dresden"}
    page = shown(client, **trip, start="2026-11-16", end="2026-11-20")
    assert "Public holiday: Repentance and Prayer Day" in page
    assert "A day off in Sachsen, but not in the whole country." in page


def test_unknown_region_marks_the_day_to_ask_about():
    dresden, nice = places.find("DE", "Dresden"), places.find("FR", "Nice")
    found = estimate_between(
        home=nice,
        host=replace(dresden, region=""),
        kind="sme",
        start=date(2026, 11, 16),
        end=date(2026, 11, 20),
    )
    (asked,) = [day for day in found.days if day.asked]
    assert (asked.date, asked.counted) == (date(2026, 11, 18), True)
    assert asked.note == "A day off in some regions. Ask your host."


def test_days_of_the_past_bring_a_sum_but_no_application(client):
    page = shown(client, start="2022-10-11", end="2022-10-14")
    assert "EUR 450" in page
    assert "These days are over. Enter days to come to apply." in page
    assert "Apply with these days" not in page


def test_online_visit_is_offered_where_the_rules_allow_it(client):
    assert "It is an online visit" not in shown(client)
    rules(virtual_allowed=True)
    page = shown(client, online="on")
    assert "A virtual visit ends with a certificate. No lump sum is paid for it." in page


def test_what_is_missing_is_named_in_the_region_that_changes(client):
    fragment = client.get(URL, TRIP | {"end": ""}, headers={"HX-Request": "true"}).content.decode()
    assert "For the sum we still need:" in fragment
    assert 'href="#id_end"' in fragment


def test_calculator_and_file_calculate_the_same(world):
    """Same places, days and kind: the frozen sum of a file equals the public answer, reason by reason."""
    application = world.submitted()
    host, home = world.host, application.organisation
    quote = freeze_quote(application=application, kind=QuoteKind.ESTIMATE, by=Actor.system("test"), host=host)

    def place(organisation):
        found = places.find(organisation.country_id, organisation.city)
        return replace(
            found,
            latitude=float(organisation.latitude),
            longitude=float(organisation.longitude),
            region=organisation.region,
        )

    public = estimate_between(
        home=place(home),
        host=place(host),
        kind=application.organisation_kind,
        start=application.planned_start,
        end=application.planned_end,
    ).result
    assert public.amount == quote.amount > Decimal(0)
    on_file = estimate_for(application, start=application.planned_start, end=application.planned_end).result
    assert public.to_json() == on_file.to_json()


@pytest.mark.parametrize(("query", "statements"), [({}, 2), (TRIP, 5), (TRIP | {"end": "2026-05-22"}, 5)])
def test_calculator_asks_as_much_for_one_sum_as_for_two(client, django_assert_num_queries, query, statements):
    with django_assert_num_queries(statements):
        client.get(URL, query)


def test_a_mission_and_a_host_fill_the_form_and_stay_with_it(world):
    client, offer = world.client("visitor"), world.offer
    page = client.get(URL, {"host": offer.pk}).content.decode()
    assert f'name="host_city" value="{offer.organisation.city}"' in page
    assert f'<input type="hidden" name="host" value="{offer.pk}"' in page
    link = unescape(client.get(URL, TRIP | {"host": offer.pk}).content.decode())
    assert f"host={offer.pk}" in link.split(reverse("exchanges:application_new") + "?")[1].split('"')[0]
