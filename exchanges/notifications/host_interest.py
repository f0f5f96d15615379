"""What the visitor's side hears when a host offers itself."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core.mail import Notification
from exchanges.models import Application


class HostInterested(Notification):
    """To the visitor and who decides. Facts: `offer`."""

    about: Application
    event = "host.interested"
    template = "exchanges/mail/host_interested"

    def subject(self) -> str:
        names = {"host": self.facts["offer"].organisation, "reference": self.about.reference}
        return _("%(reference)s: %(host)s would like to receive this visit") % names

    def context(self) -> dict[str, Any]:
        offer, path = self.facts["offer"], reverse("exchanges:proposal_suggest", args=[self.about.reference])
        return {
            "reference": self.about.reference,
            "host": offer.organisation,
            "city": offer.organisation.city,
            "country": offer.organisation.country,
            "title": offer.title,
            "visitor": self.about.organisation,
            "action_url": f"{settings.PORTAL_URL}{path}",
            "action_label": _("Look at the hosts"),
        }
