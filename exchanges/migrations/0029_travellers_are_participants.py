from django.db import migrations


def seat(apps, schema_editor):
    """Travellers of visits by mission that were built before participants existed, with the log that explains them."""
    exchanges = apps.get_model("exchanges", "Exchange").objects.exclude(mission=None).exclude(state="cancelled")
    participants, logs = apps.get_model("exchanges", "Participant"), apps.get_model("core", "TransitionLog")
    for exchange in exchanges.select_related("application").order_by("pk").iterator(500):
        for traveller in exchange.application.travellers.order_by("pk"):
            row = participants.objects.create(
                mission_id=exchange.mission_id,
                traveller=traveller,
                organisation_id=exchange.visitor_id,
                country_id=exchange.visitor_country_id,
                state="coming",
                state_since=exchange.created_at,
                created_at=exchange.created_at,
            )
            logs.objects.create(
                subject_type="exchanges.participant",
                subject_id=row.pk,
                name="seat",
                source="",
                target="coming",
                actor_kind="system",
                occurred_at=exchange.created_at,
            )


def free(apps, schema_editor):
    logs = apps.get_model("core", "TransitionLog")
    logs.objects.filter(subject_type="exchanges.participant").delete()
    apps.get_model("exchanges", "Participant").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("exchanges", "0028_participants_of_events")]

    operations = [migrations.RunPython(seat, free)]
