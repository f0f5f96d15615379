"""Due work as rows. `add` in the transaction that decides; a worker does it after the commit, once.

Handlers register by kind and run in a transaction with the item's row locked; they must be safe to run twice,
because a process can die after its effect and before the commit.
"""

import json
import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import transaction

from core import clock
from core.models import OutboxItem
from core.prepared import Write

Handler = Callable[[dict[str, Any]], None]
LastWord = Callable[[dict[str, Any], Exception], None]

_handlers: dict[str, Handler] = {}
_last_words: dict[str, LastWord] = {}
_doorbell: list[Callable[[], None]] = []
_daily: set[str] = set()
_upkeep: dict[str, Callable[[], Any]] = {}
_added = [0]
_MAX_ATTEMPTS = 8
_ADD = Write(
    "core_outboxitem",
    """
    INSERT INTO core_outboxitem (kind, key, payload, due_at, attempts, last_error)
    VALUES (%s, %s, %s::jsonb, %s, 0, '') ON CONFLICT (kind, key) DO NOTHING RETURNING id
    """,
)
_DONE = Write(
    "core_outboxitem",
    """
    UPDATE core_outboxitem SET done_at = %s, attempts = attempts + 1
    WHERE id = ANY (%s::bigint[]) AND done_at IS NULL AND cancelled_at IS NULL AND failed_at IS NULL RETURNING id
    """,
)
_CANCEL = Write(
    "core_outboxitem",
    """
    UPDATE core_outboxitem item SET cancelled_at = %s FROM unnest(%s::text[], %s::text[]) AS effect (kind, key)
    WHERE (item.kind, item.key) = (effect.kind, effect.key) AND item.done_at IS NULL RETURNING item.id
    """,
)
logger = logging.getLogger(__name__)


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does work of this kind."""

    def register(function: Handler) -> Handler:
        known = _handlers.get(kind)
        if known is not None and known.__qualname__ != function.__qualname__:
            raise ValueError(f"Two handlers for outbox kind {kind}")
        _handlers[kind] = function
        return function

    return register


def when_given_up(kind: str) -> Callable[[LastWord], LastWord]:
    """Register what is noted, with the last error, when work of this kind is given up."""

    def register(function: LastWord) -> LastWord:
        _last_words[kind] = function
        return function

    return register


def every_day(kind: str) -> None:
    """Have work of this kind done once each day; days that nobody worked are not made up for."""
    _daily.add(kind)


def add_todays() -> None:
    """Called by each sweep: the day is the effect's key, so many sweeps add it once."""
    today = clock.today().isoformat()
    for kind in sorted(_daily):
        add(kind, today, payload={"day": today})


def upkeep(function: Callable[[], Any]) -> Callable[[], Any]:
    """Register what every sweep does besides: short, safe to run at any moment, and nobody waits for it."""
    _upkeep[function.__qualname__] = function
    return function


def keep_up() -> None:
    """Called by each sweep. What fails is logged, and does not keep the due work from being done."""
    for name, function in _upkeep.items():
        try:
            function()
        except Exception:
            logger.exception("upkeep %s failed", name)


def on_ring(function: Callable[[], None]) -> None:
    """Name the doorbell: called after a commit that added work."""
    _doorbell[:] = [function]


def add(kind: str, key: str, due_at: datetime | None = None, payload: dict[str, Any] | None = None) -> None:
    """Add an effect; the same kind and key twice is one effect. Runs inside the caller's transaction."""
    moment = clock.now()
    new = bool(_ADD(kind, key, json.dumps(payload or {}), due_at or moment))
    _added[0] += new
    if new and (due_at is None or due_at <= moment):
        ring()


def add_many(kind: str, work: Sequence[tuple[str, datetime, dict[str, Any]]]) -> None:
    """Add effects of one kind, each (key, due, payload), in one statement."""
    OutboxItem.objects.bulk_create(
        [OutboxItem(kind=kind, key=key, due_at=due, payload=payload) for key, due, payload in work],
        ignore_conflicts=True,
    )
    _added[0] += len(work)
    if any(due <= clock.now() for _key, due, _payload in work):
        ring()


