import pytest

from clusters.models import Membership
from clusters.workflows import MEMBERSHIP
from core import workflow
from core.actors import Actor
from core.exceptions import NotAllowed, Refused, StaleVersion, WrongState
from core.models import AuditEvent, OutboxItem, TransitionLog
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
