"""The pages of a reporting period in a real browser: no axe finding, no sideways scrolling, light and dark."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from reporting.models import Activity
from reporting.services import reporting_periods as service
from tests.support import browser as browsers
from tests.support import world as worlds
from tests.support.credited import at, credited, matched, organisation

IN, LATER = date(2025, 11, 3), date(2026, 2, 10)
pytestmark = pytest.mark.slow


def planned(world: worlds.World, number: int, first: date, last: date) -> Any:
    return service.plan_period(
        partnership=world.partnership,
        title=f"Half-year {number}",
        first_day=first,
        last_day=last,
        due_on=last,
        by=world.actor("coordinator"),
    )


def test_pages_of_a_period_are_accessible_and_fit(world: worlds.World, page_for: Callable[..., Any]) -> None:
    for number in range(3):
        credited(world, organisation(f"Visitor {number}", "sme", "DE"), world.host, date(2025, 3, 3 + number))
        credited(world, organisation(f"Guest {number}", "tech_centre", "DE"), world.host, IN)
    closed = [
        planned(world, 1, date(2025, 1, 1), date(2025, 6, 30)),
        planned(world, 2, date(2025, 7, 1), date(2025, 12, 31)),
    ]
    closed = [service.close_period(period=period, by=world.actor("coordinator")) for period in closed]
    running = planned(world, 3, date(2026, 1, 1), date(2026, 2, 28))
    credited(world, world.firm, world.host, IN)
    service.note_corrections(
        period=closed[1], differences={"O2.exchanges": Decimal(1)}, change="One visit was checked later",
        reason="Its report came late.", by=world.actor("manager"),
    )  # fmt: skip
    matched(world, organisation("Report waits", "sme", "DE"), world.host, LATER, state="report_submitted")
    Activity.objects.create(
        partnership=world.partnership, cluster=world.clusters["dresden"], kind="webinar", title="Webinar on skills",
        held_on=LATER, state="recorded", state_since=at(LATER), recorded_by=world.actor("manager").user,
        recorded_at=at(LATER),
    )  # fmt: skip
    page, found = page_for("coordinator"), []
    for address in (
        "/partnerships/test/periods/",
        "/partnerships/test/periods/new/",
        f"/periods/{closed[1].pk}/",
        f"/periods/{running.pk}/",
        f"/periods/{running.pk}/close/",
        f"/periods/{closed[1].pk}/correct/?code=O2.smes&difference=1",
        "/",
    ):
        page.goto(address)
        found += browsers.faults(page)
    assert found == []
