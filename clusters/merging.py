"""What points at an organisation, so that two of them can become one. Apps register what needs more than a new pointer.

Every foreign key to an organisation moves, also one that a later app adds. A mover is for the rest: rows of which there
may be one only, and texts that must not stand twice.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from clusters.models import Organisation
from core.actors import Actor

# Moves the rows of one relation from the first organisation to the second.
Mover = Callable[[Organisation, Organisation, Actor], None]
_movers: dict[str, Mover] = {}
# What people call the rows, where the name of the model is not their word.
_WORDS = {
    "clusters.Attestation": _("SME statements"),
    "clusters.Establishment": _("further sites"),
    "clusters.Lead": _("interested people"),
    "clusters.Organisation_terms": _("fields of activity"),
    "clusters.Role": _("people who act for it"),
    "exchanges.Exchange": _("visits"),
    "exchanges.HostOffer": _("offers to be a host"),
    "exchanges.Party": _("entries in files of visits"),
    "exchanges.PastExchange": _("visits from before the portal"),
    "exchanges.VisitorProfile": _("profiles of a visitor"),
}


@dataclass(frozen=True)
class Relation:
    """`name` is "exchanges.Application.organisation"."""

    name: str
    model: type[models.Model]
    field: str
    label: Any

    def rows(self, organisation: Organisation) -> models.QuerySet[Any]:
        return self.model._default_manager.filter(**{self.field: organisation}).order_by()

    def move(self, source: Organisation, target: Organisation, by: Actor) -> None:
        mover = _movers.get(self.name)
        if mover is not None:
            mover(source, target, by)
        else:
            self.rows(source).update(**{self.field: target})


def mover(name: str) -> Callable[[Mover], Mover]:
    """Register how the rows of "app.Model.field" move."""

    def register(function: Mover) -> Mover:
        _movers[name] = function
        return function

    return register


def relations() -> Iterator[Relation]:
    """Everything that points at an organisation, in a fixed order; links between tables of a list included."""
    found = []
    fields: list[Any] = Organisation._meta.get_fields(include_hidden=True)
    for relation in fields:
        if (
            not relation.auto_created
            or relation.concrete
            or not (relation.one_to_many or relation.one_to_one)
        ):
            continue
        model: Any = relation.related_model
        name = f"{model._meta.label}.{relation.field.name}"
        label = _WORDS.get(model._meta.label, model._meta.verbose_name_plural)
        found.append(Relation(name, model, relation.field.name, label))
    yield from sorted(found, key=lambda item: item.name)
