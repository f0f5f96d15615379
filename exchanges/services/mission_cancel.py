"""An event is called off: at once for its people, invitations and meetings; then file by file, each on its own.

The state of the event is written first and alone decides: from then on nobody joins it. What follows for a file is a row
of the outbox, so that one broken file holds up no other, and a worker that dies half-way is followed by the next one.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, clock, outbox, workflow
from core.actors import Actor
from core.workflow import refresh_turn
from exchanges.enums import OPEN_PARTICIPANT_STATES, HostChoice
from exchanges.models import Application, Meeting, Mission
from exchanges.selectors.mission_cancel import files
from exchanges.services.building import free_file
from exchanges.services.locks import lock_application
from exchanges.services.mission_invitations import withdraw_invitation
from exchanges.workflows.exchange import BEFORE_START

MISSION = Actor.system("mission")
FREE, MEETINGS = "mission.free_file", "meetings.call_off"


@transaction.atomic
def cancel_mission(*, mission: Mission, by: Actor, reason: str, version: int | None = None) -> Mission:
    """Nothing takes place, and everybody hears why. Cannot be undone. Raises Refused once a visit has begun.

    Locks the event only: acceptances of its files wait for it, and find it cancelled.
    """
    words = reason.strip()
    workflow.perform(mission, "cancel", by=by, version=version, comment=words, reason=words)
    for invitation in mission.invitations.filter(state__in=("draft", "invited", "begun")).order_by("pk"):
        withdraw_invitation(invitation=invitation, by=MISSION)
    registered = mission.participants.filter(traveller=None, state__in=OPEN_PARTICIPANT_STATES)
    for person in registered.order_by("pk"):
        person.mission = mission
        workflow.perform(person, "call_off", by=MISSION, comment=words)
    meeting_round = getattr(mission, "meeting_round", None)
    if meeting_round is not None and meeting_round.state != "finished":
        published = meeting_round.state == "published"
        workflow.perform(meeting_round, "call_off", by=MISSION, comment=words)
        if published:
            outbox.add(MEETINGS, str(meeting_round.pk), payload={"id": meeting_round.pk})
    moment = clock.now()
    keys = [(_key(mission.pk, pk), moment, _payload(mission.pk, pk)) for pk in files(mission)]
    outbox.add_many(FREE, keys)
    return mission


def follow_cancelled(application: Application) -> None:
    """For a file that was sent while its mission was being cancelled. In the caller's transaction; safe to call again."""
    mission = application.mission
    if mission is not None and mission.state == "cancelled":
        outbox.add(FREE, _key(mission.pk, application.pk), payload=_payload(mission.pk, application.pk))


@transaction.atomic
def leave_mission(*, application: Application, mission: Mission) -> bool:
    """The file no longer goes to a cancelled mission: its visit ends before it began, and another host is looked for.

    False when there is nothing (more) to do: it was done already, the file has ended, or its visit has begun.
    """
    locked = lock_application(application.pk)
    words = _("The mission “%(title)s” was cancelled. %(reason)s") % {
        "title": mission.title,
        "reason": mission.cancel_reason,
    }
    exchange, ended = locked.current_exchange, False
    if exchange is not None and exchange.mission_id == mission.pk:
        if exchange.state not in BEFORE_START:
            return False
        free_file(locked, exchange, MISSION, words, move="cancel_with_mission")
        ended = True
    wanted = locked.mission_id == mission.pk and locked.state in (
        "submitted",
        "in_review",
        "on_hold",
        "accepted",
    )
    if wanted:
        locked.mission, locked.host_choice = None, HostChoice.FIND
        locked.save(update_fields=["mission", "host_choice"])
        audit.record(
            "application.leave_mission",
            locked,
            MISSION,
            {"mission": (mission.title, ""), "host_choice": (HostChoice.MISSION, HostChoice.FIND)},
        )
        refresh_turn(locked)
    return ended or wanted


@transaction.atomic
def call_off_meetings(*, round_id: int) -> int:
    """The meetings that people know of are cancelled without a mail each: they hear of the event. Returns how many."""
    rows = Meeting.objects.filter(round=round_id, state__in=("planned", "moved"))
    found = list(rows.order_by("pk"))
    for meeting in found:
        workflow.perform(meeting, "cancel", by=MISSION, comment=_("The event was called off."))
    return len(found)


def _key(mission: int, application: int) -> str:
    return f"{mission}:{application}"


def _payload(mission: int, application: int) -> dict[str, int]:
    return {"mission": mission, "application": application}
