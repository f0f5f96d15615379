"""Each document made so far becomes an issue with one edition; issues are numbered anew within their code."""

import secrets

from django.db import migrations

STATES = {"requested": "approved", "ready": "approved", "failed": "approved"}


def move(apps, schema_editor):
    Deliverable = apps.get_model("reporting", "Deliverable")
    Edition = apps.get_model("reporting", "DeliverableEdition")
    Log = apps.get_model("core", "TransitionLog")
    numbers = {}
    for row in Deliverable.objects.order_by("partnership", "code", "id"):
        key = (row.partnership_id, row.code)
        numbers[key] = row.number = numbers.get(key, 0) + 1
        Edition.objects.create(
            deliverable=row,
            edition=row.edition,
            snapshot=row.snapshot,
            snapshot_hash=row.snapshot_hash,
            proof="-".join(secrets.token_hex(2).upper() for _ in range(3)),
            pdf=row.pdf,
            pages=row.pages,
        )
        row.frozen_at = row.files_asked_at = row.begun_at
        if row.state == "failed":
            row.files_failed_at = row.state_since
        row.files_are_final = row.files_made_at is not None
        row.approved_by, row.approved_at = row.published_by or row.begun_by, row.published_at or row.begun_at
        old, row.state = row.state, STATES.get(row.state, row.state)
        if old != row.state:
            Log.objects.create(
                subject_type="reporting.deliverable", subject_id=row.pk, name="moved", source=old, target=row.state,
                actor_kind="system", actor_label="", comment="", data={}, occurred_at=row.state_since,
            )  # fmt: skip
        row.waiting_for = "coordinator" if row.state == "approved" else ""
        row.save()


class Migration(migrations.Migration):
    dependencies = [("reporting", "0012_issues_and_editions")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
