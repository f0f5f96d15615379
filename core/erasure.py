"""Takes one person out of the whole database, by the registry in `core.personal_data`.

Rows that are only about the person go; in what must stay, name, addresses and phone give way to a pseudonym wherever
they stand, also in free text, mails and JSON. Audit values that name the person are deleted: the chain holds digests only.
"""

import hashlib
import hmac
import html
import json
import re
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import connection, models

from core.models import AuditEvent, AuditValue, StoredFile
from core.personal_data import Holding, Subject, effects_before_erasure, holdings

_SHORTEST = 3


def pseudonym_of(user_id: int) -> str:
    """The same for the same account, also after a restore; tells nothing about the person."""
    key = hmac.new(settings.AUDIT_KEY.encode(), f"person {user_id}".encode(), hashlib.sha256)
    return f"Person {key.hexdigest()[:8].upper()}"


def erase(subject: Subject) -> dict[str, int]:
    """Erase inside the caller's transaction. Returns how many rows were touched, by model."""
    for effect in effects_before_erasure():
        effect(subject)
    touched: dict[str, int] = {}
    for holding in holdings():
        number = _delete_own(holding, subject) if holding.delete else _clear_own(holding, subject)
        touched[holding.model] = touched.get(holding.model, 0) + number
    touched["core.AuditValue"] = _forget_audit_values(subject)
    for holding in holdings():
        columns = (*holding.personal, *holding.cleared, *holding.texts)
        if holding.model != "core.AuditValue" and columns:
            touched[holding.model] = touched.get(holding.model, 0) + _rewrite(holding, columns, subject)
    return {model: number for model, number in touched.items() if number}


def empty_value(field: models.Field) -> object:  # type: ignore[type-arg]
    """What stands in a field when its content has gone."""
    if isinstance(field, models.JSONField):
        return field.get_default() if field.has_default() and callable(field.default) else {}
    return "" if not field.null else None


def delete_rows(rows: "models.QuerySet[Any]") -> int:
    """Delete rows; what points at them without needing them lets go first."""
    ids = list(rows.values_list("pk", flat=True))
    for relation in rows.model._meta.related_objects:
        if relation.field.null and relation.on_delete is models.PROTECT:
            pointing = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": ids})
            pointing.update(**{relation.field.name: None})
    rows.model._base_manager.filter(pk__in=ids).delete()
    return len(ids)


def delete_files(rows: Iterable[StoredFile]) -> int:
    """Delete stored files with their content."""
    number = 0
    for stored in rows:
        stored.file.delete(save=False)
        stored.delete()
        number += 1
    return number


def _delete_own(holding: Holding, subject: Subject) -> int:
    return delete_rows(holding.rows(subject))


def _clear_own(holding: Holding, subject: Subject) -> int:
    if not (holding.cleared or holding.parts):
        return 0
    fields = {name: empty_value(holding.column(name)) for name in holding.cleared}
    fields |= dict(zip(holding.parts, subject.pseudonym.split(" ", 1), strict=False))
    own = holding.rows(subject).values_list("pk", flat=True)
    return holding.table._base_manager.filter(pk__in=list(own)).update(**fields)


def _forget_audit_values(subject: Subject) -> int:
    """Values of acts on the account itself, and all that name the person anywhere."""
    on_account = AuditEvent.objects.filter(object_type="clusters.user", object_id=subject.user_id).values(
        "id"
    )
    number, _rows = AuditValue.objects.filter(event_id__in=on_account).delete()
    pattern = _pattern([word for word, _new in replacements(subject)])
    named, _rows = AuditValue.objects.filter(
        models.Q(before__iregex=pattern) | models.Q(after__iregex=pattern)
    ).delete()
    return number + named


def replacements(subject: Subject) -> list[tuple[str, str]]:
    """What is looked for and what stands there afterwards; long ones first."""
    found = dict.fromkeys(subject.addresses, subject.pseudonym_address)
    found |= dict.fromkeys(subject.names, subject.pseudonym) | dict.fromkeys(subject.phones, "")
    found = {old: new for old, new in found.items() if len(old.strip()) >= _SHORTEST}
    return sorted(found.items(), key=lambda pair: -len(pair[0]))


def places_with(word: str) -> list[tuple[str, str, list[int]]]:
    """(model, field, rows) of every text about people that holds the word; none for one that is too short to mean it."""
    if len(word.strip()) < _SHORTEST:
        return []
    found = []
    for holding in holdings():
        for name in (*holding.about_people, *holding.texts):
            field = holding.column(name)
            if isinstance(field, models.CharField | models.TextField | models.JSONField):
                rows = _rows_with(holding, field, word)
                if rows:
                    found.append((holding.model, name, rows))
    return found


def _rows_with(holding: Holding, field: "models.Field[Any, Any]", word: str) -> list[int]:
    meta = holding.table._meta
    table, column = (connection.ops.quote_name(name) for name in (meta.db_table, str(field.column)))
    key = connection.ops.quote_name(str(meta.pk.column))
    sql = f"SELECT {key} FROM {table} WHERE {column}::text ~* %s ORDER BY 1"  # noqa: S608  own names
    with connection.cursor() as cursor:
        cursor.execute(sql, [_pattern([word])])
        return [row[0] for row in cursor.fetchall()]


def _rewrite(holding: Holding, columns: Iterable[str], subject: Subject) -> int:
    """Every row of the table, whoever it is about: a name can stand in somebody else's mail."""
    meta = holding.table._meta
    pairs = replacements(subject)
    number = 0
    for name in columns:
        field = holding.column(name)
        if not isinstance(field, models.CharField | models.TextField | models.JSONField):
            continue
        is_json = isinstance(field, models.JSONField)
        column = connection.ops.quote_name(str(field.column))
        expression, arguments = f"{column}::text", []
        for old, new in pairs:
            expression = f"regexp_replace({expression}, %s, %s, 'gi')"
            arguments += [_pattern([old]), _escaped(new, is_json)]
        table = connection.ops.quote_name(meta.db_table)
        cast = "::jsonb" if is_json else ""
        sql = f"UPDATE {table} SET {column} = ({expression}){cast} WHERE {column}::text ~* %s"  # noqa: S608  own names
        with connection.cursor() as cursor:
            cursor.execute(sql, [*arguments, _pattern([old for old, _new in pairs])])
            number += cursor.rowcount
    return number


def _escaped(text: str, is_json: bool) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1] if is_json else text


def _pattern(words: Iterable[str]) -> str:
    """Any of the words as Postgres looks for it: whole, as typed, as HTML writes it, or as JSON does."""
    found: set[str] = set()
    for word in words:
        for variant in (word, html.escape(word), json.dumps(word, ensure_ascii=False)[1:-1]):
            plain = re.sub(r"\s+", r"\\s+", re.sub(r"([^\w\s])", r"\\\1", variant.strip()))
            if "@" in variant:
                found.add(rf"(?<![\w.+-]){plain}(?![\w-]|\.\w)")
            else:
                start = r"\m" if variant[0].isalnum() else ""
                found.add(start + plain + (r"\M" if variant[-1].isalnum() else ""))
    return "|".join(sorted(found, key=len, reverse=True)) or r"(?!)"
