"""Due work as rows: done once, retried with growing pauses, given up after eight tries, never in another's way."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from core import clock, outbox
from core.models import Counter, OutboxItem
from tests.support.racing import Gate, together

Register = Callable[[str, outbox.Handler], None]


@pytest.fixture(autouse=True)
def database(request: pytest.FixtureRequest) -> None:
    request.getfixturevalue("fresh_database" if "fresh_database" in request.fixturenames else "db")


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Register:
    return lambda kind, function: monkeypatch.setitem(outbox._handlers, kind, function)


@pytest.fixture
def bell(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Notes every ring; the real doorbell is silent."""
    rings: list[str] = []

    def ring() -> None:
        rings.append("ring")

    monkeypatch.setattr(outbox, "_doorbell", [ring])
    return rings


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Moves the machine's clock, which counts the pauses between tries."""
    start = clock.machine_now()
    shift = [timedelta()]
    monkeypatch.setattr(clock, "machine_now", lambda: start + shift[0])

    def move(by: timedelta) -> None:
        shift[0] += by

    return move


def fail(payload: dict[str, Any]) -> None:
    raise RuntimeError(f"no luck with {payload['n']}")


# --- adding ---------------------------------------------------------------------------------------------------


def test_same_kind_and_key_is_one_effect(register: Register) -> None:
    done: list[int] = []
    register("test.work", lambda payload: done.append(payload["n"]))
    outbox.add("test.work", "a", payload={"n": 1})
    outbox.add("test.work", "a", payload={"n": 2})
    assert OutboxItem.objects.count() == 1
    assert outbox.run_due() == 1
    assert outbox.run_due() == 0
    assert done == [1]


def test_same_key_again_after_it_was_done_is_no_second_effect(register: Register) -> None:
    done: list[int] = []
    register("test.work", lambda payload: done.append(payload["n"]))
    outbox.add("test.work", "a", payload={"n": 1})
    outbox.run_due()
    outbox.add("test.work", "a", payload={"n": 1})
    assert outbox.run_due() == 0
    assert done == [1]


def test_same_key_of_another_kind_is_another_effect(register: Register) -> None:
    done: list[str] = []
    register("test.work", lambda payload: done.append("work"))
    register("test.other", lambda payload: done.append("other"))
    outbox.add("test.work", "a")
    outbox.add("test.other", "a")
    assert outbox.run_due() == 2
    assert done == ["work", "other"]


def test_work_of_a_transaction_that_fails_is_never_done(register: Register) -> None:
    register("test.work", lambda payload: pytest.fail("done"))
    with transaction.atomic():
        outbox.add("test.work", "a")
        transaction.set_rollback(True)
    assert outbox.run_due() == 0


def test_two_handlers_of_one_kind_are_refused(register: Register) -> None:
    register("test.work", fail)
    with pytest.raises(ValueError, match=r"Two handlers for outbox kind test\.work"):
        outbox.handler("test.work")(lambda payload: None)


# --- when -----------------------------------------------------------------------------------------------------


def test_item_waits_for_its_moment_by_the_portals_clock(register: Register) -> None:
    done: list[int] = []
    register("test.work", lambda payload: done.append(payload["n"]))
    outbox.add("test.work", "later", due_at=clock.now() + timedelta(days=2), payload={"n": 2})
    assert outbox.run_due() == 0
    with clock.at(clock.now() + timedelta(days=2)):
        assert outbox.run_due() == 1
    assert done == [2]


def test_missed_days_are_caught_up_oldest_first(register: Register) -> None:
    done: list[int] = []
    register("test.work", lambda payload: done.append(payload["n"]))
    for day in (3, 1, 2):
        outbox.add("test.work", str(day), due_at=clock.now() + timedelta(days=day), payload={"n": day})
    with clock.at(clock.now() + timedelta(days=30)):
        assert outbox.run_due() == 3
    assert done == [1, 2, 3]


def test_limit_leaves_the_rest_for_the_next_sweep(register: Register) -> None:
    register("test.work", lambda payload: None)
    for number in range(3):
        outbox.add("test.work", str(number))
    assert [outbox.run_due(limit=2), outbox.run_due(limit=2)] == [2, 1]


def test_without_leaves_kinds_for_somebody_else(register: Register) -> None:
    done: list[str] = []
    register("test.work", lambda payload: done.append("work"))
    register("test.slow", lambda payload: done.append("slow"))
    outbox.add("test.slow", "a")
    outbox.add("test.work", "a")
    assert outbox.run_due(without=("test.slow",)) == 1
    assert done == ["work"]
    assert outbox.run_due() == 1
    assert done == ["work", "slow"]


