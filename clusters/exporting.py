"""The lists of this app as tables to take away, and the hat in which somebody takes them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters import permissions
from clusters.filters import MemberFilter
from clusters.models import Role
from clusters.selectors.members import in_order, members_of
from core import listings, workflow
from core.actors import Actor
from core.exceptions import NotAllowed
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


def _members(asked: Asked) -> Found:
    permissions.check_manager(asked.actor)
    found = MemberFilter(asked.given, queryset=members_of(asked.actor), request=asked.actor)
    return Found(in_order(found.qs, asked.given.get("order", "")), _MEMBER, found.form)


_MEMBER = (
    column(gettext_lazy("Organisation"), lambda row: row.organisation.name),
    column(gettext_lazy("Kind"), lambda row: row.organisation.get_kind_display()),
    column(gettext_lazy("Town"), lambda row: row.organisation.city),
    column(gettext_lazy("Country"), lambda row: row.organisation.country.name),
    column(gettext_lazy("Registration number"), lambda row: row.organisation.registration_number),
    column(gettext_lazy("VAT number"), lambda row: row.organisation.vat_number),
    column(gettext_lazy("Website"), lambda row: row.organisation.website),
    column(gettext_lazy("Member since"), lambda row: row.since, DATE),
    column(gettext_lazy("Direct"), lambda row: _("yes") if row.direct else _("no")),
    column(gettext_lazy("State"), lambda row: workflow.of(row).state(row.state).label),
    column(gettext_lazy("Confirmed on"), lambda row: row.confirmed_on, DATE),
    column(gettext_lazy("Confirmed by"), lambda row: row.confirmed_by_name),
    column(gettext_lazy("Until"), lambda row: row.expires_on, DATE),
)
