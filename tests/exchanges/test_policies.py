"""Each guard of a visit, by the facts it looks at: what it lets pass, and the reason it gives otherwise."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace as Facts
from typing import Any

import pytest

from core import clock
from exchanges import policies
from exchanges.documents import rendition
from exchanges.models import BankAccount, Exchange
from exchanges.workflows.exchange import EXCHANGE
from tests.support.stay import PDF, Stay
from tests.support.world import FIRST_DAY, LAST_DAY, World, make_user


def listed(*rows: Any) -> Facts:
    return Facts(all=lambda: rows)


def proof(kind: str, removed: bool = False) -> Facts:
    return Facts(kind=kind, removed_at=datetime(2026, 6, 1, tzinfo=UTC) if removed else None)


def quote(amount: int = 450, eligible: bool = True) -> Facts:
    days = [{"date": "2026-05-17", "counted": False}, {"date": "2026-05-18", "counted": True}]
    return Facts(amount=Decimal(amount), eligible=eligible, result={"days": days})


def visit(**more: Any) -> Any:
    """A visit with everything in order; `more` spoils it. A part that is None is not there at all."""
    parts: dict[str, Any] = {
        "plan": Facts(objectives="Learn", venue="Site", expected_results="A plan"),
        "planned_quote": quote(),
        "actual_quote": quote(),
        "agenda": listed(Facts(day=FIRST_DAY)),
        "evidence": listed(proof("flight"), proof("hotel")),
        "host_country": Facts(timezone="Europe/Paris"),
        "first_day": FIRST_DAY,
        "last_day": LAST_DAY,
        "ended_on": LAST_DAY,
        "mode": "physical",
        "report": report(),
        "application": Facts(rulebook=Facts(proof_travel_min=1, proof_lodging_min=1, payment_days=10)),
    } | more
    return Facts(
        **{name: part for name, part in parts.items() if part is not None or name not in ("plan", "report")}
    )


def report(**more: Any) -> Facts:
    said: dict[str, Any] = {
        "actual_start": FIRST_DAY,
        "actual_end": LAST_DAY,
        "activities": "Saw roads.",
        "results": "Learned.",
        "evidence_note": "",
        "evidence_waived": "",
        "validated_at": datetime(2026, 5, 25, 9, tzinfo=UTC),
    }
    return Facts(**said | more)


def said(reasons: list[Any]) -> str:
    return " ".join(str(reason) for reason in reasons)


GOALS, ELIGIBLE, EVERY_DAY = "describe the goals", "eligible visit yet", "Still empty: 18 May 2026"


@pytest.mark.parametrize(
    ("spoilt", "words"),
    [
        ({}, []),
        ({"plan": None}, [GOALS]),
        ({"plan": Facts(objectives="Learn", venue=" ", expected_results="A plan")}, [GOALS]),
        ({"planned_quote": None}, [ELIGIBLE]),
        ({"planned_quote": quote(eligible=False), "plan": None}, [GOALS, ELIGIBLE]),
        ({"agenda": listed(Facts(day=date(2026, 5, 17)))}, [EVERY_DAY]),
    ],
)
def test_plan_needs_goals_an_eligible_stay_and_every_working_day(
    spoilt: dict[str, Any], words: list[str]
) -> None:
    reasons = policies.plan_is_complete(visit(**spoilt), {})
    assert len(reasons) == len(words)
    assert all(word in said(reasons) for word in words)


def test_plans_are_sent_together_by_a_mission_only() -> None:
    assert policies.plan_of_mission_is_complete(visit(mission_id=7), {}) == []
    assert GOALS in said(policies.plan_of_mission_is_complete(visit(mission_id=7, plan=None), {}))
    assert "no part of a mission" in said(policies.plan_of_mission_is_complete(visit(mission_id=None), {}))


@pytest.mark.parametrize(
    ("moment", "began", "over", "late"),
    [
        (datetime(2026, 5, 17, 21, 59, tzinfo=UTC), False, False, False),
        (datetime(2026, 5, 17, 22, 0, tzinfo=UTC), True, False, False),
        (datetime(2026, 5, 18, 22, 0, tzinfo=UTC), True, False, True),
        (datetime(2026, 5, 21, 21, 59, tzinfo=UTC), True, False, True),
        (datetime(2026, 5, 21, 22, 0, tzinfo=UTC), True, True, True),
    ],
)
def test_days_of_the_visit_are_those_of_the_host(
    moment: datetime, began: bool, over: bool, late: bool
) -> None:
    """Midnight in Paris is ten in the evening in London's winter hour."""
    with clock.at(moment):
        assert (policies.stay_has_begun(visit(), {}) == []) == began
        assert (policies.stay_is_over(visit(), {}) == []) == over
        assert (policies.starts_in_time(visit(), {}) != []) == late


