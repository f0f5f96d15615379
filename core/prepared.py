"""A query that every page asks: built by Django once, planned by PostgreSQL once for a connection, then only filled in.

    def _files(kind, *, cluster):
        return Application.objects.filter(state=kind, visitor_cluster=cluster)

    files = Prepared("files", _files)
    files("accepted", cluster=3)        # a list, as list(queryset) would give

What stands before the star is the shape of the query (each shape is prepared by itself), the keywords are values.
A `Write` is the same for a row that almost every act writes.

Prepared statements belong to a session, so a pool in front of the database has to pool sessions, not transactions.
"""

import copy
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import cache
from types import SimpleNamespace
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import QuerySet
from django.db.models.expressions import DatabaseDefault, RawSQL
from django.db.transaction import TransactionManagementError
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
    family: str
    limit: int
    # How the columns become Python values; found once, since a wide row has a hundred columns to ask.
    converters: dict[int, Any]


# Which statements a connection knows already; those of a family with a limit in the order of their last use.
_known: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()


class Prepared:
    """`build` gets the shape as arguments and each value as an expression; it returns a queryset without prefetches.

    Where people make the shapes, as with filters, `limit` says how many are kept: those that were used last.
    """

    def __init__(self, name: str, build: Callable[..., QuerySet[Any]], limit: int = 0) -> None:
        self.name = name
        self.build = build
        self.limit = limit
        self._compiled: OrderedDict[tuple[Hashable, ...], _Compiled] = OrderedDict()

    def __call__(self, *shape: Hashable, **values: Any) -> list[Any]:
        found = self._compiled.get(shape)
        if found is None:
            found = self._compiled[shape] = self._compile(shape, values)
            if self.limit and len(self._compiled) > self.limit:
                self._compiled.popitem(last=False)
        elif self.limit:
            self._compiled.move_to_end(shape)
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

    def get(self, *shape: Hashable, **values: Any) -> Any:
        """The one row. Raises the model's DoesNotExist."""
        found = self(*shape, **values)
        if not found:
            raise self._compiled[shape].queryset.model.DoesNotExist(f"No row for {values}.")
        return found[0]

    def _compile(self, shape: tuple[Hashable, ...], values: dict[str, Any]) -> _Compiled:
        queryset = self.build(*shape, **{name: RawSQL("%s", (_Slot(name),)) for name in values})
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        digest = hashlib.sha256(repr((sql, params)).encode()).hexdigest()[:12]
        converters = compiler.get_converters([column for column, *_rest in compiler.select])
        name = f"{self.name}_{digest}"
        return _Compiled(queryset, compiler, sql, tuple(params), name, self.name, self.limit, converters)


def keep_related(obj: Any, name: str, rows: list[Any]) -> None:
    """As if `prefetch_related(name)` had read these rows, which point to `obj`."""
    manager = getattr(obj, name)
    for row in rows:
        setattr(row, manager.field.name, obj)
    found = manager.all()
    found._result_cache, found._prefetch_done = rows, True
    obj.__dict__.setdefault("_prefetched_objects_cache", {})[name] = found


class Write:
    """SQL with `%s` for its values that writes to `table`, whose name the statement bears, so that a log tells what it does."""

    def __init__(self, table: str, sql: str) -> None:
        self.name = f"write_{table}_{hashlib.sha256(sql.encode()).hexdigest()[:12]}"
        count = sql.count("%s")
        self._sql = f"PREPARE {self.name} AS {sql}" % tuple(f"${number}" for number in range(1, count + 1))
        self._execute = f"EXECUTE {self.name} ({', '.join(['%s'] * count)})"

    def __call__(self, *values: Any) -> list[tuple[Any, ...]]:
        """The rows that it returns."""
        connection.ensure_connection()
        session: Any = connection.connection
        known = _known.setdefault(session, {})
        if self.name not in known:
            with session.cursor() as cursor:
                cursor.execute(self._sql)
            known[self.name] = "write"
        with connection.cursor() as cursor:
            cursor.execute(self._execute, values)
            return cursor.fetchall()


