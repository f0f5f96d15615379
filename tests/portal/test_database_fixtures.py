"""The test databases themselves: rolled back, committed, seeded, and never flushed."""

from typing import Any

import pytest
from django.db import connection, transaction

from clusters.models import User
from tests.support import database


@pytest.mark.django_db
@pytest.mark.parametrize("turn", [1, 2])
def test_a_rolled_back_test_leaves_nothing(turn: int) -> None:
    assert not User.objects.filter(email="ada@example.org").exists()
    User.objects.create_user(email="ada@example.org", password="not-so-secret")


@pytest.mark.parametrize("turn", [1, 2])
def test_fresh_database_commits_and_is_new_each_time(turn: int, fresh_database: str) -> None:
    assert not User.objects.filter(email="ada@example.org").exists()
    committed: list[int] = []
    with transaction.atomic():
        User.objects.create_user(email="ada@example.org", password="not-so-secret")
        transaction.on_commit(lambda: committed.append(turn))

    assert committed == [turn]
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_database()")
        assert cursor.fetchone() == (fresh_database,)


def test_what_an_interrupted_run_left_is_not_kept_for_the_next(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(database.RUN, "interrupted")
    kept, left = "test_portal_interrupted_migrated", "test_portal_interrupted_gw0"
    for name in (kept, left):
        database.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    try:
        database.drop_all_but(kept)
        assert [database.exists(name) for name in (kept, left)] == [True, False]
    finally:
        database.execute(f'DROP DATABASE "{kept}"')


def test_network_is_closed() -> None:
    import socket

    from tests.support.network import ForeignAddress

    with socket.socket() as outside, pytest.raises(ForeignAddress):
        outside.connect(("192.0.2.1", 80))


def test_live_server_and_browser_show_the_fresh_database(page: Any) -> None:
    page.goto("/accounts/login/")

    assert page.locator("input[name=login]").count() == 1
