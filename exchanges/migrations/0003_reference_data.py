"""The default grid and rulebook, published and not confirmed, with the shipped reasons and points of a review."""

import datetime
from typing import Any

from django.db import migrations

from exchanges.reason_data import POINTS, REASONS
from exchanges.reference_data import GRID, GRID_SOURCE, GRID_VALID_FROM, GRID_VERSION, KINDS, OUTERMOST, RULEBOOK

SOURCE = "What was published about ClusterXchange up to 2022. Where nothing was published, an assumption of this portal."


def load(apps: Any, schema_editor: Any) -> None:
    rulebook = _rulebook(apps, _grid(apps))
    kind, reason, point = (apps.get_model("exchanges", name) for name in ("KindRule", "DecisionReason", "ReviewPoint"))
    kind.objects.bulk_create(
        kind(
            rulebook=rulebook,
            kind=row.kind.value,
            may_visit=row.may_visit,
            may_host=row.may_host,
            receives_lump_sum=row.receives_lump_sum,
        )
        for row in KINDS
    )
    reason.objects.bulk_create(
        reason(rulebook=rulebook, decision=row.decision.value, title=row.title, texts=row.texts, position=number)
        for number, row in enumerate(REASONS)
    )
    point.objects.bulk_create(
        point(rulebook=rulebook, text=row.text, required=row.required, position=number)
        for number, row in enumerate(POINTS)
    )


def _grid(apps: Any) -> Any:
    grid = apps.get_model("exchanges", "Grid").objects.create(
        code=GRID_VERSION, valid_from=GRID_VALID_FROM, source=GRID_SOURCE, outermost_amount=GRID[OUTERMOST]
    )
    amount = apps.get_model("exchanges", "GridAmount")
    amount.objects.bulk_create(
        amount(grid=grid, country_id=code, amount=sum) for code, sum in GRID.items() if code != OUTERMOST
    )
    return grid


def _rulebook(apps: Any, grid: Any) -> Any:
    start = datetime.datetime.combine(RULEBOOK.valid_from, datetime.time(), tzinfo=datetime.UTC)
    return apps.get_model("exchanges", "Rulebook").objects.create(
        code=RULEBOOK.version,
        valid_from=RULEBOOK.valid_from,
        created_at=start,
        published_at=start,
        grid=grid,
        source=SOURCE,
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


class Migration(migrations.Migration):
    dependencies = [("exchanges", "0002_directory_and_turn"), ("clusters", "0004_reference_data")]
    replaces = [("exchanges", "0048_language_of_invitations")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
