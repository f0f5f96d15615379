"""What staff note around files without changing them: tags, an archive for each place, reminders, acts on many at once."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core import clock
from core.actors import PERSON, SYSTEM, Actor
from exchanges.models.lists import place_of

# A cluster's managers, or the coordinator and finance of a partnership, keep tags and archive together.
ONE_PLACE = Q(cluster=None, partnership__isnull=False) | Q(cluster__isnull=False, partnership=None)


class Tag(models.Model):
    """A word that a place puts on files to find them again. It lives as long as a file wears it."""

    cluster = models.ForeignKey("clusters.Cluster", models.PROTECT, null=True, blank=True, related_name="+")
    partnership = models.ForeignKey(
        "clusters.Partnership", models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("tag"), max_length=30)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                F("cluster"),
                F("partnership"),
                Lower("name"),
                name="tag_name_once",
                nulls_distinct=False,
                violation_error_message=_("This tag exists already."),
            ),
            models.CheckConstraint(
                condition=ONE_PLACE,
                name="tag_has_one_place",
                violation_error_message=_("A tag belongs to a cluster or to a partnership."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TaggedFile(models.Model):
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="files")
    application = models.ForeignKey("exchanges.Application", models.PROTECT, related_name="tagged")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "tag"],
                name="tagged_file_once",
                violation_error_message=_("The file has this tag already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.tag_id}"


class ArchivedFile(models.Model):
    """A finished file that has left the list of one place. Others see it as before."""

    application = models.ForeignKey("exchanges.Application", models.PROTECT, related_name="archived")
    cluster = models.ForeignKey("clusters.Cluster", models.PROTECT, null=True, blank=True, related_name="+")
    partnership = models.ForeignKey(
        "clusters.Partnership", models.PROTECT, null=True, blank=True, related_name="+"
    )
    archived_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    archived_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "cluster", "partnership"],
                name="archived_file_once",
                nulls_distinct=False,
                violation_error_message=_("This file is in the archive already."),
            ),
            models.CheckConstraint(
                condition=ONE_PLACE,
                name="archived_file_has_one_place",
                violation_error_message=_("An archive belongs to a cluster or to a partnership."),
            ),
        ]

    def __str__(self) -> str:
        return f"Archived: {self.application_id}"


class SideReminder(models.Model):
    """That a side of a file was reminded on a day; nobody is reminded twice on one day."""

    application = models.ForeignKey("exchanges.Application", models.PROTECT, related_name="reminders")
    # A waiting code, as in `waiting_for`.
    side = models.CharField(max_length=16)
    day = models.DateField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "side", "day"],
                name="side_reminder_once_a_day",
                violation_error_message=_("This side was reminded today already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.side} on {self.day}"


class BulkRunQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> "BulkRunQuerySet":
        """Those of the person, under the hat they were done with."""
        if actor.kind == SYSTEM:
            return self
        if actor.kind != PERSON or actor.hat is None:
            return self.none()
        return self.filter(user=actor.user_id, **place_of(actor.hat))


class BulkRun(models.Model):
    """One act on several files: what became of each of them, and what stood there before."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    cluster = models.ForeignKey("clusters.Cluster", models.PROTECT, null=True, blank=True, related_name="+")
    partnership = models.ForeignKey(
        "clusters.Partnership", models.PROTECT, null=True, blank=True, related_name="+"
    )
    act = models.CharField(max_length=12)
    # The tag, or the number of the person.
    value = models.CharField(max_length=40, blank=True)
    # [number, reference, why not ("" when done), what stood there before]
    results = models.JSONField(default=list)
    made_at = models.DateTimeField(default=clock.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = BulkRunQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.act} {self.pk}"
