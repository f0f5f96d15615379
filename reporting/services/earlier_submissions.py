"""Deliverables that were handed in before a partnership used the portal, or beside it: they count as done in its plan."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clusters.models import Partnership
from core import audit, clock, files
from core.actors import Actor
from core.exceptions import InvalidInput
from core.models import StoredFile
from reporting import permissions
from reporting.deliverables import catalogue
from reporting.models import PlannedIssue


@transaction.atomic
def note_earlier_submission(
    *,
    partnership: Partnership,
    code: str,
    number: int,
    by: Actor,
    submitted_on: date | None,
    title: str = "",
    link: str = "",
    file: UploadedFile | None = None,
    public: bool = False,
) -> PlannedIssue:
    """Which document went to the granting authority when. Without a day, the note is taken back, and its file with it."""
    permissions.check_may_report(partnership, by)
    kind = catalogue.kind_of(code)
    if submitted_on is not None:
        _check_day(partnership, submitted_on)
    row, _made = PlannedIssue.objects.select_for_update(of=("self",), no_key=True).get_or_create(
        partnership=partnership, code=kind.code, number=number
    )
    before, old = row.submitted_on, row.submitted_file
    row.submitted_on = submitted_on
    row.submitted_title = (title.strip() or catalogue.title_of(kind)) if submitted_on else ""
    row.submitted_link = link if submitted_on else ""
    row.submitted_public = bool(submitted_on) and public and not kind.confidential
    row.submitted_file = _file(old, file, by) if submitted_on else None
    row.save()
    if old is not None and old != row.submitted_file:
        files.forget(old)
    audit.record(
        "deliverable.earlier", row, by, {"submitted_on": (str(before or ""), str(submitted_on or ""))}
    )
    return row


def _check_day(partnership: Partnership, day: date) -> None:
    if day > clock.today():
        raise InvalidInput(_("This day has not come yet. Choose today or an earlier day."), "submitted_on")
    if day < partnership.start_on:
        raise InvalidInput(
            _("On this day the partnership had not begun. Choose a later day."), "submitted_on"
        )


def _file(old: StoredFile | None, upload: UploadedFile | None, by: Actor) -> StoredFile | None:
    """The new one; without one, the file that is there stays."""
    if upload is None:
        return old
    try:
        return files.store(upload, by)
    except InvalidInput as problem:
        raise InvalidInput(problem.message, "file") from problem
