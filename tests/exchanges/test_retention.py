"""Each field goes on its day: not before, and not later than the day after."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from clusters.models import Lead, LegalHold, Partnership, RetentionRun, User
from clusters.services import consents, leads, memberships, my_data, retention
from core import audit, clock, files, links, outbox, personal_data, tasks
from core.exceptions import InvalidInput, NotAllowed
from core.models import AuditValue, Mail, OutboxItem, StoredFile
from core.personal_data import Holding, months_after
from exchanges import invariants
from exchanges.models import Application, Evidence, VisitorProfile
from exchanges.selectors import retention as over
from exchanges.services import decisions
from tests.support.canary import tables_with
from tests.support.stay import PDF, Stay, upload

BALANCE = date(2027, 3, 31)


@pytest.fixture
def full(stay: Stay) -> Stay:
    """A paid file and everything beside it that has a day of its own."""
    world = stay.world
    rejected = world.submitted(planned_start=date(2026, 9, 7), planned_end=date(2026, 9, 10))
    decisions.reject_application(
        application=rejected, by=stay.actor("manager"), reason="CANARY-NOTE: too early."
    )
    stay.paid()
    proof = Evidence.objects.order_by("pk").last()
    assert proof is not None
    Evidence.objects.filter(pk=proof.pk).update(removed_at=clock.now(), note="CANARY-NOTE")
    leads.record_lead(
        partnership=world.partnership,
        name="CANARY-NOTE",
        email="lea@lead.example",
        organisation="Lead Ltd",
        country=world.firm.country,
        message="Hello",
    )
    consents.revoke(consent=consents.allow_photos(by=stay.actor("visitor")), by=stay.actor("visitor"))
    cv = files.store_bytes(b"CANARY-NOTE", "cv CANARY-NOTE.pdf", "application/pdf", stay.actor("visitor"))
    VisitorProfile.objects.create(organisation=world.firm, cv=cv, updated_at=clock.now())
    membership = memberships.request_membership(
        organisation=world.firm,
        cluster=world.clusters["sofia"],
        by=stay.actor("visitor"),
        since=None,
        direct=True,
        proof=upload("proof.pdf", PDF + b"CANARY-NOTE"),
    )
    memberships.refuse_membership(
        membership=membership, by=stay.actor("other_manager"), reason="CANARY-NOTE: not known here."
    )
    audit.record("note", membership, stay.actor("manager"), {"note": ("", "CANARY-NOTE")})
    links.issue(world.firm, "test", address="lea@lead.example", url_name="exchanges:sign_by_link")
    my_data.ask_for_copy(by=stay.actor("visitor"))
    outbox.run_due()
    Partnership.objects.filter(pk=world.partnership.pk).update(balance_paid_on=BALANCE)
    return stay


def fields_left(holding: Holding, pk: int) -> list[str]:
    """Names of personal fields of a row in which something still stands."""
    row = holding.table._base_manager.filter(pk=pk).first()
    if row is None:
        return []
    return [
        name
        for name in (*holding.about_people, *holding.texts)
        if (value := getattr(row, name)) not in ("", None, "–", {}, [])
        and "@removed.invalid" not in str(value)
    ]


def rows_with_a_day() -> list[tuple[date, Holding, int]]:
    found = []
    for holding in personal_data.holdings():
        # Files follow what they belong to; roles and permissions hang on the account.
        if not (holding.about_people or holding.texts) or holding.model == "core.StoredFile":
            continue
        rule = personal_data.rule(holding.rule)
        for row in holding.table._base_manager.all():
            day = rule.until(row)
            if day is not None and fields_left(holding, row.pk):
                found.append((day, holding, row.pk))
    return sorted(found, key=lambda item: item[0])


def test_each_field_goes_on_its_day(full: Stay) -> None:
    rows = rows_with_a_day()
    rules = {holding.rule for _day, holding, _pk in rows}
    assert rules >= {"file", "mail", "link", "lead", "work", "audit", "history", "cv", "export"}
    assert {day.year for day, *_rest in rows} >= {2026, 2027, 2028, 2029, 2031, 2032}
    for day in sorted({row[0] for row in rows}):
        with transaction.atomic():
            retention.run(day=day - timedelta(days=2))
            early = [item for item in rows if item[0] == day and not left(item)]
            # These also go with the file they are about, where that is earlier.
            with_file = ("core.Mail", "core.TransitionLog", "core.AuditValue")
            assert [item for item in early if item[1].model not in with_file] == []
            retention.run(day=day + timedelta(days=1))
            assert [item for item in rows if item[0] == day and left(item)] == []
            transaction.set_rollback(True)


def left(item: tuple[date, Holding, int]) -> list[str]:
    """What an organisation says it looks for stays when the CV goes."""
    names = fields_left(item[1], item[2])
    return [name for name in names if item[1].model != "exchanges.VisitorProfile" or name == "cv"]


def test_after_seven_years_only_accounts_and_figures_are_left(full: Stay) -> None:
    amounts = list(full.exchange.payments.values_list("amount", "paid_on", "bank_reference"))
    retention.run(day=BALANCE + timedelta(days=7 * 366))
    assert tables_with(["CANARY-NOTE", "Test site", "DE8937040044053201", "lea@lead.example"]) == set()
    assert list(full.exchange.payments.values_list("amount", "paid_on", "bank_reference")) == amounts
    assert "clusters_user" in tables_with(["Vera"])
    assert not tables_with(["Vera Visitor"]) & {
        "exchanges_signature",
        "exchanges_documentversion",
        "core_mail",
    }
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert audit.changed_values() == [] and invariants.run() == []
    assert full.world.client("coordinator").get(f"/files/{full.exchange.reference}/").status_code == 200


@pytest.mark.parametrize(
    ("grant", "years"),
    [(None, 5), (Decimal("60000.01"), 5), (Decimal(60000), 3), (Decimal(0), 3)],
)
def test_small_grant_is_kept_three_years(full: Stay, grant: Decimal | None, years: int) -> None:
    Partnership.objects.update(grant_amount=grant)
    application = full.exchange.application
    assert over.until(application) == months_after(BALANCE, 12 * years)
    day = months_after(BALANCE, 12 * years)
    assert application not in over.files_over(day - timedelta(days=1))
    assert application in over.files_over(day)


def test_hold_keeps_everything_until_it_is_lifted(full: Stay) -> None:
    coordinator = full.actor("coordinator")
    hold = retention.set_hold(
        partnership=full.world.partnership, by=coordinator, reason="Audit by the Court", since=clock.today()
    )
    late = BALANCE + timedelta(days=7 * 366)
    assert list(over.files_over(late)) == [] and over.until(full.exchange.application) is None
    retention.lift_hold(hold=hold, by=coordinator)
    assert over.files_over(late).count() == 2
    assert LegalHold.objects.get().lifted_by == coordinator.user


def test_unpaid_balance_keeps_the_file(full: Stay) -> None:
    Partnership.objects.update(balance_paid_on=None)
    late = BALANCE + timedelta(days=20 * 365)
    assert full.exchange.application not in over.files_over(late)


# --- the daily job, the command, the coordinator ---


def test_sweep_runs_it_once_a_day(db: None, world: Any) -> None:
    tasks.sweep()
    tasks.sweep()
    assert OutboxItem.objects.filter(kind="privacy.retention").count() == 1
    assert RetentionRun.objects.get().day == clock.today()
    with clock.at(clock.now() + timedelta(days=3)):
        tasks.sweep()
    assert OutboxItem.objects.filter(kind="privacy.retention").count() == 2


def test_run_counts_and_a_second_run_adds_nothing(full: Stay) -> None:
    day = months_after(clock.today(), 13)
    counts = retention.run(day=day).counts
    assert (counts["lead"], counts["cv"], counts["file"], counts["proof"]) == (1, 1, 1, 1)
    assert retention.run(day=day).counts == counts
    assert retention.due(day) == {}
    assert Lead.objects.count() == 0 and VisitorProfile.objects.get().cv is None
    rejected = Application.objects.get(state="rejected")
    assert (rejected.decision_reason, rejected.contact_name, rejected.anonymised_on) == ("", "", day)


def test_command_changes_nothing_without_apply(full: Stay, capsys: pytest.CaptureFixture[str]) -> None:
    import json

    day = months_after(clock.today(), 13)
    call_command("retention", "--json", "--day", day.isoformat())
    document = json.loads(capsys.readouterr().out)
    assert (document["day"], document["applied"]) == (day.isoformat(), False)
    assert {row["rule"]: row["rows"] for row in document["rules"]}["lead"] == 1
    assert Lead.objects.count() == 1 and RetentionRun.objects.count() == 0


def test_balance_is_the_coordinators(full: Stay) -> None:
    partnership = full.world.partnership
    for persona in ("finance", "manager", "auditor", "visitor"):
        with pytest.raises(NotAllowed):
            retention.note_balance(
                partnership=partnership, by=full.actor(persona), paid_on=None, grant_amount=None
            )
    with pytest.raises(InvalidInput):
        retention.note_balance(
            partnership=partnership,
            by=full.actor("coordinator"),
            paid_on=clock.today() + timedelta(days=1),
            grant_amount=None,
        )


def test_coordinator_sees_what_follows_before_it_counts(world: Any) -> None:
    client = world.client("coordinator")
    posted = {"paid_on": "2026-02-01", "grant_amount": "60000"}
    Partnership.objects.update(balance_paid_on=None)
    page = client.post("/retention/balance/", posted).content.decode()
    assert "1 February 2029" in page
    world.partnership.refresh_from_db()
    assert world.partnership.balance_paid_on is None
    client.post("/retention/balance/", posted | {"confirmed": "on"})
    world.partnership.refresh_from_db()
    assert (world.partnership.balance_paid_on, world.partnership.grant_amount) == (date(2026, 2, 1), 60000)
    assert "The time of the files has begun" in client.get("/retention/").content.decode()
    assert world.client("manager").get("/retention/").status_code == 403


def test_hold_on_one_file_keeps_that_file_only(full: Stay) -> None:
    coordinator, late = full.actor("coordinator"), BALANCE + timedelta(days=7 * 366)
    common = {"partnership": full.world.partnership, "by": coordinator, "since": clock.today()}
    with pytest.raises(InvalidInput, match="no file with this reference"):
        retention.set_hold(**common, reason="Letter of the auditors.", reference="CXC-NOT-OURS")
    mine = full.exchange.application
    both = set(over.files_over(late))
    retention.set_hold(**common, reason="Letter of the auditors.", reference=f" {mine.reference.lower()} ")
    assert set(over.files_over(late)) == both - {mine}
    assert len(both) == 2
    page = full.world.client("coordinator").get("/retention/").content.decode()
    assert mine.reference in page
    LegalHold.objects.update(reference="CXC-OF-ANOTHER")
    assert mine in over.files_over(late)


def test_report_holds_counts_and_no_names(full: Stay) -> None:
    with clock.at(clock.now() + timedelta(days=400)):
        retention.run(day=clock.today())
        page = full.world.client("coordinator").get("/retention/").content.decode()
    assert "Questions of interested people: 1" in page
    assert "lea@lead.example" not in page and "CANARY-NOTE" not in page


def test_files_of_a_wiped_proof_are_not_found(full: Stay) -> None:
    retention.run(day=BALANCE + timedelta(days=6 * 366))
    assert not StoredFile.objects.filter(pk__in=Evidence.objects.values("file")).exclude(file="").exists()
    proof = Evidence.objects.filter(removed_at=None).first()
    assert proof is not None
    assert full.world.client("manager").get(f"/files/stored/{proof.file_id}/").status_code == 404
    assert Mail.objects.count() == 0 and AuditValue.objects.filter(before="CANARY-NOTE").count() == 0
    assert User.objects.get(email="vera@firm.example").is_active
