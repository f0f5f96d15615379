"""Every truth about notices, permissions, copies and holds that the database holds, broken once."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from clusters.models import (
    Consent,
    DataExport,
    DeletionRequest,
    LegalHold,
    NoticeReading,
    Partnership,
    RetentionRun,
    User,
)
from core import clock
from tests.clusters.test_constraints import violates

pytestmark = pytest.mark.django_db


def test_reading_is_noted_once(world: Any) -> None:
    user = world.actor("visitor").user
    NoticeReading.objects.create(user=user, version="2026-1")
    with violates("notice_reading_once"):
        NoticeReading.objects.create(user=user, version="2026-1")


def test_live_permission_is_there_once(world: Any) -> None:
    first = Consent.objects.create(purpose="catalogue", organisation=world.firm)
    with violates("consent_once"):
        Consent.objects.create(purpose="catalogue", organisation=world.firm)
    first.revoked_at = clock.now()
    first.save()
    Consent.objects.create(purpose="catalogue", organisation=world.firm)


def test_permission_fits_its_subject(world: Any) -> None:
    user = world.actor("visitor").user
    for wrong in (
        {"purpose": "catalogue", "person": user},
        {"purpose": "photo", "organisation": world.firm},
        {"purpose": "quote", "person": user},
        {"purpose": "newsletter", "person": user},
    ):
        with violates("consent_subject_fits_purpose"):
            Consent.objects.create(**wrong)


def test_permission_ends_after_it_began(world: Any) -> None:
    with violates("consent_dates_in_order"):
        Consent.objects.create(
            purpose="photo",
            person=world.actor("visitor").user,
            revoked_at=clock.now() - timedelta(days=1),
        )


def test_one_copy_and_one_deletion_at_a_time(world: Any) -> None:
    user = world.actor("visitor").user
    DataExport.objects.create(user=user)
    with violates("data_export_one_at_a_time"):
        DataExport.objects.create(user=user)
    request = DeletionRequest.objects.create(user=user, due_at=clock.now())
    with violates("deletion_request_once"):
        DeletionRequest.objects.create(user=user, due_at=clock.now())
    with violates("deletion_cancelled_or_done"):
        DeletionRequest.objects.filter(pk=request.pk).update(cancelled_at=clock.now(), erased_at=clock.now())


def test_hold_has_a_reason_and_an_order(world: Any) -> None:
    facts = {
        "partnership": world.partnership,
        "since": date(2026, 2, 1),
        "set_by": world.actor("coordinator").user,
    }
    with violates("legal_hold_has_reason"):
        LegalHold.objects.create(**facts)
    with violates("legal_hold_days_in_order"):
        LegalHold.objects.create(**facts, reason="Audit", lifted_on=date(2026, 1, 31))


def test_day_has_one_report(world: Any) -> None:
    RetentionRun.objects.create(day=date(2026, 2, 1))
    with violates("day"):
        RetentionRun.objects.create(day=date(2026, 2, 1))


def test_erased_account_stays_empty(world: Any) -> None:
    with violates("user_erased_is_empty"):
        User.objects.filter(pk=world.actor("visitor").user.pk).update(erased_at=clock.now())


@pytest.mark.parametrize("amount", [Decimal(-1), Decimal("100000001")])
def test_grant_has_bounds(world: Any, amount: Decimal) -> None:
    with violates("partnership_grant_range"):
        Partnership.objects.update(grant_amount=amount)
