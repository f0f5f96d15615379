from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.models import Workflowed
from exchanges.enums import Respondent
from exchanges.models.querysets import ExchangePartQuerySet


class Questionnaire(Workflowed):
    """One invitation to say how it was. `wave` 0 is right after the stay, 3 or 12 the impact asked months later."""

    exchange = models.ForeignKey("exchanges.Exchange", models.PROTECT, related_name="questionnaires")
    respondent = models.CharField(max_length=8, choices=Respondent)
    wave = models.PositiveSmallIntegerField(default=0)
    address = models.EmailField()
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=8, default="en")
    invited_at = models.DateTimeField()
    reminders_sent = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True, blank=True)
    answers = models.JSONField(default=dict)
    # 1 to 5, the mean of the scale answers; 0 to 10, "would you recommend it".
    score = models.DecimalField(max_digits=3, decimal_places=2, null=True, blank=True)
    recommend = models.PositiveSmallIntegerField(null=True, blank=True)
    bypass_reason = models.TextField(blank=True)

    objects = ExchangePartQuerySet.as_manager()

    class Meta:
        ordering = ["exchange", "wave", "respondent"]
        constraints = [
            models.UniqueConstraint(
                fields=["exchange", "respondent", "wave"],
                name="questionnaire_once",
                violation_error_message=_("This side has already been asked."),
            ),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=1, score__lte=5),
                name="questionnaire_score_range",
                violation_error_message=_("A score lies between 1 and 5."),
            ),
            models.CheckConstraint(
                condition=Q(recommend=None) | Q(recommend__lte=10),
                name="questionnaire_recommend_range",
                violation_error_message=_("Please choose a number between 0 and 10."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_respondent_display()}, wave {self.wave}, exchange {self.exchange_id}"
