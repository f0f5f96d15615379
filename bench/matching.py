"""`python -m bench.matching [--sizes 100x25 500x100 2000x500] [--json FILE]`

Matching runs on a throwaway database: the frozen input is read, then solved with capacities and a share of SMEs. Seconds
of the wall and of this process, the bound, and what the greedy baseline loses against the answer.
"""

import argparse
import json
import random
import time
from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

from bench.apart import apart
from bench.suggestions import _COUNTRIES, START, _fill

Timed = tuple[Any, float, float]


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.matching", description=__doc__)
    parser.add_argument("--sizes", nargs="+", default=["100x25", "500x100", "2000x500"])
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    rows = [apart(_measured, *map(int, size.split("x"))) for size in options.sizes]
    for row in rows:
        print("  ".join(f"{name} {value}" for name, value in row.items()), flush=True)
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n")
    return 0


def _measured(visitors: int, hosts: int) -> dict[str, Any]:
    from exchanges.matching import run_input
    from exchanges.matching.limits import greedy
    from exchanges.matching.run_answer import problem_of
    from exchanges.matching.solve import solve

    partnership = _waiting(_fill(hosts), visitors)
    frozen, read, read_cpu = _timed(lambda: run_input.read(partnership))
    problem = problem_of(frozen, {"sme_share": str(Fraction(1, 2))})
    found, solved, solved_cpu = _timed(lambda: solve(problem))
    by_hand = sum(int(problem.pairs.score[at]) for at in greedy(problem))
    return {
        "visitors": visitors,
        "hosts": hosts,
        "pairs": len(problem.pairs),
        "read_s": read,
        "read_cpu_s": read_cpu,
        "solve_s": solved,
        "solve_cpu_s": solved_cpu,
        "matched": len(found.taken),
        "points": found.total,
        "gap_percent": round(100 * (found.bound - found.total) / max(found.bound, 1), 3),
        "greedy_loss_percent": round(100 * (found.total - by_hand) / max(found.total, 1), 2),
        "frozen_kb": len(json.dumps(frozen)) // 1024,
    }


def _waiting(like: Any, visitors: int) -> Any:
    """Accepted files without a host, in weeks over half a year; a third are no SMEs."""
    from clusters.models import Cluster, Organisation, Partnership
    from core import clock
    from exchanges.models import Application, HostOffer, OfferPeriod
    from exchanges.selectors.rulebooks import rulebook_on

    rng, now = random.Random(17), clock.now()
    first = max(START, clock.today() + timedelta(days=30))
    first += timedelta(days=-first.weekday() % 7)
    end = first + timedelta(days=400)
    HostOffer.objects.update(available_until=end)
    OfferPeriod.objects.update(last_day=end)
    partnership, cluster = Partnership.objects.earliest("id"), Cluster.objects.earliest("id")
    kinds = ["sme" if number % 3 else "research" for number in range(visitors)]
    firms = Organisation.objects.bulk_create(
        Organisation(name=f"Waiting {n}", kind=kinds[n], country_id=rng.choice(_COUNTRIES), city="Town", latitude=48,
                     longitude=9)
        for n in range(visitors)
    )  # fmt: skip
    files = []
    for number, firm in enumerate(firms):
        start = first + timedelta(weeks=rng.randrange(20))
        files.append(
            Application(
                state="accepted", state_since=now, reference=f"BENCH-{number}", partnership=partnership,
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
