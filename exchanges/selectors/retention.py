"""When the time of a file, a CV or a proof is over."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from clusters.models import LegalHold, Partnership
from clusters.record_keeping import SMALL_GRANT, YEARS, YEARS_SMALL, kept_until
from core.personal import end_of
from core.personal_data import holdings, months_after, months_before
from exchanges.models import (
    Application,
    BulkRun,
    EventCertificate,
    EventFeedback,
    Evidence,
    Exchange,
    MeetingAnswer,
    MeetingSeat,
    MeetingWish,
    Mission,
    MissionInvitation,
    MissionSession,
    Participant,
    Presence,
    VisitorProfile,
)

SHORT_MONTHS = 12
BULK_KEPT = timedelta(days=90)
# Stands where the name of a participant stood; their number and organisations stay.
FORGOTTEN = "–"
ENDED_EARLY = ("rejected", "withdrawn", "expired")


def partnership_until(partnership: Partnership) -> date | None:
    """The day on which the files of a partnership go; None while the grant is not paid in full, or on hold."""
    if is_held(partnership):
        return None
    return kept_until(partnership.balance_paid_on, partnership.grant_amount)


def is_held(partnership: Partnership, reference: str = "") -> bool:
    """Whether all files of the partnership are on hold, or this one."""
    rows = LegalHold.objects.filter(partnership=partnership, lifted_on=None)
    return rows.filter(reference__in=["", reference]).exists()


def application_of(row: Any) -> Application | None:
    """The file a row belongs to, by the path its holding names."""
    if isinstance(row, Application):
        return row
    for holding in holdings(rule="file"):
        if isinstance(row, holding.table) and holding.path:
            found: Any = row
            for step in holding.path.split("__"):
                found = getattr(found, step)
            return found
    return None


def until(row: Any) -> date | None:
    """The day on which the personal data of a row's file go; None while its clock has not started."""
    application = application_of(row)
    if application is None:
        evidence = Evidence.objects.filter(file=getattr(row, "pk", None)).first()
        return until(evidence) if evidence is not None else None
    if application.state == "draft":
        return months_after(application.created_at.date(), SHORT_MONTHS)
    partnership = application.partnership
    if partnership is not None and is_held(partnership, application.reference or ""):
        return None
    if not _short(application):
        return partnership_until(partnership) if partnership is not None else None
    since = application.state_since.date()
    return since if application.submitted_at is None else months_after(since, SHORT_MONTHS)


def _short(application: Application) -> bool:
    live = Exchange.objects.filter(application=application).exclude(state="cancelled")
    return application.state in ENDED_EARLY and not live.exists()


def files_over(day: date) -> QuerySet[Application]:
    """Files whose time is over on a day and whose personal data are still there."""
    live = Exists(Exchange.objects.filter(application=OuterRef("pk")).exclude(state="cancelled"))
    holds = LegalHold.objects.filter(partnership=OuterRef("partnership"), lifted_on=None)
    held = Exists(holds.filter(Q(reference="") | Q(reference=OuterRef("reference"))))
    early = Q(state__in=ENDED_EARLY) & ~live
    short = early & (
        Q(state_since__lt=end_of(months_before(day, SHORT_MONTHS)))
        | Q(submitted_at=None, state_since__lt=end_of(day))
    )
    long = live & (
        Q(partnership__balance_paid_on__lte=months_before(day, 12 * YEARS))
        | Q(
            partnership__grant_amount__lte=SMALL_GRANT,
            partnership__balance_paid_on__lte=months_before(day, 12 * YEARS_SMALL),
        )
    )
    return Application.objects.filter(short | long, ~held, anonymised_on=None).exclude(state="draft")


def governed_types() -> set[str]:
    return {holding.table._meta.label_lower for holding in holdings(rule="file") if holding.path}


def cvs_over(day: date) -> QuerySet[VisitorProfile]:
    return VisitorProfile.objects.filter(updated_at__lt=end_of(months_before(day, SHORT_MONTHS))).exclude(
        cv=None
    )


def cv_until(profile: VisitorProfile) -> date | None:
    return months_after(profile.updated_at.date(), SHORT_MONTHS) if profile.cv_id else None


def bulk_over(day: date) -> QuerySet[BulkRun]:
    return BulkRun.objects.filter(made_at__lt=end_of(day - BULK_KEPT))


def bulk_until(run: BulkRun) -> date:
    return run.made_at.date() + BULK_KEPT


def missions_over(day: date) -> QuerySet[Mission]:
    """Events whose time is over, which still name people: contacts, participants who are no travellers, reasons of presences."""
    named = Participant.objects.filter(mission=OuterRef("pk"), traveller=None).exclude(last_name=FORGOTTEN)
    invited = MissionInvitation.objects.filter(mission=OuterRef("pk")).exclude(
        contact_name="", contact_email="", decline_reason=""
    )
    contacts = MissionSession.objects.filter(mission=OuterRef("pk")).exclude(contact="")
    said = Presence.objects.filter(participant__mission=OuterRef("pk")).exclude(reason__in=["", FORGOTTEN])
    wishes = MeetingWish.objects.filter(round__mission=OuterRef("pk"))
    answers = MeetingAnswer.objects.filter(round__mission=OuterRef("pk"))
    notes = MeetingSeat.objects.filter(meeting__round__mission=OuterRef("pk")).exclude(note="")
    asked = EventFeedback.objects.filter(participant__mission=OuterRef("pk")).exclude(liked="", improve="")
    return Mission.objects.filter(
        Exists(said)
        | Exists(asked)
        | Exists(invited)
        | Exists(wishes)
        | Exists(answers)
        | Exists(notes)
        | ~Q(contact_name="")
        | ~Q(contact_email="")
        | Exists(contacts)
        | Exists(named),
        end_on__lte=months_before(day, SHORT_MONTHS),
    )


def mission_until(row: Any) -> date | None:
    return months_after(_event_of(row).end_on, SHORT_MONTHS)


def _event_of(row: Any) -> Mission:
    """Of a part of an event, however deep."""
    while not isinstance(row, Mission):
        row = next(
            getattr(row, name)
            for name in ("mission", "round", "meeting", "participant")
            if hasattr(row, name)
        )
    return row


def certificates_over(day: date) -> QuerySet[EventCertificate]:
    """Certificates of events that are as old as the files of their partnership may become, and still name people."""
    held = Exists(
        LegalHold.objects.filter(partnership=OuterRef("participant__mission__partnership"), lifted_on=None)
    )
    partnership = "participant__mission__partnership"
    over = Q(**{f"{partnership}__balance_paid_on__lte": months_before(day, 12 * YEARS)}) | Q(
        **{
            f"{partnership}__grant_amount__lte": SMALL_GRANT,
            f"{partnership}__balance_paid_on__lte": months_before(day, 12 * YEARS_SMALL),
        }
    )
    return EventCertificate.objects.filter(over, ~held).exclude(name=FORGOTTEN)


def certificate_until(row: EventCertificate) -> date | None:
    return partnership_until(row.participant.mission.partnership)


def removed_proofs_over(day: date) -> QuerySet[Evidence]:
    return Evidence.objects.filter(removed_at__lt=end_of(months_before(day, SHORT_MONTHS))).exclude(
        file__file=""
    )


def removed_proof_until(row: Evidence) -> date | None:
    return months_after(row.removed_at.date(), SHORT_MONTHS) if row.removed_at is not None else None
