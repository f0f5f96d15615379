"""Exports that are sent regularly: to whom, when, what the mail says, and what happens when it does not work."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from clusters.models import Role
from core import clock, outbox
from core.models import ExportJob, Mail
from core.services import exports as jobs
from reporting.models import RunShare, ScheduledExport, ScheduledRun
from reporting.schedule_days import MONTHLY, WEEKLY, next_moment
from reporting.services import schedules
from tests.support import credited

WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    ("rhythm", "day", "zone", "after", "moment"),
    [
        # Mondays at six in Berlin: in winter five o'clock in UTC, after the change of the clocks four.
        (WEEKLY, 0, "Europe/Berlin", datetime(2026, 3, 2, 4, 59, tzinfo=UTC), datetime(2026, 3, 2, 5, tzinfo=UTC)),
        (WEEKLY, 0, "Europe/Berlin", datetime(2026, 3, 2, 5, tzinfo=UTC), datetime(2026, 3, 9, 5, tzinfo=UTC)),
        (WEEKLY, 0, "Europe/Berlin", datetime(2026, 3, 23, 5, tzinfo=UTC), datetime(2026, 3, 30, 4, tzinfo=UTC)),
        (WEEKLY, 6, "Europe/Berlin", datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 29, 4, tzinfo=UTC)),
        # It is Tuesday there already.
        (WEEKLY, 1, "Asia/Tokyo", datetime(2026, 3, 2, 20, tzinfo=UTC), datetime(2026, 3, 2, 21, tzinfo=UTC)),
        (MONTHLY, 28, "UTC", datetime(2026, 1, 28, 6, tzinfo=UTC), datetime(2026, 2, 28, 6, tzinfo=UTC)),
        (MONTHLY, 1, "UTC", datetime(2026, 12, 31, 6, tzinfo=UTC), datetime(2027, 1, 1, 6, tzinfo=UTC)),
        (MONTHLY, 15, "UTC", datetime(2026, 2, 3, tzinfo=UTC), datetime(2026, 2, 15, 6, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_next_moment_is_six_in_the_morning_at_the_place(rhythm, day, zone, after, moment):
    assert next_moment(rhythm, day, zone, after) == moment


def saved(world, persona="coordinator", to=("coordinator",), name="records", **more):
    scope = {"records": "test/O2.exchanges/1", "archive": "test/named", "activities": "test"}.get(name, "")
    sent = {
        "scope": scope,
        "title": "Exchanges of the month",
        "file_format": "zip" if name == "archive" else "csv",
        "rhythm": "weekly",
        "weekday": "0",
        "monthday": "1",
        "recipients": [world.actor(one).hat.pk for one in to],
    } | more
    page = reverse("reporting:schedule_new", args=[name])
    return world.client(persona).post(page, sent)


def newest():
    return ScheduledExport.objects.latest("id")


def monday(weeks=1):
    """So many Mondays after the day of the tests, which is one, at seven in Dresden."""
    return clock.at(clock.now().replace(hour=6) + weeks * WEEK)


def work():
    """All that is due, and what becomes due by it."""
    while outbox.run_due():
        pass


def ready_mails():
    return list(Mail.objects.filter(event="schedule.ready").order_by("id"))


def last_run():
    return ScheduledRun.objects.latest("id")


pytestmark = pytest.mark.django_db


def test_each_recipient_gets_a_link_and_a_table_of_their_own(world):
    credited.credited(world, world.firm, world.host, clock.today())
    answer = saved(world, to=("coordinator", "auditor"))
    assert answer.url == reverse("reporting:schedule", args=[newest().pk])
    work()
    assert not ready_mails()
    with monday():
        work()
        first, second = ready_mails()
        assert [first.to_address, second.to_address] == ["cora@test.example", "audi@test.example"]
        one, two = ExportJob.objects.order_by("id")
        assert (one.user, two.user) == (world.actor("coordinator").user, world.actor("auditor").user)
        for mail, job, persona in ((first, one, "coordinator"), (second, two, "auditor")):
            assert f"%2Fexports%2F{job.pk}%2F" in mail.text_body
            assert "Elbe Sensors" not in mail.text_body + mail.html_body
            assert "attachment" not in mail.html_body
            file = world.client(persona).get(reverse("core:export_file", args=[job.pk]))
            assert "Elbe Sensors" in b"".join(file.streaming_content).decode()
        assert world.client("auditor").get(reverse("core:export_run", args=[one.pk])).status_code == 404
        link = reverse("core:export_file", args=[one.pk])
        assert world.client("anonymous").get(link).url.startswith("/accounts/login/")
        assert last_run().result == "made"
        page = world.client("coordinator").get(reverse("reporting:schedule", args=[newest().pk]))
        assert page.content.decode().count(": downloaded</li>") == 2
        assert newest().next_at == clock.now().replace(hour=5) + WEEK


def test_table_is_made_as_the_person_sees_the_list_at_that_moment(world):
    world.submitted()
    saved(world, "coordinator", ("coordinator", "deputy"), "files")
    with monday():
        work()
    numbers = {job.user.email: job.row_count for job in ExportJob.objects.select_related("user")}
    assert numbers == {"cora@test.example": 1, "dovile@neris.example": 0}


def test_ringing_twice_and_late_makes_one_run(world):
    saved(world)
    due = newest().next_at
    with monday(4):
        work()
        schedules.begin_due(newest().pk, due)
        schedules.step(last_run().pk)
        work()
        assert ScheduledRun.objects.count() == 1
        assert len(ready_mails()) == 1
        assert newest().next_at > clock.now()
    with pytest.raises(IntegrityError, match="scheduled_run_once"), transaction.atomic():
        ScheduledRun.objects.create(schedule=newest(), due_at=due, finished_at=clock.now(), result="made")
    ScheduledRun.objects.update(finished_at=None, result="")
    with pytest.raises(IntegrityError, match="scheduled_run_one_at_a_time"), transaction.atomic():
        ScheduledRun.objects.create(schedule=newest(), due_at=due + WEEK)


def test_worker_that_dies_while_it_makes_the_table_loses_and_doubles_nothing(world, monkeypatch):
    saved(world)
    with monday():
        with monkeypatch.context() as patch:
            patch.setattr(jobs, "make_now", lambda job: 1 / 0)
            work()
        assert last_run().result == ""
        assert not ready_mails()
        # The outbox waits a while before it tries again.
        outbox.open_items().update(claimed_until=None)
        work()
        assert last_run().result == "made"
        assert len(ready_mails()) == 1


def test_who_lost_the_right_is_left_out_and_the_owner_is_told(world):
    saved(world, to=("coordinator", "auditor"))
    Role.objects.filter(pk=world.actor("auditor").hat.pk).update(ended_at=clock.now())
    with monday():
        work()
        assert last_run().result == "partly"
        assert [mail.to_address for mail in ready_mails()] == ["cora@test.example"]
        told = Mail.objects.get(event="schedule.trouble")
        assert (told.to_address, told.subject) == (
            "cora@test.example",
            "Scheduled export not sent to everybody: Exchanges of the month",
        )
        assert "Audi Tor: May not read this list any more" in told.text_body
    with monday(2):
        work()
        assert last_run().result == "made"
        assert Mail.objects.filter(event="schedule.trouble").count() == 1


def test_three_failures_in_a_row_pause_it_and_tell_its_owner(world, monkeypatch):
    saved(world)
    monkeypatch.setattr(jobs, "_write", lambda target, job: 1 / 0)
    for week in (1, 2, 3):
        with monday(week):
            work()
            assert (last_run().result, newest().failures) == ("failed", week)
            assert Mail.objects.filter(event="schedule.trouble").count() == week - 1
    assert newest().paused
    warned, paused = Mail.objects.filter(event="schedule.trouble").order_by("id")
    assert warned.subject == "Scheduled export did not work: Exchanges of the month"
    assert "reached nobody" in warned.text_body
    assert "The table could not be made." in warned.text_body
    assert "is paused" in paused.text_body
    with monday(4):
        work()
        assert ScheduledRun.objects.count() == 3
        page = reverse("reporting:schedule", args=[newest().pk])
        shown = world.client("coordinator").get(page).content.decode()
        assert "It did not work three times in a row." in shown
        assert "The last run said: The table could not be made." in shown
        monkeypatch.undo()
        world.client("coordinator").post(reverse("reporting:schedule_act", args=[newest().pk, "resume"]))
        assert (newest().failures, newest().paused) == (0, False)
    with monday(5):
        work()
        assert last_run().result == "made"


def test_it_rests_when_its_owner_may_not_read_the_list_any_more(world):
    saved(world, to=("coordinator", "auditor"))
    Role.objects.filter(pk=world.actor("coordinator").hat.pk).update(ended_at=clock.now())
    with monday():
        work()
    assert newest().paused
    assert not ScheduledRun.objects.exists()
    assert not ready_mails()


def test_archive_waits_while_another_one_of_the_partnership_is_made(world):
    saved(world, name="archive", to=("coordinator", "auditor"))
    with monday():
        jobs.ask(
            exporter=jobs.exports.named("archive"),
            query="",
            options={"scope": "test/public"},
            file_format="zip",
            by=world.actor("auditor"),
        )
        outbox.open_items().filter(kind="export.make").update(due_at=clock.now() + timedelta(minutes=5))
        work()
        assert not RunShare.objects.exclude(job_number=None).exists()
    with clock.at(clock.now().replace(hour=6, minute=11) + WEEK):
        work()
    assert last_run().result == "made"
    assert [mail.to_address for mail in ready_mails()] == ["cora@test.example", "audi@test.example"]


def test_only_people_of_the_own_teams_who_may_read_the_list_can_be_chosen(world):
    page = saved(world, to=("other_manager",)).content.decode()
    assert "Choose at least one person." in page or "not one of the available choices" in page
    page = saved(world, to=("coordinator", "finance"), name="leads", scope="test").content.decode()
    assert "Fina Nance may not read this list in this role." in page
    assert not ScheduledExport.objects.exists()
    assert saved(world, "visitor", ("visitor",), "payments").status_code == 403
    assert saved(world, "manager", ("manager",), "archive", scope="test/full").status_code == 403
    assert saved(world, "coordinator", ("coordinator",), "nothing").status_code == 404


def test_filter_stays_and_the_day_of_the_page_does_not(world):
    saved(world, name="activities", query="kind=training&until=2026-01-01&page=3")
    assert newest().query == "kind=training"


def test_it_is_made_now_paused_and_deleted_by_its_owner_only(world):
    saved(world)
    pk = newest().pk
    addresses = [reverse("reporting:schedule_act", args=[pk, act]) for act in ("run", "pause", "resume")]
    for persona in ("auditor", "finance", "manager"):
        for address in (*addresses, reverse("reporting:schedule_delete", args=[pk])):
            assert world.client(persona).post(address).status_code == 404
        assert (
            "Exchanges of the month"
            not in world.client(persona).get(reverse("reporting:schedules")).content.decode()
        )
    client = world.client("coordinator")
    client.post(addresses[0])
    assert "It is being made just now." in client.post(addresses[0], follow=True).content.decode()
    work()
    assert (last_run().result, last_run().by_hand) == ("made", True)
    client.post(addresses[1])
    with monday():
        work()
    assert ScheduledRun.objects.count() == 1
    client.post(reverse("reporting:schedule_delete", args=[pk]))
    assert not ScheduledExport.objects.exists()
    with monday(2):
        work()
    assert ExportJob.objects.count() <= 1


def test_link_that_nobody_used_ends_after_a_week(world):
    saved(world)
    with monday():
        work()
        job = ExportJob.objects.get()
    with clock.at(clock.now().replace(hour=7) + 2 * WEEK):
        assert world.client("coordinator").get(
            reverse("core:export_file", args=[job.pk])
        ).status_code == 404  # fmt: skip
        page = world.client("coordinator").get(reverse("reporting:schedule", args=[newest().pk]))
        assert "never downloaded, deleted" in page.content.decode()


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"day": 7}, "schedule_day_fits_rhythm"),
        ({"rhythm": "monthly", "day": 29}, "schedule_day_fits_rhythm"),
        ({"next_at": None}, "schedule_rests_or_is_due"),
        ({"paused_because": "x"}, "schedule_rests_or_is_due"),
    ],
)
def test_database_refuses_what_cannot_be(world, wrong, name):
    saved(world)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ScheduledExport.objects.update(**wrong)


def test_database_refuses_a_run_that_contradicts_itself(world):
    saved(world)
    with monday():
        work()
    run, share = last_run(), RunShare.objects.get()
    wrong = {
        "scheduled_run_finished_has_result": lambda: ScheduledRun.objects.update(result=""),
        "run_share_made_or_not": lambda: RunShare.objects.update(problem="x"),
        "run_share_once": lambda: RunShare.objects.create(run=run, recipient=share.recipient),
        "schedule_recipient_once": lambda: newest().recipients.create(role=share.recipient.role),
    }
    for name, act in wrong.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            act()


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_the_same_for_each_number_of_rows(world, number, django_assert_num_queries):
    for _ in range(number):
        saved(world)
    for week in range(1, number + 1):
        with monday(week):
            work()
    client = world.client("coordinator")
    pages = (reverse("reporting:schedules"), reverse("reporting:schedule", args=[newest().pk]))
    for page in pages:
        client.get(page)
    with django_assert_num_queries(7):
        client.get(pages[0])
    with django_assert_num_queries(13):
        client.get(pages[1])
