"""The list of files in a real browser: keys, ticks, acts on several files, export; wide and on a phone."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from playwright.sync_api import expect

from core import outbox
from exchanges.services import desk, lists
from tests.support.browser import NARROW, WIDE, faults, follow, press
from tests.support.world import World


def prepared(world: World) -> None:
    by = world.actor("manager")
    files = [world.accepted(), world.submitted()]
    desk.act_on(act="tag", numbers=[files[0].pk], value="Call first", by=by)
    lists.save_view(name="To decide", query="stage=decide", shared=True, default=False, by=by)


def test_list_views_bulk_and_export_are_accessible_and_narrow_enough(
    world: World, page_for: Callable[..., Any]
) -> None:
    prepared(world)
    page = page_for("manager")
    for name in ("queue", "columns", "views", "view_new", "queue_export"):
        page.goto(reverse(f"exchanges:{name}"))
        assert faults(page) == []
    page.goto(reverse("exchanges:queue"))
    # On a phone each file is ticked; the box for the page is for the wide table.
    boxes = page.locator("[data-pick]")
    for box in boxes.all():
        box.check()
    page.set_viewport_size(WIDE)
    expect(page.locator("[data-pick-all]")).to_be_checked()
    page.uncheck("[data-pick-all]")
    expect(boxes.first).not_to_be_checked()
    page.check("[data-pick-all]")
    page.select_option("#bulk-act", "remind")
    with page.expect_navigation():
        page.click("button[value=ticked]")
    assert faults(page) == []
    assert "It waits for you or a colleague in your role." in page.inner_text("main")
    press(page, "Remind whoever must act: 1 file")
    assert faults(page) == []
    assert page.inner_text("h1").endswith("Done to 1 file")
    page.goto(reverse("exchanges:queue_export"))
    press(page, "Make the table")
    assert faults(page) == []
    outbox.run_due()
    page.wait_for_selector("a:has-text('Download')")
    assert faults(page) == []
    with page.expect_download() as download:
        page.click("a:has-text('Download')")
    assert download.value.suggested_filename.endswith(".xlsx")
    page.goto(reverse("core:exports"))
    assert faults(page) == []


def test_files_on_a_phone_are_short_and_their_labels_are_read_out(
    world: World, page_for: Callable[..., Any]
) -> None:
    for _number in range(3):
        world.submitted()
    page = page_for("manager", viewport=NARROW)
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
    world: World, page_for: Callable[..., Any]
) -> None:
    world.submitted()
    page = page_for("manager")
    page.goto(reverse("exchanges:columns"))
    page.focus("#left-country")
    page.keyboard.press("Enter")
    page.wait_for_selector("#columns li:first-child:has-text('Country')")
    expect(page.locator("#left-country")).to_be_focused()
    press(page, "Show these columns")
    heads = page.locator("thead th").all_inner_texts()
    assert [head.strip() for head in heads][1:4] == ["Reference", "Country", "Organisation"]


def test_keys_move_tick_open_and_can_be_switched_off(world: World, page_for: Callable[..., Any]) -> None:
    prepared(world)
    page = page_for("manager")
    page.goto(reverse("exchanges:queue"))
    first, second = page.locator("[data-row] th a").all()
    last = second.get_attribute("href")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(first).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator("[data-pick]:checked")).to_have_count(1)
    page.keyboard.press("/")
    expect(page.locator("#id_q")).to_be_focused()
    # While somebody types, letters are letters.
    page.keyboard.type("j?x")
    expect(page.locator("#id_q")).to_have_value("j?x")
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.locator("[data-keys]")).to_have_attribute("open", "")
    assert faults(page) == []
    page.uncheck("[data-keys-switch]")
    page.reload()
    page.keyboard.press("j")
    page.keyboard.press("/")
    expect(page.locator("body")).to_be_focused()
    page.locator("[data-keys] summary").click()
    page.check("[data-keys-switch]")
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{last}")


def test_without_javascript_every_row_has_its_box_and_the_table_comes_by_reload(
    world: World, page_for: Callable[..., Any]
) -> None:
    prepared(world)
    page = page_for("manager", viewport=NARROW, java_script_enabled=False)
    page.goto(reverse("exchanges:queue"))
    assert not page.is_visible("[data-pick-all]")
    assert not page.is_visible("[data-keys]")
    page.check("[data-pick] >> nth=0")
    page.select_option("#bulk-act", "tag")
    with page.expect_navigation():
        page.click("button[value=ticked]")
    page.fill("#id_value", "Ask again")
    press(page, "Show what will be done")
    press(page, "Put a tag on: 1 file")
    press(page, "Take it back")
    assert "This was taken back." in page.inner_text("main")
    page.goto(reverse("exchanges:queue_export"))
    press(page, "Make the table")
    outbox.run_due()
    follow(page, "Look again")
    assert page.is_visible("a:has-text('Download')")
