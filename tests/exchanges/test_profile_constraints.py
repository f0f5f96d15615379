"""What the database holds about free periods and the question whether somebody is still interested, broken once."""

from contextlib import contextmanager
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from exchanges.models import OfferPeriod
from tests.support.rules import rules

pytestmark = pytest.mark.django_db


@contextmanager
def violates(name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        yield


def period(world, first, last, capacity=1):
    return OfferPeriod.objects.create(offer=world.offer, first_day=first, last_day=last, capacity=capacity)


def test_free_period_is_sound(world):
    OfferPeriod.objects.filter(offer=world.offer).delete()
    with violates("period_days_in_order"):
        period(world, date(2027, 3, 2), date(2027, 3, 1))
    for capacity in (0, 501):
        with violates("period_capacity_range"):
            period(world, date(2027, 3, 1), date(2027, 3, 1), capacity)


def test_free_periods_do_not_share_a_day(world):
    OfferPeriod.objects.filter(offer=world.offer).delete()
    period(world, date(2027, 3, 1), date(2027, 3, 10))
    with violates("periods_do_not_overlap"):
        period(world, date(2027, 3, 10), date(2027, 3, 20))
    period(world, date(2027, 3, 11), date(2027, 3, 20))


def test_question_comes_after_some_months_and_waits_some_days():
    for column, value in (
        ("interest_months", 0),
        ("interest_months", 61),
        ("interest_answer_days", 0),
        ("interest_answer_days", 367),
    ):
        with violates("rulebook_interest_range"):
            rules(**{column: value})
