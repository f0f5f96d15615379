"""What an invited host hears, and what the others hear of its answer."""

from typing import Any

from django.utils.translation import gettext as _

from core.mail import Notification
from exchanges.models import HostInvitation
from exchanges.notifications.pages import address, file_page
from exchanges.selectors.host_invitations import people


class _Invitation(Notification):
    about: HostInvitation

    def _names(self) -> dict[str, Any]:
        application = self.about.application
        return {
            "reference": application.reference,
            "visitor": application.organisation,
            "host": self.about.name,
            "first_day": application.planned_start,
            "last_day": application.planned_end,
            "visitor_cluster": application.visitor_cluster,
        }


class HostInvited(_Invitation):
    """Carries the link by which the host answers; `again` for the reminder. Facts: `url`."""

    event = "host_invitation.asked"
    template = "exchanges/mail/host_invited"
    sensitive = True

    def subject(self) -> str:
        if self.facts.get("again"):
            return _("Reminder: may %(visitor)s visit you? (%(reference)s)") % self._names()
        return _("May %(visitor)s visit you? (%(reference)s)") % self._names()

    def context(self) -> dict[str, Any]:
        return self._names() | {
            "again": self.facts.get("again", False),
            "who": people(self.about.application),
            "motivation": self.about.application.motivation,
            "due_on": self.about.due_on,
            "action_url": self.facts["url"],
            "action_label": _("Say yes or no"),
        }


class InvitationEnded(_Invitation):
    """To visitor and decider: a no with its reason, or no answer in time. Facts: `side` of the reader."""

    event = "host_invitation.ended"
    template = "exchanges/mail/host_invitation_ended"

    def subject(self) -> str:
        if self.about.decline_reason:
            return _("%(reference)s: %(host)s cannot receive the visit") % self._names()
        return _("%(reference)s: no answer from %(host)s") % self._names()

    def context(self) -> dict[str, Any]:
        file = self.about.application
        hosts = address("exchanges:proposal_suggest", reference=file.reference)
        return self._names() | {
            "side": self.facts["side"],
            "reason": self.about.decline_reason,
            "again_url": address("exchanges:host_invitation", reference=file.reference),
            "file_url": file_page(file),
            "action_url": hosts,
            "action_label": _("Look at the hosts"),
        }


class InvitationDropped(_Invitation):
    """To a host that was invited and is no longer needed."""

    event = "host_invitation.dropped"
    template = "exchanges/mail/host_invitation_dropped"

    def subject(self) -> str:
        return _("%(reference)s: the visit of %(visitor)s to you will not take place") % self._names()

    def context(self) -> dict[str, Any]:
        return self._names()