def test_cancelled_item_is_not_done_and_not_open(register: Register) -> None:
    register("test.work", lambda payload: pytest.fail("done"))
    outbox.add("test.work", "a")
    outbox.add("test.work", "b", due_at=clock.now() + timedelta(days=1))
    outbox.cancel("test.work", "a")
    assert [item.key for item in outbox.open_items()] == ["b"]
    assert outbox.run_due() == 0


def test_cancelling_what_was_done_changes_nothing(register: Register) -> None:
    register("test.work", lambda payload: None)
    outbox.add("test.work", "a")
    outbox.run_due()
    outbox.cancel("test.work", "a")
    assert OutboxItem.objects.get().cancelled_at is None


def test_cancelling_spares_other_keys_and_kinds(register: Register) -> None:
    for kind, key in (("test.work", "a"), ("test.work", "b"), ("test.other", "a")):
        outbox.add(kind, key)
    outbox.cancel("test.work", "a")
    assert set(outbox.open_items().values_list("kind", "key")) == {("test.work", "b"), ("test.other", "a")}


# --- failing --------------------------------------------------------------------------------------------------


def test_bad_item_does_not_stop_the_others(register: Register, caplog: pytest.LogCaptureFixture) -> None:
    done: list[int] = []
    register("test.bad", fail)
    register("test.work", lambda payload: done.append(payload["n"]))
    outbox.add("test.work", "1", payload={"n": 1})
    outbox.add("test.bad", "2", payload={"n": 2})
    outbox.add("test.work", "3", payload={"n": 3})
    assert outbox.run_due() == 2
    assert done == [1, 3]
    bad = OutboxItem.objects.get(kind="test.bad")
    assert (bad.attempts, bad.done_at, bad.last_error) == (1, None, "RuntimeError: no luck with 2")
    assert "outbox item test.bad 2 failed" in caplog.text


def test_failed_handler_leaves_nothing_half_done(register: Register) -> None:
    def half(payload: dict[str, Any]) -> None:
        Counter.objects.create(name="half", value=1)
        raise RuntimeError

    register("test.half", half)
    outbox.add("test.half", "a")
    assert outbox.run_due() == 0
    assert not Counter.objects.filter(name="half").exists()


def test_retry_comes_after_growing_pauses(register: Register, machine: Callable[[timedelta], None]) -> None:
    tries: list[int] = []

    def try_again(payload: dict[str, Any]) -> None:
        tries.append(1)
        fail(payload)

    register("test.bad", try_again)
    outbox.add("test.bad", "a", payload={"n": 1})
    pauses = []
    for attempt in range(1, 8):
        assert outbox.run_due() == 0
        assert len(tries) == attempt
        item = OutboxItem.objects.get()
        pause = item.claimed_until - clock.machine_now()
        pauses.append(int(pause.total_seconds()))
        machine(pause - timedelta(seconds=1))
        outbox.run_due()
        assert len(tries) == attempt, "tried within the pause"
        machine(timedelta(seconds=1))
    assert pauses == [60, 120, 240, 480, 960, 1920, 3600]


def test_item_is_given_up_after_eight_tries(register: Register, machine: Callable[[timedelta], None]) -> None:
    tries: list[int] = []

    def try_again(payload: dict[str, Any]) -> None:
        tries.append(1)
        fail(payload)

    register("test.bad", try_again)
    outbox.add("test.bad", "a", payload={"n": 1})
    for _ in range(12):
        outbox.run_due()
        machine(timedelta(hours=2))
    item = OutboxItem.objects.get()
    assert (len(tries), item.attempts, item.done_at) == (8, 8, None)
    assert item.failed_at is not None
    assert not outbox.open_items().exists()


def test_item_that_recovers_is_done_once(register: Register, machine: Callable[[timedelta], None]) -> None:
    calls: list[int] = []

    def third_time_lucky(payload: dict[str, Any]) -> None:
        calls.append(1)
        if len(calls) < 3:
            raise RuntimeError

    register("test.bad", third_time_lucky)
    outbox.add("test.bad", "a")
    done = 0
    for _ in range(5):
        done += outbox.run_due()
        machine(timedelta(hours=2))
    assert (done, len(calls)) == (1, 3)
    item = OutboxItem.objects.get()
    assert (item.attempts, item.failed_at) == (3, None)


def test_kind_without_handler_is_a_failed_try_not_a_crash(register: Register) -> None:
    done: list[int] = []
    register("test.work", lambda payload: done.append(1))
    outbox.add("test.nobody", "a")
    outbox.add("test.work", "a")
    assert outbox.run_due() == 1
    assert OutboxItem.objects.get(kind="test.nobody").last_error == "KeyError: 'test.nobody'"


