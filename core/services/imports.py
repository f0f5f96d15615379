"""An import's acts: bring a file, choose its columns, check, save, cancel. The work itself runs in a worker."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core import audit, clock, files, outbox, workflow
from core.actors import Actor
from core.exceptions import InvalidInput, NotAllowed
from core.imports import reading, work
from core.imports.columns import guess, plain
from core.imports.importer import Importer, named
from core.models import ImportMapping, ImportProblem, ImportRow, ImportRun

# Long enough to answer questions about an import; the rows hold names and addresses.
KEPT_FOR = timedelta(days=90)
_SYSTEM = Actor.system("import")
_FAILED = "The work failed several times; nothing was saved."


@transaction.atomic
def upload_file(*, importer: Importer, upload: UploadedFile, by: Actor) -> ImportRun:
    """Keep the file and guess its columns. Raises InvalidInput when it is no table."""
    scope = importer.scope_of(by)
    if scope is None:
        raise NotAllowed(_("Your role does not allow this import."))
    if (upload.size or 0) > reading.MAX_BYTES:
        raise InvalidInput(_("The file is larger than 5 MB. Split it into several files."), "file")
    data = upload.read()
    sheet = reading.read(data)
    run = ImportRun(
        importer=importer.name,
        scope=scope,
        file=files.store_bytes(data, upload.name or "table", sheet.content_type, by),
        header=sheet.header,
        mapping=guess(sheet.header, importer.columns, _remembered(importer, scope)),
        language=get_language() or "en",
        created_by=by.user,
        hat_id=by.hat.pk if by.hat is not None else None,
        row_count=len(sheet.rows),
        created_at=clock.now(),
    )
    run = workflow.start(run, by=by, state="uploaded", action="upload")
    key, due = f"import.forget:{run.pk}", clock.now() + KEPT_FOR
    outbox.add("import.forget", key, due_at=due, payload={"id": run.pk})
    return run


@transaction.atomic
def check_rows(
    *,
    run: ImportRun,
    by: Actor,
    mapping: Mapping[str, int],
    options: Mapping[str, Any],
    version: int | None = None,
) -> ImportRun:
    """Take the chosen columns and have every row checked. The choice is remembered for the next file."""
    importer = named(run.importer)
    missing = [column.label for column in importer.columns if column.required and column.key not in mapping]
    if missing:
        raise InvalidInput(
            _("Choose a column for: %(columns)s.") % {"columns": ", ".join(str(label) for label in missing)}
        )
    workflow.perform(run, "check", by=by, version=version, mapping=dict(mapping), options=dict(options))
    _remember(importer, run)
    return run


@transaction.atomic
def save_rows(*, run: ImportRun, by: Actor, version: int | None = None) -> ImportRun:
    """Have a checked file saved, all of it or nothing."""
    return workflow.perform(run, "save", by=by, version=version)


@transaction.atomic
def cancel_import(*, run: ImportRun, by: Actor) -> ImportRun:
    """Give it up. A walk that is under way stops at its next chunk and takes everything back."""
    if run.state in ("checking", "importing"):
        if not workflow.of(run).relations(run, by):
            raise NotAllowed(_("Your role does not allow this import."))
        # No lock and no new version: the worker's transaction is under way.
        ImportRun.objects.filter(pk=run.pk, state=run.state).update(cancel_asked_at=clock.now())
        audit.record("importrun.ask_stop", run, by)
        return run
    return workflow.perform(run, "cancel", by=by)


def check_now(run: ImportRun) -> None:
    """The worker's check. A walk that fails for reasons of its own ends in the state before, with a note in the log."""
    importer = named(run.importer)
    with translation.override(run.language):
        try:
            with transaction.atomic():
                rows = work.rows_of(run, importer, _data(run))
                work.check(run, rows, importer.session(run, _starter(run)))
        except work.Stopped:
            workflow.perform(run, "stop_check", by=_SYSTEM)
            return
        sums = work.keep(run, importer, rows)
    workflow.perform(run, "note_check", by=_SYSTEM, **sums)


def save_now(run: ImportRun) -> None:
    """The worker's import: one transaction inside the caller's, taken back as a whole when a row no longer fits."""
    importer = named(run.importer)
    with translation.override(run.language):
        rows = work.rows_of(run, importer, _data(run))
        try:
            with transaction.atomic():
                _alone(run)
                work.save(run, rows, importer.session(run, _starter(run)))
                sums = work.keep(run, importer, rows)
        except work.Stopped:
            workflow.perform(run, "stop_save", by=_SYSTEM, **_sums(run))
            return
        except work.Wrong:
            rows = work.rows_of(run, importer, _data(run))
            work.check(run, rows, importer.session(run, _starter(run)))
            workflow.perform(run, "stop_save", by=_SYSTEM, **work.keep(run, importer, rows))
            return
    workflow.perform(run, "note_saved", by=_SYSTEM, counts=sums["counts"])


@transaction.atomic
def give_up(run: ImportRun) -> None:
    """After many tries: back to where the person can act again."""
    if run.state == "checking":
        workflow.perform(run, "stop_check", by=_SYSTEM, comment=_FAILED)
    elif run.state == "importing":
        workflow.perform(run, "stop_save", by=_SYSTEM, comment=_FAILED, **_sums(run))


@transaction.atomic
def forget(run: ImportRun) -> None:
    """After its time: the contents of rows and file go. Which file made which record stays, with its hash."""
    ImportProblem.objects.filter(run=run).update(value="")
    ImportRow.objects.filter(run=run).update(values={})
    run.file.file.delete(save=False)
    run.forgotten_at = clock.now()
    run.save(update_fields=["forgotten_at"])


def _data(run: ImportRun) -> bytes:
    with run.file.file.open("rb") as content:
        return bytes(content.read())


def _sums(run: ImportRun) -> dict[str, Any]:
    return {"counts": run.counts, "row_count": run.row_count, "problem_count": run.problem_count}


def _starter(run: ImportRun) -> Actor:
    """Who pressed the button: the rows are made in that person's name."""
    log = workflow.history(run).filter(name__in=["check", "save"]).select_related("actor_user").last()
    user = log.actor_user if log is not None else run.created_by
    return Actor.person(user) if user is not None else _SYSTEM


def _alone(run: ImportRun) -> None:
    """One import at a time for a place: the second one sees what the first has saved."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"import:{run.importer}:{run.scope}"]
        )


def _remembered(importer: Importer, scope: int) -> dict[str, str]:
    known = ImportMapping.objects.filter(importer=importer.name, scope=scope)
    return dict(known.values_list("title", "column"))


def _remember(importer: Importer, run: ImportRun) -> None:
    chosen = [
        ImportMapping(
            importer=importer.name, scope=run.scope, title=plain(run.header[place])[:120], column=key
        )
        for key, place in run.mapping.items()
        if place < len(run.header) and plain(run.header[place])
    ]
    unique = {item.title: item for item in chosen}
    ImportMapping.objects.bulk_create(
        unique.values(),
        update_conflicts=True,
        unique_fields=["importer", "scope", "title"],
        update_fields=["column"],
    )
