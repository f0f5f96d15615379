"""The review screen with the keyboard: who uses a button of the decision stays on it."""

from typing import Any

from django.urls import reverse
from playwright.sync_api import expect

from exchanges.models import DecisionReason
from tests.support.browser import NARROW, accessibility_problems, overflow
from tests.support.world import World


def test_keyboard_stays_where_it_was_when_a_text_or_the_mail_comes(page_for: Any, world: World) -> None:
    application = world.submitted()
    reason = DecisionReason.objects.filter(decision="hold").earliest("id")
    page = page_for("manager", viewport=NARROW)
    page.goto(reverse("exchanges:application_review", args=[application.reference]))
    page.locator("[name=reason]").select_option(str(reason.pk))
    page.locator("#use-text").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[name=comment]")).not_to_have_value("")
    expect(page.locator("#use-text")).to_be_focused()
    page.locator("#see-mail").focus()
    page.keyboard.press("Enter")
    page.get_by_text("This mail would go out").wait_for()
    expect(page.locator("#see-mail")).to_be_focused()
    assert (accessibility_problems(page), overflow(page)) == ([], 0)
