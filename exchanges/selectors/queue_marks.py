"""What the place of a hat has put on files of its list: tags, and the archive."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Lower

from clusters.enums import RoleKind
from core.actors import Actor
from exchanges.models import Application, ArchivedFile, TaggedFile

_OF_PARTNERSHIP = (RoleKind.COORDINATOR, RoleKind.FINANCE, RoleKind.AUDITOR)


def archived(actor: Actor) -> Exists:
    """Whether the hat's place has put a file into its archive."""
    return Exists(ArchivedFile.objects.filter(_of_place(actor), application=OuterRef("pk")))


def tagged(name: Any, actor: Actor) -> Exists:
    """Whether a file wears a tag of the hat's place; the name may be an expression."""
    worn = TaggedFile.objects.filter(_of_place(actor, "tag__"), application=OuterRef("pk"))
    wanted = Lower(name if hasattr(name, "resolve_expression") else Value(name))
    return Exists(worn.alias(small=Lower("tag__name")).filter(small=wanted))


def with_tags(rows: QuerySet[Application], actor: Actor) -> QuerySet[Application]:
    """With the tags that the hat's place has put on."""
    worn = TaggedFile.objects.filter(_of_place(actor, "tag__"), application=OuterRef("pk"))
    return rows.annotate(tags=ArraySubquery(worn.order_by("tag__name").values("tag__name")))


def _of_place(actor: Actor, path: str = "") -> Q:
    hat = actor.hat
    if hat is not None and hat.kind == RoleKind.MANAGER:
        return Q(**{f"{path}cluster_id": hat.cluster_id})
    if hat is not None and hat.kind in _OF_PARTNERSHIP:
        return Q(**{f"{path}partnership_id": hat.partnership_id})
    return Q(pk__in=[])
