"""Acts on several files at once: which there are, who may do them, and for each file why not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, When
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.enums import RoleKind
from clusters.models import Cluster, Role, User
from core import clock
from core.actors import Actor
from exchanges.enums import OPEN_PROPOSAL_STATES, Decider
from exchanges.models import Application, ArchivedFile, DeclaredConflict, Proposal, SideReminder
from exchanges.models.lists import place_of
from exchanges.selectors import queue, queue_facts, queue_marks

# At once; more are done in several goes.
LIMIT = 500
REMIND, ASSIGN, TAG, UNTAG, ARCHIVE, UNARCHIVE = "remind", "assign", "tag", "untag", "archive", "unarchive"
# The value of ASSIGN is the number of a person, or this.
NOBODY = "nobody"
ACTS: dict[str, str | Promise] = {
    REMIND: gettext_lazy("Remind whoever must act"),
    ASSIGN: gettext_lazy("Say who is responsible"),
    TAG: gettext_lazy("Put a tag on"),
    UNTAG: gettext_lazy("Take a tag off"),
    ARCHIVE: gettext_lazy("Put into the archive"),
    UNARCHIVE: gettext_lazy("Take out of the archive"),
}
# The auditor and the support office read only.
ACTING = (RoleKind.MANAGER, RoleKind.COORDINATOR, RoleKind.FINANCE)
FINISHED = ("finished", "ended")


@dataclass(frozen=True)
class Verdict:
    """What would happen to one file: `why_not` is empty when the act is possible."""

    row: queue.Row
    why_not: str

    @property
    def number(self) -> int:
        return int(self.row.application.pk)


@dataclass(frozen=True)
class Desk:
    """What the place of the hat keeps about a file, on the file's own pages; `acts`: whether the hat may change it."""

    responsible: str
    tags: tuple[str, ...]
    acts: bool


def desk_of(application: Any, actor: Actor, responsible: str) -> Desk | None:
    """Of a file that was read with its tags (`queue_marks.with_tags`); None for who does not work with the list."""
    hat = actor.hat
    if hat is None or hat.kind not in queue.STAFF:
        return None
    return Desk(responsible, tuple(application.tags or ()), hat.kind in ACTING)


def names_responsible(row: queue.Row, actor: Actor) -> bool:
    """Whether the hat says who is responsible for the file."""
    return any(_decides(role, row.application) for role in (actor.hat, *_coordinating(actor.hat)))


def rows_for(rows: QuerySet[Application], actor: Actor) -> list[queue.Row]:
    """At most `LIMIT` and one more, with all that the acts look at."""
    open_matches = Proposal.objects.filter(application=OuterRef("pk"), state__in=OPEN_PROPOSAL_STATES)
    found = queue_facts.with_facts(queue_marks.with_tags(rows, actor)).annotate(
        asked_cluster=Case(
            When(
                turn_state__startswith="proposal.",
                then=Subquery(open_matches.order_by("id").values("host_cluster")[:1]),
            )
        )
    )
    looked_at = found.select_related("partnership", "current_exchange").only(
        "reference",
        "organisation",
        "decider",
        "visitor_cluster",
        "responsible",
        "partnership__deputy",
        "current_exchange__host_cluster",
    )
    return [queue_facts.row_of(application) for application in looked_at[: LIMIT + 1]]


def people(actor: Actor) -> list[User]:
    """Whom the hat can name as responsible: those who decide where it works."""
    hat = actor.hat
    if hat.kind == RoleKind.MANAGER:
        place = Q(kind=RoleKind.MANAGER, cluster=hat.cluster_id)
    elif hat.kind == RoleKind.COORDINATOR:
        members = Cluster.objects.filter(places__partnership=hat.partnership_id).order_by().values("pk")
        place = Q(kind=RoleKind.MANAGER, cluster__in=members)
        place |= Q(kind=RoleKind.COORDINATOR, partnership=hat.partnership_id)
    else:
        return []
    found = User.objects.filter(pk__in=Role.objects.working().filter(place).values("user"))
    return list(found.order_by("last_name", "first_name", "id"))


def verdicts(act: str, rows: Sequence[queue.Row], actor: Actor, value: str = "") -> list[Verdict]:
    """For each row; the number of statements does not depend on how many there are."""
    numbers = [row.application.pk for row in rows]
    why_not = _JUDGES[act](numbers, actor, value)
    return [Verdict(row, str(why_not(row))) for row in rows]


def person_in(value: str) -> int | None:
    return int(value) if value.isdecimal() else None


def sides_to_remind(row: queue.Row, actor: Actor, reminded: Iterable[tuple[int, str]]) -> list[str]:
    """The sides that must act, but for the actor's own and those reminded today."""
    own = _own_sides(row, actor)
    done = {side for number, side in reminded if number == row.application.pk}
    return [code for code in row.codes if code not in own and code not in done]


