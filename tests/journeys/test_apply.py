"""Applying as visitors do it on a phone of 320 px: to the sent application, on hold and back, rejected, withdrawn; and what a
page survives: a log-in that runs out, another device.
"""

import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session

from core import outbox
from exchanges.models import Application
from exchanges.services import decisions
from tests.support.browser import NARROW, accessibility_problems, overflow
from tests.support.walker import Walker
from tests.support.world import PASSWORD, World

pytestmark = pytest.mark.usefixtures("fresh_database")
FIELDS = "main :is(input:not([type=hidden]), select, textarea)"
NewPage = Callable[..., Any]


class Counting(Walker):
    """Counts the pages that are sent and the fields that stand on them; a group of choices is one field."""

    fields = 0

    def send(self) -> "Counting":
        names = self.page.locator(FIELDS).evaluate_all(
            "all => [...new Set(all.map(e => e.name))].filter(n => n)"
        )
        self.fields += len(names)
        with self.page.expect_navigation():
            self.page.locator("main form button.button:not(.button--quiet)").first.click()
        self.look()
        return self


def test_from_the_public_check_to_the_sent_application(world: World, new_page: NewPage) -> None:
    """With scripts, for a host that is not in the portal; the text is kept while it is typed."""
    walker = Counting(new_page(viewport=NARROW), "visitor")
    began = time.monotonic()
    _check_and_start(walker)
    _visit_and_goals(walker, scripts=True)
    walker.choose("host_choice", "invite").send()
    walker.fill(name="Atelier du Port", city="Nantes", contact_name="Nadia Petit")
    walker.fill(contact_email="nadia@atelier.example").choose("country", "FR").send()
    _finish(walker)
    _report(walker, began, "with scripts")
    assert Application.objects.get().host_invitation.name == "Atelier du Port"


def test_the_same_without_scripts(world: World, new_page: NewPage) -> None:
    page = new_page(viewport=NARROW, java_script_enabled=False)
    walker = Counting(page, "visitor", scripts=False)
    began = time.monotonic()
    _check_and_start(walker)
    _visit_and_goals(walker, scripts=False)
    walker.choose("host_choice", "listed").send()
    walker.label("Smart mobility test road").send()
    _finish(walker)
    _report(walker, began, "without scripts")
    assert Application.objects.get().host_offer == world.offer


@pytest.mark.parametrize("scripts", [True, False])
def test_on_hold_and_back_then_rejected(world: World, new_page: NewPage, scripts: bool) -> None:
    file = world.submitted()
    decisions.hold_application(application=file, by=world.actor("manager"), question="Which machine?")
    walker = _logged_in(new_page, scripts)
    walker.open(f"/files/{file.reference}/answer/").sees("Which machine?")
    walker.open(f"/applications/{file.pk}/goals/?from=check")
    walker.fill(motivation="To see the new laser.").press("Continue")
    walker.open(f"/files/{file.reference}/answer/").sees("To see the new laser.")
    walker.press("Send the answer").sees("There is a problem")
    walker.fill(answer="The new laser.").press("Send the answer").sees("Your answer is sent.")
    file.refresh_from_db()
    assert (file.state, file.answer, file.motivation) == (
        "in_review",
        "The new laser.",
        "To see the new laser.",
    )
    decisions.reject_application(application=file, by=world.actor("manager"), reason="The laser is sold.")
    outbox.run_due()
    walker.open(f"/files/{file.reference}/").sees("Not accepted", "The laser is sold.")


def test_withdrawal_and_a_log_in_that_runs_out_in_the_middle_of_a_page(
    world: World, new_page: NewPage
) -> None:
    file = world.submitted()
    walker = _logged_in(new_page, True)
    walker.open(f"/files/{file.reference}/withdraw/").fill(reason="Our engineer is ill.")
    Session.objects.all().delete()
    walker.press("Withdraw the application").sees("Log in")
    file.refresh_from_db()
    assert file.state == "submitted"
    walker.fill(login=world.actor("visitor").user.email, password=PASSWORD).press("Log in")
    assert walker.page.locator("[name=reason]").input_value() == "Our engineer is ill."
    walker.press("Withdraw the application").sees("Your application is withdrawn.", "Withdrawn")


