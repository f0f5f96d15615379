"""House rule 10: what must hold is refused by the database itself, past every form and service.

Ranges, sums, edges and the rows of matching, closing, money and feedback; the rows of applications and of building stand
in test files of their own.
"""

from datetime import UTC, date, datetime, time
from typing import Any

import pgtrigger
import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from django.db.utils import InternalError

from clusters.models import Membership, Target
from core import workflow
from core.models import ImportRun, OutboxItem, StoredFile
from exchanges.models import (
    Application,
    BankAccount,
    ClosingReport,
    EventReport,
    Exchange,
    Grid,
    GridAmount,
    HostOffer,
    MatchingRun,
    Meeting,
    MeetingRound,
    MeetingSlot,
    Mission,
    MissionInvitation,
    Outcome,
    Participant,
    Payment,
    Proposal,
    Questionnaire,
    Quote,
    Rulebook,
    Tandem,
    Traveller,
)
from exchanges.models.rulebook import DEADLINES
from reporting.models import Activity, BestPractice, Deliverable, Opportunity, TrainingModule
from tests.support import credited
from tests.support.rules import changeable
from tests.support.world import World, moment

DAY = date(2026, 4, 1)


@pytest.fixture
def exchange(world: World) -> Exchange:
    """Credited, as rows: what the workflow would have written on the way is not needed here."""
    return credited.credited(world, world.firm, world.host, DAY)


@pytest.fixture
def payment(world: World, exchange: Exchange) -> Payment:
    return credited.paid(world, exchange, DAY)


