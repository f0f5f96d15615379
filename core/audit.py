"""The append-only record of every write, chained so that a change or a cut shows."""

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import connection, models

from core import clock
from core.actors import LINK, PERSON, Actor
from core.models import AuditEvent, AuditValue
from core.models.audit import PAYLOAD_SQL

Changes = Mapping[str, tuple[Any, Any]]


def record(action: str, obj: models.Model, by: Actor, changes: Changes | None = None) -> AuditEvent:
    """Note that `by` did `action` to `obj`; `changes` maps a field to (before, after)."""
    texts = {
        field: ("" if before is None else str(before), "" if after is None else str(after))
        for field, (before, after) in (changes or {}).items()
    }
    event = AuditEvent.objects.create(
        action=action,
        object_type=obj._meta.label_lower,
        object_id=obj.pk,
        object_label=f"{obj._meta.model_name} {getattr(obj, 'reference', None) or obj.pk}",
        actor_id=by.user_id,
        actor_label=digest(by.label)[:16] if by.kind in (PERSON, LINK) else by.label[:80],
        actor_hat=by.hat_label[:120],
        digests={field: [digest(before), digest(after)] for field, (before, after) in texts.items()},
        occurred_at=clock.now(),
    )
    AuditValue.objects.bulk_create(
        AuditValue(event_id=event.pk, field=field, before=before, after=after)
        for field, (before, after) in texts.items()
    )
    return event


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


def _finding(seq: int, event_missing: bool, changed: bool, gap: bool) -> str:
    if event_missing:
        return f"Link {seq}: its event has been removed."
    if gap:
        return f"Link {seq}: links before it have been removed."
    return f"Link {seq}: the event or its place in the chain has been changed."
