"""Outside of a transaction, as pages ask, a prepared query is planned once for a connection."""

from typing import Any

from django.db import connection
from django.db.models import QuerySet

from clusters.models import User
from core.prepared import Prepared


def _users(*, email: Any) -> QuerySet[User]:
    return User.objects.filter(email=email).order_by("id")


def test_statement_is_planned_once_outside_of_a_transaction(fresh_database: str) -> None:
    users = Prepared("planned", _users)
    for _number in range(3):
        assert users(email="a@x.example") == []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE name LIKE 'planned%'"
        )
        assert cursor.fetchall() == [(3, 0)]
        cursor.execute("SHOW plan_cache_mode")
        assert cursor.fetchone() == ("auto",)
