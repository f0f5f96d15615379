"""`.venv/bin/python -m bench.figures [--sizes 10000 100000 1000000]`: the boards of one of 14 partnerships, and a recount.

Rows are copied by the database (`bench.figures_data`). The dashboard is asked over loopback beside the floor, as it is
kept and new, as its first reader after a change gets it. Bar: with 1,000,000 exchanges 1.2 times the time with 10,000.
What else is read is asked in this process. At each size one writer, and eight at once, credit visits of one partnership,
each in a transaction that has 10 ms more to do: as it is, without the ledger, and with one sum on one row.
"""

import argparse
import json
import os
import statistics
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from bench import figures_data
from bench.__main__ import _cache, _measure, _served
from bench.apart import apart
from bench.operations import Operation, _read, new_each_time, session_of

WRITERS, ACTS = 8, 40
UNTIL = date(2027, 12, 31)
_WITHOUT = "ALTER TABLE exchanges_exchange {} TRIGGER ledger_update"
_ONE_ROW = """
    CREATE TABLE one_sum (partnership bigint PRIMARY KEY, number int);
    INSERT INTO one_sum SELECT id, 0 FROM clusters_partnership;
    CREATE FUNCTION add_one() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        UPDATE one_sum SET number = number + 1 WHERE partnership = NEW.partnership_id; RETURN NULL; END $$;
    CREATE TRIGGER one_sum AFTER UPDATE OF credited_on ON exchanges_exchange FOR EACH ROW EXECUTE FUNCTION add_one();
"""


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.figures", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    found: dict[int, dict[str, Any]] = {}
    for size in options.sizes:
        row = found[size] = apart(measured, size, options.rounds)
        first = found[options.sizes[0]]
        print(f"{size} exchanges: rows {row['fill']:.0f} s, ledger {row['ledger']:.0f} s")
        for name, page in row["pages"].items():
            print(
                f"  {name:<22}{page['ms']:8.1f} ms, floor {page['floor_ms']:.1f}, ratio {page['ratio']:.2f}, "
                f"{page['statements']} statements, growth {page['ms'] / first['pages'][name]['ms']:.2f}"
            )
        for name, took in row["here"].items():
            print(f"  {name:<22}{took:8.1f} ms, growth {took / first['here'][name]:.2f}")
        for name, rates in row["writers"].items():
            print(
                f"  {name:<22}"
                + ", ".join(f"{how} {rate:.0f}" for how, rate in rates.items())
                + " visits a second"
            )
        print(end="", flush=True)
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n")
    return 0


def measured(files: int, rounds: int) -> dict[str, Any]:
    from django.core.management import call_command

    from clusters.models import Role

    filled, made = figures_data.fill(files)
    sessions = {"coordinator": session_of(Role.objects.get(kind="coordinator").user)}
    call_command("collectstatic", verbosity=0, interactive=False)
    with (
        _cache() as os.environ["REDIS_URL"],
        _served("excite_portal.wsgi:application") as portal,
        _served("bench.floor_wsgi:application") as floor,
    ):
        pages = {one.name: _measure(one, portal, floor, sessions, rounds) for one in _operations()}
    return {
        "fill": filled, "ledger": made, "pages": pages, "here": _here(rounds),
        "writers": {"one writer": _rates(1), "eight writers": _rates(WRITERS)},
    }  # fmt: skip


def _operations() -> list[Operation]:
    from django.urls import reverse

    path = reverse("reporting:dashboard", args=["bench"])
    parts = {part: reverse("reporting:dashboard_part", args=["bench", part]) for part in ("places", "work")}
    return [
        _read("dashboard", "coordinator", path, "/dashboard", 3.5, 2.0),
        new_each_time("dashboard, new", "coordinator", path, "/dashboard"),
        *(
            new_each_time(f"{part}, new", "coordinator", address, "/dashboard")
            for part, address in parts.items()
        ),
        new_each_time(
            "cluster's board, new",
            "coordinator",
            reverse("reporting:cluster_dashboard", args=["bench", "cluster-0"]),
            "/dashboard",
        ),
    ]


def _here(rounds: int) -> dict[str, float]:
    from clusters.models import Partnership
    from reporting.periods import Period
    from reporting.selectors import recount
    from reporting.selectors.scheme import scheme
    from reporting.selectors.tally import Tally
    from reporting.selectors.ways import Ways

    period = Period(Partnership.objects.earliest("id"), UNTIL)
    half = Period(period.partnership, date(2026, 6, 30), date(2026, 1, 1))
    return {
        "figures": _median(lambda: Tally(period).money, rounds),
        "ways": _median(lambda: Ways(period).paths, rounds),
        "all partnerships": _median(lambda: scheme(UNTIL), rounds),
        "a half-year": _median(lambda: (Tally(half).exchanges, Tally(half).smes, Tally(half).feedback()), 3),
        "recount": _median(lambda: recount.everything(period), 3),
    }


def _median(work: Callable[[], Any], rounds: int) -> float:
    took = []
    for _round in range(rounds):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


def _rates(writers: int) -> dict[str, float]:
    """Visits credited in a second: as it is, without the ledger, and with one sum on one row instead."""
    from django.db import connection

    found = {"as it is": _rate(writers)}
    with connection.cursor() as cursor:
        cursor.execute(_WITHOUT.format("DISABLE"))
        found["without the ledger"] = _rate(writers)
        cursor.execute(_ONE_ROW)
        found["with one sum"] = _rate(writers)
        cursor.execute(
            "DROP TRIGGER one_sum ON exchanges_exchange; DROP FUNCTION add_one; DROP TABLE one_sum"
        )
        cursor.execute(_WITHOUT.format("ENABLE"))
    return found


def _rate(writers: int) -> float:
    """Each in a transaction that has some more to do, on a connection that has written before."""
    from django.db import connection, transaction

    from exchanges.models import Exchange

    waiting = Exchange.objects.filter(credited_on=None, partnership__slug="bench").order_by("-id")
    mine = list(waiting.values_list("id", flat=True)[: writers * (ACTS + 1)])
    warm = threading.Barrier(writers + 1)

    def write(numbers: list[int]) -> None:
        for place, number in enumerate(numbers):
            if place == 1:
                warm.wait()
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE exchanges_exchange SET credited_on = %s WHERE id = %s", [UNTIL, number]
                )
                cursor.execute("SELECT pg_sleep(0.01)")
        connection.close()

    threads = [threading.Thread(target=write, args=(mine[place::writers],)) for place in range(writers)]
    for thread in threads:
        thread.start()
    warm.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    Exchange.objects.filter(pk__in=mine).update(credited_on=None)
    return writers * ACTS / took


if __name__ == "__main__":
    raise SystemExit(main())
