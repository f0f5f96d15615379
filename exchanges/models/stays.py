"""Which stays the database takes."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Q

# Postgres also knows the days "infinity" and "-infinity", which are not missing bounds. Within a century there are none.
_CENTURY = DateRange(date(2000, 1, 1), date(2100, 1, 1))
BOUNDED_STAY = Q(stay__isempty=False) & Q(stay__contained_by=_CENTURY)
