from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Workflowed(models.Model):
    """A row with a state. Only `core.workflow` writes `state`, `version`, `waiting_for` and `due_on`."""

    state = models.CharField(max_length=30)
    version = models.PositiveIntegerField(default=1)
    # Codes of those who must act next, space-separated: "host", "visitor host".
    waiting_for = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True, blank=True)
    state_since = models.DateTimeField()

    class Meta:
        abstract = True


class TransitionLog(models.Model):
    """One move of one record; the timeline. Never changed."""

    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    name = models.CharField(max_length=60)
    source = models.CharField(max_length=30, blank=True)
    target = models.CharField(max_length=30)
    actor_kind = models.CharField(max_length=12)
    actor_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_label = models.CharField(max_length=200)
    actor_hat = models.CharField(max_length=200, blank=True)
    comment = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    occurred_at = models.DateTimeField()
    # Technical time, by the database's own clock.
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["subject_type", "subject_id", "id"], name="transition_subject")]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}: {self.name}"
