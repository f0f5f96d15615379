"""The invited host answers on a phone without an account; the decider sends the invitation again. Without barriers."""

import re

import pytest

from core import outbox
from core.models import Mail
from exchanges.models import HostInvitation
from exchanges.services import decisions
from tests.exchanges.test_host_invitations import sent
from tests.support.browser import NARROW
from tests.support.walker import Walker
from tests.support.world import PASSWORD


@pytest.mark.parametrize("scripts", [True, False])
def test_the_invited_host_says_yes_on_a_phone(fresh_database, world, new_page, scripts):
    decisions.accept_application(application=sent(world), by=world.actor("manager"))
    outbox.run_due()
    mail = Mail.objects.get(event="host_invitation.asked")
    page = new_page(viewport=NARROW, color_scheme="dark", java_script_enabled=scripts)
    host = Walker(page, "invited host", scripts=scripts)
    host.open(re.search(r"/answer/host/\S+", mail.text_body).group()).sees("May Elbe Sensors GmbH visit you?")
    host.press("Continue").sees("There is a problem")
    host.choose("answer", "yes").press("Continue").sees("Who are you?")
    host.press("Say yes to the visit").sees("There is a problem")
    host.choose("kind", "sme").choose("cluster", str(world.clusters["nice"].pk))
    host.press("Say yes to the visit").sees("Azur Secure confirms the visit for your side.")
    assert HostInvitation.objects.get().proposal.state == "agreed"


def test_the_decider_corrects_the_address(fresh_database, world, new_page):
    file = decisions.accept_application(application=sent(world), by=world.actor("manager"))
    page = new_page(viewport={"width": 1280, "height": 900})
    manager = Walker(page, "manager").open("/accounts/login/")
    manager.fill(login=world.actor("manager").user.email, password=PASSWORD).press("Log in")
    manager.open(f"/files/{file.reference}/").follow("Send the invitation to the host again")
    manager.fill(contact_email="wrong").press("Send the invitation again").sees("There is a problem")
    manager.fill(contact_email="noe@atelier.example").press("Send the invitation again")
    manager.sees("Atelier du Port SARL gets the invitation again, at noe@atelier.example.")
