"""Who was at a virtual exchange as long as the rules ask, and who has a certificate of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clusters.enums import RoleKind
from core import dates
from core.actors import LINK, PERSON, Actor
from exchanges import presence_rules
from exchanges.enums import EventKind, ParticipantSide
from exchanges.models import EventCertificate, Mission, Participant, Presence
from exchanges.selectors import presence
from exchanges.selectors.event_rules import rules_of

# Speakers and the host's own team held the event.
TAKE_PART = (ParticipantSide.VISITOR, ParticipantSide.LOCAL)
_STAFF = (RoleKind.MANAGER, RoleKind.COORDINATOR, RoleKind.AUDITOR, RoleKind.FINANCE)


@dataclass(frozen=True)
class Standing:
    """How long one participant was there. `why_not` is empty for whoever may have a certificate."""

    person: Participant
    days: int
    first: date | None
    last: date | None
    why_not: str
    certificate: EventCertificate | None

    @property
    def name(self) -> str:
        """The certificate still says it when the participant is forgotten."""
        return self.certificate.name if self.certificate is not None else self.person.full_name

    @property
    def differs(self) -> bool:
        """Presence was put right after the certificate was made: it says other days, or is no longer earned."""
        said = self.certificate
        if said is None:
            return False
        return bool(self.why_not) or (said.days, said.first_day, said.last_day) != (
            self.days,
            self.first,
            self.last,
        )


def ends_with_certificates(mission: Mission) -> bool:
    return mission.kind == EventKind.VIRTUAL_EXCHANGE


def why_not_yet(mission: Mission) -> list[str]:
    """What must come before the certificates of an event: its end, and the host's word on each day."""
    if mission.state != "finished":
        return [_("Certificates can be made once the event took place.")]
    noted = (
        Presence.objects.filter(participant__mission=mission).order_by("day").values_list("day").distinct()
    )
    signed = set(mission.countersigned_days.values_list("day", flat=True))
    days = [day for (day,) in noted]
    if not days:
        return [_("Nobody is noted as present yet.")]
    return [
        _("%(day)s is not countersigned.") % {"day": dates.human(day)} for day in days if day not in signed
    ]


def standings(mission: Mission) -> list[Standing]:
    """Everybody who comes, by organisation; the number of statements does not grow with them."""
    rules, working = rules_of(mission), working_days(mission)
    there: dict[int, list[Presence]] = {}
    for row in Presence.objects.filter(participant__mission=mission, present=True):
        there.setdefault(row.participant_id, []).append(row)
    people = presence.people(mission).filter(side__in=TAKE_PART).select_related("event_certificate")
    return [
        _standing(person, there.get(person.pk, []), working, rules.half_days_per_day, rules.min_working_days)
        for person in people
    ]


def working_days(mission: Mission) -> set[date]:
    """The days of the event with a working programme that are working days at the host."""
    region = mission.host.region or None
    counted = dates.count_days(mission.start_on, mission.end_on, mission.country_id, region)
    planned = {row.day for row in mission.sessions.all() if row.kind not in presence_rules.NO_WORK}
    return {day.date for day in counted if day.counted and (not planned or day.date in planned)}


def _standing(
    person: Participant, rows: Sequence[Presence], working: set[date], per_day: int, needed: int
) -> Standing:
    days = presence_rules.days_attended(((row.day, row.half) for row in rows), working, per_day)
    attended = sorted({row.day for row in rows})
    facts = {"days": days, "needed": needed}
    why_not = "" if days >= needed else _("Present on %(days)d of at least %(needed)d working days.") % facts
    return Standing(
        person,
        days,
        attended[0] if attended else None,
        attended[-1] if attended else None,
        why_not,
        getattr(person, "event_certificate", None),
    )


def half_days(mission: Mission) -> str:
    """How half-days count here, in words."""
    number = rules_of(mission).half_days_per_day
    return ngettext(
        "%(number)d half-day makes a working day.", "%(number)d half-days make a working day.", number
    ) % {"number": number}


def certificates(actor: Actor) -> QuerySet[EventCertificate]:
    """Those that the actor may open: the event's staff and oversight, the participant's organisation, the person by link."""
    rows = EventCertificate.objects.select_related(
        "participant__mission__partnership",
        "participant__mission__host__country",
        "participant__mission__host_cluster",
        "participant__country",
    ).order_by("id")
    if actor.kind == LINK:
        return rows.filter(participant__in=Participant.objects.visible_to(actor).order_by().values("pk"))
    hat = actor.hat if actor.kind == PERSON else None
    if hat is None or hat.kind not in (*_STAFF, RoleKind.REPRESENTATIVE):
        return rows.none()
    own = Q(pk__in=[])
    if hat.kind == RoleKind.MANAGER:
        own = Q(participant__organisation__cluster=hat.cluster_id)
    seen = Participant.objects.visible_to(actor).order_by().values("pk")
    return rows.filter(Q(participant__in=seen) | own)


def of_own_people(mission: Mission, actor: Actor) -> list[EventCertificate]:
    """For the public page of an event, seen by an organisation that took part."""
    hat = actor.hat if actor.kind == PERSON else None
    if not ends_with_certificates(mission) or hat is None or hat.kind != RoleKind.REPRESENTATIVE:
        return []
    return list(certificates(actor).filter(participant__mission=mission))
