"""The reporting pages in a real browser: no axe finding, no sideways scrolling, light and dark, wide and narrow."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from reporting.services import activities, deliverable_texts
from tests.support import browser as browsers
from tests.support import deliverables
from tests.support import world as worlds
from tests.support.credited import asked, credited, organisation, paid

DAY = date(2026, 2, 10)
pytestmark = pytest.mark.slow


def test_pages_are_accessible_and_fit(world: worlds.World, page_for: Callable[..., Any]) -> None:
    for number in range(12):
        kind = ("sme", "cluster", "tech_centre")[number % 3]
        visitor = organisation(f"Visitor {number}", kind, ("DE", "PL", "ES")[number % 3])
        exchange = credited(world, visitor, world.host, DAY - timedelta(days=20 * number), state="paid")
        paid(world, exchange, DAY)
        for side in ("visitor", "host"):
            asked(exchange, side, DAY - timedelta(days=20 * number), score="4.50", recommend=9)
    activity = activities.record_activity(
        partnership=world.partnership, by=world.actor("manager"), cluster=world.clusters["dresden"],
        kind="webinar", title="Webinar on skills", held_on=DAY,
    )  # fmt: skip
    deliverables.published(world)
    issue = deliverables.draft(world)
    part = issue.texts.get(key="activities")
    for text in ("One webinar.", "**Two** webinars:\n\n* skills\n* services"):
        deliverable_texts.save_text(part=part, text=text, by=world.actor("manager"))
    deliverable_texts.add_comment(
        deliverable=issue, key="activities", text="Which?", by=world.actor("finance")
    )
    figures = ["figures/parts/places/", "figures/parts/work/", "figures/parts/voices/"]
    figures.append(f"figures/clusters/{world.clusters['dresden'].slug}/")
    staff = (
        "figures/",
        *figures,
        "figures/O2.smes/",
        "activities/",
        "activities/new/",
        "deliverables/",
        "leads/",
    )
    addresses = [f"/partnerships/test/{place}" for place in staff] + [f"/activities/{activity.pk}/"]
    builder = ("", "parts/activities/", "parts/activities/versions/", "changes/", "move/send/", "freeze/")
    addresses += [f"/deliverables/{issue.pk}/{place}" for place in builder]
    addresses += ["/partnerships/test/deliverables/D1.3/", "/partnerships/test/deliverables/D1.3/plan/1/"]
    public = [
        "/impact/",
        "/partnerships/",
        "/partnerships/test/",
        "/partnerships/test/interested/",
        "/verify/",
    ]
    found = []
    for persona, pages in (("anonymous", public), ("coordinator", addresses)):
        page = page_for(persona)
        for address in pages:
            page.goto(address)
            page.wait_for_load_state("networkidle")
            found += browsers.faults(page)
    assert found == []


def test_dashboard_fetches_its_parts_and_works_without_script(
    world: worlds.World, page_for: Callable[..., Any]
) -> None:
    for number in range(3):
        visitor = organisation(f"Visitor {number}", "sme", "PL")
        credited(world, visitor, world.host, DAY - timedelta(days=20 * number))
    # Drawn once for all: the browser is not to wait for the renderer of charts.
    for place in ("", "parts/places/", "parts/work/", "parts/voices/"):
        assert world.client("coordinator").get(f"/partnerships/test/figures/{place}").status_code == 200
    page = page_for("coordinator")
    page.goto("/partnerships/test/figures/")
    page.get_by_role("heading", name="The flows on the map").wait_for()
    page.get_by_role("heading", name="The way of the files").wait_for()
    expect(page.get_by_role("img", name="The flows on the map").first).to_be_visible()
    assert browsers.accessibility_problems(page) == []
    bare = page_for("coordinator", java_script_enabled=False)
    bare.goto("/partnerships/test/figures/")
    bare.locator("#places ~ div a").click()
    expect(bare.get_by_role("heading", level=1, name="From where to where")).to_be_visible()


def test_scheme_is_accessible_for_the_support_office(
    world: worlds.World, page_for: Callable[..., Any]
) -> None:
    world.add_support()
    for number in range(3):
        visitor = organisation(f"Visitor {number}", "sme", "PL")
        credited(world, visitor, world.host, DAY - timedelta(days=90 * number))
    page = page_for("support")
    page.goto("/scheme/figures/")
    assert browsers.faults(page) == []
