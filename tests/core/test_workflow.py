from datetime import timedelta

import pytest

from clusters.models import Membership
from clusters.workflows import MEMBERSHIP
from core import audit, clock, links, workflow, workflow_table
from core.actors import Actor
from core.exceptions import NotAllowed, Refused, StaleVersion, WrongState
from core.models import AuditEvent, OutboxItem, TransitionLog
from tests.support.chain import settle_chain
from tests.support.world import World


@pytest.fixture
def membership(world: World) -> Membership:
    row = Membership(organisation=world.firm, cluster=world.clusters["dresden"])
    return workflow.start(row, by=world.actor("visitor"), state="requested", action="request")


def test_start_sets_turn_deadline_and_log(membership: Membership) -> None:
    assert membership.waiting_for == "cluster"
    assert str(membership.due_on) == "2026-03-17"
    log = TransitionLog.objects.get()
    assert (log.name, log.source, log.target, log.actor_label) == ("request", "", "requested", "Vera Visitor")


def test_perform_moves_logs_audits_and_tells(world: World, membership: Membership) -> None:
    workflow.perform(membership, "confirm", by=world.actor("manager"), version=1)
    assert (membership.state, membership.version, membership.waiting_for, membership.due_on) == (
        "confirmed",
        2,
        "",
        None,
    )
    assert list(TransitionLog.objects.order_by("id").values_list("name", "target")) == [
        ("request", "requested"),
        ("confirm", "confirmed"),
    ]
    assert AuditEvent.objects.filter(action="membership.confirm").count() == 1
    assert OutboxItem.objects.get(kind="membership.confirmed").payload["id"] == membership.pk


def test_perform_stale_version_changes_nothing(world: World, membership: Membership) -> None:
    with pytest.raises(StaleVersion) as caught:
        workflow.perform(membership, "confirm", by=world.actor("manager"), version=7)
    assert caught.value.current.pk == membership.pk
    assert Membership.objects.get().state == "requested"


def test_perform_wrong_state_is_refused_with_the_state(world: World, membership: Membership) -> None:
    workflow.perform(membership, "confirm", by=world.actor("manager"))
    with pytest.raises(WrongState, match="Confirmed"):
        workflow.perform(membership, "confirm", by=world.actor("manager"))


@pytest.mark.parametrize("persona", ["visitor", "host", "other_manager", "coordinator", "stranger"])
def test_perform_wrong_role_is_not_allowed(world: World, membership: Membership, persona: str) -> None:
    with pytest.raises(NotAllowed):
        workflow.perform(membership, "confirm", by=world.actor(persona))
    assert Membership.objects.get().state == "requested"


def test_perform_without_required_comment_is_refused(world: World, membership: Membership) -> None:
    with pytest.raises(Refused, match="say why"):
        workflow.perform(membership, "refuse", by=world.actor("manager"))


def test_database_refuses_an_edge_the_table_does_not_have(world: World, membership: Membership) -> None:
    from django.db import InternalError, transaction

    with pytest.raises(InternalError, match="Invalid transition"), transaction.atomic():
        Membership.objects.filter(pk=membership.pk).update(state="revoked")
    Membership.objects.filter(pk=membership.pk).update(state="confirmed")


def test_offers_show_refused_moves_with_reasons(world: World) -> None:
    from exchanges.models import Exchange, Quote

    assert Exchange._meta.label_lower in {known.model for known in workflow.registered()}
    assert Quote not in {known.model for known in workflow.registered()}
    assert MEMBERSHIP.edges() == [
        ("requested", "confirmed"),
        ("requested", "refused"),
        ("confirmed", "revoked"),
        ("expired", "confirmed"),
        ("confirmed", "expired"),
    ]


def test_system_may_not_do_a_persons_act(world: World, membership: Membership) -> None:
    with pytest.raises(NotAllowed):
        workflow.perform(membership, "confirm", by=Actor.system("calendar"))


def test_wrong_role_is_told_before_version_and_state(world: World, membership: Membership) -> None:
    """Whoever may not do it learns neither that somebody else was quicker nor what the state is."""
    workflow.perform(membership, "confirm", by=world.actor("manager"))
    for version in (None, 1, 2):
        with pytest.raises(NotAllowed):
            workflow.perform(membership, "confirm", by=world.actor("visitor"), version=version)
    with pytest.raises(NotAllowed):
        workflow.check_actor(membership, "confirm", world.actor("visitor"))
    workflow.check_actor(membership, "confirm", world.actor("manager"))


def test_move_within_a_state_keeps_the_day_it_began(world: World, membership: Membership) -> None:
    workflow.perform(membership, "confirm", by=world.actor("manager"))
    began = membership.state_since
    with clock.at(clock.now() + timedelta(days=30)):
        workflow.perform(membership, "renew", by=world.actor("manager"))
    assert (membership.state, membership.state_since, membership.version) == ("confirmed", began, 3)


