"""The last place of an event, given to two people at the same moment, goes to one of them."""

from typing import Any

import pytest

from exchanges.models import Mission, Participant
from exchanges.services import missions, places
from tests.support import racing
from tests.support.world import FIRST_DAY, LAST_DAY, World, build


@pytest.fixture
def world(fresh_database: str) -> World:
    return build()


def event(world: World) -> Mission:
    made = missions.create_mission(
        by=world.actor("host_manager"),
        partnership=world.partnership,
        host_cluster=world.clusters["nice"],
        host=world.host,
        title="Chips in one hour",
        country=world.host.country,
        city="Nice",
        start_on=FIRST_DAY,
        end_on=LAST_DAY,
        places=1,
        with_lump_sum=False,
    )
    return missions.publish_mission(mission=made, by=world.actor("host_manager"))


def giving(world: World, made: Mission, number: int) -> Any:
    row = places.register_participant(
        mission=made,
        first_name="Iva",
        last_name=f"Person{number}",
        email=f"p{number}@lab.example",
        country=world.host.country,
        organisation_name="Sofia Lab",
    )
    return lambda: places.give_place(
        participant=Participant.objects.select_related("mission").get(pk=row.pk),
        by=world.actor("host_manager"),
    )


def race(world: World) -> tuple[list[Any], int]:
    made = event(world)
    results = racing.together(*(giving(world, made, number) for number in (1, 2)))
    return results, made.participants.filter(state="coming").count()


def test_last_place_is_given_once(world: World) -> None:
    results, coming = race(world)
    assert (len(racing.winners(results)), racing.refusals(results), coming) == (1, ["Refused"], 1)


def test_without_the_lock_it_would_be_given_twice(world: World) -> None:
    with racing.without_row_locks():
        _results, coming = race(world)
    assert coming == 2
