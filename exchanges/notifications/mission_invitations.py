"""What a person hears who is invited to an event."""

from typing import Any

from django.utils.translation import gettext as _

from core.mail import Notification
from core.money import format_eur
from exchanges.models import MissionInvitation
from exchanges.selectors.mission_invitations import deadline
from exchanges.selectors.missions import place, spoken


class MissionInvited(Notification):
    """Carries the link by which the person answers; `again` for a reminder. Facts: `url`, and `amount` where one is known."""

    event = "mission_invitation.invited"
    template = "exchanges/mail/mission_invited"
    sensitive = True
    about: MissionInvitation

    def subject(self) -> str:
        words = {"title": self.about.mission.title, "host": self.about.mission.host_cluster}
        if self.facts.get("again"):
            return _("Reminder: %(title)s") % words
        return _("%(host)s invites you: %(title)s") % words

    def context(self) -> dict[str, Any]:
        mission, amount = self.about.mission, self.facts.get("amount")
        return {
            "again": self.facts.get("again", False),
            "mission": mission,
            "place": place(mission),
            "spoken": spoken(mission),
            "name": self.about.contact_name,
            "organisation": self.about.organisation_name,
            "amount": format_eur(amount) if amount is not None else "",
            "last_day": deadline(mission),
            "action_url": self.facts["url"],
            "action_label": _("See the programme and answer"),
        }


class InvitationTakenBack(Notification):
    """To somebody who had the mail already."""

    event = "mission_invitation.withdrawn"
    template = "exchanges/mail/mission_invitation_withdrawn"
    about: MissionInvitation

    def subject(self) -> str:
        return _("%(title)s: the invitation is taken back") % {"title": self.about.mission.title}

    def context(self) -> dict[str, Any]:
        return {"mission": self.about.mission, "organisation": self.about.organisation_name}
