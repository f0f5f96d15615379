"""What each file adds to the figures, and the sums of it. Only triggers and `services.ledger` write here; ADR 0029."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LedgerEntry(models.Model):
    """All that one file, or one visit from before the portal, adds to its partnership's figures.

    A line is [partnership, section, key, second, member, day, number, total]. From `day` on it counts. Lines with a
    `member` count different members: organisations by number, people by a hash of their address.
    """

    subject = models.CharField(max_length=4)
    subject_id = models.BigIntegerField()
    lines = models.JSONField(default=list)

    class Meta:
        verbose_name_plural = "ledger entries"
        constraints = [models.UniqueConstraint(fields=["subject", "subject_id"], name="ledger_entry_once")]

    def __str__(self) -> str:
        return f"{self.subject} {self.subject_id}"


class LedgerLine(models.Model):
    """A change that is not folded into the sums yet. Appended only, so that no two writers wait for each other."""

    partnership = models.ForeignKey(
        "clusters.Partnership", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    section = models.CharField(max_length=20)
    key = models.CharField(max_length=40)
    second = models.CharField(max_length=40)
    member = models.BigIntegerField(null=True)
    day = models.DateField()
    number = models.IntegerField()
    total = models.DecimalField(max_digits=16, decimal_places=2)

    class Meta:
        indexes = [models.Index(fields=["partnership", "section"], name="ledger_line_read")]

    def __str__(self) -> str:
        return f"{self.section} {self.key} {self.second} {self.number:+}"


class LedgerCell(models.Model):
    """A sum over everything (span t, the day says nothing), over the month that begins on `day`, or over one day."""

    partnership = models.ForeignKey(
        "clusters.Partnership", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    span = models.CharField(max_length=1)
    section = models.CharField(max_length=20)
    key = models.CharField(max_length=40)
    second = models.CharField(max_length=40)
    day = models.DateField()
    number = models.IntegerField()
    total = models.DecimalField(max_digits=16, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "span", "section", "day", "key", "second"], name="ledger_cell_once"
            ),
            models.CheckConstraint(
                condition=Q(span__in=["t", "m", "d"]),
                name="ledger_cell_span",
                violation_error_message=_("A cell is of all days, of a month or of a day."),
            ),
        ]
        # What came to nothing is taken away after each folding.
        indexes = [models.Index(fields=["id"], condition=Q(number=0, total=0), name="ledger_cell_empty")]

    def __str__(self) -> str:
        return f"{self.section} {self.key} {self.second} {self.span}{self.day}: {self.number}"


class LedgerMember(models.Model):
    """On which days a member is told of, and how often; the cells count it from the first of these days on."""

    partnership = models.ForeignKey(
        "clusters.Partnership", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    section = models.CharField(max_length=20)
    key = models.CharField(max_length=40)
    member = models.BigIntegerField()
    day = models.DateField()
    number = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "section", "key", "member", "day"], name="ledger_member_day_once"
            )
        ]
        indexes = [models.Index(fields=["id"], condition=Q(number=0), name="ledger_member_gone")]

    def __str__(self) -> str:
        return f"{self.section} {self.key} {self.member} on {self.day}"
