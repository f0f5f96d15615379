"""A learning tandem of EXCITE that came to something: the activity and the opportunity of the demo grew out of it. Invented."""

from datetime import UTC, date, datetime
from decimal import Decimal

from clusters.enums import RoleKind
from clusters.models import Cluster, Partnership, Role
from core import clock
from core.actors import Actor
from exchanges.models import Tandem
from exchanges.services import tandems

PROPOSED, AGREED, FINISHED = date(2022, 10, 24), date(2022, 10, 28), date(2023, 1, 26)
# Places of the two clusters in the partnership: Warsaw and Sofia.
FIRST, SECOND = 1, 4
# day, hours, people beside the two managers, what was done
SESSIONS = (
    (date(2022, 11, 17), "3.5", 2, "How Mazovia answers questions of members about their data, with three examples."),
    (date(2023, 1, 25), "4.0", 3, "Sofia shows its first answers. Both teams write the plan of a joint desk."),
)  # fmt: skip


def tell(told: Partnership) -> Tandem:
    first, second = _cluster(told, FIRST), _cluster(told, SECOND)
    mine, theirs = _manager(first), _manager(second)
    with clock.at(_morning(PROPOSED)):
        tandem = tandems.propose_tandem(
            partnership=told,
            first=first,
            second=second,
            by=mine,
            goals="Mazovia shows how it advises members on data; Sofia shows how it teaches beginners.",
        )
    with clock.at(_morning(AGREED)):
        tandems.answer_tandem(tandem=tandem, by=theirs, accept=True)
    for day, hours, others, notes in SESSIONS:
        with clock.at(_morning(day)):
            tandems.add_session(
                tandem=tandem,
                by=mine,
                day=day,
                hours=Decimal(hours),
                people=[mine.user, theirs.user],
                others=others,
                notes=notes,
            )
    with clock.at(_morning(FINISHED)):
        return tandems.finish_tandem(
            tandem=tandem,
            by=mine,
            result="Both teams will answer questions about data together, two hours a week.",
        )


def _cluster(partnership: Partnership, place: int) -> Cluster:
    cluster: Cluster = partnership.places.select_related("cluster").order_by("position", "id")[place].cluster
    return cluster


def _manager(cluster: Cluster) -> Actor:
    roles = Role.objects.filter(kind=RoleKind.MANAGER, cluster=cluster, ended_at=None)
    role = roles.select_related("user").order_by("id")[0]
    return Actor.person(role.user, role)


def _morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
