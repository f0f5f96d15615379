"""Rule 26: production stops with one sentence that names what is missing."""

import os
import subprocess
import sys

import pytest

from excite_portal.tooling.checks import PRODUCTION
from tests.architecture.source import ROOT

REQUIRED = sorted(set(PRODUCTION) - {"PORTAL_ENV", "PORTAL_DEMO"})


def _load(module: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Import a module in a process of its own, with this environment only."""
    return subprocess.run(
        [sys.executable, "-c", f"import {module}"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]} | variables,
        capture_output=True,
        text=True,
    )


def test_production_settings_load_when_everything_is_given() -> None:
    result = _load("excite_portal.settings", **PRODUCTION)

    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize("name", REQUIRED)
def test_production_stops_with_a_sentence_without(name: str) -> None:
    given = {key: value for key, value in PRODUCTION.items() if key != name}
    result = _load("excite_portal.settings", **given)

    last = result.stderr.strip().splitlines()[-1]
    assert result.returncode == 1
    assert last.startswith(
        f"excite_portal.environment.SettingProblem: Set {name} (or {name}_FILE) in the environment, for example {name}="
    )


def test_web_server_prints_the_sentence_alone() -> None:
    result = _load("excite_portal.wsgi")

    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == (
        "Set SECRET_KEY (or SECRET_KEY_FILE) in the environment, for example SECRET_KEY=a-long-random-text.\n"
    )


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        (
            {"PORTAL_DEMO": "1"},
            "PORTAL_DEMO lets anyone act as anyone. Unset it, or set PORTAL_ENV=development.",
        ),
        (
            {"PORTAL_DEBUG": "1"},
            "PORTAL_DEBUG shows secrets on error pages. Unset it, or set PORTAL_ENV=development.",
        ),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too short. Set it to at least 50 random characters."),
    ],
)
def test_production_refuses(variables: dict[str, str], sentence: str) -> None:
    result = _load("excite_portal.settings", **(PRODUCTION | variables))

    assert result.returncode == 1
    assert result.stderr.strip().splitlines()[-1] == f"excite_portal.environment.SettingProblem: {sentence}"
