"""`python3 dev.py bench [--files 10000] [--rounds 40] [--json FILE]`

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
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from excite_portal.embedded.postgres import Cluster

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
HEADERS = {"X-Forwarded-Proto": "https"}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with _database() as url, tempfile.TemporaryDirectory() as folder:
        environment = _environment(url, folder)
        os.environ.update(environment)
        sessions, reference = _prepare(options.files)
        with (
            _served("excite_portal.wsgi:application") as portal,
            _served("bench.floor_wsgi:application") as floor,
        ):
            rows = [_measure(row, portal, floor, sessions, options.rounds) for row in _operations(reference)]
    print(_table(rows, options))
    if options.json:
        options.json.write_text(
            json.dumps({"files": options.files, "rounds": options.rounds, "rows": rows}, indent=1) + "\n"
        )
    return 0


def _operations(reference: str) -> list[dict[str, Any]]:
    from django.urls import reverse

    queue = reverse("exchanges:queue")
    return [
        {"name": "queue", "as": "manager", "path": queue, "floor": "list", "must": 3.0, "aim": 1.5},
        {
            "name": "queue, one state",
            "as": "manager",
            "path": f"{queue}?state=accepted",
            "floor": "list",
            "must": 3.0,
            "aim": 1.0,
        },
        {
            "name": "queue, text",
            "as": "manager",
            "path": f"{queue}?q=Firm+77",
            "floor": "list",
            "must": 3.0,
            "aim": 1.5,
        },
        {
            "name": "file page",
            "as": "manager",
            "path": reverse("exchanges:file", args=[reference]),
            "floor": "detail",
            "must": 4.0,
            "aim": 2.0,
        },
        {
            "name": "dashboard",
            "as": "coordinator",
            "path": reverse("reporting:dashboard", args=["bench"]),
            "floor": "dashboard",
            "must": 3.5,
            "aim": 2.0,
        },
    ]


def _measure(
    row: dict[str, Any], portal: str, floor: str, sessions: dict[str, str], rounds: int
) -> dict[str, Any]:
    cookie = {"Cookie": f"portal_session={sessions[row['as']]}"}
    ours, base, size = [], [], 0
    for number in range(rounds + 3):
        took, body = _ask(portal + row["path"], cookie)
        reached, _ = _ask(f"{floor}/{row['floor']}", {})
        if number >= 3:
            ours.append(took)
            base.append(reached)
            size = len(body)
    median, under = statistics.median(ours), statistics.median(base)
    return {
        "operation": row["name"],
        "ms": round(median, 1),
        "p95_ms": round(sorted(ours)[int(len(ours) * 0.95) - 1], 1),
        "floor_ms": round(under, 1),
        "ratio": round(median / under, 2),
        "must": row["must"],
        "aim": row["aim"],
        "kilobytes": round(size / 1024, 1),
    }


def _ask(url: str, headers: dict[str, str]) -> tuple[float, bytes]:
    request = urllib.request.Request(url, headers=HEADERS | headers)
    began = time.perf_counter()
    with urllib.request.urlopen(request) as answer:
        body = answer.read()
        if answer.status != 200 or "/accounts/" in answer.url:
            raise RuntimeError(f"{url} answered {answer.status} {answer.url}")
    return (time.perf_counter() - began) * 1000, body


def _prepare(files: int) -> tuple[dict[str, str], str]:
    """Migrate and fill; returns session keys by persona and the reference of a file with an exchange."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "excite_portal.settings"
    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from django.db import connection

    from bench import data
    from exchanges.models import Application

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    began = time.perf_counter()
    people = data.fill(files)
    print(f"{files} files filled in {time.perf_counter() - began:.0f} s", file=sys.stderr)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    sessions = {}
    for name, user in people.items():
        store = SessionStore()
        store[SESSION_KEY] = str(user.pk)
        store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        store[HASH_SESSION_KEY] = user.get_session_auth_hash()
        store.save()
        sessions[name] = store.session_key
    row = Application.objects.filter(
        visitor_cluster__slug="cluster-0", current_exchange__isnull=False
    ).earliest("id")
    return sessions, row.reference


def _environment(url: str, folder: str) -> dict[str, str]:
    return {
        "PORTAL_ENV": "production",
        "DATABASE_URL": url,
        "REDIS_URL": "unix:///nonexistent/valkey.sock",
        "SECRET_KEY": "bench" * 12,
        "AUDIT_KEY": "bench" * 12,
        "ALLOWED_HOSTS": HOST,
        "PORTAL_URL": f"https://{HOST}",
        "EMAIL_URL": "console://",
        "DEFAULT_FROM_EMAIL": "portal@bench.example",
        "TRUSTED_PROXIES": "1",
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
def _served(application: str) -> Iterator[str]:
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    environment = os.environ | ({"DJANGO_SETTINGS_MODULE": "bench.floor"} if "floor" in application else {})
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"{HOST}:{port}", "--workers", "2"]
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


def _table(rows: list[dict[str, Any]], options: argparse.Namespace) -> str:
    lines = [
        f"{options.files} files, {options.rounds} rounds, medians in ms, ratio to the floor of this run",
        f"{'operation':<20}{'ms':>8}{'p95':>8}{'floor':>8}{'ratio':>8}{'must':>7}{'aim':>6}{'kB':>8}",
    ]
    for row in rows:
        mark = "" if row["ratio"] <= row["must"] else "  over"
        lines.append(
            f"{row['operation']:<20}{row['ms']:>8}{row['p95_ms']:>8}{row['floor_ms']:>8}{row['ratio']:>8}"
            f"{row['must']:>7}{row['aim']:>6}{row['kilobytes']:>8}{mark}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
