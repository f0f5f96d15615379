"""A worker in a process of its own, on a test's database, that can be killed in the middle of a handler.

As a program: `python -m tests.support.worker DATABASE [KIND]`. It sweeps once and says "done N"; with KIND it stops
inside the handler of that kind, after the handler's work and before the commit, says "held", and waits to be killed.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

_PATIENCE = 120.0


class Worker:
    """Started at once; the demo clock of the database says which day it is, `mail_port` where the mails go."""

    def __init__(self, database: str, *, mail_port: int, hold_in: str = "") -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.worker", database, *filter(None, [hold_in])],
            cwd=Path(__file__).resolve().parents[2],
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "tests.settings",
                "PORTAL_DEMO": "1",
                "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
                "PYTHONWARNINGS": "ignore",
            },
            stdout=subprocess.PIPE,
            text=True,
        )

    def says(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def kill_when_held(self) -> None:
        """SIGKILL: no farewell, no rollback by the program, no chance to tidy up."""
        said = self.says()
        assert said == "held", f"the worker never came into the handler: {said!r}"
        self.process.send_signal(signal.SIGKILL)
        assert self.process.wait(_PATIENCE) == -signal.SIGKILL
        self.close()

    def done(self) -> int:
        said = self.says()
        assert self.process.wait(_PATIENCE) == 0
        self.close()
        return int(said.removeprefix("done "))

    def close(self) -> None:
        assert self.process.stdout is not None
        self.process.stdout.close()


def _main(database: str, hold_in: str = "") -> None:
    import django

    django.setup()
    from core import outbox
    from tests.support.database import point_at_cluster, settings_of_default

    point_at_cluster()
    settings_of_default()["NAME"] = database
    if hold_in:
        work = outbox._handlers[hold_in]

        def hold(payload: dict[str, Any]) -> None:
            work(payload)
            print("held", flush=True)  # noqa: T201  the test listens
            time.sleep(_PATIENCE)

        outbox._handlers[hold_in] = hold
    print(f"done {outbox.run_due()}", flush=True)  # noqa: T201  the test listens


if __name__ == "__main__":
    _main(*sys.argv[1:])
