"""Visits and money of a partnership are counted as they change; ADR 41."""

import django.db.models.deletion
from django.db import migrations, models

# A sum counts as it was planned until the actual one is known; sums never change themselves.
TALLY = """
CREATE FUNCTION exchanges_tally(partnership bigint, country text, kind text, amount numeric, sign integer)
RETURNS void LANGUAGE sql AS $$
    INSERT INTO exchanges_visittally (partnership_id, host_country_id, visits, smes, granted, added_up)
    VALUES (partnership, country, sign, CASE WHEN kind = 'sme' THEN sign ELSE 0 END, sign * coalesce(amount, 0), false)
$$;

CREATE FUNCTION exchanges_counts(state text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT state NOT IN ('cancelled', 'not_eligible', 'discontinued')
$$;

CREATE FUNCTION exchanges_tally_visit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND exchanges_counts(OLD.state) THEN
        PERFORM exchanges_tally(OLD.partnership_id, OLD.host_country_id, OLD.visitor_kind,
            (SELECT amount FROM exchanges_quote WHERE id = coalesce(OLD.actual_quote_id, OLD.planned_quote_id)), -1);
    END IF;
    IF TG_OP <> 'DELETE' AND exchanges_counts(NEW.state) THEN
        PERFORM exchanges_tally(NEW.partnership_id, NEW.host_country_id, NEW.visitor_kind,
            (SELECT amount FROM exchanges_quote WHERE id = coalesce(NEW.actual_quote_id, NEW.planned_quote_id)), 1);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION exchanges_tally_past() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM exchanges_tally(OLD.partnership_id, OLD.host_country_id, OLD.visitor_kind, OLD.amount, -1);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM exchanges_tally(NEW.partnership_id, NEW.host_country_id, NEW.visitor_kind, NEW.amount, 1);
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER tally_row AFTER INSERT OR DELETE ON exchanges_exchange
    FOR EACH ROW EXECUTE FUNCTION exchanges_tally_visit();
CREATE TRIGGER tally_change AFTER UPDATE ON exchanges_exchange FOR EACH ROW
    WHEN ((exchanges_counts(OLD.state), OLD.partnership_id, OLD.host_country_id, OLD.visitor_kind, OLD.planned_quote_id,
            OLD.actual_quote_id)
        IS DISTINCT FROM (exchanges_counts(NEW.state), NEW.partnership_id, NEW.host_country_id, NEW.visitor_kind,
            NEW.planned_quote_id, NEW.actual_quote_id))
    EXECUTE FUNCTION exchanges_tally_visit();
CREATE TRIGGER tally_row AFTER INSERT OR DELETE ON exchanges_pastexchange
    FOR EACH ROW EXECUTE FUNCTION exchanges_tally_past();
CREATE TRIGGER tally_change AFTER UPDATE ON exchanges_pastexchange FOR EACH ROW
    WHEN ((OLD.partnership_id, OLD.host_country_id, OLD.visitor_kind, OLD.amount)
        IS DISTINCT FROM (NEW.partnership_id, NEW.host_country_id, NEW.visitor_kind, NEW.amount))
    EXECUTE FUNCTION exchanges_tally_past();

-- In one statement, so that whoever reads sees the rows as they were or their sums. Returns how many it took.
CREATE FUNCTION exchanges_tally_add_up() RETURNS bigint LANGUAGE sql AS $$
    WITH taken AS (
        DELETE FROM exchanges_visittally
        WHERE partnership_id IN (SELECT partnership_id FROM exchanges_visittally WHERE NOT added_up)
        RETURNING *
    ), kept AS (
        INSERT INTO exchanges_visittally (partnership_id, host_country_id, visits, smes, granted, added_up)
        SELECT partnership_id, host_country_id, sum(visits), sum(smes), sum(granted), true
        FROM taken GROUP BY partnership_id, host_country_id
        HAVING sum(visits) <> 0 OR sum(smes) <> 0 OR sum(granted) <> 0
    )
    SELECT count(*) FROM taken WHERE NOT added_up
$$;

-- After rows were written without triggers. Writers wait for it.
CREATE FUNCTION exchanges_tally_rebuild() RETURNS void LANGUAGE sql AS $$
    LOCK TABLE exchanges_exchange, exchanges_pastexchange IN SHARE MODE;
    DELETE FROM exchanges_visittally;
    INSERT INTO exchanges_visittally (partnership_id, host_country_id, visits, smes, granted, added_up)
    SELECT partnership_id, host_country_id, count(*), count(*) FILTER (WHERE visitor_kind = 'sme'),
        coalesce(sum(amount), 0), true
    FROM (
        SELECT e.partnership_id, e.host_country_id, e.visitor_kind, q.amount FROM exchanges_exchange e
        LEFT JOIN exchanges_quote q ON q.id = coalesce(e.actual_quote_id, e.planned_quote_id)
        WHERE exchanges_counts(e.state)
        UNION ALL SELECT partnership_id, host_country_id, visitor_kind, amount FROM exchanges_pastexchange
    ) visits GROUP BY partnership_id, host_country_id;
$$;

SELECT exchanges_tally_rebuild();
"""

BACK = """
DROP FUNCTION exchanges_tally_rebuild, exchanges_tally_add_up;
DROP FUNCTION exchanges_tally_past, exchanges_tally_visit CASCADE;
DROP FUNCTION exchanges_counts CASCADE;
DROP FUNCTION exchanges_tally;
"""


class Migration(migrations.Migration):
    dependencies = [("exchanges", "0006_files_of_the_deputy")]

    operations = [
        migrations.CreateModel(
            name="VisitTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("visits", models.IntegerField()),
                ("smes", models.IntegerField()),
                ("granted", models.DecimalField(decimal_places=2, max_digits=16)),
                ("added_up", models.BooleanField(default=False)),
                (
                    "host_country",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clusters.country",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="clusters.partnership",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("added_up", False)), fields=["id"], name="visit_tally_new")
                ],
            },
        ),
        migrations.RunSQL(TALLY, BACK),
    ]
