"""Who acts: a person with a hat, a link sent by mail, or the system."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.models import AccessLink

PERSON, LINK, SYSTEM, ANONYMOUS = "person", "link", "system", "anonymous"


def wearer_of(kind: str | None, *, user: Any = None, **places: Any) -> Actor:
    """An actor of whom only kind and place of the hat matter, each of which may be a value or an expression."""
    hat = SimpleNamespace(kind=kind, **{f"{place}_id": value for place, value in places.items()})
    return Actor(PERSON, "", user=SimpleNamespace(pk=user), hat=hat if kind is not None else None)


@dataclass(frozen=True)
class Actor:
    """`hat` is a role of a higher app and opaque here; only its `id` and `str()` are used."""

    kind: str
    label: str
    user: Any = None
    hat: Any = None
    link: AccessLink | None = None

    @classmethod
    def person(cls, user: Any, hat: Any = None) -> Actor:
        return cls(PERSON, user.get_full_name() or user.email, user=user, hat=hat)

    @classmethod
    def for_link(cls, link: AccessLink) -> Actor:
        return cls(LINK, link.name or link.address, link=link)

    @classmethod
    def system(cls, name: str) -> Actor:
        return cls(SYSTEM, name)

    @classmethod
    def anonymous(cls) -> Actor:
        return cls(ANONYMOUS, "")

    @property
    def is_system(self) -> bool:
        return self.kind == SYSTEM

    @property
    def user_id(self) -> int | None:
        return self.user.pk if self.user is not None else None

    @property
    def hat_label(self) -> str:
        if self.hat is not None:
            return str(self.hat)
        return str(self.link.purpose) if self.link is not None else self.kind
