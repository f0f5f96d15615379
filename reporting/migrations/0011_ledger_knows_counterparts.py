"""The ledger tells agreements by what the other side is, and leaves out what is told elsewhere."""

from importlib import import_module

from django.db import migrations

_before = import_module("reporting.migrations.0005_ledger_follows_its_sources")

_FOLLOW_UPS = """'follow_up', f.kind, '', NULL, e.credited_on, 1, 0
FROM exchanges_exchange e JOIN exchanges_followup f ON f.exchange_id = e.id
WHERE e.credited_on IS NOT NULL AND f.status IN ('under_way', 'done')"""
_TOLD_HERE = (
    _FOLLOW_UPS
    + """ AND f.told_elsewhere = ''
UNION ALL
SELECT 'file', e.application_id, e.partnership_id, 'agreed', f.counterpart, '', NULL, e.credited_on, 1, 0
FROM exchanges_exchange e JOIN exchanges_followup f ON f.exchange_id = e.id
WHERE e.credited_on IS NOT NULL AND f.status IN ('under_way', 'done') AND f.told_elsewhere = ''
  AND f.kind <> 'other'"""
)


def _view(follow_ups: str) -> str:
    view = _before.FACTS[_before.FACTS.index("CREATE VIEW") :]
    changed = view.replace(_FOLLOW_UPS, follow_ups)
    if follow_ups != _FOLLOW_UPS and changed == view:
        raise ValueError("The view of the facts does not tell of follow-ups as expected.")
    return changed.replace("CREATE VIEW", "CREATE OR REPLACE VIEW", 1)


def _trigger(columns: str) -> str:
    old, new = (", ".join(f"{row}.{name}" for name in columns.split()) for row in ("OLD", "NEW"))
    return f"""
        DROP TRIGGER ledger_update ON exchanges_followup;
        CREATE TRIGGER ledger_update AFTER UPDATE OF {", ".join(columns.split())} ON exchanges_followup
        FOR EACH ROW WHEN (({old}) IS DISTINCT FROM ({new}))
        EXECUTE FUNCTION reporting_ledger_follow('file', 'exchange_id', 'exchange');
    """


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0010_activities_in_full"),
        ("exchanges", "0046_counterpart_of_follow_ups"),
    ]

    operations = [
        migrations.RunSQL(
            [_view(_TOLD_HERE), _trigger("exchange_id kind status counterpart told_elsewhere")],
            [_view(_FOLLOW_UPS), _trigger("exchange_id kind status")],
        ),
        migrations.RunSQL("SELECT reporting_ledger_rebuild()", migrations.RunSQL.noop),
    ]
