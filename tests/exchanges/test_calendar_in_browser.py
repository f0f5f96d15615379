"""Calendar and own calendar in a real browser: wide with pictures, on a phone as a list."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from playwright.sync_api import expect

from tests.support.browser import NARROW, WIDE, faults, follow, press
from tests.support.world import World


def test_calendar_is_accessible_wide_and_narrow(world: World, page_for: Callable[..., Any]) -> None:
    world.offer.periods.update(capacity=1)
    exchange = world.building()
    page = page_for("manager")
    for view in ("month", "hosts", "visitors", "list"):
        page.goto(f"{reverse('exchanges:calendar')}?month=2026-05&view={view}")
        assert faults(page) == [], view
        assert exchange.reference in page.inner_text("main table.table")
        for size, pictures in ((NARROW, 0), (WIDE, 1)):
            page.set_viewport_size(size)
            expect(page.locator(":is(.month, .stays):visible")).to_have_count(
                pictures if view != "list" else 0
            )
    follow(page, "June 2026")
    assert "Nothing in this month" in page.inner_text("main")
    page.goto(reverse("exchanges:calendar_address"))
    press(page, "Make my address")
    assert "/answer/calendar/" in page.inner_text("main")
    assert faults(page) == []
