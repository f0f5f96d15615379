"""Small tools to run services as child processes. Linux only, standard library only."""

import ctypes
import fcntl
import os
import pwd
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1


class ServiceProblem(RuntimeError):
    """An embedded service cannot run; the message is for the person at the keyboard."""


def unprivileged() -> dict[str, Any]:
    """Arguments for subprocess that give up root; empty for an ordinary user."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def give_to_service(path: Path, mode: int) -> None:
    """Create the folder for the unprivileged service, readable by nobody else unless the mode says so."""
    path.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(path, nobody.pw_uid, nobody.pw_gid)
    path.chmod(mode)


def die_with_parent(number: int = signal.SIGTERM) -> Callable[[], None]:
    """For preexec_fn: the kernel sends this signal to the child when its parent dies, even by kill -9."""
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def prepare() -> None:
        libc.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return prepare


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock on the file; waits for whoever has it."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class Users:
    """Counts the processes that use a service, by shared locks that vanish with their process."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file: Any = None

    def join(self) -> None:
        self.file = self.path.open("a")
        fcntl.flock(self.file, fcntl.LOCK_SH)

    def leave(self) -> bool:
        """True when nobody else is left. Call it under the same `locked` file as join."""
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            self.file.close()
            self.file = None
        return True
