"""The people of a place: roles that end at once, hand-over, stand-in, requests to join."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from clusters import notifications
from clusters.models import Absence, JoinRequest, Membership, Role
from clusters.selectors.people import managers_of
from clusters.services import join_requests, roles, teams
from core import clock
from core.actors import Actor
from core.exceptions import InvalidInput, NotAllowed, Refused
from core.models import Mail
from exchanges.models import HostOffer, Party
from exchanges.notifications import recipients
from tests.support.world import FIRST_DAY, make_user, moment

pytestmark = pytest.mark.django_db


def colleague(world, persona, email="colin@firm.example", name="Colin"):
    """Another person with the same role at the same place."""
    hat = world.actor(persona).hat
    user = make_user(email, name, "Colleague", phone="+49 351 1")
    role = Role.objects.create(
        user=user,
        kind=hat.kind,
        organisation=hat.organisation,
        cluster=hat.cluster,
        partnership=hat.partnership,
    )
    return Actor.person(user, role)


def team_page(word, pk):
    return reverse("clusters:team", args=[word, pk])


def test_ended_role_counts_in_the_open_session(world):
    """Rights go with the next click: the leaver's window was open all the time."""
    client = world.client("manager")
    members = reverse("clusters:members")
    assert client.get(members).status_code == 200
    roles.end_role(role=world.actor("manager").hat, by=world.actor("coordinator"), although_last=True)
    assert client.get(members).status_code == 403
    assert client.get(team_page("cluster", world.clusters["dresden"].pk)).status_code == 404
    start = client.get("/").content.decode()
    assert "A role of yours is over" in start
    assert Mail.objects.filter(event="role.ended", to_address="mara@elbe-valley.example").exists()


def test_given_role_counts_in_the_open_session(world):
    client = world.client("stranger")
    members = reverse("clusters:members")
    assert client.get(members).status_code == 403
    roles.give_role(
        user=world.actor("stranger").user,
        kind="manager",
        cluster=world.clusters["dresden"],
        by=world.actor("manager"),
    )
    assert client.get(members).status_code == 200


def test_closed_account_is_out_with_the_next_click(world):
    client = world.client("manager")
    assert client.get(reverse("clusters:members")).status_code == 200
    user = world.actor("manager").user
    user.is_active = False
    user.save()
    assert client.get(reverse("clusters:members")).status_code == 302


def test_role_that_ran_out_is_refused_cleanly(world):
    role = world.actor("auditor").hat
    Role.objects.filter(pk=role.pk).update(until=clock.now() + timedelta(days=1))
    client = world.client("auditor")
    assert "A sample of files" in client.get("/").content.decode()
    assert client.get(reverse("exchanges:queue")).status_code == 200
    with clock.at(clock.now() + timedelta(days=2)):
        assert client.get(reverse("exchanges:queue")).status_code == 403
        assert "it lasted until" in client.get("/").content.decode()


def test_last_one_needs_a_successor_or_a_yes(world):
    client, role = world.client("visitor"), world.actor("visitor").hat
    page = reverse("clusters:role_end", args=[role.pk])
    assert "nobody can act for this place" in client.get(page).content.decode()
    client.post(page)
    role.refresh_from_db()
    assert role.ended_at is None
    with pytest.raises(Refused, match="successor"):
        roles.end_role(role=role, by=world.actor("visitor"))
    client.post(page, {"although_last": "on"})
    role.refresh_from_db()
    assert role.ended_at is not None


def test_hand_over_moves_what_stands_on_the_name(world):
    exchange = world.building()
    party = Party.objects.get(exchange=exchange, role="visitor")
    assert party.contact_email == "vera@firm.example"
    colin = colleague(world, "visitor")
    client = world.client("visitor")
    page = reverse("clusters:role_end", args=[world.actor("visitor").hat.pk])
    assert "Contact in visits" in client.get(page).content.decode()
    client.post(page, {"to": colin.hat.pk})
    party.refresh_from_db()
    exchange.application.refresh_from_db()
    assert (party.contact_name, party.contact_email) == ("Colin Colleague", "colin@firm.example")
    assert exchange.application.contact_user == colin.user
    mail = Mail.objects.get(event="role.handed_over")
    assert mail.to_address == "colin@firm.example"
    assert "Contact in visits: 1" in mail.text_body
    assert "Open tasks: 1" in mail.text_body
    assert client.get(reverse("exchanges:file", args=[exchange.application.reference])).status_code == 404


