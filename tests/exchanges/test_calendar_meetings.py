"""B2B meetings and tandem sessions in the calendar of a hat: the own ones, moved and cancelled under one identity."""

from datetime import UTC, date, timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.urls import reverse

from core import clock
from exchanges.models import Meeting
from exchanges.selectors.meetings import begins
from exchanges.services import calendar_feed, meeting_day, tandems
from tests.support import meetings as scenes
from tests.support.world import FIRST_DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(world):
    made = scenes.scene(world)
    scenes.published(made.round, made.staff, made.people)
    return made


def feed(world, persona, client):
    """The meetings of a calendar, by UID."""
    path = "/" + calendar_feed.make_address(by=world.actor(persona)).split("/", 3)[3]
    text = client.get(path).content.decode().replace("\r\n ", "")
    events = [part.partition("END:VEVENT")[0] for part in text.split("BEGIN:VEVENT")[1:]]
    rows = [dict(line.split(":", 1) for line in event.strip().split("\r\n")) for event in events]
    return {row["UID"].partition("@")[0]: row for row in rows if row["UID"].startswith("meeting-")}


def month(world, persona, day=FIRST_DAY):
    answer = world.client(persona).get(
        reverse("exchanges:calendar"), {"month": f"{day:%Y-%m}", "view": "list"}
    )
    return answer.content.decode()


def test_feed_has_the_own_meetings_and_follows_moves_and_cancels(world, scene, client):
    own = Meeting.objects.filter(seats__participant=scene.people["firm"])
    before = feed(world, "visitor", client)
    assert set(before) == {f"meeting-{row.pk}" for row in own} and len(before) == 2
    assert {row["SUMMARY"] for row in before.values()} == {"Meeting: Azur Capteurs", "Meeting: Trois Loups"}
    assert all("Ann" not in str(row) for row in before.values())
    link = next(iter(before.values()))["URL"].removeprefix(settings.PORTAL_URL)
    assert link == reverse("exchanges:my_meetings", args=[scene.people["firm"].pk])
    assert world.client("visitor").get(link).status_code == 200
    meeting = own.get(seats__participant=scene.people["loups"])
    taken = Meeting.objects.exclude(pk=meeting.pk).values("slot")
    free = scene.round.slots.exclude(pk__in=taken).exclude(pk=meeting.slot_id).first()
    meeting_day.move_meeting(meeting=meeting, by=scene.staff, slot=free, table=3)
    uid = f"meeting-{meeting.pk}"
    moved = feed(world, "visitor", client)[uid]
    assert moved["DTSTART"] == f"{begins(free, 'Europe/Paris').astimezone(UTC):%Y%m%dT%H%M%SZ}"
    assert int(moved["SEQUENCE"]) > int(before[uid]["SEQUENCE"])
    meeting_day.cancel_meeting(meeting=meeting, by=scene.staff, reason="Ill.")
    cancelled = feed(world, "visitor", client)[uid]
    assert (cancelled["STATUS"], int(cancelled["SEQUENCE"]) > int(moved["SEQUENCE"])) == ("CANCELLED", True)
    with clock.at(clock.now() + timedelta(days=61)):
        assert uid not in feed(world, "visitor", client)


def test_others_have_none_of_them(world, scene, client):
    for persona in ("host", "manager", "coordinator"):
        assert feed(world, persona, client) == {}
        assert "2 meetings" not in month(world, persona)


def test_month_says_how_many_with_whom_and_leads_to_the_schedule(world, scene):
    page = month(world, "visitor")
    assert "2 meetings, Smart mobility on the Riviera" in page
    assert "Azur Capteurs" in page and "Trois Loups" in page
    assert reverse("exchanges:my_meetings", args=[scene.people["firm"].pk]) in page


def test_manager_sees_meetings_of_the_clusters_own_people(world, client):
    made = scenes.scene(world)
    guest = made.people["guest"]
    guest.organisation, guest.organisation_name = world.clusters["dresden"].organisation, ""
    guest.save()
    scenes.published(made.round, made.staff, made.people)
    found = feed(world, "manager", client)
    assert found and all(row["URL"].endswith(f"/missions/{made.mission.slug}/") for row in found.values())
    assert "Smart mobility on the Riviera" in month(world, "manager")


def test_sessions_of_tandems_stand_in_the_month_of_both_clusters(world):
    tandem = tandems.propose_tandem(
        partnership=world.partnership,
        first=world.clusters["dresden"],
        second=world.clusters["nice"],
        by=world.actor("manager"),
        goals="Learn.",
    )
    tandem = tandems.answer_tandem(tandem=tandem, by=world.actor("host_manager"), accept=True)
    day = date(2026, 3, 2)
    tandems.add_session(
        tandem=tandem,
        by=world.actor("manager"),
        day=day,
        hours=Decimal(2),
        people=[world.actor("manager").user],
    )
    for persona, seen in (
        ("manager", True),
        ("host_manager", True),
        ("other_manager", False),
        ("visitor", False),
    ):
        assert ("Learning tandem: " in month(world, persona, day)) is seen
