"""The frame and the components in a real browser: accessible in every look, narrow, by keyboard, without scripts."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.support.browser import NARROW, WIDE, accessibility_problems, faults, overflow

pytestmark = pytest.mark.usefixtures("fresh_database")
SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
  .filter((e) => getComputedStyle(e).display !== "inline" && e.getBoundingClientRect().width)
  .filter((e) => Math.min(e.getBoundingClientRect().width, e.getBoundingClientRect().height) < 24)
  .map((e) => e.outerHTML.slice(0, 100))"""
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }"
)


@pytest.mark.parametrize("state", ["", "errors", "dense&state=new"])
def test_gallery_is_accessible_and_fits(page: Any, state: str) -> None:
    page.goto(f"/gallery/?{state}")

    assert faults(page) == []
    assert page.evaluate(SMALL_TARGETS) == []
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")
    assert page.evaluate(SMALL_TARGETS) == []


def test_axe_sees_a_fault(page: Any) -> None:
    page.goto("/gallery/")
    page.evaluate("document.querySelector('main').append(document.createElement('button'))")

    assert accessibility_problems(page) == ["button-name: <button></button>"]


def test_wider_letters_and_double_size_still_fit(new_page: Callable[..., Any]) -> None:
    page = new_page(viewport=NARROW, bypass_csp=True)
    page.goto("/gallery/")
    page.add_style_tag(content=SPACING)
    assert overflow(page) == 0

    page.set_viewport_size({"width": 640, "height": 800})
    page.goto("/gallery/?dense")
    page.add_style_tag(content="html { font-size: 200%; }")
    assert overflow(page) == 0


def test_chosen_colours_stay(new_page: Callable[..., Any]) -> None:
    page = new_page(color_scheme="light")
    page.goto("/gallery/")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("button", name="Dark").click()
    expect(page.get_by_role("button", name="Light")).to_be_visible()
    dark = page.evaluate(paper)
    assert dark != light

    page.reload()
    assert page.evaluate(paper) == dark
    assert page.get_by_role("button", name="Light").is_visible()


def test_errors_take_the_focus_and_lead_to_the_field(page: Any) -> None:
    page.goto("/gallery/?errors")
    expect(page.locator(".error-summary")).to_be_focused()

    page.get_by_role("link", name="Choose an answer for “Have you found a host?”.").first.click()
    expect(page.locator("#id_found_0")).to_be_focused()


def test_every_stop_of_the_tab_key_shows_where_it_is(new_page: Callable[..., Any]) -> None:
    page = new_page(viewport=NARROW)
    page.goto("/gallery/")
    unseen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => { const e = document.activeElement; const row = e.closest(".task");
                 return [e, row].filter(Boolean).some((x) => getComputedStyle(x).outlineStyle === "solid"); }"""
        )
        if not seen:
            unseen.append(page.evaluate("document.activeElement.outerHTML.slice(0, 100)"))

    assert unseen == []


def test_without_scripts_nothing_is_missing(new_page: Callable[..., Any]) -> None:
    page = new_page(java_script_enabled=False, viewport=NARROW)
    page.goto("/gallery/?errors")

    assert page.locator("[data-theme-toggle]").is_hidden()
    expect(page.locator("[data-nav-toggle]:visible")).to_have_count(0)
    assert page.get_by_role("heading", name="There is a problem").is_visible()
    assert page.get_by_role("button", name="Apply filters").is_visible()
