"""Text parts of a draft: several people write, every version is kept, nobody overwrites another unseen."""

import re

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from core import audit, clock
from core.actors import Actor
from core.exceptions import InvalidInput, StaleVersion, WrongState
from reporting import permissions
from reporting.models import Deliverable, ReviewComment, TextPart, TextVersion
from reporting.services import deliverable_mails

LONGEST = 30_000
_PAGE = re.compile(r"[0-9a-f]{16}")


@transaction.atomic
def save_text(
    *,
    part: TextPart,
    text: str,
    by: Actor,
    seen: int | None = None,
    page: str = "",
    finished: bool | None = None,
) -> TextPart:
    """A new version, or the same one going on where the newest was written by the same open `page`.

    `seen` is the number of the version the page was made from. Raises StaleVersion, with the part as it is now, when
    another page has saved another text since.
    """
    page = page if _PAGE.fullmatch(page) else ""
    text = _plain(text)
    now = _locked(part, by)
    newest = now.versions.order_by("-number").first()
    own = bool(page) and newest is not None and newest.page == page and newest.written_by_id == by.user_id
    if seen is not None and seen != now.number and not own and text != now.text:
        raise StaleVersion(_("Somebody changed this text in the meantime. Nothing was saved yet."), now)
    if finished is not None:
        now.finished = finished
    if text != now.text:
        if own and newest is not None:
            newest.text, newest.written_at = text, clock.now()
            newest.save(update_fields=["text", "written_at"])
        else:
            _add_version(now, text, by, page=page)
        now.text = text
    now.save(update_fields=["text", "number", "finished"])
    return now


@transaction.atomic
def restore_version(*, part: TextPart, number: int, by: Actor) -> TextPart:
    """An earlier text as a new version; those between stay."""
    now = _locked(part, by)
    earlier = now.versions.get(number=number)
    if earlier.text != now.text:
        _add_version(now, earlier.text, by, restored=number)
        now.text = earlier.text
        now.save(update_fields=["text", "number"])
    return now


@transaction.atomic
def assign_part(*, part: TextPart, cluster: Cluster | None, by: Actor) -> TextPart:
    """Ask the managers of a cluster to write a part; they hear of it by mail."""
    deliverable = part.deliverable
    permissions.check_may_report(deliverable.partnership, by)
    if cluster is not None and not permissions.in_partnership(cluster.pk, deliverable.partnership_id):
        raise InvalidInput(_("Choose a cluster of this partnership."), "cluster")
    if part.cluster_id != (cluster.pk if cluster else None):
        part.cluster = cluster
        part.save(update_fields=["cluster"])
        audit.record("deliverable.assign", deliverable, by)
        if cluster is not None:
            deliverable_mails.tell_writers(part, by)
    return part


@transaction.atomic
def add_comment(*, deliverable: Deliverable, key: str, text: str, by: Actor) -> ReviewComment:
    permissions.check_may_comment(deliverable, by)
    if deliverable.state not in ("draft", "in_review"):
        raise WrongState(_("Comments are made on drafts and in a review."))
    return ReviewComment.objects.create(
        deliverable=deliverable, key=key, text=text, written_by=by.user, written_at=clock.now()
    )


@transaction.atomic
def settle_comment(*, comment: ReviewComment, by: Actor, settled: bool = True) -> ReviewComment:
    """Say that a comment is dealt with, or open it again."""
    permissions.check_may_comment(comment.deliverable, by)
    comment.settled_by = by.user if settled else None
    comment.settled_at = clock.now() if settled else None
    comment.save(update_fields=["settled_by", "settled_at"])
    return comment


def _locked(part: TextPart, by: Actor) -> TextPart:
    """The part as it is now, under its lock, for somebody who may write in it today."""
    Deliverable.objects.select_for_update(of=("self",), no_key=True).order_by("pk").get(
        pk=part.deliverable_id
    )
    rows = TextPart.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    now = rows.select_related("deliverable").get(pk=part.pk)
    permissions.check_may_write(now.deliverable, by)
    if now.deliverable.state != "draft":
        raise WrongState(_("Texts are changed in a draft. Ask the coordinator to take the issue back."))
    return now


def _add_version(now: TextPart, text: str, by: Actor, *, page: str = "", restored: int | None = None) -> None:
    now.number += 1
    TextVersion.objects.create(
        part=now,
        number=now.number,
        text=text,
        written_by=by.user,
        written_at=clock.now(),
        page=page,
        restored=restored,
    )


def _plain(text: str) -> str:
    """Browsers send line ends of their own."""
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(text) > LONGEST:
        raise InvalidInput(_("This text is too long for one part. Keep it below 30,000 characters."), "text")
    return text
