"""Looks for a person in the whole database and in every stored file, as a thief with a dump would."""

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db import connection


def tables_with(words: Iterable[str]) -> set[str]:
    """Tables in which a row, written out as text, holds one of the words; letters large or small."""
    found = set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        for (table,) in cursor.fetchall():
            for word in words:
                cursor.execute(
                    f'SELECT EXISTS (SELECT 1 FROM "{table}" AS row_ WHERE position(lower(%s) in lower(row_::text)) > 0)',
                    [word],
                )
                if cursor.fetchone()[0]:
                    found.add(table)
    return found


def files_with(words: Iterable[str]) -> list[str]:
    """Stored files whose bytes hold one of the words."""
    root = Path(settings.MEDIA_ROOT)
    wanted = [word.lower().encode() for word in words]
    return [
        str(path.relative_to(root))
        for path in sorted(root.rglob("*"))
        if path.is_file() and any(word in path.read_bytes().lower() for word in wanted)
    ]
