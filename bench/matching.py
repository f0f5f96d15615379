"""`python -m bench.matching [--sizes 100x25 500x100 2000x500] [--seeds 5] [--json FILE]`

Matching runs on a throwaway database: for each seed other files wait; the frozen input is read once and solved under several
sets of limits. The table shows the worst of the seeds: seconds of the wall and of this process, how many answers are proven
to be the best, the greatest gap to the bound, and what the greedy baseline loses against the answer.
"""

import argparse
import json
import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bench.apart import apart
from bench.suggestions import _COUNTRIES, START, _fill

Timed = tuple[Any, float, float]


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.matching", description=__doc__)
    parser.add_argument("--sizes", nargs="+", default=["100x25", "500x100", "2000x500"])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    rows = []
    for size in options.sizes:
        found = apart(_measured, *map(int, size.split("x")), options.seeds)
        rows += found["rows"]
        print(
            f"{size}: {found['pairs']} pairs, {found['frozen_kb']} KB, read in {found['read_s']} s (CPU {found['read_cpu_s']})"
        )
        for row in found["rows"]:
            print("  " + "  ".join(f"{name} {value}" for name, value in row.items()), flush=True)
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n")
    return 0


def _cases(visitors: int, hosts: int) -> dict[str, dict[str, Any]]:
    """Sets of limits; two of three who wait are SMEs, so a share of 3/4 binds. `half_of`: a case whose cost is halved."""
    few = {"sme_share": "3/4", "per_host": max(visitors // hosts // 2, 1)}
    countries = {
        "host_countries": {"FR": visitors // 20, "ES": visitors // 15},
        "home_countries": {"PL": visitors // 20, "LT": visitors // 16},
    }
    return {
        "one week": {"sme_share": "1/2"},
        "weeks": {"sme_share": "1/2"},
        "weeks, few places": few,
        "weeks, few places, half the money": {**few, "half_of": "weeks, few places"},
        "weeks, countries, half the money": {"sme_share": "7/10", **countries, "half_of": "weeks"},
    }


def _measured(visitors: int, hosts: int, seeds: int) -> dict[str, Any]:
    from exchanges.matching import run_input
    from exchanges.models import Application

    like, firms = _fill(hosts), _firms(visitors)
    reads, found = [], {}
    for seed in range(seeds):
        Application.objects.filter(reference__startswith="BENCH-").delete()
        partnership = _waiting(like, firms, seed)
        frozen, *took = _timed(partial(run_input.read, partnership))
        reads.append((*took, len(frozen["pairs"]["score"]), len(json.dumps(frozen)) // 1024))
        for name, row in _solved(frozen, visitors, hosts):
            found.setdefault(name, []).append(row)
    names = ("read_s", "read_cpu_s", "pairs", "frozen_kb")
    return {
        **dict(zip(names, map(max, zip(*reads, strict=True)), strict=True)),
        "rows": [
            {"visitors": visitors, "hosts": hosts, "limits": name, **_worst(rows)}
            for name, rows in found.items()
        ],
    }


def _solved(frozen: dict[str, Any], visitors: int, hosts: int) -> list[tuple[str, dict[str, Any]]]:
    from exchanges.matching.limits import Tally, greedy
    from exchanges.matching.run_answer import problem_of
    from exchanges.matching.solve import solve

    found, costs = [], {}
    for name, limits in _cases(visitors, hosts).items():
        if "half_of" in limits:
            limits = {**limits, "budget": costs[limits["half_of"]] // 2}
        problem = problem_of(frozen, limits)
        if name == "one week":
            first = min(one.first for one in problem.visitors)
            same = tuple(replace(one, first=first, last=first + 4) for one in problem.visitors)
            problem = replace(problem, visitors=same)
        answer, wall, cpu = _timed(partial(solve, problem))
        costs[name] = Tally(problem, answer.taken).cost
        by_hand = sum(int(problem.pairs.score[at]) for at in greedy(problem))
        found.append(
            (
                name,
                {
                    "solve_s": wall,
                    "solve_cpu_s": cpu,
                    "matched": len(answer.taken),
                    "proven": answer.optimal,
                    "gap_points": answer.bound - answer.total,
                    "gap_percent": round(100 * (answer.bound - answer.total) / max(answer.bound, 1), 4),
                    "greedy_loss_percent": round(100 * (answer.total - by_hand) / max(answer.total, 1), 2),
                },
            )
        )
    return found


def _worst(rows: list[dict[str, Any]]) -> dict[str, Any]:
    worst = {
        name: max(row[name] for row in rows)
        for name in rows[0]
        if name not in ("proven", "matched", "greedy_loss_percent")
    }
    losses = [row["greedy_loss_percent"] for row in rows]
    return {
        **worst,
        "matched": f"{min(row['matched'] for row in rows)} to {max(row['matched'] for row in rows)}",
        "proven": f"{sum(row['proven'] for row in rows)} of {len(rows)}",
        "greedy_loss_percent": f"{min(losses)} to {max(losses)}",
    }


def _firms(visitors: int) -> list[Any]:
    """A third are no SMEs. The same for all seeds: making organisations takes longest."""
    from clusters.models import Organisation

    rng, kinds = random.Random(17), ["sme" if number % 3 else "research" for number in range(visitors)]
    return Organisation.objects.bulk_create(
        Organisation(name=f"Waiting {n}", kind=kinds[n], country_id=rng.choice(_COUNTRIES), city="Town", latitude=48,
                     longitude=9)
        for n in range(visitors)
    )  # fmt: skip


def _waiting(like: Any, firms: list[Any], seed: int) -> Any:
    """Accepted files without a host, in weeks over half a year."""
    from clusters.models import Cluster, Partnership
    from core import clock
    from exchanges.models import Application, HostOffer, OfferPeriod
    from exchanges.selectors.rulebooks import rulebook_on

    rng, now = random.Random(17 + seed), clock.now()
    first = max(START, clock.today() + timedelta(days=30))
    first += timedelta(days=-first.weekday() % 7)
    end = first + timedelta(days=400)
    HostOffer.objects.update(available_until=end)
    OfferPeriod.objects.update(last_day=end)
    partnership, cluster = Partnership.objects.earliest("id"), Cluster.objects.earliest("id")
    files = []
    for number, firm in enumerate(firms):
        start = first + timedelta(weeks=rng.randrange(20))
        files.append(
            Application(
                state="accepted", state_since=now, reference=f"BENCH-{seed}-{number}", partnership=partnership,
                rulebook=rulebook_on(start, partnership.pk), organisation=firm, organisation_kind=firm.kind,
                created_by_id=like.created_by_id, contact_name="C", contact_email="c@bench.example",
                visitor_cluster=cluster, submitted_at=now, planned_start=start,
                planned_end=start + timedelta(days=rng.choice((3, 4, 7))), languages=rng.choice((["en"], ["en", "de"])),
                uses=rng.sample(("learn", "markets", "technology", "strategic"), 2),
                activity_types=rng.sample(("capacity", "knowledge", "project", "networking"), 2),
                preferred_countries=rng.sample(_COUNTRIES, 2), motivation="To see robots and lasers at work.",
            )
        )  # fmt: skip
    Application.objects.bulk_create(files)
    return partnership


def _timed(work: Callable[[], Any]) -> Timed:
    wall, cpu = time.perf_counter(), time.process_time()
    found = work()
    return found, round(time.perf_counter() - wall, 2), round(time.process_time() - cpu, 2)


if __name__ == "__main__":
    raise SystemExit(main())
