"""What the services of best practices, training modules and opportunities share."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import models

from clusters.models import Term
from clusters.selectors.terms import terms_in_words
from core import audit, files
from core.actors import Actor
from core.exceptions import InvalidInput
from core.models import StoredFile

Changes = dict[str, tuple[Any, Any]]


def set_fields(row: models.Model, fields: Mapping[str, Any], allowed: Iterable[str]) -> Changes:
    """Put the values on the row, texts without blanks around; returns what is different."""
    unknown = set(fields) - set(allowed)
    if unknown:
        raise TypeError(f"not part of {row._meta.model_name}: {', '.join(sorted(unknown))}")
    changes = {}
    for name, value in fields.items():
        told = value.strip() if isinstance(value, str) else value
        before = getattr(row, name, None)  # a new row has no cluster yet
        setattr(row, name, told)
        if before != told:
            changes[name] = (before, told)
    return changes


def set_related(row: Any, name: str, wanted: Iterable[Any]) -> Changes:
    """The many-to-many rows; returns the change in words."""
    before, after = list(getattr(row, name).all()), list(wanted)
    getattr(row, name).set(after)
    if {one.pk for one in before} == {one.pk for one in after}:
        return {}
    if all(isinstance(one, Term) for one in (*before, *after)):
        return {name: terms_in_words(before, after)}
    return {name: tuple("; ".join(sorted(map(str, group))) for group in (before, after))}  # type: ignore[dict-item]


def stored(evidence: UploadedFile | StoredFile, by: Actor) -> StoredFile:
    if isinstance(evidence, StoredFile):
        return evidence
    try:
        return files.store(evidence, by)
    except InvalidInput as problem:
        raise InvalidInput(problem.message, "evidence") from problem


def record(act: str, row: models.Model, by: Actor, changes: Changes) -> None:
    if changes:
        audit.record(act, row, by, {name: (_plain(old), _plain(new)) for name, (old, new) in changes.items()})


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return str(value)
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
