"""Mails about best practices: who is asked to review one, and what became of it."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core.mail import Notification
from reporting.models import BestPractice


class _OfPractice(Notification):
    about: BestPractice

    def context(self) -> dict[str, Any]:
        return {
            "practice": self.about,
            "action_url": settings.PORTAL_URL + reverse("reporting:practice_detail", args=[self.about.pk]),
            "action_label": _("Open the best practice"),
        }


class PracticeSubmitted(_OfPractice):
    """To the coordinator, who reviews it."""

    event = "practice.submitted"
    template = "reporting/mail/practice_submitted"

    def subject(self) -> str:
        return _("Please review a best practice of %(cluster)s") % {"cluster": self.about.cluster}


class PracticeAnswered(_OfPractice):
    """To whoever wrote it: accepted, or what is missing."""

    event = "practice.answered"
    template = "reporting/mail/practice_answered"

    def subject(self) -> str:
        words = {"title": self.about.title}
        if self.about.state == "accepted":
            return _("Accepted: %(title)s") % words
        return _("Please correct: %(title)s") % words
