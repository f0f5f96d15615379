from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from core import clock
from core.models import Workflowed
from exchanges.enums import OPEN_TANDEM_STATES, LearningSide, TandemState
from exchanges.models.querysets import TandemQuerySet


class LearningTopic(models.Model):
    """A field in which a cluster's staff is strong, or wants to learn from another cluster."""

    cluster = models.ForeignKey("clusters.Cluster", models.CASCADE, related_name="learning_topics")
    side = models.CharField(max_length=8, choices=LearningSide)
    term = models.ForeignKey("clusters.Term", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "term"],
                name="learning_topic_on_one_side",
                violation_error_message=_("A field is either a strength or a need."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cluster}: {self.get_side_display()} {self.term}"


class Tandem(Workflowed):
    """Two clusters of different countries whose staff learn from each other. `first` proposed it; nobody is paid."""

    partnership = models.ForeignKey("clusters.Partnership", models.PROTECT, related_name="tandems")
    first = models.ForeignKey("clusters.Cluster", models.PROTECT, related_name="+")
    second = models.ForeignKey("clusters.Cluster", models.PROTECT, related_name="+")
    goals = models.TextField(_("what both want to learn"))
    result = models.TextField(_("what came of it"), blank=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = TandemQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=TandemState.values),
                name="tandem_state_known",
                violation_error_message=_("This state does not exist."),
            ),
            models.CheckConstraint(
                condition=~Q(first=F("second")),
                name="tandem_of_two_clusters",
                violation_error_message=_("A tandem needs two clusters."),
            ),
            models.CheckConstraint(
                condition=~Q(state=TandemState.FINISHED) | ~Q(result=""),
                name="tandem_finished_has_result",
                violation_error_message=_("Say what came of it."),
            ),
            models.UniqueConstraint(
                Least("first", "second"),
                Greatest("first", "second"),
                condition=Q(state__in=OPEN_TANDEM_STATES),
                name="tandem_once_at_a_time",
                violation_error_message=_("These two clusters have a tandem already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.second}"


class TandemSession(models.Model):
    """One meeting of a tandem: how long, who was there, what it was about."""

    tandem = models.ForeignKey(Tandem, models.CASCADE, related_name="sessions")
    day = models.DateField(_("day"))
    hours = models.DecimalField(_("hours"), max_digits=4, decimal_places=1)
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    # Colleagues without an account.
    others = models.PositiveSmallIntegerField(_("more people"), default=0)
    notes = models.TextField(_("what it was about"), blank=True)

    class Meta:
        ordering = ["day", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(hours__gt=0, hours__lte=Decimal(24)),
                name="tandem_session_hours_range",
                violation_error_message=_("A session lasts between half an hour and a day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.tandem}"


class CalledOffSession(models.Model):
    """A session that was taken away: what calendars that know it must still be told, and no more."""

    tandem = models.ForeignKey(Tandem, models.CASCADE, related_name="called_off")
    # The id that the session had.
    number = models.BigIntegerField(unique=True)
    day = models.DateField()
    called_off_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["day", "id"]

    def __str__(self) -> str:
        return f"{self.day}: {self.tandem}"
