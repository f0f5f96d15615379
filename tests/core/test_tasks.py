"""Celery is only the doorbell: it wakes a worker, and nothing is lost when nobody answers."""

import functools
from typing import Any

import pytest
from celery.schedules import schedule
from django.db import transaction

from core import outbox, tasks
from core.models import OutboxItem
from excite_portal.celery import app


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    numbers: list[int] = []
    monkeypatch.setitem(outbox._handlers, "test.work", lambda payload: numbers.append(payload["n"]))
    return numbers


@pytest.mark.django_db
def test_sweep_does_what_is_due(done: list[int]) -> None:
    outbox.add("test.work", "a", payload={"n": 1})
    # The day's own jobs are done with it.
    assert tasks.sweep() >= 1
    assert done == [1]
    assert tasks.sweep() == 0


def test_portal_rings_by_celery() -> None:
    assert outbox._doorbell == [tasks.wake_a_worker]


def test_bell_asks_for_one_sweep(fresh_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(tasks.sweep, "apply_async", lambda **options: asked.append(options))
    with transaction.atomic():
        outbox.add("test.work", "a")
        outbox.add("test.work", "b")
    assert asked == [{"retry": False}]


def test_broker_that_does_not_answer_costs_nothing(
    fresh_database: str, done: list[int], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The commit stands, the person gets the page, and the next sweep finds the work."""
    with app.connection_for_write("redis://127.0.0.1:1/0") as nobody:
        ring = functools.partial(tasks.sweep.apply_async, connection=nobody)
        monkeypatch.setattr(tasks.sweep, "apply_async", ring)
        with transaction.atomic():
            outbox.add("test.work", "a", payload={"n": 1})
    assert "The broker does not answer; due work waits for the next sweep." in caplog.text
    assert OutboxItem.objects.get().done_at is None
    tasks.sweep()
    assert done == [1]


def test_beat_only_rings() -> None:
    assert {name: entry["task"] for name, entry in app.conf.beat_schedule.items()} == {
        "sweep": "core.tasks.sweep"
    }
    assert app.conf.beat_schedule["sweep"]["schedule"] == schedule(run_every=30)


def test_broker_never_hands_out_a_task_that_still_runs() -> None:
    """A running task would be run a second time after the visibility time-out, so no task may live that long."""
    assert app.conf.broker_transport_options["visibility_timeout"] > app.conf.task_time_limit
    assert app.conf.task_soft_time_limit < app.conf.task_time_limit
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
