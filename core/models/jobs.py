from django.db import models
from django.db.models.functions import Now


class OutboxItem(models.Model):
    """Work that is due at a moment, done once. The truth; Celery only rings the bell."""

    kind = models.CharField(max_length=60)
    # Names the effect: adding the same effect twice is one row.
    key = models.CharField(max_length=200)
    payload = models.JSONField(default=dict)
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="outbox_one_effect")]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="outbox_open",
                condition=models.Q(done_at=None, cancelled_at=None, failed_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Counter(models.Model):
    """A locked number series, one row per series; gaps are allowed."""

    name = models.CharField(max_length=60, primary_key=True)
    value = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"


class ClockOffset(models.Model):
    """How far the demo has moved the clock; one row, read by web, worker and beat."""

    seconds = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.seconds} s"
