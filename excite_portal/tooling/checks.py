"""`dev.py check`: everything that can be checked without running the tests. Exit code 1 when one check fails."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sys.executable
NO_DATABASE = "postgres://nobody@/none?host=/nonexistent"
# Enough for production settings to load; none of it is reached.
PRODUCTION = {
    "PORTAL_ENV": "production",
    "PORTAL_DEMO": "0",
    "SECRET_KEY": "only-for-the-deployment-check-9f2c4b7e1a6d8f3055c7e2b19a4d6f80c3e5",
    "AUDIT_KEY": "only-for-the-deployment-check-5d1e8c3f7b2a9604e8d7c1b5f3a2907e6d4c",
    "ALLOWED_HOSTS": "portal.example.org",
    "PORTAL_URL": "https://portal.example.org",
    "DATABASE_URL": NO_DATABASE,
    "REDIS_URL": "redis://localhost:6379/0",
    "EMAIL_URL": "smtp+tls://mail.example.org:587",
    "DEFAULT_FROM_EMAIL": "portal@example.org",
    "OPERATOR_NAME": "Cluster Network",
    "OPERATOR_ADDRESS": "Street 1, 01067 Dresden, Germany",
    "CONTACT_EMAIL": "contact@example.org",
}
DEVELOPMENT = {"PORTAL_ENV": "development", "PORTAL_DEMO": "0", "DATABASE_URL": NO_DATABASE}


@dataclass(frozen=True)
class Check:
    """A command that exits with 0 when all is well; `applies` may leave it out where there is nothing to check."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=lambda: DEVELOPMENT)
    applies: Callable[[], bool] = lambda: True


@dataclass(frozen=True)
class Outcome:
    name: str
    passed: bool
    seconds: float
    output: str


def _has_command(name: str) -> Callable[[], bool]:
    return lambda: any(ROOT.glob(f"*/management/commands/{name}.py"))


def _tool(*words: str) -> list[str]:
    return [PYTHON, "-m", *words]


def _manage(*words: str) -> list[str]:
    return [PYTHON, "-W", "ignore::RuntimeWarning", "manage.py", *words]


# House rule 23: the rules of the scheme and of who may do what by their own tests, quickly enough to be asked each time.
RULES = (
    "tests/exchanges/test_lump_sum.py",
    "tests/exchanges/test_lump_sum_oracle.py",
    "tests/exchanges/test_eligibility.py",
    "tests/core/test_money.py",
    "tests/core/test_dates.py",
    "tests/core/test_workflow.py",
    "tests/clusters/test_membership_ends.py",
    "tests/clusters/test_permissions.py",
    "tests/exchanges/test_application_matrix.py",
    "tests/exchanges/test_event_reports.py",
    "tests/exchanges/test_exchange_matrix.py",
    "tests/exchanges/test_matching_runs.py",
    "tests/exchanges/test_meetings.py",
    "tests/exchanges/test_mission_cancel.py",
    "tests/exchanges/test_mission_invitations.py",
    "tests/exchanges/test_participants.py",
    "tests/exchanges/test_permissions.py",
    "tests/exchanges/test_policies.py",
    "tests/exchanges/test_proposal_matrix.py",
    "tests/exchanges/test_tandems.py",
    "tests/exchanges/test_virtual_exchange.py",
    "tests/reporting/test_forecast.py",
    "tests/reporting/test_indicators.py",
    "tests/reporting/test_knowledge_rules.py",
    "tests/reporting/test_permissions.py",
    "tests/reporting/test_workflows.py",
)
MEASURED = ("--cov", "--cov-config=tests/rules-coverage.toml", "--cov-report=term-missing:skip-covered")

CHECKS = [
    Check("types", _tool("mypy")),
    Check("lint", _tool("ruff", "check", ".")),
    Check("format", _tool("ruff", "format", "--check", ".")),
    Check("imports", [str(Path(PYTHON).parent / "lint-imports"), "--no-cache"]),
    Check("system", _manage("check", "--fail-level=WARNING")),
    Check("deployment", _manage("check", "--deploy", "--fail-level=WARNING"), PRODUCTION),
    Check("migrations", _manage("makemigrations", "--check", "--dry-run", "--skip-checks")),
    Check("template-style", _tool("djlint", "templates", "--lint", "--quiet")),
    Check("template-compile", _tool("excite_portal.tooling.templates")),
    Check("translations", _tool("excite_portal.tooling.messages", "--check")),
    Check(
        "coverage", _tool("pytest", "-q", "-p", "no:cacheprovider", *MEASURED, *RULES), {"PORTAL_ENV": "test"}
    ),
    Check("workflow-docs", _manage("workflow_docs", "--check"), applies=_has_command("workflow_docs")),
    Check("visibility-docs", _manage("visibility_docs", "--check"), applies=_has_command("visibility_docs")),
]


def perform(check: Check) -> Outcome:
    begin = time.monotonic()
    result = subprocess.run(
        check.command,
        cwd=ROOT,
        env=os.environ | check.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return Outcome(check.name, result.returncode == 0, time.monotonic() - begin, result.stdout)


def run(checks: list[Check]) -> int:
    """Two at a time; prints each outcome, the output of those that failed, and a summary."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        outcomes = []
        for outcome in pool.map(perform, checks):
            outcomes.append(outcome)
            print(
                f"{'ok    ' if outcome.passed else 'FAILED'} {outcome.name} ({outcome.seconds:.1f} s)",
                flush=True,
            )
            if not outcome.passed:
                print(outcome.output.rstrip() or "(no output)", flush=True)
    failed = [outcome.name for outcome in outcomes if not outcome.passed]
    print(
        f"\n{len(outcomes) - len(failed)} checks passed, {len(failed)} failed{': ' if failed else ''}{', '.join(failed)}"
    )
    return 1 if failed else 0


def main(names: list[str]) -> int:
    known = {check.name for check in CHECKS}
    if unknown := [name for name in names if name not in known]:
        print(
            f"Unknown check: {', '.join(unknown)}. Choose from: {', '.join(sorted(known))}", file=sys.stderr
        )
        return 2
    return run([check for check in CHECKS if check.applies() and (not names or check.name in names)])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
