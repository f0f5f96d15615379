"""A scheduled export is changed by its owner: name, filter, day, format, people. What was sent before stays told."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from clusters.models import Role
from core import clock
from core.models import AuditEvent
from reporting.models import RunShare, ScheduledExport
from tests.reporting.test_schedules import last_run, monday, newest, ready_mails, saved, work
from tests.support.world import World

pytestmark = pytest.mark.django_db


def form(world: World, to: tuple[str, ...], **more: object) -> dict[str, object]:
    return {
        "scope": "test",
        "query": "kind=training",
        "title": "Courses",
        "file_format": "csv",
        "rhythm": "weekly",
        "weekday": "0",
        "monthday": "1",
        "recipients": [world.actor(one).hat.pk for one in to],
    } | more


@pytest.fixture
def courses(world: World) -> ScheduledExport:
    saved(world, name="activities", query="kind=training", to=("coordinator", "finance"))
    return newest()


def edit(world: World, schedule: ScheduledExport, *to: str, **more: object):
    page = reverse("reporting:schedule_edit", args=[schedule.pk])
    return world.client("coordinator").post(page, form(world, to, **more), follow=True)


def test_form_begins_with_what_is_set(world, courses):
    page = world.client("coordinator").get(reverse("reporting:schedule_edit", args=[courses.pk]))
    shown = page.content.decode()
    assert 'value="Exchanges of the month"' in shown
    assert "Training of cluster staff" in shown
    assert 'value="kind=training"' in shown
    checked = {
        int(str(one.data["value"])) for one in page.context["form"]["recipients"] if one.data["selected"]
    }
    assert checked == {world.actor(who).hat.pk for who in ("coordinator", "finance")}


def test_everything_can_be_changed_and_holds_from_the_next_run(world, courses):
    changes = {
        "rhythm": "monthly",
        "monthday": "15",
        "file_format": "xlsx",
        "query": "kind=survey&until=2026-01-01",
    }
    page = edit(world, courses, "coordinator", "auditor", title="Surveys", **changes).content.decode()
    assert "Saved. It holds from the next run on." in page
    assert "on day 15 of the month" in page
    courses.refresh_from_db()
    assert (courses.title, courses.file_format, courses.query) == ("Surveys", "xlsx", "kind=survey")
    assert courses.next_at is not None
    assert courses.next_at.day == 15
    event = AuditEvent.objects.filter(action="schedule.update").latest("id")
    assert set(event.digests) == {"title", "file_format", "query", "rhythm", "day"}
    with monday(6):
        work()
        assert last_run().due_at.day == 15
        assert sorted(mail.to_address for mail in ready_mails()) == ["audi@test.example", "cora@test.example"]
        assert {mail.subject for mail in ready_mails()} == {"Ready to download: Surveys"}


def test_who_is_taken_off_gets_nothing_more_and_stays_in_the_runs_before(world, courses):
    with monday(1):
        work()
        edit(world, courses, "coordinator")
    with monday(2):
        work()
        assert RunShare.objects.filter(run=last_run()).count() == 1
        shown = (
            world.client("coordinator").get(reverse("reporting:schedule", args=[courses.pk])).content.decode()
        )
        people, _heading, runs = shown.partition(">Runs<")
        assert "Fina Nance" not in people
        assert "Fina Nance" in runs
    with clock.at(datetime(2026, 4, 1, tzinfo=UTC)):
        world.client("coordinator").post(reverse("reporting:schedule_act", args=[courses.pk, "resume"]))
        assert courses.recipients.get(role=world.actor("finance").hat).removed_at is not None
    edit(world, courses, "coordinator", "finance")
    assert not courses.recipients.exclude(removed_at=None).exists()


def test_what_rests_goes_on_resting(world, courses):
    world.client("coordinator").post(reverse("reporting:schedule_act", args=[courses.pk, "pause"]))
    edit(world, courses, "coordinator", title="Resting")
    courses.refresh_from_db()
    assert (courses.title, courses.paused) == ("Resting", True)
    with monday(1):
        work()
    assert not RunShare.objects.exists()


def test_export_of_the_list_offers_its_new_filter_to_one_that_is_there(world, courses):
    address = {"query": "kind=survey", "scope": "test"}
    page = world.client("coordinator").get(reverse("reporting:schedule_new", args=["activities"]), address)
    link = f"{reverse('reporting:schedule_edit', args=[courses.pk])}?query=kind%3Dsurvey&amp;scope=test"
    assert link in page.content.decode()
    shown = world.client("coordinator").get(link.replace("&amp;", "&")).content.decode()
    assert "With another filter" in shown
    assert 'value="kind=survey"' in shown


def test_nothing_is_changed_that_its_owner_or_a_recipient_may_not(world, courses):
    for persona in ("auditor", "finance", "manager"):
        page = reverse("reporting:schedule_edit", args=[courses.pk])
        assert world.client(persona).get(page).status_code == 404
        assert world.client(persona).post(page, form(world, (persona,))).status_code == 404
    assert edit(world, courses, "coordinator", scope="other").status_code == 404
    Role.objects.filter(pk=world.actor("finance").hat.pk).update(ended_at=clock.now())
    page = edit(world, courses, "coordinator", "finance", title="Kept words").content.decode()
    assert 'value="Kept words"' in page
    courses.refresh_from_db()
    assert courses.title == "Exchanges of the month"


def test_it_waits_with_a_change_while_it_is_being_made(world, courses):
    world.client("coordinator").post(reverse("reporting:schedule_act", args=[courses.pk, "run"]))
    page = edit(world, courses, "coordinator", title="Kept words").content.decode()
    assert "Save again when everybody has theirs." in page
    assert 'value="Kept words"' in page
