"""What the reporting pages of one partnership share."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.enums import RoleKind
from clusters.models import Partnership


def tabs(request: HttpRequest, partnership: Partnership, current: str) -> list[dict[str, Any]]:
    """The pages beside each other; leads for those who answer them."""
    pages = [
        ("dashboard", _("Figures")),
        ("activities", _("Activities")),
        ("deliverables", _("Deliverables")),
    ]
    if request.actor.hat.kind in (RoleKind.COORDINATOR, RoleKind.MANAGER):
        pages.append(("leads", _("Interested people")))
    pages.append(("results", _("Public page")))
    return [
        {
            "label": label,
            "url": reverse(f"reporting:{name}", args=[partnership.slug]),
            "current": name == current,
        }
        for name, label in pages
    ]
