"""A table that a person takes away: asked for, made by a worker, tried again, forgotten after a week."""

import logging
from datetime import timedelta
from tempfile import TemporaryFile
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import audit, clock, exports, files, outbox, progress
from core.actors import Actor
from core.exceptions import NotAllowed, PortalError, Refused, WrongState
from core.models import ExportJob
from core.models.exports import TableFormat

KEPT_FOR = timedelta(days=7)
AT_ONCE = 3
_TYPES = {
    TableFormat.CSV: ("text/csv; charset=utf-8", exports.write_csv),
    TableFormat.XLSX: (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        exports.write_xlsx,
    ),
}
logger = logging.getLogger(__name__)


@transaction.atomic
def ask(
    *, exporter: exports.Exporter, query: str, options: dict[str, Any], file_format: str, by: Actor
) -> ExportJob:
    """Note the wish; a worker makes the table after the commit. Raises NotAllowed and Refused."""
    if by.user is None or by.hat is None:
        raise NotAllowed(_("Your role does not allow this export."))
    exporter.actor_of(by.user, by.hat.pk)
    own = ExportJob.objects.filter(user=by.user, made_at=None, failed_at=None)
    if own.count() >= AT_ONCE:
        raise Refused(_("Three tables are being made for you. Wait until one is ready."))
    job = ExportJob.objects.create(
        exporter=exporter.name,
        user=by.user,
        hat_id=by.hat.pk,
        query=query[:2000],
        options=options,
        file_format=TableFormat(file_format),
        language=get_language() or "en",
        requested_at=clock.now(),
    )
    audit.record("export.ask", job, by)
    outbox.add("export.make", f"export:{job.pk}:1", payload={"id": job.pk})
    return job


@transaction.atomic
def again(*, job: ExportJob, by: Actor) -> ExportJob:
    """Try once more what did not work."""
    if job.failed_at is None:
        raise WrongState(_("This table is made already, or is being made."))
    exports.named(job.exporter).actor_of(by.user, job.hat_id)
    job.failed_at, job.problem = None, ""
    job.save(update_fields=["failed_at", "problem"])
    key = f"export:{job.pk}:{clock.now().timestamp()}"
    outbox.add("export.make", key, payload={"id": job.pk})
    return job


def make_now(job: ExportJob) -> None:
    """The worker's part. What goes wrong is told on the page, where the person can try again."""
    try:
        with transaction.atomic(), translation.override(job.language):
            _make(job)
    except PortalError as problem:
        _note_failure(job, str(problem))
    except Exception:
        logger.exception("export %s failed", job.pk)
        with translation.override(job.language):
            _note_failure(job, _("The table could not be made. Try again; if it fails again, tell us."))


def _make(job: ExportJob) -> None:
    exporter = exports.named(job.exporter)
    actor = exporter.actor_of(job.user, job.hat_id)
    source = exporter.source(actor, job.query, job.options)
    content_type, write = _TYPES[TableFormat(job.file_format)]
    name = f"{exporter.name}-{clock.today().isoformat()}.{job.file_format}"
    progress.note(f"export:{job.pk}", 0, source.total)
    rows = exports.counted(
        source.rows, lambda done: progress.note(f"export:{job.pk}", done, max(done, source.total))
    )
    with TemporaryFile() as target:
        write(target, source, rows)
        target.seek(0)
        # Not a file that the person handed in.
        job.file = files.store_stream(target, name, content_type, Actor.system("export"))
    job.row_count, job.made_at = source.total, clock.now()
    job.expires_at = job.made_at + KEPT_FOR
    job.save(update_fields=["file", "row_count", "made_at", "expires_at"])
    _forget_later(job)


def _note_failure(job: ExportJob, problem: str) -> None:
    job.refresh_from_db()
    job.failed_at, job.problem = clock.now(), problem[:300]
    job.save(update_fields=["failed_at", "problem"])
    _forget_later(job)


def _forget_later(job: ExportJob) -> None:
    outbox.add("export.forget", f"export:{job.pk}", due_at=clock.now() + KEPT_FOR, payload={"id": job.pk})


@transaction.atomic
def forget(job: ExportJob) -> None:
    """After its week: file and note go."""
    stored = job.file
    job.delete()
    if stored is not None:
        files.forget(stored)
