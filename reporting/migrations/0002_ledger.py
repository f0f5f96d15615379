"""The ledger of figures (ADR 0029): what counts, the lines that say so, and the triggers that follow the sources."""

from django.db import migrations

DAYS = """
CREATE FUNCTION reporting_day(moment timestamptz) RETURNS date LANGUAGE sql IMMUTABLE AS $$
    SELECT (moment AT TIME ZONE 'UTC')::date
$$;
CREATE FUNCTION reporting_age(days integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN days <= 10 THEN 'promised' WHEN days <= 20 THEN 'late' WHEN days <= 30 THEN 'later' ELSE 'latest' END
$$;

-- How far a visit is, and how long its payment takes: each state is a stretch of days, told at its ends.
CREATE FUNCTION reporting_ways(
    kind text, stay daterange, begun date, credited date, ended date, reason text, paid date, waits boolean
) RETURNS TABLE (section text, key text, second text, day date, number integer) LANGUAGE sql STABLE AS $$
    SELECT told.section, told.key, told.second, edge.day, edge.sign
    FROM (SELECT greatest(upper(stay) - 1, credited) AS day, least(paid, ended) AS over,
                 CASE WHEN waits THEN credited END AS waits_from) known,
    LATERAL (VALUES
        ('outcome', kind, 'open', begun, least(upper(stay), credited, paid, ended)),
        ('outcome', kind, 'awaiting_report', upper(stay), least(credited, paid, ended)),
        ('outcome', kind, 'validated', credited, known.over),
        ('outcome', kind, 'paid', paid, ended),
        ('outcome', kind, reason, ended, NULL),
        ('stay', to_char(lower(stay), 'YYYY-MM'), 'planned', begun, least(lower(stay), ended)),
        ('stay', to_char(lower(stay), 'YYYY-MM'), 'under_way', lower(stay), least(upper(stay), ended)),
        ('stay', to_char(lower(stay), 'YYYY-MM'), 'over', upper(stay), ended),
        ('ageing', 'paid', reporting_age(paid - known.day), paid, NULL),
        ('ageing', 'waiting', 'promised', known.waits_from, least(known.day + 11, known.over)),
        ('ageing', 'waiting', 'late', known.waits_from + (known.day + 11 - credited), least(known.day + 21, known.over)),
        ('ageing', 'waiting', 'later', known.waits_from + (known.day + 21 - credited), least(known.day + 31, known.over)),
        ('ageing', 'waiting', 'latest', known.waits_from + (known.day + 31 - credited), known.over)
    ) told (section, key, second, first, last),
    LATERAL (VALUES (greatest(told.first, begun), 1), (told.last, -1)) edge (day, sign)
    WHERE told.first IS NOT NULL AND edge.day IS NOT NULL AND (told.last IS NULL OR greatest(told.first, begun) < told.last)
$$;
"""

