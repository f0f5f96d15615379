"""Many files out of few: the rows of each are copied by the database, with numbers of their own. For measuring only."""

from typing import Any

from django.db import connection

# Between the numbers of a row and of its copy.
STEP = 10_000_000
# table -> the columns that point to a row that is copied too.
COPIED = {
    "exchanges_application": ("current_exchange_id",),
    "exchanges_proposal": ("application_id",),
    "exchanges_quote": ("application_id",),
    "exchanges_exchange": ("application_id", "proposal_id", "planned_quote_id"),
    "exchanges_party": ("application_id", "proposal_id", "exchange_id"),
    "exchanges_traveller": ("application_id",),
    "core_transitionlog": ("subject_id",),
}


def settle() -> None:
    """Every visit is paid and credited."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "UPDATE exchanges_exchange SET state = 'closed', credited_on = date '2026-01-01' + (id % 300)::int"
        )
        cursor.execute("SET session_replication_role = origin")


def multiply(first: int, times: int) -> None:
    """From `first` times the first files to so many times, without triggers and checks of foreign keys, which a copy of
    right rows needs not.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table, pointing in COPIED.items():
            _copy(cursor, table, pointing, first, times)
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("ANALYZE")


def _copy(cursor: Any, table: str, pointing: tuple[str, ...], first: int, times: int) -> None:
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'",
        [table],
    )
    columns = [name for (name,) in cursor.fetchall()]
    told = [_told(table, name, pointing) for name in columns]
    names = ", ".join(f'"{name}"' for name in columns)
    cursor.execute(
        f'INSERT INTO "{table}" ({names}) OVERRIDING SYSTEM VALUE '
        f'SELECT {", ".join(told)} FROM "{table}" t CROSS JOIN generate_series(%s, %s) AS n WHERE t.id < {STEP}',
        [first, times - 1],
    )


def _told(table: str, name: str, pointing: tuple[str, ...]) -> str:
    if name == "id" or name in pointing:
        return f't."{name}" + n * {STEP}'
    if (table, name) == ("exchanges_application", "reference"):
        return "t.reference || '-' || n"
    return f't."{name}"'
