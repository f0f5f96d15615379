"""Dated entries of a partnership's public page: written as a draft, published, taken back."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from clusters.models import Partnership
from clusters.permissions import check_coordinates
from core import audit, clock, files
from core.actors import Actor
from core.exceptions import InvalidInput
from reporting.enums import NewsKind
from reporting.models import NewsItem

FIELDS = ("kind", "title", "text", "link", "dated_on")


@transaction.atomic
def write_news(
    *,
    partnership: Partnership,
    by: Actor,
    file: UploadedFile | None = None,
    publish: bool = False,
    **fields: Any,
) -> NewsItem:
    """A new entry, published at once when `publish` says so. Raises InvalidInput."""
    check_coordinates(by, partnership)
    item = NewsItem(partnership=partnership, written_by=by.user, created_at=clock.now())
    _write(item, by, file, fields)
    audit.record("news.write", item, by, {"title": ("", item.title)})
    return publish_news(item=item, by=by) if publish else item


@transaction.atomic
def update_news(*, item: NewsItem, by: Actor, file: UploadedFile | None = None, **fields: Any) -> NewsItem:
    """Correct an entry; a published one stays published."""
    check_coordinates(by, item.partnership)
    before = {name: getattr(item, name) for name in fields}
    _write(item, by, file, fields)
    changes = {name: (old, getattr(item, name)) for name, old in before.items()}
    if file is not None and item.file is not None:
        changes["file"] = (None, item.file.sha256)
    audit.record(
        "news.update", item, by, {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    )
    return item


@transaction.atomic
def publish_news(*, item: NewsItem, by: Actor) -> NewsItem:
    """Everybody can read it from now on; doing it twice is once."""
    check_coordinates(by, item.partnership)
    if item.published_at is None:
        item.published_at = clock.now()
        item.save(update_fields=["published_at"])
        audit.record("news.publish", item, by, {"title": ("", item.title)})
    return item


@transaction.atomic
def withdraw_news(*, item: NewsItem, by: Actor) -> NewsItem:
    """Back to a draft that only the partnership sees."""
    check_coordinates(by, item.partnership)
    if item.published_at is not None:
        item.published_at = None
        item.save(update_fields=["published_at"])
        audit.record("news.withdraw", item, by, {"title": (item.title, "")})
    return item


def _write(item: NewsItem, by: Actor, file: UploadedFile | None, fields: dict[str, Any]) -> None:
    unknown = set(fields) - set(FIELDS)
    if unknown:
        raise TypeError(f"not part of an entry: {', '.join(sorted(unknown))}")
    for name, value in fields.items():
        setattr(item, name, value.strip() if isinstance(value, str) else value)
    _check_day(item.kind, item.dated_on)
    if file is not None:
        try:
            item.file = files.store(file, by)
        except InvalidInput as problem:
            raise InvalidInput(problem.message, "file") from problem
    if not (item.text or item.link or item.file_id):
        raise InvalidInput(_("Write a text, or give a link or a file."), "text")
    item.save()


def _check_day(kind: str, day: date) -> None:
    if kind != NewsKind.EVENT and day > clock.today():
        raise InvalidInput(_("Only an event can lie in the future."), "dated_on")