# What counts, from which day on, and for which partnership: one line for each. `member` stands where different ones are
# counted. Nothing here is a common table expression: so the facts of one file are found by its number.
FACTS = """
CREATE VIEW reporting_ledger_facts (
    subject, subject_id, partnership_id, section, key, second, member, day, number, total) AS

-- A file that was sent, who sent it, and the people of scaling-up organisations in it.
SELECT 'file'::text, a.id, a.partnership_id, line.section, line.key, ''::text, line.member,
       reporting_day(a.submitted_at), 1, 0::numeric
FROM exchanges_application a CROSS JOIN LATERAL (VALUES
    ('applications'::text, ''::text, NULL::bigint), ('registered', a.organisation_kind, a.organisation_id)
) line (section, key, member)
WHERE a.reference IS NOT NULL AND a.submitted_at IS NOT NULL AND a.partnership_id IS NOT NULL
UNION ALL
SELECT 'file', a.id, a.partnership_id, 'registered_staff', '', '',
       ('x' || left(md5(t.email), 16))::bit(64)::bigint, reporting_day(a.submitted_at), 1, 0
FROM exchanges_application a JOIN exchanges_traveller t ON t.application_id = a.id
WHERE a.reference IS NOT NULL AND a.submitted_at IS NOT NULL AND a.partnership_id IS NOT NULL
  AND a.organisation_kind IN (
      'tech_centre', 'research', 'innovation_hub', 'fab_lab', 'creative_hub', 'resource_efficiency', 'incubator')

-- A match registers its host.
UNION ALL
SELECT 'file', e.application_id, e.partnership_id, 'registered', e.host_kind, '', e.host_id,
       reporting_day(e.created_at), 1, 0
FROM exchanges_exchange e

-- A credited visit.
UNION ALL
SELECT 'file', e.application_id, e.partnership_id, line.section, line.key, line.second, line.member, e.credited_on, 1,
       line.total
FROM exchanges_exchange e
JOIN clusters_organisation v ON v.id = e.visitor_id JOIN clusters_organisation h ON h.id = e.host_id
CROSS JOIN LATERAL (VALUES
    ('day'::text, ''::text, ''::text, NULL::bigint, (e.visitor_kind = 'sme')::int::numeric),
    ('kind', e.visitor_kind, '', NULL, 0),
    ('flow', e.visitor_country_id, e.host_country_id, NULL, 0),
    ('area', 'visitor', concat_ws(':', e.visitor_country_id, v.area_id), NULL, 0),
    ('area', 'host', concat_ws(':', e.host_country_id, h.area_id), NULL, 0),
    ('participating', e.visitor_kind, '', e.visitor_id, 0),
    ('participating', e.host_kind, '', e.host_id, 0)
) line (section, key, second, member, total)
WHERE e.credited_on IS NOT NULL
UNION ALL
SELECT 'file', e.application_id, e.partnership_id, 'travellers', e.visitor_kind, '', NULL, e.credited_on, 1, 0
FROM exchanges_exchange e JOIN exchanges_traveller t ON t.application_id = e.application_id
WHERE e.credited_on IS NOT NULL
UNION ALL
SELECT 'file', e.application_id, e.partnership_id, 'follow_up', f.kind, '', NULL, e.credited_on, 1, 0
FROM exchanges_exchange e JOIN exchanges_followup f ON f.exchange_id = e.id
WHERE e.credited_on IS NOT NULL AND f.status IN ('under_way', 'done') AND f.told_elsewhere = ''
UNION ALL
SELECT 'file', e.application_id, e.partnership_id, 'agreed', f.counterpart, '', NULL, e.credited_on, 1, 0
FROM exchanges_exchange e JOIN exchanges_followup f ON f.exchange_id = e.id
WHERE e.credited_on IS NOT NULL AND f.status IN ('under_way', 'done') AND f.told_elsewhere = ''
  AND f.kind <> 'other'

-- The questionnaire right after the stay: a question on its day, an answer from its own day on.
UNION ALL
SELECT 'file', e.application_id, e.partnership_id, line.section, q.respondent, line.second, NULL, line.day, line.number,
       line.total
FROM exchanges_exchange e JOIN exchanges_questionnaire q ON q.exchange_id = e.id AND q.wave = 0
CROSS JOIN LATERAL (SELECT reporting_day(q.invited_at) AS invited, reporting_day(greatest(q.answered_at, q.invited_at)) AS came,
                           q.state = 'answered' AND q.answered_at IS NOT NULL AS answered) told
CROSS JOIN LATERAL (VALUES
    ('invited'::text, ''::text, told.invited, 1, 0::numeric),
    ('answered', '', CASE WHEN told.answered THEN told.came END, 1, 0),
    ('scored', '', CASE WHEN told.answered AND q.score IS NOT NULL THEN told.came END, 1, q.score),
    ('score', round(q.score)::int::text, CASE WHEN told.answered AND q.score IS NOT NULL THEN told.came END, 1, 0),
    ('recommend', '', CASE WHEN told.answered AND q.recommend IS NOT NULL THEN told.came END, 1,
        CASE WHEN q.recommend >= 9 THEN 1 WHEN q.recommend <= 6 THEN -1 ELSE 0 END)
) line (section, second, day, number, total)
WHERE line.day IS NOT NULL

-- A lump sum is granted with the last signature, is the actual one from the validation on, and goes back when the visit
-- ends without payment: so it changes on three days at most, each time by what it is then less what it was.
UNION ALL
SELECT 'file', e.application_id, e.partnership_id, 'granted', '', '', NULL, change.day, change.number, change.total
FROM exchanges_exchange e
LEFT JOIN exchanges_quote planned ON planned.id = e.planned_quote_id
LEFT JOIN exchanges_quote actual ON actual.id = e.actual_quote_id
LEFT JOIN exchanges_documentversion d
    ON d.exchange_id = e.id AND d.kind = 'agreement' AND d.superseded_at IS NULL AND d.completed_at IS NOT NULL
CROSS JOIN LATERAL (
    SELECT CASE WHEN e.state IN ('cancelled', 'discontinued', 'not_eligible') THEN reporting_day(e.state_since) END AS ended,
           reporting_day(d.completed_at) AS agreed
) known
CROSS JOIN LATERAL (
    SELECT value.day, sum(value.sign * coalesce((value.amount > 0)::int, 0))::int AS number,
           sum(value.sign * coalesce(value.amount, 0)) AS total
    FROM (
        SELECT DISTINCT days.day, side.sign, CASE
            WHEN known.ended <= days.day + side.shift THEN NULL
            WHEN e.credited_on <= days.day + side.shift THEN actual.amount
            WHEN known.agreed <= days.day + side.shift THEN planned.amount
        END AS amount
        FROM (VALUES (e.credited_on), (known.agreed), (known.ended)) days (day), (VALUES (0, 1), (-1, -1)) side (shift, sign)
        WHERE days.day IS NOT NULL
    ) value GROUP BY value.day
) change
WHERE change.number <> 0 OR change.total <> 0
UNION ALL
SELECT 'file', e.application_id, e.partnership_id, line.section, '', line.second, NULL, p.paid_on, 1, line.total
FROM exchanges_exchange e JOIN exchanges_payment p ON p.exchange_id = e.id
CROSS JOIN LATERAL (SELECT p.paid_on - greatest(upper(e.stay) - 1, e.credited_on) AS days) took
CROSS JOIN LATERAL (VALUES
    ('paid'::text, ''::text, p.amount), ('days', '', took.days), ('waited', least(greatest(took.days, 0), 999)::text, 0),
    (CASE WHEN p.paid_on > p.due_on THEN 'late' END, '', 0)
) line (section, second, total)
WHERE p.paid_on IS NOT NULL AND line.section IS NOT NULL

-- How far a file has come, each step with the days since the one before; and where it ended without payment. A step that
-- somebody skipped was taken no later than the next.
UNION ALL
SELECT 'file', a.id, a.partnership_id, line.section, line.key, line.second, NULL, line.day, 1, 0
FROM exchanges_application a
LEFT JOIN exchanges_exchange e ON e.id = a.current_exchange_id AND e.state <> 'cancelled'
LEFT JOIN exchanges_documentversion d ON d.exchange_id = e.id AND d.superseded_at IS NULL AND d.completed_at IS NOT NULL
    AND d.kind = CASE WHEN e.mode = 'virtual' THEN 'commitment' ELSE 'agreement' END
LEFT JOIN exchanges_payment p ON p.exchange_id = e.id AND p.refused_at IS NULL AND p.paid_on IS NOT NULL
CROSS JOIN LATERAL (SELECT p.paid_on AS day) paid
CROSS JOIN LATERAL (SELECT least(e.credited_on, paid.day) AS day) validated
CROSS JOIN LATERAL (SELECT least(CASE WHEN e.state NOT IN (
    'building', 'commitment_signing', 'agreement_signing', 'ready_to_start', 'ongoing', 'discontinued')
    THEN upper(e.stay) - 1 END, validated.day) AS day) stayed
CROSS JOIN LATERAL (SELECT least(reporting_day(d.completed_at), stayed.day) AS day) signed
CROSS JOIN LATERAL (SELECT least(reporting_day(e.created_at), signed.day) AS day) matched
CROSS JOIN LATERAL (SELECT least(CASE WHEN a.state <> 'rejected' THEN reporting_day(a.decided_at) END, matched.day) AS day) accepted
CROSS JOIN LATERAL (SELECT least(reporting_day(a.submitted_at), accepted.day) AS day) registered
CROSS JOIN LATERAL (SELECT
    CASE WHEN e.state IN ('discontinued', 'not_eligible') OR e.state = 'closed' AND paid.day IS NULL THEN e.state
         WHEN a.state IN ('rejected', 'withdrawn', 'expired') THEN a.state END AS reason,
    CASE WHEN e.state IN ('discontinued', 'not_eligible', 'closed') THEN e.state_since ELSE a.state_since END AS moment,
    CASE WHEN validated.day IS NOT NULL THEN 'validated' WHEN stayed.day IS NOT NULL THEN 'stayed'
         WHEN signed.day IS NOT NULL THEN 'signed' WHEN matched.day IS NOT NULL THEN 'matched'
         WHEN accepted.day IS NOT NULL THEN 'accepted' ELSE 'registered' END AS after,
    coalesce(validated.day, stayed.day, signed.day, matched.day, accepted.day, registered.day) AS last
) dropped
CROSS JOIN LATERAL (VALUES
    ('step'::text, 'registered'::text, registered.day, NULL::date), ('step', 'accepted', accepted.day, registered.day),
    ('step', 'matched', matched.day, accepted.day), ('step', 'signed', signed.day, matched.day),
    ('step', 'stayed', stayed.day, signed.day), ('step', 'validated', validated.day, stayed.day),
    ('step', 'paid', paid.day, validated.day),
    ('dropped', dropped.after, CASE WHEN dropped.reason IS NOT NULL THEN greatest(reporting_day(dropped.moment), dropped.last) END, NULL)
) step (section, key, day, before)
CROSS JOIN LATERAL (SELECT step.section, step.key, step.day,
    CASE WHEN step.section = 'dropped' THEN dropped.reason
         WHEN step.before IS NULL THEN '' ELSE least(step.day - step.before, 9999)::text END AS second
) line
WHERE a.reference IS NOT NULL AND a.submitted_at IS NOT NULL AND a.partnership_id IS NOT NULL AND line.day IS NOT NULL

-- A visit that a partnership brought along counts by the same rules.
UNION ALL
SELECT 'past', o.id, o.partnership_id, line.section, line.key, line.second, line.member, o.credited_on, line.number,
       line.total
FROM exchanges_pastexchange o
JOIN clusters_organisation v ON v.id = o.visitor_id JOIN clusters_organisation h ON h.id = o.host_id
CROSS JOIN LATERAL (VALUES
    ('day'::text, ''::text, ''::text, NULL::bigint, 1, (o.visitor_kind = 'sme')::int::numeric),
    ('kind', o.visitor_kind, '', NULL, 1, 0),
    ('flow', o.visitor_country_id, o.host_country_id, NULL, 1, 0),
    ('area', 'visitor', concat_ws(':', o.visitor_country_id, v.area_id), NULL, 1, 0),
    ('area', 'host', concat_ws(':', o.host_country_id, h.area_id), NULL, 1, 0),
    ('participating', o.visitor_kind, '', o.visitor_id, 1, 0),
    ('participating', o.host_kind, '', o.host_id, 1, 0),
    ('registered', o.visitor_kind, '', o.visitor_id, 1, 0),
    ('registered', o.host_kind, '', o.host_id, 1, 0),
    ('travellers', o.visitor_kind, '', NULL, o.travellers, 0),
    ('brought_staff', o.visitor_kind, '', NULL, o.travellers, 0),
    ('granted', '', '', NULL, (o.amount > 0)::int, o.amount)
) line (section, key, second, member, number, total)
WHERE line.number IS NOT NULL
UNION ALL
SELECT 'past', o.id, o.partnership_id, line.section, '', line.second, NULL, o.paid_on, 1, line.total
FROM exchanges_pastexchange o
CROSS JOIN LATERAL (SELECT o.paid_on - greatest(upper(o.stay) - 1, o.credited_on) AS days) took
CROSS JOIN LATERAL (VALUES
    ('paid'::text, ''::text, o.amount), ('days', '', took.days), ('waited', least(greatest(took.days, 0), 999)::text, 0)
) line (section, second, total)
WHERE o.paid_on IS NOT NULL

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
  AND (ordered.last IS NULL OR ordered.first < ordered.last);
"""

