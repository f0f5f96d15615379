"""`dev.py run`: the portal as one process tree, for development and demonstration.

Starts database, broker, web, worker and beat in that order, restarts whatever dies, and stops all in reverse order on
Ctrl-C or SIGTERM. Each child dies with this process, even if that is killed.
"""

import errno
import fcntl
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2

from excite_portal.embedded import valkey
from excite_portal.embedded.places import Places, places_for
from excite_portal.embedded.postgres import DATABASE, Cluster, prepare_folder
from excite_portal.embedded.processes import ServiceProblem, Users, die_with_parent, locked

ROOT = Path(__file__).resolve().parents[2]
SHORTEST_LIFE = 5.0
LONGEST_PAUSE = 30.0


def say(text: str = "") -> None:
    print(text, flush=True)


@dataclass
class Child:
    """One supervised program. `start` gives its process; `adopted` says whether somebody else runs it already."""

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    adopted: Callable[[], bool] | None = None
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause: float = 0.5
    again_at: float = 0.0

    def launch(self) -> None:
        self.process = self.start()
        self.started_at = time.monotonic()

    def watch(self) -> None:
        """Restart a dead child; one that dies at once waits longer each time."""
        if self.process is None:
            if time.monotonic() >= self.again_at and not (self.adopted and self.adopted()):
                self.launch()
            return
        code = self.process.poll()
        if code is None:
            return
        lived = time.monotonic() - self.started_at
        self.pause = 0.5 if lived > SHORTEST_LIFE else min(self.pause * 2, LONGEST_PAUSE)
        self.again_at = time.monotonic() + self.pause
        self._end_group(self.process)
        self.process = None
        say(f"The {self.name} stopped with code {code}; starting it again.")

    def stop(self, seconds: float) -> None:
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self._end_group(self.process)

    def _end_group(self, process: subprocess.Popen[bytes]) -> None:
        """What the child itself had started and left behind (each child leads a group of its own)."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)


@dataclass
class Portal:
    places: Places
    host: str
    port: int
    children: list[Child] = field(default_factory=list)
    users: Users | None = None
    cluster: Cluster | None = None
    # Read once, before the children's variables are set.
    own_database: bool = field(default_factory=lambda: not _is_set("DATABASE_URL"))
    own_broker: bool = field(default_factory=lambda: not _is_set("REDIS_URL"))

    @property
    def address(self) -> str:
        shown = "127.0.0.1" if self.host in {"0.0.0.0", "::", ""} else self.host
        return f"http://{f'[{shown}]' if ':' in shown else shown}:{self.port}"

    # --- starting -------------------------------------------------------------------------------------------

    def start(self) -> None:
        self._check_port()
        shutil.rmtree(self.places.root / "log", ignore_errors=True)
        (self.places.root / "log").mkdir(parents=True)
        self._environment()
        if self.own_broker:
            self._add("broker", lambda: self._spawn("broker", *valkey.command(self.places)))
        if self.own_database:
            self._start_database()
        collecting = self._begin_to_collect()
        try:
            logins = self._prepare()
        finally:
            self._end_of_collecting(collecting)
        self._add("web", self._web)
        self._wait_until_ready()
        self._add("worker", self._worker)
        say(f"\nThe portal is ready: {self.address}\n")
        if logins.strip():
            say(f"{logins.rstrip()}\n")
        say(f"Logs: {self.places.root / 'log'}   Stop: Ctrl-C")

    def _environment(self) -> None:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "excite_portal.settings")
        os.environ.setdefault("PORTAL_URL", self.address)
        os.environ.setdefault("STATIC_COLLECTED", "1")
        os.environ.setdefault("C_FORCE_ROOT", "1")
        if self.host not in {"127.0.0.1", "localhost", "::1"}:
            os.environ.setdefault("ALLOWED_HOSTS", "*")
        if self.own_broker:
            os.environ["REDIS_URL"] = self.places.broker_url

    def _check_port(self) -> None:
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError as error:
                raise ServiceProblem(self._port_sentence(error)) from error

    def _port_sentence(self, error: OSError) -> str:
        if error.errno == errno.EADDRINUSE:
            return f"Port {self.port} is in use by another program. Choose another one: PORT={self.port + 1} make run"
        if error.errno == errno.EACCES:
            return f"Port {self.port} may be used by root only. Choose one above 1023: PORT=8000 make run"
        return f"The portal cannot listen on {self.host}:{self.port}: {error.strerror}. Set HOST and PORT."

    def _start_database(self) -> None:
        cluster = Cluster.at(self.places)
        folder = prepare_folder(self.places)
        self.cluster = cluster
        self.users = Users(folder / "users")
        with locked(folder / "lock"):
            self.users.join()
            # A manage.py command may have started it; once that server is gone, ours takes its place.
            adopted = lambda: cluster.server_pid() is not None  # noqa: E731
            child = Child("database", lambda: cluster.spawn(tied=signal.SIGTERM), adopted=adopted)
            if not cluster.answers():
                if cluster.create():
                    say(f"Made a new database in {cluster.data.parent}.")
                child.launch()
                assert child.process is not None
                cluster.wait_until_ready(child.process)
            self.children.append(child)
            cluster.ensure_database()

    def _prepare(self) -> str:
        """Migrate and seed where needed. A second start skips it when neither migrations nor database changed."""
        stamp = self.places.root / "prepared.json"
        wanted = {
            "code": _fingerprint(ROOT, "*/migrations/*.py", "requirements.txt"),
            "database": self._state(),
        }
        if stamp.exists() and self.own_database:
            known = json.loads(stamp.read_text())
            if (
                known.get("code") == wanted["code"]
                and known.get("database") == wanted["database"] is not None
            ):
                return str(known["logins"])
        # In a session of its own: Ctrl-C reaches this process alone, which ends the other one and says so.
        try:
            result = subprocess.run(
                [sys.executable, "-m", "excite_portal.tooling.prepare"],
                stdout=subprocess.PIPE,
                cwd=ROOT,
                start_new_session=True,
                preexec_fn=die_with_parent(),
            )
        except KeyboardInterrupt:
            say("\nThe database is not ready. The next start goes on; half-made demo data is made anew.")
            raise
        if result.returncode:
            raise ServiceProblem("The database could not be prepared; the reason stands above.")
        logins = result.stdout.decode()
        stamp.write_text(json.dumps(wanted | {"database": self._state(), "logins": logins}))
        return logins

    def _state(self) -> list[Any] | None:
        """What tells one migrated database from another, read without starting Django."""
        if self.cluster is None:
            return None
        with closing(self.cluster.connect(DATABASE)) as connection, connection.cursor() as cursor:
            try:
                cursor.execute(
                    "SELECT count(*), max(id), max(applied)::text, (SELECT min(id) FROM clusters_user) FROM django_migrations"
                )
                return list(cursor.fetchone() or [])
            except psycopg2.Error:
                return None

    def _begin_to_collect(self) -> tuple[subprocess.Popen[bytes], str] | None:
        """Style sheets and scripts, while the database is prepared; only when a file changed since the last time.

        Returns the process and what the stamp says when it has ended well.
        """
        if os.environ["STATIC_COLLECTED"] != "1":
            return None
        stamp = self.places.root / "static.stamp"
        wanted = _fingerprint(ROOT, "static/**/*", "requirements.txt")
        if stamp.exists() and stamp.read_text() == wanted and (self.places.root / "static").is_dir():
            return None
        command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--clear", "--verbosity=0"]
        process = subprocess.Popen(command, cwd=ROOT, start_new_session=True, preexec_fn=die_with_parent())
        return process, wanted

    def _end_of_collecting(self, collecting: tuple[subprocess.Popen[bytes], str] | None) -> None:
        if collecting is None:
            return
        process, wanted = collecting
        if process.wait():
            raise ServiceProblem(
                "The style sheets and scripts could not be collected; the reason stands above."
            )
        (self.places.root / "static.stamp").write_text(wanted)

    def _web(self) -> subprocess.Popen[bytes]:
        options = [
            "--workers=2",
            "--worker-class=gthread",
            "--threads=4",
            "--graceful-timeout=5",
            "--log-level=warning",
            "--preload",
            "--no-control-socket",
        ]
        bind = f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"
        return self._spawn(
            "web", sys.executable, "-m", "gunicorn", "excite_portal.wsgi", f"--bind={bind}", *options
        )

    def _worker(self) -> subprocess.Popen[bytes]:
        schedule = f"--schedule={self.places.root / 'beat-schedule'}"
        options = [
            "--beat",
            schedule,
            "--concurrency=2",
            "--loglevel=WARNING",
            "--without-gossip",
            "--without-mingle",
        ]
        return self._spawn(
            "worker", sys.executable, "-m", "celery", "--app=excite_portal", "--quiet", "worker", *options
        )

    def _spawn(self, name: str, *command: str) -> subprocess.Popen[bytes]:
        with (self.places.root / "log" / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                command,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent(),
            )

    def _add(self, name: str, start: Callable[[], subprocess.Popen[bytes]]) -> None:
        child = Child(name, start)
        child.launch()
        self.children.append(child)

    def _wait_until_ready(self, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            web = next(child for child in self.children if child.name == "web")
            if web.process is None or web.process.poll() is not None:
                break
            if self.answers():
                return
            time.sleep(0.05)
        tail = (self.places.root / "log" / "web.log").read_text(errors="replace").splitlines()[-15:]
        raise ServiceProblem("\n".join(["The web server did not start. The end of its log:", *tail]))

    def answers(self) -> bool:
        try:
            # Never through a proxy: the address is on this machine.
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            with opener.open(f"{self.address}/readyz", timeout=10) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    # --- running and stopping -------------------------------------------------------------------------------

    def watch(self) -> None:
        while True:
            for child in self.children:
                child.watch()
            time.sleep(0.25)

    def stop(self) -> None:
        """Worker, web, database, broker. The database stays for others of this checkout who still use it."""
        for child in reversed(self.children):
            if child.name != "database":
                child.stop(seconds=10)
            elif self.cluster and self.users:
                with locked(self.places.services / "lock"):
                    if self.users.leave():
                        self.cluster.stop()


def _fingerprint(folder: Path, *patterns: str) -> str:
    """Changes when one of the files does (by size and time)."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in patterns for path in folder.glob(pattern) if path.is_file()):
        state = path.stat()
        digest.update(f"{path} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _is_set(name: str) -> bool:
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def host() -> str:
    return os.environ.get("HOST") or "127.0.0.1"


def port() -> int:
    value = os.environ.get("PORT") or "8000"
    if not value.isdigit() or not 0 < int(value) < 65536:
        raise ServiceProblem(f"PORT is {value!r}. Set it to a number between 1 and 65535.")
    return int(value)


def _only_one(places: Places) -> Any:
    """Holds a lock as long as the returned file is open."""
    places.root.mkdir(exist_ok=True)
    file = (places.root / "supervisor.lock").open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise ServiceProblem(
            "The portal already runs from this folder. Stop it first (Ctrl-C where it runs)."
        ) from None
    return file


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def main() -> int:
    # Explicitly: a shell that starts it in the background has it ignored.
    signal.signal(signal.SIGINT, _interrupt)
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    portal: Portal | None = None
    try:
        places = places_for(ROOT)
        lock = _only_one(places)
        portal = Portal(places, host=host(), port=port())
        with lock:
            try:
                portal.start()
                portal.watch()
            finally:
                for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                    signal.signal(number, signal.SIG_IGN)
                portal.stop()
    except KeyboardInterrupt:
        say("\nStopped.")
        return 0
    except ServiceProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    except PermissionError as error:
        print(f"{error.filename} belongs to another user. Remove .run as that user.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
