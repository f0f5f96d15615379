"""Exports that are made anew every week or month: saved, paused, and run.

Each run gives every recipient a job of their own, one after the other: a table is made as that person sees the list at that
moment. Whoever lost the right is left out from then on, and the owner is told. Work is due by rows of the outbox; a second
ring finds the run begun, or the next moment moved on.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from clusters.models import Role
from core import audit, clock, exports, outbox
from core.actors import Actor
from core.exceptions import InvalidInput, NotAllowed, Refused, WrongState
from core.models import ExportJob
from core.services import exports as jobs
from reporting.models import Rhythm, RunResult, RunShare, ScheduledExport, ScheduledRun, ScheduleRecipient
from reporting.schedule_days import next_moment
from reporting.schedule_mails import ScheduleTrouble, TableReady, to_role
from reporting.selectors.schedules import MOST_RECIPIENTS, offered_roles, timezone_of

DUE, STEP = "export.schedule", "export.schedule_step"
# Runs in a row that reached nobody: after so many the owner is told, and it rests.
TOLD_AFTER, FAILURES = 2, 3
MOST = 20
BUSY_FOR = timedelta(minutes=10)
BY_OWNER = gettext_noop("You paused it.")
TOO_OFTEN = gettext_noop("It did not work three times in a row.")
NO_RIGHT = gettext_noop("The role with which it was made may not read this list any more.")
NOBODY = gettext_noop("Nobody is left who may get it.")
AGAIN = gettext_noop("It did not work twice in a row. If the next run does not work either, it is paused.")
LOST = gettext_noop("May not read this list any more, so nothing was sent.")
# Words of an address that would fix a moment, or a place in the list.
_OF_THE_MOMENT = ("until", "page", "after", "before")


@transaction.atomic
def save_schedule(
    *,
    exporter: exports.Exporter,
    query: str,
    options: dict[str, Any],
    title: str,
    file_format: str,
    rhythm: str,
    day: int,
    roles: Sequence[Role],
    by: Actor,
) -> ScheduledExport:
    """Raises NotAllowed for a list that the person may not read, InvalidInput naming `recipients`, and Refused."""
    if by.hat is None:
        raise NotAllowed(_("Your role does not allow this export."))
    query = _lasting(query)
    _check_reads(exporter, by, query, options)
    if ScheduledExport.objects.visible_to(by).count() >= MOST:
        raise Refused(_("You have 20 scheduled exports. Delete one that nobody needs."))
    _check_recipients(exporter, by, query, options, roles)
    zone = timezone_of(by.hat)
    schedule = ScheduledExport.objects.create(
        owner=by.hat,
        title=title,
        exporter=exporter.name,
        query=query,
        options=options,
        file_format=file_format,
        rhythm=Rhythm(rhythm),
        day=day,
        timezone=zone,
        next_at=next_moment(rhythm, day, zone, clock.now()),
    )
    _set_recipients(schedule, roles)
    audit.record("schedule.save", schedule, by)
    _ring_later(schedule)
    return schedule


@transaction.atomic
def update_schedule(
    *,
    schedule: ScheduledExport,
    query: str,
    options: dict[str, Any],
    title: str,
    file_format: str,
    rhythm: str,
    day: int,
    roles: Sequence[Role],
    by: Actor,
) -> ScheduledExport:
    """From its next run on; what rests goes on resting. Raises as `save_schedule`, and Refused while it is being made."""
    schedule = _locked(schedule.pk)
    _check_owner(schedule, by)
    if schedule.runs.filter(finished_at=None).exists():
        raise InvalidInput(_("It is being made just now. Save again when everybody has theirs."))
    exporter, query = exports.named(schedule.exporter), _lasting(query)
    _check_reads(exporter, by, query, options)
    _check_recipients(exporter, by, query, options, roles)
    wanted = {
        "title": title, "query": query, "options": options, "file_format": file_format, "rhythm": str(Rhythm(rhythm)),
        "day": day,
    }  # fmt: skip
    before = {name: getattr(schedule, name) for name in wanted}
    changed = {name: (before[name], value) for name, value in wanted.items() if before[name] != value}
    for name, value in wanted.items():
        setattr(schedule, name, value)
    schedule.failures = 0
    if not schedule.paused:
        schedule.next_at = next_moment(rhythm, day, schedule.timezone, clock.now())
        _ring_later(schedule)
    schedule.save(update_fields=[*wanted, "failures", "next_at"])
    _set_recipients(schedule, roles)
    audit.record("schedule.update", schedule, by, changed)
    return schedule


def _set_recipients(schedule: ScheduledExport, roles: Sequence[Role]) -> None:
    """These and no others; each of them may read the list now."""
    schedule.recipients.exclude(role__in=roles).filter(removed_at=None).update(removed_at=clock.now())
    schedule.recipients.filter(role__in=roles).update(removed_at=None, stopped_at=None)
    known = set(schedule.recipients.values_list("role", flat=True))
    ScheduleRecipient.objects.bulk_create(
        ScheduleRecipient(schedule=schedule, role=role) for role in roles if role.pk not in known
    )


def _lasting(query: str) -> str:
    """The filter and order of an address; each run counts up to its own day."""
    given = QueryDict(query, mutable=True)
    for name in _OF_THE_MOMENT:
        given.pop(name, None)
    return given.urlencode(safe=",")


def _check_recipients(
    exporter: exports.Exporter, by: Actor, query: str, options: dict[str, Any], roles: Sequence[Role]
) -> None:
    if not roles or len(roles) > MOST_RECIPIENTS:
        raise InvalidInput(_("Choose between 1 and 30 people."), "recipients")
    known = set(offered_roles(by).values_list("pk", flat=True))
    for role in roles:
        if role.pk not in known or not _reads(exporter, role, query, options):
            raise InvalidInput(
                _("%(name)s may not read this list in this role.") % {"name": role.user}, "recipients"
            )


def _check_reads(exporter: exports.Exporter, actor: Actor, query: str, options: dict[str, Any]) -> None:
    exporter.actor_of(actor.user, actor.hat.pk)
    exporter.check_may(actor, options)
    if exporter.write is None:
        exporter.source(actor, query, options)


def _reads(exporter: exports.Exporter, role: Role, query: str, options: dict[str, Any]) -> bool:
    """Whether this person may read it now, in this role."""
    try:
        _check_reads(exporter, exporter.actor_of(role.user, role.pk), query, options)
    except (NotAllowed, Http404):
        return False
    return True


@transaction.atomic
def pause(*, schedule: ScheduledExport, by: Actor) -> ScheduledExport:
    schedule = _locked(schedule.pk)
    _check_owner(schedule, by)
    if not schedule.paused:
        _rest(schedule, BY_OWNER)
        audit.record("schedule.pause", schedule, by)
    return schedule


@transaction.atomic
def resume(*, schedule: ScheduledExport, by: Actor) -> ScheduledExport:
    """From its next day on; who was left out, and may read the list again, gets it again."""
    schedule = _locked(schedule.pk)
    _check_owner(schedule, by)
    _check_reads(exports.named(schedule.exporter), by, schedule.query, schedule.options)
    schedule.recipients.update(stopped_at=None)
    schedule.failures, schedule.paused_because = 0, ""
    schedule.next_at = next_moment(schedule.rhythm, schedule.day, schedule.timezone, clock.now())
    schedule.save(update_fields=["failures", "paused_because", "next_at"])
    audit.record("schedule.resume", schedule, by)
    _ring_later(schedule)
    return schedule


@transaction.atomic
def delete_schedule(*, schedule: ScheduledExport, by: Actor) -> None:
    """With its runs. Tables that are made already stay for their week."""
    schedule = _locked(schedule.pk)
    _check_owner(schedule, by)
    audit.record("schedule.delete", schedule, by)
    schedule.delete()


@transaction.atomic
def run_now(*, schedule: ScheduledExport, by: Actor) -> ScheduledRun:
    schedule = _locked(schedule.pk)
    _check_owner(schedule, by)
    _check_reads(exports.named(schedule.exporter), by, schedule.query, schedule.options)
    if schedule.runs.filter(finished_at=None).exists():
        raise WrongState(_("It is being made just now."))
    audit.record("schedule.run", schedule, by)
    return _begin(schedule, clock.now(), by_hand=True)


def _check_owner(schedule: ScheduledExport, by: Actor) -> None:
    if by.hat is None or (schedule.owner_id, schedule.owner.user_id) != (by.hat.pk, by.user_id):
        raise NotAllowed(_("Only the person who made it may change it."))


def _locked(pk: int) -> ScheduledExport:
    rows = ScheduledExport.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("owner__user").get(pk=pk)


def _ring_later(schedule: ScheduledExport) -> None:
    moment = schedule.next_at
    assert moment is not None
    key = f"{schedule.pk}:{moment.isoformat()}:{clock.now().timestamp()}"
    outbox.add(DUE, key, due_at=moment, payload={"id": schedule.pk, "due": moment.isoformat()})


def _rest(schedule: ScheduledExport, reason: str) -> None:
    schedule.next_at, schedule.paused_because = None, reason
    schedule.save(update_fields=["next_at", "paused_because"])


# --- what workers do -------------------------------------------------------------------------------------------------


@transaction.atomic
def begin_due(pk: int, due: datetime) -> None:
    """Begin the run of this moment; safe to ring twice, and late: what was missed meanwhile is one run."""
    found = ScheduledExport.objects.filter(pk=pk).exists()
    schedule = _locked(pk) if found else None
    if schedule is None or schedule.next_at != due:
        return
    if schedule.runs.filter(finished_at=None).exists():
        outbox.add(DUE, f"{pk}:{due.isoformat()}:{clock.now().timestamp()}", clock.now() + BUSY_FOR,
                   {"id": pk, "due": due.isoformat()})  # fmt: skip
        return
    if not _reads(exports.named(schedule.exporter), schedule.owner, schedule.query, schedule.options):
        _rest(schedule, NO_RIGHT)
        _tell_owner(schedule, [_(NO_RIGHT)])
        return
    schedule.next_at = next_moment(schedule.rhythm, schedule.day, schedule.timezone, clock.now())
    schedule.save(update_fields=["next_at"])
    _ring_later(schedule)
    _begin(schedule, due, by_hand=False)


def _begin(schedule: ScheduledExport, due: datetime, *, by_hand: bool) -> ScheduledRun:
    run = ScheduledRun.objects.create(schedule=schedule, due_at=due, by_hand=by_hand, started_at=clock.now())
    RunShare.objects.bulk_create(RunShare(run=run, recipient=recipient) for recipient in _served(schedule))
    outbox.add(STEP, f"{run.pk}:begin", payload={"run": run.pk})
    return run


@transaction.atomic
def step(number: int) -> None:
    """The next recipient's job; the end of the run when nobody is left."""
    place = ScheduledRun.objects.filter(pk=number).values_list("schedule", flat=True).first()
    if place is None:
        return
    schedule = _locked(place)
    run = schedule.runs.get(pk=number)
    if run.finished_at is not None:
        return
    exporter = exports.named(schedule.exporter)
    shares = run.shares.select_related("recipient__role__user").order_by("id")
    for share in shares:
        if not share.is_open:
            continue
        if share.job_number is not None:
            return
        role = share.recipient.role
        if _reads(exporter, role, schedule.query, schedule.options):
            _add_job(run, share, schedule, exporter)
            return
        share.problem = _(LOST)
        share.save(update_fields=["problem"])
        ScheduleRecipient.objects.filter(pk=share.recipient_id).update(stopped_at=clock.now())
    _finish(run, schedule)


