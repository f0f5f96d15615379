"""Keeping the ledger small and, after a change of what is counted, new. Its truth is kept by triggers; ADR 0029."""

from django.db import connection, transaction

AT_ONCE = 5000
# Below this many lines nobody reads any faster after a folding.
WORTH_IT = 200


def fold_when_worth_it() -> int:
    """Called by each sweep. Returns how many lines went into the sums."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM (SELECT FROM reporting_ledgerline LIMIT %s) lines", [WORTH_IT])
        (waiting,) = cursor.fetchone()
    return fold() if waiting == WORTH_IT else 0


def fold(most: int = AT_ONCE) -> int:
    """Add the oldest lines to the sums, `most` in each transaction, until none is left or somebody else folds."""
    folded = 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT reporting_ledger_fold(%s)", [most])
            (number,) = cursor.fetchone()
        folded += number
        if number < most:
            return folded


@transaction.atomic
def rebuild() -> None:
    """All sums anew from what happened. Writers wait for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reporting_ledger_rebuild()")
