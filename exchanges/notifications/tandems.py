"""What the two clusters of a learning tandem hear of each other."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core import workflow
from core.mail import Notification
from exchanges.models import Tandem
from exchanges.selectors.tandems import last_words


class _OfTandem(Notification):
    about: Tandem

    def context(self) -> dict[str, Any]:
        address = reverse("exchanges:tandem_detail", args=[self.about.pk])
        return {
            "tandem": self.about,
            "action_url": settings.PORTAL_URL + address,
            "action_label": _("Open the tandem"),
        }


class TandemProposed(_OfTandem):
    """To the cluster that is asked."""

    event = "tandem.proposed"
    template = "exchanges/mail/tandem_proposed"

    def subject(self) -> str:
        return _("%(cluster)s wants to learn together with you") % {"cluster": self.about.first}


class TandemMoved(_OfTandem):
    """To both clusters: it runs, was declined, is finished or ended."""

    event = "tandem.moved"
    template = "exchanges/mail/tandem_moved"

    def subject(self) -> str:
        return _("Learning tandem %(tandem)s: %(state)s") % {"tandem": self.about, "state": self._state}

    def context(self) -> dict[str, Any]:
        return super().context() | {"state": self._state, "reason": last_words(self.about)}

    @property
    def _state(self) -> str:
        return str(workflow.of(self.about).state(self.about.state).label)
