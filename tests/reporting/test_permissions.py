"""Who is what to a partnership's reporting, and who hears a no."""

import pytest

from core.actors import Actor
from core.exceptions import NotAllowed
from reporting import permissions
from reporting.models import Activity, Deliverable
from tests.support.world import World

PARTNERS = {"manager", "host_manager", "deputy"}


def test_relations_to_the_partnership(world: World) -> None:
    world.add_support()
    found = {
        who: set(permissions.partnership_relations(world.partnership.pk, actor))
        for who, actor in world.actors.items()
    }
    assert {who: what for who, what in found.items() if what} == {
        **{who: {"manager"} for who in PARTNERS},
        "finance": {"finance"},
        "finance2": {"finance"},
        "coordinator": {"coordinator"},
        "auditor": {"auditor"},
        "support": {"support_office"},
    }
    other = world.partnership.pk + 1
    assert permissions.partnership_relations(other, world.actor("coordinator")) == set()
    assert permissions.partnership_relations(other, Actor.anonymous()) == set()
    assert permissions.partnership_relations(other, Actor.system("test")) == {"system"}


def test_activity_is_changed_by_its_cluster_and_reviewed_by_another_person(world: World) -> None:
    recorder = world.actor("coordinator")
    activity = Activity(
        partnership=world.partnership, cluster=world.clusters["dresden"], recorded_by=recorder.user
    )
    owners, reviewers = set(), set()
    for who, actor in world.actors.items():
        relations = permissions.activity_relations(activity, actor)
        owners |= {who} if "owner" in relations else set()
        reviewers |= {who} if "reviewer" in relations else set()
        if "owner" in relations:
            permissions.check_owner(activity, actor)
        else:
            with pytest.raises(NotAllowed, match="Only the cluster that recorded"):
                permissions.check_owner(activity, actor)
    assert owners == {"manager", "coordinator"}
    assert reviewers == {"host_manager", "deputy"}, "the coordinator recorded it"


def test_recording_and_reporting(world: World) -> None:
    place = world.partnership
    for who, actor in world.actors.items():
        records, reports = who in PARTNERS | {"coordinator"}, who == "coordinator"
        assert permissions.can_record(place, actor) == records
        assert permissions.can_report(place, actor) == reports
        for may, check, words in (
            (records, permissions.check_may_record, "record activities"),
            (reports, permissions.check_may_report, "makes and publishes"),
        ):
            if may:
                check(place, actor)
            else:
                with pytest.raises(NotAllowed, match=words):
                    check(place, actor)
    deliverable = Deliverable(partnership=place)
    assert permissions.deliverable_relations(deliverable, world.actor("auditor")) == {"auditor"}
