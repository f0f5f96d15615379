"""Counts the ways from the visits themselves: for one cluster, and to hold the ledger to what happened.

Rows: section, key, second key, number, sum. With a cluster only visits count that it sent or received. Visits from
before the portal (`PastExchange`) count by the same rules, and nobody waits for their money.
"""

WAYS = """
    WITH e AS MATERIALIZED (
        SELECT x.id, x.visitor_kind AS kind, x.visitor_country_id AS home, x.host_country_id AS host,
               x.visitor_cluster_id AS home_cluster, x.host_cluster_id AS host_cluster,
               x.visitor_cluster_id::text AS sender, x.stay, x.credited_on,
               CASE WHEN x.state IN ('cancelled', 'discontinued', 'not_eligible') AND x.state_since < %(to_moment)s
                    THEN x.state ELSE '' END AS ended,
               x.state = 'closed' AS closed, actual.amount, p.paid_on, p.ordered_at, p.sum AS ordered
        FROM exchanges_exchange x
        LEFT JOIN exchanges_quote actual ON actual.id = x.actual_quote_id
        LEFT JOIN LATERAL (
            SELECT paid_on, ordered_at, amount AS sum FROM exchanges_payment
            WHERE exchange_id = x.id AND (ordered_at < %(to_moment)s OR paid_on <= %(until)s)
              AND (refused_at IS NULL OR refused_at >= %(to_moment)s)
            ORDER BY id DESC LIMIT 1
        ) p ON true
        WHERE x.partnership_id = %(partnership)s AND x.created_at < %(to_moment)s
          AND (%(cluster)s::bigint IS NULL OR x.visitor_cluster_id = %(cluster)s OR x.host_cluster_id = %(cluster)s)
        UNION ALL
        SELECT -x.id, x.visitor_kind, x.visitor_country_id, x.host_country_id, x.home_cluster_id, x.host_cluster_id,
               coalesce(x.home_cluster_id::text, '=' || left(x.home_cluster_name, 39)), x.stay, x.credited_on, '',
               x.paid_on IS NULL, x.amount, x.paid_on, NULL, NULL
        FROM exchanges_pastexchange x
        WHERE x.partnership_id = %(partnership)s AND x.credited_on <= %(until)s
          AND (%(cluster)s::bigint IS NULL OR x.home_cluster_id = %(cluster)s OR x.host_cluster_id = %(cluster)s)
    ), credited AS (
        SELECT * FROM e WHERE credited_on BETWEEN %(since)s AND %(until)s
    ), money AS (
        SELECT e.*, greatest(upper(stay) - 1, credited_on) AS earliest,
               CASE WHEN paid_on <= %(until)s THEN 'paid' ELSE 'waiting' END AS place,
               CASE WHEN paid_on <= %(until)s THEN paid_on ELSE %(until)s END AS to_day
        FROM e
        WHERE (paid_on <= %(until)s)
           OR (credited_on <= %(until)s AND ended = '' AND amount > 0 AND NOT closed)
    )
    SELECT 'path', home || ':' || host, sender, count(*), 0 FROM credited GROUP BY 2, 3
    UNION ALL
    SELECT 'kind', kind, '', count(*), 0 FROM credited GROUP BY kind
    UNION ALL
    SELECT 'day', credited_on::text, '', count(*), count(*) FILTER (WHERE kind = 'sme')
    FROM credited GROUP BY credited_on
    UNION ALL
    SELECT 'side', CASE WHEN home_cluster = %(cluster)s THEN 'sent' ELSE '' END,
           CASE WHEN host_cluster = %(cluster)s THEN 'received' ELSE '' END, count(*), 0
    FROM credited WHERE %(cluster)s::bigint IS NOT NULL GROUP BY 2, 3
    UNION ALL
    SELECT 'outcome', kind, CASE
               WHEN ended <> '' THEN ended
               WHEN paid_on <= %(until)s THEN 'paid'
               WHEN credited_on <= %(until)s THEN 'validated'
               WHEN upper(stay) - 1 < %(until)s THEN 'awaiting_report'
               ELSE 'open' END, count(*), 0
    FROM e GROUP BY 2, 3
    UNION ALL
    SELECT 'stay', to_char(lower(stay), 'YYYY-MM'), CASE
               WHEN upper(stay) - 1 < %(until)s THEN 'over'
               WHEN lower(stay) <= %(until)s THEN 'under_way' ELSE 'planned' END, count(*), 0
    FROM e WHERE ended = '' GROUP BY 2, 3
    UNION ALL
    SELECT 'ageing', place, CASE
               WHEN to_day - earliest <= 10 THEN 'promised' WHEN to_day - earliest <= 20 THEN 'late'
               WHEN to_day - earliest <= 30 THEN 'later' ELSE 'latest' END, count(*), 0
    FROM money GROUP BY 2, 3
    UNION ALL
    SELECT 'ordered', '', '', count(*), sum(ordered) FROM money WHERE place = 'waiting' AND ordered IS NOT NULL
"""
