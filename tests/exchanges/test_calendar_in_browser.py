"""Calendar and own calendar in a real browser: wide with pictures, on a phone as a list."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from tests.support.browser import NARROW, accessibility_problems, overflow
from tests.support.world import World

WIDE = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}
LOOKS = [
    pytest.param(WIDE, id="light-wide"),
    pytest.param({"viewport": NARROW, "color_scheme": "dark"}, id="dark-narrow"),
]


@pytest.mark.parametrize("look", LOOKS)
def test_calendar_is_accessible_wide_and_narrow(
    fresh_database: str, world: World, new_page: Callable[..., Any], server: str, look: dict[str, Any]
) -> None:
    world.offer.periods.update(capacity=1)
    exchange = world.building()
    page = new_page(**look)
    name = settings.SESSION_COOKIE_NAME
    session = world.client("manager").cookies[name].value
    page.context.add_cookies([{"name": name, "value": session, "url": server}])
    for view in ("month", "hosts", "visitors", "list"):
        page.goto(f"{reverse('exchanges:calendar')}?month=2026-05&view={view}")
        assert (accessibility_problems(page), overflow(page)) == ([], 0), view
        assert exchange.reference in page.inner_text("main table.table")
        assert page.locator(".month, .stays").is_visible() == (look is WIDE) if view != "list" else True
    page.click("text=June 2026")
    assert "Nothing in this month" in page.inner_text("main")
    page.goto(reverse("exchanges:calendar_address"))
    page.click("text=Make my address")
    assert "/answer/calendar/" in page.inner_text("main")
    assert (accessibility_problems(page), overflow(page)) == ([], 0)
