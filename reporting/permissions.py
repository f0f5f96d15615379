"""Who is what to a partnership's reporting.

Relations: coordinator, finance, auditor, manager, support_office, system; to an activity also owner and reviewer.
"""

from django.utils.translation import gettext_lazy as _

from clusters.enums import RoleKind
from clusters.models import Partnership, PartnershipCluster
from core.actors import PERSON, SYSTEM, Actor
from core.exceptions import NotAllowed
from reporting.models import Activity, Deliverable, Service

_OF_PARTNERSHIP = {
    RoleKind.COORDINATOR: "coordinator",
    RoleKind.FINANCE: "finance",
    RoleKind.AUDITOR: "auditor",
}


def partnership_relations(partnership_id: int, actor: Actor) -> frozenset[str]:
    """What the actor is to a partnership, looking at the current hat only."""
    if actor.kind == SYSTEM:
        return frozenset({"system"})
    hat = actor.hat
    if actor.kind != PERSON or hat is None:
        return frozenset()
    if hat.kind in _OF_PARTNERSHIP and hat.partnership_id == partnership_id:
        return frozenset({_OF_PARTNERSHIP[hat.kind]})
    if hat.kind == RoleKind.SUPPORT_OFFICE:
        return frozenset({"support_office"})
    if hat.kind == RoleKind.MANAGER and in_partnership(hat.cluster_id, partnership_id):
        return frozenset({"manager"})
    return frozenset()


def in_partnership(cluster_id: int, partnership_id: int) -> bool:
    return PartnershipCluster.objects.filter(partnership=partnership_id, cluster=cluster_id).exists()


def activity_relations(activity: Activity, actor: Actor) -> frozenset[str]:
    """The owner is the cluster it is recorded for. The reviewer is the coordinator or another cluster's manager, and
    another person than the one who recorded it.
    """
    found = set(partnership_relations(activity.partnership_id, actor))
    own_cluster = "manager" in found and actor.hat.cluster_id == activity.cluster_id
    if own_cluster or "coordinator" in found:
        found.add("owner")
    judge = "coordinator" in found or ("manager" in found and not own_cluster)
    if judge and actor.user_id != activity.recorded_by_id:
        found.add("reviewer")
    return frozenset(found)


def check_owner(activity: Activity, actor: Actor) -> None:
    if "owner" not in activity_relations(activity, actor):
        raise NotAllowed(_("Only the cluster that recorded this, and the coordinator, may change it."))


def deliverable_relations(deliverable: Deliverable, actor: Actor) -> frozenset[str]:
    """Coordinator and cluster managers write. Approved is by coordinator or finance, who see both editions, and by
    another person than the one who asked for the review. Managers read the public edition, so they comment.
    """
    found = set(partnership_relations(deliverable.partnership_id, actor))
    if found & {"coordinator", "manager"}:
        found.add("writer")
    if found & {"coordinator", "finance"} and actor.user_id != deliverable.review_asked_by_id:
        found.add("approver")
    return frozenset(found)


def can_read_builder(deliverable: Deliverable, actor: Actor) -> bool:
    """Drafts, texts and comments are for the people of the partnership and those who oversee it."""
    return bool(partnership_relations(deliverable.partnership_id, actor))


def can_write(deliverable: Deliverable, actor: Actor) -> bool:
    return "writer" in deliverable_relations(deliverable, actor)


def check_may_write(deliverable: Deliverable, actor: Actor) -> None:
    if not can_write(deliverable, actor):
        raise NotAllowed(_("Only the coordinator and the cluster managers write in a deliverable."))


def check_may_make_files(deliverable: Deliverable, actor: Actor) -> None:
    """Whoever writes or approves may look at it as a document."""
    if not deliverable_relations(deliverable, actor) & {"writer", "finance", "system"}:
        raise NotAllowed(_("Only the coordinator, finance and the cluster managers make the files."))


def can_comment(deliverable: Deliverable, actor: Actor) -> bool:
    return bool(deliverable_relations(deliverable, actor) & {"writer", "finance"})


def check_may_comment(deliverable: Deliverable, actor: Actor) -> None:
    if not can_comment(deliverable, actor):
        raise NotAllowed(
            _("Only the coordinator, finance and the cluster managers comment on a deliverable.")
        )


def check_may_record(partnership: Partnership, actor: Actor) -> None:
    if not partnership_relations(partnership.pk, actor) & {"coordinator", "manager"}:
        raise NotAllowed(_("Only the coordinator and the cluster managers record activities."))


def can_record(partnership: Partnership, actor: Actor) -> bool:
    return bool(partnership_relations(partnership.pk, actor) & {"coordinator", "manager"})


def check_may_report(partnership: Partnership, actor: Actor) -> None:
    if not can_report(partnership, actor):
        raise NotAllowed(_("Only the coordinator of the partnership makes and publishes deliverables."))


def can_report(partnership: Partnership, actor: Actor) -> bool:
    return bool(partnership_relations(partnership.pk, actor) & {"coordinator", "system"})


def archives_for(partnership_id: int, actor: Actor) -> tuple[str, ...]:
    """Which archives of a partnership the hat may take away, the fullest first. The support office reads no person's data."""
    relations = partnership_relations(partnership_id, actor)
    if relations & {"coordinator", "auditor"}:
        return ("full", "named", "public")
    return ("named", "public") if "support_office" in relations else ()


def owns_service(service: Service, actor: Actor) -> bool:
    """The cluster that offers it, and the coordinator."""
    found = partnership_relations(service.partnership_id, actor)
    return "coordinator" in found or (
        "manager" in found and actor.hat is not None and actor.hat.cluster_id == service.cluster_id
    )


def reads_claims(partnership: Partnership, actor: Actor) -> bool:
    """Pairs tell of the files of all clusters, so they are for those who stand above the single clusters."""
    return bool(
        partnership_relations(partnership.pk, actor) & {"coordinator", "finance", "auditor", "support_office"}
    )


def check_reads_claims(partnership: Partnership, actor: Actor) -> None:
    if not reads_claims(partnership, actor):
        raise NotAllowed(
            _("Only the coordinator looks at all double claims. Those of a record stand on its page.")
        )