def updated(row: models.Model, column: str, sql: str) -> None:
    """Past Python: what another program could write. `sql` is an expression."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{row._meta.db_table}" SET "{column}" = {sql} WHERE id = %s', [row.pk])


def refuses(constraint: str, row: models.Model, **columns: str) -> None:
    for column, sql in columns.items():
        with pytest.raises(IntegrityError, match=f'"{constraint}"'):
            updated(row, column, sql)


def refuses_rows(constraint: str, row: models.Model, **fields: Any) -> None:
    """By the ORM, all fields in one statement."""
    with pytest.raises(IntegrityError, match=f'"{constraint}"'), transaction.atomic():
        type(row)._default_manager.filter(pk=row.pk).update(**fields)


def refuses_copy(constraint: str, row: models.Model, **fields: Any) -> None:
    copy = type(row)._default_manager.get(pk=row.pk)
    copy.pk = None
    for name, value in fields.items():
        setattr(copy, name, value)
    with pytest.raises(IntegrityError, match=f'"{constraint}"'), transaction.atomic():
        copy.save(force_insert=True)


# --- stays ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "stay",
    [
        "'empty'",
        "daterange('2026-05-18', '2026-05-18')",
        "daterange('2026-05-18', NULL)",
        "daterange(NULL, '2026-05-21')",
        "daterange(NULL, NULL)",
        "daterange('2026-05-18', 'infinity')",
        "daterange('-infinity', '2026-05-21')",
        "daterange('-infinity', 'infinity')",
        "daterange('1026-05-18', '2026-05-21')",
        "daterange('2026-05-18', '20260-05-21')",
    ],
)
def test_stay_has_a_first_and_a_last_day_wherever_it_is_written(exchange: Exchange, stay: str) -> None:
    traveller = Traveller.objects.filter(application=exchange.application).first()
    for constraint, row in (
        ("exchange_stay_bounded", exchange),
        ("proposal_stay_bounded", exchange.proposal),
        ("traveller_stay_bounded", traveller),
    ):
        assert row is not None
        refuses(constraint, row, stay=stay)


def test_range_that_runs_backwards_is_no_range(exchange: Exchange) -> None:
    with pytest.raises(DatabaseError, match="lower bound must be less than or equal"):
        updated(exchange, "stay", "daterange('2026-05-21', '2026-05-18')")


def test_traveller_is_in_one_place_at_a_time(world: World, exchange: Exchange) -> None:
    one = Traveller.objects.get(application=exchange.application)
    other_file = credited.sent(world, world.host, DAY)
    other = Traveller.objects.get(application=other_file)
    Traveller.objects.filter(pk=other.pk).update(email=one.email)
    updated(one, "stay", "daterange('2026-05-18', '2026-05-22')")
    for overlapping in (
        "daterange('2026-05-21', '2026-05-25')",
        "daterange('2026-05-01', '2026-05-19')",
        "daterange('2026-05-19', '2026-05-20')",
    ):
        refuses("traveller_one_place_at_a_time", other, stay=overlapping)
    updated(other, "stay", "daterange('2026-05-22', '2026-05-26')")
    Traveller.objects.filter(pk=other.pk).update(stay=None)


# --- sums -----------------------------------------------------------------------------------------------------

SUMS = [
    ("payment_amount_range", Payment, "amount"),
    ("quote_amount_range", Quote, "amount"),
    ("grid_amount_range", GridAmount, "amount"),
    ("rulebook_factor_range", Rulebook, "reduction_factor"),
    ("rulebook_cap_range", Rulebook, "cap"),
    ("rulebook_share_range", Rulebook, "sme_share_target"),
    ("grid_outermost_range", Grid, "outermost_amount"),
    ("partnership_budget_range", None, "budget"),
    ("target_range", Target, "value"),
    ("questionnaire_score_range", Questionnaire, "score"),
]


@pytest.mark.parametrize("value", ["'NaN'", "-0.01", "'Infinity'", "'-Infinity'", "999999999999"])
@pytest.mark.parametrize(
    ("constraint", "model", "column"), SUMS, ids=[name for name, _model, _column in SUMS]
)
def test_sum_is_a_number_within_bounds(
    world: World, payment: Payment, constraint: str, model: Any, column: str, value: str
) -> None:
    if model is Questionnaire:
        credited.asked(payment.exchange, "visitor", DAY, score="4.00")
    row = world.partnership if model is None else model.objects.last()
    # Beyond the digits of the column Postgres refuses by itself.
    with (
        pgtrigger.ignore("exchanges.Quote:immutable"),
        changeable(),
        pytest.raises(DatabaseError, match=f'"{constraint}"|numeric field overflow'),
    ):
        updated(row, column, value)


COUNTS = [
    *(("rulebook_deadlines_range", Rulebook, name, "367") for name in DEADLINES),
    *(("rulebook_deadlines_range", Rulebook, name, "0") for name in DEADLINES),
    ("rulebook_counts_range", Rulebook, "full_working_days", "32"),
    ("rulebook_counts_range", Rulebook, "max_calendar_days", "367"),
    ("rulebook_counts_range", Rulebook, "max_calendar_days", "4"),
    ("rulebook_counts_range", Rulebook, "full_distance_km", "20101"),
    ("rulebook_counts_range", Rulebook, "max_open_proposals", "0"),
    ("rulebook_counts_range", Rulebook, "max_open_proposals", "51"),
    ("rulebook_counts_range", Rulebook, "proof_travel_min", "21"),
    ("rulebook_counts_range", Rulebook, "proof_lodging_min", "21"),
    ("rulebook_counts_range", Rulebook, "half_days_per_day", "0"),
    ("rulebook_counts_range", Rulebook, "half_days_per_day", "3"),
    ("quote_counts_range", Quote, "working_days", "367"),
    ("quote_counts_range", Quote, "distance_km", "20101"),
    ("offer_capacity_range", HostOffer, "capacity", "0"),
    ("offer_capacity_range", HostOffer, "capacity", "501"),
]


@pytest.mark.parametrize(("constraint", "model", "column", "value"), COUNTS)
def test_count_is_within_bounds(
    payment: Payment, constraint: str, model: Any, column: str, value: str
) -> None:
    with pgtrigger.ignore("exchanges.Quote:immutable"), changeable():
        refuses(constraint, model.objects.last(), **{column: value})


def test_grid_may_have_no_sum_for_the_outermost_regions(payment: Payment) -> None:
    grid = Grid.objects.get()
    with changeable():
        updated(grid, "outermost_amount", "NULL")
    grid.refresh_from_db()
    assert grid.outermost_amount is None


def test_not_a_number_is_refused_by_the_constraint_itself(payment: Payment) -> None:
    """NaN fits into the column, and is greater than every number: only the upper bound stops it."""
    refuses("payment_amount_range", payment, amount="'NaN'")


def test_payment_of_nothing_is_no_payment(payment: Payment) -> None:
    refuses("payment_amount_range", payment, amount="0")


def test_quote_that_is_not_eligible_is_zero(exchange: Exchange) -> None:
    with pgtrigger.ignore("exchanges.Quote:immutable"):
        refuses("quote_not_eligible_is_zero", exchange.actual_quote, eligible="false")


def test_quote_never_changes(exchange: Exchange) -> None:
    with pytest.raises(InternalError, match="Cannot update rows"):
        updated(exchange.actual_quote, "amount", "1")


def test_rulebook_in_use_never_changes(exchange: Exchange) -> None:
    with pytest.raises(InternalError, match="published; make a new version"):
        updated(exchange.application.rulebook, "cap", "5000")


# --- payments -------------------------------------------------------------------------------------------------


def test_payment_needs_four_eyes(world: World, payment: Payment) -> None:
    refuses("payment_four_eyes", payment, approved_by_id=str(payment.ordered_by_id))
    refuses("payment_four_eyes", payment, ordered_by_id=str(payment.approved_by_id))


def test_payment_approved_has_person_and_moment(payment: Payment) -> None:
    Payment.objects.filter(pk=payment.pk).update(paid_on=None)
    refuses("payment_approved_pair", payment, approved_by_id="NULL", approved_at="NULL")


def test_payment_paid_was_approved_and_names_the_bank_reference(payment: Payment) -> None:
    refuses_rows("payment_paid_is_approved", payment, approved_by=None, approved_at=None)
    refuses("payment_paid_is_approved", payment, bank_reference="''")


def test_payment_refused_has_person_moment_and_reason(world: World, payment: Payment) -> None:
    Payment.objects.filter(pk=payment.pk).update(paid_on=None)
    refuser = world.actor("finance2").user
    for fields in (
        {"refused_by": refuser},
        {"refused_at": moment(DAY)},
        {"refused_by": refuser, "refused_at": moment(DAY), "refused_reason": ""},
    ):
        refuses_rows("payment_refused_pair", payment, **fields)


def test_payment_paid_cannot_be_refused_too(world: World, payment: Payment) -> None:
    refused = {"refused_by": world.actor("finance2").user, "refused_at": moment(DAY), "refused_reason": "Why"}
    refuses_rows("payment_paid_is_approved", payment, **refused)


def test_visit_has_one_live_payment(world: World, payment: Payment) -> None:
    refuses_copy("payment_one_live", payment)
    Payment.objects.filter(pk=payment.pk).update(paid_on=None)
    Payment.objects.filter(pk=payment.pk).update(
        refused_by=world.actor("finance2").user, refused_at=moment(DAY), refused_reason="Another account"
    )
    again = Payment.objects.get(pk=payment.pk)
    again.pk, again.refused_by, again.refused_at, again.refused_reason = None, None, None, ""
    again.save(force_insert=True)


def test_visit_has_one_bank_account(exchange: Exchange) -> None:
    fields = {"holder": "A", "iban": "DE89370400440532013000", "given_at": moment(DAY), "given_by_name": "A"}
    BankAccount.objects.create(exchange=exchange, **fields)
    with pytest.raises(IntegrityError, match="bankaccount_exchange_id"), transaction.atomic():
        BankAccount.objects.create(exchange=exchange, **fields)


# --- matches and offers ---------------------------------------------------------------------------------------


def test_host_is_proposed_once_while_it_is_open(exchange: Exchange) -> None:
    proposal = exchange.proposal
    open_again = Proposal.objects.get(pk=proposal.pk)
    open_again.pk, open_again.state = None, "proposed"
    open_again.save(force_insert=True)
    for state in ("proposed", "accepted_by_visitor", "accepted_by_host", "agreed"):
        refuses_copy("proposal_host_once", open_again, state=state)
    proposal.pk, proposal.state = None, "declined"
    proposal.save(force_insert=True)


def test_state_that_does_not_exist_is_refused(exchange: Exchange) -> None:
    copy = {"host": exchange.host_cluster.organisation, "state": "eager"}
    refuses_copy("proposal_state_known", exchange.proposal, **copy)


def test_offer_has_a_period_and_a_place(world: World) -> None:
    refuses("offer_period_in_order", world.offer, available_until="DATE '2025-12-31'")
    refuses("offer_capacity_range", world.offer, capacity="0")
    HostOffer.objects.filter(pk=world.offer.pk).update(available_until=world.offer.available_from)


def test_mission_ends_on_or_after_its_first_day(world: World) -> None:
    mission = made_mission(world)
    refuses("mission_days_in_order", mission, end_on="start_on - 1")
    updated(mission, "end_on", "start_on")


def test_mission_has_a_believable_number_of_places(world: World) -> None:
    mission = made_mission(world)
    for places in ("0", "501"):
        refuses("mission_places_range", mission, places=places)
    updated(mission, "places", "NULL")


# --- after the stay -------------------------------------------------------------------------------------------


def test_days_that_really_were_are_in_order(exchange: Exchange) -> None:
    outcome = Outcome.objects.create(exchange=exchange, host_first_day=DAY, host_last_day=DAY)
    refuses("outcome_days_in_order", outcome, host_last_day="host_first_day - 1")
    refuses_rows("outcome_days_in_order", outcome, host_last_day=date(2026, 3, 31))
    report = ClosingReport.objects.create(exchange=exchange, actual_start=DAY, actual_end=DAY)
    refuses("report_days_in_order", report, actual_end="actual_start - 1")
    ClosingReport.objects.filter(pk=report.pk).update(actual_end=None)


def test_side_is_asked_once_in_each_wave(exchange: Exchange) -> None:
    asked = credited.asked(exchange, "visitor", DAY)
    refuses_copy("questionnaire_once", asked)
    for fields in ({"wave": 3}, {"respondent": "host"}):
        copy = Questionnaire.objects.get(pk=asked.pk)
        copy.pk = None
        for name, value in fields.items():
            setattr(copy, name, value)
        copy.save(force_insert=True)


def test_scores_lie_on_their_scales(exchange: Exchange) -> None:
    asked = credited.asked(exchange, "visitor", DAY, score="4.00", recommend=9)
    for score in ("0.99", "5.01", "0"):
        refuses("questionnaire_score_range", asked, score=score)
    refuses("questionnaire_recommend_range", asked, recommend="11")


@pytest.mark.django_db
def test_effect_is_one_row() -> None:
    item = OutboxItem.objects.create(kind="k", key="a", due_at=datetime(2026, 1, 1, tzinfo=UTC))
    refuses_copy("outbox_one_effect", item)
    OutboxItem.objects.create(kind="k", key="b", due_at=item.due_at)


# --- edges ----------------------------------------------------------------------------------------------------


def made_mission(world: World) -> Mission:
    return Mission.objects.create(
        state="draft",
        state_since=moment(DAY),
        partnership=world.partnership,
        slug="mission",
        title="Mission",
        host_cluster=world.clusters["nice"],
        host=world.host,
        country=world.host.country,
        city="Nice",
        start_on=DAY,
        end_on=DAY,
    )


def made_membership(world: World) -> Membership:
    return Membership.objects.create(
        state="requested", state_since=moment(DAY), organisation=world.firm, cluster=world.clusters["dresden"]
    )


def made_import(world: World) -> ImportRun:
    by = world.actor("manager").user
    stored = StoredFile.objects.create(
        name="members.csv",
        content_type="text/csv",
        size=1,
        sha256="0" * 64,
        uploaded_by=by,
        uploaded_at=moment(DAY),
    )
    return ImportRun.objects.create(
        importer="members", scope=1, file=stored, created_by=by, state="uploaded", state_since=moment(DAY)
    )


def made_invitation(world: World) -> MissionInvitation:
    return MissionInvitation.objects.create(
        state="draft",
        state_since=moment(DAY),
        mission=made_mission(world),
        organisation_name="Atelier Sud",
        country=world.host.country,
        invited_at=moment(DAY),
    )


def made_participant(world: World) -> Participant:
    return Participant.objects.create(
        state="asked",
        state_since=moment(DAY),
        mission=made_mission(world),
        last_name="Locale",
        organisation=world.host,
        country=world.host.country,
    )


def made_round(world: World) -> MeetingRound:
    return MeetingRound.objects.create(
        state="draft", state_since=moment(DAY), mission=made_mission(world), wishes_until=DAY
    )


def made_meeting(world: World) -> Meeting:
    meetings = made_round(world)
    slot = MeetingSlot.objects.create(round=meetings, day=DAY, starts_at=time(9), ends_at=time(9, 20))
    return Meeting.objects.create(
        state="planned", state_since=moment(DAY), round=meetings, slot=slot, table=1
    )


def made_run(world: World) -> MatchingRun:
    return MatchingRun.objects.create(
        state="draft",
        state_since=moment(DAY),
        partnership=world.partnership,
        name="Run",
        frozen={},
        created_by=world.actor("coordinator").user,
        total=0,
        bound=0,
        seconds=0,
        matched=0,
        smes=0,
        cost=0,
    )


def made_tandem(world: World) -> Tandem:
    return Tandem.objects.create(
        state="proposed",
        state_since=moment(DAY),
        partnership=world.partnership,
        first=world.clusters["dresden"],
        second=world.clusters["nice"],
        goals="Learn how the other trains its staff.",
        result="Two trainings.",
    )


def of_a_cluster(world: World) -> dict[str, Any]:
    return {
        "partnership": world.partnership,
        "cluster": world.clusters["dresden"],
        "title": "Buddies",
        "state_since": moment(DAY),
    }


def row_of(world: World, exchange: Exchange, model: type[models.Model]) -> models.Model | None:
    makers: dict[type[models.Model], Any] = {
        Application: lambda: exchange.application,
        Proposal: lambda: exchange.proposal,
        Exchange: lambda: exchange,
        Questionnaire: lambda: credited.asked(exchange, "visitor", DAY),
        Mission: lambda: made_mission(world),
        MissionInvitation: lambda: made_invitation(world),
        Participant: lambda: made_participant(world),
        MeetingRound: lambda: made_round(world),
        Meeting: lambda: made_meeting(world),
        MatchingRun: lambda: made_run(world),
        Tandem: lambda: made_tandem(world),
        EventReport: lambda: EventReport.objects.create(
            state="draft", state_since=moment(DAY), mission=made_mission(world)
        ),
        BestPractice: lambda: BestPractice.objects.create(
            state="draft", written_by=world.actor("manager").user, **of_a_cluster(world)
        ),
        TrainingModule: lambda: TrainingModule.objects.create(
            state="listed",
            link="https://x.example/",
            checked_on=DAY,
            added_by=world.actor("manager").user,
            **of_a_cluster(world),
        ),
        Opportunity: lambda: Opportunity.objects.create(
            state="found",
            kind="project",
            about="One form.",
            written_by=world.actor("manager").user,
            **of_a_cluster(world),
        ),
        Membership: lambda: made_membership(world),
        ImportRun: lambda: made_import(world),
    }
    return makers[model]()


REPORTING = {Activity, Deliverable}
MODELS = [apps.get_model(flow.model) for flow in workflow.registered()]


@pytest.mark.parametrize(
    "model", [model for model in MODELS if model not in REPORTING], ids=lambda model: model.__name__
)
def test_database_knows_every_edge_and_no_other(
    world: World, exchange: Exchange, model: type[models.Model]
) -> None:
    """All pairs of states, by raw SQL: an edge of the table passes, any other is refused."""
    row = row_of(world, exchange, model)
    assert row is not None
    flow = workflow.of(model)
    without_other_rules(model)
    edges, wrong = set(flow.edges()), []
    for source in flow.states:
        with pgtrigger.ignore(f"{model._meta.label}:workflow_edges"):
            updated(row, "state", f"'{source.code}'")
        for target in flow.states:
            expected = (source.code, target.code) in edges or source.code == target.code
            if moves(row, target.code) != expected:
                wrong.append((source.code, target.code, expected))
    assert wrong == []


def without_other_rules(model: type[models.Model]) -> None:
    """For this test: what a row must hold in a state is tested elsewhere."""
    checks = [rule.name for rule in model._meta.constraints if isinstance(rule, models.CheckConstraint)]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in checks:
            cursor.execute(f'ALTER TABLE "{model._meta.db_table}" DROP CONSTRAINT "{name}"')


def moves(row: models.Model, target: str) -> bool:
    try:
        with transaction.atomic():
            updated(row, "state", f"'{target}'")
            transaction.set_rollback(True)
    except InternalError as error:
        if "Invalid transition" not in str(error):
            raise
        return False
    return True


def test_constraints_speak_to_people() -> None:
    """A constraint that a form may run into has a sentence; uniqueness of technical keys has Django's own."""
    mute = [
        constraint.name
        for app in ("clusters", "exchanges", "reporting")
        for model in apps.get_app_config(app).get_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
        and constraint.violation_error_message == constraint.default_violation_error_message
    ]
    assert mute == []
