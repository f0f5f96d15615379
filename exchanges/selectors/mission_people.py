"""Who takes part in an event, with no more about each of them than the reader may see."""

from dataclasses import dataclass

from clusters.enums import RoleKind
from clusters.models import User
from core.actors import Actor
from exchanges.models import Mission, Participant
from exchanges.selectors import presence
from exchanges.visibility import Stage, sees

# What a hat is called in the table of visibility.
_ROLES = {
    RoleKind.COORDINATOR: "coordinator",
    RoleKind.FINANCE: "finance",
    RoleKind.AUDITOR: "auditor",
    RoleKind.SUPPORT_OFFICE: "support_office",
    RoleKind.REPRESENTATIVE: "host",
    RoleKind.MANAGER: "host_cluster",
}
# The staff of the event wrote down who is no traveller of a file.
_WROTE_IT = (RoleKind.COORDINATOR, RoleKind.MANAGER)


@dataclass(frozen=True)
class Person:
    name: str
    position: str
    organisation: str
    country: str
    side: str
    # Empty where the reader may not see it.
    email: str
    # False once the name is removed, a year after the event.
    is_named: bool = True
    # Of somebody who was entered by name or registered, and can be taken off the list.
    entered: int | None = None


def people(mission: Mission, actor: Actor, *, hand_out: bool = False) -> list[Person]:
    """Those who come. A list to hand out leaves out who restricts the use of their data, and all addresses."""
    rows = list(presence.people(mission))
    restricted = _restricted([row.address for row in rows])
    return [
        Person(
            row.full_name,
            row.job,
            row.of,
            row.country.name,
            str(row.get_side_display()),
            "" if hand_out or row.address in restricted or not _reads_address(row, actor) else row.address,
            row.is_named,
            row.pk if row.traveller_id is None else None,
        )
        for row in rows
        if not (hand_out and row.address in restricted)
    ]


def _reads_address(row: Participant, actor: Actor) -> bool:
    kind = actor.hat.kind if actor.hat is not None else None
    if row.traveller_id is None:
        return kind in _WROTE_IT
    return sees("visitor.traveller_email", _ROLES.get(kind, "") if kind else "", Stage.AGREED)


def _restricted(addresses: list[str]) -> set[str]:
    rows = User.objects.filter(email__in=[one for one in addresses if one], restricted_at__isnull=False)
    return set(rows.values_list("email", flat=True))
