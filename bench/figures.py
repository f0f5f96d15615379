"""`.venv/bin/python -m bench.figures [--sizes 10000 100000 1000000]`: the dashboard of one of 14 partnerships, and a recount.

Rows are copied by the database, with triggers off; then the ledger is made from them. The dashboard is asked over
loopback beside the floor, as in `bench`. Bar: with 1,000,000 exchanges 1.2 times the time with 10,000. At the smallest
size, eight writers credit visits of one partnership at once: as it is, without the ledger, and with one sum on one row.
"""

import argparse
import os
import statistics
import threading
import time
from datetime import date
from typing import Any

from bench.__main__ import _cache, _measure, _served
from bench.apart import apart
from bench.operations import _read

PARTNERSHIPS = 14
WRITERS, ACTS = 8, 40
UNTIL = date(2027, 12, 31)

# Each table from its first row: `changed` is what differs, by the number n of the file.
_COPY = """
    INSERT INTO {table} SELECT r.* FROM {table} t, generate_series(1, %(files)s) n,
    LATERAL (SELECT n %% 14 AS p, (n * 7919) %% %(firms)s AS v, DATE '2025-01-01' + n * 37 %% 1090 AS day) f,
    LATERAL (SELECT f.v / 6 * 6 + (f.v + 1 + n %% 5) %% 6 AS h, n %% 10 < 8 AS done) g,
    LATERAL jsonb_populate_record(t, jsonb_build_object('id', 1000000 + n, {changed})) r
    WHERE t.id = (SELECT min(id) FROM {table}) AND {where}
"""
_FILE = "1000000 + n"
_ORG = "(SELECT min(id) FROM clusters_organisation WHERE name LIKE 'Firm %%') + "
_COUNTRIES = "(ARRAY['DE', 'PL', 'FR', 'LT', 'BG', 'ES'])[{} %% 6 + 1]"
_KIND = "CASE WHEN {} %% 4 = 0 THEN 'tech_centre' ELSE 'sme' END"
_PARTNERSHIP = "(SELECT min(id) FROM clusters_partnership) + f.p"
_TABLES = (
    ("exchanges_application",
     f"'reference', 'CXC-B-' || n, 'state', 'accepted', 'partnership_id', {_PARTNERSHIP}, 'organisation_id', {_ORG} f.v, "
     f"'organisation_kind', {_KIND.format('f.v')}, 'submitted_at', f.day - 90, 'decided_at', f.day - 80, "
     f"'current_exchange_id', {_FILE}", "true"),
    ("exchanges_traveller", f"'application_id', {_FILE}, 'email', 't' || n || '@x.example'", "true"),
    ("exchanges_proposal", f"'application_id', {_FILE}, 'host_id', {_ORG} g.h", "true"),
    ("exchanges_quote", f"'application_id', {_FILE}, 'exchange_id', {_FILE}", "true"),
    ("exchanges_exchange",
     f"'application_id', {_FILE}, 'proposal_id', {_FILE}, 'partnership_id', {_PARTNERSHIP}, 'visitor_id', {_ORG} f.v, "
     f"'visitor_kind', {_KIND.format('f.v')}, 'visitor_country_id', {_COUNTRIES.format('f.v')}, 'host_id', {_ORG} g.h, "
     f"'host_kind', {_KIND.format('g.h')}, 'host_country_id', {_COUNTRIES.format('g.h')}, 'planned_quote_id', NULL, "
     f"'actual_quote_id', {_FILE}, 'credited_on', CASE WHEN g.done THEN f.day END, "
     "'stay', daterange(f.day - 14, f.day - 10), 'created_at', f.day - 60, "
     "'state', CASE WHEN g.done THEN 'paid' ELSE 'report_submitted' END", "true"),
    ("exchanges_payment", f"'exchange_id', {_FILE}, 'quote_id', {_FILE}, 'paid_on', f.day + 3 + n %% 11", "g.done"),
    ("exchanges_questionnaire",
     f"'exchange_id', {_FILE}, 'invited_at', f.day, 'answered_at', f.day + 2, 'score', 3 + n %% 3", "g.done"),
    ("exchanges_followup", f"'exchange_id', {_FILE}", "g.done AND n %% 7 = 0"),
)  # fmt: skip
_WITHOUT = "ALTER TABLE exchanges_exchange {} TRIGGER ledger_update"
_ONE_ROW = """
    CREATE TABLE one_sum (partnership bigint PRIMARY KEY, number int);
    INSERT INTO one_sum SELECT id, 0 FROM clusters_partnership;
    CREATE FUNCTION add_one() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        UPDATE one_sum SET number = number + 1 WHERE partnership = NEW.partnership_id; RETURN NULL; END $$;
    CREATE TRIGGER one_sum AFTER UPDATE OF credited_on ON exchanges_exchange FOR EACH ROW EXECUTE FUNCTION add_one();
"""


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.figures", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=30)
    options = parser.parse_args()
    print(
        "  files  fill s  ledger s  dashboard ms  floor ms  ratio  asked  tally ms  some period ms  recount ms  growth"
    )
    first = 0.0
    for place, size in enumerate(options.sizes):
        row = apart(measured, size, options.rounds, place == 0)
        first = first or row["page"]["ms"]
        print(
            f"{size:7} {row['fill']:7.0f} {row['ledger']:9.1f} {row['page']['ms']:13.1f} {row['page']['floor_ms']:9.1f}"
            f" {row['page']['ratio']:6.2f} {row['page']['statements']:6} {row['tally']:9.2f} {row['period']:15.1f}"
            f" {row['recount']:11.1f} {row['page']['ms'] / first:7.2f}",
            flush=True,
        )
        for how, rate in row["writers"].items():
            print(f"        {WRITERS} writers, {how}: {rate:.0f} visits a second", flush=True)
    return 0


