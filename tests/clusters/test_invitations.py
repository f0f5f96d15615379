"""A role offered by mail: who may offer it, who may take it, once, in time, and what a stranger learns."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from clusters.models import Invitation, Membership, Role, User
from clusters.services import invitations, roles
from core import clock, outbox
from core.actors import Actor
from core.exceptions import InvalidInput, NotAllowed, Refused
from core.models import Mail
from tests.support.world import FIRST_DAY, PASSWORD, make_user, moment

pytestmark = pytest.mark.django_db
NEW = "nora@new.example"


def place(world, word):
    return {
        "organisation": {"organisation": world.firm},
        "cluster": {"cluster": world.clusters["dresden"]},
        "partnership": {"partnership": world.partnership},
    }[word]


def path_in(address, event="invitation.sent"):
    mail = Mail.objects.filter(to_address=address, event=event).latest("id")
    return re.search(r"https?://[^/]+(/answer/invitation/\S+)", mail.text_body).group(1)


def invite(world, email=NEW, word="organisation", kind="representative", persona="visitor", **rest):
    return invitations.invite(email=email, kind=kind, by=world.actor(persona), **place(world, word), **rest)


MAY = {
    ("organisation", "representative"): {"visitor", "manager"},
    ("cluster", "manager"): {"manager", "coordinator"},
    ("partnership", "finance"): {"coordinator"},
    ("partnership", "coordinator"): {"coordinator"},
    ("partnership", "auditor"): {"coordinator"},
}


@pytest.mark.parametrize(("word", "kind"), MAY)
def test_each_role_is_offered_by_those_one_level_up(world, word, kind):
    Membership.objects.create(
        state="confirmed",
        state_since=moment(FIRST_DAY),
        organisation=world.firm,
        cluster=world.clusters["dresden"],
    )
    until = clock.now() + timedelta(days=30)
    could = set()
    for persona in world.actors:
        try:
            with transaction.atomic():
                invite(world, f"{persona}@x.example", word, kind, persona, until=until)
                could.add(persona)
        except NotAllowed:
            pass
    assert could == MAY[word, kind]


def test_support_office_is_offered_by_an_administrator_only(world):
    until = clock.now() + timedelta(days=30)
    with pytest.raises(NotAllowed):
        invitations.invite(email=NEW, kind="support_office", by=world.actor("coordinator"), until=until)
    admin = Actor.person(User.objects.create_superuser("root@portal.example", PASSWORD))
    invitations.invite(email=NEW, kind="support_office", by=admin, until=until)
    assert Invitation.objects.get().scope is None
    client = Client()
    client.force_login(admin.user)
    page = reverse("clusters:team", args=["scheme", 0])
    assert NEW in client.get(page).content.decode()
    assert world.client("coordinator").get(page).status_code == 404
    form = {"email": "sue@support.example", "kind": "support_office", "until": "2026-12-31"}
    client.post(reverse("clusters:invitation_new", args=["scheme", 0]), form)
    assert Invitation.objects.filter(email="sue@support.example").exists()


def test_auditor_needs_a_last_day(world):
    with pytest.raises(InvalidInput, match="until when"):
        invite(world, word="partnership", kind="auditor", persona="coordinator")


def test_existing_account_accepts_once(world, client):
    guest = make_user(NEW, "Nora", "New")
    invite(world, NEW.upper())
    path = path_in(NEW)
    client.force_login(guest)
    assert "Representative" in client.get(path).content.decode()
    assert not guest.roles.exists(), "opening the page gives nothing"
    client.post(path)
    role = guest.roles.get()
    assert (role.organisation, role.given_by, role.ended_at) == (
        world.firm,
        world.actor("visitor").user,
        None,
    )
    again = client.post(path)
    assert again.status_code == 410
    assert "used already" in again.content.decode()
    assert guest.roles.count() == 1
    assert Mail.objects.filter(event="invitation.accepted", to_address="vera@firm.example").count() == 1


def test_other_person_cannot_take_it(world):
    invite(world)
    path = path_in(NEW)
    client = world.client("stranger")
    page = client.get(path).content.decode()
    assert "for another address" in page
    assert NEW not in page
    assert client.post(path).status_code == 403
    assert not world.actor("stranger").user.roles.exists()


def test_address_that_is_not_confirmed_is_not_enough(world, client):
    """Somebody registers with a foreign address, does not confirm it, and has got hold of the link."""
    thief = make_user("thief@x.example", "Tom", "Thief")
    thief.emailaddress_set.create(email=NEW, verified=False, primary=False)
    invite(world)
    client.force_login(thief)
    assert client.post(path_in(NEW)).status_code == 403


def test_newcomer_registers_by_the_link_without_a_second_mail(world, client):
    invite(world)
    path = path_in(NEW)
    answer = client.post(path, {"register": "1"})
    assert answer.url == f"/accounts/signup/?next={path}"
    account = {"email": NEW, "password1": "three words together 7", "password2": "three words together 7"}
    signed = client.post(answer.url, account | {"next": path})
    assert signed.url == path
    client.post(path)
    assert User.objects.get(email=NEW).roles.get().organisation == world.firm
    assert not Mail.objects.filter(event__startswith="email_confirmation").exists()


@pytest.mark.parametrize(
    ("end", "words"),
    [
        ("withdraw", "was withdrawn"),
        ("expire", "has run out"),
        ("resend", "newer link"),
    ],
)
def test_dead_link_says_why(world, client, end, words):
    invitation = invite(world)
    path = path_in(NEW)
    client.force_login(make_user(NEW, "Nora", "New"))
    later = clock.now()
    if end == "withdraw":
        invitations.withdraw(invitation=invitation, by=world.actor("visitor"))
    elif end == "resend":
        invitations.resend(invitation=invitation, by=world.actor("visitor"))
    else:
        later += timedelta(days=15)
    with clock.at(later):
        answer = client.post(path)
    assert answer.status_code == 410
    assert words in answer.content.decode()
    assert not Role.objects.filter(user__email=NEW).exists()


def test_run_out_invitation_works_again_when_sent_again(world, client):
    invitation = invite(world)
    with clock.at(clock.now() + timedelta(days=20)):
        invitations.resend(invitation=invitation, by=world.actor("visitor"))
        client.force_login(make_user(NEW, "Nora", "New"))
        client.post(path_in(NEW))
    assert Role.objects.filter(user__email=NEW, organisation=world.firm).count() == 1


def test_leaver_does_not_come_back_by_an_own_invitation(world):
    """A manager invites a private address, is let go, and opens the link afterwards."""
    manager = world.actor("manager")
    invitation = invite(world, "private@mail.example", "cluster", "manager", "manager")
    roles.end_role(role=manager.hat, by=world.actor("coordinator"), although_last=True)
    guest = make_user("private@mail.example", "Mara", "Private")
    with pytest.raises(Refused, match="withdrawn"):
        invitations.accept(invitation=invitation, user=guest)
    assert not guest.roles.exists()


def test_link_page_and_answer_tell_nothing_about_accounts(world):
    """Known and unknown addresses: the same answer to the inviter, the same page of the link."""
    make_user("known@new.example", "Known", "Person")
    pages = []
    for email in ("known@new.example", "other@new.example"):
        answer = world.client("visitor").post(
            reverse("clusters:invitation_new", args=["organisation", world.firm.pk]),
            {"email": email, "kind": "representative"},
            follow=True,
        )
        link = Client().get(path_in(email)).content.decode()
        hide = re.compile(
            r'name="csrfmiddlewaretoken" value="[^"]+"|"x-csrftoken": "[^"]+"|k…|o…|/answer/\S+'
        )
        pages.append((hide.sub("", link), [str(message) for message in answer.context["messages"]]))
        pages[-1][1][:] = [text.replace(email, "") for text in pages[-1][1]]
    assert pages[0] == pages[1]


def test_same_address_is_invited_once(world):
    invite(world)
    with pytest.raises(InvalidInput, match="invited already"):
        invite(world)
    with pytest.raises(InvalidInput, match="has the role already"):
        invite(world, "vera@firm.example")


def test_open_invitations_stand_on_the_team_page(world):
    invite(world)
    page = reverse("clusters:team", args=["organisation", world.firm.pk])
    assert NEW in world.client("visitor").get(page).content.decode()
    client = world.client("visitor")
    client.post(reverse("clusters:invitation_withdraw", args=[Invitation.objects.get().pk]))
    assert NEW not in client.get(page).content.decode()
    assert world.client("host").get(page).status_code == 404


def test_foreign_invitation_is_not_found(world):
    invitation = invite(world)
    for persona in ("host", "other_manager", "finance", "stranger"):
        for act in ("resend", "withdraw"):
            answer = world.client(persona).post(reverse(f"clusters:invitation_{act}", args=[invitation.pk]))
            assert answer.status_code == 404
    assert Invitation.objects.open().count() == 1


def test_mail_goes_out_with_a_link(world, mailoutbox):
    invite(world)
    outbox.run_due()
    (mail,) = [message for message in mailoutbox if message.to == [NEW]]
    assert mail.subject == "You are invited: Representative, Elbe Sensors GmbH"
    assert "/answer/invitation/" in mail.body


BROKEN = {
    "invitation_scope_fits_kind": {"kind": "manager"},
    "invitation_email_lower_case": {"email": "Nora@new.example"},
    "invitation_runs_out_later": {"expires_at": moment(FIRST_DAY) - timedelta(days=900)},
    "invitation_has_one_end": {"accepted_at": moment(FIRST_DAY)},
}


@pytest.mark.parametrize("name", BROKEN)
def test_database_refuses_broken_invitations(world, name):
    values = {
        "email": NEW,
        "kind": "representative",
        "organisation": world.firm,
        "expires_at": clock.now() + timedelta(days=14),
    }
    Invitation.objects.create(**values)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Invitation.objects.create(**values | {"email": "b@new.example"} | BROKEN[name])
    with pytest.raises(IntegrityError, match="invitation_once"), transaction.atomic():
        Invitation.objects.create(**values)


def test_two_entries_that_become_one_keep_one_invitation_and_one_request(world):
    """Both entries of a firm have invited the same address, and the same person has asked both."""
    from clusters.models import JoinRequest, Organisation
    from clusters.services import memberships, merging

    double = Organisation.objects.create(name="Elbe Sensor", kind="sme", country_id="DE", city="Dresden")
    for firm in (world.firm, double):
        membership = memberships.request_membership(
            organisation=firm, cluster=world.clusters["dresden"], by=Actor.system("test")
        )
        memberships.confirm_membership(membership=membership, by=world.actor("manager"))
        invitations.invite(email=NEW, kind="representative", by=world.actor("manager"), organisation=firm)
        JoinRequest.objects.create(user=world.actor("stranger").user, organisation=firm)
    merging.merge_organisations(keep=world.firm, drop=double, by=world.actor("manager"), typed="Elbe Sensor")
    assert [row.organisation for row in Invitation.objects.open()] == [world.firm]
    assert [row.organisation for row in JoinRequest.objects.open()] == [world.firm]