NO_PROOF = listed()


@pytest.mark.parametrize(
    ("spoilt", "words"),
    [
        ({}, []),
        ({"report": None}, ["fill in the closing report"]),
        ({"report": report(results="")}, ["fill in the closing report"]),
        ({"evidence": listed(proof("hotel"))}, ["proof of travel", "say why it is missing"]),
        (
            {"evidence": listed(proof("flight"), proof("hotel", removed=True))},
            ["lodging", "say why"],
        ),
        ({"evidence": NO_PROOF, "report": report(evidence_note="Lost my bag.")}, []),
        ({"evidence": NO_PROOF, "mode": "virtual"}, []),
        ({"evidence": NO_PROOF, "outcome": Facts(kind="virtual")}, []),
        ({"evidence": NO_PROOF, "outcome": Facts(kind="took_place")}, ["travel", "lodging", "say why"]),
        ({"evidence": NO_PROOF, "application": Facts(rulebook=None)}, []),
    ],
)
def test_report_is_sent_complete_or_with_an_explanation(spoilt: dict[str, Any], words: list[str]) -> None:
    reasons = policies.report_is_complete(visit(**spoilt), {})
    assert len(reasons) == len(words)
    assert all(word in said(reasons) for word in words)


@pytest.mark.parametrize(
    ("spoilt", "words"),
    [
        ({}, []),
        ({"actual_quote": None}, ["not eligible"]),
        (
            {"actual_quote": quote(eligible=False), "evidence": NO_PROOF},
            ["not eligible", "travel", "lodging"],
        ),
        ({"evidence": NO_PROOF, "report": report(evidence_waived="Seen by us.")}, []),
    ],
)
def test_report_is_validated_by_days_and_proofs(spoilt: dict[str, Any], words: list[str]) -> None:
    reasons = policies.report_can_be_validated(visit(**spoilt), {})
    assert len(reasons) == len(words)
    assert all(word in said(reasons) for word in words)


@pytest.mark.parametrize(
    ("actual", "planned", "sum_"),
    [(450, 900, 450), (900, 450, 450), (0, 450, 0), (None, 450, 0), (450, None, 0)],
)
def test_never_more_than_agreed_is_paid(actual: int | None, planned: int | None, sum_: int) -> None:
    quotes = [None if amount is None else quote(amount) for amount in (actual, planned)]
    exchange = visit(actual_quote=quotes[0], planned_quote=quotes[1])
    assert policies.payable(exchange) == sum_
    assert (policies.sum_is_due(exchange, {}) == []) == (sum_ > 0)
    assert (policies.nothing_to_pay(exchange, {}) != []) if sum_ else True


@pytest.mark.parametrize(
    ("spoilt", "due"),
    [
        ({}, date(2026, 6, 4)),
        ({"report": report(actual_end=date(2026, 5, 29))}, date(2026, 6, 8)),
        ({"report": report(actual_end=None), "ended_on": date(2026, 5, 28)}, date(2026, 6, 7)),
        ({"report": None, "ended_on": None}, date(2026, 5, 31)),
        ({"report": report(validated_at=None), "application": Facts(rulebook=None)}, date(2026, 5, 31)),
    ],
)
def test_ten_days_run_from_the_later_of_end_and_validation(spoilt: dict[str, Any], due: date) -> None:
    with clock.at(datetime(2026, 5, 2, 9, tzinfo=UTC)):
        assert policies.payment_due_on(visit(**spoilt)) == due


