"""What the clusters app adds to header and footer."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clusters.enums import RoleKind
from clusters.selectors.members import waiting_count
from core.navigation import ACCOUNT, FOOTER, HatChoice, NavItem, hats, menu


@menu
def items(request: HttpRequest) -> list[NavItem]:
    found = [
        NavItem(_("Privacy"), reverse("clusters:privacy"), place=FOOTER, order=20),
        NavItem(_("Directory"), reverse("clusters:directory"), order=29),
    ]
    if not request.user.is_authenticated:
        return found
    found.append(NavItem(_("Your details"), reverse("clusters:profile"), place=ACCOUNT, order=10))
    hat = request.actor.hat
    if hat is not None and hat.kind == RoleKind.REPRESENTATIVE:
        url = reverse("clusters:organisation_detail", kwargs={"pk": hat.organisation_id})
        found.append(NavItem(_("Your organisation"), url, order=40))
    if hat is not None and hat.kind == RoleKind.MANAGER:
        found.append(
            NavItem(
                _("Members"),
                reverse("clusters:members"),
                order=40,
                badge=waiting_count(hat.cluster_id) or None,
            )
        )
        found.append(NavItem(_("Your cluster"), reverse("clusters:cluster_profile"), order=42))
    if hat is not None and hat.kind in (RoleKind.MANAGER, RoleKind.COORDINATOR):
        found.append(NavItem(_("Imports"), reverse("core:imports"), place=ACCOUNT, order=30))
    return found


@hats
def choices(request: HttpRequest) -> list[HatChoice]:
    current = request.actor.hat
    return [
        HatChoice(
            role.pk,
            role.get_kind_display(),
            role.place,
            current=current is not None and role.pk == current.pk,
        )
        for role in getattr(request, "hats", [])
    ]
