"""The embedded PostgreSQL: started when needed, shared, stopped by its last user."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from excite_portal.embedded.commands import needs_embedded_database
from excite_portal.embedded.places import LONGEST_SOCKET_FOLDER, Places, places_for
from excite_portal.embedded.postgres import Cluster, running
from excite_portal.embedded.processes import ServiceProblem, Users
from tests.architecture.source import ROOT


@pytest.fixture
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """A folder that PostgreSQL's unprivileged user can enter (pytest's own is closed)."""
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="portal-embedded-"))
    folder.chmod(0o711)
    return Places(root=folder, services=folder)


@pytest.fixture(autouse=True)
def leave_nothing(places: Places) -> Iterator[None]:
    import shutil

    yield
    Cluster.at(places).stop(signal.SIGQUIT)
    shutil.rmtree(places.root, ignore_errors=True)


def test_last_user_stops_the_database(places: Places, capsys: pytest.CaptureFixture[str]) -> None:
    cluster = Cluster.at(places)
    with running(places):
        with running(places):
            assert cluster.answers()
        assert cluster.answers()
    output = capsys.readouterr()

    assert not cluster.answers()
    assert (output.out, output.err.count("Started this checkout's own PostgreSQL")) == ("", 1)


def test_data_is_kept_between_two_starts(places: Places) -> None:
    cluster = Cluster.at(places)
    with running(places), closing(cluster.connect("portal")) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE kept (word text)")
        cursor.execute("INSERT INTO kept VALUES ('Ž ć Ж Ω')")
    with running(places), closing(cluster.connect("portal")) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT word, lower(word) FROM kept")
        assert cursor.fetchone() == ("Ž ć Ж Ω", "ž ć ж ω")


def test_killed_server_is_started_again(places: Places) -> None:
    cluster = Cluster.at(places)
    with running(places):
        pid = cluster.server_pid()
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        with running(places):
            assert cluster.answers()


def test_only_the_owner_may_enter_the_socket_folder(places: Places) -> None:
    with running(places):
        assert places.sockets.stat().st_mode & 0o777 == 0o700


def test_server_pid_left_by_another_program_is_not_ours(places: Places) -> None:
    cluster = Cluster.at(places)
    cluster.data.mkdir(parents=True)
    (cluster.data / "postmaster.pid").write_text(f"{os.getpid()}\n")

    assert cluster.server_pid() is None


def test_data_of_another_version_is_refused(places: Places) -> None:
    cluster = Cluster.at(places)
    cluster.data.mkdir(parents=True)
    (cluster.data / "PG_VERSION").write_text("9\n")

    with pytest.raises(ServiceProblem) as raised:
        cluster.create()

    assert str(raised.value).startswith(f"The data in {cluster.data} was made by PostgreSQL 9, but version ")


def test_two_processes_count_as_two_users(places: Places) -> None:
    first, second = Users(places.root / "users"), Users(places.root / "users")
    first.join()
    second.join()

    assert (first.leave(), second.leave()) == (False, True)


def test_long_folder_gets_a_short_socket_path(tmp_path: Path) -> None:
    deep = tmp_path / ("long" * 40)

    assert len(str(Places(root=deep, services=deep).sockets)) <= LONGEST_SOCKET_FOLDER


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another folder")
def test_closed_home_folder_sends_root_elsewhere(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    places = places_for(tmp_path)

    assert (places.root, places.services.parent) == (tmp_path / ".run", Path("/var/tmp"))


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        (["manage.py", "migrate"], True),
        (["manage.py", "seed_demo", "--seed", "1"], True),
        (["manage.py", "check"], False),
        (["manage.py", "collectstatic", "--noinput"], False),
        (["manage.py", "migrate", "--help"], False),
        (["manage.py"], False),
    ],
)
def test_commands_that_need_a_database(
    arguments: list[str], needed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_ENV", "development")
    monkeypatch.delenv("DATABASE_URL", raising=False)

    assert needs_embedded_database(arguments) is needed


@pytest.mark.parametrize(
    ("name", "value"),
    [("DATABASE_URL", "postgres://a/b"), ("DATABASE_URL_FILE", "/x"), ("PORTAL_ENV", "production")],
)
def test_no_embedded_database_beside_a_given_one(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_ENV", "development")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv(name, value)

    assert not needs_embedded_database(["manage.py", "migrate"])


def test_manage_says_a_service_problem_in_one_sentence(tmp_path: Path) -> None:
    """Without any PostgreSQL to run, the person gets a sentence and exit code 2."""
    script = (
        "import sys; sys.argv = ['manage.py', 'migrate']\n"
        "from excite_portal.embedded import postgres\n"
        "def none(services): raise postgres.ServiceProblem('No PostgreSQL was found.')\n"
        "postgres.find_binaries = none\n"
        "from excite_portal.embedded import places\n"
        "from pathlib import Path\n"
        f"places.places_for = lambda checkout: places.Places(Path({str(tmp_path)!r}), Path({str(tmp_path)!r}))\n"
        "import manage; manage.main()\n"
    )
    environment = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "PORTAL_ENV"}
    }
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True
    )

    assert (result.returncode, result.stdout, result.stderr) == (2, "", "No PostgreSQL was found.\n")
