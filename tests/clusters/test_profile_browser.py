"""The pages of an organisation's profile in a real browser: towns while typing, no barrier, nothing cut off."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from clusters import sme
from clusters.services import establishments, sme_status
from tests.support.browser import NARROW, accessibility_problems, overflow
from tests.support.world import World

LOOKS = [
    pytest.param({"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}, id="light-wide"),
    pytest.param({"viewport": NARROW, "color_scheme": "dark"}, id="dark-narrow"),
]
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


def opened(world: World, new_page: Callable[..., Any], server: str, **look: Any) -> Any:
    page = new_page(**look)
    name = settings.SESSION_COOKIE_NAME
    session = world.client("visitor").cookies[name].value
    page.context.add_cookies([{"name": name, "value": session, "url": server}])
    return page


@pytest.mark.parametrize("look", LOOKS)
def test_pages_have_no_barrier_and_fit(
    fresh_database: str, world: World, new_page: Callable[..., Any], server: str, look: dict[str, Any]
) -> None:
    by = world.actor("visitor")
    sme_status.state_sme_status(organisation=world.firm, by=by, answers=sme.MICRO)
    establishments.add_site(organisation=world.firm, by=by, name="Laboratory", country="PL", city="Wrocław")
    page = opened(world, new_page, server, **look)
    found = {}
    for name in PAGES:
        page.goto(reverse(name, args=[world.firm.pk]))
        page.wait_for_load_state("networkidle")
        found[name] = (accessibility_problems(page), overflow(page))
    assert {name: problems for name, problems in found.items() if problems != ([], 0)} == {}


def test_towns_come_up_while_typing_and_enterprises_add_up(
    fresh_database: str, world: World, new_page: Callable[..., Any], server: str
) -> None:
    from playwright.sync_api import expect

    page = opened(world, new_page, server)
    page.goto(reverse("clusters:organisation_address", args=[world.firm.pk]))
    page.get_by_label("Town or city").fill("Freib")
    expect(page.locator("#towns-list option").first).to_have_attribute("value", "Freiburg")
    page.get_by_label("Town or city").fill("Neustadt")
    page.get_by_role("button", name="Save").click()
    page.get_by_label("Neustadt in Holstein (Schleswig-Holstein)").check()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/places/")
    expect(page.locator("main")).to_contain_text("Schleswig-Holstein")
    page.goto(reverse("clusters:sme_test", args=[world.firm.pk]))
    for group in ("fewer than 10", "at most EUR 2 million"):
        page.get_by_role("group", name=group).get_by_label("Yes").check()
    page.get_by_role("group", name="stand alone").get_by_label("No").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("How many people work there?").fill("8")
    page.get_by_label("Yearly turnover in million euros").fill("1.5")
    page.get_by_label("Balance sheet total in million euros").fill("1")
    page.get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Name of the enterprise").fill("Parent AG")
    page.get_by_label("Linked: one holds more than 50 %").check()
    page.get_by_label("People working there").fill("30")
    page.get_by_label("Turnover in million euros").fill("4")
    page.get_by_label("Balance sheet total in million euros").fill("3")
    page.get_by_role("button", name="Add this enterprise").click()
    expect(page.locator("main")).to_contain_text("So far together: 38 people")
    assert (accessibility_problems(page), overflow(page)) == ([], 0)
    page.get_by_role("link", name="That is all of them").click()
    page.get_by_label("The same: Small").check()
    page.get_by_role("button", name="State this").click()
    world.firm.refresh_from_db()
    assert world.firm.sme_size == "small"