def test_two_devices_lose_nothing(world: World, new_page: NewPage) -> None:
    """The second device is told while it types, sees both texts, and decides; nothing is overwritten before."""
    draft = world.draft(motivation="Before", expected_results="Before too")
    address = f"/applications/{draft.pk}/goals/"
    desk, phone = _logged_in(new_page, True, {"width": 1280, "height": 900}), _logged_in(new_page, True)
    desk.open(address)
    phone.open(address)
    phone.fill(motivation="From the phone.")
    phone.page.get_by_text("Saved at").wait_for()
    desk.fill(motivation="From the desk.")
    desk.page.get_by_text("This page was changed on another device.").wait_for()
    assert (accessibility_problems(desk.page), overflow(desk.page)) == ([], 0)
    draft.refresh_from_db()
    assert draft.motivation == "From the phone."
    desk.press("Continue").sees("Somebody changed this in the meantime", "From the phone.", "From the desk.")
    assert desk.page.locator("[name=motivation]").input_value() == "From the desk."
    desk.fill(motivation="From the phone. From the desk.").press("Continue")
    draft.refresh_from_db()
    assert draft.motivation == "From the phone. From the desk."
    # The phone goes on typing and is told in turn.
    phone.fill(motivation="From the phone, longer.").press("Continue").sees("From the phone. From the desk.")
    phone.follow("Keep what is saved now")
    assert phone.page.locator("[name=motivation]").input_value() == "From the phone. From the desk."


def _check_and_start(walker: Counting) -> None:
    walker.open("/may-i-take-part/").choose("kind", "sme").send().choose("country", "DE").send()
    walker.choose("member", "yes").send().choose("earlier", "no").send().choose("stay", "half").send()
    walker.sees("You can take part")
    walker.open("/applications/new/")
    walker.fill(login="vera@firm.example", password=PASSWORD).press("Log in")
    walker.open("/applications/new/").press("Start the application")


def _visit_and_goals(walker: Counting, *, scripts: bool) -> None:
    walker.label("Learn from another cluster").label("Networking and new partners").send()
    walker.fill(motivation="We want to test our lenses in traffic.")
    if scripts:
        walker.page.get_by_text("Saved at").wait_for()
        assert Application.objects.get().motivation == "We want to test our lenses in traffic."
    walker.fill(expected_results="A partner for a pilot.").send()


def _finish(walker: Counting) -> None:
    walker.fill(planned_start="2026-05-18", planned_end="2026-05-21").send()
    walker.sees("Who travels?").send().sees("Proof and CV").send()
    walker.label("Choose one for me").send().label("Choose one for me").send()
    walker.choose("earlier_visit", "no").tick("residence_confirmed", "no_double_funding", "privacy").send()
    walker.sees("Check your answers").send().sees("Your application is sent")
    assert Application.objects.get().state == "submitted"


def _report(walker: Counting, began: float, how: str) -> None:
    seconds = time.monotonic() - began
    counts = f"{len(walker.visited)} pages, {walker.fields} fields, {seconds:.0f} seconds"
    sys.stdout.write(f"\nFrom the public check to the sent application, {how}: {counts}\n")
    assert len(walker.visited) <= 25
    assert walker.fields <= 50


def _logged_in(new_page: NewPage, scripts: bool, viewport: dict[str, int] = NARROW) -> Walker:
    walker = Walker(new_page(viewport=viewport, java_script_enabled=scripts), "visitor", scripts=scripts)
    walker.open("/accounts/login/")
    walker.fill(login="vera@firm.example", password=PASSWORD).press("Log in")
    return walker
