"""The taxonomy picker in a real browser: narrows while typing, chips, keyboard, no barrier; and without scripts."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from clusters.models import Term
from clusters.selectors.terms import terms_of
from tests.support.browser import NARROW, accessibility_problems, overflow
from tests.support.world import World

LOOKS = [
    pytest.param({"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}, id="light-wide"),
    pytest.param({"viewport": NARROW, "color_scheme": "dark"}, id="dark-narrow"),
]


def opened(world: World, new_page: Callable[..., Any], server: str, **look: Any) -> Any:
    page = new_page(**look)
    name = settings.SESSION_COOKIE_NAME
    session = world.client("visitor").cookies[name].value
    page.context.add_cookies([{"name": name, "value": session, "url": server}])
    page.goto(f"/organisations/{world.firm.pk}/terms/")
    return page


@pytest.mark.parametrize("look", LOOKS)
def test_picking_with_the_keyboard(
    fresh_database: str, world: World, new_page: Callable[..., Any], server: str, look: dict[str, Any]
) -> None:
    page = opened(world, new_page, server, **look)
    assert accessibility_problems(page) == []
    page.get_by_label("Search the list").fill("óptical")
    status = page.locator("[data-status]")
    assert status.inner_text() == "Entries found: 1"
    option = page.get_by_label("C26 Manufacture of computer, electronic and optical products")
    option.focus()
    page.keyboard.press("Space")
    assert status.inner_text().startswith("Chosen: Manufacturing: C26 ")
    assert (accessibility_problems(page), overflow(page)) == ([], 0)
    page.get_by_label("Search the list").fill("")
    page.get_by_text("Theme", exact=True).click()
    page.get_by_label("Artificial intelligence", exact=True).check()
    page.get_by_role("button", name="Remove Manufacturing: C26").focus()
    page.keyboard.press("Enter")
    assert page.locator("[data-chosen] button").all_text_contents() == ["Remove Artificial intelligence×"]
    assert page.evaluate("document.activeElement.textContent") == "Remove Artificial intelligence×"
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"**/organisations/{world.firm.pk}/")
    assert [term.code for term in terms_of(world.firm)] == ["ai"]


def test_picking_without_scripts(
    fresh_database: str, world: World, new_page: Callable[..., Any], server: str
) -> None:
    page = opened(world, new_page, server, viewport=NARROW, java_script_enabled=False)
    page.get_by_text("Theme", exact=True).click()
    page.get_by_label("Green", exact=True).check()
    page.get_by_label("Search the list").fill("optical")
    page.keyboard.press("Enter")
    page.get_by_label("C26 Manufacture of computer, electronic and optical products").check()
    page.get_by_role("button", name="Save").click()
    assert [term.code for term in terms_of(world.firm)] == ["green", "C26"]
    assert Term.objects.count() > 200
