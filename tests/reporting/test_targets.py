"""Targets as data: the coordinator sets them, and no change is silent."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, transaction

from clusters.models import Target
from core.exceptions import InvalidInput, NotAllowed
from reporting import indicators
from reporting.indicators import REGISTRY
from reporting.models import TargetVersion
from reporting.periods import Period
from reporting.services.targets import set_targets
from reporting.target_sets import BY_KEY, SETS
from tests.support import world as worlds
from tests.support.world import World

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)


@pytest.fixture
def world() -> World:
    return worlds.build()


def setting(world: World, persona: str = "coordinator", **changed: Any) -> list[TargetVersion]:
    told: dict[str, Any] = {"values": {"O3.services": 5}, "source": "Grant agreement", "valid_from": DAY}
    return set_targets(partnership=world.partnership, by=world.actor(persona), **told | changed)


def target(world: World, code: str, on: date = DAY) -> Any:
    found = {figure.code: figure.target for figure in indicators.measure(Period(world.partnership, on))}
    return found[code]


def test_every_set_names_known_indicators() -> None:
    assert {code for item in SETS for code in item.values} <= set(REGISTRY)
    assert BY_KEY["excite"].values["O2.exchanges"] == 96
    assert sum(list(BY_KEY["recipe4mobility"].values.values())[1:]) == 50


def test_new_target_is_held_against_the_figure_at_once(world: World) -> None:
    assert [row.number for row in setting(world)] == [1]
    assert target(world, "O3.services") == 5
    assert setting(world) == []


def test_figure_of_a_day_is_held_against_the_target_of_that_day(world: World) -> None:
    """The first value of an indicator holds from the start; a later one from the day it is valid from."""
    june, before, long_ago = date(2026, 6, 1), date(2026, 5, 31), date(2025, 6, 1)
    setting(world)
    setting(world, values={"O3.services": 9}, valid_from=june, reason="Amendment 1")
    assert [target(world, "O3.services", day) for day in (long_ago, before, june)] == [5, 5, 9]
    setting(world, values={"O3.services": None}, valid_from=june, reason="Dropped")
    assert [target(world, "O3.services", day) for day in (before, june)] == [5, None]


def test_change_keeps_the_earlier_value_with_its_reason(world: World) -> None:
    """The world's partnership was founded with 96 exchanges."""
    with pytest.raises(InvalidInput, match="Say why"):
        setting(world, values={"O2.exchanges": 100})
    setting(world, values={"O2.exchanges": 100}, reason="Amendment 1")
    versions = TargetVersion.objects.filter(code="O2.exchanges").order_by("number")
    assert [(row.number, row.value, row.reason) for row in versions] == [(1, 96, ""), (2, 100, "Amendment 1")]
    setting(world, values={"O2.exchanges": None}, reason="Dropped")
    assert target(world, "O2.exchanges") is None
    assert versions.last().value is None
    with pytest.raises(InvalidInput, match="Say why"):
        setting(world, values={"O2.exchanges": 50})


def test_source_and_range(world: World) -> None:
    with pytest.raises(InvalidInput, match="where the targets are written"):
        setting(world, source=" ")
    with pytest.raises(InvalidInput, match="between 0 and 100 million"):
        setting(world, values={"O3.services": -1})
    assert not TargetVersion.objects.exists()


@pytest.mark.parametrize("persona", ["manager", "deputy", "finance", "auditor", "stranger"])
def test_nobody_else_sets_targets(world: World, persona: str) -> None:
    with pytest.raises(NotAllowed):
        setting(world, persona)
    assert not Target.objects.filter(code="O3.services").exists()


def test_history_is_never_changed(world: World) -> None:
    row = setting(world)[0]
    for act in (lambda: TargetVersion.objects.filter(pk=row.pk).update(value=9), row.delete):
        with pytest.raises(InternalError, match="Cannot"), transaction.atomic():
            act()


def test_page_fills_in_a_set_and_saves_nothing_by_that(world: World) -> None:
    client, address = world.client("coordinator"), "/partnerships/test/targets/"
    html = client.get(f"{address}?set=recipe4mobility").content.decode()
    assert 'name="EU5.tech_centre_exchanges" value="10"' in html
    assert not TargetVersion.objects.exists()
    form = {"O2.exchanges": "50", "O2.sme_exchanges": "25", "source": "Part B", "valid_from": "2026-03-01"}
    wrong = client.post(address, form).content.decode()
    assert "Say why" in wrong and 'value="25"' in wrong
    answer = client.post(address, form | {"reason": "Another call"}, follow=True).content.decode()
    assert "Another call" in answer and "Set when the partnership was founded" in answer
    assert (target(world, "O2.exchanges"), target(world, "O2.sme_exchanges")) == (50, 25)
    reader = world.client("finance").get(address).content.decode()
    assert "Set the targets" not in reader and "Another call" in reader


def test_target_of_a_share_holds_on_every_day(world: World) -> None:
    setting(world, values={"EU5.sme_share": 50})
    found = {figure.code: figure for figure in indicators.measure(Period(world.partnership, DAY))}
    assert (found["EU5.sme_share"].target, found["EU5.sme_share"].expected) == (50, 50)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("target_version_once", {"number": 1}),
        ("target_version_range", {"value": -1}),
        ("target_version_range", {"value": 100_000_001}),
        ("target_change_has_reason", {"reason": ""}),
        ("target_has_source", {"source": ""}),
    ],
)
def test_database_holds_the_history(world: World, name: str, fields: dict[str, Any]) -> None:
    setting(world)
    version = {
        "partnership": world.partnership,
        "code": "O3.services",
        "number": 2,
        "value": 6,
        "source": "Amendment",
        "reason": "More money",
        "valid_from": DAY,
        "set_by": world.actor("coordinator").user,
    }
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        TargetVersion.objects.create(**version | fields)
