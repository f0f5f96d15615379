"""What people hear when staff remind them of files, or name them as responsible."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from clusters.selectors.people import has_account
from core.mail import Notification, Recipient
from exchanges.models import Application, BulkRun
from exchanges.notifications.pages import address, file_page
from exchanges.selectors import queue

NAMED = 20


class SideReminded(Notification):
    """Facts: `act`, what has to be done; `url`, the path of its page; `due`."""

    about: Application
    event = "file.reminder"
    template = "exchanges/mail/side_reminded"

    def subject(self) -> str:
        return _("%(reference)s: a reminder that this file waits for you") % {
            "reference": self.about.reference
        }

    def _context(self, to: Recipient) -> dict[str, Any]:
        """Only who can log in gets a button to a page behind the log-in."""
        found = super()._context(to)
        if has_account(to.address):
            path = self.facts["url"]
            found["action_url"] = settings.PORTAL_URL + path if path else file_page(self.about)
            found["action_label"] = self.facts["act"] or _("Open the file")
        return found

    def context(self) -> dict[str, Any]:
        application = self.about
        return {
            "reference": application.reference,
            "organisation": application.organisation,
            "cluster": application.visitor_cluster,
        }


class FilesAssigned(Notification):
    """To the person who looks after the files from now on."""

    about: BulkRun
    event = "file.assigned"
    template = "exchanges/mail/files_assigned"

    def _numbers(self) -> list[int]:
        return [number for number, _reference, why_not, _before in self.about.results if not why_not]

    def subject(self) -> str:
        number = len(self._numbers())
        if number == 1:
            return _("You are responsible for a file now")
        return _("You are responsible for %(number)s files now") % {"number": number}

    def context(self) -> dict[str, Any]:
        numbers = self._numbers()
        rows = queue.rows_of(Application.objects.filter(pk__in=numbers).order_by("id"), NAMED)
        return {
            "named_by": self.about.user,
            "files": rows,
            "more": len(numbers) - len(rows),
            "action_url": f"{address('exchanges:queue')}?responsible=me",
            "action_label": _("Open my files"),
        }
