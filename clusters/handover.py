"""What moves to a colleague when somebody leaves. Each app registers what it keeps on people:

@handover.part
def contacts(role: Role, to: User | None) -> list[Moved]: ...

`to` None only counts. The clusters app needs no other app for it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from clusters.models import Role, User


@dataclass(frozen=True)
class Moved:
    """One kind of thing: its words, how many, and names for the summary."""

    label: Any
    number: int
    names: tuple[str, ...] = ()


Part = Callable[[Role, User | None], list[Moved]]
_parts: list[Part] = []


def part(function: Part) -> Part:
    if function.__qualname__ not in {known.__qualname__ for known in _parts}:
        _parts.append(function)
    return function


def review(role: Role, to: User | None = None) -> list[Moved]:
    """Everything that hangs on the person in this role; with `to`, it is moved to that person."""
    return [moved for one in _parts for moved in one(role, to) if moved.number]


@part
def cluster_contact(role: Role, to: User | None) -> list[Moved]:
    """The contact person of the cluster, and the project manager of the partnership."""
    found = []
    for scope, label in (
        (role.cluster, _("Contact person of the cluster")),
        (role.partnership, _("Project manager")),
    ):
        if scope is None or scope.contact_email.lower() != role.user.email.lower():
            continue
        if to is not None:
            scope.contact_name, scope.contact_email = to.get_full_name() or to.email, to.email
            scope.contact_phone = to.phone
            scope.save(update_fields=["contact_name", "contact_email", "contact_phone"])
        found.append(Moved(label, 1, (str(scope),)))
    return found
