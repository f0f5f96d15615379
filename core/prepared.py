"""A query that every page asks: built by Django once, planned by PostgreSQL once for a connection, then only filled in.

    def _files(kind, *, cluster):
        return Application.objects.filter(state=kind, visitor_cluster=cluster)

    files = Prepared("files", _files)
    files("accepted", cluster=3)        # a list, as list(queryset) would give

What stands before the star is the shape of the query (each shape is prepared by itself), the keywords are values.
Prepared statements belong to a session, so a pool in front of the database has to pool sessions, not transactions.
"""

import copy
import hashlib
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from psycopg2.extensions import AsIs


@dataclass(frozen=True)
class _Slot:
    """The place of a value among the parameters of a compiled query."""

    name: str


@dataclass(frozen=True)
class _Compiled:
    queryset: Any
    compiler: Any
    sql: str
    params: tuple[Any, ...]
    name: str


# Which statements a connection knows already.
_known: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


class Prepared:
    """`build` gets the shape as arguments and each value as an expression; it returns a queryset without prefetches."""

    def __init__(self, name: str, build: Callable[..., QuerySet[Any]]) -> None:
        self.name = name
        self.build = build
        self._compiled: dict[tuple[Hashable, ...], _Compiled] = {}

    def __call__(self, *shape: Hashable, **values: Any) -> list[Any]:
        found = self._compiled.get(shape)
        if found is None:
            found = self._compiled[shape] = self._compile(shape, values)
        # What QuerySet hands to the class that makes objects of rows, with a query that need not be compiled.
        ready: Any = SimpleNamespace(
            db=DEFAULT_DB_ALIAS,
            model=found.queryset.model,
            query=_Filled(found, values),
            _known_related_objects={},
            _fields=found.queryset._fields,
        )
        make: Any = found.queryset._iterable_class
        return list(make(ready))

    def _compile(self, shape: tuple[Hashable, ...], values: dict[str, Any]) -> _Compiled:
        queryset = self.build(*shape, **{name: RawSQL("%s", (_Slot(name),)) for name in values})
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        digest = hashlib.sha256(repr((sql, params)).encode()).hexdigest()[:12]
        return _Compiled(queryset, compiler, sql, tuple(params), f"{self.name}_{digest}")


class _Filled:
    """A compiled query with its values, as far as the iterables of a queryset look at a query."""

    def __init__(self, compiled: _Compiled, values: dict[str, Any]) -> None:
        self._compiled = compiled
        self._values = values
        self.selected = compiled.queryset.query.selected

    def get_compiler(self, using: str) -> Any:
        connection, compiled = connections[using], self._compiled
        order = _prepare(connection, compiled)
        compiler = copy.copy(compiled.compiler)
        compiler.connection = connection
        statement = f"EXECUTE {compiled.name}" + (f"({', '.join(['%s'] * len(order))})" if order else "")
        params = tuple(self._values[name] for name in order)
        compiler.as_sql = lambda *_args, **_kwargs: (statement, params)
        return compiler


def _prepare(connection: Any, compiled: _Compiled) -> list[str]:
    """The names of the values in the order of the statement, which the connection knows afterwards."""
    order = list(dict.fromkeys(param.name for param in compiled.params if isinstance(param, _Slot)))
    connection.ensure_connection()
    session = connection.connection
    known = _known.setdefault(session, set())
    if compiled.name not in known:
        places = {name: AsIs(f"${number}") for number, name in enumerate(order, start=1)}
        params = [places[param.name] if isinstance(param, _Slot) else param for param in compiled.params]
        with session.cursor() as cursor:
            cursor.execute(f"PREPARE {compiled.name} AS {compiled.sql}", params)
        known.add(compiled.name)
    return order
