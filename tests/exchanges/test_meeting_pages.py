"""Pages of pre-arranged meetings: the staff's, and a participant's with a log-in or by mail link."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock, links, outbox
from exchanges.models import Meeting, MeetingWish
from exchanges.selectors import meetings as selectors
from exchanges.services import decisions, meeting_day, meetings, participants
from tests.support import meetings as scenes
from tests.support.world import FIRST_DAY

pytestmark = pytest.mark.django_db
DURING = datetime.combine(FIRST_DAY, time(16), UTC)


@pytest.fixture
def scene(world):
    return scenes.scene(world)


@pytest.fixture
def ready(scene):
    """Published schedules."""
    scenes.published(scene.round, scene.staff, scene.people)
    return scene


def staff_url(scene, name, *more):
    return reverse(f"exchanges:{name}", args=[scene.mission.slug, *more])


def link_of(person, purpose=meetings.LINK_PURPOSE, name="my_meetings_by_link"):
    return links.issue(person, purpose, address=person.address, url_name=f"exchanges:{name}")[1]


def text(response):
    return response.content.decode()


def test_staff_go_from_nothing_to_published_schedules(client, world, scene):
    client.force_login(world.actor("host_manager").user)
    slug = scene.mission.slug
    scene.round.slots.all().delete()
    scene.round.delete()
    assert "No meetings are planned yet" in text(client.get(staff_url(scene, "meeting_round")))
    until = (FIRST_DAY - timedelta(days=2)).isoformat()
    values = {"slot_minutes": 20, "pause_minutes": 5, "tables": 3, "wishes_until": until}
    client.post(staff_url(scene, "meeting_setup"), values)
    page = text(client.get(staff_url(scene, "meeting_times")))
    assert "4 slots" in page
    short = {"day": FIRST_DAY.isoformat(), "starts_at": "17:00", "ends_at": "17:10"}
    assert "shorter than one meeting" in text(client.post(staff_url(scene, "meeting_times"), short))
    client.post(staff_url(scene, "meeting_act", "open_wishes"))
    scenes.wish(scene.people, "firm", want=("azur",))
    page = text(client.get(staff_url(scene, "meeting_answers")))
    assert page.count("Asked</") + page.count("Asked<") >= 4
    assert "1 of 5 have said" in page
    answer = client.post(staff_url(scene, "meeting_solve"), follow=True)
    assert "Step 0 of 3 is done" in text(answer)
    outbox.run_due()
    page = text(client.get(staff_url(scene, "meeting_plan")))
    assert "1 meeting was planned" in page
    assert "All 1 wishes of one side are met" in page
    client.post(staff_url(scene, "meeting_act", "publish"))
    assert "Azur Capteurs" in text(client.get(staff_url(scene, "meeting_grid")))
    assert selectors.rounds(world.actor("host_manager")).get(mission__slug=slug).state == "published"


def test_clash_stands_in_the_form_and_nothing_moves(client, world, ready):
    client.force_login(world.actor("host_manager").user)
    one, other = list(selectors.meetings_of_round(ready.round))[:2]
    before = (one.slot_id, one.table)
    answer = client.post(
        staff_url(ready, "meeting_detail", one.pk), {"slot": other.slot_id, "table": other.table}
    )
    one.refresh_from_db()
    assert ("is taken at that time" in text(answer)) or one.slot_id == other.slot_id
    assert (one.slot_id, one.table) == before


def test_cancelled_by_hand_leaves_the_grid(client, world, ready):
    client.force_login(world.actor("coordinator").user)
    meeting = selectors.meetings_of_round(ready.round).first()
    url = staff_url(ready, "meeting_cancel", meeting.pk)
    assert "Fill in" in text(client.post(url, {"reason": ""}))
    assert "Both sides get a mail" in text(client.post(url, {"reason": "Ill"}, follow=True))
    meeting.refresh_from_db()
    assert meeting.state == "cancelled"
    absent = ready.people["guest"]
    answer = client.post(
        staff_url(ready, "meeting_absent", absent.pk), {"reason": "Missed the train"}, follow=True
    )
    assert "cancelled." in text(answer)
    assert all(row.cancelled for row in selectors.schedule_of(absent))


def test_participant_answers_by_link_in_three_steps(client, scene):
    meetings.open_wishes(meeting_round=scene.round, by=scene.staff)
    url = link_of(scene.people["firm"])
    assert "Choose whom to meet" in text(client.get(url))
    said = {"does": "Sensors for trams", "looks_for": "A test track"}
    answer = client.post(url + "words/", said)
    assert answer.url.endswith("/times/")
    slot = scene.round.slots.first()
    assert client.post(url + "times/", {"slots": [slot.pk]}).url.endswith("/wishes/")
    people = scene.people
    page = text(client.get(url + "wishes/"))
    assert "Azur Capteurs" in page
    # The own organisation is not offered, and no names of people are shown.
    assert "Ann Azur" not in page
    wishes = {f"wish-{people['azur'].pk}": "want", f"wish-{people['mer'].pk}": "avoid"}
    assert "outcome" not in client.post(url + "wishes/", wishes).url
    found = {(wish.wished_id, wish.kind) for wish in MeetingWish.objects.all()}
    assert found == {(people["azur"].pk, "want"), (people["mer"].pk, "avoid")}
    other = text(client.get(link_of(people["azur"]) + "wishes/"))
    assert "Sensors for trams" in other
    assert "A test track" in other


def test_nobody_reads_who_is_avoided(client, world, scene):
    scenes.answered(scene.round, scene.staff, scene.people)
    mer = scene.people["mer"]
    pages = [text(client.get(link_of(mer))), text(client.get(link_of(mer) + "wishes/"))]
    client.force_login(world.actor("host_manager").user)
    staff_pages = ("meeting_round", "meeting_answers", "meeting_grid")
    pages += [text(client.get(staff_url(scene, name))) for name in staff_pages]
    assert all("avoid" not in page.replace('value="avoid"', "") for page in pages)
    assert all('value="avoid" checked' not in page for page in pages)
    own = text(client.get(link_of(scene.people["firm"]) + "wishes/"))
    assert "checked" in own


def test_schedule_is_a_page_a_pdf_and_a_calendar(client, ready):
    person = ready.people["firm"]
    url = link_of(person)
    page = text(client.get(url))
    assert "Azur Capteurs" in page
    assert "Mer Mobile" not in page
    printed = client.get(url + "pdf/")
    assert printed.content.startswith(b"%PDF-")
    calendar = text(client.get(url + "ics/"))
    assert calendar.count("BEGIN:VEVENT") == 2
    assert "Meeting: Azur Capteurs" in calendar


def test_calendar_address_follows_changes_until_it_is_stopped(client, ready):
    person = ready.people["firm"]
    url = link_of(person)
    page = text(client.post(url + "feed/"))
    feed = page.partition("calendar/meetings/")[2].partition('"')[0]
    address = f"/calendar/meetings/{feed}"
    first = text(client.get(address))
    meeting = Meeting.objects.filter(seats__participant=person).first()
    meeting_day.cancel_meeting(meeting=meeting, by=ready.staff, reason="Ill")
    later = text(client.get(address))
    uid = f"UID:meeting-{meeting.pk}@"
    assert uid in first
    assert uid in later
    assert "STATUS:CANCELLED" in later
    assert "STATUS:CANCELLED" not in first
    assert f"SEQUENCE:{meeting.version}" in later
    client.post(url + "feed/", {"stop": "1"})
    assert client.get(address).status_code == 410


def test_outcome_by_link_once_the_meeting_has_begun(client, ready):
    person = ready.people["firm"]
    url = link_of(person)
    meeting = Meeting.objects.filter(seats__participant=person).first()
    place = f"{url}outcome/{meeting.pk}/"
    client.post(place, {"outcome": "cooperation"})
    meeting.refresh_from_db()
    assert meeting.state == "planned"
    with clock.at(DURING):
        url = link_of(person)
        assert "Choose an answer" in text(client.post(f"{url}outcome/{meeting.pk}/", {"note": "x"}))
        client.post(f"{url}outcome/{meeting.pk}/", {"outcome": "cooperation", "note": "Call them"})
        other = meeting.seats.exclude(participant=person).get().participant
        page = text(client.get(link_of(other) + f"outcome/{meeting.pk}/"))
    assert "Call them" not in page
    meeting.refresh_from_db()
    assert meeting.state == "held"


def test_meeting_of_others_is_not_found(client, ready):
    person = ready.people["loups"]
    foreign = Meeting.objects.exclude(seats__participant=person).first()
    with clock.at(DURING):
        assert client.get(f"{link_of(person)}outcome/{foreign.pk}/").status_code == 404


def test_representative_opens_the_own_meetings_with_a_log_in(client, world, ready):
    person = ready.people["firm"]
    url = reverse("exchanges:my_meetings", args=[person.pk])
    for persona, status in (("visitor", 200), ("host", 404), ("host_manager", 403), ("finance", 403)):
        client.force_login(world.actor(persona).user)
        answer = client.get(url)
        assert answer.status_code == status
        assert ("Azur Capteurs" in text(answer)) == (status == 200)
    assert client.get(reverse("exchanges:my_meetings", args=[ready.people["azur"].pk])).status_code == 403
    client.force_login(world.actor("visitor").user)
    assert url in text(client.get(reverse("exchanges:mission_detail", args=[ready.mission.slug])))


def test_before_the_publication_nobody_reads_the_plan(client, scene):
    scenes.planned(scene.round, scene.staff, scene.people)
    page = text(client.get(link_of(scene.people["firm"])))
    assert "The organisers make the plan" in page
    assert "Azur Capteurs" not in page
    assert "BEGIN:VEVENT" not in text(client.get(link_of(scene.people["firm"]) + "ics/"))


@pytest.mark.parametrize("name", ["meeting_answers", "meeting_grid"])
def test_pages_take_the_same_statements_however_many_come(client, world, scene, name):
    client.force_login(world.actor("host_manager").user)
    scenes.planned(scene.round, scene.staff, scene.people)

    def asked():
        client.get(staff_url(scene, name))
        with CaptureQueriesContext(
            connection,
        ) as statements:
            client.get(staff_url(scene, name))
        return len(statements)

    few = asked()
    for number in range(3):
        person = participants.add_participant(
            mission=scene.mission,
            by=scene.staff,
            first_name="Eve",
            last_name=f"More{number}",
            side="local",
            country=world.host.country,
            organisation_name=f"More {number}",
        )
        slot = scene.round.slots.last()
        if number < 1:
            meeting_day.add_meeting(
                meeting_round=scene.round,
                by=scene.staff,
                slot=slot,
                table=3,
                one=person,
                other=scene.people["loups"],
            )
    assert asked() == few


def test_the_file_of_a_traveller_leads_to_the_meetings(world, scene):
    application = world.submitted(host_choice="mission", mission=scene.mission, host_offer=None)
    decisions.accept_application(application=application, by=world.actor("manager"))
    address = reverse("exchanges:file", args=[application.reference])
    own = reverse("exchanges:my_meetings", args=[scene.people["firm"].pk])
    assert own not in text(world.client("visitor").get(address))
    scenes.planned(scene.round, scene.staff, scene.people)
    page = text(world.client("visitor").get(address))
    assert own in page and "The plan is not made yet." in page and f"{own}pdf/" not in page
    meetings.publish(meeting_round=scene.round, by=scene.staff)
    page = text(world.client("visitor").get(address))
    first = selectors.schedule_of(scene.people["firm"])[0]
    assert f"{first.slot.starts_at:%H:%M}: {first.other.of}, table {first.meeting.table}" in page
    assert f"{own}pdf/" in page and f"{own}feed/" in page
    assert own not in text(world.client("manager").get(address))
    with clock.at(DURING + timedelta(days=1)):
        page = text(world.client("visitor").get(address))
    assert own in page and "Next:" not in page


def test_staff_swap_two_meetings(world, ready):
    one, other = Meeting.objects.filter(round=ready.round).order_by("pk")[:2]
    client = world.client("host_manager")
    detail = text(client.get(staff_url(ready, "meeting_detail", one.pk)))
    address = staff_url(ready, "meeting_swap", one.pk)
    assert address in detail
    assert "Select a valid choice" in text(client.post(address, {"other": one.pk}))
    page = client.post(address, {"other": other.pk}, follow=True)
    assert "The two meetings have changed places. Both sides get a mail." in text(page)
    before = (one.slot_id, one.table)
    other.refresh_from_db()
    assert (other.slot_id, other.table, other.state) == (*before, "moved")
