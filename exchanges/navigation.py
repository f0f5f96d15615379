"""What the exchanges app adds to header and footer: each hat's own way in."""

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from clusters.enums import RoleKind
from core.navigation import ACCOUNT, FOOTER, NavItem, menu
from exchanges.selectors.work import to_decide

_STAFF = (RoleKind.MANAGER, RoleKind.COORDINATOR, RoleKind.FINANCE, RoleKind.AUDITOR, RoleKind.SUPPORT_OFFICE)


@menu
def items(request: HttpRequest) -> list[NavItem]:
    hat = request.actor.hat if request.user.is_authenticated else None
    found: list[NavItem | None] = [
        NavItem(_("Missions"), reverse("exchanges:missions"), order=30),
        NavItem(_("Hosts"), reverse("exchanges:offers"), order=32),
    ]
    if request.user.is_authenticated:
        # The start page stands in a later app, so by its address.
        found.append(NavItem(_("My work"), "/", order=5))
    if hat is None or hat.kind == RoleKind.REPRESENTATIVE:
        found.append(_item(_("Calculator"), "exchanges:calculator", order=34))
    if hat is None:
        found.append(_item(_("May I take part?"), "exchanges:check", order=28))
    elif hat.kind in _STAFF:
        past = reverse("exchanges:past_exchanges")
        found.append(NavItem(_("Files"), reverse("exchanges:queue"), order=15, count=to_decide, also=(past,)))
    else:
        found.append(_item(_("Apply"), "exchanges:application_new", order=20))
    if hat is not None and hat.kind in (RoleKind.COORDINATOR, RoleKind.AUDITOR):
        found.append(_item(_("Matching runs"), "exchanges:matching_runs", order=17))
    if hat is not None and hat.kind in (RoleKind.FINANCE, RoleKind.COORDINATOR):
        found.append(_item(_("Payments"), "exchanges:payments", order=18))
    if hat is not None and hat.kind in _STAFF:
        found.append(_item(_("Calculator"), "exchanges:calculator", order=34, place=FOOTER))
    if hat is not None and hat.kind in _STAFF:
        found.append(_item(_("Calendar"), "exchanges:calendar", order=17))
        found.append(NavItem(_("My exports"), reverse("core:exports"), order=40, place=ACCOUNT))
    if hat is not None and hat.kind in (RoleKind.MANAGER, RoleKind.COORDINATOR):
        found.append(_item(_("Learning tandems"), "exchanges:tandems", order=36, place=ACCOUNT))
    if hat is not None:
        found.append(_item(_("My calendar"), "exchanges:calendar_address", order=35, place=ACCOUNT))
    if hat is not None and hat.kind == RoleKind.REPRESENTATIVE:
        found.append(_item(_("Calendar"), "exchanges:calendar", order=34, place=ACCOUNT))
    if hat is not None and hat.kind in (RoleKind.MANAGER, RoleKind.COORDINATOR):
        found.append(_item(_("Matching"), "exchanges:matching", order=16))
    found.append(_item(_("Rules"), "exchanges:rulebooks", order=8, place=FOOTER))
    return [item for item in found if item is not None]


def _item(label: object, url_name: str, **rest: object) -> NavItem | None:
    try:
        return NavItem(label, reverse(url_name), **rest)  # type: ignore[arg-type]
    except NoReverseMatch:
        return None
