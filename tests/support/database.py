"""Throwaway databases for the tests.

Without DATABASE_URL the run gets a PostgreSQL cluster of its own in a temporary folder, without fsync. The migrations
run once into a template; every worker, and every test that asks for `fresh_database`, gets a copy of a template.
Nothing is ever flushed: the append-only tables refuse TRUNCATE, and a flush would also empty the reference data.
"""

import functools
import hashlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
from django.core.management import call_command
from django.db import connections

from excite_portal.embedded.postgres import Cluster
from excite_portal.embedded.processes import give_to_service

ROOT = Path(__file__).resolve().parents[2]
APPS = ("core", "clusters", "exchanges", "reporting")
SOCKETS = "PORTAL_TEST_SOCKETS"
RUN = "PORTAL_TEST_RUN"


class RunCluster:
    """The cluster of one test run; only the controlling process starts and stops it.

    A run that has migrated keeps a copy of its cluster under .run/, so that the next one need not migrate again. The
    copy is named after everything the migrations consist of.
    """

    def __init__(self) -> None:
        self.folder: Path | None = None
        self.cluster: Cluster | None = None
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        if RUN in os.environ:
            return
        if os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_URL_FILE"):
            os.environ[RUN] = f"r{os.getpid()}"
            return
        os.environ[RUN] = "own"
        self.folder = Path(tempfile.mkdtemp(prefix="portal-tests-"))
        self.folder.chmod(0o711)
        cluster = Cluster(
            data=self.folder / "pg" / "data",
            sockets=self.folder / "pg" / "sock",
            services=self.folder,
            fast=True,
        )
        if _kept().is_dir():
            give_to_service(cluster.data.parent, 0o755)
            subprocess.run(["cp", "-a", "--reflink=auto", _kept(), cluster.data], check=True)
            with (cluster.data / "postgresql.auto.conf").open("a") as file:
                file.write(f"unix_socket_directories = '{cluster.sockets}'\n")
        cluster.create()
        self.process = cluster.spawn(tied=signal.SIGQUIT)
        cluster.wait_until_ready(self.process)
        self.cluster = cluster
        os.environ[SOCKETS] = str(cluster.sockets)
        point_at_cluster()

    def stop(self) -> None:
        if self.cluster and self.process:
            keep = not _kept().exists() and exists(_name("migrated"))
            if keep:
                drop_all_but(_name("migrated"))
            self.process.send_signal(signal.SIGINT if keep else signal.SIGQUIT)
            self.process.wait(timeout=60)
            if keep:
                self._keep(self.cluster.data)
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _keep(self, data: Path) -> None:
        kept = _kept()
        kept.parent.mkdir(parents=True, exist_ok=True)
        for old in sorted(kept.parent.iterdir(), key=lambda path: path.stat().st_mtime)[:-2]:
            shutil.rmtree(old, ignore_errors=True)
        unfinished = kept.with_name(f"{kept.name}.{os.getpid()}")
        subprocess.run(["cp", "-a", "--reflink=auto", data, unfinished], check=True)
        try:
            unfinished.rename(kept)
        except OSError:
            shutil.rmtree(unfinished, ignore_errors=True)


@functools.cache
def _kept() -> Path:
    """Where a migrated cluster for exactly these migrations lies, or would lie."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted(_migration_sources()):
        digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return ROOT / ".run" / "test-clusters" / f"{os.geteuid()}-{digest.hexdigest()[:20]}"


def _migration_sources() -> set[Path]:
    """The migrations of our apps and, transitively, the modules of ours that they import."""
    found: set[Path] = set()
    waiting = [path for app in APPS for path in (ROOT / app / "migrations").glob("*.py")]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        for name in re.findall(
            r"^\s*(?:from|import)\s+([\w.]+)", path.read_text(encoding="utf-8"), re.MULTILINE
        ):
            if name.split(".")[0] in APPS:
                module = ROOT.joinpath(*name.split("."))
                waiting += [
                    file for file in (module.with_suffix(".py"), module / "__init__.py") if file.exists()
                ]
    return found


def settings_of_default() -> dict[str, Any]:
    """The one dictionary that every connection to the default database shares, in all threads."""
    return connections.settings["default"]


def point_at_cluster() -> None:
    if sockets := os.environ.get(SOCKETS):
        settings_of_default().update(HOST=sockets, USER="portal", PASSWORD="", PORT="")


def _maintenance() -> Any:
    settings = settings_of_default()
    connection = psycopg2.connect(
        host=settings["HOST"] or None,
        port=settings["PORT"] or None,
        user=settings["USER"] or None,
        password=settings["PASSWORD"] or None,
        dbname="postgres",
    )
    connection.autocommit = True
    return connection


def execute(*statements: str) -> None:
    connection = _maintenance()
    try:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    finally:
        connection.close()


def drop_all_but(kept: str) -> None:
    """A run that was interrupted leaves the databases of its workers, too."""
    connection = _maintenance()
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s) AND datname <> %s",
                [_name(""), kept],
            )
            left = [name for (name,) in cursor.fetchall()]
    finally:
        connection.close()
    execute(*(f'DROP DATABASE "{name}" WITH (FORCE)' for name in left))


def _name(suffix: str) -> str:
    return f"test_portal_{os.environ[RUN]}_{suffix}"


def exists(name: str) -> bool:
    connection = _maintenance()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return cursor.fetchone() is not None
    finally:
        connection.close()


@contextmanager
def _only_one_worker() -> Iterator[None]:
    connection = _maintenance()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext('portal-test-templates'))")
        yield
    finally:
        connection.close()


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Every connection of this process made inside goes to that database."""
    settings = settings_of_default()
    before = settings["NAME"]
    connections["default"].close()
    settings["NAME"] = name
    try:
        yield
    finally:
        connections["default"].close()
        settings["NAME"] = before


def template(suffix: str, fill: Callable[[], object], base: str | None = None) -> str:
    """The name of a template database, made by `fill` on its first use in this run."""
    name = _name(suffix)
    with _only_one_worker():
        if not exists(name):
            unfinished = f"{name}_unfinished"
            source = f' TEMPLATE "{base}"' if base else ""
            execute(f'DROP DATABASE IF EXISTS "{unfinished}"', f'CREATE DATABASE "{unfinished}"{source}')
            with connected_to(unfinished):
                fill()
            execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{name}"')
    return name


def migrated() -> str:
    return template("migrated", lambda: call_command("migrate", verbosity=0, interactive=False))


def seeded() -> str:
    """Migrated, and filled by `seed_demo --seed 1`; takes a while once per run."""
    return template("seeded", lambda: call_command("seed_demo", seed=1, verbosity=0), base=migrated())


@contextmanager
def copy_of(source: str, suffix: str) -> Iterator[str]:
    """A database of its own with the template's content; dropped afterwards whoever is still connected."""
    name = _name(suffix)
    execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    try:
        with connected_to(name):
            yield name
    finally:
        execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def drop_templates() -> None:
    """For a server that outlives the run (DATABASE_URL)."""
    for suffix in ("seeded", "migrated"):
        execute(f'DROP DATABASE IF EXISTS "{_name(suffix)}" WITH (FORCE)')