def measured(files: int, rounds: int, writing: bool) -> dict[str, Any]:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.core.management import call_command
    from django.urls import reverse

    from clusters.models import Partnership, Role
    from core.sessions import SessionStore
    from reporting.periods import Period
    from reporting.selectors import recount
    from reporting.selectors.tally import Tally

    began = time.perf_counter()
    filled, made = fill(files)
    user = Role.objects.get(kind="coordinator").user
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    period = Period(Partnership.objects.earliest("id"), UNTIL)
    half = Period(period.partnership, date(2026, 6, 30), date(2026, 1, 1))
    call_command("collectstatic", verbosity=0, interactive=False)
    with (
        _cache() as os.environ["REDIS_URL"],
        _served("excite_portal.wsgi:application") as portal,
        _served("bench.floor_wsgi:application") as floor,
    ):
        path = reverse("reporting:dashboard", args=["bench"])
        operation = _read("dashboard", "coordinator", path, "/dashboard", 3.5, 2.0)
        page = _measure(operation, portal, floor, {"coordinator": store.session_key or ""}, rounds)
    return {
        "fill": filled - began,
        "ledger": made,
        "page": page,
        "tally": _median(lambda: Tally(period).money, rounds),
        "period": _median(lambda: (Tally(half).exchanges, Tally(half).smes, Tally(half).feedback()), 3),
        "recount": _median(lambda: recount.everything(period), 3),
        "writers": _writers() if writing else {},
    }


def fill(files: int) -> tuple[float, float]:
    """When the rows were there, and the seconds the ledger took."""
    from django.db import connection

    from bench import data
    from clusters.models import Organisation, Partnership
    from exchanges.models import Application, Exchange, FollowUp, Payment, Questionnaire, Quote, Traveller

    people = data.fill(30)
    like = Partnership.objects.get()
    for number in range(1, PARTNERSHIPS):
        like.pk, like.slug, like.code = None, f"bench-{number}", f"BENCH-{number}"
        like.save(force_insert=True)
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
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table, changed, where in _TABLES:
            statement = _COPY.format(table=table, changed=changed, where=where)
            cursor.execute(statement, {"files": files, "firms": firms})
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("ANALYZE")
        began = time.perf_counter()
        cursor.execute("SELECT reporting_ledger_rebuild()")
        took = time.perf_counter() - began
        cursor.execute("VACUUM ANALYZE")
    return began, took


def _firm(model: Any, number: int) -> Any:
    kind = "sme" if number % 4 else "tech_centre"
    country = ("DE", "PL", "FR", "LT", "BG", "ES")[number % 6]
    return model(name=f"Firm {number}", kind=kind, country_id=country, city="Town")


def _median(work: Any, rounds: int) -> float:
    took = []
    for _round in range(rounds):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


def _writers() -> dict[str, float]:
    from django.db import connection

    found = {}
    with connection.cursor() as cursor:
        found["as it is"] = _rate()
        cursor.execute(_WITHOUT.format("DISABLE"))
        found["without the ledger"] = _rate()
        cursor.execute(_ONE_ROW)
        found["with one sum on one row instead"] = _rate()
    return found


def _rate() -> float:
    """Visits credited in a second by eight at once, each in a transaction that has some more to do."""
    from django.db import connection, transaction

    from exchanges.models import Exchange

    waiting = list(
        Exchange.objects.filter(credited_on=None, partnership__slug="bench")
        .order_by("-id")
        .values_list("id", flat=True)
    )
    mine = waiting[: WRITERS * ACTS]

    def write(numbers: list[int]) -> None:
        for number in numbers:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE exchanges_exchange SET credited_on = %s WHERE id = %s", [UNTIL, number]
                )
                cursor.execute("SELECT pg_sleep(0.01)")
        connection.close()

    threads = [threading.Thread(target=write, args=(mine[place::WRITERS],)) for place in range(WRITERS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    Exchange.objects.filter(pk__in=mine).update(credited_on=None)
    return len(mine) / took


if __name__ == "__main__":
    raise SystemExit(main())