LEDGER = """
-- Compare what one file adds with what it added, and note the difference. Whoever comes second waits for the entry, and
-- then sees both changes. Planned once: otherwise the view is planned anew for the first five files of each connection,
-- which takes ten times as long as reading it.
CREATE FUNCTION reporting_ledger_refresh(of_subject text, of_id bigint) RETURNS void LANGUAGE plpgsql
    SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    old_lines jsonb;
    new_lines jsonb;
BEGIN
    SELECT e.lines INTO old_lines FROM reporting_ledgerentry e
        WHERE e.subject = of_subject AND e.subject_id = of_id FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        IF NOT EXISTS (SELECT FROM reporting_ledger_facts f WHERE f.subject = of_subject AND f.subject_id = of_id) THEN
            RETURN;
        END IF;
        INSERT INTO reporting_ledgerentry (subject, subject_id, lines) VALUES (of_subject, of_id, '[]')
            ON CONFLICT DO NOTHING;
        SELECT e.lines INTO old_lines FROM reporting_ledgerentry e
            WHERE e.subject = of_subject AND e.subject_id = of_id FOR NO KEY UPDATE;
    END IF;
    SELECT coalesce(jsonb_agg(line ORDER BY line), '[]') INTO new_lines FROM (
        SELECT jsonb_build_array(f.partnership_id, f.section, f.key, f.second, f.member, f.day, f.number, f.total) AS line
        FROM reporting_ledger_facts f WHERE f.subject = of_subject AND f.subject_id = of_id
    ) facts;
    IF new_lines = old_lines THEN
        RETURN;
    END IF;
    INSERT INTO reporting_ledgerline (partnership_id, section, key, second, member, day, number, total)
    SELECT (l ->> 0)::bigint, l ->> 1, l ->> 2, l ->> 3, (l ->> 4)::bigint, (l ->> 5)::date,
           sum(sign * (l ->> 6)::int), sum(sign * (l ->> 7)::numeric)
    FROM (
        SELECT 1 AS sign, jsonb_array_elements(new_lines) AS l UNION ALL SELECT -1, jsonb_array_elements(old_lines)
    ) changes
    GROUP BY 1, 2, 3, 4, 5, 6
    HAVING sum(sign * (l ->> 6)::int) <> 0 OR sum(sign * (l ->> 7)::numeric) <> 0;
    IF new_lines = '[]' THEN
        DELETE FROM reporting_ledgerentry e WHERE e.subject = of_subject AND e.subject_id = of_id;
    ELSE
        UPDATE reporting_ledgerentry e SET lines = new_lines WHERE e.subject = of_subject AND e.subject_id = of_id;
    END IF;
END $$;

-- Add the oldest lines to the sums and take them away; how many they were. One at a time; nobody waits for it.
CREATE FUNCTION reporting_ledger_fold(most integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    folded integer;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('reporting_ledger_fold')) THEN
        RETURN 0;
    END IF;
    WITH taken AS (
        DELETE FROM reporting_ledgerline WHERE id IN (SELECT id FROM reporting_ledgerline ORDER BY id LIMIT most) RETURNING *
    ), moved AS (
        SELECT partnership_id, section, key, member, day, sum(number)::int AS number
        FROM taken WHERE member IS NOT NULL GROUP BY 1, 2, 3, 4, 5 HAVING sum(number) <> 0
    ), days AS (
        SELECT partnership_id, section, key, member, day, sum(old) AS old, sum(old + new) AS now
        FROM (
            SELECT m.partnership_id, m.section, m.key, m.member, m.day, m.number AS old, 0 AS new
            FROM reporting_ledgermember m
            JOIN (SELECT DISTINCT partnership_id, section, key, member FROM moved) touched
                USING (partnership_id, section, key, member)
            UNION ALL SELECT partnership_id, section, key, member, day, 0, number FROM moved
        ) both_sides GROUP BY 1, 2, 3, 4, 5
    ), firsts AS (
        SELECT partnership_id, section, key, min(day) FILTER (WHERE old > 0) AS before,
               min(day) FILTER (WHERE now > 0) AS after
        FROM days GROUP BY partnership_id, section, key, member
    ), changes AS (
        SELECT partnership_id, section, key, second, day, number, total FROM taken WHERE member IS NULL
        UNION ALL SELECT partnership_id, section, key, '', before, -1, 0 FROM firsts
            WHERE before IS NOT NULL AND before IS DISTINCT FROM after
        UNION ALL SELECT partnership_id, section, key, '', after, 1, 0 FROM firsts
            WHERE after IS NOT NULL AND before IS DISTINCT FROM after
    ), members AS (
        INSERT INTO reporting_ledgermember AS m (partnership_id, section, key, member, day, number)
        SELECT partnership_id, section, key, member, day, number FROM moved
        ON CONFLICT (partnership_id, section, key, member, day) DO UPDATE SET number = m.number + excluded.number
    ), cells AS (
        INSERT INTO reporting_ledgercell AS c (partnership_id, span, section, key, second, day, number, total)
        SELECT partnership_id, span.name, section, key, second, span.day, sum(number), sum(total)
        FROM changes, reporting_ledger_spans(changes.day) span
        GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(number) <> 0 OR sum(total) <> 0
        ON CONFLICT (partnership_id, span, section, day, key, second)
            DO UPDATE SET number = c.number + excluded.number, total = c.total + excluded.total
    )
    SELECT count(*) INTO folded FROM taken;
    DELETE FROM reporting_ledgermember WHERE number = 0;
    DELETE FROM reporting_ledgercell WHERE number = 0 AND total = 0;
    RETURN folded;
END $$;

CREATE FUNCTION reporting_ledger_spans(of_day date) RETURNS TABLE (name text, day date) LANGUAGE sql IMMUTABLE AS $$
    SELECT * FROM (VALUES ('t', DATE '2000-01-01'), ('m', date_trunc('month', of_day)::date), ('d', of_day)) span (name, day)
$$;

-- All anew from what happened. Writers wait for it.
CREATE FUNCTION reporting_ledger_rebuild() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('reporting_ledger_fold'));
    LOCK TABLE reporting_ledgerentry IN SHARE ROW EXCLUSIVE MODE;
    DELETE FROM reporting_ledgerentry;
    DELETE FROM reporting_ledgerline;
    DELETE FROM reporting_ledgermember;
    DELETE FROM reporting_ledgercell;
    CREATE TEMPORARY TABLE ledger_facts ON COMMIT DROP AS SELECT * FROM reporting_ledger_facts;
    INSERT INTO reporting_ledgerentry (subject, subject_id, lines)
    SELECT subject, subject_id, jsonb_agg(line ORDER BY line) FROM (
        SELECT subject, subject_id, jsonb_build_array(partnership_id, section, key, second, member, day, number, total) AS line
        FROM ledger_facts
    ) facts GROUP BY subject, subject_id;
    INSERT INTO reporting_ledgermember (partnership_id, section, key, member, day, number)
    SELECT partnership_id, section, key, member, day, sum(number) FROM ledger_facts
    WHERE member IS NOT NULL GROUP BY 1, 2, 3, 4, 5;
    INSERT INTO reporting_ledgercell (partnership_id, span, section, key, second, day, number, total)
    SELECT partnership_id, span.name, section, key, second, span.day, sum(number), sum(total)
    FROM (
        SELECT partnership_id, section, key, second, day, sum(number) AS number, sum(total) AS total FROM ledger_facts
        WHERE member IS NULL GROUP BY 1, 2, 3, 4, 5
        UNION ALL
        SELECT partnership_id, section, key, '', day, count(*), 0 FROM (
            SELECT partnership_id, section, key, min(day) AS day FROM reporting_ledgermember
            GROUP BY partnership_id, section, key, member
        ) firsts GROUP BY 1, 2, 3, 5
    ) days, reporting_ledger_spans(days.day) span
    GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(number) <> 0 OR sum(total) <> 0;
    DROP TABLE ledger_facts;
END $$;
"""

