from django.db import migrations


def keep_consents(apps, schema_editor):
    """The permission to quote moves from the report to a dated row of its own."""
    Consent = apps.get_model("clusters", "Consent")
    ClosingReport = apps.get_model("exchanges", "ClosingReport")
    allowed = ClosingReport.objects.filter(quote_consent=True).exclude(quote="")
    for report in allowed.select_related("exchange__application").iterator():
        application = report.exchange.application
        Consent.objects.create(
            purpose="quote",
            subject_type="exchanges.closingreport",
            subject_id=report.pk,
            person_id=application.contact_user_id,
            given_by_id=application.contact_user_id,
            given_at=report.submitted_at or application.created_at,
        )


def give_back(apps, schema_editor):
    Consent = apps.get_model("clusters", "Consent")
    ClosingReport = apps.get_model("exchanges", "ClosingReport")
    live = Consent.objects.filter(purpose="quote", subject_type="exchanges.closingreport", revoked_at=None)
    ClosingReport.objects.filter(pk__in=live.values("subject_id")).update(quote_consent=True)


class Migration(migrations.Migration):
    dependencies = [
        ("exchanges", "0015_application_anonymised_on"),
        ("clusters", "0018_consents_of_listed"),
    ]

    operations = [
        migrations.RunPython(keep_consents, give_back),
        migrations.RemoveField(model_name="closingreport", name="quote_consent"),
    ]
