"""The lists of this app as tables to take away, and the hat in which somebody takes them."""

from typing import Any

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters import permissions
from clusters.enums import OrganisationKind
from clusters.filters import MemberFilter
from clusters.models import Membership, Role
from clusters.selectors import teams
from clusters.selectors.members import in_order, members_of
from core import listings
from core.actors import Actor
from core.exceptions import NotAllowed
from core.facts import fact, states_of, words_of, yes_no
from core.listings import Asked, Found, Listing, column
from core.tables import DATE


def wearing(user: Any, hat_id: int) -> Actor:
    """The person in this role. Raises NotAllowed when it is no longer theirs."""
    hat = Role.objects.working().filter(pk=hat_id, user=user).first()
    if hat is None:
        raise NotAllowed(_("You no longer have the role with which you asked for this table."))
    return Actor.person(user, hat)


def register() -> None:
    """Called when the app is ready."""
    members = Listing(
        "members", gettext_lazy("Members"), _members, lambda _scope: reverse("clusters:members")
    )
    listings.register(members, wearing)
    listings.register(Listing("team", gettext_lazy("Team"), _team, _team_address), wearing)


def _members(asked: Asked) -> Found:
    permissions.check_manager(asked.actor)
    found = MemberFilter(asked.given, queryset=members_of(asked.actor), request=asked.actor)
    return listings.told(in_order(found.qs, asked.given.get("order", "")), _MEMBER, found.form)


def _team(asked: Asked) -> Found:
    """The scope is the kind of the place and its number: "cluster/3"."""
    word, _sep, number = asked.scope.partition("/")
    place = teams.find_place(word, int(number)) if number.isdecimal() and len(number) < 19 else None
    if place is None or not permissions.can_see_team(asked.actor, *place.args):
        raise Http404
    return Found(teams.members_at(place), _COLLEAGUE, about=[(_("Team"), place.name)])


def _team_address(scope: str) -> str:
    return reverse("clusters:team", args=scope.split("/"))


_COLLEAGUE = (
    column(gettext_lazy("Person"), lambda row: row.role.user.get_full_name()),
    column(gettext_lazy("E-mail"), lambda row: row.role.user.email),
    column(gettext_lazy("Role"), lambda row: row.role.get_kind_display()),
    column(gettext_lazy("Since"), lambda row: row.role.since.date(), DATE),
    column(gettext_lazy("Until"), lambda row: row.role.until and row.role.until.date(), DATE),
    column(gettext_lazy("Given by"), lambda row: str(row.role.given_by or "")),
    column(gettext_lazy("Away until"), lambda row: row.absence and row.absence.ends_on, DATE),
)
_MEMBER = (
    fact(gettext_lazy("Organisation"), "organisation__name"),
    fact(gettext_lazy("Kind"), "organisation__kind", words=words_of(OrganisationKind)),
    fact(gettext_lazy("Town"), "organisation__city"),
    fact(gettext_lazy("Country"), "organisation__country__name"),
    fact(gettext_lazy("Registration number"), "organisation__registration_number"),
    fact(gettext_lazy("VAT number"), "organisation__vat_number"),
    fact(gettext_lazy("Website"), "organisation__website"),
    fact(gettext_lazy("Member since"), "since", DATE),
    yes_no(gettext_lazy("Direct"), Q(direct=True)),
    fact(gettext_lazy("State"), "state", words=states_of(Membership)),
    fact(gettext_lazy("Confirmed on"), "confirmed_on", DATE),
    fact(gettext_lazy("Confirmed by"), "confirmed_by_name"),
    fact(gettext_lazy("Until"), "expires_on", DATE),
)
