from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from clusters.models.role import Role
from core import clock
from core.actors import Actor


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def now(self, today: Any = None) -> "AbsenceQuerySet":
        """Absences of today whose stand-in can act; they end by themselves."""
        today = clock.today() if today is None else today
        return self.filter(
            starts_on__lte=today, ends_on__gte=today, role__ended_at=None, stand_in__ended_at=None
        )

    def visible_to(self, actor: Actor) -> "AbsenceQuerySet":
        return self.filter(role__in=Role.objects.visible_to(actor))


class Absence(models.Model):
    """Out of office: from the first to the last day a colleague in the same role gets the mails and does the work."""

    role = models.ForeignKey("clusters.Role", models.PROTECT, related_name="absences")
    stand_in = models.ForeignKey("clusters.Role", models.PROTECT, related_name="stands_in")
    starts_on = models.DateField(_("first day away"))
    ends_on = models.DateField(_("last day away"))
    created_at = models.DateTimeField(default=clock.now)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="absence_days_in_order",
                violation_error_message=_("The last day lies before the first day."),
            ),
            models.CheckConstraint(
                condition=~Q(role=F("stand_in")),
                name="absence_by_another",
                violation_error_message=_("Nobody stands in for themselves."),
            ),
            ExclusionConstraint(
                name="absence_once_at_a_time",
                expressions=[
                    ("role", RangeOperators.EQUAL),
                    (
                        Func(
                            "starts_on",
                            "ends_on",
                            models.Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("These days overlap with another absence."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role.user}: {self.starts_on} - {self.ends_on}"
