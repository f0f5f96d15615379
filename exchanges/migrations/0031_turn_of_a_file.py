"""Who must act next on a file, kept on the file for lists; ADR 0025."""

from django.db import migrations, models

TRIGGERS = """
CREATE FUNCTION exchanges_set_turn() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    state text := NEW.state;
    kind text := 'application';
    source record;
BEGIN
    NEW.turn_since := NEW.state_since;
    NEW.turn_waiting := NEW.waiting_for;
    NEW.turn_due := NEW.due_on;
    IF NEW.current_exchange_id IS NOT NULL THEN
        SELECT other.state, other.state_since, other.waiting_for, other.due_on INTO source
            FROM exchanges_exchange other WHERE other.id = NEW.current_exchange_id AND other.state <> 'cancelled';
        IF FOUND THEN kind := 'exchange'; END IF;
    END IF;
    IF kind = 'application' AND NEW.state = 'accepted' AND TG_OP = 'UPDATE' THEN
        SELECT other.state, other.state_since, other.waiting_for, other.due_on INTO source
            FROM exchanges_proposal other
            WHERE other.application_id = NEW.id
                AND other.state IN ('proposed', 'accepted_by_visitor', 'accepted_by_host', 'agreed')
            ORDER BY other.id LIMIT 1;
        IF FOUND THEN kind := 'proposal'; END IF;
    END IF;
    IF kind <> 'application' THEN
        state := source.state;
        NEW.turn_since := source.state_since;
        NEW.turn_waiting := source.waiting_for;
        NEW.turn_due := source.due_on;
    END IF;
    NEW.turn_state := kind || '.' || state;
    IF NEW.turn_waiting = '' THEN NEW.turn_due := NULL; END IF;
    RETURN NEW;
END $$;

-- Whatever is written into these columns, the trigger above sets them anew.
CREATE FUNCTION exchanges_pass_turn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE exchanges_application SET turn_due = NULL WHERE id = NEW.application_id;
    RETURN NULL;
END $$;

CREATE TRIGGER turn_new BEFORE INSERT ON exchanges_application
    FOR EACH ROW EXECUTE FUNCTION exchanges_set_turn();
CREATE TRIGGER turn_set BEFORE UPDATE OF state, state_since, waiting_for, due_on, current_exchange_id,
    turn_state, turn_since, turn_waiting, turn_due ON exchanges_application
    FOR EACH ROW EXECUTE FUNCTION exchanges_set_turn();
CREATE TRIGGER turn_passed AFTER UPDATE OF state, state_since, waiting_for, due_on ON exchanges_exchange
    FOR EACH ROW
    WHEN ((OLD.state, OLD.state_since, OLD.waiting_for, OLD.due_on)
        IS DISTINCT FROM (NEW.state, NEW.state_since, NEW.waiting_for, NEW.due_on))
    EXECUTE FUNCTION exchanges_pass_turn();
CREATE TRIGGER turn_passed AFTER UPDATE OF state, state_since, waiting_for, due_on ON exchanges_proposal
    FOR EACH ROW
    WHEN ((OLD.state, OLD.state_since, OLD.waiting_for, OLD.due_on)
        IS DISTINCT FROM (NEW.state, NEW.state_since, NEW.waiting_for, NEW.due_on))
    EXECUTE FUNCTION exchanges_pass_turn();
CREATE TRIGGER turn_new AFTER INSERT ON exchanges_proposal
    FOR EACH ROW WHEN (NEW.state IN ('proposed', 'accepted_by_visitor', 'accepted_by_host', 'agreed'))
    EXECUTE FUNCTION exchanges_pass_turn();
UPDATE exchanges_application SET turn_due = NULL;
"""
BACK = """
DROP TRIGGER turn_new ON exchanges_proposal;
DROP TRIGGER turn_passed ON exchanges_proposal;
DROP TRIGGER turn_passed ON exchanges_exchange;
DROP TRIGGER turn_set ON exchanges_application;
DROP TRIGGER turn_new ON exchanges_application;
DROP FUNCTION exchanges_pass_turn();
DROP FUNCTION exchanges_set_turn();
"""


class Migration(migrations.Migration):
    dependencies = [("exchanges", "0030_indexes_of_the_review")]

    operations = [
        migrations.AddField("application", "turn_state", models.CharField(default="", editable=False, max_length=44)),
        migrations.AddField("application", "turn_since", models.DateTimeField(editable=False, null=True)),
        migrations.AddField(
            "application", "turn_waiting", models.CharField(default="", editable=False, max_length=120)
        ),
        migrations.AddField("application", "turn_due", models.DateField(editable=False, null=True)),
        migrations.AddIndex(
            "application", models.Index(fields=["turn_due", "id"], name="application_turn_due")
        ),
        migrations.AddIndex(
            "application", models.Index(fields=["turn_state", "-id"], name="application_turn_state")
        ),
        migrations.RunSQL(TRIGGERS, BACK),
    ]
