"""Counting statements over the rows themselves. Rows: section, key, second key, number, sum.

Visits that a partnership brought along from before the portal (`PastExchange`) count by the same rules.
"""

# Visits credited in the period, from one scan of each table.
CREDITED = """
    WITH e AS (
        SELECT visitor_kind, visitor_country_id, host_country_id FROM exchanges_exchange
        WHERE partnership_id = %(partnership)s AND credited_on BETWEEN %(since)s AND %(until)s
        UNION ALL
        SELECT visitor_kind, visitor_country_id, host_country_id FROM exchanges_pastexchange
        WHERE partnership_id = %(partnership)s AND credited_on BETWEEN %(since)s AND %(until)s
    )
    SELECT CASE GROUPING(e.visitor_kind, e.visitor_country_id, e.host_country_id)
               WHEN 7 THEN 'all' WHEN 3 THEN 'kind' WHEN 5 THEN 'home' WHEN 6 THEN 'host' ELSE 'flow' END,
           coalesce(e.visitor_kind, e.visitor_country_id, e.host_country_id, ''),
           CASE WHEN GROUPING(e.visitor_country_id, e.host_country_id) = 0 THEN e.host_country_id ELSE '' END,
           count(*),
           CASE WHEN GROUPING(e.visitor_kind, e.visitor_country_id, e.host_country_id) = 7
                THEN count(*) FILTER (WHERE e.visitor_kind = 'sme') ELSE 0 END
    FROM e
    GROUP BY GROUPING SETS (
        (), (e.visitor_kind), (e.visitor_country_id), (e.host_country_id), (e.visitor_country_id, e.host_country_id)
    )
"""

# Organisations and people: who took part in credited visits, and who registered.
INVOLVED = """
    WITH credited AS MATERIALIZED (
        SELECT application_id, visitor_id, visitor_kind, host_id, host_kind FROM exchanges_exchange
        WHERE partnership_id = %(partnership)s AND credited_on BETWEEN %(since)s AND %(until)s
    ), past AS MATERIALIZED (
        SELECT visitor_id, visitor_kind, host_id, host_kind, travellers FROM exchanges_pastexchange
        WHERE partnership_id = %(partnership)s AND credited_on BETWEEN %(since)s AND %(until)s
    ), sent AS MATERIALIZED (
        SELECT id, organisation_id, organisation_kind FROM exchanges_application
        WHERE partnership_id = %(partnership)s AND reference IS NOT NULL
          AND submitted_at >= %(from_moment)s AND submitted_at < %(to_moment)s
    ), matched AS (
        SELECT DISTINCT host_kind, host_id FROM exchanges_exchange
        WHERE partnership_id = %(partnership)s AND created_at >= %(from_moment)s AND created_at < %(to_moment)s
    )
    SELECT 'participating', kind, '', count(*), 0
    FROM (
        SELECT visitor_kind AS kind, visitor_id AS organisation FROM credited
        UNION SELECT host_kind, host_id FROM credited
        UNION SELECT visitor_kind, visitor_id FROM past UNION SELECT host_kind, host_id FROM past
    ) took_part GROUP BY kind
    UNION ALL
    SELECT 'travellers', visitor_kind, '', sum(number)::bigint, 0
    FROM (
        SELECT c.visitor_kind, count(*) AS number
        FROM credited c JOIN exchanges_traveller t ON t.application_id = c.application_id GROUP BY c.visitor_kind
        UNION ALL SELECT visitor_kind, sum(travellers) FROM past GROUP BY visitor_kind
    ) went GROUP BY visitor_kind
    UNION ALL
    SELECT 'registered', kind, '', count(*), 0
    FROM (
        SELECT organisation_kind AS kind, organisation_id AS organisation FROM sent
        UNION SELECT host_kind, host_id FROM matched
        UNION SELECT visitor_kind, visitor_id FROM past UNION SELECT host_kind, host_id FROM past
    ) registered GROUP BY kind
    UNION ALL
    SELECT 'registered_staff', '', '', (
        SELECT count(DISTINCT t.email)
        FROM sent s JOIN exchanges_traveller t ON t.application_id = s.id
        WHERE s.organisation_kind = ANY(%(scaling_up)s)
    ) + (SELECT coalesce(sum(travellers), 0)::bigint FROM past WHERE visitor_kind = ANY(%(scaling_up)s)), 0
    UNION ALL
    SELECT 'applications', '', '', count(*), 0 FROM sent
"""

