"""The ledger behind the figures: after whatever happened, it says what a count of the rows says, for each day."""

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pgtrigger
import pytest
from django.db import IntegrityError, connection, transaction

from clusters.models import Membership, Organisation, Region
from clusters.services.merging import merge_organisations
from core import clock, files, outbox
from core.actors import Actor
from core.models import ImportRun
from exchanges import invariants as all_invariants
from exchanges.models import (
    Application,
    DocumentVersion,
    Exchange,
    FollowUp,
    PastExchange,
    Questionnaire,
    Traveller,
)
from exchanges.services import applications, building
from reporting import invariants
from reporting.models import LedgerCell, LedgerEntry, LedgerLine, LedgerMember
from reporting.periods import Period
from reporting.selectors import ledger, recount
from reporting.selectors.tally import Tally
from reporting.services import ledger as keeping
from tests.support import world as worlds
from tests.support.credited import asked, at, credited, matched, organisation, paid, quote, sent
from tests.support.stay import Stay
from tests.support.world import World

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 20)
STATES = ("building", "awaiting_report", "cancelled", "discontinued", "not_eligible", "validated")


@pytest.fixture
def world() -> World:
    return worlds.build()


def differences(partnership: Any, until: date, since: date | None = None) -> dict[Any, Any]:
    """Where ledger and recount disagree: place -> (kept, counted)."""
    period = Period(partnership, until, since)
    counted = recount.everything(period)
    if since is None:
        kept = invariants.kept_sums(period)
    else:
        kept = ledger.widened(ledger.sums(period, (*ledger.CREDITED, "travellers", "follow_up")))
        told = ("all", "kind", "home", "host", "flow", "travellers", "follow_up")
        counted = {place: cell for place, cell in counted.items() if place[0] in told}
    places = kept.keys() | counted.keys()
    return {
        place: (kept.get(place), counted.get(place))
        for place in places
        if kept.get(place) != counted.get(place)
    }


def holds(partnership: Any) -> None:
    assert list(invariants.figures_equal_recount()) == []


