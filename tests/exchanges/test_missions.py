"""Missions: made by the host's cluster, published, joined, finished by date."""

from datetime import date, time, timedelta

import pytest
from django.urls import reverse

from clusters.models import DirectoryEntry, Term
from clusters.services import privacy
from core import clock, outbox
from core.exceptions import InvalidInput, NotAllowed, Refused, WrongState
from exchanges.models import Exchange, Mission
from exchanges.services import decisions, mission_cancel, missions, programme
from tests.support.world import FIRST_DAY, LAST_DAY, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def mission(world):
    return make(world)


def make(world, persona="host_manager", **changes):
    fields = {
        "partnership": world.partnership,
        "host_cluster": world.clusters["nice"],
        "host": world.host,
        "title": "Smart mobility on the Riviera",
        "country": world.host.country,
        "city": "Sophia Antipolis",
        "start_on": FIRST_DAY,
        "end_on": LAST_DAY,
        "summary": "Four days of tests on real roads.",
        "contact_name": "Hélène Hôte",
        "contact_email": "helene@azur-secure.example",
    } | changes
    return missions.create_mission(by=world.actor(persona), **fields)


def publish(world, mission):
    return missions.publish_mission(mission=mission, by=world.actor("host_manager"))


def join(world, mission):
    return world.submitted(host_choice="mission", mission=mission, host_offer=None)


# --- making one ---


def test_create_gives_an_address_of_its_own(world, mission):
    assert (mission.state, mission.slug) == ("draft", "smart-mobility-on-the-riviera")
    assert make(world).slug == "smart-mobility-on-the-riviera-2"


@pytest.mark.parametrize("persona", ["visitor", "host", "manager", "other_manager", "finance", "stranger"])
def test_create_is_refused_to_others(world, persona):
    with pytest.raises(NotAllowed):
        make(world, persona)
    assert not Mission.objects.exists()


def test_create_checks_the_days(world):
    with pytest.raises(InvalidInput, match="last day"):
        make(world, end_on=FIRST_DAY - timedelta(days=1))
    with pytest.raises(InvalidInput, match="before the first day"):
        make(world, apply_until=FIRST_DAY + timedelta(days=1))


def test_fields_of_a_mission_are_shown_and_found(world, mission):
    publish(world, mission)
    field = Term.objects.get(taxonomy="ecosystem", code="textiles")
    address = reverse("exchanges:mission_terms", args=[mission.slug])
    for persona in ("visitor", "manager"):
        assert world.client(persona).post(address, {"terms": [field.pk]}).status_code == 403
    assert world.client("host_manager").post(address, {"terms": [field.pk]}).status_code == 302
    page = world.client("anonymous").get(reverse("exchanges:mission_detail", args=[mission.slug]))
    assert "Textiles" in page.content.decode()
    entry = DirectoryEntry.objects.get(kind="mission", subject_id=mission.pk)
    assert f"t:{field.pk}" in entry.facets


def test_sessions_stand_within_the_mission(world, mission):
    by = world.actor("host_manager")
    programme.add_session(mission=mission, by=by, day=FIRST_DAY, title="Welcome", starts_at=time(9, 30))
    with pytest.raises(InvalidInput):
        programme.add_session(mission=mission, by=by, day=LAST_DAY + timedelta(days=1), title="Too late")
    assert list(mission.sessions.values_list("title", flat=True)) == ["Welcome"]


def test_a_mission_closes_and_ends_by_its_dates(world):
    mission = publish(world, make(world, apply_until=FIRST_DAY - timedelta(days=10)))
    outbox.run_due()
    with clock.at(moment(FIRST_DAY - timedelta(days=10))):
        outbox.run_due()
        mission.refresh_from_db()
        assert mission.state == "open"
    with clock.at(moment(FIRST_DAY - timedelta(days=9))):
        outbox.run_due()
        mission.refresh_from_db()
        assert mission.state == "closed"
    with clock.at(moment(LAST_DAY + timedelta(days=1))):
        outbox.run_due()
        mission.refresh_from_db()
        assert mission.state == "finished"
        assert missions.finish_mission(mission=mission, by=world.actor("host_manager")).state == "finished"


