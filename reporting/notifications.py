"""Mails of the reporting app."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters.models import User
from core.mail import Notification


class WeeklyWork(Notification):
    """On Monday: what "My work" says, hat by hat. `groups` are (hat, lines), each line with its full address."""

    event = "work.weekly"
    template = "reporting/mail/weekly_work"
    about: User

    def subject(self) -> str:
        number = sum(len(lines) for _hat, lines in self.facts["groups"])
        return ngettext("%(number)s task waits for you", "%(number)s tasks wait for you", number) % {
            "number": number
        }

    def context(self) -> dict[str, Any]:
        return {
            "late": sum(line["late"] for _hat, lines in self.facts["groups"] for line in lines),
            "action_url": settings.PORTAL_URL + "/",
            "action_label": _("Open My work"),
            "profile_url": settings.PORTAL_URL + reverse("clusters:profile"),
        }
