"""Still interested? Two mails with one link."""

from typing import Any

from django.utils.translation import gettext as _

from clusters.models import Organisation
from core import clock
from core.mail import Notification
from exchanges.selectors.rulebooks import rulebook_on


class StillInterested(Notification):
    about: Organisation
    event = "interest.asked"
    template = "exchanges/mail/interest_asked"
    sensitive = True

    def subject(self) -> str:
        return _("Is %(organisation)s still interested in ClusterXchange?") % {"organisation": self.about}

    def context(self) -> dict[str, Any]:
        rules = rulebook_on(clock.today())
        return {
            "organisation": self.about,
            "months": rules.interest_months,
            "days": rules.interest_answer_days,
            "action_url": self.facts["url"],
            "action_label": _("Answer with one click"),
        }


class HiddenNow(StillInterested):
    event = "interest.hidden"
    template = "exchanges/mail/interest_hidden"

    def subject(self) -> str:
        return _("%(organisation)s is hidden in the directory now") % {"organisation": self.about}

    def context(self) -> dict[str, Any]:
        return super().context() | {"action_label": _("Show us again")}
