"""The pre-arranged meetings of the people of one organisation, for its calendars. Names of organisations, never of people."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse

from clusters.enums import RoleKind
from core.actors import Actor
from exchanges.models import Meeting, MeetingSeat, MeetingSlot, Mission

MOST = 500


@dataclass(frozen=True)
class Appointment:
    """`url` leads to the person's schedule where the hat may open it, else to the event."""

    meeting: Meeting
    other: str
    url: str

    @property
    def slot(self) -> MeetingSlot:
        return self.meeting.slot

    @property
    def mission(self) -> Mission:
        return self.meeting.round.mission


def appointments(actor: Actor, first: date, last: date) -> list[Appointment]:
    """Published meetings of the hat's own organisation, also cancelled ones, in the order of time; two statements."""
    own = _own(actor)
    if own is None:
        return []
    seats = MeetingSeat.objects.select_related("participant__organisation").order_by("id")
    rows: QuerySet[Meeting] = Meeting.objects.filter(
        own,
        round__state__in=("published", "finished"),
        slot__day__range=(first, last),
    )
    rows = rows.select_related("slot", "round__mission__country").prefetch_related(Prefetch("seats", seats))
    found = rows.distinct().order_by("slot__day", "slot__starts_at", "id")[:MOST]
    return [_appointment(row, actor) for row in found]


def _own(actor: Actor) -> Q | None:
    hat = actor.hat
    if hat is None or hat.kind not in (RoleKind.REPRESENTATIVE, RoleKind.MANAGER):
        return None
    if hat.kind == RoleKind.MANAGER:
        return Q(seats__participant__organisation__cluster=hat.cluster_id)
    return Q(seats__participant__organisation=hat.organisation_id)


def _appointment(meeting: Meeting, actor: Actor) -> Appointment:
    hat = actor.hat
    home = hat.cluster.organisation_id if hat.kind == RoleKind.MANAGER else hat.organisation_id
    mine = next(seat for seat in meeting.seats.all() if seat.participant.organisation_id == home)
    other = next(seat for seat in meeting.seats.all() if seat.pk != mine.pk)
    if hat.kind == RoleKind.REPRESENTATIVE:
        url = reverse("exchanges:my_meetings", args=[mine.participant_id])
    else:
        url = reverse("exchanges:mission_detail", args=[meeting.round.mission.slug])
    return Appointment(meeting, other.participant.of, url)
