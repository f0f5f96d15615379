"""`python3 dev.py bench [--files 10000] [--rounds 40] [--only WORDS] [--json FILE]`

Fills a throwaway database, serves the portal and the floor with the same gunicorn settings on loopback, and asks both
in turn. Prints medians in ms and the ratio to the floor of the same run; ratios are what may be compared.
"""

import argparse
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.asking import Visitor
from bench.operations import Operation, operations, session_of
from excite_portal.embedded import valkey
from excite_portal.embedded.places import Places
from excite_portal.embedded.postgres import Cluster

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
WARM_UP = 5
_ADDED_UP = ("SELECT reporting_ledger_rebuild()", "SELECT exchanges_tally_rebuild()")


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument(
        "--only", default="", help="operations with one of these words (parted by commas) in their name"
    )
    parser.add_argument("--json", type=Path)
    parser.add_argument(
        "--grown-from", type=Path, help="the JSON of a smaller run: how much slower each became"
    )
    options = parser.parse_args()
    with _database() as url, _cache() as cache, tempfile.TemporaryDirectory() as folder:
        environment = _environment(url, cache, folder)
        os.environ.update(environment)
        sessions, facts = _prepare(options.files, options.rounds + WARM_UP)
        with (
            _served("excite_portal.wsgi:application") as portal,
            _served("bench.floor_wsgi:application") as floor,
        ):
            rows = [
                _measure(one, portal, floor, sessions, options.rounds)
                for one in operations(facts)
                if any(words in one.name for words in options.only.split(","))
            ]
            first = _first_byte(portal, sessions["coordinator"])
    print(_table(rows, options))
    if options.grown_from:
        print(_growth(rows, json.loads(options.grown_from.read_text())))
    print(f"CSV: first byte after {first:.0f} ms")
    if options.json:
        options.json.write_text(
            json.dumps({"files": options.files, "rounds": options.rounds, "rows": rows}, indent=1) + "\n"
        )
    return 0


def _measure(
    operation: Operation, portal: str, floor: str, sessions: dict[str, str], rounds: int
) -> dict[str, Any]:
    ours, bare = Visitor(portal, sessions.get(operation.persona, "")), Visitor(floor)
    took, reached, size = [], [], 0
    for number in range(rounds + WARM_UP):
        mine, body = _timed(operation.ours, ours)
        its, _body = _timed(operation.floor, bare)
        if number >= WARM_UP:
            took.append(mine)
            reached.append(its)
            size = len(body)
    median, under = statistics.median(took), statistics.median(reached)
    return {
        "operation": operation.name,
        "ms": round(median, 1),
        "p95_ms": round(sorted(took)[int(len(took) * 0.95) - 1], 1),
        "floor_ms": round(under, 1),
        "ratio": round(median / under, 2),
        "must": operation.must,
        "aim": operation.aim,
        "kilobytes": round(size / 1024, 1),
        "statements": _statements(operation, sessions.get(operation.persona, "")),
    }


def _statements(operation: Operation, session: str) -> int | None:
    """How many statements a page that is opened again asks; counted in this process."""
    from django.conf import settings
    from django.core.cache import caches
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    if not operation.path:
        return None
    client = Client(SERVER_NAME=HOST, HTTP_X_FORWARDED_PROTO="https")
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    client.get(operation.path)
    if operation.new:
        caches["pages"].clear()
    with CaptureQueriesContext(connection) as captured:
        client.get(operation.path)
    return len(captured)


def _timed(act: Callable[[Visitor], bytes], visitor: Visitor) -> tuple[float, bytes]:
    began = time.perf_counter()
    body = act(visitor)
    return (time.perf_counter() - began) * 1000, body


def _first_byte(portal: str, session: str) -> float:
    from django.urls import reverse

    visitor = Visitor(portal, session)
    return statistics.median(visitor.first_byte(reverse("exchanges:queue_csv"))[0] for _number in range(5))


