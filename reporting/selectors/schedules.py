"""Scheduled exports for their pages: the own ones, their runs, and who can be sent one."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from clusters.enums import RoleKind
from clusters.models import Role
from core import clock
from core.actors import Actor
from core.models import DownloadLog, ExportJob
from core.services.exports import KEPT_FOR
from reporting.models import RunShare, ScheduledExport, ScheduledRun, ScheduleRecipient

MOST_RECIPIENTS = 30
_WITH_PLACE = ("user", "organisation", "cluster", "partnership")


def schedules(actor: Actor) -> QuerySet[ScheduledExport]:
    newest = ScheduledRun.objects.order_by("-due_at", "-id")
    return (
        ScheduledExport.objects.visible_to(actor)
        .annotate(people=Count("recipients", filter=Q(recipients__removed_at=None)))
        .prefetch_related(Prefetch("runs", newest[:1], to_attr="newest"))
        .order_by("title", "id")
    )


def offered_roles(actor: Actor) -> QuerySet[Role]:
    """Oneself, and the people of the teams that the present role sees; no other visitor and no other host."""
    own = Q(pk=actor.hat.pk) if actor.hat is not None else Q(pk__in=[])
    return (
        Role.objects.visible_to(actor)
        .working()
        .filter(own | ~Q(kind=RoleKind.REPRESENTATIVE))
        .select_related(*_WITH_PLACE)
        .order_by("user__last_name", "user__first_name", "id")
    )


def recipients_of(schedule: ScheduledExport) -> QuerySet[ScheduleRecipient]:
    rows = schedule.recipients.filter(removed_at=None)
    return rows.select_related(*(f"role__{name}" for name in _WITH_PLACE)).order_by("id")


def last_problem(schedule: ScheduledExport) -> str:
    """What the last run that is over told, where it did not reach everybody."""
    newest = schedule.runs.exclude(finished_at=None).order_by("-due_at", "-id").first()
    told = newest.shares.exclude(problem="").order_by("id").first() if newest is not None else None
    return told.problem if told is not None else ""


def timezone_of(role: Role) -> str:
    """By the country of the place the role is at; the whole scheme goes by UTC."""
    if role.partnership is not None:
        organisation = role.partnership.coordinator.organisation
    elif role.cluster is not None:
        organisation = role.cluster.organisation
    else:
        return role.organisation.country.timezone if role.organisation is not None else "UTC"
    return str(organisation.country.timezone)


@dataclass(frozen=True)
class ShareLine:
    """One recipient of one run: the table, whether it was fetched, and until when it lies there."""

    share: RunShare
    fetched: bool
    gone: bool


def runs_of(schedule: ScheduledExport) -> QuerySet[ScheduledRun]:
    shares = RunShare.objects.select_related("recipient__role__user").order_by("id")
    return schedule.runs.prefetch_related(Prefetch("shares", shares)).order_by("-due_at", "-id")


def lines_of(runs: Any) -> list[tuple[ScheduledRun, list[ShareLine]]]:
    """Each run with its recipients; two statements however many there are."""
    numbers = [share.job_number for run in runs for share in run.shares.all() if share.job_number]
    fetched = set(
        DownloadLog.objects.filter(
            subject_type=ExportJob._meta.label_lower, subject_id__in=numbers
        ).values_list("subject_id", flat=True)
    )
    now = clock.now()
    return [
        (
            run,
            [
                ShareLine(share, share.job_number in fetched, _gone(share, now - KEPT_FOR))
                for share in run.shares.all()
            ],
        )
        for run in runs
    ]


def _gone(share: RunShare, before: Any) -> bool:
    return share.made_at is not None and share.made_at <= before


LINK_DAYS = KEPT_FOR // timedelta(days=1)
