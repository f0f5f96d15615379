"""`python -m bench.directory [--sizes 1000 10000 100000] [--rounds 40] [--json FILE]`

The public directory at several numbers of organisations, as somebody who is not logged in, against the floor: a bare
view with a comparable query on the same table, in the same run. Each page is asked twice in each round: as it is kept
(ADR 0019), and in an address that nobody asked before, as the first reader after a change gets it. Prints tables in
Markdown.
"""

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
import urllib.request
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.__main__ import _cache, _database, _environment, _served

WARM_UP = 4
MUST, AIM, GROWTH = 3.0, 1.5, 1.5
# name, address of the portal, address of the floor
OPERATIONS = (
    ("directory", "/directory/", "directory"),
    ("last page", "/directory/?page=40", "directory_late"),
    ("three filters", "/directory/?kind=organisation&country=DE&of=sme", "directory_filters"),
    ("text", "/directory/?q=optics+dresden", "directory_text"),
    ("text with a typo", "/directory/?q=robotcis+dresdn", "directory_text"),
    ("nothing found", "/directory/?q=qqzzxx&country=FR", "directory_text"),
    ("map", "/directory/?view=map&country=PL", "directory_filters"),
)
_TOWNS = (
    ("DE", "Dresden", 51.05, 13.74), ("DE", "Kiel", 54.32, 10.12), ("PL", "Łódź", 51.76, 19.46),
    ("PL", "Warsaw", 52.23, 21.01), ("FR", "Nice", 43.7, 7.27), ("LT", "Vilnius", 54.69, 25.28),
    ("BG", "Sofia", 42.7, 23.32), ("ES", "Bilbao", 43.26, -2.93),
)  # fmt: skip
_TRADES = ("Sensors", "Robotics", "Optics", "Software", "Photonics", "Mobility", "Analytics", "Automation")
_SYLLABLES = tuple(a + b for a in "bdklmnrs" for b in "aeio")


@dataclass(frozen=True)
class Result:
    size: int
    operation: str
    ms: float
    p95_ms: float
    floor_ms: float
    ratio: float
    new_ms: float
    new_ratio: float
    kilobytes: float


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.directory", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    results: list[Result] = []
    with _database() as url, _cache() as cache, tempfile.TemporaryDirectory() as folder:
        os.environ.update(_environment(url, cache, folder))
        _migrate()
        for size in sorted(options.sizes):
            _fill(size)
            with (
                _served("excite_portal.wsgi:application") as portal,
                _served("bench.floor_wsgi:application") as floor,
            ):
                results += [_measure(size, portal, floor, *row, options.rounds) for row in OPERATIONS]
    print(table(results))
    if options.json:
        options.json.write_text(json.dumps([asdict(row) for row in results], indent=1) + "\n")
    return 0


def _measure(size: int, portal: str, floor: str, name: str, path: str, bare: str, rounds: int) -> Result:
    ours, new, base, length = [], [], [], 0
    unseen = f"{portal}{path}{'&' if '?' in path else '?'}nobody-asked="
    for number in range(rounds + WARM_UP):
        took, length = _ask(portal + path, number)
        made, _ = _ask(f"{unseen}{number}", number)
        reached, _ = _ask(f"{floor}/{bare}", number)
        if number >= WARM_UP:
            ours.append(took)
            new.append(made)
            base.append(reached)
    median, under, fresh = statistics.median(ours), statistics.median(base), statistics.median(new)
    p95 = sorted(ours)[int(len(ours) * 0.95) - 1]
    return Result(
        size,
        name,
        round(median, 1),
        round(p95, 1),
        round(under, 1),
        round(median / under, 2),
        round(fresh, 1),
        round(fresh / under, 2),
        round(length / 1024, 1),
    )


def _ask(url: str, number: int) -> tuple[float, int]:
    """Each request from an address of its own: the brake on searches is not what is measured."""
    headers = {
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": f"10.{random.randrange(250)}.{random.randrange(250)}.{number % 250}",
    }
    began = time.perf_counter()
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
        body = answer.read()
    return (time.perf_counter() - began) * 1000, len(body)


def _migrate() -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "excite_portal.settings"
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)


def _fill(size: int) -> None:
    """Up to `size` listed organisations, their index made in one go."""
    from django.db import connection

    from clusters.models import Organisation, Term
    from clusters.services import directory

    rng = random.Random(size)
    have = Organisation.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE clusters_organisation DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE clusters_organisation_terms DISABLE TRIGGER USER")
    rows = [_organisation(number, rng) for number in range(have, size)]
    rows = Organisation.objects.bulk_create(rows, batch_size=2000)
    terms = list(Term.objects.order_by("id").values_list("pk", flat=True)[:40])
    through = Organisation.terms.through
    links = [through(organisation_id=row.pk, term_id=rng.choice(terms)) for row in rows]
    through.objects.bulk_create(links, batch_size=5000)
    began = time.perf_counter()
    directory.rebuild()
    print(f"{size}: index made in {time.perf_counter() - began:.1f} s", file=sys.stderr)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE clusters_organisation ENABLE TRIGGER USER")
        cursor.execute("ALTER TABLE clusters_organisation_terms ENABLE TRIGGER USER")
        cursor.execute("VACUUM ANALYZE clusters_directoryentry")


def _organisation(number: int, rng: random.Random) -> object:
    from clusters.models import Organisation

    country, city, latitude, longitude = _TOWNS[number % len(_TOWNS)]
    word = "".join(rng.choice(_SYLLABLES) for _ in range(4)).capitalize()
    return Organisation(
        name=f"{word} {rng.choice(_TRADES)} {number}",
        kind=rng.choice(("sme", "sme", "sme", "tech_centre", "research", "incubator")),
        country_id=country,
        city=city,
        latitude=latitude,
        longitude=longitude,
        about=f"{word} makes {rng.choice(_TRADES).lower()} for {rng.choice(_TRADES).lower()} in {city}.",
        languages=rng.sample(["en", "de", "fr", "pl", "lt", "es"], 2),
        listed=True,
    )


def table(results: list[Result]) -> str:
    """Medians at each size, the ratio to the floor, and how much the largest costs over the smallest."""
    kept = [(row.operation, row.ms, f"{row.ms} ({row.p95_ms}), {row.ratio} x") for row in results]
    new = [(row.operation, row.new_ms, f"{row.new_ms}, {row.new_ratio} x") for row in results]
    sizes = [f"{size:,}" for size in sorted({row.size for row in results})]
    return "\n\n".join(
        (
            "Kept pages: ms (p95), ratio\n\n" + _rows(sizes, kept),
            "New pages: ms, ratio\n\n" + _rows(sizes, new),
            f"must {MUST} x the floor, aim {AIM} x; growth at most {GROWTH} x",
        )
    )


def _rows(sizes: list[str], cells: list[tuple[str, float, str]]) -> str:
    """One line for each operation; `cells` come in order of the sizes."""
    lines = [f"| Operation | {' | '.join(sizes)} | growth |", "|---" * (len(sizes) + 2) + "|"]
    for name, *_rest in OPERATIONS:
        own = [(ms, text) for operation, ms, text in cells if operation == name]
        growth = own[-1][0] / own[0][0]
        lines.append(f"| {name} | {' | '.join(text for _ms, text in own)} | {growth:.2f} x |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
