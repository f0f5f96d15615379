"""Invite, accept, hand over in a real browser; every page on the way is looked over at 1280 and 320 px."""

import pytest
from django.urls import reverse

from clusters.models import Role
from core.models import Mail
from tests.support.browser import NARROW
from tests.support.walker import Walker, link_in, newest_mail
from tests.support.world import PASSWORD, make_user

pytestmark = pytest.mark.browser


def log_in(walker, email):
    walker.open(reverse("account_login"))
    return walker.fill(login=email, password=PASSWORD).press("Log in")


def test_newcomer_is_invited_by_mail_and_an_ended_role_is_over_at_once(fresh_database, world, new_page):
    """Role change taking effect on the next request, in a window that stays open."""
    cluster = world.clusters["dresden"]
    boss = log_in(Walker(new_page(), "coordinator"), "cora@test.example")
    boss.open(reverse("clusters:team", args=["cluster", cluster.pk]))
    boss.follow("Invite somebody").fill(email="nora@new.example").press("Send the invitation")
    boss.sees("The invitation to nora@new.example is on its way.", "Open invitations")

    newcomer = Walker(new_page(viewport=NARROW), "newcomer")
    newcomer.open(link_in(newest_mail("nora@new.example"), "/answer/invitation/"))
    newcomer.sees("Cluster manager", "Elbe Valley").press("Register")
    newcomer.fill(
        email="nora@new.example", password1="three words together 7", password2="three words together 7"
    )
    newcomer.press("Register")
    newcomer.sees("Your invitation").press("Accept")
    newcomer.sees("You now act as: Cluster manager, Elbe Valley", "First steps")
    newcomer.open(reverse("clusters:members")).open(reverse("clusters:my_rights"))
    newcomer.sees("What you may see and do", "Given by", "Cora Ordinator")

    role = Role.objects.get(user__email="nora@new.example")
    boss.open(reverse("clusters:role_end", args=[role.pk])).label("Nobody").press("End the role")
    boss.sees("The role of nora@new.example has ended.")
    assert newcomer.page.goto(reverse("clusters:members")).status == 403
    newcomer.open("/").sees("A role of yours is over")


def test_pages_of_a_team_without_scripts(fresh_database, world, new_page):
    make_user("colin@firm.example", "Colin", "Colleague")
    Role.objects.create(
        user=world.actor("visitor").user.__class__.objects.get(email="colin@firm.example"),
        kind="representative",
        organisation=world.firm,
    )
    walker = log_in(
        Walker(new_page(java_script_enabled=False), "visitor", scripts=False), "vera@firm.example"
    )
    hat = world.actor("visitor").hat
    walker.open(reverse("clusters:absence_new", args=[hat.pk]))
    walker.label("Colin Colleague").fill(starts_on="2026-03-02", ends_on="2026-03-06").press("Save")
    walker.sees("Colin Colleague stands in for you and is told by mail.")
    walker.open("/").press("I am back").sees("The stand-in has ended.")
    walker.open(reverse("clusters:role_end", args=[hat.pk])).label("Colin Colleague").press("End the role")
    walker.sees("The role has ended.")
    assert Mail.objects.filter(event="role.handed_over").exists()


@pytest.mark.parametrize("width", [None, NARROW])
def test_account_pages_are_accessible(fresh_database, world, new_page, width):
    options = {"viewport": width} if width else {}
    walker = log_in(Walker(new_page(**options), "finance"), "fina@test.example")
    pages = ("sessions", "mfa_index", "clusters:my_rights", "clusters:join_find")
    for name in pages:
        walker.open(reverse(name))
    walker.open(reverse("clusters:team", args=["partnership", world.partnership.pk]))
    walker.open(reverse("mfa_activate_totp"))
    if "reauthenticate" in walker.page.url:
        walker.fill(password=PASSWORD).press("Continue")
    walker.sees("Set up the app")
    for persona, words in (("audi@test.example", "Audit"),):
        log_in(Walker(new_page(**options), "auditor"), persona).sees(words)