def cancel(kind: str, key: str) -> None:
    """Take back an effect that has not happened yet."""
    cancel_all([(kind, key)])


def cancel_all(effects: Iterable[tuple[str, str]]) -> None:
    """Take back several effects, each a kind and its key, in one statement."""
    kinds, keys = zip(*effects, strict=True)
    _CANCEL(clock.now(), list(kinds), list(keys))


def again(kind: str, key: str) -> bool:
    """Try an effect once more that was given up, with all its tries; False when there is none."""
    revived = (
        OutboxItem.objects.filter(kind=kind, key=key, done_at=None, cancelled_at=None)
        .exclude(failed_at=None)
        .update(failed_at=None, attempts=0, claimed_until=None, due_at=clock.now())
    )
    _added[0] += revived
    if revived:
        ring()
    return bool(revived)


def ring() -> None:
    """After the commit, tell a worker that something is due; once for each transaction."""
    if not _doorbell:
        return
    waiting = transaction.get_connection().run_on_commit
    if not any(function is _doorbell[0] for _, function, *_ in waiting):
        transaction.on_commit(_doorbell[0], robust=True)


def run_due(limit: int = 1000, without: Collection[str] = ()) -> int:
    """Do what is due, oldest first; returns how many items were done. Several workers may run it at once.

    `without` leaves items of these kinds for somebody else.
    """
    done = 0
    for _ in range(limit):
        outcome = _run_one(without)
        if outcome is None:
            break
        done += outcome
    return done


def do(items: Iterable[OutboxItem]) -> None:
    """For seeding, inside its one transaction: do these items now, in their order, but for those that were taken back.

    Items of one kind that follow each other are marked in one statement: none takes back another of its kind. An error
    rises.
    """
    for kind, same in groupby(items, key=lambda item: item.kind):
        ours = list(same)
        open_ones = {pk for (pk,) in _DONE(clock.now(), [item.pk for item in ours])}
        for item in ours:
            if item.pk in open_ones:
                _handlers[kind](item.payload)


def note_done(items: Sequence[OutboxItem]) -> None:
    """For seeding: what these items ask for was done in another way."""
    _DONE(clock.now(), [item.pk for item in items])


def added() -> int:
    """How often this process has added work: while the number stands, it need not look for new work of its own."""
    return _added[0]


def open_items() -> Any:
    return OutboxItem.objects.filter(done_at=None, cancelled_at=None, failed_at=None)


def _run_one(without: Collection[str] = ()) -> int | None:
    """Run the oldest due item under its lock. None: nothing due. A crash before the commit leaves it due."""
    moment = clock.now()
    claimable = open_items().filter(due_at__lte=moment).exclude(claimed_until__gt=clock.machine_now())
    if without:
        claimable = claimable.exclude(kind__in=without)
    item: OutboxItem | None = None
    try:
        with transaction.atomic():
            item = (
                claimable.select_for_update(skip_locked=True, no_key=True, of=("self",))
                .order_by("due_at", "id")
                .first()
            )
            if item is None:
                return None
            _handlers[item.kind](item.payload)
            item.done_at = clock.now()
            item.attempts += 1
            item.save(update_fields=["done_at", "attempts"])
            return 1
    except Exception as error:
        if item is None:
            raise
        _note_failure(item, error)
        return 0


def _note_failure(item: OutboxItem, error: Exception) -> None:
    """Retry later, with growing pauses by the machine's clock; give up after eight tries."""
    logger.exception("outbox item %s failed", item)
    attempts = item.attempts + 1
    given_up = attempts >= _MAX_ATTEMPTS
    with transaction.atomic():
        # Between the rollback and this note another worker may have done it.
        noted = OutboxItem.objects.filter(pk=item.pk, done_at=None).update(
            attempts=attempts,
            last_error=f"{type(error).__name__}: {error}"[:2000],
            claimed_until=clock.machine_now() + timedelta(seconds=min(30 * 2**attempts, 3600)),
            failed_at=clock.machine_now() if given_up else None,
        )
        if noted and given_up and item.kind in _last_words:
            _last_words[item.kind](item.payload, error)
