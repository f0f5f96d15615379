"""Running a mission and its check-in in a real browser: accessible and narrow enough, and taps without a connection."""

from contextlib import ExitStack

import pytest
from django.urls import reverse

from core import clock
from exchanges.models import Exchange, Participant, Presence
from exchanges.selectors import presence as select
from exchanges.services import decisions, missions
from tests.support.browser import NARROW, accessibility_problems, faults, overflow
from tests.support.world import FIRST_DAY, LAST_DAY, World, moment


@pytest.fixture
def mission(fresh_database: str, world: World):
    by = world.actor("host_manager")
    made = missions.create_mission(
        by=by,
        partnership=world.partnership,
        host_cluster=world.clusters["nice"],
        host=world.host,
        title="Smart mobility on the Riviera",
        country=world.host.country,
        city="Sophia Antipolis",
        start_on=FIRST_DAY,
        end_on=LAST_DAY,
    )
    missions.publish_mission(mission=made, by=by)
    application = world.submitted(host_choice="mission", mission=made, host_offer=None)
    decisions.accept_application(application=application, by=world.actor("manager"))
    assert Exchange.objects.filter(mission=made).exists()
    return made


def test_pages_and_taps_without_a_connection(mission, world, page_for) -> None:
    vera = Participant.objects.get(mission=mission)
    check_in = reverse("exchanges:mission_check_in", args=[mission.slug, FIRST_DAY.isoformat()])
    addresses = [
        reverse("exchanges:mission_board", args=[mission.slug]),
        reverse("exchanges:mission_all", args=[mission.slug, "send"]),
        reverse("exchanges:mission_people", args=[mission.slug]),
        reverse("exchanges:mission_presence", args=[mission.slug]),
        reverse("exchanges:presence_here", args=[select.code_of(mission, FIRST_DAY)]),
        check_in,
    ]
    with ExitStack() as stack:
        stack.enter_context(clock.at(moment(FIRST_DAY)))
        page = page_for("host_manager")
        for where in addresses:
            page.goto(where)
            assert faults(page) == []
        box = page.locator(f'input[value="{vera.pk}:morning"]')
        page.context.set_offline(True)
        box.check()
        page.get_by_text("Not sent yet: 1.").wait_for()
        assert not Presence.objects.exists()
        page.context.set_offline(False)
        page.get_by_text("All is saved.").wait_for()
        page.reload()
        assert page.locator(f'input[name="here"][value="{vera.pk}:morning"]').is_checked()
        assert Presence.objects.get().noted_by == world.actor("host_manager").user


def test_scan_without_a_connection_is_kept_and_sent_once(mission, world, new_page, server) -> None:
    vera = Participant.objects.get(mission=mission)
    with clock.at(moment(FIRST_DAY)):
        page = new_page(viewport=NARROW, color_scheme="dark")
        page.goto(reverse("exchanges:presence_here", args=[select.code_of(mission, FIRST_DAY)]))
        # The form that comes back with an error keeps what is sent, too.
        page.get_by_label("Your e-mail address").fill("vera")
        page.get_by_role("button", name="I am here").click()
        page.get_by_text("There is a problem").wait_for()
        page.get_by_label("Your e-mail address").fill(vera.address)
        page.context.set_offline(True)
        page.get_by_role("button", name="I am here").click()
        page.get_by_text("It is kept on this phone").wait_for()
        assert accessibility_problems(page) == []
        assert overflow(page) == 0
        assert not Presence.objects.exists()
        page.context.set_offline(False)
        page.get_by_role("heading", name="Thank you").wait_for()
        page.reload()
        assert page.get_by_label("Your e-mail address").input_value() == ""
        row = Presence.objects.get()
        assert (row.participant, row.present, row.how) == (vera, True, "qr")
