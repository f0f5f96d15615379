"""What people hear when an event is called off."""

from typing import Any

from django.utils.translation import gettext as _

from core.dates import human
from core.mail import Notification
from exchanges.models import Application, Mission
from exchanges.notifications.pages import address, file_page
from exchanges.selectors.missions import place


class _CalledOff(Notification):
    """What happened and why stands in each mail; then what it means for the reader."""

    template = "exchanges/mail/event_cancelled"

    @property
    def mission(self) -> Mission:
        raise NotImplementedError

    def names(self) -> dict[str, Any]:
        mission = self.mission
        return {
            "title": mission.title,
            "host": mission.host_cluster,
            "place": place(mission),
            "first": human(mission.start_on),
            "last": human(mission.end_on),
        }

    def subject(self) -> str:
        return _("Cancelled: %(title)s") % self.names()

    def what_it_means(self) -> list[str]:
        raise NotImplementedError

    def why(self) -> str:
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        names = self.names()
        return names | {
            "reason": self.mission.cancel_reason,
            "paragraphs": self.what_it_means(),
            "why": self.why(),
        }


class EventCancelled(_CalledOff):
    """To somebody who had a place, or waited for one; and to whoever was invited."""

    event = "participant.called_off"
    about: Mission

    @property
    def mission(self) -> Mission:
        return self.about

    def what_it_means(self) -> list[str]:
        return [
            _("You need do nothing. Please check your travel bookings."),
            _("Meetings that were arranged for you are cancelled, too."),
        ]

    def why(self) -> str:
        return _("you were registered for this event.")


class InvitationCancelled(EventCancelled):
    event = "mission_invitation.withdrawn"

    def what_it_means(self) -> list[str]:
        return [_("We had invited you. You need do nothing. Thank you for your time.")]

    def why(self) -> str:
        return _("%(host)s had invited you to this event.") % self.names()


class EventCancelledForHosts(EventCancelled):
    """Facts: `who` cancelled it."""

    event = "mission.cancelled"

    def what_it_means(self) -> list[str]:
        return [
            _("%(who)s cancelled it. Everybody who would have come is told by mail.")
            % {"who": self.facts["who"]},
            _("It cannot be undone. A copy of the event can be held on other days."),
        ]

    def why(self) -> str:
        return _("you run this event, or receive its visitors.")

    def context(self) -> dict[str, Any]:
        url = address("exchanges:mission_detail", slug=self.about.slug)
        return super().context() | {"action_url": url, "action_label": _("Open the event")}


class _OfFile(_CalledOff):
    """Facts: `mission`."""

    about: Application

    @property
    def mission(self) -> Mission:
        mission: Mission = self.facts["mission"]
        return mission

    def names(self) -> dict[str, Any]:
        return super().names() | {"reference": self.about.reference, "visitor": self.about.organisation}


class MissionOfFileCancelled(_OfFile):
    """To the applicant. Facts also: `visit`, where one was arranged."""

    event = "application.mission_cancelled"

    def subject(self) -> str:
        return _("%(reference)s: the mission “%(title)s” is cancelled") % self.names()

    def what_it_means(self) -> list[str]:
        said = []
        if self.facts["visit"] is not None:
            said.append(
                _("Your visit with this mission does not take place. Please check your travel bookings.")
            )
        if self.about.state == "accepted":
            said.append(_("Your application stays accepted. We look for another host with you."))
        else:
            said.append(
                _("Your application stays as it is, and we look for another host. You need not apply again.")
            )
        return said

    def why(self) -> str:
        return _("you are a contact person of %(reference)s.") % self.names()

    def context(self) -> dict[str, Any]:
        return super().context() | {"action_url": file_page(self.about), "action_label": _("Open the file")}


class MissionOfDraftCancelled(_OfFile):
    """To somebody who has begun to apply."""

    event = "application.mission_cancelled"

    def what_it_means(self) -> list[str]:
        return [_("You have begun to apply for it. Choose another mission or host: your other answers stay.")]

    def why(self) -> str:
        return _("you have begun an application for this mission.")

    def context(self) -> dict[str, Any]:
        url = address("exchanges:application_task_list", pk=self.about.pk)
        return super().context() | {"action_url": url, "action_label": _("Go on with it")}


class FileWithoutMission(_OfFile):
    """To those who decide on the file."""

    event = "application.mission_cancelled"

    def subject(self) -> str:
        return _("%(reference)s: %(visitor)s needs another host") % self.names()

    def what_it_means(self) -> list[str]:
        if self.about.state == "accepted":
            return [
                _("%(visitor)s stays accepted and waits for another host. Please propose one.") % self.names()
            ]
        return [_("%(visitor)s wanted to join it. The file now asks you to find a host.") % self.names()]

    def why(self) -> str:
        return _("you decide on %(reference)s.") % self.names()

    def context(self) -> dict[str, Any]:
        return super().context() | {"action_url": file_page(self.about), "action_label": _("Open the file")}
