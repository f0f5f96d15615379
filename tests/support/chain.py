"""The chain of the audit inside a test's transaction."""

from django.db import connection


def settle_chain() -> None:
    """Let the deferred trigger link what was recorded so far, as a commit would."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
