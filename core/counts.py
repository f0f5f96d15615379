"""Counts and keys that cost the same in any table."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, IntegerField, QuerySet, Subquery

# Nothing that a page counts is counted further than this.
CAP = 1000


class Counted(Subquery):
    """How many rows the query has. Give it a sliced one, and the database stops there."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) _counted)"
    output_field: Any = IntegerField()


class NewestFirst(Subquery):
    """The keys that the query lists, each once, the highest first: a page of them need not read the others."""

    template = "(SELECT DISTINCT ON (pk) pk FROM (%(subquery)s) _keys (pk) ORDER BY pk DESC)"
    output_field: Any = IntegerField()


def one_of(field: str, keys: QuerySet[Any]) -> Func:
    """For `filter(one_of("pk", keys))`: as `pk__in`, but the keys are found before anything else of the statement is done."""
    return Func(
        F(field),
        ArraySubquery(keys),
        template="%(expressions)s)",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )
