"""The review screen with the keyboard: who uses a button of the decision stays on it."""

from typing import Any

from django.urls import reverse
from playwright.sync_api import expect

from exchanges.models import DecisionReason
from tests.support.browser import NARROW, accessibility_problems, overflow
from tests.support.world import PASSWORD, World


def test_keyboard_stays_where_it_was_when_a_text_or_the_mail_comes(new_page: Any, world: World) -> None:
    application = world.submitted()
    reason = DecisionReason.objects.filter(decision="hold").earliest("id")
    page = new_page(viewport=NARROW)
    page.goto(reverse("account_login"))
    page.get_by_label("E-mail address").fill(world.actor("manager").user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.goto(reverse("exchanges:application_review", args=[application.reference]))
    page.locator("[name=reason]").select_option(str(reason.pk))
    page.locator("#use-text").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[name=comment]")).not_to_have_value("")
    assert page.evaluate("document.activeElement.id") == "use-text"
    page.locator("#see-mail").focus()
    page.keyboard.press("Enter")
    page.get_by_text("This mail would go out").wait_for()
    assert page.evaluate("document.activeElement.id") == "see-mail"
    assert (accessibility_problems(page), overflow(page)) == ([], 0)
