"""What the exchanges app brings to the public directory: missions and the offers of hosts."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clusters.directory import EntryKind, register

_STATES = {
    "open": (_("Open for applications"), "ok"),
    "closed": (_("Applications closed"), "waiting"),
    "finished": (_("Took place"), "done"),
}


def _mission_url(entry: Any) -> str:
    return reverse("exchanges:mission_detail", args=[entry.slug])


def _offer_url(entry: Any) -> str:
    return reverse("exchanges:offer_detail", args=[entry.subject_id])


register(
    EntryKind("mission", _("Mission"), _("Missions"), "calendar", _mission_url, order=10, states=_STATES)
)
register(EntryKind("offer", _("Host offer"), _("Host offers"), "globe", _offer_url, order=20))
