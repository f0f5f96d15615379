"""Who is what to a best practice, a training module or a cooperation opportunity.

Relations beside those to the partnership: owner (the cluster's managers and the coordinator) and reviewer of a practice.
"""

from django.utils.translation import gettext_lazy as _

from clusters.enums import RoleKind
from clusters.models import Cluster, Partnership, Role
from core.actors import Actor
from core.exceptions import InvalidInput, NotAllowed
from reporting.models import BestPractice, Opportunity, TrainingModule
from reporting.permissions import in_partnership, partnership_relations

WRITERS = {"coordinator", "manager"}
Record = BestPractice | TrainingModule | Opportunity


def owner_relations(record: TrainingModule | Opportunity, actor: Actor) -> frozenset[str]:
    """The owner is the cluster that the record belongs to, and the coordinator."""
    found = set(partnership_relations(record.partnership_id, actor))
    if "coordinator" in found or _own_cluster(record, actor, found):
        found.add("owner")
    return frozenset(found)


def practice_relations(practice: BestPractice, actor: Actor) -> frozenset[str]:
    """The reviewer is the coordinator; what a coordinator wrote, a manager of another cluster reviews. Nobody reviews
    what they wrote themselves.
    """
    found = set(partnership_relations(practice.partnership_id, actor))
    own = _own_cluster(practice, actor, found)
    if "coordinator" in found or own:
        found.add("owner")
    judge = "coordinator" in found or ("manager" in found and not own and _by_coordinator(practice))
    if judge and actor.user_id != practice.written_by_id:
        found.add("reviewer")
    return frozenset(found)


def check_owner(record: Record, actor: Actor) -> None:
    if not owns(record, actor):
        raise NotAllowed(_("Only the cluster it belongs to, and the coordinator, may change it."))


def owns(record: Record, actor: Actor) -> bool:
    if isinstance(record, BestPractice):
        return "owner" in practice_relations(record, actor)
    return "owner" in owner_relations(record, actor)


def can_write(partnership: Partnership, actor: Actor) -> bool:
    return bool(partnership_relations(partnership.pk, actor) & WRITERS)


def check_may_write(partnership: Partnership, actor: Actor) -> None:
    if not can_write(partnership, actor):
        raise NotAllowed(_("Only the coordinator and the cluster managers write here."))


def check_cluster(partnership: Partnership, cluster: Cluster, actor: Actor) -> None:
    """Raises InvalidInput unless the actor may write for the cluster."""
    if not in_partnership(cluster.pk, partnership.pk):
        raise InvalidInput(_("This cluster is not part of the partnership."), "cluster")
    own_only = "coordinator" not in partnership_relations(partnership.pk, actor)
    if own_only and actor.hat.cluster_id != cluster.pk:
        raise InvalidInput(_("Choose your own cluster. The coordinator writes for others."), "cluster")


def _own_cluster(record: Record, actor: Actor, found: set[str]) -> bool:
    return "manager" in found and actor.hat.cluster_id == record.cluster_id


def _by_coordinator(practice: BestPractice) -> bool:
    roles = Role.objects.filter(kind=RoleKind.COORDINATOR, partnership=practice.partnership_id, ended_at=None)
    return roles.filter(user=practice.written_by_id).exists()
