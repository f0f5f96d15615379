"""Mails of the reporting app."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters.models import User
from core.dates import human
from core.mail import Notification
from reporting.models import ReportingPeriod


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


class PeriodEnds(Notification):
    """Two weeks before the last day of a reporting period, to the partnership's managers."""

    event = "reporting.period_ends"
    template = "reporting/mail/period_ends"
    about: ReportingPeriod

    def subject(self) -> str:
        return _("%(title)s ends on %(day)s") % {"title": self.about.title, "day": human(self.about.last_day)}

    def context(self) -> dict[str, Any]:
        return _to_the_period(self.about) | {"partnership": self.about.partnership}


class PeriodClosed(Notification):
    """The figures of a period are frozen: to the partnership's managers."""

    event = "reporting.period_closed"
    template = "reporting/mail/period_closed"
    about: ReportingPeriod

    def subject(self) -> str:
        words = {"title": self.about.title, "partnership": self.about.partnership}
        return _("%(title)s of %(partnership)s is closed") % words

    def context(self) -> dict[str, Any]:
        return _to_the_period(self.about) | {"partnership": self.about.partnership}


def _to_the_period(period: ReportingPeriod) -> dict[str, str]:
    return {
        "action_url": settings.PORTAL_URL + reverse("reporting:period_detail", args=[period.pk]),
        "action_label": _("Open the period"),
    }
