"""Who may read and write which messages of a file. Pure: relations in, circles out.

Before a match is confirmed there is no host's side, so only the visitor's side and the deciding side talk.
"""

from collections.abc import Collection

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Audience(TextChoices):
    ALL = "all", _("All four parties")
    VISITOR = "visitor", _("Visitor and contact cluster")
    HOST = "host", _("Host, its cluster and contact cluster")
    STAFF = "staff", _("Note for the deciding side only")


class Side(TextChoices):
    """In which role somebody wrote, as the others read it."""

    VISITOR = "visitor", _("Visitor")
    HOST = "host", _("Host")
    HOST_CLUSTER = "host_cluster", _("Host's cluster")
    CONTACT_CLUSTER = "contact_cluster", _("Contact cluster")
    COORDINATOR = "coordinator", _("Coordinator")
    FINANCE = "finance", _("Finance")


_DECIDING = frozenset({"visitor_manager", "decider", "coordinator", "finance"})
_WATCHING = frozenset({"auditor", "support_office"})
_WRITERS: dict[str, frozenset[str]] = {
    Audience.ALL: _DECIDING | {"visitor", "host", "host_manager"},
    Audience.VISITOR: _DECIDING | {"visitor"},
    Audience.HOST: _DECIDING | {"host", "host_manager"},
    Audience.STAFF: _DECIDING,
}
_NEEDS_MATCH = (Audience.ALL, Audience.HOST)
# Everybody who may write to anybody.
WRITERS = tuple(sorted(frozenset.union(*_WRITERS.values())))
_SIDES: tuple[tuple[str, Side], ...] = (
    ("visitor", Side.VISITOR),
    ("host", Side.HOST),
    ("visitor_manager", Side.CONTACT_CLUSTER),
    ("coordinator", Side.COORDINATOR),
    ("finance", Side.FINANCE),
    ("host_manager", Side.HOST_CLUSTER),
    ("decider", Side.CONTACT_CLUSTER),
)


def readable(relations: Collection[str]) -> list[str]:
    """The circles whose messages somebody reads."""
    return [circle for circle, writers in _WRITERS.items() if set(relations) & (writers | _WATCHING)]


def writable(relations: Collection[str], *, matched: bool) -> list[str]:
    """The circles that somebody may write to."""
    return [
        circle
        for circle, writers in _WRITERS.items()
        if set(relations) & writers and (matched or circle not in _NEEDS_MATCH)
    ]


def side_of(relations: Collection[str]) -> Side:
    """The role in which somebody writes. Raises StopIteration for somebody without a side, who may not write."""
    return next(side for relation, side in _SIDES if relation in relations)
