"""What a role may see and do, read from the tables that decide it, never from prose.

May do: each app says which relations of its workflows a kind of role can have (`holds`); the acts then come from the
workflow tables. A test compares these lines with what the permission functions really give. May see: each app names
its rows (`rows`); the figures come from `visible_to` for the very person.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from clusters import permissions
from clusters.enums import RoleKind
from clusters.models import Membership, Organisation, Role
from clusters.selectors.teams import CLUSTER, KINDS_AT, ORGANISATION, place_of
from core import workflow
from core.actors import Actor

Held = dict[str, tuple[str, ...]]
_held: dict[str, Held] = {}
_rows: list[tuple[Any, Callable[[Actor], QuerySet[Any]]]] = []
_titles: dict[str, Any] = {}
# Counting stops here: the page says "1,000+".
MOST = 1000


@dataclass(frozen=True)
class Acts:
    """The moves of one workflow that the role can make, where it stands in the relation to the row."""

    title: Any
    labels: tuple[Any, ...]


@dataclass(frozen=True)
class Seen:
    label: Any
    number: int

    @property
    def more(self) -> bool:
        return self.number >= MOST


def holds(name: str, title: Any, **kinds: tuple[str, ...]) -> None:
    """Say which relations of a workflow each kind of role can have."""
    _held[name], _titles[name] = dict(kinds), title


def held(name: str) -> Held:
    return _held[name]


def known() -> set[str]:
    return set(_held)


def rows(label: Any, visible: Callable[[Actor], QuerySet[Any]]) -> None:
    _rows[:] = [*(row for row in _rows if str(row[0]) != str(label)), (label, visible)]


def acts_of(kind: str) -> list[Acts]:
    """In all workflows, the moves whose actors include a relation the role can have; doubles of a label once."""
    found = []
    for flow in workflow.registered():
        relations = set(_held.get(flow.name, {}).get(kind, ()))
        labels = [move.label for move in flow.transitions if relations & set(move.actors)]
        if labels:
            once = {str(label): label for label in labels}
            found.append(Acts(_titles[flow.name], tuple(once.values())))
    return found


def seen_by(role: Role) -> list[Seen]:
    """How many rows of each kind the person sees in this role now."""
    actor = Actor.person(role.user, role)
    return [Seen(label, len(visible(actor).order_by().values_list("pk")[:MOST])) for label, visible in _rows]


# Those who give roles one level below their own place.
_BELOW = {RoleKind.COORDINATOR: KINDS_AT[CLUSTER], RoleKind.MANAGER: KINDS_AT[ORGANISATION]}


def gives_roles_at(role: Role) -> list[str]:
    """The names of the roles that the person gives and ends, at the own place and one level below."""
    place = place_of(role)
    if not permissions.can_give_role(Actor.person(role.user, role), *place.args):
        return []
    return [str(kind.label) for kind in (*KINDS_AT[place.word], *_BELOW.get(RoleKind(role.kind), ()))]


holds(
    "membership",
    _("Memberships"),
    **{RoleKind.MANAGER.value: ("cluster",), RoleKind.REPRESENTATIVE.value: ("member",)},
)
# Past exchanges are imported by the coordinator, members by the manager.
holds(
    "import",
    _("Imports"),
    **{RoleKind.MANAGER.value: ("owner",), RoleKind.COORDINATOR.value: ("owner",)},
)
rows(_("Organisations"), lambda actor: Organisation.objects.visible_to(actor))
rows(_("Memberships"), lambda actor: Membership.objects.visible_to(actor))
