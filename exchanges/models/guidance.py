"""What helps a decider along: reasons ready to send, points to look at, and a conflict of interest said in time."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from exchanges.enums import Decision
from exchanges.models.application import Application
from exchanges.models.rulebook import Rulebook, fixed_once_published

_OF_VERSION = fixed_once_published("r.id = OLD.rulebook_id")


class DecisionReason(models.Model):
    """A text for the applicant that a decider can pick, in several languages, as a part of a version of the rules.

    `texts` is {language: text}; English is always there. Words in braces are filled in (`exchanges.reasons`).
    """

    rulebook = models.ForeignKey(Rulebook, models.CASCADE, related_name="reasons")
    decision = models.CharField(_("decision"), max_length=8, choices=Decision)
    title = models.CharField(_("title"), max_length=80)
    texts = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["rulebook", "decision", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["rulebook", "decision", "title"],
                name="decision_reason_once",
                violation_error_message=_("There is already a reason with this title."),
            ),
            models.CheckConstraint(
                condition=Q(decision__in=Decision.values),
                name="decision_reason_decision_known",
                violation_error_message=_("This decision does not exist."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="published_reason_is_fixed",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func=_OF_VERSION,
            )
        ]

    def __str__(self) -> str:
        return self.title


class ReviewPoint(models.Model):
    """Something that no rule check can tell and a person looks at; a required one stands before an acceptance."""

    rulebook = models.ForeignKey(Rulebook, models.CASCADE, related_name="points")
    text = models.CharField(_("point"), max_length=200)
    required = models.BooleanField(_("needed for an acceptance"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["rulebook", "position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["rulebook", "text"],
                name="review_point_once",
                violation_error_message=_("This point stands on the list already."),
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="published_point_is_fixed",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func=_OF_VERSION,
            )
        ]

    def __str__(self) -> str:
        return self.text


class ReviewTick(models.Model):
    """That a decider has looked at a point of the list."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="ticks")
    point = models.ForeignKey(ReviewPoint, models.PROTECT, related_name="ticks")
    ticked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ticked_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "point"],
                name="review_tick_once",
                violation_error_message=_("This point is ticked already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.point}"


class DeclaredConflict(models.Model):
    """A person who may decide says that they should not decide this file. Taken back: `ended_at` is set."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="conflicts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"))
    declared_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "user"],
                condition=Q(ended_at=None),
                name="declared_conflict_once",
                violation_error_message=_("You have declared this already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.user}"
