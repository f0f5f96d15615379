"""From the idea to the invitations in one walk; the invited person answers on a phone without an account. Without barriers."""

import re
from datetime import timedelta

import pytest

from core import clock, outbox
from core.models import Mail
from exchanges.models import Mission
from exchanges.services import missions
from tests.support.browser import NARROW
from tests.support.walker import Walker
from tests.support.world import FIRST_DAY, LAST_DAY, PASSWORD

GUESTS = (
    "Elbe Sensors GmbH; Vera Visitor; vera@firm.example; Germany\nVilnius Chips; ; info@chips.example; LT"
)


def host(world, new_page):
    page = new_page(viewport={"width": 1280, "height": 900})
    walker = Walker(page, "host's manager").open("/accounts/login/")
    return walker.fill(login=world.actor("host_manager").user.email, password=PASSWORD).press("Log in")


def test_from_the_idea_to_the_answers(fresh_database, world, new_page):
    manager = host(world, new_page).open("/missions/new/").sees("What and when", "Look and send")
    manager.fill(title="Smart mobility", start_on=FIRST_DAY.isoformat(), end_on=LAST_DAY.isoformat())
    manager.press("Save and go on").sees("Now the programme")
    manager.fill(text="09:00-10:30 Visit of the lab\n25:00 Late").press("Add to the programme")
    manager.sees("There is no such time", "There is a problem")
    manager.fill(text="09:00-10:30 Visit of the lab\nDay 2\n12:00 Lunch").press("Add to the programme")
    manager.sees("Sessions added: 2", "Visit of a company or laboratory").follow("Continue")
    manager.sees("Whom do you want to invite?").fill(text=GUESTS + "\nNobody").press("Put on the list").sees(
        "Line 3"
    )
    manager.fill(text=GUESTS).press("Put on the list").sees(
        "2 people are on the list", "Vera Visitor <vera@firm.example>"
    )
    manager.press("Publish and send").sees("2 invitations are on their way", "No answer yet (2)")
    outbox.run_due()
    text = Mail.objects.get(event="mission_invitation.invited", to_address="vera@firm.example").text_body
    address = re.search(r"/answer/mission/\S+", text).group()
    guest = Walker(new_page(viewport=NARROW, color_scheme="dark"), "invited person").open(address)
    guest.sees("Azur Secure invites you", "EUR 450", "Visit of the lab")
    guest.page.locator("summary").click()
    guest.fill(reason="We have a fair.").press("I do not come").sees("Your answer is saved")
    manager.open(f"/missions/{Mission.objects.get().slug}/invitations/").sees(
        "Said no (1)", "We have a fair."
    )
    manager.page.set_viewport_size(NARROW)
    manager.look()


@pytest.mark.parametrize("scripts", [True, False])
def test_registering_on_a_phone_and_getting_a_place(fresh_database, world, new_page, scripts):
    event = missions.create_mission(
        by=world.actor("host_manager"),
        partnership=world.partnership,
        host_cluster=world.clusters["nice"],
        host=world.host,
        title="Chips in one hour",
        country=world.host.country,
        city="Nice",
        start_on=clock.today() + timedelta(days=20),
        end_on=clock.today() + timedelta(days=20),
        kind="webinar",
        mode="virtual",
        places=12,
        with_lump_sum=False,
    )
    missions.publish_mission(mission=event, by=world.actor("host_manager"))
    page = new_page(viewport=NARROW, java_script_enabled=scripts)
    guest = Walker(page, "somebody", scripts=scripts).open(f"/missions/{event.slug}/")
    guest.follow("Register for this event").press("Register").sees("There is a problem")
    guest.fill(first_name="Iva", last_name="Ivanova", email="iva@lab.example", organisation_name="Sofia Lab")
    guest.page.locator('[name="country"]').select_option("BG")
    guest.press("Register").sees("You are registered", "iva@lab.example")
    manager = host(world, new_page).open(f"/missions/{event.slug}/places/").sees("Wants to come (1)")
    manager.press("Give a place").sees("Iva Ivanova is told by mail", "Comes (1)")
    outbox.run_due()
    text = Mail.objects.get(event="participant.placed").text_body
    guest.open(re.search(r"/answer/event/\S+", text).group()).sees("You have a place")
    guest.press("I do not come").sees("You do not come")