def test_credit_keeps_the_day_of_the_first_validation() -> None:
    credit = EXCHANGE.transition("validate").effect
    assert credit is not None
    first, again = Facts(credited_on=None), Facts(credited_on=date(2026, 5, 1))
    with clock.at(datetime(2026, 6, 2, 9, tzinfo=UTC)):
        credit(first, {})
        credit(again, {})
    assert (first.credited_on, again.credited_on) == (date(2026, 6, 2), date(2026, 5, 1))


def test_two_accounts_of_one_name_are_one_person_and_nameless_ones_are_not(db: None) -> None:
    one, other = make_user("a@x.example", "Ann", "Lee"), make_user("b@x.example", "ANN", "LEE")
    nobody, neither = make_user("c@x.example", "", ""), make_user("d@x.example", "", "")
    assert policies.same_person(one, other)
    assert not policies.same_person(nobody, neither)


# --- what only the database knows ---


@pytest.fixture
def stay(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stay]:
    monkeypatch.setattr(rendition, "render", lambda document: PDF)
    with ExitStack() as stack:
        yield Stay(world, stack)


def test_signatures_are_counted_on_the_current_text_only(world: World) -> None:
    exchange = world.commitment_signing()
    assert "missing: 4" in said(policies.commitment_is_signed(exchange, {}))
    world.sign(exchange, "commitment", "visitor", "Vera Visitor")
    assert "missing: 3" in said(policies.commitment_is_signed(exchange, {}))
    assert "Financial Agreement comes first" in said(
        policies.commitment_is_signed_without_money(exchange, {})
    )
    exchange.mode = "virtual"
    assert "missing: 3" in said(policies.commitment_is_signed_without_money(exchange, {}))


def test_no_text_is_current_before_the_plan_is_sent(world: World) -> None:
    exchange = world.building()
    assert policies.current_document(exchange, "commitment") is None
    assert policies.signed_roles(exchange, "commitment") == set()


def test_agreement_needs_both_and_the_bank_account(world: World) -> None:
    exchange = world.agreement_signing()
    reasons = said(policies.agreement_is_signed(exchange, {}))
    assert "missing: 2" in reasons and "bank account is missing" in reasons
    ready = Exchange.objects.get(pk=exchange.pk)
    BankAccount.objects.create(
        exchange=ready, holder="Elbe", iban="DE89370400440532013000", given_at=clock.now()
    )
    assert "bank" not in said(policies.agreement_is_signed(ready, {}))


def test_second_person_is_another_one_and_the_account_the_ordered_one(stay: Stay) -> None:
    exchange = stay.ordered().exchange
    manager, finance = stay.actor("manager").user, stay.actor("finance").user
    assert policies.second_person(exchange, {"approver": finance}) == []
    assert policies.second_person(exchange, {}) == []
    assert "You ordered this" in said(policies.second_person(exchange, {"approver": manager}))
    twin = make_user("twin@x.example", manager.first_name, manager.last_name)
    assert "You ordered this" in said(policies.second_person(exchange, {"approver": twin}))
    visitor = stay.actor("visitor").user
    assert "own organisation" in said(policies.second_person(exchange, {"approver": visitor}))
    assert policies.account_unchanged(exchange, {}) == []
    BankAccount.objects.filter(exchange=exchange).update(iban="FR1420041010050500013M02606")
    changed = Exchange.objects.get(pk=exchange.pk)
    for guard in (policies.second_person, policies.account_unchanged):
        assert "changed after the order" in said(guard(changed, {"approver": finance}))
    exchange.payments.update(refused_at=clock.now(), refused_reason="No.", refused_by=finance)
    for guard in (policies.second_person, policies.account_unchanged):
        assert "no payment order" in said(guard(exchange, {"approver": finance}))


def test_file_closes_after_both_have_answered(stay: Stay) -> None:
    exchange = stay.ordered().exchange
    assert "not both answered" in said(policies.feedback_is_in(exchange, {}))
    stay.answer("visitor")
    assert "not both answered" in said(policies.feedback_is_in(exchange, {}))
    stay.answer("host")
    assert policies.feedback_is_in(exchange, {}) == []
    assert "still to be paid" in said(policies.nothing_to_pay(exchange, {}))
    exchange.actual_quote.amount = Decimal(0)
    assert policies.nothing_to_pay(exchange, {}) == []
