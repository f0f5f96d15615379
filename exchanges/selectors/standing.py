"""Where an undecided file stands for a mission: those with a place first, then the others by the moment they were sent."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from exchanges.enums import HostChoice
from exchanges.models import Application, Exchange, Mission

UNDECIDED = ("submitted", "in_review", "on_hold")


@dataclass(frozen=True)
class Standing:
    """`number` counts the places that are taken and the files sent earlier, this one included."""

    number: int
    places: int
    taken: int

    @property
    def waits(self) -> bool:
        return self.number > self.places

    @property
    def is_full(self) -> bool:
        return self.taken >= self.places

    @property
    def words(self) -> str:
        facts = {"number": self.number, "places": self.places}
        if self.waits:
            return _("Place %(number)d of %(places)d: waiting list") % facts
        return _("Place %(number)d of %(places)d") % facts

    @property
    def note(self) -> str:
        if not self.waits:
            return ""
        if self.is_full:
            return _("All places are taken. When one becomes free, the first file in this order gets it.")
        return _("Places are still free. Files that were sent earlier come first.")


def undecided(mission_id: int) -> QuerySet[Application]:
    """The files that want a place, in their order."""
    rows = Application.objects.filter(mission=mission_id, host_choice=HostChoice.MISSION, state__in=UNDECIDED)
    return rows.order_by("submitted_at", "id")


def standing_of(application: Application) -> Standing | None:
    """None where there is nothing to wait for: no mission, no limit, or a decision. At most one statement."""
    mission = application.mission
    wants = application.host_choice == HostChoice.MISSION and application.state in UNDECIDED
    if mission is None or mission.places is None or not wants:
        return None
    earlier = Q(submitted_at__lt=application.submitted_at) | Q(
        submitted_at=application.submitted_at, id__lt=application.pk
    )
    ahead = undecided(mission.pk).filter(earlier)
    found = (
        Mission.objects.filter(pk=mission.pk).order_by().values_list(_number(_visits()), _number(ahead)).get()
    )
    taken, before = found
    return Standing(taken + before + 1, mission.places, taken)


def first_in_line(mission: Mission) -> Application | None:
    """The undecided file that comes next, where a place is free now and all were taken with one visit more."""
    if mission.places is None:
        return None
    taken = _visits().filter(mission=mission.pk).count()
    rows = undecided(mission.pk).select_related(
        "organisation", "mission", "visitor_cluster", "partnership__coordinator", "partnership__deputy"
    )
    return rows.first() if taken == mission.places - 1 else None


def _visits() -> QuerySet[Exchange]:
    return Exchange.objects.exclude(state="cancelled")


def _number(rows: QuerySet[Any]) -> Any:
    """How many of these rows belong to the mission of the outer statement."""
    mine = rows.filter(mission=OuterRef("pk")).order_by().values("mission")
    return Coalesce(Subquery(mine.annotate(number=Count("pk")).values("number")), 0)