class History:
    """Rows changed at random, also in ways that services do not know: the ledger follows what stands there."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.random = world, random.Random(seed)
        kinds = ("sme", "cluster", "tech_centre", "public_authority")
        self.homes = [organisation(f"Home {n}", kinds[n % 4], "DE") for n in range(6)]
        self.hosts = [organisation(f"Host {n}", kinds[n % 4], "FR") for n in range(4)]
        self.import_run = ImportRun.objects.create(
            state="saved",
            state_since=at(DAY),
            importer="past-exchanges",
            scope=world.partnership.pk,
            file=files.store_bytes(b"a,b", "past.csv", "text/csv", Actor.system("tests")),
        )
        self.brought = 0

    def day(self) -> date:
        return DAY + timedelta(days=self.random.randrange(-70, 71))

    def any(self, model: Any) -> Any:
        rows = list(model.objects.order_by("pk"))
        return self.random.choice(rows) if rows else None

    def act(self) -> None:
        acts: list[Callable[[], Any]] = [
            self.send, self.match, self.credit, self.credit, self.undo, self.pay, self.ask, self.answer, self.travel,
            self.follow_up, self.sign, self.end, self.bring, self.change_brought, self.merge, self.fold,
        ]  # fmt: skip
        self.random.choice(acts)()

    def send(self) -> None:
        sent(self.world, self.random.choice(self.homes), self.day(), travellers=self.random.randrange(3))

    def match(self) -> None:
        state = self.random.choice(STATES[:5])
        exchange = matched(
            self.world,
            self.random.choice(self.homes),
            self.random.choice(self.hosts),
            self.day(),
            state=state,
            travellers=2,
        )
        exchange.planned_quote = quote(exchange, "planned", self.random.choice((0, 450)))
        exchange.save(update_fields=["planned_quote"])

    def credit(self) -> None:
        credited(
            self.world,
            self.random.choice(self.homes),
            self.random.choice(self.hosts),
            self.day(),
            travellers=self.random.randrange(1, 3),
            amount=self.random.choice((0, 450, 900)),
        )

    def undo(self) -> None:
        """A validation taken back, or moved to another day."""
        if (exchange := self.any(Exchange)) is not None:
            on = self.random.choice((None, self.day()))
            state = "report_submitted" if on is None else "validated"
            change(exchange, credited_on=on, state=state)

    def pay(self) -> None:
        found = Exchange.objects.filter(payments=None, actual_quote__amount__gt=0).order_by("pk")
        if found:
            paid(self.world, self.random.choice(list(found)), self.day(), due=self.day())

    def ask(self) -> None:
        respondent = self.random.choice(("visitor", "host"))
        found = list(
            Exchange.objects.exclude(questionnaires__respondent=respondent).order_by("pk").distinct()
        )
        if found:
            score = self.random.choice((None, "2.50", "4.00", "4.75"))
            asked(
                self.random.choice(found),
                respondent,
                self.day(),
                score=score,
                recommend=self.random.choice((3, 8, 10)),
            )

    def answer(self) -> None:
        if (asked_one := self.any(Questionnaire)) is not None:
            Questionnaire.objects.filter(pk=asked_one.pk).update(
                score=Decimal("3.25"), answered_at=at(self.day())
            )

    def travel(self) -> None:
        traveller = self.any(Traveller)
        if traveller is None:
            return
        if self.random.random() < 0.5:
            traveller.delete()
        else:
            # As an erasure does.
            Traveller.objects.filter(pk=traveller.pk).update(email=f"gone-{traveller.pk}@x.example")

    def follow_up(self) -> None:
        if (exchange := self.any(Exchange)) is not None:
            status = self.random.choice(("planned", "done"))
            FollowUp.objects.create(exchange=exchange, kind="business", partner="P", status=status)
        FollowUp.objects.filter(pk__in=list(FollowUp.objects.values_list("pk", flat=True)[:1])).update(
            status="under_way"
        )

    def sign(self) -> None:
        found = Exchange.objects.filter(documents=None).order_by("pk")
        if found:
            day = self.day()
            DocumentVersion.objects.create(
                exchange=self.random.choice(list(found)), kind="agreement", number=1, content={},
                content_hash="0" * 64, created_at=at(day), completed_at=at(day),
            )  # fmt: skip

    def end(self) -> None:
        if (exchange := self.any(Exchange)) is not None:
            change(
                exchange, state=self.random.choice(STATES[2:5]), state_since=at(self.day()), credited_on=None
            )

    def bring(self) -> None:
        self.brought += 1
        visitor, host, day = self.random.choice(self.homes), self.random.choice(self.hosts), self.day()
        PastExchange.objects.create(
            partnership=self.world.partnership, reference=f"OLD-{self.brought}", visitor=visitor,
            visitor_kind=visitor.kind, visitor_country=visitor.country, host=host, host_kind=host.kind,
            host_country=host.country, stay=(day - timedelta(days=9), day - timedelta(days=5)), working_days=3,
            travellers=2, amount=Decimal(450), paid_on=self.day(), credited_on=day, import_run=self.import_run,
        )  # fmt: skip

    def change_brought(self) -> None:
        if (brought := self.any(PastExchange)) is not None:
            if self.random.random() < 0.3:
                brought.delete()
            else:
                PastExchange.objects.filter(pk=brought.pk).update(
                    credited_on=self.day(), amount=None, paid_on=None
                )

    def merge(self) -> None:
        """One organisation becomes another in all its rows."""
        if len(self.homes) < 3:
            return
        gone, kept = self.homes.pop(self.random.randrange(len(self.homes))), self.homes[0]
        for model, field in ((Exchange, "visitor"), (PastExchange, "visitor")):
            model.objects.filter(**{field: gone}).update(**{field: kept})
        Application.objects.filter(organisation=gone).update(organisation=kept)

    def fold(self) -> None:
        keeping.fold(self.random.choice((7, 50, 5000)))


def change(exchange: Exchange, **fields: Any) -> None:
    with pgtrigger.ignore("exchanges.Exchange:workflow_edges"):
        Exchange.objects.filter(pk=exchange.pk).update(**fields)


@pytest.mark.parametrize("seed", range(4))
def test_figures_equal_a_recount_after_random_histories(world: World, seed: int) -> None:
    history = History(world, seed)
    for _round in range(4):
        for _act in range(20):
            history.act()
        for shift in (-80, -33, -10, 0, 11, 12, 41, 90):
            until = DAY + timedelta(days=shift)
            assert differences(world.partnership, until) == {}
            assert differences(world.partnership, until, until - timedelta(days=40)) == {}
        holds(world.partnership)
    kept = {model: list(model.objects.order_by("pk").values()) for model in (LedgerMember, LedgerCell)}
    assert kept[LedgerCell] or LedgerLine.objects.exists()
    keeping.fold()
    assert not LedgerLine.objects.exists()
    folded = sums_of_cells()
    keeping.rebuild()
    assert sums_of_cells() == folded
    holds(world.partnership)


def sums_of_cells() -> list[Any]:
    names = ("partnership", "span", "section", "key", "second", "day", "number", "total")
    return list(LedgerCell.objects.order_by(*names).values_list(*names))


# --- through services, step by step ---


@pytest.fixture
def stay(world: World) -> Iterator[Stay]:
    with ExitStack() as stack:
        yield Stay(world, stack)


def test_figures_follow_a_visit_to_its_payment(stay: Stay) -> None:
    stay.paid()
    holds(stay.world.partnership)
    funnel = steps(stay.world.partnership)
    assert funnel == dict.fromkeys(
        ("registered", "accepted", "matched", "signed", "stayed", "validated", "paid"), 1
    )


def steps(partnership: Any) -> dict[str, int]:
    found = ledger.sums(Period(partnership, clock.today()), ["step"])
    return {key: cell.number for (_section, key, _second), cell in found.items()}


@pytest.mark.parametrize("step", ["submitted", "accepted", "building", "commitment_signing", "ready"])
def test_figures_hold_after_each_step(world: World, step: str) -> None:
    getattr(world, step)()
    holds(world.partnership)


def test_drop_is_told_with_the_step_before_it(world: World) -> None:
    exchange = world.building()
    building.cancel_exchange(exchange=exchange, by=world.actor("visitor"), reason="No time.")
    applications.withdraw_application(
        application=exchange.application, by=world.actor("visitor"), reason="No time."
    )
    found = ledger.sums(Period(world.partnership, clock.today()), ["dropped"])
    assert found == {("dropped", "accepted", "withdrawn"): ledger.Cell(1)}
    holds(world.partnership)


def test_draft_adds_nothing_and_a_deleted_file_takes_its_lines_along(world: World) -> None:
    world.draft()
    assert not LedgerEntry.objects.exists()
    application = sent(world, world.firm, DAY, travellers=2)
    assert LedgerEntry.objects.get().subject_id == application.pk
    application.delete()
    assert not LedgerEntry.objects.exists()
    assert differences(world.partnership, DAY) == {}
    keeping.fold()
    assert not LedgerCell.objects.exists() and not LedgerMember.objects.exists()


def test_merged_organisations_are_one(world: World) -> None:
    twin = organisation("Twin", "sme", "DE")
    credited(world, world.firm, world.host, DAY)
    credited(world, twin, world.host, DAY - timedelta(days=40))
    keeping.fold()
    period = Period(world.partnership, DAY)
    assert Tally(period).organisations("sme") == 3
    for firm in (world.firm, twin):
        Membership.objects.update_or_create(
            organisation=firm,
            cluster=world.clusters["dresden"],
            defaults={"state": "confirmed", "state_since": at(DAY)},
        )
    merge_organisations(keep=world.firm, drop=twin, by=world.actor("manager"), typed="Twin")
    assert Tally(period).organisations("sme") == 2
    holds(world.partnership)


def test_moved_region_moves_its_visits(world: World) -> None:
    credited(world, world.firm, world.host, DAY)
    saxony = Region.objects.get(country="DE", code="13")
    Organisation.objects.filter(pk=world.firm.pk).update(area=saxony)
    found = ledger.sums(Period(world.partnership, DAY), ["area"])
    assert found["area", "visitor", f"DE:{saxony.pk}"] == ledger.Cell(1)
    holds(world.partnership)


# --- the ledger itself ---


def test_small_number_of_lines_waits_for_more(world: World) -> None:
    credited(world, world.firm, world.host, DAY)
    waiting = LedgerLine.objects.count()
    assert 0 < waiting < keeping.WORTH_IT
    assert keeping.fold_when_worth_it() == 0
    for number in range(20):
        credited(world, organisation(f"V{number}", "sme", "DE"), world.host, DAY)
    assert keeping.fold_when_worth_it() > keeping.WORTH_IT
    assert not LedgerLine.objects.exists()
    holds(world.partnership)


def test_sweep_folds(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    credited(world, world.firm, world.host, DAY)
    monkeypatch.setattr(keeping, "WORTH_IT", 2)
    outbox.keep_up()
    assert not LedgerLine.objects.exists()


def test_upkeep_that_fails_stops_nothing(monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    def fails() -> None:
        raise ValueError("Canary")

    done: list[int] = []
    monkeypatch.setattr(outbox, "_upkeep", {"a": fails, "b": lambda: done.append(1)})
    outbox.keep_up()
    assert done == [1]
    assert "upkeep a failed" in caplog.text


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (
            "UPDATE reporting_ledgercell SET number = number + 1 WHERE span = 'd' AND section = 'kind'",
            "of a day",
        ),
        (
            "UPDATE reporting_ledgercell SET number = number + 1 WHERE span = 'm' AND section = 'kind'",
            "of a month",
        ),
        ("UPDATE reporting_ledgermember SET number = 2 WHERE section = 'participating'", "of a member"),
        (
            "UPDATE reporting_ledgercell SET number = 3 WHERE section = 'participating' AND key = 'sme' AND span = 'd'",
            "of different members",
        ),
        (
            "UPDATE reporting_ledgercell SET number = 7 WHERE span = 't' AND section = 'day'",
            "a recount gives",
        ),
    ],
)
def test_wrong_sum_is_found(world: World, statement: str, words: str) -> None:
    credited(world, world.firm, world.host, DAY)
    keeping.fold()
    with connection.cursor() as cursor:
        cursor.execute(statement)
    findings = list(invariants.figures_equal_recount())
    assert any(words in finding.sentence for finding in findings)
    assert figures_check in all_invariants.CHECKS


figures_check = invariants.figures_equal_recount


def test_different_members_of_two_days_are_not_taken_from_each_other(world: World) -> None:
    with pytest.raises(ValueError, match="cannot be taken"):
        ledger.sums(Period(world.partnership, DAY, DAY), ["participating"])


@pytest.mark.parametrize("until", [date.max, date(9999, 12, 1), date(1, 1, 31)])
def test_days_at_the_end_of_time(world: World, until: date) -> None:
    credited(world, world.firm, world.host, DAY)
    assert Tally(Period(world.partnership, until)).exchanges == (until.year > 1)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("ledger_entry_once", lambda p: LedgerEntry(subject="file", subject_id=1)),
        (
            "ledger_cell_once",
            lambda p: LedgerCell(span="d", partnership=p, section="x", day=DAY, number=1, total=0),
        ),
        (
            "ledger_member_day_once",
            lambda p: LedgerMember(partnership=p, section="x", member=1, day=DAY, number=1),
        ),
    ],
)
def test_place_of_the_ledger_is_there_once(world: World, name: str, make: Callable[[Any], Any]) -> None:
    make(world.partnership).save()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        make(world.partnership).save()


def test_span_is_all_a_month_or_a_day(world: World) -> None:
    cell = LedgerCell(span="y", partnership=world.partnership, section="x", day=DAY, number=1, total=0)
    with pytest.raises(IntegrityError, match="ledger_cell_span"), transaction.atomic():
        cell.save()
