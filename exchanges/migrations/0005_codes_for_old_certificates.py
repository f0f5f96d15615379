"""Certificates that were handed out before they had codes get theirs from the worker; their numbers are kept, too."""

from django.db import migrations
from django.utils import timezone

CREDITED = ["validated", "payment_ordered", "payment_approved", "paid", "closed"]


def ask(apps, schema_editor):
    item = apps.get_model("core", "OutboxItem")
    work = (
        ("certificate.keep", apps.get_model("exchanges", "Exchange").objects.filter(state__in=CREDITED)),
        ("certificate.keep_event", apps.get_model("exchanges", "EventCertificate").objects.all()),
    )
    now = timezone.now()
    for kind, rows in work:
        numbers = rows.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=2000)
        item.objects.bulk_create(
            (item(kind=kind, key=f"{kind}:{pk}", payload={"id": pk}, due_at=now) for pk in numbers),
            batch_size=2000,
            ignore_conflicts=True,
        )


class Migration(migrations.Migration):
    dependencies = [("exchanges", "0004_certificates_by_code"), ("core", "0001_tables")]
    operations = [migrations.RunPython(ask, migrations.RunPython.noop)]
