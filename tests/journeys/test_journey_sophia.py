"""The mission to Sophia Antipolis of October 2022 as its staff would run it: three SMEs and four cluster organisations.

Programme, invitations, local companies, B2B schedule, presence and certificates, in the browser; the phone is 320 px wide.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from clusters.models import Membership
from core import clock, outbox
from exchanges.models import Application, Exchange, MeetingRound, Mission
from exchanges.selectors import presence as lists
from exchanges.selectors.meetings import attendees
from exchanges.services import closing, decisions, meeting_wishes, presence
from tests.support import meetings as scenes
from tests.support.browser import NARROW
from tests.support.stay import CHECKED, Stay
from tests.support.walker import Walker, link_in, newest_mail
from tests.support.world import DRESDEN, FIRST_DAY, LAST_DAY, PASSWORD, World, make_organisation, moment

TITLE = "Smart Mobility Mission Sophia Antipolis"
OTHERS = (
    ("Lyra Mobility", "sme", "Bart Sosnar"),
    ("Mistral Optics", "sme", "Jana Rehbach"),
    ("Weichsel Cluster", "cluster", "Zuzanna Sosnar"),
    ("Wilia Hub", "cluster", "Egle Azuolyne"),
    ("Balkan Digital", "cluster", "Radka Planinova"),
    ("Bizkaia Industry", "cluster", "Unai Arizmendi"),
)
LOCAL = (
    "Azur Capteurs; Lucie Marchand; lucie@capteurs.example\nTrois Loups; Karim Benali <karim@loups.example>"
)
DAY = FIRST_DAY.isoformat()


@pytest.fixture
def stay(fresh_database: str, world: World) -> Iterator[Stay]:
    with ExitStack() as stack:
        yield Stay(world, stack)


def test_mission_to_sophia_antipolis(stay: Stay, new_page: Callable[..., Any]) -> None:
    desk, phone = Walker(new_page(), "staff"), Walker(new_page(viewport=NARROW, color_scheme="dark"), "phone")
    desk.open("/accounts/login/")
    desk.fill(login=stay.actor("host_manager").user.email, password=PASSWORD).press("Log in")
    mission = _from_idea_to_invitations(desk, stay.world)
    _visits(stay, mission)
    _local_companies_and_schedule(desk, phone, mission)
    _presence(desk, phone, mission, stay)
    _certificates(desk, mission, stay)


def _from_idea_to_invitations(desk: Walker, world: World) -> Mission:
    Membership.objects.create(
        organisation=world.host,
        cluster=world.clusters["nice"],
        state="confirmed",
        state_since=clock.now(),
        confirmed_on=clock.today(),
        confirmed_by_name="Hélène Hôte",
    )
    desk.open(reverse("exchanges:mission_new"))
    desk.fill(title=TITLE, start_on=DAY, end_on=LAST_DAY.isoformat(), city="Sophia Antipolis", places="12")
    desk.choose("host", str(world.host.pk)).press("Save and go on")
    days = [(FIRST_DAY + timedelta(days=number)).isoformat() for number in range(4)]
    titles = ("Laboratories for radar", "Pitches of visitors", "B2B meetings", "Company visits")
    text = "\n".join(
        f"{day}\n09:00-12:00 {title}\n14:00-16:00 Talk" for day, title in zip(days, titles, strict=True)
    )
    desk.fill(text=text).go_on().sees("Laboratories for radar", "B2B meetings").follow("Continue")
    guests = "".join(f"{person} <{_address(person)}>; {firm}; DE\n" for firm, _kind, person in OTHERS)
    desk.fill(text=guests).press("Put on the list").sees("6 people are on the list", TITLE)
    desk.press("Publish and send").sees("6 invitations are on their way.")
    assert TITLE in newest_mail(_address("Jana Rehbach")).subject
    return Mission.objects.get(title=TITLE)


def _address(person: str) -> str:
    return f"{person.replace(' ', '.').lower()}@visitor.example"


def _visits(stay: Stay, mission: Mission) -> None:
    """The firm's own file is signed and ready; six more are accepted."""
    facts = {"host_choice": "mission", "mission": mission, "host_offer": None}
    stay.ready(**facts)
    for name, kind, person in OTHERS:
        application = stay.world.submitted(**facts)
        other = make_organisation(name, kind, "DE", "Dresden", DRESDEN)
        Application.objects.filter(pk=application.pk).update(organisation=other, organisation_kind=kind)
        first, last = person.split()
        application.travellers.update(first_name=first, last_name=last, email=_address(person))
        application.refresh_from_db()
        decisions.accept_application(application=application, by=stay.actor("manager"))
    outbox.run_due()
    kinds = Exchange.objects.filter(mission=mission).values_list("application__organisation_kind", flat=True)
    assert sorted(kinds) == ["cluster"] * 4 + ["sme"] * 3


