"""Somebody asks to join a firm whose cluster works outside the portal: the cluster's contact answers by mail link."""

import re

import pytest
from django.urls import reverse

from clusters.models import JoinRequest, Membership
from clusters.services import join_requests, memberships, roles
from core.actors import Actor
from core.exceptions import InvalidInput
from core.models import Mail
from tests.support.world import FIRST_DAY, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(world):
    """The firm has no representative; Vitosha Digital has confirmed it and has nobody in the portal."""
    sofia = world.clusters["sofia"]
    Membership.objects.create(
        state="confirmed", state_since=moment(FIRST_DAY), organisation=world.firm, cluster=sofia
    )
    roles.end_role(role=world.actor("visitor").hat, by=Actor.system("test"), although_last=True)
    roles.end_role(role=world.actor("other_manager").hat, by=Actor.system("test"), although_last=True)
    return join_requests.ask_to_join(
        organisation=world.firm, by=world.actor("stranger"), message="I lead sales."
    )


def link_in(mail):
    return re.search(r"http://[^\s]*(/answer/join/\S+)", mail.text_body).group(1)


def test_contact_of_the_cluster_lets_the_person_in(world, asked):
    (mail,) = Mail.objects.filter(event__startswith="join.asked")
    assert (mail.to_address, mail.to_name) == (
        "contact@vitosha-digital.example",
        "Contact of Vitosha Digital",
    )
    assert "Elbe Sensors GmbH is a member of Vitosha Digital" in mail.text_body
    client, page = world.client("anonymous"), link_in(mail)
    shown = client.get(page).content.decode()
    assert "Stan Stranger" in shown
    assert "I lead sales." in shown
    assert not world.actor("stranger").user.roles.exists()
    client.post(page, {"answer": "yes"})
    assert world.actor("stranger").user.roles.get().organisation == world.firm
    assert "You have let the person in" in client.get(page).content.decode()
    assert Mail.objects.get(event="join.answered").subject == "You now act for Elbe Sensors GmbH"


def test_second_answer_changes_nothing(world, asked):
    page = link_in(Mail.objects.get(event="join.asked_by_link"))
    client = world.client("anonymous")
    client.post(page, {"answer": "no"})
    client.post(page, {"answer": "yes"})
    assert not world.actor("stranger").user.roles.exists()
    assert "The request is refused" in client.get(page).content.decode()
    assert Mail.objects.filter(event="join.answered").count() == 1


def test_unclear_answer_decides_nothing(world, asked):
    page = link_in(Mail.objects.get(event="join.asked_by_link"))
    answer = world.client("anonymous").post(page)
    assert "May this person act for your member?" in answer.content.decode()
    assert JoinRequest.objects.get().decided_at is None


def test_cluster_that_revoked_the_membership_no_longer_decides(world, asked):
    page = link_in(Mail.objects.get(event="join.asked_by_link"))
    membership = Membership.objects.get(organisation=world.firm)
    memberships.revoke_membership(membership=membership, by=world.actor("other_manager"), reason="Left.")
    answer = world.client("anonymous").post(page, {"answer": "yes"})
    assert answer.status_code == 403
    assert "Stan Stranger" not in answer.content.decode()
    assert not world.actor("stranger").user.roles.exists()


def test_link_is_for_one_request_only(world, asked):
    """The same contact was asked by two people; each link answers its own."""
    second = join_requests.ask_to_join(organisation=world.firm, by=world.actor("host"))
    first_mail = Mail.objects.filter(event="join.asked_by_link").earliest("id")
    world.client("anonymous").post(link_in(first_mail), {"answer": "yes"})
    second.refresh_from_db()
    assert second.decided_at is None
    assert not world.actor("host").user.roles.filter(organisation=world.firm).exists()


def test_cluster_in_the_portal_gets_no_link(world):
    Membership.objects.create(
        state="confirmed",
        state_since=moment(FIRST_DAY),
        organisation=world.firm,
        cluster=world.clusters["sofia"],
    )
    roles.end_role(role=world.actor("visitor").hat, by=Actor.system("test"), although_last=True)
    join_requests.ask_to_join(organisation=world.firm, by=world.actor("stranger"))
    assert [mail.event for mail in Mail.objects.filter(event__startswith="join.")] == ["join.asked"]


def test_nobody_at_all_is_said_on_the_page(world):
    roles.end_role(role=world.actor("visitor").hat, by=Actor.system("test"), although_last=True)
    with pytest.raises(InvalidInput, match="Nobody in the portal can answer"):
        join_requests.ask_to_join(organisation=world.firm, by=world.actor("stranger"))
    answer = world.client("stranger").post(
        reverse("clusters:join_ask", args=[world.firm.pk]) + "?q=elbe sensors gmbh", {"message": ""}
    )
    assert "Ask your cluster to invite you by mail." in answer.content.decode()
