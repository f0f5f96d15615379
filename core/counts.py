"""Counts that cost the same in any table."""

from typing import Any

from django.db.models import DecimalField, IntegerField, Subquery

# Nothing that a page counts is counted further than this.
CAP = 1000


class Counted(Subquery):
    """How many rows the query has. Give it a sliced one, and the database stops there."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) _counted)"
    output_field: Any = IntegerField()


class Summed(Subquery):
    """The sum of the only column of the query, called `value`; 0 without rows."""

    template = "(SELECT COALESCE(SUM(_summed.value), 0) FROM (%(subquery)s) _summed)"
    output_field: Any = DecimalField()