def _local_companies_and_schedule(desk: Walker, phone: Walker, mission: Mission) -> None:
    home = reverse("exchanges:meeting_round", args=[mission.slug])
    desk.open(reverse("exchanges:mission_people_add", args=[mission.slug]))
    desk.fill(text=LOCAL).press("Put on the list").sees("Karim Benali", "Jana Rehbach", "Vera Visitor")
    desk.open(home).follow("Set up the meetings")
    desk.fill(tables="3", wishes_until=(FIRST_DAY - timedelta(days=9)).isoformat()).press("Save")
    desk.open(home).press("Ask for wishes")
    people = {row.full_name: row for row in attendees(MeetingRound.objects.get(mission=mission))}
    assert len(people) == 9
    phone.open(link_in(newest_mail("karim@loups.example"), "/answer/")).follow("Choose whom to meet")
    for name in ("Jana Rehbach", "Vera Visitor"):
        phone.choose(f"wish-{people[name].pk}", "want")
    phone.press("Save").sees("My meetings")
    for name in ("Jana Rehbach", "Vera Visitor", "Unai Arizmendi"):
        meeting_wishes.save_wishes(
            participant=people[name], by=scenes.own(people[name]), want=[people["Karim Benali"].pk], avoid=[]
        )
    desk.open(home).press("Make the plan")
    outbox.run_due()
    desk.open(home).sees("All 2 mutual wishes are met.").press("Publish the schedules")
    mail = newest_mail(_address("Jana Rehbach"), "Trois Loups")
    phone.open(link_in(mail, "/answer/")).sees("Trois Loups", "Table")
    assert "Trois Loups" in phone.pdf(f"{phone.page.url}pdf/")


def _presence(desk: Walker, phone: Walker, mission: Mission, stay: Stay) -> None:
    stay.go(FIRST_DAY, 7)
    phone.open(reverse("exchanges:presence_here", args=[lists.code_of(mission, FIRST_DAY)]))
    phone.fill(email=_address("Jana Rehbach")).tap("I am here").sees("Thank you").look()
    desk.open(reverse("exchanges:mission_check_in", args=[mission.slug, DAY])).sees("Code of the day")
    for box in desk.page.locator("main input[name=here]").all():
        box.check()
    desk.page.get_by_text("All is saved.").wait_for()
    desk.open(reverse("exchanges:mission_presence", args=[mission.slug])).press("Countersign").sees("9 of 9")
    for number in range(1, 4):
        day = FIRST_DAY + timedelta(days=number)
        with clock.at(moment(day)):
            marks = {
                (row.pk, half): True for row in lists.people(mission) for half in ("morning", "afternoon")
            }
            presence.note(mission=mission, day=day, by=stay.actor("host_manager"), marks=marks)
            presence.countersign(mission=mission, day=day, by=stay.actor("host"))


def _certificates(desk: Walker, mission: Mission, stay: Stay) -> None:
    """The report has the days of the lists; with its check the certificate is there."""
    stay.go(stay.exchange.stay.upper)
    stay.reported_after().go(CHECKED)
    closing.validate_and_order(exchange=stay.exchange, by=stay.actor("manager"))
    outbox.run_due()
    board = reverse("exchanges:mission_board", args=[mission.slug])
    desk.open(board).sees("4 of 4 days", "Besides, 2 persons take part without a file.")
    text = desk.pdf(reverse("exchanges:mission_paper", args=[mission.slug, "certificates"]))
    assert "Certificate of participation" in text and "Vera Visitor" in text and "4 working days" in text
    badges = desk.pdf(reverse("exchanges:mission_paper", args=[mission.slug, "badges"]))
    assert all(person in badges for _firm, _kind, person in OTHERS) and "Karim Benali" in badges
