"""The lists of the portal as tables to take away: what a page shows to somebody, whole, in its order and its columns.

An app registers one `Listing` for each of its lists in `exporting.py`. The scope is the place in the address of lists that
stand under one: the slug of a partnership, of a mission. Lists that can be long say their columns as facts (`told`), so that
the database writes their CSV; those that a page works out in Python say them by `column`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core import clock, csv_sql, exports
from core.actors import Actor
from core.facts import Fact, fields_of, read_from
from core.query import active_filters
from core.spreadsheet import csv_lines
from core.tables import DATE, LIST, MONEY, TEXT, WHOLE, Field, lines

__all__ = [
    "DATE",
    "LIST",
    "MONEY",
    "TEXT",
    "WHOLE",
    "Asked",
    "Found",
    "Listing",
    "column",
    "register",
    "told",
]
CHUNK = 1000


@dataclass(frozen=True)
class Asked:
    """Who asks for which part of a list: the words of its address, and its place."""

    actor: Actor
    given: QueryDict
    scope: str


@dataclass(frozen=True)
class Found:
    """The rows that are seen, and their columns. `form` is the filter they went through; `about` says more of them."""

    rows: QuerySet[Any] | Sequence[Any]
    fields: Sequence[Field]
    form: Any = None
    about: Sequence[tuple[str, str]] = field(default=())

    @property
    def total(self) -> int:
        return self.rows.count() if isinstance(self.rows, QuerySet) else len(self.rows)

    def stream(self) -> Iterable[Any]:
        return self.rows.iterator(chunk_size=CHUNK) if isinstance(self.rows, QuerySet) else self.rows

    def lines(self) -> Iterator[str]:
        """The CSV as text in pieces."""
        if isinstance(self.rows, QuerySet) and all(one.fact for one in self.fields):
            return csv_sql.lines(self.rows, self.fields, str)
        return csv_lines(lines(self.fields, self.stream()))


@dataclass(frozen=True)
class Listing:
    """`find` raises NotAllowed or Http404 for whoever may not read the list; `address` gives its path for a scope."""

    name: str
    title: str | Promise
    find: Callable[[Asked], Found]
    address: Callable[[str], str]


def column(label: str | Promise, value: Callable[[Any], Any], kind: str = TEXT) -> Field:
    return Field(label, kind, value)


def told(
    rows: QuerySet[Any], facts: Sequence[Fact], form: Any = None, about: Sequence[tuple[str, str]] = ()
) -> Found:
    """The rows with columns that the database tells."""
    return Found(read_from(rows, facts), fields_of(facts), form, about)


def register(listing: Listing, actor_of: Callable[[Any, int], Actor]) -> None:
    """`actor_of` puts the hat with this number on a person who has it, or raises NotAllowed."""

    def source(actor: Actor, query: str, options: dict[str, Any]) -> exports.Source:
        return _source(listing, Asked(actor, QueryDict(query), options.get("scope", "")), query)

    def at_once(actor: Actor, query: str, options: dict[str, Any]) -> Iterator[str]:
        return listing.find(Asked(actor, QueryDict(query), options.get("scope", ""))).lines()

    exports.register(exports.Exporter(listing.name, listing.title, actor_of, source, at_once))


def _source(listing: Listing, asked: Asked, query: str) -> exports.Source:
    found = listing.find(asked)
    facts = [
        (_("Made on"), clock.now().strftime("%Y-%m-%d %H:%M UTC")),
        (_("Made for"), f"{asked.actor.label}, {asked.actor.hat}"),
        *found.about,
    ]
    chosen = active_filters(found.form, asked.given) if found.form is not None else ()
    facts += [(capfirst(chip["label"]), chip["value"]) for chip in chosen] or [
        (_("Which rows"), _("all that the list shows you"))
    ]
    return exports.Source(
        title=str(listing.title),
        address=f"{settings.PORTAL_URL}{listing.address(asked.scope)}{f'?{query}' if query else ''}",
        facts=facts,
        fields=found.fields,
        total=found.total,
        rows=found.stream(),
    )
