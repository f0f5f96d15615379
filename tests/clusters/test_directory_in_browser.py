"""The directory in a real browser: no axe finding, no sideways scrolling, keyboard, and updates that equal a reload."""

from collections.abc import Callable
from typing import Any

import pytest

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


@pytest.mark.parametrize(
    ("viewport", "colours"),
    [({"width": 1280, "height": 900}, "light"), (browsers.NARROW, "dark")],
    ids=["wide", "narrow"],
)
def test_pages_are_accessible_and_fit(
    server: str, new_page: Callable[..., Any], viewport: dict[str, int], colours: str
) -> None:
    worlds.build()
    firm = make_firms()
    page = new_page(viewport=viewport, color_scheme=colours)
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
        wide = browsers.overflow(page)
        found += [f"{address}: {problem}" for problem in browsers.accessibility_problems(page)]
        found += [f"{address}: {wide} px too wide"] if wide else []
    assert found == []


def test_searching_by_keyboard_changes_address_and_page_like_a_reload(
    server: str, new_page: Callable[..., Any]
) -> None:
    worlds.build()
    make_firms()
    page = new_page(viewport={"width": 1280, "height": 900})
    page.goto("/directory/")
    page.keyboard.press("/")
    page.keyboard.type("robotics")
    page.wait_for_url("**/directory/?*q=robotics*")
    page.locator("#found .chip", has_text="robotics").wait_for()
    assert page.evaluate("document.activeElement.id") == "id_q"
    page.get_by_role("checkbox", name="Germany").check()
    page.locator("#found .chip", has_text="Germany").wait_for()
    updated = page.locator("#found .entries").inner_text()
    assert updated.count("Kiel, Germany") == 3
    page.goto(page.url)
    assert page.locator("#found .entries").inner_text() == updated
    page.keyboard.press("Tab")
    page.get_by_role("link", name="Firm 0 Robotics").press("Enter")
    page.get_by_role("heading", name="Firm 0 Robotics").wait_for()
