"""The lump sum while typing, in a real browser."""

from django.urls import reverse
from playwright.sync_api import expect

from tests.support.browser import NARROW, press


def dates_url(world):
    application = world.draft()
    return application, reverse("exchanges:application_page", kwargs={"pk": application.pk, "page": "dates"})


def test_sum_follows_the_dates_and_the_travel_days(world, page_for):
    application, url = dates_url(world)
    page = page_for("visitor")
    page.goto(url)
    estimate = page.locator("#estimate")
    expect(estimate).to_contain_text("EUR 450")
    page.get_by_label("Last day at the host").fill("2026-05-22")
    expect(estimate).to_contain_text("EUR 900")
    page.get_by_label("I travel on 20 May 2026").check()
    expect(estimate).to_contain_text("EUR 450")
    expect(estimate).to_contain_text("Travel day, not counted")
    expect(page.get_by_label("I travel on 20 May 2026")).to_be_checked()
    press(page, "Continue")
    assert page.url.endswith("/travellers/")
    application.refresh_from_db()
    assert application.travel_days == ["2026-05-20"]


def test_without_scripts_a_button_shows_the_sum(world, page_for):
    _application, url = dates_url(world)
    page = page_for("visitor", java_script_enabled=False, viewport=NARROW)
    page.goto(url)
    page.get_by_label("Last day at the host").fill("2026-05-22")
    press(page, "Show the lump sum")
    assert "EUR 900" in page.locator("#estimate").inner_text()
    assert page.get_by_label("Last day at the host").input_value() == "2026-05-22"


def test_calculator_follows_the_answers(page, world):
    page.goto(reverse("exchanges:calculator"))
    page.get_by_label("Country of your organisation").select_option("DE")
    page.get_by_label("Town of your organisation").fill("Dresden")
    page.get_by_label("Country you want to visit").select_option("PL")
    page.get_by_label("Town you want to visit").fill("Warszawa")
    page.get_by_label("First day at the host").fill("2026-06-08")
    page.get_by_label("Last day at the host").fill("2026-06-12")
    expect(page.locator("#result")).to_contain_text("EUR 610")
    page.get_by_label("I travel on 10 June 2026").check()
    expect(page.locator("#result")).to_contain_text("EUR 305")
    page.get_by_role("link", name="Apply with these days").click()
    page.wait_for_url("**/accounts/login/**")
