"""Links by mail in a real browser: without a log-in and without a referrer the buttons must still work.

A page that sends no referrer also sends the origin "null", which Django's check against forgery refuses. The test client
does neither, so only a browser shows it. The token in the address is the whole right to act.
"""

import re
from typing import Any

import pytest

from clusters.models import Membership
from clusters.services import memberships
from core import outbox
from core.models import Mail
from exchanges.models import Application
from exchanges.services import applications
from tests.support.browser import press
from tests.support.world import FIRST_DAY, LAST_DAY, World


def address_in(event: str) -> str:
    """The newest link of this kind of mail, as a path."""
    outbox.run_due()
    body = Mail.objects.filter(event=event).latest("id").text_body
    found = re.search(r"https?://[^/\s]+(/answer/\S+)", body)
    assert found is not None, body
    return found.group(1)


@pytest.fixture
def requested(world: World) -> Membership:
    return memberships.request_membership(
        organisation=world.firm, cluster=world.clusters["dresden"], by=world.actor("manager")
    )


def test_applicant_confirms_what_the_manager_entered(page: Any, world: World, requested: Membership) -> None:
    application = applications.enter_for_applicant(
        by=world.actor("manager"),
        organisation=world.firm,
        contact_name="Otto Outside",
        contact_email="otto@firm.example",
        uses=["learn"],
        activity_types=["knowledge"],
        motivation="To learn.",
        expected_results="A plan.",
        host_choice="listed",
        host_offer=world.offer,
        planned_start=FIRST_DAY,
        planned_end=LAST_DAY,
    )
    page.goto(address_in("application.entered"))
    page.locator('[name="earlier_visit"][value="no"]').check()
    for name in ("residence_confirmed", "no_double_funding", "privacy"):
        page.locator(f'[name="{name}"]').check()
    press(page, "Confirm and send")
    page.get_by_text("You have confirmed the application").wait_for()
    assert Application.objects.get(pk=application.pk).state == "submitted"


def test_cluster_outside_the_portal_confirms_a_member(page: Any, world: World) -> None:
    membership = memberships.request_unlisted(
        organisation=world.firm,
        by=world.actor("visitor"),
        cluster_name="Faraway Cluster",
        country="AT",
        city="Graz",
        profile_url="https://clustercollaboration.eu/faraway",
        contact_name="Carla Contact",
        contact_email="carla@faraway.example",
    )
    outbox.run_due()
    event = Mail.objects.get(to_address="carla@faraway.example").event
    page.goto(address_in(event))
    page.locator('[name="answer"][value="yes"]').check()
    press(page, "Send the answer")
    membership.refresh_from_db()
    assert membership.state == "confirmed"


def test_host_says_yes(page: Any, world: World) -> None:
    world.accepted()
    page.goto(address_in("proposal.asked"))
    page.locator('[name="answer"][value="yes"]').check()
    press(page, "Send my answer")
    assert Application.objects.get().current_exchange is not None
