"""What follows when an event is called off, before and after."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from core.actors import Actor
from exchanges.enums import OPEN_PARTICIPANT_STATES
from exchanges.models import Application, Exchange, Meeting, Mission

UNSENT, UNDECIDED = ("draft",), ("submitted", "in_review", "on_hold")


@dataclass(frozen=True)
class Follows:
    """How many of each: numbers only, since those who run the event see some of the files only."""

    visits: int
    applications: int
    drafts: int
    registered: int
    invited: int
    listed: int
    meetings: int

    @property
    def nobody(self) -> bool:
        return not (self.visits or self.applications or self.drafts or self.registered or self.invited)


def files(mission: Mission) -> list[int]:
    """Every file that hears of it: with a visit of the event, or on its way to it, drafts included."""
    wants = Q(mission=mission, state__in=(*UNSENT, *UNDECIDED, "accepted"))
    rows = Application.objects.filter(wants | Q(current_exchange__mission=mission))
    return list(rows.order_by("pk").values_list("pk", flat=True).distinct())


def follows(mission: Mission) -> Follows:
    """What cancelling would do now."""
    wanting = Application.objects.filter(mission=mission)
    visits = Exchange.objects.filter(mission=mission, application__current_exchange__mission=mission)
    invitations = mission.invitations.all()
    return Follows(
        visits=visits.exclude(state="cancelled").count(),
        applications=wanting.filter(state__in=UNDECIDED).count()
        + wanting.filter(state="accepted", current_exchange=None).count(),
        drafts=wanting.filter(state__in=UNSENT).count(),
        registered=mission.participants.filter(traveller=None, state__in=OPEN_PARTICIPANT_STATES).count(),
        invited=invitations.filter(state__in=("invited", "begun")).count(),
        listed=invitations.filter(state="draft").count(),
        meetings=Meeting.objects.filter(
            round__mission=mission, round__state="published", state__in=("planned", "moved")
        ).count(),
    )


def called_off_visits(mission: Mission, actor: Actor) -> tuple[QuerySet[Exchange], int]:
    """For the page on which a cancelled mission was run: the ended visits whose files the hat sees, and how many ended."""
    every = Exchange.objects.filter(mission=mission, state="cancelled")
    seen = every.filter(application__in=Application.objects.visible_to(actor).order_by().values("pk"))
    rows = seen.select_related("application", "visitor", "visitor_country").order_by("visitor__name", "id")
    return rows, every.count()
