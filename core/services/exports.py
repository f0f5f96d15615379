"""A table that a person takes away: asked for, made by a worker, tried again, forgotten after a week."""

import logging
from collections.abc import Callable
from datetime import timedelta
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from django.db import IntegrityError, transaction
from django.http import FileResponse, Http404
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import audit, clock, exports, files, outbox, progress
from core.actors import Actor
from core.exceptions import NotAllowed, PortalError, Refused, WrongState
from core.models import DownloadLog, ExportJob
from core.models.exports import TableFormat
from core.transactions import snapshot

KEPT_FOR = timedelta(days=7)
AT_ONCE = 3
_TYPES = {
    TableFormat.CSV: "text/csv; charset=utf-8",
    TableFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    TableFormat.ZIP: "application/zip",
}
_listeners: list[Callable[[ExportJob], None]] = []
logger = logging.getLogger(__name__)


class Busy(Refused):
    """Somebody else's job is making the very same."""


@transaction.atomic
def ask(
    *, exporter: exports.Exporter, query: str, options: dict[str, Any], file_format: str, by: Actor
) -> ExportJob:
    """Note the wish; a worker makes the table after the commit. Raises NotAllowed and Refused."""
    if by.user is None or by.hat is None:
        raise NotAllowed(_("Your role does not allow this export."))
    exporter.check_may(exporter.actor_of(by.user, by.hat.pk), options)
    own = ExportJob.objects.filter(user=by.user, made_at=None, failed_at=None)
    if own.count() >= AT_ONCE:
        raise Refused(_("Three tables are being made for you. Wait until one is ready."))
    return add_job(
        exporter=exporter,
        query=query,
        options=options,
        file_format=file_format,
        by=by,
        language=get_language() or "en",
    )


@transaction.atomic
def add_job(
    *,
    exporter: exports.Exporter,
    query: str,
    options: dict[str, Any],
    file_format: str,
    by: Actor,
    language: str,
) -> ExportJob:
    """A job for somebody whose right was checked; the worker checks it again. Raises Busy."""
    job = ExportJob(
        exporter=exporter.name,
        user=by.user,
        hat_id=by.hat.pk,
        query=query[:2000],
        options=options,
        exclusive=exporter.exclusive(options) if exporter.exclusive is not None else "",
        file_format=TableFormat(file_format),
        language=language,
        requested_at=clock.now(),
    )
    _save_alone(job)
    audit.record("export.ask", job, by)
    outbox.add("export.make", f"export:{job.pk}:1", payload={"id": job.pk})
    return job


def _save_alone(job: ExportJob) -> None:
    try:
        with transaction.atomic():
            job.save()
    except IntegrityError as error:
        if "export_job_exclusive" not in str(error):
            raise
        raise Busy(_("This is being made already. Wait until it is ready, then ask for yours.")) from error


@transaction.atomic
def again(*, job: ExportJob, by: Actor) -> ExportJob:
    """Try once more what did not work."""
    if job.failed_at is None:
        raise WrongState(_("This table is made already, or is being made."))
    exporter = exports.named(job.exporter)
    exporter.check_may(exporter.actor_of(by.user, job.hat_id), job.options)
    job.failed_at, job.problem = None, ""
    _save_alone(job)
    key = f"export:{job.pk}:{clock.now().timestamp()}"
    outbox.add("export.make", key, payload={"id": job.pk})
    return job


def make_now(job: ExportJob) -> None:
    """The worker's part. What goes wrong is told on the page, where the person can try again."""
    try:
        with translation.override(job.language), TemporaryFile() as target:
            with snapshot():
                name, rows = _write(target, job)
            _keep(job, target, name, rows)
    except PortalError as problem:
        _note_failure(job, str(problem))
    except Exception:
        logger.exception("export %s failed", job.pk)
        give_up(job)


@transaction.atomic
def give_up(job: ExportJob) -> None:
    """Nothing the person did: the page says so and offers to try again."""
    with translation.override(job.language):
        _note_failure(job, _("The table could not be made. Try again; if it fails again, tell us."))


def _write(target: BinaryIO, job: ExportJob) -> tuple[str, int]:
    """The name of the file, and how many rows are in it."""
    exporter = exports.named(job.exporter)
    actor = exporter.actor_of(job.user, job.hat_id)
    exporter.check_may(actor, job.options)
    scope = slugify(str(job.options.get("scope", "")).replace("/", "-"))
    parts = filter(None, (exporter.name, scope, clock.today().isoformat()))
    name = f"{'-'.join(parts)}.{job.file_format}"
    if exporter.write is None:
        return name, _write_table(target, job, exporter, actor)
    return name, exporter.write(
        target, actor, job.options, lambda done, total: progress.note(f"export:{job.pk}", done, total)
    )


@transaction.atomic
def _keep(job: ExportJob, target: BinaryIO, name: str, rows: int) -> None:
    target.seek(0)
    # Not a file that the person handed in.
    job.file = files.store_stream(target, name, _TYPES[TableFormat(job.file_format)], Actor.system("export"))
    job.row_count = rows
    job.made_at = clock.now()
    job.expires_at = job.made_at + KEPT_FOR
    job.save(update_fields=["file", "row_count", "made_at", "expires_at"])
    audit.record("export.made", job, Actor.system("export"), {"sha256": ("", job.file.sha256)})
    _forget_later(job)
    _tell(job)


def _write_table(target: BinaryIO, job: ExportJob, exporter: exports.Exporter, actor: Actor) -> int:
    source = exporter.source(actor, job.query, job.options)
    progress.note(f"export:{job.pk}", 0, source.total)

    def note(done: int) -> None:
        progress.note(f"export:{job.pk}", done, max(done, source.total))

    if job.file_format == TableFormat.XLSX:
        exports.write_xlsx(target, source, exports.counted(source.rows, note))
    else:
        exports.write_csv(target, exporter.lines(actor, job.query, job.options), note)
    return source.total


def when_done(function: Callable[[ExportJob], None]) -> None:
    """Register what hears that a job was made, or did not work; inside the worker's transaction."""
    if function not in _listeners:
        _listeners.append(function)


def _tell(job: ExportJob) -> None:
    for function in _listeners:
        function(job)


def download(job: ExportJob, by: Actor) -> FileResponse:
    """The file for somebody who still may have it; who took it is noted. Raises Http404, NotAllowed and Refused."""
    if job.file is None or job.expires_at is None or job.expires_at <= clock.now():
        raise Http404
    exports.named(job.exporter).check_may(by, job.options)
    DownloadLog.objects.create(
        user=by.user,
        hat=by.hat_label[:200],
        what=job.file.name[:120],
        subject_type=job._meta.label_lower,
        subject_id=job.pk,
        sha256=job.file.sha256,
        at=clock.now(),
    )
    return files.answer(job.file)


def _note_failure(job: ExportJob, problem: str) -> None:
    job.refresh_from_db()
    job.failed_at, job.problem = clock.now(), problem[:300]
    job.save(update_fields=["failed_at", "problem"])
    _forget_later(job)
    _tell(job)


def _forget_later(job: ExportJob) -> None:
    outbox.add("export.forget", f"export:{job.pk}", due_at=clock.now() + KEPT_FOR, payload={"id": job.pk})


@transaction.atomic
def forget(job: ExportJob) -> None:
    """After its week: file and note go."""
    stored = job.file
    job.delete()
    if stored is not None:
        files.forget(stored)
