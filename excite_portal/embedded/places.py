"""Where this checkout keeps its embedded services. Pure: nothing is started or created here."""

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

# The kernel allows 107 bytes; PostgreSQL adds "/.s.PGSQL.5432.lock".
LONGEST_SOCKET_FOLDER = 85


@dataclass(frozen=True)
class Places:
    root: Path

    @property
    def data(self) -> Path:
        return self.root / "pg" / "data"

    @property
    def sockets(self) -> Path:
        """Mode 0700 once created: PostgreSQL trusts whoever can reach the socket."""
        wanted = self.root / "pg" / "sock"
        if len(str(wanted)) <= LONGEST_SOCKET_FOLDER:
            return wanted
        digest = hashlib.sha256(str(self.root).encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"portal-{digest}"

    @property
    def database_url(self) -> str:
        return f"postgres://portal@/portal?host={quote(str(self.sockets), safe='/')}"

    @property
    def broker_folder(self) -> Path:
        return self.sockets.with_name(self.sockets.name + "-broker")

    @property
    def broker_url(self) -> str:
        return f"unix://{self.broker_folder}/valkey.sock"


def places_for(checkout: Path) -> Places:
    return Places(root=checkout / ".run")
