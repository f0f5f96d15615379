"""People who say on a public page that they are interested: given to somebody, answered, followed up, registered."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from clusters import lead_notifications, notifications
from clusters.enums import LeadEntryKind, LeadReason, LeadState
from clusters.models import Country, Lead, LeadEntry, Organisation, Partnership, User
from clusters.selectors.leads import OPEN, contact_cluster, people_for
from core import audit, clock, outbox
from core.actors import SYSTEM, Actor
from core.exceptions import InvalidInput, NotAllowed, Refused
from core.mail import Recipient
from core.models import Mail

# The same address asking again within a day is the same question.
SAME_QUESTION = timedelta(days=1)
# A lead that became nothing is forgotten this long after its last entry.
KEPT_FOR = timedelta(days=365)


@transaction.atomic
def record_lead(
    *, partnership: Partnership, name: str, email: str, organisation: str, country: Country, message: str
) -> Lead:
    """Keep the interest and tell the contact cluster by mail."""
    email = email.strip().lower()
    # One at a time for each partnership, so that a double click is one lead.
    Partnership.objects.select_for_update(of=("self",), no_key=True).order_by("pk").get(pk=partnership.pk)
    earlier = (
        Lead.objects.filter(partnership=partnership, email=email, created_at__gt=clock.now() - SAME_QUESTION)
        .order_by("id")
        .first()
    )
    if earlier is not None:
        return earlier
    cluster = contact_cluster(partnership, country)
    lead = Lead.objects.create(
        partnership=partnership,
        cluster=cluster,
        name=name.strip(),
        email=email,
        organisation=organisation.strip(),
        country=country,
        message=message.strip(),
    )
    audit.record("lead.record", lead, Actor.anonymous(), {"cluster": (None, cluster)})
    LeadEntry.objects.create(lead=lead, kind=LeadEntryKind.RECEIVED, text=lead.message, by_name=lead.name)
    _plan_forgetting(lead)
    notifications.LeadRecorded(lead).send(Recipient(cluster.contact_email, cluster.contact_name))
    return lead


@transaction.atomic
def assign_lead(*, lead: Lead, to: User | None, by: Actor) -> Lead:
    """Give the lead to a colleague, who gets a mail, or to nobody. Raises InvalidInput for a stranger."""
    lead = _locked(lead, by)
    if to is not None and not people_for(lead).filter(pk=to.pk).exists():
        raise InvalidInput(_("Choose a manager of the contact cluster, or a coordinator."), "assigned_to")
    if to != lead.assigned_to:
        audit.record("lead.assign", lead, by, {"assigned_to": (lead.assigned_to_id, to.pk if to else None)})
        lead.assigned_to = to
        lead.save(update_fields=["assigned_to"])
        _note(lead, LeadEntryKind.ASSIGNED, by, text=str(to) if to else str(_("nobody")))
        if to is not None and to.pk != by.user_id:
            lead_notifications.LeadAssigned(lead).send(notifications.to_user(to))
    return lead


@transaction.atomic
def note_lead(
    *, lead: Lead, by: Actor, note: str = "", next_step: str = "", next_on: date | None = None
) -> Lead:
    """Write a note, and what comes next and when; whoever has the lead is reminded on that day."""
    lead = _locked(lead, by)
    if next_on is not None and next_on < clock.today():
        raise InvalidInput(_("This day has passed. Choose today or a later day."), "next_on")
    if next_on is not None and not next_step.strip():
        raise InvalidInput(_("Say what the next step is."), "next_step")
    if note.strip():
        _note(lead, LeadEntryKind.NOTE, by, text=note.strip())
    if (next_step.strip(), next_on) != (lead.next_step, lead.next_on):
        changes = {"next_on": (lead.next_on, next_on), "next_step": (lead.next_step, next_step.strip())}
        lead.next_step, lead.next_on = next_step.strip(), next_on
        lead.save(update_fields=["next_step", "next_on"])
        audit.record("lead.plan", lead, by, changes)
        if next_step.strip():
            when = f", {date_format(next_on)}" if next_on else ""
            _note(lead, LeadEntryKind.PLANNED, by, text=f"{next_step.strip()}{when}")
        if next_on is not None:
            outbox.add(
                "lead.remind",
                f"lead.remind:{lead.pk}:{next_on.isoformat()}",
                due_at=datetime(next_on.year, next_on.month, next_on.day, 5, tzinfo=UTC),
                payload={"id": lead.pk, "on": next_on.isoformat()},
            )
    return lead


@transaction.atomic
def answer_lead(*, lead: Lead, by: Actor, subject: str, text: str) -> Lead:
    """Write to the person; the mail is kept on the lead."""
    return _mailed(lead, by, LeadEntryKind.MAIL, lead_notifications.LeadAnswer, subject, text)


@transaction.atomic
def invite_lead(*, lead: Lead, by: Actor, subject: str, text: str) -> Lead:
    """Invite the person to register; the form then knows what they typed, and the lead finds their organisation."""
    lead = _mailed(lead, by, LeadEntryKind.INVITED, lead_notifications.LeadInvited, subject, text)
    lead.invited_at = clock.now()
    lead.save(update_fields=["invited_at"])
    return lead


@transaction.atomic
def close_lead(*, lead: Lead, by: Actor, reason: str = LeadReason.DONE, note: str = "") -> Lead:
    """Put the lead away with a reason; nothing more is expected of it."""
    lead = _locked(lead, by)
    if lead.status not in OPEN:
        raise Refused(_("This lead is closed already."))
    lead.closed_reason, lead.next_step, lead.next_on = reason, "", None
    text = f"{LeadReason(reason).label}. {note.strip()}".strip()
    return _moved(lead, LeadState.CLOSED, LeadEntryKind.CLOSED, by, text)


@transaction.atomic
def reopen_lead(*, lead: Lead, by: Actor) -> Lead:
    """Take a closed lead up again."""
    lead = _locked(lead, by)
    if lead.status != LeadState.CLOSED:
        raise Refused(_("This lead is open already."))
    lead.closed_reason = ""
    status = LeadState.ANSWERED if lead.answered_at else LeadState.NEW
    return _moved(lead, status, LeadEntryKind.REOPENED, by, "")


@transaction.atomic
def link_registration(*, organisation: Organisation, email: str, by: Actor) -> int:
    """Somebody has registered: their open leads are registered with their organisation. Returns how many."""
    found = Lead.objects.select_for_update(of=("self",)).filter(email=email.lower(), status__in=OPEN)
    leads = list(found.order_by("id"))
    for lead in leads:
        lead.registered, lead.next_step, lead.next_on = organisation, "", None
        _moved(lead, LeadState.CONVERTED, LeadEntryKind.REGISTERED, by, organisation.name)
    return len(leads)


@transaction.atomic
def forget_lead(*, lead: Lead) -> bool:
    """Delete a lead that became nothing, with its mails, a year after its last entry. False while it is younger."""
    last = lead.entries.order_by("-id").first()
    if lead.status == LeadState.CONVERTED:
        return False
    if last is not None and last.created_at + KEPT_FOR > clock.now():
        _plan_forgetting(lead, last.created_at)
        return False
    audit.record("lead.forget", lead, Actor.system("leads"), {"status": (lead.status, None)})
    pk = lead.pk
    lead.delete()
    Mail.objects.filter(subject_type="clusters.lead", subject_id=pk).delete()
    return True


def _plan_forgetting(lead: Lead, since: datetime | None = None) -> None:
    due = (since or clock.now()) + KEPT_FOR
    outbox.add("lead.forget", f"lead.forget:{lead.pk}:{due.date()}", due_at=due, payload={"id": lead.pk})


@transaction.atomic
def note_answer(*, lead: Lead, by: Actor, note: str) -> Lead:
    """Somebody answered outside the portal, by phone or from the own mailbox; the note says how."""
    lead = _locked(lead, by)
    if not note.strip():
        raise InvalidInput(_("Say in a few words how you answered."), "note")
    if lead.status == LeadState.NEW:
        lead.answered_at = lead.answered_at or clock.now()
        return _moved(lead, LeadState.ANSWERED, LeadEntryKind.NOTE, by, note.strip())
    _note(lead, LeadEntryKind.NOTE, by, text=note.strip())
    return lead


def _mailed(lead: Lead, by: Actor, kind: LeadEntryKind, mail: Any, subject: str, text: str) -> Lead:
    lead = _locked(lead, by)
    if not subject.strip() or not text.strip():
        raise InvalidInput(_("Write a subject and a text."), "text")
    sent = mail(lead, title=subject.strip(), words=text.strip(), author=by).send(
        Recipient(lead.email, lead.name)
    )
    _note(lead, kind, by, text=text.strip(), mail=sent)
    if lead.answered_at is None:
        lead.answered_at = clock.now()
        lead.save(update_fields=["answered_at"])
    if lead.status == LeadState.NEW:
        before, lead.status, lead.handled_at = lead.status, LeadState.ANSWERED, clock.now()
        lead.save(update_fields=["status", "handled_at"])
        audit.record("lead.mark", lead, by, {"status": (before, lead.status)})
    return lead


def _moved(lead: Lead, status: LeadState, kind: LeadEntryKind, by: Actor, text: str) -> Lead:
    before, lead.status, lead.handled_at = lead.status, status, clock.now()
    lead.save()
    _note(lead, kind, by, text=text)
    audit.record("lead.mark", lead, by, {"status": (before, status)})
    return lead


def _note(lead: Lead, kind: LeadEntryKind, by: Actor, *, text: str, mail: Mail | None = None) -> LeadEntry:
    return LeadEntry.objects.create(
        lead=lead,
        kind=kind,
        text=text,
        mail=mail,
        user=by.user,
        by_name=by.label[:200],
        created_at=clock.now(),
    )


def _locked(lead: Lead, by: Actor) -> Lead:
    """The lead, locked, when the actor may act on it."""
    if by.kind != SYSTEM and not Lead.objects.visible_to(by).filter(pk=lead.pk).exists():
        raise NotAllowed(_("Only the contact cluster and the coordinator answer this."))
    rows = Lead.objects.select_for_update(of=("self",)).select_related("partnership", "cluster", "country")
    return rows.get(pk=lead.pk)