TRIGGERS = """
-- Arguments: the subject, and the column that names it.
CREATE FUNCTION reporting_ledger_follow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    old_id bigint;
    new_id bigint;
BEGIN
    IF TG_OP <> 'INSERT' THEN old_id := (to_jsonb(OLD) ->> TG_ARGV[1])::bigint; END IF;
    IF TG_OP <> 'DELETE' THEN new_id := (to_jsonb(NEW) ->> TG_ARGV[1])::bigint; END IF;
    IF TG_ARGV[2] = 'exchange' THEN
        SELECT e.application_id INTO old_id FROM exchanges_exchange e WHERE e.id = old_id;
        SELECT e.application_id INTO new_id FROM exchanges_exchange e WHERE e.id = new_id;
    END IF;
    IF old_id IS NOT NULL THEN PERFORM reporting_ledger_refresh(TG_ARGV[0], old_id); END IF;
    IF new_id IS NOT NULL AND new_id IS DISTINCT FROM old_id THEN
        PERFORM reporting_ledger_refresh(TG_ARGV[0], new_id);
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION reporting_ledger_follow_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM reporting_ledger_refresh('file', e.application_id) FROM exchanges_exchange e
        WHERE NEW.id IN (e.visitor_id, e.host_id) AND e.credited_on IS NOT NULL ORDER BY e.application_id;
    PERFORM reporting_ledger_refresh('past', o.id) FROM exchanges_pastexchange o
        WHERE NEW.id IN (o.visitor_id, o.host_id) ORDER BY o.id;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_follows AFTER UPDATE OF area_id ON clusters_organisation
    FOR EACH ROW WHEN (OLD.area_id IS DISTINCT FROM NEW.area_id) EXECUTE FUNCTION reporting_ledger_follow_place();
"""

