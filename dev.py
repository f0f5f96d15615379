#!/usr/bin/env python3
"""One command for everything: python3 dev.py run | test | check | bench | shots | seed | lock

Standard library only. It builds .venv from the pinned requirements when they changed, installs what the machine lacks
(as root; otherwise it says the one line to run), and hands over to the tools inside .venv.
"""

import ctypes
import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STATE = ROOT / ".run"
OLDEST_PYTHON = (3, 11)
RUNTIME = ("requirements.txt",)
DEVELOPMENT = ("requirements.txt", "requirements-dev.txt")
APT = "apt-get install -y --no-install-recommends"
PANGO = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
# What WeasyPrint loads; to import it instead would take a second at each start.
LIBRARIES = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libfontconfig.so.1",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
)
CHROMIUM = ("chromium",)
USAGE = """usage: python3 dev.py COMMAND

  run     the portal with demo data on http://127.0.0.1:8000 (HOST, PORT, DATABASE_URL, REDIS_URL by environment)
  test    the whole test suite, real browser included; further words go to pytest
  check   lint, types, imports, migrations, settings, templates, translations; names go to single checks
  bench   the performance table; further words go to the harness
  shots   screenshots of the pages per role into shots/
  seed    set up what is missing and fill the database with demo data
  lock    compile requirements*.in again (add packages to upgrade: --upgrade-package NAME)
"""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def stop(text: str) -> None:
    say(text)
    sys.exit(1)


# --- the virtual environment ----------------------------------------------------------------------------------


def check_python() -> None:
    if sys.version_info < OLDEST_PYTHON:
        stop(
            f"The portal needs Python 3.11 or newer; this is {sys.version.split()[0]}. Install it and run this again."
        )
    if not sys.platform.startswith("linux"):
        stop(
            "This command runs on Linux. Elsewhere, install requirements.txt and set DATABASE_URL and REDIS_URL."
        )
    if importlib.util.find_spec("ensurepip") is None:
        stop(f"Python's venv module is incomplete here. Run: {APT} python3-venv")


def fingerprint(files: tuple[str, ...]) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        digest.update((ROOT / file).read_bytes())
    return digest.hexdigest()


def prepare_environment(files: tuple[str, ...]) -> None:
    """Build or update .venv so that it holds these pinned files; does nothing when it already does."""
    check_python()
    try:
        STATE.mkdir(exist_ok=True)
        with (STATE / "setup.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            _install(files)
    except PermissionError as error:
        stop(
            f"{error.filename} belongs to another user, who ran the portal here before. "
            "Remove .run and .venv as that user, or use another checkout."
        )


def _install(files: tuple[str, ...]) -> None:
    stamp = VENV / f"stamp-{len(files)}"
    wanted = fingerprint(files)
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if not (VENV / "lib" / f"python{version}").exists():
        say("Making the virtual environment .venv ...")
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
    say("Installing the pinned packages ...")
    requirements = [part for file in files for part in ("-r", str(ROOT / file))]
    if not _install_with_uv(requirements):
        _install_with_pip(requirements)
    stamp.write_text(wanted)


def _install_with_pip(requirements: list[str]) -> None:
    command = [
        str(PYTHON),
        "-m",
        "pip",
        "install",
        "-q",
        "--disable-pip-version-check",
        "--require-hashes",
        *requirements,
    ]
    if subprocess.run(command).returncode:
        stop("The packages could not be installed; the reason stands above. Is a package index reachable?")


def _install_with_uv(requirements: list[str]) -> bool:
    """uv takes a quarter of pip's time. Where it does not work (it reads no pip configuration), pip does."""
    uv = VENV / "bin" / "uv"
    if not uv.exists():
        pinned = re.search(
            r"^uv==.*?(?=^\S)", (ROOT / "requirements-dev.txt").read_text(), re.DOTALL | re.MULTILINE
        )
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
            file.write(pinned.group() if pinned else "uv")
            file.flush()
            pip = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check", "-r", file.name]
            if subprocess.run(pip, capture_output=True).returncode:
                return False
    options = ["--python", str(PYTHON), "--link-mode=copy", "--require-hashes", "--system-certs"]
    command = [str(uv), "pip", "install", "-q", *options]
    return subprocess.run([*command, *requirements], capture_output=True).returncode == 0


# --- what the machine must bring ------------------------------------------------------------------------------


def apt_install(packages: tuple[str, ...], reason: str) -> bool:
    """Install as root; otherwise say the line to run. True when installed."""
    line = f"{APT} {' '.join(packages)}"
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        say(f"{reason} Run this as root, then start again:\n  {line}")
        return False
    say(f"{reason} Installing: {' '.join(packages)} ...")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], [*line.split(), "-qq"]):
        result = subprocess.run(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
    if result.returncode:
        say(f"{result.stdout[-2000:]}\nThat did not work. Run it by hand:\n  {line}")
        return False
    return True


def prepare_pango() -> bool:
    try:
        for library in LIBRARIES:
            ctypes.CDLL(library)
    except OSError:
        return apt_install(PANGO, "PDFs need the library pango.")
    return True


def prepare_browser() -> bool:
    found = any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return found or apt_install(CHROMIUM, "This command needs the browser Chromium.")


# --- commands -------------------------------------------------------------------------------------------------


def hand_over(*command: str, **variables: str) -> None:
    """Replace this process by a tool inside .venv. Variables are defaults: what the caller has set wins."""
    os.chdir(ROOT)
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '/usr/bin:/bin')}"
    os.execve(
        str(PYTHON),
        [str(PYTHON), *command],
        variables | os.environ | {"PATH": path, "VIRTUAL_ENV": str(VENV)},
    )