# What visits brought, and how people found them (the questionnaire right after the stay); of all, or of one cluster's.
TOLD = """
    WITH asked AS (
        SELECT q.respondent, q.invited_at, q.answered_at, q.score, q.recommend, q.state
        FROM exchanges_questionnaire q JOIN exchanges_exchange e ON e.id = q.exchange_id
        WHERE e.partnership_id = %(partnership)s AND q.wave = 0
          AND (%(cluster)s::bigint IS NULL OR e.visitor_cluster_id = %(cluster)s OR e.host_cluster_id = %(cluster)s)
          AND q.invited_at >= %(from_moment)s AND q.invited_at < %(to_moment)s
    ), answered AS (
        SELECT * FROM asked WHERE state = 'answered' AND answered_at < %(to_moment)s
    )
    SELECT 'follow_up', f.kind, '', count(*), 0
    FROM exchanges_followup f JOIN exchanges_exchange e ON e.id = f.exchange_id
    WHERE e.partnership_id = %(partnership)s AND e.credited_on BETWEEN %(since)s AND %(until)s
      AND (%(cluster)s::bigint IS NULL OR e.visitor_cluster_id = %(cluster)s OR e.host_cluster_id = %(cluster)s)
      AND f.status = ANY(%(came_about)s) AND f.told_elsewhere = ''
    GROUP BY f.kind
    UNION ALL
    SELECT 'agreed', f.counterpart, '', count(*), 0
    FROM exchanges_followup f JOIN exchanges_exchange e ON e.id = f.exchange_id
    WHERE e.partnership_id = %(partnership)s AND e.credited_on BETWEEN %(since)s AND %(until)s
      AND (%(cluster)s::bigint IS NULL OR e.visitor_cluster_id = %(cluster)s OR e.host_cluster_id = %(cluster)s)
      AND f.status = ANY(%(came_about)s) AND f.told_elsewhere = '' AND f.kind <> 'other'
    GROUP BY f.counterpart
    UNION ALL
    SELECT 'invited', coalesce(respondent, ''), '', count(*), 0 FROM asked GROUP BY GROUPING SETS ((), (respondent))
    UNION ALL
    SELECT 'answered', coalesce(respondent, ''), '', count(*), 0 FROM answered GROUP BY GROUPING SETS ((), (respondent))
    UNION ALL
    SELECT 'scored', coalesce(respondent, ''), '', count(score), sum(score) FROM answered
    GROUP BY GROUPING SETS ((), (respondent))
    UNION ALL
    SELECT 'recommend', coalesce(respondent, ''), '', count(recommend),
           sum(CASE WHEN recommend >= 9 THEN 1 WHEN recommend <= 6 THEN -1 ELSE 0 END) FROM answered
    GROUP BY GROUPING SETS ((), (respondent))
    UNION ALL
    SELECT 'score', coalesce(respondent, ''), round(score)::int::text, count(*), 0 FROM answered WHERE score IS NOT NULL
    GROUP BY GROUPING SETS ((round(score)::int), (respondent, round(score)::int))
"""

