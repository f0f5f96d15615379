"""What a personal calendar holds: the stays, events and days of one hat. Names of organisations, never of people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.enums import RoleKind
from clusters.models import Role
from core import clock, workflow
from core.actors import Actor
from core.models import AccessLink, AuditEvent
from exchanges import ics
from exchanges.models import Exchange, Mission, Participant, Tandem
from exchanges.selectors.appointments import appointments
from exchanges.selectors.calendar_events import meeting_event, uid
from exchanges.selectors.missions import place
from exchanges.selectors.queue_facts import STAGE_OF, STAGES
from exchanges.selectors.tandems import called_off_sessions, sessions_in_calendar
from exchanges.selectors.work import due_rows

# So long a called-off entry says that it is called off, and so far back the calendar reaches.
CALLED_OFF_DAYS, PAST_DAYS = 60, 365
# A program that shows more than so many of a kind shows nothing.
MOST = 1000
_UNSETTLED = ("building", "commitment_signing", "agreement_signing")


def role_of(link: AccessLink) -> Role | None:
    """The hat that an address was made for, while it works."""
    rows = Role.objects.working().select_related("user", "organisation", "cluster", "partnership")
    return rows.filter(pk=link.subject_id).first() if link.subject_type == Role._meta.label_lower else None


def live_address(role: Role, purpose: str) -> AccessLink | None:
    """When the address in use was made; the address itself is not kept."""
    rows = AccessLink.objects.filter(
        subject_type=Role._meta.label_lower, subject_id=role.pk, purpose=purpose, revoked_at=None
    )
    return rows.filter(expires_at__gte=clock.now()).order_by("-id").first()


def feed(actor: Actor) -> str:
    """The calendar file. The same while nothing changes."""
    events = [*_stays(actor), *_missions(actor), *_meetings(actor), *_tandems(actor), *_due(actor)]
    return ics.calendar(events, name=_("ClusterXchange: %(role)s") % {"role": actor.hat})


def _stays(actor: Actor) -> Iterable[ics.Event]:
    since = clock.today() - timedelta(days=PAST_DAYS)
    called_off = Q(
        state="cancelled", state_since__gte=clock.now() - timedelta(days=CALLED_OFF_DAYS)
    ) & _own_stays(actor)
    seen = Exchange.objects.visible_to(actor).exclude(state="cancelled").order_by().values("pk")
    rows = list(
        Exchange.objects.filter(Q(pk__in=seen) | called_off, stay__endswith__gt=since)
        .select_related("visitor", "host", "host_country")
        .annotate(file_reference=F("application__reference"))
        .order_by("stay", "id")[:MOST]
    )
    changed = _changed(rows)
    return [_stay(row, actor, changed[row.pk]) for row in rows]


def _own_stays(actor: Actor) -> Q:
    """Those of the hat's place, also after the host's side has left the file."""
    hat = actor.hat
    if hat.kind == RoleKind.REPRESENTATIVE:
        return Q(visitor_id=hat.organisation_id) | Q(host_id=hat.organisation_id)
    if hat.kind == RoleKind.MANAGER:
        return Q(visitor_cluster_id=hat.cluster_id) | Q(host_cluster_id=hat.cluster_id)
    if hat.kind == RoleKind.SUPPORT_OFFICE:
        return Q()
    return Q(partnership_id=hat.partnership_id)


def _stay(row: Any, actor: Actor, changed: datetime) -> ics.Event:
    return ics.days(
        uid=uid("stay", row.pk),
        title=_stay_title(row, actor),
        first_day=row.first_day,
        last_day=row.last_day,
        place=_("Online") if row.mode == "virtual" else f"{row.host.city}, {row.host_country}",
        description=f"{row.file_reference}: {workflow.of(row).state(row.state).label}",
        url=_url("exchanges:file", row.file_reference),
        stamp=changed,
        modified=changed,
        sequence=row.version,
        cancelled=row.state == "cancelled",
        tentative=row.state in _UNSETTLED,
    )


def _stay_title(row: Exchange, actor: Actor) -> str:
    names = {"visitor": row.visitor.name, "host": row.host.name}
    own = actor.hat.organisation_id if actor.hat.kind == RoleKind.REPRESENTATIVE else None
    if own == row.visitor_id:
        return _("Visit at %(host)s") % names
    if own == row.host_id:
        return _("Visit of %(visitor)s") % names
    return _("%(visitor)s at %(host)s") % names


def _missions(actor: Actor) -> Iterable[ics.Event]:
    hat, today = actor.hat, clock.today()
    people: QuerySet[Any] = Participant.objects.none()
    own = Q(pk__in=[])
    if hat.kind == RoleKind.REPRESENTATIVE:
        # Who travels with a file has the stay in the calendar.
        people = Participant.objects.filter(organisation_id=hat.organisation_id, traveller=None)
        own = Q(host_id=hat.organisation_id)
    elif hat.kind == RoleKind.MANAGER:
        people = Participant.objects.filter(email=actor.user.email.lower())
        own = Q(host_cluster_id=hat.cluster_id)
    elif hat.kind == RoleKind.COORDINATOR:
        own = Q(partnership_id=hat.partnership_id)
    if hat.kind == RoleKind.REPRESENTATIVE:
        own &= ~Q(state="draft")
    # Of a cancelled event those hear who would have come, so that their calendar strikes it out.
    joined = people.filter(state__in=("coming", "called_off")).order_by().values("mission")
    late = Q(state="cancelled", state_since__lt=clock.now() - timedelta(days=CALLED_OFF_DAYS))
    rows = list(
        Mission.objects.filter(
            own | Q(pk__in=joined) & ~Q(state="draft"), end_on__gte=today - timedelta(days=PAST_DAYS)
        )
        .exclude(late)
        .select_related("country")
        .order_by("start_on", "id")[:MOST]
    )
    changed = _changed(rows)
    return [_mission(row, changed[row.pk]) for row in rows]


def _mission(row: Mission, changed: datetime) -> ics.Event:
    return ics.days(
        uid=uid("mission", row.pk),
        title=row.title,
        first_day=row.start_on,
        last_day=row.end_on,
        place=place(row),
        description=f"{row.get_kind_display()}. {row.summary}".strip(),
        url=_url("exchanges:mission_detail", row.slug),
        stamp=changed,
        modified=changed,
        sequence=row.version,
        cancelled=row.state == "cancelled",
        tentative=row.state == "draft",
    )


def _meetings(actor: Actor) -> Iterable[ics.Event]:
    today = clock.today()
    late = clock.now() - timedelta(days=CALLED_OFF_DAYS)
    for row in appointments(actor, today - timedelta(days=PAST_DAYS), today + timedelta(days=PAST_DAYS)):
        meeting, mission = row.meeting, row.mission
        if meeting.state == "cancelled" and meeting.state_since < late:
            continue
        yield meeting_event(
            meeting, mission, other=row.other, description=mission.title, url=settings.PORTAL_URL + row.url
        )


def _tandems(actor: Actor) -> Iterable[ics.Event]:
    """Sessions of learning tandems. One that is taken away, or whose tandem is ended before, is struck out."""
    since = clock.today() - timedelta(days=PAST_DAYS)
    for session in sessions_in_calendar(actor).filter(day__gte=since)[:MOST]:
        yield _session(session.tandem, session.pk, session.day, session.tandem.state_since)
    for gone in called_off_sessions(actor, clock.now() - timedelta(days=CALLED_OFF_DAYS)):
        yield _session(gone.tandem, gone.number, gone.day, gone.called_off_at, cancelled=True)


def _session(
    tandem: Tandem, number: int, day: date, changed: datetime, *, cancelled: bool = False
) -> ics.Event:
    return ics.days(
        uid=uid("tandem-session", number),
        title=_("Learning tandem: %(tandem)s") % {"tandem": tandem},
        first_day=day,
        last_day=day,
        place="",
        description="",
        url=_url("exchanges:tandem_detail", tandem.pk),
        stamp=changed,
        modified=changed,
        sequence=tandem.version,
        cancelled=cancelled,
    )


@dataclass(frozen=True)
class _Due:
    kind: str
    row: Any

    @property
    def day(self) -> date:
        due: date = self.row.due_on
        return due

    @property
    def reference(self) -> str:
        file = self.row if self.kind == "application" else self.row.application
        return file.reference or ""


def _due(actor: Actor) -> Iterable[ics.Event]:
    """The next acts of the hat; one that is done leaves the calendar."""
    found = [_Due(kind, row) for kind, row in due_rows(actor)]
    for due in sorted(found, key=lambda one: (one.day, one.kind, one.row.pk)):
        stage = STAGES.get(STAGE_OF.get(f"{due.kind}.{due.row.state}", ""), _("Next step"))
        yield ics.days(
            uid=uid(f"due-{due.kind}-{due.row.state.replace('_', '-')}", due.row.pk),
            title=_("Last day for %(reference)s: %(stage)s") % {"reference": due.reference, "stage": stage},
            first_day=due.day,
            last_day=due.day,
            place="",
            description=_("It waits for you or a colleague in your role."),
            url=_url("exchanges:file", due.reference) if due.reference else settings.PORTAL_URL,
            stamp=due.row.state_since,
            modified=due.row.state_since,
            sequence=due.row.version,
        )


def _changed(rows: list[Any]) -> dict[int, datetime]:
    """When each row was last changed, by the audit trail; one statement."""
    if not rows:
        return {}
    events = AuditEvent.objects.filter(
        object_type=rows[0]._meta.label_lower, object_id__in=[row.pk for row in rows]
    )
    told = dict(events.order_by().values_list("object_id").annotate(last=Max("occurred_at")))
    return {row.pk: max(row.state_since, told.get(row.pk, row.state_since)) for row in rows}


def _url(name: str, key: Any) -> str:
    return settings.PORTAL_URL + reverse(name, args=[key])
