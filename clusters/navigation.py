"""What the clusters app adds to header and footer."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clusters.enums import RoleKind
from clusters.models import Role
from clusters.selectors.members import waiting_count
from clusters.selectors.teams import SCHEME, own_place
from core.actors import Actor
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
    found.append(NavItem(_("Your rights"), reverse("clusters:my_rights"), place=ACCOUNT, order=20))
    found.append(NavItem(_("Log-ins"), reverse("sessions"), place=ACCOUNT, order=90))
    if request.user.is_superuser:
        scheme = reverse("clusters:team", kwargs={"word": SCHEME, "pk": 0})
        found.append(NavItem(_("Support office"), scheme, place=ACCOUNT, order=16))
    found.append(NavItem(_("My data"), reverse("clusters:my_data"), place=ACCOUNT, order=90))
    hat = request.actor.hat
    place = own_place(request.actor)
    if place is not None and hat.kind not in (RoleKind.AUDITOR, RoleKind.SUPPORT_OFFICE):
        url = reverse("clusters:team", kwargs={"word": place.word, "pk": place.pk})
        found.append(NavItem(_("Team"), url, place=ACCOUNT, order=15))
    if hat is not None and hat.kind == RoleKind.REPRESENTATIVE:
        url = reverse("clusters:organisation_detail", kwargs={"pk": hat.organisation_id})
        found.append(NavItem(_("Your organisation"), url, order=40))
    if hat is not None and hat.kind == RoleKind.COORDINATOR:
        found.append(NavItem(_("Retention of data"), reverse("clusters:retention"), place=ACCOUNT, order=95))
    if hat is not None and hat.kind == RoleKind.MANAGER:
        found.append(
            NavItem(
                _("Members"),
                reverse("clusters:members"),
                order=40,
                count=_waiting,
                also=(reverse("core:imports"),),
            )
        )
        found.append(NavItem(_("Your cluster"), reverse("clusters:cluster_profile"), order=42))
    if hat is not None and hat.kind in (RoleKind.MANAGER, RoleKind.COORDINATOR):
        found.append(NavItem(_("Imports"), reverse("core:imports"), place=ACCOUNT, order=30))
    return found


def _waiting(actor: Actor) -> int:
    return waiting_count(actor.hat.cluster_id)


@hats
def choices(request: HttpRequest) -> list[HatChoice]:
    current = request.actor.hat or request.locked_hat
    return [
        HatChoice(
            role.pk,
            role.get_kind_display(),
            role.place,
            current=current is not None and role.pk == current.pk,
            group=_group(role),
        )
        for role in sorted(getattr(request, "hats", []), key=lambda role: (_level(role), role.pk))
    ]


def _level(role: Role) -> int:
    place = (role.organisation_id, role.cluster_id, role.partnership_id)
    return next((number for number, pk in enumerate(place) if pk is not None), len(place))


def _group(role: Role) -> Any:
    return (_("Organisations"), _("Clusters"), _("Partnerships"), _("Scheme"))[_level(role)]
