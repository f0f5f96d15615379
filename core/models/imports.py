from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from core.actors import Actor
from core.models.transitions import Workflowed


class ImportRunQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "ImportRunQuerySet":
        """Runs of the places that the present hat may import for."""
        from core.imports.importer import offered_to  # noqa: PLC0415  importers read models

        if actor.is_system:
            return self
        wanted = models.Q(pk__in=[])
        for importer, scope in offered_to(actor):
            wanted |= models.Q(importer=importer.name, scope=scope)
        return self.filter(wanted)


class ImportRun(Workflowed):
    """One file that somebody brings, on its way in: columns chosen, every row checked, all saved or nothing.

    `importer` names the kind of table, `scope` the number of the place it is for (what it means, the importer knows).
    """

    importer = models.CharField(max_length=40)
    scope = models.BigIntegerField()
    file = models.ForeignKey("core.StoredFile", models.PROTECT, related_name="+")
    header = models.JSONField(default=list)
    # Column key -> place in the file, from 0.
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    # Of the person, for the sentences that a worker writes.
    language = models.CharField(max_length=8, default="en")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The role it was done with; opaque here.
    hat_id = models.BigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    row_count = models.PositiveIntegerField(default=0)
    # How many rows do what: action -> number.
    counts = models.JSONField(default=dict)
    problem_count = models.PositiveIntegerField(default=0)
    cancel_asked_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # From then on the rows' contents are gone; which file made which record stays.
    forgotten_at = models.DateTimeField(null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["importer", "scope", "-id"], name="import_place")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="imported") | models.Q(problem_count=0),
                name="import_only_without_problems",
                violation_error_message=_("Nothing is imported while a row is wrong."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.importer} {self.pk}"


class ImportRow(models.Model):
    """One line of the file: what it says, what it does, and which record it became."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    action = models.CharField(max_length=12)
    label = models.CharField(max_length=250, blank=True)
    note = models.CharField(max_length=300, blank=True)
    object_type = models.CharField(max_length=60, blank=True)
    object_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="import_row_once")]
        indexes = [models.Index(fields=["object_type", "object_id"], name="import_row_object")]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.number}"


class ImportProblem(models.Model):
    """One thing wrong in one row."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="problems")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    column = models.CharField(max_length=60, blank=True)
    value = models.CharField(max_length=300, blank=True)
    sentence = models.CharField(max_length=500)

    class Meta:
        ordering = ["number", "id"]
        indexes = [models.Index(fields=["run", "kind"], name="import_problem_kind")]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.number} {self.column}"


class ImportMapping(models.Model):
    """How a place names a column in its own files, remembered for the next one."""

    importer = models.CharField(max_length=40)
    scope = models.BigIntegerField()
    title = models.CharField(max_length=120)
    column = models.CharField(max_length=60)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["importer", "scope", "title"], name="import_title_once")
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.column}"