def reminded_today(numbers: Sequence[int]) -> set[tuple[int, str]]:
    rows = SideReminder.objects.filter(application__in=numbers, day=clock.today())
    return set(rows.values_list("application", "side"))


def _own_sides(row: queue.Row, actor: Actor) -> set[str]:
    hat, exchange = actor.hat, row.application.current_exchange
    application: Any = row.application
    if hat.kind in (RoleKind.COORDINATOR, RoleKind.FINANCE):
        return {str(hat.kind)}
    own = {"visitor_cluster"} if application.visitor_cluster_id == hat.cluster_id else set()
    if application.partnership.deputy_id == hat.cluster_id:
        own.add("deputy")
    host_cluster = application.asked_cluster
    if host_cluster is None and exchange is not None:
        host_cluster = exchange.host_cluster_id
    return own | ({"host_cluster"} if host_cluster == hat.cluster_id else set())


def _remind(numbers: Sequence[int], actor: Actor, value: str) -> Any:
    reminded = reminded_today(numbers)

    def why_not(row: queue.Row) -> str:
        if not row.codes:
            return _("Nobody has to act on it now.")
        if sides_to_remind(row, actor, reminded):
            return ""
        if set(row.codes) <= _own_sides(row, actor):
            return _("It waits for you or a colleague in your role.")
        return _("Reminded today already.")

    return why_not


def _assign(numbers: Sequence[int], actor: Actor, value: str) -> Any:
    person = person_in(value)
    roles = list(Role.objects.working().filter(user=person)) if person else []
    conflicts = DeclaredConflict.objects.filter(application__in=numbers, user=person, ended_at=None)
    tied = set(conflicts.values_list("application", flat=True)) if person else set()
    at_home = {role.organisation_id for role in roles if role.organisation_id}

    def why_not(row: queue.Row) -> str:
        application = row.application
        if not names_responsible(row, actor):
            return _("Only those who decide on it say who is responsible.")
        if person is None:
            return "" if application.responsible_id else _("Nobody is responsible for it now.")
        if application.responsible_id == person:
            return _("This person is responsible already.")
        if not any(_decides(role, application) for role in roles):
            return _("This person does not decide on it.")
        if application.pk in tied or application.organisation_id in at_home:
            return _("This person has a conflict of interest.")
        return ""

    return why_not


def _coordinating(hat: Any) -> list[Any]:
    """A coordinator names people also where a cluster of the partnership decides."""
    return [_Anywhere(hat.partnership_id)] if hat.kind == RoleKind.COORDINATOR else []


@dataclass(frozen=True)
class _Anywhere:
    partnership_id: int


def _decides(role: Any, application: Any) -> bool:
    if isinstance(role, _Anywhere):
        return application.partnership_id == role.partnership_id
    if application.decider == Decider.COORDINATOR:
        return role.kind == RoleKind.COORDINATOR and role.partnership_id == application.partnership_id
    deputised = application.decider == Decider.DEPUTY
    cluster = application.partnership.deputy_id if deputised else application.visitor_cluster_id
    return role.kind == RoleKind.MANAGER and role.cluster_id == cluster


def _tag(numbers: Sequence[int], actor: Actor, value: str) -> Any:
    wanted = value.lower()
    return lambda row: _("It has this tag already.") if wanted in _worn(row) else ""


def _untag(numbers: Sequence[int], actor: Actor, value: str) -> Any:
    wanted = value.lower()
    return lambda row: "" if wanted in _worn(row) else _("It does not have this tag.")


def _worn(row: queue.Row) -> set[str]:
    return {name.lower() for name in row.tags}


def _archive(numbers: Sequence[int], actor: Actor, value: str) -> Any:
    archived = _in_archive(numbers, actor)

    def why_not(row: queue.Row) -> str:
        if row.application.pk in archived:
            return _("It is in the archive already.")
        if row.stage not in FINISHED:
            return _("It is not finished: %(stage)s.") % {"stage": queue.STAGES[row.stage]}
        return ""

    return why_not


def _unarchive(numbers: Sequence[int], actor: Actor, value: str) -> Any:
    archived = _in_archive(numbers, actor)
    return lambda row: "" if row.application.pk in archived else _("It is not in the archive.")


def _in_archive(numbers: Sequence[int], actor: Actor) -> set[int]:
    rows = ArchivedFile.objects.filter(application__in=numbers, **place_of(actor.hat))
    return set(rows.values_list("application", flat=True))


_JUDGES: dict[str, Any] = {
    REMIND: _remind,
    ASSIGN: _assign,
    TAG: _tag,
    UNTAG: _untag,
    ARCHIVE: _archive,
    UNARCHIVE: _unarchive,
}