def test_mission_that_has_not_begun_did_not_take_place(world):
    mission = publish(world, make(world))
    address = reverse("exchanges:mission_act", args=[mission.slug, "finish"])
    page = world.client("host_manager").get(url("mission_detail", mission.slug)).content.decode()
    assert "This has not begun yet." in page
    world.client("host_manager").post(address)
    mission.refresh_from_db()
    assert mission.state == "open"
    with clock.at(moment(FIRST_DAY)):
        assert missions.finish_mission(mission=mission, by=world.actor("coordinator")).state == "finished"


def test_moved_dates_move_the_end(world):
    mission = publish(world, make(world))
    later = LAST_DAY + timedelta(days=7)
    missions.update_mission(mission=mission, by=world.actor("coordinator"), end_on=later)
    with clock.at(moment(LAST_DAY + timedelta(days=2))):
        outbox.run_due()
        mission.refresh_from_db()
        assert mission.state == "open"


# --- joining one ---


def test_accepting_a_participant_builds_the_visit_at_once(world, mission):
    publish(world, mission)
    application = join(world, mission)
    decisions.accept_application(application=application, by=world.actor("manager"))
    exchange = Exchange.objects.get(application=application)
    assert (exchange.state, exchange.mission, exchange.host) == ("building", mission, world.host)
    assert (exchange.first_day, exchange.last_day) == (FIRST_DAY, LAST_DAY)
    proposal = application.proposals.get()
    assert (proposal.state, proposal.host_contact_email) == ("confirmed", "helene@azur-secure.example")
    application.refresh_from_db()
    assert (application.current_exchange, application.waiting_for) == (exchange, "")


def test_accepting_stops_at_the_places_of_the_mission(world):
    mission = publish(world, make(world, places=1))
    first, second = join(world, mission), join(world, mission)
    second.travellers.update(email="other@firm.example")
    decisions.accept_application(application=first, by=world.actor("manager"))
    with pytest.raises(Refused, match="All 1 places of this mission are taken"):
        decisions.accept_application(application=second, by=world.actor("manager"))
    second.refresh_from_db()
    assert second.state == "submitted"
    assert Exchange.objects.count() == 1


def test_accepting_for_a_cancelled_mission_is_refused(world, mission):
    publish(world, mission)
    application = join(world, mission)
    mission_cancel.cancel_mission(mission=mission, by=world.actor("host_manager"), reason="Strike.")
    with pytest.raises(Refused, match="does not take place"):
        decisions.accept_application(application=application, by=world.actor("manager"))
    assert not Exchange.objects.exists()


# --- pages ---


def url(name, *args):
    return reverse(f"exchanges:{name}", args=args)


def test_public_pages_show_what_is_published(world, mission):
    guest = world.client("anonymous")
    assert mission.title not in guest.get(url("missions")).content.decode()
    assert guest.get(url("mission_detail", mission.slug)).status_code == 404
    assert guest.get(url("mission_ics", mission.slug)).status_code == 404
    publish(world, mission)
    assert mission.title in guest.get(url("missions")).content.decode()
    page = guest.get(url("mission_detail", mission.slug)).content.decode()
    assert "Apply for this mission" in page
    assert "Run this mission" not in page


def test_page_calls_an_event_by_its_kind(world, mission):
    staff, guest = world.client("host_manager"), world.client("anonymous")
    publish(world, mission)
    Mission.objects.update(kind="webinar", with_lump_sum=False, mode="virtual")
    page = staff.get(url("mission_detail", mission.slug)).content.decode()
    board = staff.get(url("mission_board", mission.slug)).content.decode()
    assert "Run this webinar" in page and "Run this webinar" in board
    assert "this mission" not in page + board
    Mission.objects.update(state="finished")
    page = guest.get(url("mission_detail", mission.slug)).content.decode()
    assert "This webinar took place" in page
    assert "mission took place" not in page


def test_contact_who_restricted_their_data_is_not_named(world, mission):
    publish(world, mission)
    contact = world.actor("host_manager").user
    Mission.objects.update(contact_name="Canary Contact", contact_email=contact.email)
    address = reverse("exchanges:mission_detail", args=[mission.slug])
    assert "Canary Contact" in world.client("anonymous").get(address).content.decode()
    privacy.restrict(by=world.actor("host_manager"))
    assert "Canary Contact" not in world.client("anonymous").get(address).content.decode()


