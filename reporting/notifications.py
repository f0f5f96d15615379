"""Mails of the reporting app."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters.models import User
from core.dates import human
from core.mail import Notification
from reporting.models import Deliverable, ReportingPeriod, TextPart


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


class AboutDeliverable(Notification):
    """`about` is an issue; `by` is who moved it. One template: a sentence, and what the other person said."""

    template = "reporting/mail/deliverable"
    about: Deliverable

    def sentence(self) -> str:
        raise NotImplementedError

    def _issue(self) -> Deliverable:
        return self.about

    def context(self) -> dict[str, Any]:
        issue = self._issue()
        return {
            "sentence": self.sentence(),
            "reason": self.facts.get("reason", ""),
            "issue": issue,
            "action_url": settings.PORTAL_URL + reverse("reporting:deliverable", args=[issue.pk]),
            "action_label": _("Open it"),
        }


class DeliverableToReview(AboutDeliverable):
    event = "deliverable.to_review"

    def subject(self) -> str:
        return _("Please read %(name)s") % {"name": self.about.name}

    def sentence(self) -> str:
        return _("%(by)s has finished %(name)s and asks for a review. Please read it, then approve it or send it back.") % {
            "by": self.facts["by"],
            "name": self.about.name,
        }  # fmt: skip


class DeliverableToRead(AboutDeliverable):
    """For those who wrote in it: they comment, and do not approve."""

    event = "deliverable.to_read"

    def subject(self) -> str:
        return _("Please read %(name)s") % {"name": self.about.name}

    def sentence(self) -> str:
        words = _(
            "%(by)s has finished %(name)s, in which your cluster wrote. "
            "Please read it, and comment where something is wrong."
        )
        return words % {"by": self.facts["by"], "name": self.about.name}


class DeliverableApproved(AboutDeliverable):
    event = "deliverable.approved"

    def subject(self) -> str:
        return _("%(name)s is approved") % {"name": self.about.name}

    def sentence(self) -> str:
        return _("%(by)s has approved %(name)s. Its files are being made; then you can publish it.") % {
            "by": self.facts["by"],
            "name": self.about.name,
        }


class DeliverableNotMade(AboutDeliverable):
    event = "deliverable.not_made"

    def subject(self) -> str:
        return _("The files of %(name)s could not be made") % {"name": self.about.name}

    def sentence(self) -> str:
        return _("%(name)s is approved, but its files could not be made. %(problem)s") % {
            "name": self.about.name,
            "problem": self.about.files_problem,
        }


class DeliverableSentBack(AboutDeliverable):
    event = "deliverable.sent_back"

    def subject(self) -> str:
        return _("%(name)s was sent back") % {"name": self.about.name}

    def sentence(self) -> str:
        return _("%(by)s has read %(name)s and asks for changes.") % {
            "by": self.facts["by"],
            "name": self.about.name,
        }


class PartToWrite(AboutDeliverable):
    """`about` is a text part."""

    event = "deliverable.part"
    about: TextPart  # type: ignore[assignment]

    def _issue(self) -> Deliverable:
        issue: Deliverable = self.about.deliverable
        return issue

    def subject(self) -> str:
        return _("Please write “%(part)s” in %(name)s") % {
            "part": self.about.heading,
            "name": self.about.deliverable.name,
        }

    def sentence(self) -> str:
        return _("%(by)s asks your cluster to write “%(part)s” in %(name)s.") % {
            "by": self.facts["by"],
            "part": self.about.heading,
            "name": self.about.deliverable.name,
        }

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "action_url": settings.PORTAL_URL
            + reverse("reporting:deliverable_part", args=[self.about.deliverable_id, self.about.key]),
            "action_label": _("Write it"),
        }
