"""Visits of 14 partnerships in bulk: copied by the database, with triggers off, then the ledger is made from the first one's."""

import time
from typing import Any

PARTNERSHIPS = 14
# So many files of the first partnership have entries in the ledger: a change is compared with what they added.
WITH_ENTRIES = 2000

_ORG = "(SELECT min(id) FROM clusters_organisation WHERE name LIKE 'Firm %%') + "
_CLUSTER = "(SELECT min(id) FROM clusters_cluster) + "
_PARTNERSHIP = "(SELECT min(id) FROM clusters_partnership) + f.p"


def _country(place: str) -> str:
    return f"(ARRAY['DE', 'PL', 'FR', 'LT', 'BG', 'ES'])[{place} %% 6 + 1]"


def _kind(place: str) -> str:
    return f"CASE WHEN {place} %% 4 = 0 THEN 'tech_centre' ELSE 'sme' END"


# Each table from its first row: what differs, by the number n of the file, and which files have a row.
_TABLES: dict[str, tuple[dict[str, str], str]] = {
    "exchanges_application": (
        {
            "reference": "'CXC-B-' || n", "state": "'accepted'", "partnership_id": _PARTNERSHIP,
            "organisation_id": f"{_ORG} f.v", "organisation_kind": _kind("f.v"), "submitted_at": "f.day - 90",
            "decided_at": "f.day - 80", "current_exchange_id": "1000000 + n",
            "visitor_cluster_id": f"{_CLUSTER} n %% 6",
        },
        "true",
    ),
    "exchanges_traveller": ({"application_id": "1000000 + n", "email": "'t' || n || '@x.example'"}, "true"),
    "exchanges_proposal": ({"application_id": "1000000 + n", "host_id": f"{_ORG} g.h"}, "true"),
    "exchanges_quote": ({"application_id": "1000000 + n", "exchange_id": "1000000 + n"}, "true"),
    "exchanges_exchange": (
        {
            "application_id": "1000000 + n", "proposal_id": "1000000 + n", "partnership_id": _PARTNERSHIP,
            "visitor_id": f"{_ORG} f.v", "visitor_kind": _kind("f.v"), "visitor_country_id": _country("f.v"),
            "host_id": f"{_ORG} g.h", "host_kind": _kind("g.h"), "host_country_id": _country("g.h"),
            "planned_quote_id": "NULL", "actual_quote_id": "1000000 + n",
            "credited_on": "CASE WHEN g.done THEN f.day END", "stay": "daterange(f.day - 14, f.day - 10)",
            "created_at": "f.day - 60", "state": "CASE WHEN g.done THEN 'paid' ELSE 'report_submitted' END",
            "visitor_cluster_id": f"{_CLUSTER} n %% 6", "host_cluster_id": f"{_CLUSTER} (n + 1 + n / 6 %% 5) %% 6",
        },
        "true",
    ),
    "exchanges_payment": (
        {"exchange_id": "1000000 + n", "quote_id": "1000000 + n", "paid_on": "f.day + 3 + n %% 11"}, "g.done",
    ),
    "exchanges_questionnaire": (
        {"exchange_id": "1000000 + n", "invited_at": "f.day", "answered_at": "f.day + 2", "score": "3 + n %% 3"},
        "g.done",
    ),
    "exchanges_followup": ({"exchange_id": "1000000 + n"}, "g.done AND n %% 7 = 0"),
}  # fmt: skip
_COPY = """
    INSERT INTO {table} ({columns}) SELECT {values}
    FROM (SELECT * FROM {table} ORDER BY id LIMIT 1) t, generate_series(1, %(files)s) n,
    LATERAL (SELECT n %% 14 AS p, (n * 7919::bigint %% %(firms)s)::int AS v, DATE '2025-01-01' + n * 37 %% 1090 AS day) f,
    LATERAL (SELECT f.v / 6 * 6 + (f.v + 1 + n %% 5) %% 6 AS h, n %% 10 < 8 AS done) g
    WHERE {where}
"""
# As `reporting_ledger_rebuild`, for the partnership that is measured; the others get its sums, since theirs are much the
# same and would take 13 times as long. Only the newest files get entries, for the writers.
_LEDGER = """
    CREATE TEMPORARY TABLE facts AS
    SELECT section, key, second, member, day, sum(number) AS number, sum(total) AS total
    FROM reporting_ledger_facts WHERE partnership_id = %(first)s GROUP BY 1, 2, 3, 4, 5;
    INSERT INTO reporting_ledgermember (partnership_id, section, key, member, day, number)
    SELECT p.id, section, key, member, day, number FROM facts, clusters_partnership p WHERE member IS NOT NULL;
    INSERT INTO reporting_ledgercell (partnership_id, span, section, key, second, day, number, total)
    SELECT p.id, span.name, section, key, second, span.day, sum(number), sum(total)
    FROM (
        SELECT section, key, second, day, number, total FROM facts WHERE member IS NULL
        UNION ALL
        SELECT section, key, '', day, count(*), 0 FROM (
            SELECT section, key, min(day) AS day FROM facts WHERE member IS NOT NULL GROUP BY section, key, member
        ) firsts GROUP BY 1, 2, 4
    ) days, reporting_ledger_spans(days.day) span, clusters_partnership p
    GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(number) <> 0 OR sum(total) <> 0;
    INSERT INTO reporting_ledgerentry (subject, subject_id, lines)
    SELECT subject, subject_id, jsonb_agg(line ORDER BY line) FROM (
        SELECT subject, subject_id, jsonb_build_array(partnership_id, section, key, second, member, day, number, total) AS line
        FROM reporting_ledger_facts WHERE subject = 'file' AND partnership_id = %(first)s AND subject_id > %(after)s
    ) facts GROUP BY subject, subject_id;
"""
_LOOSE_INDEXES = """
    SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i WHERE i.indrelid = %s::regclass
    AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""


def fill(files: int) -> tuple[float, float]:
    """The seconds that the rows took, and those of the ledger."""
    from django.db import connection

    from clusters.models import Partnership

    began = time.perf_counter()
    firms = _begin(files)
    with connection.cursor() as cursor:
        cursor.execute(
            "SET session_replication_role = replica; SET work_mem = '256MB'; SET maintenance_work_mem = '256MB'"
        )
        cursor.execute("SET synchronous_commit = off")
        for table, (changed, where) in _TABLES.items():
            _copy(cursor, table, changed, where, {"files": files, "firms": firms})
        cursor.execute("ANALYZE")
        filled = time.perf_counter()
        for table in (
            "reporting_ledgercell",
            "reporting_ledgermember",
            "reporting_ledgerentry",
            "reporting_ledgerline",
        ):
            cursor.execute(f"DELETE FROM {table}")
        first = Partnership.objects.earliest("id").pk
        cursor.execute(_LEDGER, {"first": first, "after": 1_000_000 + files - WITH_ENTRIES * PARTNERSHIPS})
        made = time.perf_counter()
        cursor.execute("RESET ALL")
        cursor.execute("VACUUM ANALYZE")
    return filled - began, made - filled


def _copy(cursor: Any, table: str, changed: dict[str, str], where: str, values: dict[str, int]) -> None:
    """Indexes that no constraint needs are made again afterwards, which is faster than keeping them."""
    cursor.execute(_LOOSE_INDEXES, [table])
    indexes = cursor.fetchall()
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'",
        [table],
    )
    columns = [name for (name,) in cursor.fetchall()]
    told = {"id": "1000000 + n"} | changed
    statement = _COPY.format(
        table=table, columns=", ".join(columns), where=where,
        values=", ".join(told.get(name, f"t.{name}") for name in columns),
    )  # fmt: skip
    cursor.execute(statement, values)
    for _name, definition in indexes:
        cursor.execute(definition)


def _begin(files: int) -> int:
    """The rows to copy, partnerships and firms; how many firms."""
    from bench import data
    from clusters.models import Organisation, Partnership, PartnershipCluster
    from exchanges.models import Application, Exchange, FollowUp, Payment, Questionnaire, Quote, Traveller

    people = data.fill(30)
    like = Partnership.objects.get()
    clusters = list(like.places.order_by("position"))
    for number in range(1, PARTNERSHIPS):
        like.pk, like.slug, like.code, like.name = (
            None,
            f"bench-{number}",
            f"BENCH-{number}",
            f"BENCH {number}",
        )
        like.save(force_insert=True)
        PartnershipCluster.objects.bulk_create(
            PartnershipCluster(partnership=like, cluster=place.cluster, position=place.position)
            for place in clusters
        )
    firms = max(200, files // 20) // 6 * 6
    # The first firms of `data.fill` come in the same order of countries and kinds.
    known = Organisation.objects.filter(name__startswith="Firm").count()
    Organisation.objects.bulk_create(
        (_firm(Organisation, number) for number in range(known, firms)), batch_size=5000
    )
    exchange, quote = Exchange.objects.earliest("id"), Quote.objects.earliest("id")
    day = data.MOMENT
    Payment.objects.create(exchange=exchange, quote=quote, amount=450, holder="H", iban="DE89370400440532013000",
                           due_on=day.date(), ordered_by=people["manager"], ordered_at=day, approved_by=people["coordinator"],
                           approved_at=day, paid_on=day.date(), bank_reference="R")  # fmt: skip
    Questionnaire.objects.create(exchange=exchange, respondent="visitor", address="a@x.example", state="answered",
                                 state_since=day, invited_at=day, answered_at=day, recommend=9, score=4)  # fmt: skip
    FollowUp.objects.create(exchange=exchange, kind="business", partner="P", status="done")
    Traveller.objects.create(application=Application.objects.earliest("id"), first_name="T", last_name="T",
                             email="t@x.example")  # fmt: skip
    return firms


def _firm(model: Any, number: int) -> Any:
    kind = "sme" if number % 4 else "tech_centre"
    country = ("DE", "PL", "FR", "LT", "BG", "ES")[number % 6]
    return model(name=f"Firm {number}", kind=kind, country_id=country, city="Town")
