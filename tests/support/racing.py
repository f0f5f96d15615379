"""Races in the tests: functions that run at the same time in threads, each with a database connection of its own."""

import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from core.exceptions import PortalError
from core.prepared import Prepared

_PATIENCE = 20.0
# Long enough for the others to read the same row, short enough for a test.
_PAUSE = 0.3


def together(*functions: Callable[[], Any]) -> list[Any]:
    """Start all functions at the same moment; their results, or the errors they raised, in the order given."""
    results: list[Any] = [None] * len(functions)
    barrier = threading.Barrier(len(functions))

    def run(place: int, function: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(_PATIENCE)
            results[place] = function()
        except Exception as error:  # noqa: BLE001  the test looks at it
            results[place] = error
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(place, function), daemon=True)
        for place, function in enumerate(functions)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(_PATIENCE * 2)
    assert not any(thread.is_alive() for thread in threads), "a racer never came home: a deadlock?"
    return results


def winners(results: list[Any]) -> list[Any]:
    """What did not raise. Anything raised that is no refusal of the portal fails the test."""
    for result in results:
        if isinstance(result, Exception) and not isinstance(result, PortalError):
            raise result
    return [result for result in results if not isinstance(result, Exception)]


def troubles(results: list[Any]) -> list[str]:
    """What the database refused where no lock stood before it."""
    return [type(result).__name__ for result in results if isinstance(result, DatabaseError)]


def refusals(results: list[Any]) -> list[str]:
    return [type(result).__name__ for result in results if isinstance(result, PortalError)]


class Gate:
    """Lets a second racer act exactly while the first one is in the middle of its work."""

    def __init__(self) -> None:
        self.inside, self.over = threading.Event(), threading.Event()

    def hold(self) -> None:
        """The first to come waits until the other has acted; whoever comes later passes."""
        if not self.inside.is_set():
            self.inside.set()
            self.over.wait(_PATIENCE)

    def meanwhile(self, act: Callable[[], Any], *, waits: bool = False) -> Any:
        """Act while the first is held. `waits`: the act itself waits for the first's lock, so it is let go on."""
        assert self.inside.wait(_PATIENCE), "the first racer never came to the gate"
        if waits:
            threading.Timer(_PAUSE, self.over.set).start()
        try:
            return act()
        finally:
            self.over.set()


@contextmanager
def without_row_locks() -> Iterator[None]:
    """Negative control: `select_for_update` reads without a lock, then pauses, so that racers read the same row.

    What a race then shows is what the lock prevents. A prepared statement that locks is asked as the query it was made of.
    """
    real = QuerySet.select_for_update
    fetch = QuerySet._fetch_all
    ask = Prepared.__call__

    def unlocked(self: Any, **options: Any) -> Any:
        copy = self._chain()
        copy._hints = {**copy._hints, "unlocked": True}
        return copy

    def slow(self: Any) -> None:
        first = self._result_cache is None
        fetch(self)
        if first and self._hints.get("unlocked"):
            time.sleep(_PAUSE)

    def asked(self: Prepared, *shape: Hashable, **values: Any) -> list[Any]:
        rows = self.build(*shape, **{name: RawSQL("%s", (value,)) for name, value in values.items()})
        return list(rows) if rows._hints.get("unlocked") else ask(self, *shape, **values)

    Prepared.__call__ = asked  # type: ignore[method-assign]
    QuerySet.select_for_update = unlocked  # type: ignore[method-assign]
    QuerySet._fetch_all = slow  # type: ignore[method-assign]
    try:
        yield
    finally:
        Prepared.__call__ = ask  # type: ignore[method-assign]
        QuerySet.select_for_update = real  # type: ignore[method-assign]
        QuerySet._fetch_all = fetch  # type: ignore[method-assign]
