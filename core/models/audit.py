import pgtrigger
from django.db import models
from django.db.models.functions import Now

# The payload of one event as the chain hashes it. `core.audit` recomputes it with the same expression.
PAYLOAD_SQL = (
    "concat_ws('|', {e}.id, {e}.action, {e}.object_type, {e}.object_id, {e}.object_label, {e}.actor_id, "
    "{e}.actor_label, {e}.actor_hat, extract(epoch from {e}.occurred_at), "
    "extract(epoch from {e}.recorded_at), {e}.digests::text)"
)

_CHAIN = """
    DECLARE
        previous core_auditlink%ROWTYPE;
    BEGIN
        -- One writer at a time from here to the commit; deferred, so it is the last lock a transaction takes.
        PERFORM pg_advisory_xact_lock(7305160142);
        SELECT * INTO previous FROM core_auditlink ORDER BY seq DESC LIMIT 1;
        INSERT INTO core_auditlink (seq, event_id, hash) VALUES (
            coalesce(previous.seq, 0) + 1,
            NEW.id,
            encode(sha256(convert_to(coalesce(previous.hash, '') || '|' || {payload}, 'UTF8')), 'hex')
        );
        RETURN NULL;
    END;
""".format(payload=PAYLOAD_SQL.format(e="NEW"))

APPEND_ONLY = [
    pgtrigger.Protect(name="append_only_rows", operation=pgtrigger.Update | pgtrigger.Delete),
    pgtrigger.Trigger(
        name="append_only_table",
        operation=pgtrigger.Truncate,
        level=pgtrigger.Statement,
        when=pgtrigger.Before,
        func="RAISE EXCEPTION 'pgtrigger: % is append-only', TG_TABLE_NAME;",
    ),
]


class AuditEvent(models.Model):
    """Who did what to which object. No foreign keys and no personal values, so it outlives everything it names."""

    action = models.CharField(max_length=80)
    object_type = models.CharField(max_length=60)
    object_id = models.BigIntegerField(null=True)
    object_label = models.CharField(max_length=200, blank=True)
    actor_id = models.BigIntegerField(null=True)
    # A keyed digest of the name for people and links, the plain name for the system.
    actor_label = models.CharField(max_length=80, blank=True)
    actor_hat = models.CharField(max_length=120, blank=True)
    # field -> [digest before, digest after]
    digests = models.JSONField(default=dict)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["object_type", "object_id", "id"], name="audit_object")]
        triggers = [
            *APPEND_ONLY,
            pgtrigger.Trigger(
                name="chain",
                operation=pgtrigger.Insert,
                when=pgtrigger.After,
                level=pgtrigger.Row,
                timing=pgtrigger.Deferred,
                func=_CHAIN,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_label}"


class AuditLink(models.Model):
    """The hash chain over the events, written by a deferred trigger only."""

    seq = models.BigIntegerField(primary_key=True)
    event_id = models.BigIntegerField(unique=True)
    hash = models.CharField(max_length=64)

    class Meta:
        triggers = APPEND_ONLY

    def __str__(self) -> str:
        return f"{self.seq}: {self.hash[:12]}"


class AuditValue(models.Model):
    """The readable values of an event; erasable without breaking the chain."""

    event_id = models.BigIntegerField(db_index=True)
    field = models.CharField(max_length=80)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.event_id}.{self.field}"
