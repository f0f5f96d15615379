"""The files of an issue, made by a worker: PDF and Word of both editions, together, from the same figures and texts."""

import logging
import secrets
from collections.abc import Callable
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, clock, files, outbox, progress
from core.actors import Actor
from core.exceptions import DocumentFailed, WrongState
from core.models import StoredFile
from reporting import permissions
from reporting.deliverables import catalogue, issues
from reporting.models import Deliverable, DeliverableEdition
from reporting.services import deliverable_mails

JOB = "reporting.deliverable"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
logger = logging.getLogger(__name__)


@transaction.atomic
def ask_files(*, deliverable: Deliverable, by: Actor) -> Deliverable:
    """Let a worker make the files. Of a draft they say that it is one; of an approved issue they are final."""
    permissions.check_may_make_files(deliverable, by)
    rows = Deliverable.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    now = rows.get(pk=deliverable.pk)
    if now.state not in ("draft", "in_review", "approved") or now.files_are_final:
        raise WrongState(_("The files of this issue are made and stay as they are."))
    deliverable.files_asked_at = clock.now()
    deliverable.files_made_at = deliverable.files_failed_at = None
    deliverable.files_problem = ""
    deliverable.save(update_fields=["files_asked_at", "files_made_at", "files_failed_at", "files_problem"])
    audit.record("deliverable.files", deliverable, by)
    # Each wish is work of its own: the texts may have changed since the last.
    key = f"{JOB}:{deliverable.pk}:{secrets.token_hex(6)}"
    outbox.add(JOB, key, payload={"id": deliverable.pk})
    return deliverable


def make_files(deliverable: Deliverable, begun: list[issues.Begun] | None = None) -> None:
    """The worker's part. What goes wrong is told on the page, where a person can try again.

    With `begun`, the files that `issues.begin_all` began earlier are waited for.
    """
    if not deliverable.being_made:
        return
    try:
        made = issues.finish_all(begun) if begun else issues.make_all(deliverable, note_progress(deliverable))
    except DocumentFailed as problem:
        _note_failure(deliverable, str(problem))
    except Exception:
        logger.exception("deliverable %s could not be made", deliverable.pk)
        _note_failure(
            deliverable,
            _("The files could not be made. Try again; if it fails again, tell the support office."),
        )
    else:
        _keep(deliverable, made)


def note_progress(deliverable: Deliverable) -> Callable[[int, int], None]:
    return partial(progress.note, job_name(deliverable))


def job_name(deliverable: Deliverable) -> str:
    return f"deliverable:{deliverable.pk}"


def forget_files(deliverable: Deliverable) -> None:
    """Delete the files of a draft that no longer say what it says."""
    for edition in deliverable.editions.select_related("pdf", "word"):
        _replace(edition, None, None, None)


@transaction.atomic
def _keep(deliverable: Deliverable, made: list[issues.Made]) -> None:
    """Keep what was made, unless the issue moved on meanwhile: then another job is on its way, or none is wanted."""
    rows = Deliverable.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    now = rows.get(pk=deliverable.pk)
    if now.files_asked_at != deliverable.files_asked_at or now.state != deliverable.state:
        return
    system = Actor.system("deliverables")
    for item in made:
        name = f"{now.code}-{deliverable.partnership.slug}-{item.edition.edition}-{now.number}"
        _replace(
            item.edition,
            files.store_bytes(item.pdf, f"{name}.pdf", "application/pdf", system),
            files.store_bytes(item.word, f"{name}.docx", WORD, system),
            catalogue.count_pages(item.pdf),
        )
    now.files_made_at, now.files_are_final = clock.now(), now.state == "approved"
    now.save(update_fields=["files_made_at", "files_are_final"])
    audit.record("deliverable.files_made", now, system)


def _replace(
    edition: DeliverableEdition,
    pdf: StoredFile | None,
    word: StoredFile | None,
    pages: int | None,
) -> None:
    old = [stored for stored in (edition.pdf, edition.word) if stored is not None]
    edition.pdf, edition.word, edition.pages = pdf, word, pages
    edition.save(update_fields=["pdf", "word", "pages"])
    for stored in old:
        files.forget(stored)


def _note_failure(deliverable: Deliverable, problem: str) -> None:
    asked = Deliverable.objects.filter(pk=deliverable.pk, files_asked_at=deliverable.files_asked_at)
    if asked.update(files_failed_at=clock.now(), files_problem=problem[:300]):
        deliverable.refresh_from_db()
        deliverable_mails.tell_failure(deliverable)
