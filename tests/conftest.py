"""Fixtures for all tests. docs/testing.md explains which one to use when."""

import itertools
import os
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import caches

from core import clock
from tests.support import browser as browsers
from tests.support import database, network, ordering
from tests.support import world as world_module
from tests.support.server import serving

# A Monday morning; tests that need another day open their own clock.at().
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_cluster = database.RunCluster()
_counter = itertools.count(1)


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    ordering.choose_seed()
    network.guard()
    if not _is_worker(config) and getattr(config.option, "numprocesses", None):
        _cluster.start()


def pytest_report_header() -> str:
    return f"random order: {ordering.SEED}={ordering.choose_seed()}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        mark = item.get_closest_marker("django_db")
        if mark and mark.kwargs.get("transaction"):
            raise pytest.UsageError(
                f"{item.nodeid}: use the fixture fresh_database; a flush is never allowed."
            )
        if {"page", "new_page", "browser"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
    ordering.shuffle(items)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not _is_worker(config):
        if database.RUN in os.environ and database.SOCKETS not in os.environ:
            database.drop_templates()
        _cluster.stop()


# --- the same world for every test ----------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def fixed_clock() -> Iterator[datetime]:
    with clock.at(MONDAY):
        yield MONDAY


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Limits count in the cache; another test's tries must not use them up, nor its pieces of pages save a statement."""
    for name in django_settings.CACHES:
        caches[name].clear()


@pytest.fixture(autouse=True)
def fixed_chance() -> None:
    random.seed(1)


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Uploads of a test go to a folder of its own, made when it is first written to."""
    settings.MEDIA_ROOT = Path(tmp_path_factory.getbasetemp()) / f"media-{next(_counter)}"


# --- databases ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    """One migrated database per worker, for tests that are rolled back (`db`)."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    if worker == "main":
        _cluster.start()
    with django_db_blocker.unblock():
        database.point_at_cluster()
        with database.copy_of(database.migrated(), worker):
            yield


@pytest.fixture
def transactional_db() -> None:
    pytest.fail(
        "Use fresh_database (for commits) or server (for a browser): a flush trips the append-only triggers.",
        pytrace=False,
    )


def _own_database(source: Callable[[], str], django_db_blocker: Any) -> Iterator[str]:
    with django_db_blocker.unblock():
        name = f"{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{next(_counter)}"
        with database.copy_of(source(), name) as database_name:
            yield database_name


@pytest.fixture
def fresh_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A migrated database that really commits: for race tests, on_commit and the browser. Gives its name."""
    yield from _own_database(database.migrated, django_db_blocker)


@pytest.fixture
def seeded_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """Like fresh_database, with the demo data in it."""
    yield from _own_database(database.seeded, django_db_blocker)


@pytest.fixture
def world(request: pytest.FixtureRequest) -> world_module.World:
    """A small partnership with every persona; in fresh_database where the test asks for it or for a browser, else rolled
    back.
    """
    browsed = {"fresh_database", "server"} & set(request.fixturenames)
    request.getfixturevalue("fresh_database" if browsed else "db")
    return world_module.build()


# --- browser --------------------------------------------------------------------------------------------------


def _database_of(request: pytest.FixtureRequest) -> str:
    wanted = "seeded_database" if "seeded_database" in request.fixturenames else "fresh_database"
    return str(request.getfixturevalue(wanted))


@pytest.fixture
def server(request: pytest.FixtureRequest, settings: Any) -> Iterator[str]:
    """The portal's address. Ask for seeded_database too, to have it served from the demo data."""
    _database_of(request)
    with serving() as address:
        settings.PORTAL_URL = address
        settings.CSRF_TRUSTED_ORIGINS = [address]
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    with browsers.launched() as chromium:
        yield chromium


@pytest.fixture
def new_page(browser: Any, server: str) -> Iterator[Callable[..., Any]]:
    """Makes pages, each in a context (cookies, viewport) of its own.

    Keywords go to playwright's new_context, e.g. java_script_enabled=False, viewport=NARROW, color_scheme="dark".
    At the end no page may have asked a foreign host, raised a script error or broken the content policy.
    """
    from playwright.sync_api import expect

    # A machine of the build may be four times slower than a desk; a test that passes does not wait for it.
    expect.set_options(timeout=30_000)
    watch = browsers.Watch()
    contexts = []

    def make(**options: Any) -> Any:
        context = browser.new_context(base_url=server, **options)
        context.set_default_timeout(40_000)
        watch.over(context)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    watch.check()


@pytest.fixture
def page(new_page: Callable[..., Any]) -> Any:
    return new_page()


@pytest.fixture
def page_for(new_page: Callable[..., Any], server: str, world: world_module.World) -> Callable[..., Any]:
    """Makes pages like new_page, with the persona logged in; the log-in of the test client is the browser's cookie."""

    def make(persona: str, **options: Any) -> Any:
        page, name = new_page(**options), django_settings.SESSION_COOKIE_NAME
        if persona != "anonymous":
            session = world.client(persona).cookies[name].value
            page.context.add_cookies([{"name": name, "value": session, "url": server}])
        return page

    return make


def pytest_sessionstart() -> None:
    assert django_settings.PORTAL_ENV == "test"