def test_hand_over_moves_host_and_cluster_contact(world):
    host, manager = colleague(world, "host", "chloe@azur.example", "Chloé"), world.actor("manager")
    teams.hand_over(role=world.actor("host").hat, to=host.hat, by=world.actor("host"))
    assert HostOffer.objects.get(pk=world.offer.pk).contact_email == "chloe@azur.example"
    cluster = world.clusters["dresden"]
    type(cluster).objects.filter(pk=cluster.pk).update(contact_email=manager.user.email)
    manager.hat.refresh_from_db()
    other = colleague(world, "manager", "max@elbe-valley.example", "Max")
    teams.hand_over(role=Role.objects.get(pk=manager.hat.pk), to=other.hat, by=world.actor("coordinator"))
    cluster.refresh_from_db()
    assert cluster.contact_email == "max@elbe-valley.example"


def test_hand_over_goes_to_the_same_role_only(world):
    with pytest.raises(InvalidInput):
        teams.hand_over(
            role=world.actor("visitor").hat, to=world.actor("host").hat, by=world.actor("visitor")
        )
    with pytest.raises(NotAllowed):
        teams.hand_over(role=world.actor("host").hat, to=world.actor("host").hat, by=world.actor("visitor"))


def test_stand_in_gets_the_mails_and_it_ends_by_itself(world):
    max_ = colleague(world, "manager", "max@elbe-valley.example", "Max")
    today = clock.today()
    away = {"stand_in": max_.hat.pk, "starts_on": today, "ends_on": today + timedelta(days=3)}
    client = world.client("manager")
    client.post(reverse("clusters:absence_new", args=[world.actor("manager").hat.pk]), away)
    assert Mail.objects.get(event="absence.stand_in").to_address == "max@elbe-valley.example"
    dresden = world.clusters["dresden"]
    assert [user.email for user in managers_of(dresden)] == ["max@elbe-valley.example"]
    assert recipients.person("mara@elbe-valley.example").address == "max@elbe-valley.example"
    assert "stands in for you" in client.get("/").content.decode()
    team = world.client("coordinator").get(team_page("cluster", dresden.pk)).content.decode()
    assert "Max Colleague stands in" in team
    assert "Stands in for Mara Manager" in team
    with clock.at(clock.now() + timedelta(days=4)):
        assert len(managers_of(dresden)) == 2
        assert recipients.person("mara@elbe-valley.example").address == "mara@elbe-valley.example"
        assert "stands in for you" not in client.get("/").content.decode()


def test_mails_come_back_when_the_stand_in_leaves(world):
    max_ = colleague(world, "visitor")
    today = clock.today()
    teams.go_away(
        role=world.actor("visitor").hat,
        stand_in=max_.hat,
        starts_on=today,
        ends_on=today + timedelta(days=9),
        by=world.actor("visitor"),
    )
    assert [to.address for to in notifications.representatives(world.firm)] == ["colin@firm.example"]
    roles.end_role(role=max_.hat, by=world.actor("visitor"))
    assert [to.address for to in notifications.representatives(world.firm)] == ["vera@firm.example"]


