"""Pre-arranged meetings in a real browser: a participant answers by link on a phone, the staff reads the grid."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any

from playwright.sync_api import expect

from core import clock, links
from exchanges.models import MeetingWish
from exchanges.services import meetings
from tests.support import meetings as scenes
from tests.support.browser import faults, follow, press
from tests.support.world import FIRST_DAY, World

DURING = datetime.combine(FIRST_DAY, time(16), UTC)


def path_of(person: Any) -> str:
    _link, url = links.issue(
        person, meetings.LINK_PURPOSE, address=person.address, url_name="exchanges:my_meetings_by_link"
    )
    return "/answer/" + url.partition("/answer/")[2]


def test_participant_answers_by_link_on_a_phone(page: Any, world: World) -> None:
    scene = scenes.scene(world)
    meetings.open_wishes(meeting_round=scene.round, by=scene.staff)
    page.goto(path_of(scene.people["azur"]))
    assert faults(page) == []
    follow(page, "Say what you do and look for")
    page.get_by_label("What we do").fill("Sensors for trams and buses.")
    press(page, "Save and go on")
    page.get_by_role("heading", name="When can you not meet?").wait_for()
    assert faults(page) == []
    page.get_by_role("checkbox").first.check()
    press(page, "Save and go on")
    page.get_by_role("heading", name="Whom do you want to meet?").wait_for()
    assert faults(page) == []
    page.locator(f'[name="wish-{scene.people["firm"].pk}"][value="want"]').check()
    press(page, "Save")
    page.get_by_role("heading", name="My meetings").wait_for()
    assert list(MeetingWish.objects.values_list("wished__last_name", "kind")) == [("Firm", "want")]


def test_schedule_and_outcome_by_link(page: Any, world: World) -> None:
    scene = scenes.scene(world)
    scenes.published(scene.round, scene.staff, scene.people)
    with clock.at(DURING):
        page.goto(path_of(scene.people["firm"]))
        assert faults(page) == []
        follow(page, "Say what came of it")
        page.get_by_label("Cooperation is possible").check()
        expect(page.get_by_label("Cooperation is possible")).to_be_checked()
        assert faults(page) == []
        press(page, "Save")
        page.get_by_text("Cooperation is possible.").wait_for()


def test_pages_of_the_staff(page_for: Callable[..., Any], world: World) -> None:
    scene = scenes.scene(world)
    scenes.planned(scene.round, scene.staff, scene.people)
    page = page_for("host_manager")
    for part in ("", "grid/", "answers/", "plan/", "new/"):
        page.goto(f"/missions/{scene.mission.slug}/meetings/{part}")
        assert faults(page) == []