def test_move_through_another_writes_both_and_the_words_with_the_last(
    world: World, membership: Membership
) -> None:
    manager = world.actor("manager")
    workflow.perform(membership, "revoke", by=manager, version=1, comment="Left us.", through=("confirm",))
    assert (membership.state, membership.version) == ("revoked", 3)
    assert Membership.objects.get().state == "revoked"
    logs = TransitionLog.objects.filter(subject_id=membership.pk).order_by("id")
    assert list(logs.values_list("name", "source", "target", "comment"))[1:] == [
        ("confirm", "requested", "confirmed", ""),
        ("revoke", "confirmed", "revoked", "Left us."),
    ]
    events = AuditEvent.objects.order_by("id").values_list("action", "digests")
    assert [action for action, _digests in events][-2:] == ["membership.confirm", "membership.revoke"]
    confirmed = [audit.digest("requested"), audit.digest("confirmed")]
    assert [digests for _action, digests in events][-2] == {"state": confirmed}
    settle_chain()
    assert audit.broken_links() == audit.changed_values() == []
    told = OutboxItem.objects.filter(payload__id=membership.pk).values_list("kind", flat=True)
    assert "membership.confirmed" in told
    assert "membership.revoked" in told


def test_move_that_is_refused_after_another_leaves_nothing(world: World, membership: Membership) -> None:
    logs = TransitionLog.objects.count()
    with pytest.raises(Refused):
        workflow.perform(membership, "revoke", by=world.actor("manager"), through=("confirm",))
    with pytest.raises(NotAllowed):
        workflow.perform(membership, "expire", by=world.actor("manager"), through=("confirm",))
    with pytest.raises(WrongState):
        workflow.perform(membership, "refuse", by=world.actor("manager"), comment="No.", through=("confirm",))
    assert (Membership.objects.get().state, Membership.objects.get().version) == ("requested", 1)
    assert TransitionLog.objects.count() == logs


def test_many_are_started_as_each_alone_would_be(world: World, membership: Membership) -> None:
    rows = [Membership(organisation=world.host, cluster=world.clusters[key]) for key in ("nice", "vilnius")]
    workflow.start_many(rows, by=world.actor("host"), state="requested", action="request")
    for row in rows:
        assert (row.waiting_for, row.due_on) == (membership.waiting_for, membership.due_on)
        assert workflow.history(row).get().name == "request"
    assert AuditEvent.objects.filter(action="membership.request").count() == 3
    workflow.start_many([], by=world.actor("host"), state="requested", action="request")


def test_held_and_claimed_rows_refuse_a_version_of_yesterday(world: World, membership: Membership) -> None:
    with pytest.raises(StaleVersion):
        workflow.hold(membership, 7)
    assert workflow.claim(membership, 1).version == 2
    assert Membership.objects.get().version == 2


def test_table_with_a_slip_does_not_load() -> None:
    states = (workflow_table.State("a", "A", "A"),)
    move = workflow_table.Transition("go", ("a",), "a", "Go", ("owner",))
    astray = workflow_table.Transition("go", ("a",), "b", "Go", ("owner",))

    def table(*moves: workflow_table.Transition) -> workflow_table.Workflow:
        return workflow_table.Workflow("t", "core.t", states, moves, relations=lambda row, actor: frozenset())

    assert table(move).edges() == []
    with pytest.raises(ValueError, match="two transitions named go"):
        table(move, move)
    with pytest.raises(ValueError, match=r"unknown states \['b'\]"):
        table(astray)


def test_buttons_are_the_moves_of_the_state_and_the_person(world: World, membership: Membership) -> None:
    offers = workflow.available(membership, world.actor("manager"))
    assert [(offer.name, str(offer.label), offer.allowed) for offer in offers] == [
        ("confirm", "Confirm membership", True),
        ("refuse", "Refuse", True),
    ]
    assert workflow.available(membership, world.actor("visitor")) == []


def test_link_moves_its_own_row_only(world: World, membership: Membership) -> None:
    other = workflow.start(
        Membership(organisation=world.host, cluster=world.clusters["nice"]),
        by=Actor.system("test"),
        state="requested",
    )
    link, _url = links.issue(
        membership, "membership", address="a@a.example", url_name="clusters:membership_by_link"
    )
    actor = Actor.for_link(link)
    with pytest.raises(NotAllowed):
        workflow.perform(other, "confirm", by=actor)
    assert workflow.perform(membership, "confirm", by=actor).state == "confirmed"


def test_edges_are_guarded_once(db: None) -> None:
    before = list(Membership._meta.triggers)
    workflow_table.guard_edges(Membership, MEMBERSHIP.edges())
    assert list(Membership._meta.triggers) == before
