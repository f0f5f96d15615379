"""What the people of a partnership hear of its rules."""

from typing import Any

from django.utils.translation import gettext as _

from core.mail import Notification
from exchanges.models import Rulebook
from exchanges.notifications.pages import address
from exchanges.selectors.rulebook_words import changes


class RulesPublished(Notification):
    """To everybody who decides, pays or coordinates: what changes from which day on."""

    event = "rulebook.published"
    template = "exchanges/mail/rules_published"
    about: Rulebook

    def subject(self) -> str:
        return _("%(partnership)s: new rules, version %(version)s") % {
            "partnership": self.about.partnership,
            "version": self.about.code,
        }

    def context(self) -> dict[str, Any]:
        return {
            "rulebook": self.about,
            "person": self.about.published_by,
            "changes": changes(self.about, self.about.based_on),
            "action_url": address("exchanges:rulebook", pk=self.about.pk),
            "action_label": _("Read the rules"),
        }
