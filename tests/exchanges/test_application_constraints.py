"""What the database holds of applications, travellers, rules and sums, broken once each."""

from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models.deletion import ProtectedError

from core import clock
from exchanges.models import (
    Application,
    DecisionReason,
    Grid,
    GridAmount,
    KindRule,
    Party,
    Quote,
    ReviewPoint,
    Rulebook,
    Traveller,
)
from tests.support.rules import changeable, rules

pytestmark = pytest.mark.django_db
MAY = DateRange(date(2026, 5, 18), date(2026, 5, 22))


@contextmanager
def violates(name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        yield


def test_application_is_sound(world):
    draft = Application.objects.filter(pk=world.draft().pk)
    with violates("application_days_in_order"):
        draft.update(planned_end=date(2026, 5, 1))
    with violates("application_state_known"):
        clone = world.submitted()
        clone.pk, clone.reference, clone.state = None, "CXC-2026-9999", "somewhere"
        clone.save()
    with violates("application_sent_is_complete"):
        clone = draft.get()
        clone.pk, clone.state = None, "accepted"
        clone.save()


def test_traveller_is_sound(world):
    application, other = world.draft(), world.draft()
    person = {"application": application, "first_name": "A", "last_name": "B"}
    with violates("traveller_email_lower_case"):
        Traveller.objects.create(**person, email="Upper@firm.example")
    with violates("traveller_once"):
        Traveller.objects.create(**person, email="vera@firm.example")
    for stay in (
        DateRange(None, date(2026, 5, 22)),
        DateRange(date(2026, 5, 18), None),
        DateRange(empty=True),
    ):
        with violates("traveller_stay_bounded"):
            application.travellers.update(stay=stay)
    application.travellers.update(stay=MAY)
    with violates("traveller_one_place_at_a_time"):
        other.travellers.update(stay=DateRange(date(2026, 5, 21), date(2026, 5, 30)))
    other.travellers.update(stay=DateRange(date(2026, 5, 22), date(2026, 5, 30)))


def test_party_names_its_cluster(world):
    with violates("party_cluster_fits_role"):
        Party.objects.create(
            application=world.draft(),
            role="visitor_cluster",
            organisation=world.firm,
            contact_name="X",
            contact_email="x@x.example",
        )


@pytest.mark.parametrize("amount", ["-1", "10000.01", "NaN"])
def test_sums_lie_in_their_range(world, amount):
    """Django would refuse NaN itself, so it is written past it."""
    world.submitted()
    with changeable(), violates("grid_amount_range"), connection.cursor() as cursor:
        cursor.execute("UPDATE exchanges_gridamount SET amount = %s::numeric", [amount])
    columns = "application_id, kind, rulebook_id, grid_id, inputs, result, eligible, working_days, created_at"
    with violates("quote_amount_range"), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO exchanges_quote ({columns}, amount) SELECT {columns}, %s::numeric FROM exchanges_quote",
            [amount],
        )


def test_quote_that_is_not_eligible_is_zero(world):
    with violates("quote_not_eligible_is_zero"):
        _quote(world, amount=Decimal(1), eligible=False)


def test_quote_never_changes(world):
    quote = Quote.objects.get(application=world.submitted())
    with pytest.raises(InternalError), transaction.atomic():
        Quote.objects.filter(pk=quote.pk).update(amount=900)


def test_grid_is_confirmed_by_somebody_at_a_moment():
    with violates("grid_confirmed_pair"):
        Grid.objects.update(confirmed_at=clock.now(), confirmed_by=None)


def test_grid_and_kinds_have_one_row_each():
    rulebook, grid = Rulebook.objects.get(), Grid.objects.get()
    with violates("grid_country_once"):
        GridAmount.objects.create(grid=grid, country_id="FR", amount=1)
    with violates("kind_rule_once"):
        KindRule.objects.create(
            rulebook=rulebook, kind="sme", may_visit=True, may_host=True, receives_lump_sum=True
        )


@pytest.mark.parametrize("factor", [Decimal(0), Decimal("1.01")])
def test_reduction_is_a_part(factor):
    with violates("rulebook_factor_range"):
        rules(reduction_factor=factor)


def test_full_sum_needs_no_fewer_days_than_a_visit():
    with violates("rulebook_days_in_order"):
        rules(full_working_days=2)


@pytest.mark.parametrize(
    ("model", "column"),
    [
        (Rulebook, "cap"),
        (Grid, "source"),
        (GridAmount, "amount"),
        (KindRule, "may_host"),
        (DecisionReason, "title"),
        (ReviewPoint, "text"),
    ],
)
def test_published_rules_are_fixed(model, column):
    row = model.objects.first()
    with pytest.raises(InternalError, match="is published; make a new version"), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**{column: getattr(row, column)})
    with pytest.raises((InternalError, ProtectedError)), transaction.atomic():
        row.delete()


def _quote(world, **fields):
    rulebook = Rulebook.objects.get()
    return Quote.objects.create(
        application=world.draft(),
        kind="estimate",
        rulebook=rulebook,
        grid=rulebook.grid,
        inputs={},
        result={},
        working_days=4,
        created_at=clock.now(),
        **fields,
    )
