"""The pages of an organisation's profile in a real browser: towns while typing, no barrier, nothing cut off."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from playwright.sync_api import expect

from clusters import sme
from clusters.services import establishments, sme_status
from tests.support.browser import faults, follow, press
from tests.support.world import World

PAGES = (
    "clusters:organisation_detail",
    "clusters:organisation_edit",
    "clusters:organisation_numbers",
    "clusters:organisation_figures",
    "clusters:organisation_places",
    "clusters:organisation_place",
    "clusters:organisation_logo",
    "clusters:organisation_size",
    "clusters:sme_test",
    "exchanges:visitor_profile",
    "exchanges:host_profile",
)


def test_pages_have_no_barrier_and_fit(world: World, page_for: Callable[..., Any]) -> None:
    by = world.actor("visitor")
    sme_status.state_sme_status(organisation=world.firm, by=by, answers=sme.MICRO)
    establishments.add_site(organisation=world.firm, by=by, name="Laboratory", country="PL", city="Wrocław")
    page, found = page_for("visitor"), []
    for name in PAGES:
        page.goto(reverse(name, args=[world.firm.pk]))
        page.wait_for_load_state("networkidle")
        found += faults(page)
    assert found == []


def test_towns_come_up_while_typing_and_enterprises_add_up(
    world: World, page_for: Callable[..., Any]
) -> None:
    page = page_for("visitor")
    page.goto(reverse("clusters:organisation_address", args=[world.firm.pk]))
    page.get_by_label("Town or city").fill("Freib")
    expect(page.locator("#towns-list option").first).to_have_attribute("value", "Freiburg")
    page.get_by_label("Town or city").fill("Neustadt")
    press(page, "Save")
    page.get_by_label("Neustadt in Holstein (Schleswig-Holstein)").check()
    press(page, "Save")
    assert page.url.endswith("/places/")
    expect(page.locator("main")).to_contain_text("Schleswig-Holstein")
    page.goto(reverse("clusters:sme_test", args=[world.firm.pk]))
    for group in ("fewer than 10", "at most EUR 2 million"):
        page.get_by_role("group", name=group).get_by_label("Yes").check()
    page.get_by_role("group", name="stand alone").get_by_label("No").check()
    press(page, "Continue")
    page.get_by_label("How many people work there?").fill("8")
    page.get_by_label("Yearly turnover in million euros").fill("1.5")
    page.get_by_label("Balance sheet total in million euros").fill("1")
    page.get_by_label("No", exact=True).check()
    press(page, "Continue")
    page.get_by_label("Name of the enterprise").fill("Parent AG")
    page.get_by_label("Linked: one holds more than 50 %").check()
    page.get_by_label("People working there").fill("30")
    page.get_by_label("Turnover in million euros").fill("4")
    page.get_by_label("Balance sheet total in million euros").fill("3")
    press(page, "Add this enterprise")
    expect(page.locator("main")).to_contain_text("So far together: 38 people")
    assert faults(page) == []
    follow(page, "That is all of them")
    page.get_by_label("The same: Small").check()
    press(page, "State this")
    world.firm.refresh_from_db()
    assert world.firm.sme_size == "small"