def test_calendar_file_has_the_days(world, mission):
    publish(world, mission)
    response = world.client("anonymous").get(url("mission_ics", mission.slug))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    text = response.content.decode()
    assert f"DTSTART;VALUE=DATE:{FIRST_DAY:%Y%m%d}" in text
    assert "SUMMARY:Smart mobility on the Riviera" in text


def test_full_mission_says_that_there_is_a_waiting_list(world):
    mission = publish(world, make(world, places=1))
    address = url("mission_detail", mission.slug)
    assert "waiting list" not in world.client("anonymous").get(address).content.decode()
    decisions.accept_application(application=join(world, mission), by=world.actor("manager"))
    page = world.client("anonymous").get(address).content.decode()
    assert "You can still apply: you stand on the waiting list" in page
    assert "1 organisation" in page


def test_study_visit_takes_registrations_and_no_applications(world):
    mission = publish(world, make(world, with_lump_sum=False))
    page = world.client("anonymous").get(url("mission_detail", mission.slug)).content.decode()
    assert "Register for this event" in page and "Apply for this mission" not in page


FORM = {
    "title": "New mission",
    "city": "Nice",
    "start_on": FIRST_DAY.isoformat(),
    "end_on": LAST_DAY.isoformat(),
    "with_lump_sum": "on",
    "kind": "mission",
    "mode": "physical",
}


def test_manager_makes_and_publishes_a_mission_in_the_browser(world):
    client, cluster = world.client("host_manager"), world.clusters["nice"]
    data = FORM | {"host": cluster.organisation_id, "country": "FR", "partnership": world.partnership.pk}
    assert client.get(url("mission_new")).status_code == 200
    response = client.post(url("mission_new"), data)
    mission = Mission.objects.get()
    assert response.url == url("mission_programme_paste", mission.slug)
    client.post(
        url("mission_programme", mission.slug),
        {"day": FIRST_DAY.isoformat(), "kind": "talk", "title": "Welcome"},
    )
    assert mission.sessions.get().title == "Welcome"
    assert "Publish" in client.get(url("mission_detail", mission.slug)).content.decode()
    client.post(url("mission_act", mission.slug, "publish"))
    mission.refresh_from_db()
    assert mission.state == "open"
    client.post(url("mission_edit", mission.slug), data | {"city": "Cannes"})
    mission.refresh_from_db()
    assert mission.city == "Cannes"
    client.post(url("mission_session_remove", mission.slug, mission.sessions.get().pk))
    assert not mission.sessions.exists()


def test_wrong_days_keep_what_was_typed(world):
    data = FORM | {
        "host": world.clusters["nice"].organisation_id,
        "country": "FR",
        "partnership": world.partnership.pk,
    }
    page = world.client("host_manager").post(
        url("mission_new"), data | {"end_on": date(2026, 1, 1).isoformat()}
    )
    assert "The last day lies before the first day." in page.content.decode()
    assert 'value="New mission"' in page.content.decode()


@pytest.mark.parametrize("name", ["mission_edit", "mission_programme"])
def test_staff_pages_access(world, mission, name):
    publish(world, mission)
    for persona in ("visitor", "manager", "stranger", "auditor"):
        assert world.client(persona).get(url(name, mission.slug)).status_code == 403
    assert world.client("coordinator").get(url(name, mission.slug)).status_code == 200


@pytest.mark.parametrize("persona", ["visitor", "manager", "stranger"])
def test_acts_access(world, mission, persona):
    assert world.client(persona).post(url("mission_act", mission.slug, "publish")).status_code == 404
    publish(world, mission)
    assert world.client(persona).post(url("mission_act", mission.slug, "close")).status_code == 403
    assert world.client(persona).get(url("mission_new")).status_code == (200 if persona == "manager" else 403)
    mission.refresh_from_db()
    assert mission.state == "open"


def test_act_in_the_wrong_state_redirects(world, mission):
    publish(world, mission)
    assert world.client("host_manager").post(url("mission_act", mission.slug, "publish")).status_code == 302
    with pytest.raises(WrongState):
        publish(world, mission)


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_each_number_of_missions(world, number, django_assert_num_queries):
    for _ in range(number):
        publish(world, make(world))
    client = world.client("anonymous")
    client.get(url("missions"))
    # One of them reads whether a page that was kept is still right; here none is.
    with django_assert_num_queries(3):
        client.get(url("missions"))
