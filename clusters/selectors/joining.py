"""What people coming in may find: their invitation, and the name of their organisation."""

from django.db.models import Q

from clusters.models import Invitation, Organisation
from clusters.selectors.teams import INVITATION_PURPOSE
from core import links

LONG_ENOUGH = 3
MOST = 20


def invitation_of(token: str) -> Invitation | None:
    """The invitation behind a link; None when a newer link replaced it. Raises DoesNotExist for an unknown one."""
    link = links.find(token, INVITATION_PURPOSE)
    invitation = Invitation.objects.select_related(
        "organisation", "cluster", "partnership", "invited_by"
    ).get(pk=link.subject_id)
    replaced = (
        link.revoked_at is not None and invitation.accepted_at is None and invitation.withdrawn_at is None
    )
    return None if replaced else invitation


def organisations_called(wanted: str) -> list[Organisation]:
    """Those that agreed to be listed, by a part of the name; others by the full name or the registration number."""
    if len(wanted) < LONG_ENOUGH:
        return []
    exact = Q(name__iexact=wanted) | (Q(registration_number__iexact=wanted) & ~Q(registration_number=""))
    found = Organisation.objects.filter(exact | Q(listed=True, name__icontains=wanted))
    return list(found.select_related("country").order_by("name", "id")[:MOST])