def _add_job(
    run: ScheduledRun, share: RunShare, schedule: ScheduledExport, exporter: exports.Exporter
) -> None:
    role = share.recipient.role
    try:
        job = jobs.add_job(
            exporter=exporter,
            query=schedule.query,
            options=schedule.options,
            file_format=schedule.file_format,
            by=exporter.actor_of(role.user, role.pk),
            language=role.user.language,
        )
    except jobs.Busy:
        later = clock.now() + BUSY_FOR
        outbox.add(STEP, f"{run.pk}:{share.pk}:{later.timestamp()}", later, {"run": run.pk})
        return
    share.job_number = job.pk
    share.save(update_fields=["job_number"])


def hear(job: ExportJob) -> None:
    """A job was made, or did not work: tell the recipient, and go on. In the worker's transaction."""
    share = (
        RunShare.objects.select_related("recipient__role__user", "run__schedule")
        .filter(job_number=job.pk, made_at=None)
        .first()
    )
    if share is None or share.run.finished_at is not None:
        return
    if job.made_at is not None:
        share.made_at, share.problem = job.made_at, ""
        role = share.recipient.role
        TableReady(job, schedule=share.run.schedule, job=job, role=role).send(to_role(role))
    else:
        share.problem = job.problem[:300]
    share.save(update_fields=["made_at", "problem"])
    outbox.add(STEP, f"{share.run_id}:{share.pk}:heard", payload={"run": share.run_id})


