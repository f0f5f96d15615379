"""What participants hear about their pre-arranged meetings. Every mail carries the person's own link."""

from typing import Any

from django.utils.translation import gettext as _

from core.mail import Notification
from exchanges.models import Participant
from exchanges.selectors.meetings import appointment, schedule_of


class MeetingMail(Notification):
    """Facts: `round`, and `url` of the person's own page."""

    about: Participant
    sensitive = True

    def _names(self) -> dict[str, Any]:
        return {"event": self.about.mission.title}

    def context(self) -> dict[str, Any]:
        return {
            "event": self.about.mission.title,
            "mission": self.about.mission,
            "wishes_until": self.facts["round"].wishes_until,
            "action_url": self.facts["url"],
        }


class WishesAsked(MeetingMail):
    """`again` for the reminder."""

    event = "meetings.ask"
    template = "exchanges/mail/meetings_asked"

    def subject(self) -> str:
        if self.facts["again"]:
            return _("Reminder: whom do you want to meet? %(event)s") % self._names()
        return _("Whom do you want to meet? %(event)s") % self._names()

    def context(self) -> dict[str, Any]:
        return super().context() | {"action_label": _("Choose whom to meet")}


class SchedulePublished(MeetingMail):
    """The own meetings as a list; `changed` when meetings were added later."""

    event = "meetings.schedule"
    template = "exchanges/mail/meetings_schedule"

    def subject(self) -> str:
        if self.facts["changed"]:
            return _("New meetings for you: %(event)s") % self._names()
        return _("Your meetings: %(event)s") % self._names()

    def context(self) -> dict[str, Any]:
        rows = schedule_of(self.about, cancelled=False)
        return super().context() | {"rows": rows, "action_label": _("Open my meetings")}


class MeetingChanged(MeetingMail):
    """Facts: `meeting`, and `what`: added, moved or cancelled."""

    event = "meetings.changed"
    template = "exchanges/mail/meetings_changed"

    def subject(self) -> str:
        names = {"other": appointment(self.facts["meeting"], self.about).other.of, **self._names()}
        if self.facts["what"] == "cancelled":
            return _("Cancelled: your meeting with %(other)s, %(event)s") % names
        if self.facts["what"] == "moved":
            return _("Moved: your meeting with %(other)s, %(event)s") % names
        return _("New: a meeting with %(other)s, %(event)s") % names

    def context(self) -> dict[str, Any]:
        row = appointment(self.facts["meeting"], self.about)
        return super().context() | {"row": row, "action_label": _("Open my meetings")}


class OutcomeAsked(MeetingMail):
    """Who has said nothing of a meeting."""

    event = "meetings.outcome"
    template = "exchanges/mail/meetings_outcome"

    def subject(self) -> str:
        return _("What came of your meetings? %(event)s") % self._names()

    def context(self) -> dict[str, Any]:
        return super().context() | {"action_label": _("Say what came of them")}
