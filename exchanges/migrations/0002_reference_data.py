from typing import Any

from django.db import migrations

from exchanges.reference_data import GRID, GRID_SOURCE, GRID_VALID_FROM, GRID_VERSION, KINDS, OUTERMOST, RULEBOOK


def load(apps: Any, schema_editor: Any) -> None:
    grid_model, rulebook_model = apps.get_model("exchanges", "Grid"), apps.get_model("exchanges", "Rulebook")
    grid = grid_model.objects.create(
        code=GRID_VERSION, valid_from=GRID_VALID_FROM, source=GRID_SOURCE, outermost_amount=GRID[OUTERMOST]
    )
    amount_model = apps.get_model("exchanges", "GridAmount")
    amount_model.objects.bulk_create(
        amount_model(grid=grid, country_id=code, amount=amount) for code, amount in GRID.items() if code != OUTERMOST
    )
    rulebook = rulebook_model.objects.create(
        code=RULEBOOK.version,
        valid_from=RULEBOOK.valid_from,
        grid=grid,
        source="Defaults of the portal; each value names its basis in exchanges/reference_data.py",
        min_working_days=RULEBOOK.min_working_days,
        full_working_days=RULEBOOK.full_sum_working_days,
        max_calendar_days=RULEBOOK.max_calendar_days,
        full_distance_km=RULEBOOK.full_sum_km,
        reduction_factor=RULEBOOK.reduction,
        cap=RULEBOOK.cap,
        virtual_allowed=RULEBOOK.virtual_allowed,
        visit_once_sme=RULEBOOK.sme_visit_level,
        visit_once_staff=RULEBOOK.staff_visit_level,
        sme_share_target=RULEBOOK.sme_share_target,
        max_open_proposals=RULEBOOK.open_proposals,
        review_days=RULEBOOK.review_working_days,
        host_answer_days=RULEBOOK.host_answer_working_days,
        signature_days=RULEBOOK.signature_working_days,
        validation_days=RULEBOOK.validation_working_days,
        report_days=RULEBOOK.report_days,
        payment_days=RULEBOOK.payment_days,
        feedback_days=RULEBOOK.feedback_days,
        feedback_reminder_days=list(RULEBOOK.reminder_days),
        impact_months=list(RULEBOOK.impact_months),
        proof_travel_min=RULEBOOK.evidence_travel,
        proof_lodging_min=RULEBOOK.evidence_stay,
    )
    kind_model = apps.get_model("exchanges", "KindRule")
    kind_model.objects.bulk_create(
        kind_model(
            rulebook=rulebook,
            kind=row.kind.value,
            may_visit=row.may_visit,
            may_host=row.may_host,
            receives_lump_sum=row.receives_lump_sum,
        )
        for row in KINDS
    )


class Migration(migrations.Migration):
    """The default grid and rulebook, shipped as not confirmed."""

    dependencies = [("exchanges", "0001_initial"), ("clusters", "0003_reference_data")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
