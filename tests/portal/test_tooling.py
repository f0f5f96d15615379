"""make check, the supervisor and dev.py themselves: each guard can fail, each problem is told in a sentence."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from excite_portal.embedded.places import Places
from excite_portal.embedded.processes import ServiceProblem
from excite_portal.tooling import checks, messages, shots, supervisor, templates
from tests.architecture.source import ROOT


def _check(name: str, code: str) -> checks.Check:
    return checks.Check(name, [sys.executable, "-c", code])


def test_failed_check_is_shown_and_fails_the_whole(capsys: pytest.CaptureFixture[str]) -> None:
    code = checks.run(
        [_check("good", "print('quiet')"), _check("bad", "print('the reason'); raise SystemExit(3)")]
    )
    lines = capsys.readouterr().out.splitlines()

    assert code == 1
    assert [line.split(" (")[0] for line in lines] == [
        "ok     good",
        "FAILED bad",
        "the reason",
        "",
        "1 checks passed, 1 failed: bad",
    ]


def test_checks_that_pass_give_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert checks.run([_check("good", "")]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 checks passed, 0 failed"


def test_unknown_check_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert checks.main(["nonsense"]) == 2
    assert capsys.readouterr().err.startswith("Unknown check: nonsense. Choose from: ")


def test_template_that_does_not_compile_is_found(tmp_path: Path) -> None:
    (tmp_path / "good.html").write_text("{% if x %}{% endif %}")
    (tmp_path / "bad.html").write_text("{% if x %}")

    found = templates.problems(tmp_path)

    assert len(found) == 1
    assert found[0].startswith(f"{tmp_path / 'bad.html'}: Unclosed tag on line 1: 'if'.")


def test_marked_strings_are_extracted_from_code_and_template(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text('x = _("From code")')
    markup = '{% load i18n %}\n<p>\n      {% translate "From template" %}\n  </p>'
    (tmp_path / "a.html").write_text(markup)

    found = [message for name in ("a.py", "a.html") for _, message, _, _ in messages.marked(tmp_path / name)]

    assert found == ["From code", "From template"]


def test_translation_with_another_placeholder_is_found() -> None:
    catalog = Catalog(locale="de")
    catalog.add("Hello %(name)s", string="Hallo %(nahme)s")
    catalog.add("Bye %(name)s", string="Tschüs %(name)s")
    catalog.add("Not translated %(name)s", string="")

    assert messages.wrong_placeholders(catalog) == [
        "de: 'Hallo %(nahme)s' has other placeholders than 'Hello %(name)s'"
    ]


def test_pictures_are_taken_of_own_pages_once_and_without_files() -> None:
    here = "http://127.0.0.1:8000"
    links = ["/", "/files/", "/files/?page=2", "/files/a.pdf", "/accounts/logout/", "https://example.org/x/"]
    full = [link if "://" in link else f"{here}{link}" for link in links]

    assert shots.wanted(full, here) == ["/", "/files/"]


# --- supervisor -----------------------------------------------------------------------------------------------


def _portal(tmp_path: Path, port: int) -> supervisor.Portal:
    return supervisor.Portal(Places(tmp_path, tmp_path), host="127.0.0.1", port=port)


def test_port_in_use_gives_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(ServiceProblem) as raised:
            _portal(tmp_path, port).start()

    assert str(raised.value) == (
        f"Port {port} is in use by another program. Choose another one: PORT={port + 1} make run"
    )


def test_unusable_port_gives_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "many")
    with pytest.raises(ServiceProblem) as raised:
        supervisor.port()

    assert str(raised.value) == "PORT is 'many'. Set it to a number between 1 and 65535."


def test_second_portal_in_the_same_folder_is_refused(tmp_path: Path) -> None:
    places = Places(tmp_path, tmp_path)
    with supervisor._only_one(places), pytest.raises(ServiceProblem) as raised:
        supervisor._only_one(places)

    assert (
        str(raised.value) == "The portal already runs from this folder. Stop it first (Ctrl-C where it runs)."
    )


def test_dead_child_is_started_again(capsys: pytest.CaptureFixture[str]) -> None:
    child = supervisor.Child(
        "sample",
        lambda: subprocess.Popen([sys.executable, "-c", "raise SystemExit(7)"], start_new_session=True),
    )
    child.launch()
    first = child.process
    assert first is not None
    first.wait()
    child.watch()
    assert (child.process, capsys.readouterr().out) == (
        None,
        "The sample stopped with code 7; starting it again.\n",
    )

    child.again_at = time.monotonic()
    child.watch()

    assert child.process is not None
    assert child.process.pid != first.pid
    child.stop(seconds=5)


def test_service_that_somebody_else_runs_is_left_alone() -> None:
    def never() -> subprocess.Popen[bytes]:
        raise AssertionError("started beside the running one")

    child = supervisor.Child("sample", never, adopted=lambda: True)
    child.watch()

    assert child.process is None


# --- dev.py ---------------------------------------------------------------------------------------------------


def _dev(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "dev.py", *arguments], cwd=ROOT, capture_output=True, text=True, env=os.environ
    )


def test_dev_without_a_command_shows_the_usage() -> None:
    result = _dev()

    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("usage: python3 dev.py COMMAND")


def test_dev_help_is_no_error() -> None:
    result = _dev("--help")

    assert (result.returncode, result.stderr) == (0, "")


def test_dev_needs_the_standard_library_only() -> None:
    """It runs before anything is installed: -S leaves site-packages out."""
    result = subprocess.run(
        [sys.executable, "-S", "-I", str(ROOT / "dev.py"), "help"], capture_output=True, text=True
    )

    assert (result.returncode, result.stderr) == (0, "")


def test_fingerprint_changes_with_a_requirement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import dev

    monkeypatch.setattr(dev, "ROOT", tmp_path)
    file = tmp_path / "requirements.txt"
    file.write_text("a==1")
    before = dev.fingerprint(("requirements.txt",))
    file.write_text("a==2")

    assert dev.fingerprint(("requirements.txt",)) != before
