"""What the reporting app adds to the header: figures for staff, partnerships for everybody."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clusters.enums import RoleKind
from core.navigation import FOOTER, MAIN, NavItem, menu

STAFF = (RoleKind.COORDINATOR, RoleKind.FINANCE, RoleKind.AUDITOR, RoleKind.SUPPORT_OFFICE, RoleKind.MANAGER)


@menu
def items(request: HttpRequest) -> list[NavItem]:
    hat = request.actor.hat
    partnerships = reverse("reporting:partnerships")
    if hat is not None and hat.kind in STAFF:
        return [
            NavItem(
                _("Figures"),
                reverse("reporting:dashboard"),
                order=60,
                also=(partnerships, "/activities/", "/deliverables/", "/leads/", "/networks/"),
            ),
            NavItem(_("Partnerships"), partnerships, place=FOOTER, order=10),
        ]
    return [NavItem(_("Partnerships"), partnerships, place=MAIN, order=60)]
