"""Prepared queries: the same rows as the queryset, for any values, on any connection."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.db.models import QuerySet

from clusters.models import Country, User
from core import clock
from core.models import AccessLink, TransitionLog
from core.prepared import Prepared, Write, insert, update
from tests.support.world import make_user

pytestmark = pytest.mark.django_db


def _users(active: bool, *, email: Any) -> QuerySet[User]:
    return User.objects.filter(is_active=active, email=email).order_by("id")


def test_prepared_query_gives_what_the_queryset_gives() -> None:
    users = Prepared("users", _users)
    first, second = make_user("a@x.example", "A", "X"), make_user("b@x.example", "B", "X")
    assert users(True, email="a@x.example") == [first]
    assert users(True, email="b@x.example") == [second]
    assert users(False, email="a@x.example") == []


def test_value_with_a_quote_stays_a_value() -> None:
    users = Prepared("users", _users)
    make_user("a@x.example", "A", "X")
    assert users(True, email="' OR true --") == []
    assert users(True, email="a@x.example'); DROP TABLE clusters_user; --") == []


def test_prepared_query_costs_one_statement(django_assert_num_queries: Any) -> None:
    users = Prepared("users", _users)
    for _number in range(2):
        with django_assert_num_queries(1):
            users(True, email="a@x.example")


def test_prepared_query_gives_values_and_joined_rows() -> None:
    def names(*, code: Any) -> QuerySet[Any]:
        return Country.objects.filter(code=code).values_list("code", flat=True)

    assert Prepared("names", names)(code="DE") == ["DE"]


def test_prepared_query_works_after_a_rollback_and_on_a_new_connection() -> None:
    users = Prepared("users", _users)
    with transaction.atomic():
        users(True, email="a@x.example")
        transaction.set_rollback(True)
    assert users(True, email="a@x.example") == []
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    from core import prepared

    prepared._known.clear()
    assert users(True, email="a@x.example") == []


def _first_users(number: int, *, active: Any) -> QuerySet[User]:
    return User.objects.filter(is_active=active).order_by("id")[:number]


def test_only_the_shapes_used_last_stay_prepared() -> None:
    few = Prepared("few", _first_users, limit=2)
    people = [make_user(f"{name}@x.example", "A", "X") for name in "abc"]
    for number in (1, 2, 1, 3, 1, 2):
        assert few(number, active=True) == people[:number]
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE name LIKE 'few%' ORDER BY 1")
        kept = [statement.rsplit(" ", 1)[-1] for (statement,) in cursor.fetchall()]
    assert sorted(kept) == ["1", "2"]


def test_one_row_or_none_is_told_as_a_manager_would() -> None:
    users = Prepared("users", _users)
    first = make_user("a@x.example", "A", "X")
    assert users.get(True, email="a@x.example") == first
    with pytest.raises(User.DoesNotExist):
        users.get(True, email="b@x.example")


def test_row_is_locked_inside_a_transaction_only(monkeypatch: pytest.MonkeyPatch) -> None:
    locked = Prepared("locked", lambda *, code: Country.objects.filter(code=code).select_for_update())
    assert [country.code for country in locked(code="DE")] == ["DE"]
    monkeypatch.setattr(connections["default"], "in_atomic_block", False)
    with pytest.raises(transaction.TransactionManagementError):
        locked(code="DE")


def test_inserted_row_is_what_saving_would_have_kept(django_assert_num_queries: Any) -> None:
    user, moment = make_user("a@x.example", "A", "X"), clock.now()
    facts = {
        "subject_type": "x.y", "subject_id": 7, "name": "send", "target": "sent", "actor_kind": "person",
        "actor_user": user, "comment": "It's 100 % “done”\n", "data": {"a": [1, "ü'"]}, "occurred_at": moment,
    }  # fmt: skip
    saved = TransitionLog.objects.create(**facts)
    inserted, another = (
        TransitionLog(**facts),
        TransitionLog(**facts | {"comment": "It's another.", "data": {}}),
    )
    with django_assert_num_queries(1):
        insert(inserted, another)
    assert TransitionLog.objects.get(pk=another.pk).comment == "It's another."
    rows = TransitionLog.objects.filter(pk__in=[saved.pk, inserted.pk]).order_by("id").values()
    first, second = [
        {name: value for name, value in row.items() if name not in {"id", "recorded_at"}} for row in rows
    ]
    assert first == second
    inserted.comment = "Changed."
    inserted.save()
    assert TransitionLog.objects.filter(comment="Changed.").count() == 1


def test_inserted_row_with_empty_fields_takes_their_defaults() -> None:
    moment = clock.now()
    link = AccessLink(
        token_hash="x" * 64,
        purpose="sign",
        subject_type="x.y",
        subject_id=1,
        created_at=moment,
        expires_at=moment,
    )
    insert(link)
    kept = AccessLink.objects.get(pk=link.pk)
    assert (kept.revoked_at, kept.name, kept.created_at) == (None, "", moment)


def test_updated_columns_are_what_saving_would_have_kept(django_assert_num_queries: Any) -> None:
    user, other = make_user("a@x.example", "A", "X"), make_user("b@x.example", "B", "X")
    log = TransitionLog.objects.create(
        subject_type="x.y",
        subject_id=7,
        name="send",
        target="sent",
        actor_kind="person",
        occurred_at=clock.now(),
    )
    moment = clock.now() + timedelta(days=1)
    with django_assert_num_queries(1):
        update(
            log,
            {"actor_user": user.pk, "data": {"a": ["'; --"]}, "comment": "It's 100 %", "occurred_at": moment},
        )
    with django_assert_num_queries(0):
        update(other, {})
    kept = TransitionLog.objects.get(pk=log.pk)
    assert (kept.actor_user, kept.data, kept.comment) == (user, {"a": ["'; --"]}, "It's 100 %")
    assert (kept.occurred_at, kept.name) == (moment, "send")
    update(kept, {"actor_user": None})
    assert TransitionLog.objects.get(pk=log.pk).actor_user is None


def test_written_value_with_a_quote_stays_a_value() -> None:
    make_user("a@x.example", "A", "X")
    rename = Write("clusters_user", "UPDATE clusters_user SET first_name = %s WHERE email = %s RETURNING id")
    assert rename("B", "'; DELETE FROM clusters_user; --") == []
    assert len(rename("O'Neil", "a@x.example")) == 1
    assert User.objects.get(email="a@x.example").first_name == "O'Neil"
