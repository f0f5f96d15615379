"""Registering for an event that pays nothing; its places, its waiting list, and who is told."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from core import clock, outbox
from core.exceptions import NotAllowed, Refused
from exchanges import invitation_lines
from exchanges.models import Participant
from exchanges.services import mission_invitations, missions, participants, places
from tests.support.world import FIRST_DAY, LAST_DAY, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(world):
    made = missions.create_mission(
        by=world.actor("host_manager"),
        partnership=world.partnership,
        host_cluster=world.clusters["nice"],
        host=world.host,
        title="Chips in one hour",
        country=world.host.country,
        city="Nice",
        start_on=FIRST_DAY,
        end_on=LAST_DAY,
        kind="webinar",
        mode="virtual",
        join_url="https://meet.example/chips",
        places=1,
        with_lump_sum=False,
    )
    return missions.publish_mission(mission=made, by=world.actor("host_manager"))


def url(name, *args):
    return reverse(f"exchanges:{name}", args=args)


def form(number=1, **changes):
    return {
        "first_name": "Iva",
        "last_name": f"Person{number}",
        "email": f"p{number}@lab.example",
        "organisation_name": "Sofia Lab",
        "country": "BG",
    } | changes


def register(event, number=1):
    Client().post(url("mission_register", event.slug), form(number))
    outbox.run_due()
    return event.participants.get(email=f"p{number}@lab.example")


def subjects():
    outbox.run_due()
    told = [(sent.to[0], sent.subject) for sent in mail.outbox]
    mail.outbox.clear()
    return told


def test_anybody_registers_once_and_learns_nothing_about_others(world, event):
    guest, address = Client(), url("mission_register", event.slug)
    assert "Register for this event" in guest.get(url("mission_detail", event.slug)).content.decode()
    page = guest.post(address, form(last_name="")).content.decode()
    assert "Fill in “Family name”." in page and 'value="Iva"' in page
    first = guest.post(address, form()).content.decode()
    again = guest.post(address, form(first_name="Other", email="P1@lab.example")).content.decode()
    assert "You are registered" in first and "You are registered" in again
    row = event.participants.get()
    assert (row.first_name, row.state, row.side) == ("Iva", "asked", "visitor")
    assert "https://meet.example" not in guest.get(url("mission_detail", event.slug)).content.decode()


def test_place_waiting_list_and_the_one_who_moves_up(world, event):
    first, second, third = (register(event, number) for number in (1, 2, 3))
    assert subjects() == [
        (f"Iva Person{number} <p{number}@lab.example>", "Chips in one hour: you are registered")
        for number in (1, 2, 3)
    ]
    client, page = world.client("host_manager"), url("mission_places", event.slug)
    client.post(url("mission_place_act", event.slug, first.pk, "place"))
    outbox.run_due()
    assert "https://meet.example/chips" in mail.outbox[0].body
    assert subjects() == [("Iva Person1 <p1@lab.example>", "Chips in one hour: you have a place")]
    with pytest.raises(Refused, match="All 1 places of this event are taken"):
        places.give_place(participant=second, by=world.actor("host_manager"))
    with clock.at(clock.now() + timedelta(minutes=1)):
        client.post(url("mission_place_act", event.slug, third.pk, "list"))
    with clock.at(clock.now() + timedelta(minutes=2)):
        client.post(url("mission_place_act", event.slug, second.pk, "list"))
        told = subjects()
    assert [subject for _to, subject in told] == ["Chips in one hour: you are on the waiting list"] * 2
    assert "Give the free place" not in client.get(page).content.decode()
    # Who has the place withdraws by the link of the mail; the host is told who waits.
    address, guest = places.issue_link(first), Client()
    assert "Join the meeting" in guest.get(address).content.decode()
    guest.post(address)
    assert "You do not come" in guest.get(address).content.decode()
    outbox.run_due()
    assert "Iva Person3 has waited longest." in mail.outbox[0].body
    assert {subject for _to, subject in subjects()} == {"Chips in one hour: a place is free"}
    assert "Give the free place to the first one waiting" in client.get(page).content.decode()
    client.post(url("mission_move_up", event.slug))
    assert subjects() == [("Iva Person3 <p3@lab.example>", "Chips in one hour: you have a place")]
    assert set(event.participants.filter(state="coming")) == {third}


def test_no_place_is_told_with_its_reason(world, event):
    row = register(event)
    subjects()
    client, address = world.client("host_manager"), url("mission_place_refuse", event.slug, row.pk)
    assert "Fill in" in client.post(address, {"reason": " "}).content.decode()
    client.post(address, {"reason": "This event is for SMEs."})
    outbox.run_due()
    assert "This event is for SMEs." in mail.outbox[0].body
    row.refresh_from_db()
    assert row.state == "declined"
    assert "There is no place for you" in Client().get(places.issue_link(row)).content.decode()


def test_withdrawal_without_a_waiting_list_tells_nobody(world, event):
    row = register(event)
    places.give_place(participant=row, by=world.actor("host_manager"))
    subjects()
    participants.withdraw_participant(participant=row, by=world.actor("host_manager"))
    assert subjects() == []
    assert places.move_up(mission=event, by=world.actor("host_manager")) is None


def test_invited_person_registers_with_what_is_known(world, event):
    by = world.actor("host_manager")
    people, _problems = invitation_lines.from_text("Sofia Lab; Iva Ivanova; iva@lab.example; BG")
    mission_invitations.list_guests(mission=event, by=by, guests=people)
    mission_invitations.send_invitations(mission=event, by=by)
    invitation = event.invitations.get()
    address, guest = mission_invitations.issue_link(invitation), Client()
    assert "Taking part is free" in guest.get(address).content.decode()
    target = guest.post(address, {"answer": "yes"}).url
    page = guest.get(target).content.decode()
    assert 'value="Ivanova"' in page and 'value="Sofia Lab"' in page and "E-mail address" not in page
    guest.post(target, form(last_name="Ivanova"))
    invitation.refresh_from_db()
    row = event.participants.get()
    assert (invitation.state, invitation.participant, row.email) == ("applied", row, "iva@lab.example")
    assert "You are registered" in guest.get(address).content.decode()


def test_closed_event_and_paid_mission_take_no_registrations(world, event):
    with clock.at(moment(FIRST_DAY + timedelta(days=1))):
        with pytest.raises(Refused, match="closed"):
            places.check_open(event)
        assert (
            "Register for this event" not in Client().get(url("mission_detail", event.slug)).content.decode()
        )
    missions.close_mission(mission=event, by=world.actor("host_manager"))
    with pytest.raises(Refused, match="closed"):
        places.check_open(event)
    event.with_lump_sum = True
    with pytest.raises(Refused, match="you apply"):
        places.check_open(event)


def test_others_see_no_names_and_give_no_places(world, event):
    row = register(event)
    for persona in ("visitor", "manager", "auditor", "stranger"):
        page = world.client(persona).get(url("mission_places", event.slug))
        assert page.status_code == 403 and "Person1" not in page.content.decode()
        for act in ("place", "list"):
            answer = world.client(persona).post(url("mission_place_act", event.slug, row.pk, act))
            assert answer.status_code == 403
        with pytest.raises(NotAllowed):
            places.move_up(mission=event, by=world.actor(persona))
    row.refresh_from_db()
    assert row.state == "asked"
    assert "Person1" not in Client().get(url("mission_detail", event.slug)).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_for_each_number(world, event, number, django_assert_num_queries):
    for one in range(number):
        register(event, one)
    client, address = world.client("host_manager"), url("mission_places", event.slug)
    client.get(address)
    with django_assert_num_queries(8):
        client.get(address)
    assert Participant.objects.count() == number
