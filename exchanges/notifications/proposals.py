"""What visitor, host and clusters hear about a match."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from core.mail import Notification
from exchanges.models import Proposal
from exchanges.notifications.pages import file_page
from exchanges.selectors.matches import travellers_for


class _Match(Notification):
    about: Proposal

    @property
    def reference(self) -> str:
        return self.about.application.reference or ""

    def _names(self) -> dict[str, Any]:
        proposal = self.about
        return {
            "reference": self.reference,
            "visitor": proposal.application.organisation,
            "host": proposal.host,
            "first_day": proposal.stay.lower,
            "last_day": proposal.stay.upper - timedelta(days=1),
            "visitor_cluster": proposal.application.visitor_cluster,
        }

    def _to_file(self) -> dict[str, Any]:
        return {"action_url": file_page(self.about.application), "action_label": _("Open the file")}


class HostAsked(_Match):
    """Carries the link by which the host answers; `again` for the reminder. Facts: `url`."""

    event = "proposal.asked"
    template = "exchanges/mail/host_asked"
    sensitive = True

    def subject(self) -> str:
        names = {"visitor": self.about.application.organisation, "reference": self.reference}
        if self.facts.get("again"):
            return _("Reminder: may %(visitor)s visit you? (%(reference)s)") % names
        return _("May %(visitor)s visit you? (%(reference)s)") % names

    def context(self) -> dict[str, Any]:
        application = self.about.application
        return self._names() | {
            "again": False,
            **self.facts,
            "travellers": travellers_for(self.about, "host"),
            "motivation": application.motivation,
            "message": self.about.message,
            "due_on": self.about.due_on,
            "action_url": self.facts["url"],
            "action_label": _("Say yes or no"),
        }


class HostAccepted(_Match):
    """To the visitor: this host would receive you."""

    event = "proposal.host_accepted"
    template = "exchanges/mail/host_accepted"

    def subject(self) -> str:
        names = {"host": self.about.host, "reference": self.reference}
        if self.facts.get("again"):
            return _("Reminder: %(host)s would receive you (%(reference)s)") % names
        return _("%(reference)s: %(host)s would receive you") % names

    def context(self) -> dict[str, Any]:
        return self._names() | self._to_file() | {"due_on": self.about.due_on}


class MatchAgreed(_Match):
    """To a cluster that still has to confirm; `url` for one outside the portal."""

    event = "proposal.agreed"
    template = "exchanges/mail/match_agreed"

    @property
    def sensitive(self) -> bool:  # type: ignore[override]
        return "url" in self.facts

    def subject(self) -> str:
        names = {
            "reference": self.reference,
            "visitor": self.about.application.organisation,
            "host": self.about.host,
        }
        return _("%(reference)s: please confirm %(visitor)s at %(host)s") % names

    def context(self) -> dict[str, Any]:
        url = self.facts.get("url")
        button = {"action_url": url, "action_label": _("Confirm or decline")} if url else self._to_file()
        return self._names() | button


class MatchConfirmed(_Match):
    """To visitor and host; `side` says which."""

    event = "proposal.confirmed"
    template = "exchanges/mail/match_confirmed"

    def subject(self) -> str:
        names = {
            "reference": self.reference,
            "visitor": self.about.application.organisation,
            "host": self.about.host,
        }
        if self.facts["side"] == "visitor":
            return _("%(reference)s: your visit to %(host)s is confirmed") % names
        return _("%(reference)s: the visit of %(visitor)s is confirmed") % names

    def context(self) -> dict[str, Any]:
        return self._names() | (self._to_file() if self.facts["side"] == "visitor" else {})


class MatchDeclined(_Match):
    """To the others when one side says no. Facts: `who` declined, `reason`, `side` of the reader."""

    event = "proposal.declined"
    template = "exchanges/mail/match_declined"

    def subject(self) -> str:
        names = {"reference": self.reference, "who": self.facts["who"]}
        return _("%(reference)s: %(who)s has declined") % names

    def context(self) -> dict[str, Any]:
        return self._names() | (self._to_file() if self.facts["side"] != "host" else {})


class MatchExpired(_Match):
    """To visitor, decider and host: no answer came in time. Facts: `side`; `visitor_silent` when the host had said yes."""

    event = "proposal.expired"
    template = "exchanges/mail/match_expired"

    def subject(self) -> str:
        names = {
            "reference": self.reference,
            "host": self.about.host,
            "visitor": self.about.application.organisation,
        }
        if self.facts.get("visitor_silent"):
            return _("%(reference)s: no answer from %(visitor)s") % names
        return _("%(reference)s: no answer from %(host)s") % names

    def context(self) -> dict[str, Any]:
        facts = {"visitor_silent": False, **self.facts}
        return self._names() | facts | ({} if facts["side"] == "host" else self._to_file())


class MatchWithdrawn(_Match):
    """To a host that was asked and is no longer needed."""

    event = "proposal.withdrawn"
    template = "exchanges/mail/match_withdrawn"

    def subject(self) -> str:
        names = {"reference": self.reference, "visitor": self.about.application.organisation}
        return _("%(reference)s: the visit of %(visitor)s to you will not take place") % names

    def context(self) -> dict[str, Any]:
        return self._names()
