"""The portal's clock: frozen in tests, moved in the demo, and honest about which day it is where."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from core import clock
from core.models import ClockOffset
from tests.support.racing import together

NIGHT = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)


@pytest.fixture
def thawed() -> Iterator[None]:
    """Without the frozen clock of all tests."""
    frozen = clock._frozen[:]
    clock._frozen.clear()
    yield
    clock._frozen[:] = frozen


@pytest.fixture
def demo(settings: Any, thawed: None, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """A demo whose machine stands still; calling the result makes this process forget what it has read."""
    settings.PORTAL_DEMO = True
    monkeypatch.setattr(clock, "machine_now", lambda: NIGHT)

    def forget() -> None:
        monkeypatch.setattr(clock, "_offset", (0.0, timedelta()))

    forget()
    return forget


def test_at_freezes_and_gives_back() -> None:
    before = clock.now()
    with clock.at(NIGHT):
        assert clock.now() == NIGHT
        with clock.at(NIGHT + timedelta(days=1)):
            assert clock.now() == NIGHT + timedelta(days=1)
        assert clock.now() == NIGHT
    assert clock.now() == before


def test_at_gives_back_after_an_error() -> None:
    before = clock.now()
    with pytest.raises(RuntimeError), clock.at(NIGHT):
        raise RuntimeError
    assert clock.now() == before


def test_at_needs_to_know_where() -> None:
    with pytest.raises(ValueError, match="aware"), clock.at(datetime(2026, 3, 1, 12, 0)):  # noqa: DTZ001
        pass


def test_at_takes_any_zone_and_answers_in_utc() -> None:
    with clock.at(datetime.fromisoformat("2026-03-02T01:30:00+02:00")):
        assert clock.now() == NIGHT
        assert clock.now().utcoffset() == timedelta()


def test_today_is_the_day_at_the_place() -> None:
    with clock.at(NIGHT):
        assert clock.today() == date(2026, 3, 1)
        assert clock.today("Europe/Berlin") == date(2026, 3, 2)
        assert clock.today("America/Cayenne") == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("day", "moment"),
    [
        ("2023-03-25", "2023-03-24T23:00+00:00"),
        ("2023-03-26", "2023-03-25T23:00+00:00"),
        ("2023-03-27", "2023-03-26T22:00+00:00"),
        ("2023-10-29", "2023-10-28T22:00+00:00"),
        ("2023-10-30", "2023-10-29T23:00+00:00"),
        ("2024-02-29", "2024-02-28T23:00+00:00"),
        ("2024-01-01", "2023-12-31T23:00+00:00"),
    ],
)
def test_midnight_knows_summer_time(day: str, moment: str) -> None:
    begins = clock.midnight(date.fromisoformat(day), "Europe/Berlin")
    assert begins == datetime.fromisoformat(moment)
    with clock.at(begins):
        assert clock.today("Europe/Berlin") == date.fromisoformat(day)
    with clock.at(begins - timedelta(seconds=1)):
        assert clock.today("Europe/Berlin") == date.fromisoformat(day) - timedelta(days=1)


def test_machine_time_is_not_frozen() -> None:
    with clock.at(NIGHT):
        assert abs(clock.machine_now() - datetime.now(UTC)) < timedelta(seconds=5)  # noqa: TID251


@pytest.mark.django_db
def test_shift_is_refused_outside_the_demo() -> None:
    with pytest.raises(RuntimeError, match="demo mode only"):
        clock.shift(timedelta(days=1))
    assert not ClockOffset.objects.exists()


@pytest.mark.django_db
def test_offset_has_no_say_outside_the_demo(thawed: None) -> None:
    ClockOffset.objects.create(pk=1, seconds=86400)
    assert abs(clock.now() - clock.machine_now()) < timedelta(seconds=5)


@pytest.mark.django_db
def test_shift_moves_the_demo_and_adds_up(demo: Callable[[], None]) -> None:
    assert clock.now() == NIGHT
    clock.shift(timedelta(days=1))
    assert clock.now() == NIGHT + timedelta(days=1)
    clock.shift(timedelta(hours=5))
    assert clock.now() == NIGHT + timedelta(days=1, hours=5)


@pytest.mark.django_db
def test_other_process_follows_within_a_second(
    demo: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = [100.0]
    monkeypatch.setattr("core.clock.time.monotonic", lambda: moment[0])
    assert clock.now() == NIGHT
    ClockOffset.objects.create(pk=1, seconds=3600)
    assert clock.now() == NIGHT, "read a moment ago"
    moment[0] += 1.1
    assert clock.now() == NIGHT + timedelta(hours=1)


def test_two_shifts_at_once_lose_none(fresh_database: str, demo: Callable[[], None]) -> None:
    results = together(*[lambda: clock.shift(timedelta(days=1))] * 4)
    assert results == [None] * 4
    demo()
    assert clock.now() == NIGHT + timedelta(days=4)
