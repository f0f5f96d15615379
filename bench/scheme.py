"""`python -m bench.scheme [--partnerships 14] [--exchanges 1100] [--rounds 15]`

The pages of the whole scheme on a throwaway database, over loopback beside the floor: the support office's and the
public ones, as they are kept and new. `fill` makes the rows, for looking at the pages too; they stand for visits brought
along by imports.
"""

import argparse
import os
import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from bench.__main__ import _cache, _measure, _served
from bench.apart import apart
from bench.operations import Operation, _read, new_each_time, session_of

SEED = 20_260
_COUNTRIES = tuple("DE FR ES PL LT BG IT AT NL CZ BE PT RO HU SE FI GR RS UA TR IE SI".split())  # noqa: SIM905
_KINDS = ("sme",) * 7 + ("cluster", "cluster", "tech_centre", "research")
_NAMES = (
    "Alpine",
    "Beacon",
    "Cobalt",
    "Delta",
    "Harbour",
    "Helix",
    "Iris",
    "Lumen",
    "Meridian",
    "Nova",
    "Orbit",
    "Ridge",
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.scheme", description=__doc__)
    parser.add_argument("--partnerships", type=int, default=14)
    parser.add_argument("--exchanges", type=int, default=1100)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    found = apart(_measured, options.partnerships, options.exchanges, options.rounds)
    print(f"{options.exchanges} exchanges in {options.partnerships} partnerships")
    for name, page in found.items():
        print(
            f"  {name:<22}{page['ms']:8.1f} ms, floor {page['floor_ms']:.1f}, ratio {page['ratio']:.2f}, "
            f"{page['statements']} statements, {page['kilobytes']:.0f} kB"
        )
    return 0


def fill(partnerships: int, exchanges: int) -> None:
    """Partnerships with five clusters each and their share of the exchanges; the same ones at each call."""
    from clusters.models import Organisation, Partnership, Target
    from core.models import ImportRun, StoredFile
    from exchanges.models import PastExchange

    rng = random.Random(SEED)
    moment = datetime(2026, 1, 5, 9, tzinfo=UTC)
    source = StoredFile.objects.create(
        file="bench/visits.csv",
        name="visits.csv",
        content_type="text/csv",
        size=1,
        sha256="0" * 64,
        uploaded_at=moment,
    )
    firms = Organisation.objects.bulk_create(
        Organisation(
            name=f"Bench firm {n}", kind=rng.choice(_KINDS), country_id=rng.choice(_COUNTRIES), city="Town"
        )
        for n in range(exchanges)
    )
    weights = [rng.uniform(0.4, 1.6) for _number in range(partnerships)]
    for number in range(partnerships):
        start = date(2021 + number % 4, 1 + 3 * (number % 4), 1)
        clusters = [_cluster(number, place, rng.choice(_COUNTRIES)) for place in range(5)]
        partnership = Partnership.objects.create(
            code=f"BENCH{number + 1}", slug=f"bench-{number + 1}", name=f"{_NAMES[number % len(_NAMES)]} {number + 1}",
            start_on=start, end_on=start + timedelta(days=3 * 365), coordinator=clusters[0], deputy=clusters[1],
            budget=Decimal(90_000),
        )  # fmt: skip
        share = max(round(exchanges * weights[number] / sum(weights)), 1)
        Target.objects.create(
            partnership=partnership, code="O2.exchanges", value=round(share * rng.uniform(0.8, 1.3))
        )
        run = ImportRun.objects.create(
            state="done",
            state_since=moment,
            importer="past",
            scope=partnership.pk,
            file=source,
            created_at=moment,
        )
        PastExchange.objects.bulk_create(
            _visit(rng, partnership, firms, clusters, run, place) for place in range(share)
        )


def _cluster(number: int, place: int, country: str) -> Any:
    from clusters.models import Cluster, Organisation

    name = f"Bench cluster {number + 1}.{place + 1}"
    organisation = Organisation.objects.create(name=name, kind="cluster", country_id=country, city="Town")
    slug = f"bench-cluster-{number + 1}-{place + 1}"
    return Cluster.objects.create(
        organisation=organisation, name=name, short_name=name, slug=slug, contact_name="Contact",
        contact_email=f"{slug}@bench.example",
    )  # fmt: skip


def _visit(rng: random.Random, partnership: Any, firms: Any, clusters: Any, run: Any, place: int) -> Any:
    from django.db.backends.postgresql.psycopg_any import DateRange

    from exchanges.models import PastExchange

    visitor = rng.choice(firms)
    host = visitor
    while host.country_id == visitor.country_id:
        host = rng.choice(firms)
    days = rng.randrange((min(partnership.end_on, date(2026, 1, 1)) - partnership.start_on).days)
    first = partnership.start_on + timedelta(days=days)
    return PastExchange(
        partnership=partnership, reference=f"{place + 1}", visitor=visitor, visitor_kind=visitor.kind,
        visitor_country_id=visitor.country_id, host=host, host_kind=host.kind, host_country_id=host.country_id,
        home_cluster=rng.choice(clusters), host_cluster=rng.choice(clusters),
        stay=DateRange(first, first + timedelta(days=4)), working_days=4, amount=Decimal(450),
        credited_on=first + timedelta(days=20), paid_on=first + timedelta(days=rng.randrange(22, 60)), import_run=run,
    )  # fmt: skip


def _measured(partnerships: int, exchanges: int, rounds: int) -> dict[str, Any]:
    from django.core.management import call_command
    from django.db import connection

    from clusters.models import Role, User
    from reporting.services import ledger

    fill(partnerships, exchanges)
    ledger.fold()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    office = User.objects.create(email="office@bench.example", first_name="Olga", last_name="Office")
    Role.objects.create(user=office, kind="support_office", until=datetime(2030, 1, 1, tzinfo=UTC))
    call_command("collectstatic", verbosity=0, interactive=False)
    with (
        _cache() as os.environ["REDIS_URL"],
        _served("excite_portal.wsgi:application") as portal,
        _served("bench.floor_wsgi:application") as floor,
    ):
        sessions = {"support": session_of(office)}
        return {one.name: _measure(one, portal, floor, sessions, rounds) for one in _operations()}


def _operations() -> list[Operation]:
    from django.urls import reverse

    board, everybody = reverse("reporting:scheme"), reverse("reporting:impact")
    partnership = reverse("reporting:results", args=["bench-1"])
    return [
        _read("scheme's board", "support", board, "/dashboard", 3.5, 2.0),
        new_each_time("scheme's board, new", "support", board, "/dashboard"),
        _read("public impact", "", everybody, "/dashboard", 3.0, 1.5),
        new_each_time("public impact, new", "", everybody, "/dashboard"),
        _read("public results", "", partnership, "/dashboard", 3.0, 1.5),
        new_each_time("public results, new", "", partnership, "/dashboard"),
    ]


if __name__ == "__main__":
    raise SystemExit(main())