def run(arguments: list[str]) -> None:
    prepare_environment(RUNTIME)
    if not prepare_pango():
        say("Starting without it: everything works but PDFs.")
    hand_over("-m", "excite_portal.tooling.supervisor", *arguments, PORTAL_ENV="development", PORTAL_DEMO="1")


def seed(arguments: list[str]) -> None:
    prepare_environment(RUNTIME)
    prepare_pango()
    hand_over("-m", "excite_portal.tooling.seed", *arguments, PORTAL_ENV="development", PORTAL_DEMO="1")


def test(arguments: list[str]) -> None:
    prepare_environment(DEVELOPMENT)
    if not (prepare_pango() and prepare_browser()):
        sys.exit(1)
    chosen = any(argument.startswith(("-n", "--numprocesses")) for argument in arguments)
    workers = [] if chosen else ["-n", "auto", "--dist", "worksteal"]
    hand_over("-m", "pytest", *workers, *arguments, PORTAL_REQUIRE_BROWSER="1")


def check(arguments: list[str]) -> None:
    prepare_environment(DEVELOPMENT)
    prepare_pango()
    hand_over("-m", "excite_portal.tooling.checks", *arguments)


def bench(arguments: list[str]) -> None:
    prepare_environment(DEVELOPMENT)
    prepare_pango()
    hand_over("-m", "bench", *arguments)


def shots(arguments: list[str]) -> None:
    prepare_environment(DEVELOPMENT)
    prepare_pango()
    if not prepare_browser():
        sys.exit(1)
    hand_over("-m", "excite_portal.tooling.shots", *arguments, PORTAL_ENV="development", PORTAL_DEMO="1")


def lock(arguments: list[str]) -> None:
    prepare_environment(DEVELOPMENT)
    options = [
        "--universal",
        "--python-version",
        "3.11",
        "--generate-hashes",
        "--no-emit-index-url",
        "--no-emit-find-links",
    ]
    for name in ("requirements", "requirements-dev"):
        command = [
            "-m",
            "uv",
            "pip",
            "compile",
            "-q",
            *options,
            "--custom-compile-command",
            "python3 dev.py lock",
        ]
        subprocess.run(
            [str(PYTHON), *command, f"{name}.in", "-o", f"{name}.txt", *arguments], check=True, cwd=ROOT
        )


COMMANDS = {
    "run": run,
    "test": test,
    "check": check,
    "bench": bench,
    "shots": shots,
    "seed": seed,
    "lock": lock,
}


def main() -> None:
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name in {"-h", "--help", "help"}:
        print(USAGE)
    elif name not in COMMANDS:
        say(USAGE)
        sys.exit(2)
    else:
        try:
            COMMANDS[name](sys.argv[2:])
        except KeyboardInterrupt:
            sys.exit(130)


if __name__ == "__main__":
    main()
