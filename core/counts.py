"""Counts that cost the same in any table."""

from typing import Any

from django.db.models import IntegerField, Subquery

# Nothing that a page counts is counted further than this.
CAP = 1000


class Counted(Subquery):
    """How many rows the query has. Give it a sliced one, and the database stops there."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) _counted)"
    output_field: Any = IntegerField()
