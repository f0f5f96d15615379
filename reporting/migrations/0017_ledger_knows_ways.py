"""The ledger tells which way visits went, how far they are, and who visited."""

from importlib import import_module

from django.db import migrations

_before = import_module("reporting.migrations.0005_ledger_follows_its_sources")
_with_counterparts = import_module("reporting.migrations.0011_ledger_knows_counterparts")

# What a visit is on a day: it changes on few days, on each by what it is then less what it was the day before.
_STATES = """
CREATE FUNCTION reporting_age(days integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN days <= 10 THEN 'promised' WHEN days <= 20 THEN 'late' WHEN days <= 30 THEN 'later' ELSE 'latest' END
$$;
CREATE FUNCTION reporting_ways(
    kind text, stay daterange, begun date, credited date, ended date, reason text, paid date, waits boolean
) RETURNS TABLE (section text, key text, second text, day date, number integer) LANGUAGE sql STABLE AS $$
    SELECT told.section, told.key, told.second, days.day, sum(side.sign)::int
    FROM (SELECT greatest(upper(stay) - 1, credited) AS day) earliest,
    LATERAL (
        SELECT DISTINCT greatest(moment, begun) AS day
        FROM unnest(ARRAY[begun, lower(stay), upper(stay), credited, ended, paid,
                          earliest.day + 11, earliest.day + 21, earliest.day + 31]) moment
        WHERE moment IS NOT NULL
    ) days,
    (VALUES (0, 1), (-1, -1)) side (shift, sign),
    LATERAL (SELECT days.day + side.shift AS at) seen,
    LATERAL (VALUES
        ('outcome', kind, CASE WHEN ended <= seen.at THEN reason WHEN paid <= seen.at THEN 'paid'
            WHEN credited <= seen.at THEN 'validated' WHEN upper(stay) <= seen.at THEN 'awaiting_report' ELSE 'open' END),
        ('stay', to_char(lower(stay), 'YYYY-MM'), CASE WHEN ended <= seen.at THEN NULL WHEN upper(stay) <= seen.at THEN 'over'
            WHEN lower(stay) <= seen.at THEN 'under_way' ELSE 'planned' END),
        ('ageing', CASE WHEN paid <= seen.at THEN 'paid' ELSE 'waiting' END, CASE
            WHEN paid <= seen.at THEN reporting_age(paid - earliest.day) WHEN ended <= seen.at THEN NULL
            WHEN credited <= seen.at AND waits THEN reporting_age(seen.at - earliest.day) END)
    ) told (section, key, second)
    WHERE seen.at >= begun AND told.second IS NOT NULL
    GROUP BY 1, 2, 3, 4 HAVING sum(side.sign) <> 0
$$;
"""
_FACTS = """
-- Which way a credited visit went, and who visited.
UNION ALL
SELECT 'file', e.application_id, e.partnership_id, line.section, line.key, line.second, line.member, e.credited_on, 1, 0
FROM exchanges_exchange e CROSS JOIN LATERAL (VALUES
    ('path'::text, e.visitor_country_id || ':' || e.host_country_id, e.visitor_cluster_id::text, NULL::bigint),
    ('visiting', '', '', e.visitor_id)
) line (section, key, second, member)
WHERE e.credited_on IS NOT NULL
UNION ALL
SELECT 'past', o.id, o.partnership_id, line.section, line.key, line.second, line.member, o.credited_on, 1, 0
FROM exchanges_pastexchange o CROSS JOIN LATERAL (VALUES
    ('path'::text, o.visitor_country_id || ':' || o.host_country_id,
        coalesce(o.home_cluster_id::text, '=' || left(o.home_cluster_name, 39)), NULL::bigint),
    ('visiting', '', '', o.visitor_id)
) line (section, key, second, member)

-- How far a visit is, and how long its payment takes.
UNION ALL
SELECT 'file', e.application_id, e.partnership_id, line.section, line.key, line.second, NULL, line.day, line.number, 0
FROM exchanges_exchange e
LEFT JOIN exchanges_quote actual ON actual.id = e.actual_quote_id
LEFT JOIN exchanges_payment p ON p.exchange_id = e.id AND p.paid_on IS NOT NULL
CROSS JOIN LATERAL (SELECT CASE WHEN e.state IN ('cancelled', 'discontinued', 'not_eligible')
    THEN reporting_day(e.state_since) END AS day) ended
CROSS JOIN LATERAL reporting_ways(e.visitor_kind, e.stay, reporting_day(e.created_at), e.credited_on, ended.day, e.state,
    p.paid_on, actual.amount > 0 AND e.state <> 'closed') line
UNION ALL
SELECT 'past', o.id, o.partnership_id, line.section, line.key, line.second, NULL, line.day, line.number, 0
FROM exchanges_pastexchange o
CROSS JOIN LATERAL reporting_ways(o.visitor_kind, o.stay, o.credited_on, o.credited_on, NULL, '', o.paid_on, o.amount > 0
    AND o.paid_on IS NOT NULL) line

-- A sum is ordered until it is paid, refused, or the visit ends without payment.
UNION ALL
SELECT 'file', e.application_id, e.partnership_id, 'ordered', '', '', NULL, line.day, line.sign, line.sign * p.amount
FROM exchanges_exchange e
JOIN exchanges_payment p ON p.exchange_id = e.id
JOIN exchanges_quote actual ON actual.id = e.actual_quote_id AND actual.amount > 0
CROSS JOIN LATERAL (SELECT greatest(e.credited_on, reporting_day(p.ordered_at)) AS first, least(p.paid_on,
    reporting_day(p.refused_at), CASE WHEN e.state IN ('cancelled', 'discontinued', 'not_eligible')
    THEN reporting_day(e.state_since) END) AS last) ordered
CROSS JOIN LATERAL (VALUES (1, ordered.first), (-1, ordered.last)) line (sign, day)
WHERE e.credited_on IS NOT NULL AND e.state <> 'closed' AND line.day IS NOT NULL
  AND (ordered.last IS NULL OR ordered.first < ordered.last)
"""
# Otherwise the view is planned anew for the first five files of each connection, which takes ten times as long as reading it.
_PLANNED_ONCE = "ALTER FUNCTION reporting_ledger_refresh(text, bigint) SET plan_cache_mode = force_generic_plan;"
_BACK = "ALTER FUNCTION reporting_ledger_refresh(text, bigint) RESET plan_cache_mode; DROP FUNCTION reporting_ways(text, daterange, date, date, date, text, date, boolean), reporting_age(integer);"
_VIEW = _with_counterparts._view(_with_counterparts._TOLD_HERE)
# Source -> what names the file, what of the row is told of now, what was.
_SOURCES = {
    "exchanges_exchange": (*_before.SOURCES["exchanges_exchange"][:2], "visitor_cluster_id"),
    "exchanges_payment": (*_before.SOURCES["exchanges_payment"][:2], "ordered_at"),
    "exchanges_pastexchange": (*_before.SOURCES["exchanges_pastexchange"][:2], "home_cluster_id home_cluster_name"),
}