def _prepare(files: int, rounds: int) -> tuple[dict[str, str], dict[str, Any]]:
    """Migrate and fill; returns session keys by persona, and what the operations are done to."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "excite_portal.settings"
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from bench import data, floor
    from exchanges.models import Application

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    began = time.perf_counter()
    people = data.fill(files)
    print(f"{files} files filled in {time.perf_counter() - began:.0f} s", file=sys.stderr)
    drafts = [row.pk for row in data.drafts(rounds, people)]
    with connection.cursor() as cursor:
        # As a portal stands that was filled over months: changes added up, pages of tables known to hold nothing old.
        for statement in (*floor.TABLES, *_ADDED_UP, "VACUUM ANALYZE"):
            cursor.execute(statement)
    sessions = {name: session_of(user) for name, user in people.items()}
    own = Application.objects.filter(visitor_cluster__slug="cluster-0")
    seen = list(own.order_by("-id").values_list("pk", flat=True))
    undecided = own.filter(state="in_review").order_by("id").values_list("reference", flat=True)[:rounds]
    return sessions, {
        "reference": own.filter(current_exchange__isnull=False).earliest("id").reference,
        "late": seen[len(seen) * 9 // 10],
        "drafts": drafts,
        "undecided": list(undecided),
    }


def _environment(url: str, cache: str, folder: str) -> dict[str, str]:
    return {
        "PORTAL_ENV": "production",
        "DATABASE_URL": url,
        "REDIS_URL": cache,
        "SECRET_KEY": "bench" * 12,
        "AUDIT_KEY": "bench" * 12,
        "ALLOWED_HOSTS": HOST,
        "PORTAL_URL": f"https://{HOST}",
        "EMAIL_URL": "console://",
        "DEFAULT_FROM_EMAIL": "portal@bench.example",
        "OPERATOR_NAME": "Bench",
        "OPERATOR_ADDRESS": "Bench",
        "CONTACT_EMAIL": "portal@bench.example",
        "TRUSTED_PROXIES": "1",
        # The people of the bench have no second step; a page that asks for it would be measured instead.
        "MFA_DEMANDED": "0",
        "STATIC_ROOT": f"{folder}/static",
        "MEDIA_ROOT": f"{folder}/media",
        "LOG_LEVEL": "ERROR",
    }


@contextmanager
def _database() -> Iterator[str]:
    """A PostgreSQL of its own at default settings."""
    folder = Path(tempfile.mkdtemp(prefix="portal-bench-"))
    folder.chmod(0o711)
    cluster = Cluster(data=folder / "pg" / "data", sockets=folder / "pg" / "sock", services=folder)
    cluster.create()
    process = cluster.spawn(tied=signal.SIGQUIT)
    try:
        cluster.wait_until_ready(process)
        cluster.ensure_database("bench")
        yield f"postgres://portal@/bench?host={cluster.sockets}"
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _cache() -> Iterator[str]:
    """A Valkey of its own, as production has one."""
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        places = Places(root=Path(folder), services=Path(folder))
        process = subprocess.Popen(valkey.command(places), stdout=subprocess.DEVNULL)
        try:
            _until(lambda: valkey.answers(places))
            yield places.broker_url
        finally:
            process.terminate()
            process.wait(timeout=20)


@contextmanager
def _served(application: str, workers: int = 2) -> Iterator[str]:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    environment = os.environ | ({"DJANGO_SETTINGS_MODULE": "bench.floor"} if "floor" in application else {})
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        application,
        "--bind",
        f"{HOST}:{port}",
        "--workers",
        str(workers),
    ]
    process = subprocess.Popen([*command, "--log-level", "error"], cwd=ROOT, env=environment)
    try:
        _until(lambda: socket.create_connection((HOST, port), 1).close() is None)
        yield f"http://{HOST}:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def _until(ready: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            if ready():
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def _growth(rows: list[dict[str, Any]], smaller: dict[str, Any]) -> str:
    """Median over the median of the smaller run; the floor's beside it. Must: 1.5 from 1,000 to 100,000 files."""
    before = {row["operation"]: row for row in smaller["rows"]}
    lines = [f"growth from {smaller['files']} files", f"{'operation':<20}{'ours':>8}{'floor':>8}"]
    for row in rows:
        if (old := before.get(row["operation"])) is not None:
            ours, floor = row["ms"] / old["ms"], row["floor_ms"] / old["floor_ms"]
            lines.append(f"{row['operation']:<20}{ours:>8.2f}{floor:>8.2f}")
    return "\n".join(lines)


def _table(rows: list[dict[str, Any]], options: argparse.Namespace) -> str:
    lines = [
        f"{options.files} files, {options.rounds} rounds, medians in ms, ratio to the floor of this run",
        f"{'operation':<20}{'ms':>8}{'p95':>8}{'floor':>8}{'ratio':>8}{'must':>7}{'aim':>6}{'kB':>8}{'asked':>7}",
    ]
    for row in rows:
        mark = "" if row["ratio"] <= row["must"] else "  over"
        lines.append(
            f"{row['operation']:<20}{row['ms']:>8}{row['p95_ms']:>8}{row['floor_ms']:>8}{row['ratio']:>8}"
            f"{row['must']:>7}{row['aim']:>6}{row['kilobytes']:>8}"
            f"{row['statements'] or '':>7}{mark}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
