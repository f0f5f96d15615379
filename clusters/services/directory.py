"""The directory's index is kept by triggers; here it is made anew and compared with a recount."""

from collections.abc import Iterator

from django.db import connection, transaction

from clusters import directory

_COLUMNS = (
    "kind, subject_id, organisation_id, slug, title, owner, city, country, blurb, rank, sort_key, starts_on, ends_on, "
    "shown_until, free, latitude, longitude, facets, fuzzy, search, created_at, "
    "also, logo_id"
)


@transaction.atomic
def rebuild() -> int:
    """Make every entry anew; returns how many there are. Readers see the old index until the end."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE clusters_directoryentry IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("DELETE FROM clusters_directoryentry")
        for kind in directory.kinds():
            cursor.execute(
                f"INSERT INTO clusters_directoryentry ({_COLUMNS}) SELECT {_COLUMNS} FROM directory_rows(%s)",  # noqa: S608
                [kind.code],
            )
        cursor.execute("SELECT directory_learn_all()")
        cursor.execute("SELECT count(*) FROM clusters_directoryentry")
        return int(cursor.fetchone()[0])


def differences() -> Iterator[tuple[str, str, int]]:
    """(kind, "missing" | "too much" | "out of date", id of the row it is about) for each entry that is not right."""
    sql = f"""
        WITH now_there AS (SELECT {_COLUMNS} FROM clusters_directoryentry WHERE kind = %(kind)s),
             must_be AS (SELECT {_COLUMNS} FROM directory_rows(%(kind)s)),
             wrong AS (
                 (SELECT * FROM now_there EXCEPT SELECT * FROM must_be)
                 UNION ALL (SELECT * FROM must_be EXCEPT SELECT * FROM now_there)
             )
        SELECT DISTINCT w.subject_id,
               EXISTS (SELECT FROM now_there n WHERE n.subject_id = w.subject_id),
               EXISTS (SELECT FROM must_be m WHERE m.subject_id = w.subject_id)
        FROM wrong w ORDER BY 1
    """  # noqa: S608  the names of our own columns
    for kind in directory.kinds():
        with connection.cursor() as cursor:
            cursor.execute(sql, {"kind": kind.code})
            for subject, is_there, must_be in cursor.fetchall():
                what = "out of date" if is_there and must_be else "missing" if must_be else "too much"
                yield kind.code, what, subject
    with connection.cursor() as cursor:
        codes = [kind.code for kind in directory.kinds()]
        cursor.execute(
            "SELECT kind, subject_id FROM clusters_directoryentry WHERE NOT kind = ANY (%s) ORDER BY 1, 2",
            [codes],
        )
        for code, subject in cursor.fetchall():
            yield code, "too much", subject
