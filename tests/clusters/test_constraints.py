"""Every truth of the clusters app that the database holds, broken once."""

from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from clusters.models import (
    Attestation,
    Cluster,
    Lead,
    Membership,
    Organisation,
    Partnership,
    PartnershipCluster,
    Role,
    Target,
    Term,
    User,
)
from core import clock
from tests.support.world import AUDIT_ENDS

pytestmark = pytest.mark.django_db


@contextmanager
def violates(name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        yield


def test_addresses_are_lower_case(world):
    with violates("user_email_lower_case"):
        User.objects.create(email="Upper@firm.example")
    with violates("cluster_contact_lower_case"):
        Cluster.objects.filter(slug="elbe-valley").update(contact_email="Upper@elbe.example")
    with violates("lead_email_lower_case"):
        Lead.objects.create(
            partnership=world.partnership,
            name="L",
            email="Upper@lead.example",
            organisation="O",
            country_id="DE",
        )


def test_numbers_of_organisation_and_cluster_are_believable(world):
    for column, value in (("headcount", 1_000_001), ("founded", 799), ("founded", 2101)):
        with violates("organisation_numbers_range"):
            Organisation.objects.filter(pk=world.firm.pk).update(**{column: value})
    with violates("cluster_members_range"):
        Cluster.objects.filter(slug="elbe-valley").update(member_count=1_000_001)


def test_membership_is_live_once(world):
    fields = {"organisation": world.firm, "cluster": world.clusters["dresden"], "state_since": clock.now()}
    Membership.objects.create(**fields, state="requested")
    Membership.objects.create(**fields, state="refused")
    with violates("membership_once"):
        Membership.objects.create(**fields, state="confirmed")


def test_attestation_ends_after_it_began(world):
    with violates("attestation_dates_in_order"):
        Attestation.objects.create(
            kind="membership",
            organisation=world.firm,
            issued_by_name="X",
            issued_on=date(2026, 2, 2),
            expires_on=date(2026, 2, 1),
        )


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(Decimal("90.1"), Decimal(0)), (Decimal(0), Decimal("-180.1")), (Decimal(1), None)],
)
def test_organisation_lies_on_earth(world, latitude, longitude):
    with violates("organisation_place_on_earth"):
        Organisation.objects.filter(pk=world.firm.pk).update(latitude=latitude, longitude=longitude)


def test_organisation_is_registered_once_in_a_country(world):
    Organisation.objects.filter(pk=world.firm.pk).update(registration_number="HRB 1")
    Organisation.objects.create(
        name="FR", kind="sme", country_id="FR", city="Nice", registration_number="HRB 1"
    )
    with violates("organisation_registered_once"):
        Organisation.objects.create(
            name="DE", kind="sme", country_id="DE", city="Jena", registration_number="HRB 1"
        )


def test_partnership_is_sound(world):
    partnership = Partnership.objects.filter(pk=world.partnership.pk)
    with violates("partnership_dates_in_order"):
        partnership.update(end_on=date(2025, 1, 1))
    with violates("partnership_deputy_is_another"):
        partnership.update(deputy=world.clusters["dresden"])
    for budget in ("-1", "100000000.01", "NaN"):
        # Django would refuse NaN itself, so it is written past it.
        with violates("partnership_budget_range"), connection.cursor() as cursor:
            cursor.execute("UPDATE clusters_partnership SET budget = %s::numeric", [budget])
    with violates("partnership_cluster_once"):
        PartnershipCluster.objects.create(partnership=world.partnership, cluster=world.clusters["nice"])
    with violates("target_once"):
        Target.objects.create(partnership=world.partnership, code="O2.exchanges", value=1)


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        ("representative", "cluster"),
        ("manager", "organisation"),
        ("finance", "cluster"),
        ("support_office", "partnership"),
        ("coordinator", None),
    ],
)
def test_role_fits_its_place(world, kind, place):
    places = {"cluster": world.clusters["nice"], "organisation": world.firm, "partnership": world.partnership}
    scope = {place: places[place]} if place else {}
    with violates("role_scope_fits_kind"):
        Role.objects.create(user=world.actor("stranger").user, kind=kind, until=AUDIT_ENDS, **scope)


def test_role_is_held_once(world):
    role = world.actor("visitor").hat
    Role.objects.create(user=role.user, kind=role.kind, organisation=role.organisation, ended_at=clock.now())
    with violates("role_once"):
        Role.objects.create(user=role.user, kind=role.kind, organisation=role.organisation)


def test_term_is_there_once():
    with violates("term_once"):
        Term.objects.create(taxonomy="nace", edition="Rev. 2", code="A", label="Again")
