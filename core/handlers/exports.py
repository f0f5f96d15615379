"""Tables after the commit: made, and deleted after a week; each safe to run twice."""

from typing import Any

from core import outbox
from core.models import ExportJob
from core.services import exports


@outbox.handler("export.make")
def make(payload: dict[str, Any]) -> None:
    job = ExportJob.objects.select_related("user").filter(pk=payload["id"]).first()
    if job is not None and job.at_work:
        exports.make_now(job)


@outbox.when_given_up("export.make")
def note_given_up(payload: dict[str, Any], _error: Exception) -> None:
    job = ExportJob.objects.filter(pk=payload["id"]).first()
    if job is not None and job.at_work:
        exports.give_up(job)


@outbox.handler("export.forget")
def forget(payload: dict[str, Any]) -> None:
    job = ExportJob.objects.select_related("file").filter(pk=payload["id"]).first()
    if job is not None:
        exports.forget(job)
