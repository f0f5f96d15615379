"""A cluster's member list: checked as a whole, saved as a whole, and the same again changes nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clusters.models import Attestation, Membership, Organisation, Role
from clusters.services import memberships
from core import audit, outbox
from core.models import AuditEvent, ImportRow, Mail, OutboxItem
from exchanges import invariants
from tests.support.tables import brought, imported, problems, xlsx

HEAD = ("Firma", "Typ", "Land", "Ort", "Handelsregister", "Mitglied seit", "E-Mail", "Ansprechpartner")


def member(number, **changed):
    row = {
        "name": f"Firm {number:04} GmbH",
        "kind": "KMU",
        "country": "Deutschland",
        "city": "Dresden",
        "register": f"HRB {number}",
        "since": "2019",
        "mail": f"contact{number}@firm.example",
        "person": f"Person {number}",
    } | changed
    return tuple(row.values())


def table(*rows):
    return xlsx([HEAD, *rows])


def test_german_headers_are_recognised_and_members_are_confirmed(world):
    manager = world.actor("manager")
    run = brought("members", table(member(1), member(2)), manager, state="confirmed", invite=True)
    assert (run.state, run.counts, run.problem_count) == ("checked", {"create": 2}, 0)
    assert not Membership.objects.exists()
    run = imported(run, manager)
    assert (run.state, run.counts) == ("imported", {"create": 2})
    membership = Membership.objects.get(organisation__name="Firm 0001 GmbH")
    assert (membership.state, membership.cluster, str(membership.since)) == (
        "confirmed",
        world.clusters["dresden"],
        "2019-01-01",
    )
    assert (membership.confirmed_by_name, membership.organisation.region) == ("Mara Manager", "SN")
    assert Attestation.objects.filter(kind="membership", revoked_on=None).count() == 2
    assert sorted(Mail.objects.filter(event="invitation.sent").values_list("to_address", flat=True)) == [
        "contact1@firm.example",
        "contact2@firm.example",
    ]
    assert AuditEvent.objects.filter(action="membership.import").count() == 2
    assert audit.changed_values() == []
    # The chain of the audit log is linked at the commit, which this test does not reach.
    assert [finding for finding in invariants.run() if finding.check != "audit_is_intact"] == []


def test_same_table_twice_changes_nothing(world):
    manager = world.actor("manager")
    imported(brought("members", table(member(1), member(2)), manager, state="confirmed"), manager)
    again = brought("members", table(member(1), member(2)), manager, state="confirmed")
    assert (again.counts, again.state) == ({"unchanged": 2}, "checked")
    moved = brought("members", table(member(1, since="2018"), member(2)), manager, state="confirmed")
    assert moved.counts == {"update": 1, "unchanged": 1}
    imported(moved, manager)
    assert Membership.objects.count() == 2
    assert str(Membership.objects.get(organisation__name="Firm 0001 GmbH").since) == "2018-01-01"


def test_every_problem_of_every_row_is_told_at_once_and_nothing_is_saved(world):
    rows = (
        member(1, name="", kind="Bakery", country="Atlantis"),
        member(2, since="yesterday", mail="no address"),
        member(3),
        member(4, name="Firm 0003 AG", register=""),
        member(5, since="2099-01-01"),
        member(6, name="Azur Secure", country="FR", register=""),
    )
    run = brought("members", table(*rows), world.actor("manager"), state="confirmed")
    assert problems(run) == [
        (2, "name", "missing"),
        (2, "kind", "choice"),
        (2, "country", "country"),
        (3, "contact_email", "email"),
        (3, "since", "date"),
        (5, "name", "twice"),
        (6, "since", "rule"),
        (7, "name", "known"),
    ]
    assert (run.counts, run.problem_count) == ({"wrong": 5, "create": 1}, 8)
    assert (Membership.objects.count(), Organisation.objects.filter(name__startswith="Firm").count()) == (
        0,
        0,
    )


def test_organisation_with_people_of_its_own_is_asked_and_not_taken(world):
    manager = world.actor("manager")
    row = member(1, name="Elbe Sensors", register="HRB 9", mail="")
    run = imported(brought("members", table(row, member(2)), manager, state="confirmed"), manager)
    assert run.counts == {"left_out": 1, "create": 1}
    world.firm.refresh_from_db()
    assert (world.firm.registration_number, world.firm.memberships.count()) == ("", 0)
    mail = Mail.objects.get(event="member.ask_to_name")
    assert (mail.to_address, mail.subject) == ("vera@firm.example", "Elbe Valley says that you are a member")


def test_request_that_waits_is_confirmed_by_the_list(world):
    manager = world.actor("manager")
    memberships.request_membership(
        organisation=world.firm, cluster=world.clusters["dresden"], by=world.actor("visitor")
    )
    row = member(1, name="ELBE SENSORS gmbh", register="")
    run = imported(brought("members", table(row), manager, state="confirmed"), manager)
    assert run.counts == {"update": 1}
    assert Membership.objects.get().state == "confirmed"
    assert Mail.objects.filter(event="membership.confirmed").count() == 1


def test_last_day_plans_reminder_and_end(world):
    manager = world.actor("manager")
    head = ("Organisation", "Kind", "Country", "Town", "Member until")
    data = xlsx([head, ("Firm One", "SME", "DE", "Dresden", "31.12.2026")])
    imported(brought("members", data, manager, state="confirmed"), manager)
    due = OutboxItem.objects.filter(kind__startswith="membership.ends").order_by("due_at")
    assert [(item.kind, item.due_at.date().isoformat()) for item in due] == [
        ("membership.ends_soon", "2026-12-01"),
        ("membership.ends", "2027-01-01"),
    ]


def test_statements_do_not_grow_with_the_rows_of_a_chunk(world):
    manager = world.actor("manager")
    numbers = []
    for count, first in ((5, 0), (150, 1000)):
        rows = [member(first + number) for number in range(count)]
        run = brought("members", table(*rows), manager, state="confirmed")
        with CaptureQueriesContext(connection) as queries:
            imported(run, manager)
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


def test_two_thousand_rows_are_one_transaction(world):
    manager = world.actor("manager")
    run = brought("members", table(*(member(number) for number in range(2000))), manager, state="confirmed")
    assert run.counts == {"create": 2000}
    imported(run, manager)
    assert Membership.objects.filter(state="confirmed").count() == 2000
    rows = ImportRow.objects.filter(run=run, object_type="clusters.membership")
    assert rows.count() == 2000


def test_row_that_no_longer_fits_takes_everything_back(world):
    manager = world.actor("manager")
    run = brought("members", table(*(member(number) for number in range(250))), manager, state="confirmed")
    Organisation.objects.create(
        name="Firm 0240 GmbH", kind="sme", country_id="DE", city="Dresden", registration_number="OTHER"
    )
    run = imported(run, manager)
    assert (run.state, run.problem_count) == ("checked", 1)
    assert Membership.objects.count() == 0
    assert Organisation.objects.filter(name__startswith="Firm").count() == 1


@pytest.mark.parametrize("persona", ["visitor", "coordinator", "finance", "stranger", "host_manager"])
def test_others_do_not_find_the_import(world, persona):
    run = brought("members", table(member(1)), world.actor("manager"), state="confirmed")
    client = world.client(persona)
    for page in ("", "columns/", "file/", "to-correct.xlsx"):
        assert client.get(f"/imports/{run.pk}/{page}").status_code == 404
    assert client.post(f"/imports/{run.pk}/save/").status_code == 404
    assert outbox.open_items().filter(kind="import.save").count() == 0


def test_contact_is_not_invited_when_somebody_acts_already(world):
    manager = world.actor("manager")
    run = brought("members", table(member(1)), manager, state="confirmed", invite=True)
    from core.services import imports

    imports.save_rows(run=run, by=manager)
    outbox.run_due(limit=1)
    organisation = Organisation.objects.get(name="Firm 0001 GmbH")
    Role.objects.create(user=world.actor("stranger").user, kind="representative", organisation=organisation)
    outbox.run_due()
    assert not Mail.objects.filter(event="invitation.sent").exists()
