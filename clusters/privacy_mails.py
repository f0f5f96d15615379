"""Mails about a person's own data. They go out also while the use of the data is restricted."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.models import Cluster, DataExport, DeletionRequest, User
from core import mail
from core.dates import human
from core.mail import Notification
from core.models import Mail
from core.prepared import Prepared

# Payments and signed papers are duties; all other mails wait for nobody.
LEGAL = ("privacy.", "exchange.bank_account", "payment.", "agreement.")
# Where an erased person's address stood.
NOBODY = ("@erased.invalid", "@removed.invalid")


@mail.gate
def may_go(message: Mail) -> bool:
    """Account mails of the log-in have no dot in their event; they always go."""
    if message.to_address.endswith(NOBODY):
        return False
    if "." not in message.event or message.event.startswith(LEGAL):
        return True
    return not _restricted(address=message.to_address)


def _who_is_restricted(*, address: Any) -> QuerySet[Any]:
    return User.objects.filter(email=address, restricted_at__isnull=False).values_list("pk", flat=True)


_restricted = Prepared("restricted", _who_is_restricted)


class ExportReady(Notification):
    about: DataExport
    event = "privacy.export_ready"
    template = "clusters/mail/export_ready"

    def subject(self) -> str:
        return _("The copy of your data is ready")

    def context(self) -> dict[str, Any]:
        expires = self.about.expires_at
        return {
            "until": human(expires.date()) if expires else "",
            "action_url": settings.PORTAL_URL + reverse("clusters:my_data"),
            "action_label": _("Open the page and download"),
        }


class _AboutDeletion(Notification):
    about: DeletionRequest

    def context(self) -> dict[str, Any]:
        return {"due_on": human(self.about.due_at.date())}


class DeletionAsked(_AboutDeletion):
    """`url` takes it back without a log-in."""

    event = "privacy.deletion_asked"
    template = "clusters/mail/deletion_asked"
    sensitive = True

    def subject(self) -> str:
        return _("Your account will be deleted on %(day)s") % {"day": human(self.about.due_at.date())}

    def context(self) -> dict[str, Any]:
        return super().context() | {"action_url": self.facts["url"], "action_label": _("Keep my account")}


class DeletionCancelled(_AboutDeletion):
    event = "privacy.deletion_cancelled"
    template = "clusters/mail/deletion_cancelled"

    def subject(self) -> str:
        return _("Your account stays")


class DeletionStopped(_AboutDeletion):
    """`reasons` are sentences that say what must be settled first."""

    event = "privacy.deletion_stopped"
    template = "clusters/mail/deletion_stopped"

    def subject(self) -> str:
        return _("Your account could not be deleted yet")

    def context(self) -> dict[str, Any]:
        return super().context() | {
            "action_url": settings.PORTAL_URL + reverse("clusters:account_delete"),
            "action_label": _("See what is left to do"),
        }


class DeletionDone(_AboutDeletion):
    event = "privacy.deletion_done"
    template = "clusters/mail/deletion_done"

    def subject(self) -> str:
        return _("Your account has been deleted")


class CorrectionAsked(Notification):
    """To the cluster that answers for the person, and a copy to the person."""

    about: Cluster
    event = "privacy.correction_asked"
    template = "clusters/mail/correction_asked"

    def subject(self) -> str:
        return _("%(person)s asks for a correction of personal data") % {"person": self.facts["person"]}

    def context(self) -> dict[str, Any]:
        address = self.facts["person"].email
        return {"cluster": self.about, "action_url": f"mailto:{address}", "action_label": _("Answer by mail")}