def _triggers() -> str:
    """As before, for more columns; and for a payment from its order on."""
    made = []
    for table, (arguments, columns, more) in _SOURCES.items():
        told = f"{columns} {more}".split()
        old, new = (", ".join(f"{row}.{name}" for name in told) for row in ("OLD", "NEW"))
        for operation, condition in (
            ("INSERT", ""),
            (f"UPDATE OF {', '.join(told)}", f" WHEN (({old}) IS DISTINCT FROM ({new}))"),
            ("DELETE", ""),
        ):
            name = f"ledger_{operation.split()[0].lower()}"
            made.append(
                f"DROP TRIGGER {name} ON {table}; CREATE TRIGGER {name} AFTER {operation} ON {table} FOR EACH ROW"
                f"{condition} EXECUTE FUNCTION reporting_ledger_follow({arguments});"
            )
    return "\n".join(made)


def _triggers_before() -> str:
    made = [
        f"DROP TRIGGER ledger_{operation} ON {table};"
        for table in _SOURCES
        for operation in ("insert", "update", "delete")
    ]
    found = [line for line in _before._triggers().splitlines() if any(f" ON {table} " in line for table in _SOURCES)]
    return "\n".join([*made, *found])


class Migration(migrations.Migration):
    dependencies = [("reporting", "0016_boards_count_their_changes")]

    operations = [
        migrations.RunSQL(
            [_STATES, _VIEW.rstrip().rstrip(";") + _FACTS, _triggers(), _PLANNED_ONCE],
            [_triggers_before(), _VIEW, _BACK],
        ),
        migrations.RunSQL("SELECT reporting_ledger_rebuild()", migrations.RunSQL.noop),
    ]