def insert(*rows: Any) -> None:
    """As `row.save(force_insert=True)` for one or several of one model, in one statement.

    What the database fills in itself is not read back, but for the key.
    """
    told = [
        [
            (field, value)
            for field in row._meta.local_concrete_fields
            if not field.primary_key
            and not isinstance(value := field.pre_save(row, add=True), DatabaseDefault)
        ]
        for row in rows
    ]
    table, names = rows[0]._meta.db_table, ", ".join(f'"{field.column}"' for field, _value in told[0])
    places = f"({', '.join(['%s'] * len(told[0]))})"
    write = _write(
        table,
        f'INSERT INTO "{table}" ({names}) VALUES {", ".join([places] * len(rows))} RETURNING id',  # noqa: S608  the model's own names
    )
    keys = write(*(_stored(field, value) for columns in told for field, value in columns))
    for row, (key,) in zip(rows, keys, strict=True):
        row.pk, row._state.adding, row._state.db = key, False, DEFAULT_DB_ALIAS


def update(row: Any, values: Mapping[str, Any]) -> None:
    """Write these columns of a saved row, by the names of its fields; the object itself stays as it is."""
    if not values:
        return
    meta = row._meta
    fields = [meta.get_field(name) for name in values]
    columns = ", ".join(f'"{field.column}" = %s' for field in fields)
    key = meta.pk.column
    write = _write(
        meta.db_table,
        f'UPDATE "{meta.db_table}" SET {columns} WHERE "{key}" = %s RETURNING "{key}"',  # noqa: S608  the model's own names
    )
    write(*(_stored(field, value) for field, value in zip(fields, values.values(), strict=True)), row.pk)


def _stored(field: Any, value: Any) -> Any:
    return field.get_db_prep_save(value, connection)


@cache
def _write(table: str, sql: str) -> Write:
    return Write(table, sql)


# PostgreSQL plans a prepared statement anew for its first five uses: half the time of a page on a connection that is new,
# and all the time for a filter that few people choose. Between transactions the setting lasts for this statement only.
_PLANNED_ONCE = "SET LOCAL plan_cache_mode = force_generic_plan"


class _Filled:
    """A compiled query with its values, as far as the iterables of a queryset look at a query."""

    def __init__(self, compiled: _Compiled, values: dict[str, Any]) -> None:
        self._compiled = compiled
        self._values = values
        self.selected = compiled.queryset.query.selected

    def get_compiler(self, using: str) -> Any:
        connection, compiled = connections[using], self._compiled
        if compiled.queryset.query.select_for_update and not connection.in_atomic_block:
            raise TransactionManagementError("A row can be locked inside a transaction only.")
        order = _prepare(connection, compiled)
        compiler = copy.copy(compiled.compiler)
        compiler.connection = connection
        statement = f"EXECUTE {compiled.name}" + (f"({', '.join(['%s'] * len(order))})" if order else "")
        if not connection.in_atomic_block:
            statement = f"{_PLANNED_ONCE}; {statement}"
        params = tuple(self._values[name] for name in order)
        compiler.as_sql = lambda *_args, **_kwargs: (statement, params)
        compiler.get_converters = lambda _columns: compiled.converters
        return compiler


def _prepare(connection: Any, compiled: _Compiled) -> list[str]:
    """The names of the values in the order of the statement, which the connection knows afterwards."""
    order = list(dict.fromkeys(param.name for param in compiled.params if isinstance(param, _Slot)))
    connection.ensure_connection()
    session = connection.connection
    known = _known.setdefault(session, {})
    if compiled.limit and compiled.name in known:
        known[compiled.name] = known.pop(compiled.name)
    if compiled.name not in known:
        places = {name: AsIs(f"${number}") for number, name in enumerate(order, start=1)}
        params = [places[param.name] if isinstance(param, _Slot) else param for param in compiled.params]
        with session.cursor() as cursor:
            cursor.execute(f"PREPARE {compiled.name} AS {compiled.sql}", params)
            known[compiled.name] = compiled.family
            family = [name for name, family in known.items() if compiled.limit and family == compiled.family]
            for name in family[: -compiled.limit or None]:
                cursor.execute(f"DEALLOCATE {name}")
                del known[name]
    return order