# Of each source: what names the file, what of the row is told of, and which rows tell something at all.
SOURCES = {
    "exchanges_application": (
        "'file', 'id'",
        "reference submitted_at partnership_id organisation_id organisation_kind state state_since decided_at "
        "current_exchange_id",
        "{row}.reference IS NOT NULL",
    ),
    "exchanges_exchange": (
        "'file', 'application_id'",
        "application_id partnership_id visitor_id visitor_kind visitor_country_id host_id host_kind host_country_id "
        "mode stay planned_quote_id actual_quote_id credited_on state state_since created_at visitor_cluster_id",
        "",
    ),
    "exchanges_traveller": ("'file', 'application_id'", "application_id email", ""),
    "exchanges_followup": (
        "'file', 'exchange_id', 'exchange'",
        "exchange_id kind status counterpart told_elsewhere",
        "",
    ),
    "exchanges_questionnaire": (
        "'file', 'exchange_id', 'exchange'",
        "exchange_id respondent wave state invited_at answered_at score recommend",
        "{row}.wave = 0",
    ),
    "exchanges_payment": (
        "'file', 'exchange_id', 'exchange'",
        "exchange_id amount paid_on due_on refused_at ordered_at",
        "",
    ),
    "exchanges_documentversion": (
        "'file', 'exchange_id', 'exchange'",
        "exchange_id kind superseded_at completed_at",
        "{row}.completed_at IS NOT NULL",
    ),
    "exchanges_pastexchange": (
        "'past', 'id'",
        "partnership_id visitor_id visitor_kind visitor_country_id host_id host_kind host_country_id stay travellers "
        "amount paid_on credited_on home_cluster_id home_cluster_name",
        "",
    ),
}


