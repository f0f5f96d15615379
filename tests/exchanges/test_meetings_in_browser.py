"""Pre-arranged meetings in a real browser: a participant answers by link on a phone, the staff reads the grid."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any

from django.conf import settings

from core import clock, links
from exchanges.models import MeetingWish
from exchanges.services import meetings
from tests.support import meetings as scenes
from tests.support.browser import NARROW, accessibility_problems, overflow
from tests.support.world import FIRST_DAY, World

WIDE = {"width": 1280, "height": 900}
DURING = datetime.combine(FIRST_DAY, time(16), UTC)


def path_of(person: Any) -> str:
    _link, url = links.issue(
        person, meetings.LINK_PURPOSE, address=person.address, url_name="exchanges:my_meetings_by_link"
    )
    return "/answer/" + url.partition("/answer/")[2]


def looked_at(page: Any) -> None:
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        assert accessibility_problems(page) == []
        assert overflow(page) == 0


def test_participant_answers_by_link_on_a_phone(page: Any, world: World) -> None:
    scene = scenes.scene(world)
    meetings.open_wishes(meeting_round=scene.round, by=scene.staff)
    page.goto(path_of(scene.people["azur"]))
    looked_at(page)
    page.get_by_role("link", name="Say what you do and look for").click()
    page.get_by_label("What we do").fill("Sensors for trams and buses.")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("heading", name="When can you not meet?").wait_for()
    looked_at(page)
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("heading", name="Whom do you want to meet?").wait_for()
    looked_at(page)
    page.locator(f'[name="wish-{scene.people["firm"].pk}"][value="want"]').check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="My meetings").wait_for()
    assert list(MeetingWish.objects.values_list("wished__last_name", "kind")) == [("Firm", "want")]


def test_schedule_and_outcome_by_link(page: Any, world: World) -> None:
    scene = scenes.scene(world)
    scenes.published(scene.round, scene.staff, scene.people)
    with clock.at(DURING):
        page.goto(path_of(scene.people["firm"]))
        looked_at(page)
        page.get_by_role("link", name="Say what came of it").first.click()
        page.get_by_label("Cooperation is possible").check()
        looked_at(page)
        page.get_by_role("button", name="Save").click()
        page.get_by_text("Cooperation is possible.").wait_for()


def test_pages_of_the_staff(new_page: Callable[..., Any], world: World, server: str) -> None:
    scene = scenes.scene(world)
    scenes.planned(scene.round, scene.staff, scene.people)
    page = new_page()
    name = settings.SESSION_COOKIE_NAME
    session = world.client("host_manager").cookies[name].value
    page.context.add_cookies([{"name": name, "value": session, "url": server}])
    for part in ("", "grid/", "answers/", "plan/", "new/"):
        page.goto(f"/missions/{scene.mission.slug}/meetings/{part}")
        looked_at(page)