def test_database_error_in_a_handler_spoils_only_its_item(register: Register) -> None:
    def broken(payload: dict[str, Any]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT no_such_column")

    done: list[int] = []
    register("test.broken", broken)
    register("test.work", lambda payload: done.append(1))
    outbox.add("test.broken", "a")
    outbox.add("test.work", "a")
    assert outbox.run_due() == 1
    assert done == [1]
    assert OutboxItem.objects.get(kind="test.broken").last_error.startswith("ProgrammingError: ")


def test_database_that_does_not_answer_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    def silent() -> Any:
        raise OperationalError("server closed the connection")

    monkeypatch.setattr("django.db.models.query.QuerySet.first", lambda self: silent())
    with pytest.raises(OperationalError, match="server closed"):
        outbox.run_due()


# --- the bell -------------------------------------------------------------------------------------------------


def test_bell_rings_once_after_the_commit_however_much_was_added(
    fresh_database: str, bell: list[str], register: Register
) -> None:
    with transaction.atomic():
        outbox.add("test.work", "a")
        outbox.add("test.work", "b")
        assert bell == []
    assert bell == ["ring"]


def test_bell_is_silent_for_later_work_and_for_a_known_effect(fresh_database: str, bell: list[str]) -> None:
    outbox.add("test.work", "later", due_at=clock.now() + timedelta(days=1))
    assert bell == []
    outbox.add("test.work", "a")
    outbox.add("test.work", "a")
    assert bell == ["ring"]


def test_bell_that_fails_spoils_no_commit(fresh_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr(outbox, "_doorbell", [broken])
    with transaction.atomic():
        outbox.add("test.work", "a")
    assert OutboxItem.objects.count() == 1


def test_without_a_bell_work_waits_for_the_sweep(
    fresh_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "_doorbell", [])
    outbox.add("test.work", "a")
    assert outbox.open_items().count() == 1


# --- two workers ----------------------------------------------------------------------------------------------


@pytest.fixture
def gate() -> Gate:
    return Gate()


def test_two_workers_do_one_item_once(fresh_database: str, register: Register, gate: Gate) -> None:
    """The first holds the item while the second looks: the second finds nothing and does not wait for it."""
    done: list[int] = []

    def slow(payload: dict[str, Any]) -> None:
        done.append(1)
        gate.hold()

    register("test.slow", slow)
    outbox.add("test.slow", "a")
    results = together(outbox.run_due, lambda: gate.meanwhile(outbox.run_due))
    assert sorted(results) == [0, 1]
    assert done == [1]
    assert OutboxItem.objects.get().attempts == 1


def test_without_the_lock_two_workers_would_do_it_twice(
    fresh_database: str, register: Register, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: the same race with plain reads shows the double effect."""
    from django.db.models import QuerySet

    done: list[int] = []

    def slow(payload: dict[str, Any]) -> None:
        done.append(1)
        gate.hold()

    register("test.slow", slow)
    outbox.add("test.slow", "a")
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **options: self)
    together(outbox.run_due, lambda: gate.meanwhile(outbox.run_due))
    assert len(done) == 2


def test_other_items_go_on_while_one_is_slow(fresh_database: str, register: Register, gate: Gate) -> None:
    done: list[str] = []

    def slow(payload: dict[str, Any]) -> None:
        gate.hold()
        done.append("slow")

    register("test.slow", slow)
    register("test.work", lambda payload: done.append("quick"))
    outbox.add("test.slow", "a")
    outbox.add("test.work", "a")
    results = together(lambda: outbox.run_due(limit=1), lambda: gate.meanwhile(outbox.run_due))
    assert results == [1, 1]
    assert done == ["quick", "slow"]


def test_cancel_during_the_work_comes_too_late(fresh_database: str, register: Register, gate: Gate) -> None:
    register("test.slow", lambda payload: gate.hold())
    outbox.add("test.slow", "a")
    together(outbox.run_due, lambda: gate.meanwhile(lambda: outbox.cancel("test.slow", "a"), waits=True))
    item = OutboxItem.objects.get()
    assert item.done_at is not None
    assert item.cancelled_at is None


def test_same_effect_added_by_two_transactions_at_once_is_one_row(fresh_database: str) -> None:
    together(*[lambda: outbox.add("test.work", "a")] * 4)
    assert OutboxItem.objects.count() == 1


def test_seeding_does_items_in_their_order_and_leaves_out_what_an_earlier_one_took_back(
    register: Register,
) -> None:
    done: list[str] = []

    def note(payload: dict[str, Any]) -> None:
        done.append(payload["name"])

    def take_back(payload: dict[str, Any]) -> None:
        note(payload)
        outbox.cancel("test.note", "last")

    register("test.note", note)
    register("test.back", take_back)
    for kind, key in (("note", "first"), ("note", "second"), ("back", "third"), ("note", "last")):
        outbox.add(f"test.{kind}", key, payload={"name": key})
    items = list(OutboxItem.objects.order_by("pk"))
    outbox.do(items)
    outbox.do(items)
    assert done == ["first", "second", "third"]
