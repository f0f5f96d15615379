"""Mails about scheduled exports. They carry a link that asks for a log-in, never a line of the data."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from clusters.models import Role
from core.mail import Notification, Recipient


def to_role(role: Role) -> Recipient:
    return Recipient(role.user.email, role.user.get_full_name(), role.user.language)


def address_for(role: Role, path: str) -> str:
    """A page that changes to the role first, where the person wears another one."""
    return f"{settings.PORTAL_URL}{reverse('clusters:hat_open', args=[role.pk])}?{urlencode({'next': path})}"


class TableReady(Notification):
    """`schedule`, `job`, `role`: to one recipient."""

    event = "schedule.ready"
    template = "reporting/mail/schedule_ready"

    def subject(self) -> str:
        return _("Ready to download: %(title)s") % {"title": self.facts["schedule"].title}

    def context(self) -> dict[str, Any]:
        path = reverse("core:export_run", args=[self.facts["job"].pk])
        return {"action_url": address_for(self.facts["role"], path), "action_label": _("Open the table")}


class ScheduleTrouble(Notification):
    """`schedule`, `sentences`: to its owner, when it rests or somebody is left out."""

    event = "schedule.trouble"
    template = "reporting/mail/schedule_trouble"

    def subject(self) -> str:
        title = {"title": self.facts["schedule"].title}
        if self.facts["schedule"].paused:
            return _("Scheduled export paused: %(title)s") % title
        if self.facts["schedule"].failures:
            return _("Scheduled export did not work: %(title)s") % title
        return _("Scheduled export not sent to everybody: %(title)s") % title

    def context(self) -> dict[str, Any]:
        schedule = self.facts["schedule"]
        path = reverse("reporting:schedule", args=[schedule.pk])
        return {"action_url": address_for(schedule.owner, path), "action_label": _("Look at it")}
