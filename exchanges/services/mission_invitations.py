"""Invitations to an event: listed, sent, answered by mail link, and followed by the application that comes of them."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from core import clock, links, outbox, workflow
from core.actors import LINK, Actor
from core.exceptions import InvalidInput, NotAllowed, Refused
from core.languages import language_for
from exchanges.enums import OPEN_MISSION_INVITATION_STATES
from exchanges.invitation_lines import Guest
from exchanges.models import Application, Mission, MissionInvitation
from exchanges.permissions import check_relation
from exchanges.selectors.mission_invitations import deadline, known_addresses, remindable
from exchanges.workflows.mission import mission_relations

LINK_PURPOSE = "mission_invited"
CALENDAR = Actor.system("calendar")
_STAFF = ("host_manager", "coordinator")
_SHORTEST = 14


@transaction.atomic
def list_guests(
    *, mission: Mission, by: Actor, guests: Sequence[Guest], language: str = ""
) -> list[MissionInvitation]:
    """Keep whom to invite: all or nobody. Nobody is written to before `send_invitations`.

    Without `language` each is written to in the one of their country.
    """
    check_relation(mission_relations(mission, by), *_STAFF)
    workflow.claim(mission)
    known = known_addresses(mission)
    for guest in guests:
        if guest.email in known:
            raise InvalidInput(f"{guest.email}: {known[guest.email]}", "text")
        if mission.with_lump_sum and guest.country == mission.country_id:
            raise InvalidInput(own_country(guest), "text")
    rows = [
        MissionInvitation(
            mission=mission,
            organisation_name=guest.organisation,
            contact_name=guest.person,
            contact_email=guest.email,
            country_id=guest.country,
            language=language or language_for(guest.country),
        )
        for guest in guests
    ]
    workflow.start_many(rows, by=by, state="draft", action="list")
    return rows


def own_country(guest: Guest) -> str:
    return _("%(firm)s is in the country of the mission. A visit goes abroad.") % {"firm": guest.organisation}


@transaction.atomic
def send_invitations(*, mission: Mission, by: Actor) -> int:
    """Write to everybody on the list who has no mail yet; says to how many. The event must be open."""
    check_relation(mission_relations(mission, by), *_STAFF)
    workflow.claim(mission)
    if clock.today() > deadline(mission):
        raise Refused(_("The last day to answer has passed. Move it first."))
    drafts = list(mission.invitations.filter(state="draft").order_by("pk"))
    for invitation in drafts:
        invitation.mission = mission
        workflow.perform(invitation, "invite", by=by)
        _plan_reminder(invitation)
    if drafts:
        plan_end(mission)
    return len(drafts)


@transaction.atomic
def remind_invited(*, mission: Mission, by: Actor) -> int:
    """Write once more to all who have not answered, but to nobody twice within three days; says to how many."""
    check_relation(mission_relations(mission, by), *_STAFF)
    workflow.claim(mission)
    if mission.state != "open":
        raise Refused(_("This event is not open. Publish it first, or open it again."))
    rows = list(remindable(mission).order_by("pk"))
    for invitation in rows:
        _remind(invitation)
    return len(rows)


@transaction.atomic
def remind_once(*, invitation: MissionInvitation) -> bool:
    """The reminder that comes by itself (system); False where there was one, or an answer."""
    workflow.claim(invitation)
    if not invitation.is_open or invitation.reminded_at is not None or invitation.mission.state != "open":
        return False
    _remind(invitation)
    return True


def withdraw_invitation(*, invitation: MissionInvitation, by: Actor) -> MissionInvitation:
    """Take one back; who has the mail already is told."""
    links.revoke(invitation, LINK_PURPOSE)
    return workflow.perform(invitation, "withdraw", by=by)


@transaction.atomic
def begin_application(*, invitation: MissionInvitation, by: Actor) -> MissionInvitation:
    """The person wants to come and goes on to the application. A second click changes nothing."""
    workflow.check_actor(invitation, "begin", by)
    invitation.refresh_from_db(fields=["state"])
    return invitation if invitation.state == "begun" else workflow.perform(invitation, "begin", by=by)


@transaction.atomic
def decline_invitation(*, invitation: MissionInvitation, by: Actor, reason: str = "") -> MissionInvitation:
    """No, with a reason if the person gives one; nobody writes to them about this event again."""
    return workflow.perform(invitation, "decline", by=by, reason=reason.strip())


@transaction.atomic
def attach_application(*, invitation: MissionInvitation, application: Application) -> bool:
    """The draft that was begun from this invitation; False when it is for something else, or the invitation has ended."""
    workflow.claim(invitation)
    if invitation.mission_id != application.mission_id or not invitation.is_open:
        return False
    invitation.application = application
    invitation.save(update_fields=["application"])
    return True


@transaction.atomic
def follow_application(*, application: Application) -> int:
    """An application was sent (system): the invitations that it answers are settled. Safe to call again."""
    if application.mission_id is None:
        return 0
    rows = MissionInvitation.objects.filter(mission=application.mission_id).exclude(
        state__in=("draft", "withdrawn", "applied")
    )
    answered = [
        row
        for row in rows.order_by("pk")
        if row.application_id == application.pk or row.contact_email == application.contact_email.lower()
    ]
    for invitation in answered:
        workflow.perform(invitation, "apply", by=Actor.system("application"))
        invitation.application = application
        invitation.save(update_fields=["application"])
    return len(answered)


def expire_invitations(*, mission: Mission) -> int:
    """The last day to answer has passed (system); 0 where it was moved."""
    if mission.state not in ("finished", "cancelled") and clock.today() <= deadline(mission):
        return 0
    rows = list(mission.invitations.filter(state__in=OPEN_MISSION_INVITATION_STATES).order_by("pk"))
    for invitation in rows:
        workflow.perform(invitation, "expire", by=CALENDAR)
    return len(rows)


def plan_end(mission: Mission) -> None:
    """In the caller's transaction. The row carries the day: when it is moved, another row is added."""
    last_day = deadline(mission)
    due = clock.midnight(last_day + timedelta(days=1))
    outbox.add("mission_invitation.end_due", f"{mission.pk}:{last_day}", due, {"id": mission.pk})


def issue_link(invitation: MissionInvitation) -> str:
    """A new address under which the person answers; it stands in the mail only."""
    days = max((deadline(invitation.mission) - clock.today()).days, 0) + _SHORTEST
    _link, url = links.issue(
        invitation,
        LINK_PURPOSE,
        address=invitation.contact_email,
        name=invitation.contact_name,
        url_name="exchanges:mission_invitation_by_link",
        days=days,
    )
    return url


def check_invited(invitation: MissionInvitation, by: Actor) -> None:
    link = by.link
    if by.kind != LINK or link is None or link.subject_id != invitation.pk:
        raise NotAllowed(_("Only the invited person can answer."))


def _remind(invitation: MissionInvitation) -> None:
    invitation.reminded_at = clock.now()
    invitation.save(update_fields=["reminded_at"])
    key = f"{invitation.pk}:{invitation.reminded_at.isoformat()}"
    outbox.add("mission_invitation.reminded", key, payload={"id": invitation.pk})


def _plan_reminder(invitation: MissionInvitation) -> None:
    """Half-way to the last day, where there is time for one."""
    left = deadline(invitation.mission) - clock.today()
    if left >= timedelta(days=4):
        due = clock.midnight(clock.today() + left / 2)
        outbox.add("mission_invitation.remind_due", str(invitation.pk), due, {"id": invitation.pk})