def _finish(run: ScheduledRun, schedule: ScheduledExport) -> None:
    shares = list(run.shares.select_related("recipient__role__user").order_by("id"))
    reached = sum(share.made_at is not None for share in shares)
    complete = reached == len(shares) and reached > 0
    run.result = RunResult.MADE if complete else RunResult.PARTLY if reached else RunResult.FAILED
    run.finished_at = clock.now()
    run.save(update_fields=["result", "finished_at"])
    schedule.failures = 0 if reached else schedule.failures + 1
    schedule.save(update_fields=["failures"])
    sentences = [f"{share.recipient.role.user}: {share.problem}" for share in shares if share.problem]
    if not schedule.paused and not _served(schedule).exists():
        _rest(schedule, NOBODY)
        sentences.append(_(NOBODY))
    elif not schedule.paused and schedule.failures >= FAILURES:
        _rest(schedule, TOO_OFTEN)
        sentences.append(_(TOO_OFTEN))
    again = schedule.failures == TOLD_AFTER and not schedule.paused
    if again:
        sentences.append(_(AGAIN))
    lost = any(share.recipient.stopped_at is not None for share in shares)
    if lost or again or (schedule.paused and sentences and schedule.paused_because != BY_OWNER):
        _tell_owner(schedule, sentences)


def _served(schedule: ScheduledExport) -> QuerySet[ScheduleRecipient]:
    return schedule.recipients.filter(stopped_at=None, removed_at=None)


def _tell_owner(schedule: ScheduledExport, sentences: list[str]) -> None:
    if schedule.owner.user.is_active:
        ScheduleTrouble(schedule, schedule=schedule, sentences=sentences).send(to_role(schedule.owner))
