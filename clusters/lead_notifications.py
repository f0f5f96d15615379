"""Mails about people who are interested: to them, and to those who answer them."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.models import Lead
from core.mail import Notification


class _ToTheTeam(Notification):
    about: Lead

    def context(self) -> dict[str, Any]:
        page = reverse("reporting:lead_detail", kwargs={"pk": self.about.pk})
        return {
            "lead": self.about,
            "action_url": settings.PORTAL_URL + page,
            "action_label": _("Open the lead"),
        }


class LeadAssigned(_ToTheTeam):
    event = "lead.assigned"
    template = "clusters/mail/lead_assigned"

    def subject(self) -> str:
        return _("%(organisation)s is given to you") % {"organisation": self.about.organisation}


class LeadReminder(_ToTheTeam):
    event = "lead.remind"
    template = "clusters/mail/lead_reminder"

    def subject(self) -> str:
        return _("Today: %(step)s, %(organisation)s") % {
            "step": self.about.next_step,
            "organisation": self.about.organisation,
        }


class LeadAnswer(Notification):
    """What a person of the contact cluster wrote; the reader answers to that person."""

    about: Lead
    event = "lead.answer"
    template = "clusters/mail/lead_answer"

    def subject(self) -> str:
        return str(self.facts["title"])

    def context(self) -> dict[str, Any]:
        author = self.facts["author"]
        address = author.user.email if author.user is not None else self._contact()
        return {
            "lead": self.about,
            "author_name": author.label,
            "author_address": address,
            "sender": author.label,
            "action_url": f"mailto:{address}",
            "action_label": _("Answer"),
        }

    def _contact(self) -> str:
        return self.about.cluster.contact_email if self.about.cluster is not None else ""


class LeadInvited(LeadAnswer):
    event = "lead.invite"
    template = "clusters/mail/lead_invited"

    def context(self) -> dict[str, Any]:
        query = urlencode({"email": self.about.email})
        return super().context() | {
            "action_url": f"{settings.PORTAL_URL}{reverse('account_signup')}?{query}",
            "action_label": _("Register"),
        }
