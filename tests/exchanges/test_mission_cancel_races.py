"""A mission is called off while a file of it is accepted: whichever comes first, no visit of it is left."""

from collections.abc import Callable
from threading import Event
from typing import Any

import pytest

from core import outbox
from exchanges.models import Application, Exchange, Mission
from exchanges.services import chosen_hosts, decisions, mission_cancel
from tests.exchanges.test_missions import join, make, publish
from tests.support.racing import refusals, together, winners, without_row_locks
from tests.support.world import World

pytestmark = pytest.mark.usefixtures("fresh_database")


def both(
    world: World,
    first: Callable[[], Any] = lambda: None,
    then: Callable[[], Any] = lambda: None,
) -> tuple[list[Any], Application]:
    """At once; `first` comes before the mission is called off, `then` after the file is accepted."""
    mission = publish(world, make(world))
    file = join(world, mission)

    def accept() -> Application:
        mine = Application.objects.get(pk=file.pk)
        decisions.accept_application(application=mine, by=world.actor("manager"))
        then()
        return mine

    def call_off() -> int:
        """With the worker that follows at once."""
        first()
        mine = Mission.objects.get(pk=mission.pk)
        mission_cancel.cancel_mission(mission=mine, by=world.actor("host_manager"), reason="Strike.")
        return outbox.run_due()

    return together(accept, call_off), file


def test_a_file_is_accepted_or_freed_when_both_happen_at_once(world: World) -> None:
    results, file = both(world)
    assert winners(results[1:])
    assert set(refusals(results)) <= {"Refused"}
    outbox.run_due()
    file.refresh_from_db()
    assert (file.mission, file.current_exchange, file.host_choice) == (None, None, "find")
    assert not Exchange.objects.exclude(state="cancelled").exists()


def test_without_locks_a_visit_of_a_cancelled_mission_is_left(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: the mission is called off after the acceptance looked at it, and reads the file too early."""
    looked, read, accepted = Event(), Event(), Event()
    propose, lock = chosen_hosts.new_proposal, mission_cancel.lock_application

    def late(*values: Any, **more: Any) -> Any:
        looked.set()
        assert read.wait(20)
        return propose(*values, **more)

    def early(pk: int) -> Application:
        found = lock(pk)
        read.set()
        assert accepted.wait(20)
        return found

    monkeypatch.setattr(chosen_hosts, "new_proposal", late)
    monkeypatch.setattr(mission_cancel, "lock_application", early)
    with without_row_locks():
        both(world, lambda: looked.wait(20), accepted.set)
    assert Exchange.objects.exclude(state="cancelled").exists()
