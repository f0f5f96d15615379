"""A log-in that runs out in the middle of a page, as a person with a small screen meets it."""

from typing import Any

from django.contrib.sessions.models import Session
from django.urls import reverse

from tests.support.browser import NARROW, accessibility_problems, overflow, press
from tests.support.world import PASSWORD, World


def test_log_in_runs_out_in_a_real_browser_at_320_pixels(new_page: Any, world: World) -> None:
    address = reverse("exchanges:application_page", args=[(draft := world.draft()).pk, "goals"])
    page = new_page(viewport=NARROW)
    page.goto(reverse("account_login"))
    fill_log_in(page)
    page.goto(address)
    words = "Typed slowly.\nOn two lines."
    page.get_by_label("Why do you want to go").fill(words)
    Session.objects.all().delete()
    press(page, "Continue")
    assert page.get_by_text("what you typed is back on the page").is_visible()
    assert (accessibility_problems(page), overflow(page)) == ([], 0)
    fill_log_in(page)
    assert page.url.endswith(address)
    assert page.get_by_text("What you typed is back in the form").is_visible()
    assert page.get_by_label("Why do you want to go").input_value() == words
    assert (accessibility_problems(page), overflow(page)) == ([], 0)
    press(page, "Continue")
    draft.refresh_from_db()
    assert draft.motivation.replace("\r", "") == words


def fill_log_in(page: Any) -> None:
    page.get_by_label("E-mail address").fill("vera@firm.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Log in")
