"""The invitation to a questionnaire and its reminders. Both carry a link that works without log-in."""

from typing import Any

from django.utils.translation import gettext as _

from core.mail import Notification
from exchanges.enums import Respondent
from exchanges.models import Exchange, Questionnaire


class _Question(Notification):
    """Facts: `questionnaire`, `link`."""

    about: Exchange
    sensitive = True

    @property
    def questionnaire(self) -> Questionnaire:
        return self.facts["questionnaire"]

    def _names(self) -> dict[str, Any]:
        asked_visitor = self.questionnaire.respondent == Respondent.VISITOR
        return {
            "reference": self.about.reference,
            "counterpart": self.about.host if asked_visitor else self.about.visitor,
        }

    def context(self) -> dict[str, Any]:
        return self._names() | {
            "impact": self.questionnaire.wave > 0,
            "is_visitor": self.questionnaire.respondent == Respondent.VISITOR,
            "broken_off": self.about.state == "discontinued",
            "due_on": self.questionnaire.due_on,
            "visitor_cluster": self.about.visitor_cluster,
            "action_url": self.facts["link"],
            "action_label": _("Answer the questions"),
        }


class QuestionnaireInvitation(_Question):
    event = "questionnaire.invited"
    template = "exchanges/mail/questionnaire_invitation"

    def subject(self) -> str:
        if self.questionnaire.wave:
            return _("%(reference)s: what came of your visit to %(counterpart)s?") % self._names()
        if self.questionnaire.respondent == Respondent.VISITOR:
            return _("%(reference)s: how was your visit to %(counterpart)s?") % self._names()
        return _("%(reference)s: how was the visit of %(counterpart)s?") % self._names()


class QuestionnaireReminder(_Question):
    event = "questionnaire.reminded"
    template = "exchanges/mail/questionnaire_reminder"

    def subject(self) -> str:
        return _("Reminder: please answer a few questions (%(reference)s)") % self._names()
