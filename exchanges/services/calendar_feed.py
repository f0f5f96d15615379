"""The secret address of a personal calendar: made, made anew, and stopped."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clusters.models import Role
from core import audit, links
from core.actors import Actor
from core.exceptions import NotAllowed

PURPOSE = "calendar_feed"
# A calendar program asks for years; the person or the end of the role stops it before.
DAYS = 5 * 365


@transaction.atomic
def make_address(*, by: Actor) -> str:
    """The new address for the hat worn now; an earlier one stops working. Only its hash is kept."""
    role = _role(by)
    _link, address = links.issue(
        role, PURPOSE, address=by.user.email, name=by.label, url_name="exchanges:calendar_feed", days=DAYS
    )
    audit.record("calendar.address_make", role, by, {})
    return address


@transaction.atomic
def stop_address(*, by: Actor) -> None:
    """Whoever has the address gets nothing any more."""
    role = _role(by)
    links.revoke(role, PURPOSE)
    audit.record("calendar.address_stop", role, by, {})


def _role(by: Actor) -> Role:
    if by.hat is None:
        raise NotAllowed(_("A calendar belongs to a role. You have none at the moment."))
    role: Role = by.hat
    return role
