"""Prepared queries: the same rows as the queryset, for any values, on any connection."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet

from clusters.models import Country, User
from core.prepared import Prepared
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