def test_database_refuses_broken_absences(world):
    role, other = world.actor("visitor").hat, colleague(world, "visitor").hat
    today = clock.today()
    good = {"role": role, "stand_in": other, "starts_on": today, "ends_on": today}
    Absence.objects.create(**good)
    for name, bad in (
        ("absence_days_in_order", {"ends_on": today - timedelta(days=1)}),
        (
            "absence_by_another",
            {"stand_in": role, "starts_on": today + timedelta(9), "ends_on": today + timedelta(9)},
        ),
        ("absence_once_at_a_time", {}),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Absence.objects.create(**good | bad)


def ask(world, **form):
    url = reverse("clusters:join_ask", args=[world.firm.pk])
    return world.client("stranger").post(f"{url}?q=elbe sensors gmbh", form)


def test_newcomer_asks_and_is_let_in(world):
    ask(world, message="I lead sales.")
    ask(world, message="I lead sales.")
    asked = JoinRequest.objects.get()
    (mail,) = Mail.objects.filter(event="join.asked")
    assert mail.to_address == "vera@firm.example"
    assert "I lead sales." in mail.text_body
    stranger = world.client("stranger")
    assert stranger.get(reverse("clusters:organisation_detail", args=[world.firm.pk])).status_code == 404
    assert (
        stranger.post(reverse("clusters:join_decide", args=[asked.pk]), {"answer": "yes"}).status_code == 403
    )
    world.client("visitor").post(reverse("clusters:join_decide", args=[asked.pk]), {"answer": "yes"})
    assert stranger.get(reverse("clusters:organisation_detail", args=[world.firm.pk])).status_code == 200
    assert Mail.objects.get(event="join.answered").to_address == "stan@elsewhere.example"


def test_newcomer_reads_on_the_start_page_what_was_asked(world):
    assert "You asked to join" not in world.client("stranger").get("/").content.decode()
    ask(world)
    assert "You asked to join Elbe Sensors GmbH" in world.client("stranger").get("/").content.decode()


def test_refused_newcomer_stays_outside_and_may_ask_again(world):
    ask(world)
    request = JoinRequest.objects.get()
    join_requests.answer(request=request, by=world.actor("visitor"), accept=False)
    assert not world.actor("stranger").user.roles.exists()
    with pytest.raises(Refused):
        join_requests.answer(request=request, by=world.actor("visitor"), accept=True)
    ask(world)
    assert JoinRequest.objects.open().count() == 1


def test_cluster_decides_where_no_representative_is(world):
    Membership.objects.create(
        state="confirmed",
        state_since=moment(FIRST_DAY),
        organisation=world.firm,
        cluster=world.clusters["dresden"],
    )
    roles.end_role(role=world.actor("visitor").hat, by=world.actor("visitor"), although_last=True)
    ask(world)
    assert Mail.objects.get(event="join.asked").to_address == "mara@elbe-valley.example"
    request = JoinRequest.objects.get()
    with pytest.raises(NotAllowed):
        join_requests.answer(request=request, by=world.actor("other_manager"), accept=True)
    join_requests.answer(request=request, by=world.actor("manager"), accept=True)
    assert world.actor("stranger").user.roles.get().organisation == world.firm


def test_unlisted_organisation_is_found_by_its_full_name_only(world):
    world.firm.listed = False
    world.firm.about = "Canary about"
    world.firm.save()
    find = reverse("clusters:join_find")
    client = world.client("stranger")
    assert "Elbe Sensors GmbH" not in client.get(find, {"q": "Sensors"}).content.decode()
    page = client.get(find, {"q": "elbe sensors gmbh"}).content.decode()
    assert "Elbe Sensors GmbH" in page
    assert "Canary" not in page
    ask_page = reverse("clusters:join_ask", args=[world.firm.pk])
    assert client.get(ask_page).status_code == 404, "numbers cannot be counted up"


def test_database_refuses_broken_requests(world):
    values = {"user": world.actor("stranger").user, "organisation": world.firm}
    JoinRequest.objects.create(**values)
    with pytest.raises(IntegrityError, match="join_request_once"), transaction.atomic():
        JoinRequest.objects.create(**values)
    with pytest.raises(IntegrityError, match="join_request_decided_with_answer"), transaction.atomic():
        JoinRequest.objects.create(**values, decided_at=clock.now())


@pytest.mark.parametrize("many", [1, 3])
def test_team_page_asks_a_fixed_number_of_questions(world, django_assert_num_queries, many):
    for number in range(many):
        colleague(world, "visitor", f"c{number}@firm.example")
    client = world.client("visitor")
    page = team_page("organisation", world.firm.pk)
    client.get(page)
    with django_assert_num_queries(9):
        client.get(page)


def test_coordinator_comes_to_the_teams_of_the_clusters_by_clicking(world):
    page = team_page("partnership", world.partnership.pk)
    dresden = team_page("cluster", world.clusters["dresden"].pk)
    shown = world.client("coordinator").get(page).content.decode()
    assert f'href="{dresden}"' in shown and "1 manager<" in shown
    assert f'href="{dresden}"' not in world.client("finance").get(page).content.decode()


def test_manager_comes_to_the_team_of_a_member_by_clicking(world):
    Membership.objects.create(
        state="confirmed",
        state_since=moment(FIRST_DAY),
        organisation=world.firm,
        cluster=world.clusters["dresden"],
    )
    organisation = reverse("clusters:organisation_detail", args=[world.firm.pk])
    team = f'href="{team_page("organisation", world.firm.pk)}"'
    assert team in world.client("manager").get(organisation).content.decode()
    assert team not in world.client("auditor").get(organisation).content.decode()