def _triggers() -> str:
    made = []
    for table, (arguments, columns, told) in SOURCES.items():
        old, new = (", ".join(f"{row}.{name}" for name in columns.split()) for row in ("OLD", "NEW"))
        either = f" AND ({told.format(row='OLD')} OR {told.format(row='NEW')})" if told else ""
        for operation, when in (
            ("INSERT", told.format(row="NEW")),
            (f"UPDATE OF {', '.join(columns.split())}", f"({old}) IS DISTINCT FROM ({new}){either}"),
            ("DELETE", told.format(row="OLD")),
        ):
            name = f"ledger_{operation.split()[0].lower()}"
            condition = f" WHEN ({when})" if when else ""
            made.append(
                f"CREATE TRIGGER {name} AFTER {operation} ON {table} FOR EACH ROW{condition} "
                f"EXECUTE FUNCTION reporting_ledger_follow({arguments});"
            )
    return "\n".join(made)


BACK = """
DROP FUNCTION reporting_ledger_follow, reporting_ledger_follow_place CASCADE;
DROP FUNCTION reporting_ledger_rebuild, reporting_ledger_fold, reporting_ledger_spans, reporting_ledger_refresh;
DROP VIEW reporting_ledger_facts;
DROP FUNCTION reporting_ways, reporting_age, reporting_day;
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_tables"), ("exchanges", "0002_directory_and_turn")]
    replaces = [
        ("reporting", "0001_initial"),
        ("reporting", "0002_networks_and_news"),
        ("reporting", "0003_network_linked_on"),
        ("reporting", "0004_ledger_of_figures"),
        ("reporting", "0005_ledger_follows_its_sources"),
        ("reporting", "0006_knowledge"),
        ("reporting", "0007_practices_out_of_news"),
        ("reporting", "0008_reporting_periods"),
        ("reporting", "0009_scheduled_exports"),
        ("reporting", "0010_activities_in_full"),
        ("reporting", "0011_ledger_knows_counterparts"),
        ("reporting", "0012_issues_and_editions"),
        ("reporting", "0013_move_editions"),
        ("reporting", "0014_deliverables_are_issues"),
        ("reporting", "0015_issues_of_periods"),
        ("reporting", "0016_boards_count_their_changes"),
        ("reporting", "0017_ledger_knows_ways"),
        ("reporting", "0018_recipients_can_be_taken_off"),
        ("reporting", "0019_ways_as_stretches"),
    ]
    operations = [migrations.RunSQL([DAYS, FACTS, LEDGER, TRIGGERS, _triggers()], BACK)]