# The targets on a day: of each the newest version that held by then. The first one holds from the start, and so does a
# target that came with its partnership. A version without a value takes the target away.
TARGETS = """
    SELECT * FROM (
        SELECT DISTINCT ON (partnership_id, code) partnership_id, code, value FROM (
            SELECT partnership_id, code, number, value FROM reporting_targetversion
            WHERE valid_from <= %(until)s OR number = 1
            UNION ALL
            SELECT partnership_id, code, 0, value FROM clusters_target t WHERE NOT EXISTS (
                SELECT FROM reporting_targetversion v WHERE v.partnership_id = t.partnership_id AND v.code = t.code)
        ) versions ORDER BY partnership_id, code, number DESC
    ) newest WHERE value IS NOT NULL
"""

# Reviewed activities, those that wait for review, and the promised targets.
RECORDED = f"""
    SELECT 'activity', kind, '', count(*), sum(count)
    FROM reporting_activity
    WHERE partnership_id = %(partnership)s AND state = 'counted' AND held_on BETWEEN %(since)s AND %(until)s
    GROUP BY kind
    UNION ALL
    SELECT 'agreed', counterpart, '', count(*), sum(count)
    FROM reporting_activity
    WHERE partnership_id = %(partnership)s AND state = 'counted' AND held_on BETWEEN %(since)s AND %(until)s
      AND kind IN ('joint_project', 'cooperation', 'business', 'memorandum', 'partnership')
    GROUP BY counterpart
    UNION ALL
    SELECT 'to_review', '', '', count(*), 0 FROM reporting_activity
    WHERE partnership_id = %(partnership)s AND state = 'recorded'
    UNION ALL
    SELECT 'target', code, '', 1, value FROM ({TARGETS}) targets WHERE partnership_id = %(partnership)s
"""  # noqa: S608  built from fixed texts, values are bound

# Lump sums: granted with the last signature under the Financial Agreement (the actual sum once the report is
# validated), paid by the date of the bank, all from the beginning. A visit that ended without payment gives its money
# back.
MONEY = """
    WITH granted AS (
        SELECT CASE WHEN e.credited_on <= %(until)s THEN actual.amount ELSE planned.amount END AS amount
        FROM exchanges_exchange e
        LEFT JOIN exchanges_quote planned ON planned.id = e.planned_quote_id
        LEFT JOIN exchanges_quote actual ON actual.id = e.actual_quote_id
        WHERE e.partnership_id = %(partnership)s
          AND (
              e.credited_on <= %(until)s
              OR (e.credited_on IS NULL OR e.credited_on > %(until)s) AND EXISTS (
                  SELECT 1 FROM exchanges_documentversion d
                  WHERE d.exchange_id = e.id AND d.kind = 'agreement' AND d.superseded_at IS NULL
                    AND d.completed_at < %(to_moment)s
              )
          )
          AND NOT (
              e.state IN ('cancelled', 'discontinued', 'not_eligible')
              AND e.state_since < %(to_moment)s
          )
        UNION ALL
        SELECT amount FROM exchanges_pastexchange
        WHERE partnership_id = %(partnership)s AND credited_on <= %(until)s AND amount IS NOT NULL
    ), paid AS (
        SELECT p.amount, p.paid_on, p.due_on,
               greatest(upper(e.stay) - 1, e.credited_on) AS earliest
        FROM exchanges_payment p JOIN exchanges_exchange e ON e.id = p.exchange_id
        WHERE e.partnership_id = %(partnership)s AND p.paid_on <= %(until)s
        UNION ALL
        -- Nobody tells until when these had to be paid, so none of them is late.
        SELECT amount, paid_on, paid_on, greatest(upper(stay) - 1, credited_on) FROM exchanges_pastexchange
        WHERE partnership_id = %(partnership)s AND paid_on <= %(until)s
    )
    SELECT 'granted', '', '', count(*) FILTER (WHERE amount > 0), sum(amount) FROM granted
    UNION ALL SELECT 'paid', '', '', count(*), sum(amount) FROM paid
    UNION ALL SELECT 'late', '', '', count(*), 0 FROM paid WHERE paid_on > due_on
    UNION ALL SELECT 'days', '', '', count(*), sum(paid_on - earliest) FROM paid
"""
