"""`python -m bench.suggestions [--hosts 1000 10000] [--rounds 40] [--json FILE]`

Suggestions for one visitor against a bare SQL floor on the same throwaway database: with 200 files and so many hosts, and with
10,000 files and 2,000 hosts. Last the table of a matching run (2,000 visitors x 500 offers) in plain Python. Medians in ms; `cpu`
is that of this process, `sql` the server's own time of the statement that finds and reads the hosts. `best_missed`: of the
twenty best of all hosts, so many were not found by looking closely at some only. Hosts are filled in without the directory.
"""

import argparse
import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from bench.apart import apart

# What a hand-written search would ask: the same limits and a sum of points, the best twenty, no reasons.
FLOOR = """
SELECT o.id, h.name, (h.country_id = ANY(%(preferred)s))::int * 12 + (o.uses ?| %(uses)s)::int * 12 + coalesce(n.near, 0) * 25
FROM exchanges_hostoffer o
JOIN clusters_organisation h ON h.id = o.organisation_id
LEFT JOIN (SELECT t.hostoffer_id, count(*) AS near FROM exchanges_hostoffer_terms t WHERE t.term_id = ANY(%(terms)s)
    GROUP BY t.hostoffer_id) n ON n.hostoffer_id = o.id
WHERE o.active AND h.hidden_at IS NULL AND h.country_id <> %(home)s AND o.languages ?| %(languages)s
    AND EXISTS (SELECT 1 FROM exchanges_offerperiod p WHERE p.offer_id = o.id
        AND p.first_day <= %(start)s AND p.last_day >= %(end)s)
ORDER BY 3 DESC, o.id LIMIT 20
"""
_COUNTRIES = ("DE", "PL", "FR", "LT", "BG", "ES", "IT", "PT")
_THINGS = (
    "batteries", "robots", "sensors", "lasers", "drones", "shuttles", "metering", "turbines", "textiles", "coatings",
    "pumps", "scanners",
)  # fmt: skip
START, END = date(2026, 5, 11), date(2026, 5, 14)
# Files beside so many hosts, and the size that was asked for: files, hosts.
_FILES, _ISSUE = 200, (10_000, 2_000)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.suggestions", description=__doc__)
    parser.add_argument("--hosts", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    sizes, rows = [*((_FILES, hosts) for hosts in options.hosts), _ISSUE], []
    for work in (*(partial(apart, _measured, *size, options.rounds) for size in sizes), _many):
        rows.append(row := work())
        print("  ".join(f"{name} {value}" for name, value in row.items()), flush=True)
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1) + "\n")
    return 0


def _measured(files: int, hosts: int, rounds: int) -> dict[str, Any]:
    from django.db import connection

    from exchanges.matching import candidates

    filling = time.perf_counter()
    application = _fill(hosts, files)
    filling = time.perf_counter() - filling
    terms = list(application.organisation.terms.values_list("id", flat=True))
    values = {
        "preferred": application.preferred_countries, "uses": application.uses, "terms": terms, "home": "DE",
        "languages": application.languages, "start": START, "end": END,
    }  # fmt: skip

    def floor() -> None:
        with connection.cursor() as cursor:
            cursor.execute(FLOOR, values)
            cursor.fetchall()

    cpu = time.process_time()
    ours = _median(lambda: candidates.suggestions(application), rounds)
    cpu = 1000 * (time.process_time() - cpu) / (rounds + 3)
    bare = _median(floor, rounds)
    return {
        "files": files,
        "hosts": hosts,
        "filled_s": round(filling),
        "best_missed": _missed(application),
        "ours": round(ours, 1),
        "cpu": round(cpu, 1),
        "sql": round(_of_the_server(lambda: candidates.suggestions(application), rounds), 1),
        "floor": round(bare, 1),
        "ratio": round(ours / bare, 2),
    }


def _missed(application: Any) -> int:
    """How many of the twenty best of all hosts are not among those that were found; equals may stand for each other."""
    from core import clock
    from exchanges.matching import candidates, reading
    from exchanges.matching.parts import DEFAULT
    from exchanges.matching.table import possible_many, score_many
    from exchanges.matching.wishes import wish_of

    wish, every = wish_of(application, START, END), reading.all_offers(clock.today())
    scores = score_many([wish], every, DEFAULT, reading.fields_known()).total[0]
    best = sorted(scores[possible_many([wish], every)[0]].tolist(), reverse=True)[: candidates.TOLD]
    found = [one.score for one in candidates.suggestions(application)[: candidates.TOLD]]
    return sum(mine < its for mine, its in zip(found, best, strict=True))


def _of_the_server(work: Callable[[], Any], rounds: int) -> float:
    """What PostgreSQL says that it plans and executes of the widest statement: the median of so many rounds."""
    from django.db import connection

    asked: list[tuple[str, Any]] = []

    def noted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(noted):
        work()
    sql, params = max(asked, key=lambda one: len(one[0]))
    took = []
    with connection.cursor() as cursor:
        for _number in range(rounds):
            cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}", params)
            ((told,),) = cursor.fetchall()
            (plan,) = json.loads(told) if isinstance(told, str) else told
            took.append(plan["Planning Time"] + plan["Execution Time"])
    return statistics.median(took)


