"""Two people on one page: nobody overwrites unseen what another has saved.

A page that changes saved values carries a digest of them, `seen`. The service compares it under its lock and raises
ChangedMeanwhile when another person saved something else. The page then shows both, keeps what was typed, and carries
the digest of the newer values: sending it again is a choice made with open eyes.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.exceptions import InvalidInput, StaleVersion
from core.models import AuditEvent
from core.posted import posted

SEEN = "seen"
_LOOK_BACK = 20


class ChangedMeanwhile(StaleVersion):
    """`current` is the row as it is now, `saved` the values of the page on it."""

    def __init__(self, current: models.Model, saved: Mapping[str, Any]) -> None:
        super().__init__(_("Somebody changed this in the meantime. Nothing was saved yet."), current)
        self.saved = dict(saved)


@dataclass(frozen=True)
class Conflict:
    """`rows` are (label, saved now, typed) of what is different; `by` and `at` are empty when nobody knows."""

    rows: list[tuple[str, str, str]]
    by: str = ""
    at: datetime | None = None


def digest(values: Mapping[str, Any]) -> str:
    """The same for the same values; related rows count by their keys."""
    plain = {name: _plain(value) for name, value in values.items()}
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:32]


def check_seen(
    row: models.Model, seen: str | None, saved: Mapping[str, Any], wanted: Mapping[str, Any]
) -> None:
    """Raise ChangedMeanwhile when `saved` is not what the page showed; call it under the lock.

    Without `seen` the caller has no page (a demo, an import). Values that are wanted as they are saved disturb nobody:
    the second click of a double click is no conflict. An act on the row as a whole names nothing in `wanted`.
    """
    same = bool(wanted) and all(
        _plain(saved[name]) == _plain(wanted[name]) for name in saved if name in wanted
    )
    if seen and not same and seen != digest(saved):
        raise ChangedMeanwhile(row, saved)


class Edit:
    """One page that changes `saved`, the values of its fields by name."""

    def __init__(self, request: HttpRequest, saved: Mapping[str, Any]) -> None:
        self.request = request
        sent = posted(request)
        # What was typed belongs to the values that were read: newer ones must not be overwritten unseen.
        self.seen = (sent.get(SEEN, "") if sent is not None else "") or digest(saved)
        self.conflict: Conflict | None = None

    def done(self, form: BaseForm, service: Any, **arguments: Any) -> bool:
        """Whether the service did it; what it could not use stands at its field."""
        try:
            service(seen=self.seen, **arguments)
        except ChangedMeanwhile as newer:
            self.seen = digest(newer.saved)
            self.conflict = conflict_of(form, newer.current, newer.saved, form.cleaned_data)
            return False
        except InvalidInput as problem:
            form.add_error(problem.field if problem.field in form.fields else None, problem.message)
            return False
        return True

    def answer(self, template: str, context: Mapping[str, Any]) -> HttpResponse:
        """The page, with status 409 when another person was faster."""
        more = {SEEN: self.seen, "conflict": self.conflict}
        return render(self.request, template, {**context, **more}, status=409 if self.conflict else 200)


def differences(
    form: BaseForm, saved: Mapping[str, Any], typed: Mapping[str, Any]
) -> list[tuple[str, str, str]]:
    """(label, saved now, typed) of what is different."""
    return [
        (str(form.fields[name].label or name), _words(form, name, value), _words(form, name, typed[name]))
        for name, value in saved.items()
        if name in typed and _plain(value) != _plain(typed[name])
    ]


def conflict_of(
    form: BaseForm, row: models.Model, saved: Mapping[str, Any], typed: Mapping[str, Any]
) -> Conflict:
    """Both texts, and who saved the newer one when."""
    rows = differences(form, saved, typed)
    event = _last_change(row, saved)
    author = event.actor_id if event is not None else None
    person = get_user_model().objects.filter(pk=author).first() if author is not None else None
    by = person.get_full_name() if person is not None else ""  # type: ignore[attr-defined]
    return Conflict(rows, by, event.occurred_at if event is not None else None)


def _last_change(row: models.Model, names: Iterable[str]) -> AuditEvent | None:
    events = AuditEvent.objects.filter(object_type=row._meta.label_lower, object_id=row.pk).order_by("-id")
    return next((event for event in events[:_LOOK_BACK] if set(event.digests) & set(names)), None)


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, models.QuerySet) or (
        isinstance(value, list | tuple) and any(isinstance(one, models.Model) for one in value)
    ):
        return sorted(one.pk for one in value)
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if value is None or isinstance(value, bool | int | str):
        # Browsers send line ends of their own.
        return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
    if isinstance(value, Decimal):
        # 1100 as it is typed and 1100.00 as it is saved.
        return f"{value.normalize():f}"
    return str(value)


def _words(form: BaseForm, name: str, value: Any) -> str:
    """A value as the page would print it."""
    if value in (None, "") or (not isinstance(value, bool) and value == []):
        return _("Nothing")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, list | tuple | models.QuerySet):
        return "; ".join(_words(form, name, one) for one in value)
    if isinstance(value, models.Model):
        return str(value)
    choices = getattr(form.fields[name], "choices", ())
    if choices and not hasattr(form.fields[name], "queryset"):
        return str({str(key): words for key, words in choices}.get(str(value), value))
    return str(value)
