"""From "May I take part?" to a filled-in draft in a real browser, with scripts and without; and no barrier on the way."""

from datetime import date
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from clusters import places
from exchanges.models import Application
from tests.support.browser import NARROW, faults, follow, press
from tests.support.world import PASSWORD

ANSWERS = "kind=sme&country=DE&member=yes&earlier=no"
TRIP = "home_country=DE&home_city=Dresden&host_country=FR&host_city=Nice&start=2026-05-18&end=2026-05-21&kind=sme"
CARRIED = "planned_start=2026-05-18&planned_end=2026-05-21&travel_days=2026-05-20&country=FR&earlier=no"
# Empty, with an error, yes, maybe, no; empty, a sum, no sum, a question back, an error.
STATES = (
    "/may-i-take-part/",
    "/may-i-take-part/?kind=sme&asked=country",
    f"/may-i-take-part/?{ANSWERS}&stay=half",
    f"/may-i-take-part/?{ANSWERS.replace('member=yes', 'member=unsure')}&stay=full",
    "/may-i-take-part/?kind=sme&country=NO",
    "/calculator/",
    f"/calculator/?{TRIP}&travel_days=2026-05-20",
    f"/calculator/?{TRIP.replace('end=2026-05-21', 'end=2026-05-19')}",
    f"/calculator/?{TRIP.replace('Dresden', 'Neustadt')}",
    f"/calculator/?{TRIP.replace('end=2026-05-21', 'end=')}",
)


def test_public_questions_have_no_barrier_and_fit(page, world):
    found = []
    for address in STATES:
        page.goto(address)
        found += faults(page)
    assert found == []


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_first_question_to_a_draft(fresh_database, world, new_page, scripts):
    page = new_page(java_script_enabled=scripts, viewport=NARROW)
    page.goto("/may-i-take-part/")
    for choice in (
        "Small or medium-sized enterprise (SME)",
        None,
        "Yes, and the cluster has such a profile",
        "No",
    ):
        if choice is None:
            page.get_by_label("In which country is it registered?").select_option("DE")
        else:
            page.get_by_label(choice, exact=True).check()
        press(page, "Continue")
    follow(page, "Back")
    assert page.get_by_label("No", exact=True).is_checked()
    press(page, "Continue")
    page.get_by_label("5 working days or more, up to one month").check()
    press(page, "Continue")
    assert page.get_by_role("heading", level=1).inner_text().endswith("You can take part")
    follow(page, "See your lump sum")
    page.get_by_label("Town of your organisation").fill("Dresden")
    page.get_by_label("Country you want to visit").select_option("PL")
    page.get_by_label("Town you want to visit").fill("Warszawa")
    page.get_by_label("First day at the host").fill("2026-06-08")
    page.get_by_label("Last day at the host").fill("2026-06-12")
    if not scripts:
        press(page, "Show the lump sum")
    page.get_by_text("EUR 610").first.wait_for()
    follow(page, "Apply with these days")
    page.get_by_label("E-mail").fill(world.actor("visitor").user.email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Log in", exact=True)
    page.get_by_text("Where you want to go: Warsaw, Poland").wait_for()
    press(page, "Start the application")
    assert page.url.endswith("/visit/")
    application = Application.objects.get()
    assert (application.planned_start, application.planned_end) == (date(2026, 6, 8), date(2026, 6, 12))
    assert (application.preferred_countries, application.earlier_visit) == (["PL"], False)
    dates = reverse("exchanges:application_page", kwargs={"pk": application.pk, "page": "dates"})
    page.goto(dates)
    assert "EUR 610" in page.locator("#estimate").inner_text()


def test_address_follows_the_calculator_and_can_be_sent_on(fresh_database, world, new_page):
    page = new_page()
    page.goto(f"/calculator/?{TRIP}")
    page.get_by_label("Last day at the host").fill("2026-05-22")
    page.get_by_text("More working days bring no more: this is the full sum.").wait_for()
    page.wait_for_url("**end=2026-05-22*")
    address = urlsplit(page.url)
    other = new_page(java_script_enabled=False)
    other.goto(f"{address.path}?{address.query}")
    assert "EUR 900" in other.locator("#result").inner_text()


def test_pages_before_and_after_sending_have_no_barrier_and_fit(world, page_for):
    sent = world.submitted()
    nice = places.find("FR", "Nice")
    wishes = {
        "host_choice": "find",
        "host_offer": None,
        "preferred_countries": ["FR"],
        "wished_town": nice.id,
    }
    draft = world.draft(**wishes)
    page, found = page_for("visitor"), []
    for address in (
        reverse("exchanges:application_sent", args=[sent.reference]),
        f"/applications/new/?{CARRIED}",
        f"/applications/new/?copy={sent.reference}",
        reverse("exchanges:application_page", args=[draft.pk, "wishes"]),
        reverse("exchanges:application_check", args=[draft.pk]),
    ):
        page.goto(address)
        found += faults(page)
    assert found == []
