"""The taxonomy picker in a real browser: narrows while typing, chips, keyboard, no barrier; and without scripts."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from clusters.models import Term
from clusters.selectors.terms import terms_of
from tests.support.browser import NARROW, WIDE, accessibility_problems, overflow, press
from tests.support.world import World


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_picking_with_the_keyboard(world: World, page_for: Callable[..., Any], size: dict[str, int]) -> None:
    page = page_for("visitor", viewport=size, color_scheme="dark" if size is NARROW else "light")
    page.goto(f"/organisations/{world.firm.pk}/terms/")
    assert accessibility_problems(page) == []
    page.get_by_label("Search the list").fill("óptical")
    status = page.locator("[data-status]")
    expect(status).to_have_text("Entries found: 1")
    option = page.get_by_label("C26 Manufacture of computer, electronic and optical products")
    option.focus()
    page.keyboard.press("Space")
    expect(status).to_have_text(re.compile("^Chosen: Manufacturing: C26 "))
    assert (accessibility_problems(page), overflow(page)) == ([], 0)
    page.get_by_label("Search the list").fill("")
    page.get_by_text("Theme", exact=True).click()
    page.get_by_label("Artificial intelligence", exact=True).check()
    page.get_by_role("button", name="Remove Manufacturing: C26").focus()
    page.keyboard.press("Enter")
    left = page.locator("[data-chosen] button")
    expect(left).to_have_text(["Remove Artificial intelligence×"])
    expect(left).to_be_focused()
    press(page, "Save")
    assert page.url.endswith(f"/organisations/{world.firm.pk}/")
    assert [term.code for term in terms_of(world.firm)] == ["ai"]


def test_picking_without_scripts(world: World, page_for: Callable[..., Any]) -> None:
    page = page_for("visitor", viewport=NARROW, java_script_enabled=False)
    page.goto(f"/organisations/{world.firm.pk}/terms/")
    page.get_by_text("Theme", exact=True).click()
    page.get_by_label("Green", exact=True).check()
    page.get_by_label("Search the list").fill("optical")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_label("C26 Manufacture of computer, electronic and optical products").check()
    press(page, "Save")
    assert [term.code for term in terms_of(world.firm)] == ["green", "C26"]
    assert Term.objects.count() > 200
