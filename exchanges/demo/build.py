"""Builds the demo data, within the one transaction of `seed_demo`: either the whole demo is there or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import connection

from clusters.models import Partnership
from core import clock
from exchanges.demo import desk, live, matching, people, privacy, profiles, talk, tandems, virtual
from exchanges.demo.cast import DEMO_PASSWORD, Cast, at
from exchanges.demo.history import History, create_excite
from exchanges.demo.timeline import Timeline
from exchanges.models import Application, Exchange, Grid


@dataclass(frozen=True)
class Told:
    cast: Cast
    excite: Partnership


def told(progress: Callable[[str], None]) -> Told:
    """What is over: EXXTRA and EXCITE, up to today."""
    begin = at(date(2022, 2, 1))
    with connection.cursor() as cursor:
        # Thousands of small statements on tables without statistics yet: compiling never pays, an index always does,
        # and to join from the row that is asked for, as it is written, needs no search for a better order.
        cursor.execute(
            "SET LOCAL jit = off; SET LOCAL enable_seqscan = off; SET LOCAL join_collapse_limit = 1; "
            "SET LOCAL plan_cache_mode = force_generic_plan"
        )
    cast = Cast(secret=make_password(DEMO_PASSWORD))
    virtual.tell(cast)
    with clock.at(begin):
        cast.all_clusters()
        excite = create_excite(cast)
        _confirm_grid(cast, excite)
    timeline = Timeline(cast.worker)
    History(cast, excite).put_on(timeline)
    progress("EXCITE: 98 visits, February 2022 to January 2024 ...")
    timeline.run(until=at(date(2025, 6, 30)))
    return Told(cast, excite)


def running(told: Told, progress: Callable[[str], None]) -> str:
    """EXCITE-NEXT around today. Returns a sentence for the log."""
    cast, now = told.cast, clock.now()
    progress("EXCITE-NEXT: live files around today ...")
    partnership = live.build(cast, now)
    people.build(cast, partnership)
    talk.build(cast, partnership)
    profiles.build(cast, now.date())
    desk.build(cast, partnership)
    matching.build(cast, partnership)
    tandems.build(cast, partnership)
    privacy.put(told.excite, now)
    with connection.cursor() as cursor:
        # The first pages need not wait for the database to look at its tables by itself.
        cursor.execute("ANALYZE")
    files, visits = Application.objects.count(), Exchange.objects.count()
    return f"{Partnership.objects.count()} partnerships, {files} files, {visits} exchanges"


def _confirm_grid(cast: Cast, excite: Partnership) -> None:
    """The demo's coordinator has confirmed the shipped grid; a real one names the official document first."""
    coordinator = cast.actor(f"coordinator:{excite.code}")
    Grid.objects.filter(confirmed_at=None).update(confirmed_by=coordinator.user, confirmed_at=clock.now())
