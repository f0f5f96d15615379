from django.db import migrations, models

_BEFORE = """
    UPDATE clusters_lead SET closed_reason = 'done' WHERE status = 'closed';
    UPDATE clusters_membership m SET confirmed_on = a.issued_on, confirmed_by_name = a.issued_by_name
    FROM clusters_attestation a
    WHERE a.kind = 'membership' AND a.organisation_id = m.organisation_id AND a.cluster_id = m.cluster_id
      AND m.state IN ('confirmed', 'revoked');
"""


class Migration(migrations.Migration):
    """What stood in the rows before is carried over, then held by constraints."""

    dependencies = [("clusters", "0013_memberships_end_and_leads_move")]
    operations = [
        migrations.RunSQL(_BEFORE, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='lead',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'closed'), _negated=True), models.Q(('closed_reason', ''), _negated=True), _connector='OR'), name='lead_closed_with_a_reason', violation_error_message='Choose why it is closed.'),
        ),
        migrations.AddConstraint(
            model_name='lead',
            constraint=models.CheckConstraint(condition=models.Q(('status', 'converted'), ('registered', None), _connector='OR'), name='lead_registered_is_converted', violation_error_message='A lead with an organisation is registered.'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('expires_on', None), models.Q(('confirmed_on__isnull', False), ('expires_on__gte', models.F('confirmed_on'))), _connector='OR'), name='membership_ends_after_its_start', violation_error_message='The membership cannot end before the day it was confirmed.'),
        ),
    ]
