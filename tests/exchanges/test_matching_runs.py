"""Matching runs: the same answer each time, changes by hand with their loss, sent out once, and nothing before that."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import outbox
from core.actors import Actor
from core.exceptions import NotAllowed, Refused, StaleVersion
from core.models import Mail
from exchanges.models import MatchingRun, Proposal, RunMatch
from exchanges.selectors.matching_runs import usual_limits
from exchanges.selectors.run_words import conflict_sentences, names_of, people_in
from exchanges.services import applications, matching_runs, proposals, run_sending
from exchanges.workflows import MATCHING_RUN
from tests.support import matrix
from tests.support.waiting import offers, waits

pytestmark = pytest.mark.django_db

MINE = {"coordinator"}
ALLOWED: matrix.Table = {
    "solve": ({"draft"}, {"system"}),
    "contradict": ({"draft"}, {"system"}),
    "fail": ({"draft"}, {"system"}),
    "try_again": ({"failed"}, MINE),
    "change": ({"solved"}, MINE),
    "want_change": ({"solved"}, MINE),
    "take_change": ({"changing"}, {"system"}),
    "drop_change": ({"changing"}, {"system"}),
    "deploy": ({"solved"}, MINE),
    "discard": ({"draft", "solved", "changing", "infeasible", "failed"}, MINE),
}


def make(world, solved=True, **limits):
    run = matching_runs.make_run(
        partnership=world.partnership,
        name="Spring",
        limits=usual_limits(world.partnership) | limits,
        by=world.actor("coordinator"),
    )
    if solved:
        outbox.run_due()
        run.refresh_from_db()
    return run


def pairs(run):
    return {(row.application_id, row.offer.organisation_id) for row in run.matches.select_related("offer")}


@pytest.fixture
def two(world):
    """Two files for two hosts of one place each; the second host shares less with them."""
    world.offer.periods.update(capacity=1)
    return waits(world), waits(world, name="Second GmbH"), offers(world, "Neris", country="LT")


def test_run_is_solved_by_a_worker_and_sends_nothing(world, two):
    outbox.run_due()
    run, before = make(world, solved=False), Mail.objects.count()
    assert (run.state, run.frozen) == ("draft", {})
    outbox.run_due()
    run.refresh_from_db()
    assert (run.visitors, run.offers) == (2, 2)
    assert (run.state, run.matched, run.smes, run.total) == ("solved", 2, 2, run.bound)
    assert {host for _file, host in pairs(run)} == {world.host.pk, two[2].organisation_id}
    assert (Mail.objects.count(), Proposal.objects.count()) == (before, 0)
    assert "Elbe Sensors" not in str(run.frozen)


def test_same_input_has_the_same_answer(world, two):
    first = make(world)
    second = matching_runs.make_run(
        partnership=world.partnership,
        name="Again",
        limits=first.limits,
        like=first,
        by=world.actor("coordinator"),
    )
    outbox.run_due()
    second.refresh_from_db()
    assert (pairs(second), second.total, second.frozen) == (pairs(first), first.total, first.frozen)


def test_file_of_later_is_not_in_a_frozen_input(world, two):
    run = make(world)
    waits(world, name="Third GmbH")
    copy = matching_runs.make_run(
        partnership=world.partnership, name="B", limits=run.limits, like=run, by=world.actor("coordinator")
    )
    outbox.run_due()
    copy.refresh_from_db()
    assert (copy.visitors, copy.frozen_at) == (2, run.frozen_at)


def test_budget_is_kept_and_the_rest_told_why(world, two):
    run = make(world, budget=45_000)
    assert (run.matched, run.cost) == (1, 450)
    assert set(run.unplaced[0]["why"]) == {"limit_budget", "limit_places"}


def test_change_by_hand_shows_its_loss_and_can_be_taken_back(world, two):
    run, coordinator = make(world), world.actor("coordinator")
    before, total = pairs(run), run.total
    file, host = min(before)
    other = ({pair[1] for pair in before} - {host}).pop()
    seen = matching_runs.preview(run, file=file, act="must", host=other)
    assert pairs(run) == before
    matching_runs.change(run=run, file=file, act="must", host=other, by=coordinator, version=run.version)
    assert (file, other) in pairs(run)
    assert (run.total, run.steps[-1]["change"]) == (seen.total, seen.total - total)
    assert run.matches.get(application_id=file).demanded
    matching_runs.undo(run=run, by=coordinator, version=run.version)
    assert (pairs(run), run.total, run.steps) == (before, total, [])


def test_loss_shown_is_that_of_a_run_with_the_pair_fixed(world, two):
    """For every file and every host: what the change would bring is what a new run that demands the pair brings."""
    run = make(world)
    for file in two[:2]:
        for host in (world.host.pk, two[2].organisation_id):
            seen = matching_runs.preview(run, file=file.pk, act="must", host=host)
            fixed = make(world, must=[[file.pk, host]])
            assert (seen.total, seen.bound) == (fixed.total, fixed.bound)
            assert {(row["file"], row["host"]) for row in seen.matches} == pairs(fixed)
            assert seen.total <= run.total


def test_forbidden_pair_is_not_made(world, two):
    run = make(world)
    file, host = min(pairs(run))
    matching_runs.change(
        run=run, file=file, act="must_not", host=host, by=world.actor("coordinator"), version=run.version
    )
    assert (file, host) not in pairs(run)


def test_demands_that_contradict_are_refused_with_both_names(world, two):
    run, coordinator = make(world), world.actor("coordinator")
    first, second, _offer = two
    matching_runs.change(
        run=run, file=first.pk, act="must", host=world.host.pk, by=coordinator, version=run.version
    )
    with pytest.raises(Refused, match="More visitors must go to Mobilité Azur SAS than its 1 places"):
        matching_runs.change(
            run=run, file=second.pk, act="must", host=world.host.pk, by=coordinator, version=run.version
        )
    run.refresh_from_db()
    assert len(run.steps) == 1


def test_demand_without_a_free_day_is_told_when_the_run_is_solved(world, two):
    two[2].periods.update(first_day="2026-07-01")
    run = make(world, must=[[two[0].pk, two[2].organisation_id]])
    assert run.state == "infeasible"
    assert run.conflicts == [
        {"limit": "impossible", "values": {"visitor": two[0].pk, "host": two[2].organisation_id}}
    ]
    said = conflict_sentences(run.conflicts, names_of(*people_in(run.conflicts)), run.frozen)
    assert said == ["Elbe Sensors GmbH must go to Neris, but Neris has no place in these days."]


def test_failure_is_noted_and_can_be_tried_again(world, two, monkeypatch):
    def broken(*args):
        raise MemoryError

    monkeypatch.setattr("exchanges.services.matching_runs.run_answer.answer", broken)
    run = make(world)
    assert run.state == "failed"
    page = world.client("coordinator").get(reverse("exchanges:matching_run", args=[run.pk])).content.decode()
    assert "The portal made an error while it worked (MemoryError)." in page
    monkeypatch.undo()
    matching_runs.try_again(run=run, by=world.actor("coordinator"))
    outbox.run_due()
    run.refresh_from_db()
    assert run.state == "solved"


def deploy(world, run, **options):
    version = options.pop("version", run.version)
    return run_sending.deploy(run=run, by=world.actor("coordinator"), version=version, **options)


def test_deployed_matches_are_proposals_that_nobody_has_agreed_to(world, two):
    run = make(world)
    before = list(Mail.objects.values_list("pk", flat=True))
    deploy(world, run)
    assert not Proposal.objects.exists()
    outbox.run_due()
    sent = {
        (row.application_id, row.host_id, row.state, row.visitor_cluster_confirmed_at)
        for row in Proposal.objects.all()
    }
    assert sent == {(file, host, "proposed", None) for file, host in pairs(run)}
    asked = Mail.objects.exclude(pk__in=before).values_list("to_address", flat=True)
    assert set(asked) == {"hugo@azur.example", "contact@neris.example"}


def test_second_click_and_second_run_of_the_worker_send_nothing_twice(world, two):
    run = make(world)
    version = run.version
    deploy(world, run)
    outbox.run_due()
    deploy(world, run, version=version)
    run_sending.send_now(MatchingRun.objects.get(pk=run.pk))
    outbox.run_due()
    assert Proposal.objects.count() == 2


def test_second_editor_is_told_that_somebody_was_faster(world, two):
    run, coordinator = make(world), world.actor("coordinator")
    old = run.version
    file, host = min(pairs(run))
    matching_runs.change(run=run, file=file, act="must", host=host, by=coordinator, version=old)
    with pytest.raises(StaleVersion):
        deploy(world, run, version=old)
    with pytest.raises(StaleVersion):
        matching_runs.undo(run=run, by=coordinator, version=old)
    assert not Proposal.objects.exists()


def test_file_withdrawn_since_is_refused_and_the_others_go(world, two):
    run = make(world)
    applications.withdraw_application(application=two[0], by=world.actor("visitor"))
    with pytest.raises(Refused, match="no longer looks for a host"):
        deploy(world, run)
    run.refresh_from_db()
    assert run.state == "solved"
    deploy(world, run, allowed_only=True)
    outbox.run_due()
    assert set(Proposal.objects.values_list("application_id", flat=True)) == {two[1].pk}
    assert run.matches.get(application=two[0]).refusal == "The file no longer looks for a host."


def test_place_that_went_meanwhile_is_refused(world, two):
    """Another file gets the only place at the host between solving and sending."""
    run = make(world)
    third = waits(world, name="Third GmbH")
    proposal = proposals.propose_host(application=third, host_offer=world.offer, by=world.actor("manager"))
    proposals.answer_as_host(proposal=proposal, by=world.actor("host"), accept=True)
    refused = [one.match.offer_id for one in run_sending.verdicts(run) if one.why_not]
    assert refused == [world.offer.pk]


def test_refusal_by_the_worker_is_kept_on_its_row(world, two):
    run = make(world)
    deploy(world, run)
    applications.withdraw_application(application=two[0], by=world.actor("visitor"))
    outbox.run_due()
    assert "accepted applications only" in run.matches.get(application=two[0]).refusal
    assert Proposal.objects.count() == 1


def test_only_the_coordinator_makes_and_sends(world, two):
    run = make(world)
    for persona in ("visitor", "host", "manager", "host_manager", "finance", "auditor", "stranger"):
        by = world.actor(persona)
        with pytest.raises(NotAllowed):
            matching_runs.make_run(partnership=world.partnership, name="Mine", limits={}, by=by)
        with pytest.raises(NotAllowed):
            run_sending.deploy(run=run, by=by, version=run.version)
        with pytest.raises(NotAllowed):
            proposals.propose_host(application=two[0], host_offer=world.offer, by=by, of_run=True)
    assert (MatchingRun.objects.count(), Proposal.objects.count()) == (1, 0)


def test_matrix_names_every_transition_of_the_table() -> None:
    assert {name: states for name, (states, _) in ALLOWED.items()} == matrix.sources(MATCHING_RUN)


@pytest.mark.parametrize("state", [state.code for state in MATCHING_RUN.states])
def test_every_cell_is_as_written(world, state):
    run = make(world, solved=False)
    wanted = {"wanted_steps": []} if state == "changing" else {}
    figures = {"total": 1, "bound": 1, "seconds": 1, "matched": 1, "smes": 1, "cost": 1}
    MatchingRun.objects.filter(pk=run.pk).update(**figures)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        MatchingRun.objects.filter(pk=run.pk).update(state=state, **wanted)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    run.refresh_from_db()
    names = ("visitor", "host", "manager", "host_manager", "other_manager", "finance", "auditor", "stranger")
    actors = {name: world.actor(name) for name in (*names, "coordinator")} | {
        "anonymous": Actor.anonymous(),
        "system": Actor.system("test"),
    }
    assert matrix.wrong_cells(run, ALLOWED, actors) == []


def test_each_sees_what_concerns_them(world, two):
    run = make(world)
    seen = {
        persona: (
            MatchingRun.objects.visible_to(world.actor(persona)).count(),
            set(RunMatch.objects.visible_to(world.actor(persona)).values_list("offer", flat=True)),
        )
        for persona in (
            "visitor",
            "host",
            "manager",
            "host_manager",
            "deputy",
            "other_manager",
            "coordinator",
            "auditor",
            "finance",
            "stranger",
        )  # fmt: skip
    }
    everything = set(run.matches.values_list("offer", flat=True))
    assert seen == {
        "visitor": (0, set()),
        "host": (0, set()),
        "manager": (1, everything),
        "host_manager": (1, everything),
        "deputy": (1, set()),
        "other_manager": (0, set()),
        "coordinator": (1, everything),
        "auditor": (1, everything),
        "finance": (0, set()),
        "stranger": (0, set()),
    }


def test_constraints_hold(world, two):
    run = make(world)
    deploy(world, run)
    outbox.run_due()
    row = run.matches.first()
    for name, broken in (
        ("run_match_sent_or_refused", lambda: RunMatch.objects.update(refusal="No.")),
        ("matching_run_solved_has_figures", lambda: MatchingRun.objects.update(bound=0)),
        ("matching_run_state_known", lambda: MatchingRun.objects.create(
            partnership=world.partnership, name="x", frozen={}, state="odd", state_since=run.created_at,
            created_by=run.created_by)),
        ("run_match_once", lambda: RunMatch.objects.create(
            run=run, application=row.application, offer=row.offer, score=1, cost=1)),
    ):  # fmt: skip
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            broken()


@pytest.mark.parametrize("files", [1, 3])
def test_checking_before_sending_has_a_fixed_number_of_statements(world, files):
    for number in range(files):
        waits(world, name=f"Firm {number}")
        offers(world, f"Host {number}")
    run = make(world)
    run.refresh_from_db()
    with CaptureQueriesContext(connection) as caught:
        assert len(run_sending.verdicts(run)) == files
    assert len(caught) == 14
