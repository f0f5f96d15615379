"""The list of files in a real browser: keys, ticks, acts on several files, export; wide and on a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from core import outbox
from exchanges.services import desk, lists
from tests.support.browser import NARROW, accessibility_problems, overflow
from tests.support.world import World

WIDE = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}
LOOKS = [
    pytest.param(WIDE, id="light-wide"),
    pytest.param({"viewport": NARROW, "color_scheme": "dark"}, id="dark-narrow"),
]


def opened(world: World, new_page: Callable[..., Any], server: str, **look: Any) -> Any:
    page = new_page(**look)
    name = settings.SESSION_COOKIE_NAME
    session = world.client("manager").cookies[name].value
    page.context.add_cookies([{"name": name, "value": session, "url": server}])
    return page


def checked(page: Any) -> None:
    assert accessibility_problems(page) == [], page.url
    assert overflow(page) == 0, page.url


def prepared(world: World) -> None:
    by = world.actor("manager")
    files = [world.accepted(), world.submitted()]
    desk.act_on(act="tag", numbers=[files[0].pk], value="Call first", by=by)
    lists.save_view(name="To decide", query="stage=decide", shared=True, default=False, by=by)


@pytest.mark.parametrize("look", LOOKS)
def test_list_views_bulk_and_export_are_accessible_and_narrow_enough(
    fresh_database: str, world: World, new_page: Callable[..., Any], server: str, look: dict[str, Any]
) -> None:
    prepared(world)
    page = opened(world, new_page, server, **look)
    for name in ("queue", "columns", "views", "view_new", "queue_export"):
        page.goto(reverse(f"exchanges:{name}"))
        checked(page)
    page.goto(reverse("exchanges:queue"))
    if look is WIDE:
        page.check("[data-pick-all]")
    else:
        for box in page.locator("[data-pick]").all():
            box.check()
    page.select_option("#bulk-act", "remind")
    page.click("button[value=ticked]")
    checked(page)
    assert "It waits for you or a colleague in your role." in page.inner_text("main")
    page.click("button:has-text('Remind whoever must act: 1 file')")
    checked(page)
    assert page.inner_text("h1").endswith("Done to 1 file")
    page.goto(reverse("exchanges:queue_export"))
    page.click("button:has-text('Make the table')")
    checked(page)
    outbox.run_due()
    page.wait_for_selector("a:has-text('Download')")
    checked(page)
    with page.expect_download() as download:
        page.click("a:has-text('Download')")
    assert download.value.suggested_filename.endswith(".xlsx")
    page.goto(reverse("core:exports"))
    checked(page)


def test_files_on_a_phone_are_short_and_their_labels_are_read_out(
    fresh_database: str, world: World, new_page: Callable[..., Any], server: str
) -> None:
    for _number in range(3):
        world.submitted()
    page = opened(world, new_page, server, viewport=NARROW)
    page.goto(reverse("exchanges:queue"))
    heights = [row.bounding_box()["height"] for row in page.locator("[data-row]").all()]
    assert max(heights) < 150
    # The names of the columns are there without being seen.
    label = page.evaluate(
        "getComputedStyle(document.querySelector('[data-row] td.due'), '::before').getPropertyValue('content')"
    )
    assert "Due" in label
    # The bar with the acts stays in sight, and is where the list ends.
    page.evaluate("scrollTo(0, 0)")
    bar = page.locator(".bulk-bar").bounding_box()
    assert bar["y"] + bar["height"] <= NARROW["height"] + 1


def test_arrows_move_a_column_and_the_keyboard_stays_on_them(
    fresh_database: str, world: World, new_page: Callable[..., Any], server: str
) -> None:
    world.submitted()
    page = opened(world, new_page, server, **WIDE)
    page.goto(reverse("exchanges:columns"))
    page.focus("#left-country")
    page.keyboard.press("Enter")
    page.wait_for_selector("#columns li:first-child:has-text('Country')")
    assert page.evaluate("document.activeElement.id") == "left-country"
    page.click("button:has-text('Show these columns')")
    heads = page.locator("thead th").all_inner_texts()
    assert [head.strip() for head in heads][1:4] == ["Reference", "Country", "Organisation"]


def test_keys_move_tick_open_and_can_be_switched_off(
    fresh_database: str, world: World, new_page: Callable[..., Any], server: str
) -> None:
    prepared(world)
    page = opened(world, new_page, server, **WIDE)
    page.goto(reverse("exchanges:queue"))
    first, second = page.locator("[data-row] th a").all()
    last = second.get_attribute("href")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert first.evaluate("link => link === document.activeElement")
    page.keyboard.press("x")
    assert page.locator("[data-pick]:checked").count() == 1
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "id_q"
    # While somebody types, letters are letters.
    page.keyboard.type("j?x")
    assert page.input_value("#id_q") == "j?x"
    page.locator("h1").click()
    page.keyboard.press("?")
    assert page.locator("[data-keys]").get_attribute("open") is not None
    checked(page)
    page.uncheck("[data-keys-switch]")
    page.reload()
    page.keyboard.press("j")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement === document.body")
    page.locator("[data-keys] summary").click()
    page.check("[data-keys-switch]")
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{last}")


def test_without_javascript_every_row_has_its_box_and_the_table_comes_by_reload(
    fresh_database: str, world: World, new_page: Callable[..., Any], server: str
) -> None:
    prepared(world)
    page = opened(world, new_page, server, viewport=NARROW, java_script_enabled=False)
    page.goto(reverse("exchanges:queue"))
    assert not page.is_visible("[data-pick-all]")
    assert not page.is_visible("[data-keys]")
    page.check("[data-pick] >> nth=0")
    page.select_option("#bulk-act", "tag")
    page.click("button[value=ticked]")
    page.fill("#id_value", "Ask again")
    page.click("button:has-text('Show what will be done')")
    page.click("button:has-text('Put a tag on: 1 file')")
    page.click("button:has-text('Take it back')")
    assert "This was taken back." in page.inner_text("main")
    page.goto(reverse("exchanges:queue_export"))
    page.click("button:has-text('Make the table')")
    outbox.run_due()
    page.click("a:has-text('Look again')")
    assert page.is_visible("a:has-text('Download')")