def _fill(hosts: int, files: int = 200) -> Any:
    """So many hosts and files, and one file more that looks for a host."""
    from django.db import connection

    from bench.data import drafts, fill
    from clusters.models import Term

    rng, people = random.Random(11), fill(files)
    terms = list(Term.objects.order_by("id").values_list("id", flat=True))
    _hosts(hosts, rng, terms)
    (application,) = drafts(1, people)
    application.organisation.terms.set(rng.sample(terms, 3))
    application.preferred_countries, application.planned_start, application.planned_end = (
        ["FR", "ES"],
        START,
        END,
    )
    application.motivation = "We want to see batteries, robots and lasers at work."
    application.save()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return application


def _hosts(hosts: int, rng: random.Random, terms: list[int]) -> None:
    """Offers with fields, words and periods.

    The triggers that keep the directory are off meanwhile: they would take minutes for what is not measured here.
    """
    from bench.data import bulk
    from clusters.models import Cluster, Organisation
    from exchanges.models import HostOffer, OfferPeriod

    clusters = list(Cluster.objects.order_by("id"))
    link = HostOffer.terms.through
    _triggers("DISABLE", Organisation, HostOffer, OfferPeriod, link)
    places = bulk(
        Organisation,
        (
            Organisation(
                name=f"Host {n}",
                kind="sme",
                country_id=_COUNTRIES[n % 8],
                city="Town",
                latitude=50,
                longitude=10,
            )
            for n in range(hosts)
        ),
    )
    made = bulk(
        HostOffer,
        (
            HostOffer(
                organisation=place,
                host_cluster=clusters[n % 6],
                title=f"Days with {rng.choice(_THINGS)}",
                description=" ".join(rng.choices(_THINGS, k=12)),
                uses=rng.sample(("learn", "markets", "technology", "strategic"), 2),
                activity_types=rng.sample(("capacity", "knowledge", "project", "networking"), 2),
                languages=rng.choice((["en"], ["en", "de"], ["fr"])),
                available_from=date(2026, 1, 1),
                available_until=date(2026, 12, 31),
                contact_name="Contact",
                contact_email=f"host{n}@bench.example",
            )
            for n, place in enumerate(places)
        ),
    )
    bulk(
        OfferPeriod,
        (
            OfferPeriod(offer=one, first_day=date(2026, 1, 1), last_day=date(2026, 12, 31), capacity=2)
            for one in made
        ),
    )
    bulk(link, (link(hostoffer_id=one.pk, term_id=term) for one in made for term in rng.sample(terms, 3)))
    _triggers("ENABLE", Organisation, HostOffer, OfferPeriod, link)


def _triggers(switch: str, *models: Any) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"ALTER TABLE {model._meta.db_table} {switch} TRIGGER USER")


def _many() -> dict[str, Any]:
    """2,000 visitors x 500 offers as a run scores them."""
    from exchanges.matching.fields import Fields, FieldTerm
    from exchanges.matching.parts import DEFAULT
    from exchanges.matching.sides import Candidate, Period, Wish
    from exchanges.matching.table import possible_many, score_many

    rng = random.Random(13)
    fields = Fields(
        {n: FieldTerm(f"Field {n}", "s3" if n % 2 else "nace", n // 8 or None) for n in range(1, 230)}
    )
    year = (Period(date(2026, 1, 1), date(2026, 12, 31), 2),)

    def side(n: int) -> dict[str, Any]:
        return {
            "organisation_id": n, "country": _COUNTRIES[n % 8], "languages": ["en"], "uses": ["learn"],
            "activity_types": ["knowledge"], "terms": rng.sample(range(1, 230), 3), "level": rng.choice(("more", "less")),
            "words": frozenset(f"word{rng.randrange(3000)}" for _word in range(40)),
        }  # fmt: skip

    wishes = [Wish(start=START, end=END, **side(n)) for n in range(2_000)]
    offers = [
        Candidate(
            offer_id=n,
            organisation="Host",
            title="",
            country_name="",
            city="",
            periods=year,
            **side(10_000 + n),
        )
        for n in range(500)
    ]
    scores = _median(lambda: score_many(wishes, offers, DEFAULT, fields), 3)
    allowed = _median(lambda: possible_many(wishes, offers), 3)
    return {"visitors": 2_000, "offers": 500, "scores": round(scores), "limits": round(allowed)}


def _median(work: Callable[[], Any], rounds: int) -> float:
    took = []
    for number in range(rounds + 3):
        start = time.perf_counter()
        work()
        if number >= 3:
            took.append((time.perf_counter() - start) * 1000)
    return statistics.median(took)


if __name__ == "__main__":
    sys.exit(main())
