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
    # Help comes first at the foot of every page, for everybody (WCAG 3.2.6).
    service = [
        NavItem(_("Help"), reverse("reporting:help"), place=FOOTER, order=1),
        NavItem(_("Contact"), reverse("reporting:contact"), place=FOOTER, order=2),
        NavItem(_("Cookies"), reverse("reporting:cookies"), place=FOOTER, order=21),
        NavItem(_("Accessibility"), reverse("reporting:accessibility"), place=FOOTER, order=22),
        NavItem(_("Legal notice"), reverse("reporting:legal_notice"), place=FOOTER, order=23),
    ]
    partnerships = reverse("reporting:partnerships")
    if hat is not None and hat.kind in STAFF:
        return [
            *service,
            NavItem(
                _("Figures"),
                reverse("reporting:dashboard"),
                order=60,
                also=(
                    partnerships,
                    "/scheme/figures/",
                    "/activities/",
                    "/periods/",
                    "/corrections/",
                    "/services/",
                    "/deliverables/",
                    "/leads/",
                    "/networks/",
                    "/practices/",
                    "/modules/",
                    "/opportunities/",
                ),
            ),
            NavItem(_("Partnerships"), partnerships, place=FOOTER, order=10),
        ]
    return [*service, NavItem(_("Partnerships"), partnerships, place=MAIN, order=60)]
