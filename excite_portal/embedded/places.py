"""Where this checkout keeps its embedded services. Nothing is started or created here."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

# The kernel allows 107 bytes for a socket's path; PostgreSQL adds "/.s.PGSQL.5432".
LONGEST_SOCKET_FOLDER = 90


@dataclass(frozen=True)
class Places:
    """`root` is for files of the portal itself, `services` for PostgreSQL and Valkey (often the same folder)."""

    root: Path
    services: Path

    @property
    def data(self) -> Path:
        return self.services / "pg" / "data"

    @property
    def sockets(self) -> Path:
        """Mode 0700 once created: PostgreSQL trusts whoever can reach the socket."""
        return self._short(self.services / "pg" / "sock")

    @property
    def database_url(self) -> str:
        return f"postgres://portal@/portal?host={quote(str(self.sockets), safe='/')}"

    @property
    def broker_folder(self) -> Path:
        return self._short(self.services / "valkey")

    @property
    def broker_url(self) -> str:
        return f"unix://{self.broker_folder}/valkey.sock"

    def _short(self, wanted: Path) -> Path:
        if len(str(wanted)) <= LONGEST_SOCKET_FOLDER:
            return wanted
        return Path(tempfile.gettempdir()) / f"portal-{_digest(wanted)}"


def places_for(checkout: Path) -> Places:
    root = checkout / ".run"
    if os.geteuid() == 0 and not _searchable_by_others(checkout):
        # PostgreSQL refuses to run as root, and "nobody" cannot enter a closed home folder.
        return Places(root=root, services=Path("/var/tmp") / f"portal-{_digest(checkout)}")
    return Places(root=root, services=root)


def _searchable_by_others(folder: Path) -> bool:
    return all(level.stat().st_mode & 0o001 for level in (folder, *folder.parents) if level.exists())


def _digest(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:16]
