"""Who is what to a partnership's reporting, and who hears a no."""

import pytest

from core.actors import Actor
from core.exceptions import NotAllowed
from reporting import permissions
from reporting.models import Activity, Deliverable, Service
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


def test_deliverable_is_written_commented_and_made_by_those_it_concerns(world: World) -> None:
    deliverable = Deliverable(partnership=world.partnership)
    writers = PARTNERS | {"coordinator"}
    oversight = {"finance", "finance2", "auditor"}
    for who, actor in world.actors.items():
        assert permissions.can_read_builder(deliverable, actor) == (who in writers | oversight), who
        assert permissions.can_write(deliverable, actor) == (who in writers), who
        assert permissions.can_comment(deliverable, actor) == (who in writers | {"finance", "finance2"}), who
        for may, check, words in (
            (writers, permissions.check_may_write, "write in a deliverable"),
            (writers | {"finance", "finance2"}, permissions.check_may_make_files, "make the files"),
            (writers | {"finance", "finance2"}, permissions.check_may_comment, "comment on a deliverable"),
        ):
            if who in may:
                check(deliverable, actor)
            else:
                with pytest.raises(NotAllowed, match=words):
                    check(deliverable, actor)


def test_archive_with_persons_is_for_coordinator_and_auditor(world: World) -> None:
    world.add_support()
    found = {
        who: permissions.archives_for(world.partnership.pk, actor) for who, actor in world.actors.items()
    }
    assert {who: what for who, what in found.items() if what} == {
        "coordinator": ("full", "named", "public"),
        "auditor": ("full", "named", "public"),
        "support": ("named", "public"),
    }


def test_service_belongs_to_its_cluster_and_the_coordinator(world: World) -> None:
    service = Service(partnership=world.partnership, cluster=world.clusters["dresden"])
    owners = {who for who, actor in world.actors.items() if permissions.owns_service(service, actor)}
    assert owners == {"manager", "coordinator"}


def test_double_claims_are_read_above_the_single_clusters(world: World) -> None:
    world.add_support()
    readers = {"coordinator", "finance", "finance2", "auditor", "support"}
    for who, actor in world.actors.items():
        assert permissions.reads_claims(world.partnership, actor) == (who in readers), who
        if who in readers:
            permissions.check_reads_claims(world.partnership, actor)
        else:
            with pytest.raises(NotAllowed, match="Only the coordinator looks at all double claims"):
                permissions.check_reads_claims(world.partnership, actor)
