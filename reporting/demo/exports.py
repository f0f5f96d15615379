"""A scheduled export of the demo's live partnership: one Monday it did not work, the next it did."""

from datetime import datetime, timedelta

from django.db import transaction

from clusters.enums import RoleKind
from clusters.models import Partnership, Role
from core import clock
from core.actors import Actor
from core.exports import named
from core.models import ExportJob
from core.services import exports
from reporting.models import RunShare, ScheduledExport
from reporting.schedule_days import WEEKLY
from reporting.services import schedules

SAVED_BEFORE = timedelta(days=15)


def tell(running: str) -> None:
    live = Partnership.objects.get(code=running)
    roles = list(
        Role.objects.working()
        .filter(partnership=live, kind__in=(RoleKind.COORDINATOR, RoleKind.FINANCE))
        .select_related("user")
        .order_by("kind", "id")
        .distinct("kind")
    )
    with clock.at(clock.now() - SAVED_BEFORE):
        schedule = schedules.save_schedule(
            exporter=named("files"),
            query="due=late",
            options={},
            title="Late files, for the Monday meeting",
            file_format="xlsx",
            rhythm=WEEKLY,
            day=0,
            roles=roles,
            by=Actor.person(roles[0].user, roles[0]),
        )
    assert schedule.next_at is not None
    _run(schedule, schedule.next_at, works=False)
    _run(schedule, schedule.next_at + timedelta(days=7), works=True)


def _run(schedule: ScheduledExport, due: datetime, *, works: bool) -> None:
    """What the worker does, here at once."""
    with clock.at(due + timedelta(minutes=1)):
        schedules.begin_due(schedule.pk, due)
        run = schedule.runs.get(due_at=due)
        for share in RunShare.objects.filter(run=run).order_by("id"):
            schedules.step(run.pk)
            share.refresh_from_db()
            assert share.job_number is not None
            job = ExportJob.objects.get(pk=share.job_number)
            if works:
                # Within the transaction that claims an item, as by a worker: so it reads what only this seeding sees.
                with transaction.atomic():
                    exports.make_now(job)
                assert job.failed_at is None, job.problem
            else:
                exports.give_up(job)
        schedules.step(run.pk)
