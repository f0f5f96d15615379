"""The directory in a real browser: no axe finding, no sideways scrolling, keyboard, and updates that equal a reload."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.support import browser as browsers
from tests.support import world as worlds

pytestmark = pytest.mark.slow
TOWNS = (
    ("DE", "Kiel", "54.32", "10.12"),
    ("PL", "Łódź", "51.76", "19.46"),
    ("XK", "Pristina", "42.66", "21.17"),
)


def make_firms() -> Any:
    firms = []
    for number in range(9):
        country, city, latitude, longitude = TOWNS[number % 3]
        firms.append(
            worlds.make_organisation(
                f"Firm {number} Robotics",
                ("sme", "fab_lab")[number % 2],
                country,
                city,
                (latitude, longitude),
                listed=True,
                about="Robots that pick apples in rows of trees. " * 6,
            )  # fmt: skip
        )
    return firms[0]


def test_pages_are_accessible_and_fit(page: Any, world: worlds.World) -> None:
    firm = make_firms()
    found = []
    for address in (
        "/directory/",
        "/directory/?view=map&kind=organisation&country=DE&country=XK",
        "/directory/?q=robtoics",
        "/directory/?q=nothing-like-it&country=DE",
        "/directory/?free_from=2026-05-09&free_until=2026-05-01",
        f"/directory/organisations/{firm.pk}/",
    ):
        page.goto(address)
        found += browsers.faults(page)
    assert found == []


def test_searching_by_keyboard_changes_address_and_page_like_a_reload(page: Any, world: worlds.World) -> None:
    make_firms()
    page.goto("/directory/")
    page.keyboard.press("/")
    page.keyboard.type("robotics")
    page.wait_for_url("**/directory/?*q=robotics*")
    page.locator("#found .chip", has_text="robotics").wait_for()
    expect(page.locator("#id_q")).to_be_focused()
    page.get_by_role("checkbox", name="Germany").check()
    page.locator("#found .chip", has_text="Germany").wait_for()
    expect(page.locator("#found .entries").get_by_text("Kiel, Germany")).to_have_count(3)
    updated = page.locator("#found .entries").inner_text()
    page.wait_for_url("**country=DE*")
    page.goto(page.url)
    assert page.locator("#found .entries").inner_text() == updated
    page.keyboard.press("Tab")
    page.get_by_role("link", name="Firm 0 Robotics").press("Enter")
    page.get_by_role("heading", name="Firm 0 Robotics").wait_for()
