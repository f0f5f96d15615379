"""Who could decide a file."""

from clusters.enums import RoleKind
from clusters.models import User
from clusters.selectors.people import people_in
from exchanges.enums import Decider
from exchanges.models import Application


def people_of(application: Application, side: str) -> list[User]:
    """The people with a role on a deciding side, those away left out while their stand-in is there."""
    partnership, cluster = application.partnership, application.visitor_cluster
    if partnership is None or cluster is None:
        return []
    if side == Decider.COORDINATOR:
        return list(people_in(RoleKind.COORDINATOR, partnership=partnership))
    return list(
        people_in(RoleKind.MANAGER, cluster=partnership.deputy if side == Decider.DEPUTY else cluster)
    )
