"""The append-only record of every write, chained so that a change or a cut shows."""

import hashlib
import hmac
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import connection, models

from core import clock
from core.actors import LINK, PERSON, Actor
from core.models import AuditEvent, AuditLink, AuditValue
from core.models.audit import PAYLOAD_SQL
from core.prepared import Write

Changes = Mapping[str, tuple[Any, Any]]
# One statement for the events and their readable values: every act writes several of these.
_RECORD = Write(
    "core_auditevent",
    """
    WITH event AS (
        INSERT INTO core_auditevent (action, object_type, object_id, object_label, actor_id, actor_label, actor_hat,
                                     digests, occurred_at)
        SELECT act.action, %s::text, %s::bigint, %s::text, %s::bigint, %s::text, %s::text, act.digests::jsonb,
               %s::timestamptz
        FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS act (action, digests, place)
        ORDER BY act.place RETURNING id, action
    ), kept AS (
        INSERT INTO core_auditvalue (event_id, field, before, after)
        SELECT event.id, field, before, after
        FROM event JOIN unnest(%s::text[], %s::text[], %s::text[], %s::text[]) AS texts (action, field, before, after)
            USING (action)
    )
    SELECT max(id) FROM event
    """,
)


def record(action: str, obj: models.Model, by: Actor, changes: Changes | None = None) -> int:
    """Note that `by` did `action` to `obj`; `changes` maps a field to (before, after). Returns the event's number."""
    return record_in_turn(obj, by, {action: changes or {}})


def record_in_turn(obj: models.Model, by: Actor, acts: Mapping[str, Changes]) -> int:
    """As `record`, for several acts on one object in their order; returns the number of the last event."""
    texts = [
        (action, field, "" if before is None else str(before), "" if after is None else str(after))
        for action, changes in acts.items()
        for field, (before, after) in changes.items()
    ]
    digests: dict[str, dict[str, list[str]]] = {action: {} for action in acts}
    for action, field, before, after in texts:
        digests[action][field] = [digest(before), digest(after)]
    about = [
        obj._meta.label_lower,
        obj.pk,
        f"{obj._meta.model_name} {getattr(obj, 'reference', None) or obj.pk}",
        by.user_id,
        digest(by.label)[:16] if by.kind in (PERSON, LINK) else by.label[:80],
        by.hat_label[:120],
        clock.now(),
    ]
    told = [list(digests), [json.dumps(values) for values in digests.values()]]
    kept = [list(column) for column in zip(*texts, strict=True)] or [[], [], [], []]
    return int(_RECORD(*about, *told, *kept)[0][0])


def record_many(action: str, changed: Sequence[tuple[models.Model, Changes]], by: Actor) -> None:
    """The same act on many objects, in two statements whatever their number."""
    told = [
        (
            obj,
            {
                field: ("" if old is None else str(old), "" if new is None else str(new))
                for field, (old, new) in changes.items()
            },
        )
        for obj, changes in changed
    ]
    events = AuditEvent.objects.bulk_create(
        AuditEvent(
            action=action,
            object_type=obj._meta.label_lower,
            object_id=obj.pk,
            object_label=f"{obj._meta.model_name} {getattr(obj, 'reference', None) or obj.pk}",
            actor_id=by.user_id,
            actor_label=digest(by.label)[:16] if by.kind in (PERSON, LINK) else by.label[:80],
            actor_hat=by.hat_label[:120],
            digests={field: [digest(old), digest(new)] for field, (old, new) in texts.items()},
            occurred_at=clock.now(),
        )
        for obj, texts in told
    )
    AuditValue.objects.bulk_create(
        AuditValue(event_id=event.pk, field=field, before=old, after=new)
        for event, (_obj, texts) in zip(events, told, strict=True)
        for field, (old, new) in texts.items()
    )


def digest(value: str) -> str:
    """A keyed digest: proves a value without keeping it."""
    if not value:
        return ""
    return hmac.new(settings.AUDIT_KEY.encode(), value.encode(), hashlib.sha256).hexdigest()


def broken_links(limit: int = 20) -> list[str]:
    """Walk the chain in the database; each finding is one sentence. Empty means intact."""
    payload = PAYLOAD_SQL.format(e="e")
    sql = f"""
        SELECT l.seq, e.id IS NULL AS event_missing,
               l.hash <> encode(sha256(convert_to(
                   coalesce(lag(l.hash) OVER (ORDER BY l.seq), '') || '|' || {payload}, 'UTF8')), 'hex') AS changed,
               l.seq <> row_number() OVER (ORDER BY l.seq) AS gap
        FROM core_auditlink l LEFT JOIN core_auditevent e ON e.id = l.event_id
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT seq, event_missing, changed, gap FROM ({sql}) s "
            "WHERE event_missing OR changed OR gap ORDER BY seq LIMIT %s",
            [limit],
        )
        rows = cursor.fetchall()
        cursor.execute(
            "SELECT e.id FROM core_auditevent e LEFT JOIN core_auditlink l ON l.event_id = e.id "
            "WHERE l.seq IS NULL ORDER BY e.id LIMIT %s",
            [limit],
        )
        unlinked = cursor.fetchall()
    findings = [_finding(*row) for row in rows]
    findings += [f"Event {event_id} stands outside the chain." for (event_id,) in unlinked]
    return findings


def head() -> tuple[int, str]:
    """Number and hash of the last link: the anchor to keep outside, because a cut tail cannot be seen inside."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, hash FROM core_auditlink ORDER BY seq DESC LIMIT 1")
        return cursor.fetchone() or (0, "")


def has_link(number: int, digest: str) -> bool:
    """Whether a head that was printed earlier is still a link of the chain."""
    return AuditLink.objects.filter(seq=number, hash=digest).exists()


def changed_values(limit: int = 20) -> list[str]:
    """Readable values that no longer fit the digest in the chain. Erased ones are gone, not changed."""
    findings: list[str] = []
    values = AuditValue.objects.order_by("event_id", "id").values_list("event_id", "field", "before", "after")
    events = _digests(AuditEvent.objects.order_by("id").values_list("id", "digests").iterator(2000))
    event_id = 0
    digests: dict[str, Any] = {}
    for owner, field, before, after in values.iterator(2000):
        while event_id < owner:
            event_id, digests = next(events)
        if event_id != owner or digests.get(field) != [digest(before), digest(after)]:
            findings.append(f"Event {owner}: the value of {field} has been changed.")
            if len(findings) == limit:
                break
    return findings


def _digests(rows: Iterator[tuple[int, dict[str, Any]]]) -> Iterator[tuple[int, dict[str, Any]]]:
    yield from rows
    while True:
        yield sys.maxsize, {}


def _finding(seq: int, event_missing: bool, changed: bool, gap: bool) -> str:
    if event_missing:
        return f"Link {seq}: its event has been removed."
    if gap:
        return f"Link {seq}: links before it have been removed."
    return f"Link {seq}: the event or its place in the chain has been changed."
