"""What the database refuses of imports, leads and memberships that end."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from clusters.models import Country, Lead, Membership
from core.models import ImportMapping, ImportRow
from tests.support.tables import brought, xlsx

HEAD = ("Organisation", "Kind", "Country", "Town")


def refused(name, act):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()


def run_of(world, *rows):
    return brought("members", xlsx([HEAD, *rows]), world.actor("manager"), state="confirmed")


def test_nothing_is_imported_while_a_row_is_wrong(world):
    run = run_of(world, ("", "SME", "DE", "Dresden"))

    def act():
        type(run).objects.filter(pk=run.pk).update(state="importing")
        type(run).objects.filter(pk=run.pk).update(state="imported")

    refused("import_only_without_problems", act)


def test_a_row_and_a_title_stand_once(world):
    run = run_of(world, ("Firm", "SME", "DE", "Dresden"))
    refused("import_row_once", lambda: ImportRow.objects.create(run=run, number=2, action="create"))
    title = ImportMapping.objects.filter(importer="members").first()
    copy = {"importer": title.importer, "scope": title.scope, "title": title.title, "column": "city"}
    refused("import_title_once", lambda: ImportMapping.objects.create(**copy))


def test_lead_is_closed_with_a_reason_and_registered_when_converted(world):
    lead = Lead.objects.create(
        partnership=world.partnership,
        name="Lea",
        email="lea@new.example",
        organisation="New",
        country=Country.objects.get(code="DE"),
    )
    rows = Lead.objects.filter(pk=lead.pk)
    refused("lead_closed_with_a_reason", lambda: rows.update(status="closed"))
    refused("lead_registered_is_converted", lambda: rows.update(registered=world.firm))


def test_membership_does_not_end_before_it_was_confirmed(world):
    with pytest.raises(IntegrityError, match="membership_ends_after_its_start"), transaction.atomic():
        Membership.objects.create(
            organisation=world.firm,
            cluster=world.clusters["dresden"],
            state="confirmed",
            state_since="2026-01-01T00:00Z",
            confirmed_on=date(2026, 2, 1),
            expires_on=date(2026, 1, 1),
        )
