"""What a participant says for the meetings: what to look for, when not, whom to meet and whom not."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, clock, workflow
from core.actors import Actor
from core.exceptions import InvalidInput, NotAllowed, WrongState
from exchanges.enums import WishKind
from exchanges.models import MeetingAnswer, MeetingRound, MeetingWish, Participant
from exchanges.selectors.meetings import catalogue
from exchanges.workflows.participant import participant_relations


@transaction.atomic
def save_words(*, participant: Participant, by: Actor, does: str, looks_for: str) -> MeetingAnswer:
    """What the others read in the catalogue."""
    answer = _open_answer(participant, by)
    answer.does, answer.looks_for = does.strip(), looks_for.strip()
    answer.save(update_fields=["does", "looks_for"])
    audit.record("meeting_answer.words", answer, by)
    return answer


@transaction.atomic
def save_away(*, participant: Participant, by: Actor, slots: Collection[int]) -> MeetingAnswer:
    """The slots in which the participant cannot meet."""
    answer = _open_answer(participant, by)
    known = set(answer.round.slots.values_list("pk", flat=True))
    if not set(slots) <= known:
        raise InvalidInput(_("This time does not exist any more. Please choose again."))
    if known and known == set(slots):
        raise InvalidInput(_("Leave at least one time free, or tell the organisers that you do not come."))
    answer.away.set(slots)
    audit.record("meeting_answer.away", answer, by)
    return answer


@transaction.atomic
def save_wishes(
    *,
    participant: Participant,
    by: Actor,
    want: Collection[int],
    avoid: Collection[int],
    among: Collection[int] | None = None,
) -> MeetingAnswer:
    """Whom to meet and whom not, as keys of participants; replaces what was said before of those `among`, or of all."""
    answer = _open_answer(participant, by)
    kinds = dict.fromkeys(want, WishKind.WANT) | dict.fromkeys(avoid, WishKind.AVOID)
    possible = {row.pk for row in catalogue(participant)}
    if not set(kinds) <= possible:
        raise InvalidInput(_("One of them does not come any more. Please look at the list again."))
    before = MeetingWish.objects.filter(wisher=participant)
    (before if among is None else before.filter(wished__in=[*among, *kinds])).delete()
    MeetingWish.objects.bulk_create(
        MeetingWish(round=answer.round, wisher=participant, wished_id=key, kind=kind)
        for key, kind in sorted(kinds.items())
    )
    answer.answered_at = clock.now()
    answer.save(update_fields=["answered_at"])
    # Whom somebody avoids stands in no log.
    audit.record("meeting_answer.wishes", answer, by, {"wishes": (None, len(kinds))})
    return answer


def _open_answer(participant: Participant, by: Actor) -> MeetingAnswer:
    """The participant's answer, under the lock of the round, while wishes are collected."""
    if not participant_relations(participant, by) & {"participant", "system"}:
        raise NotAllowed(_("Only the participant can say this."))
    meeting_round = MeetingRound.objects.select_related("mission__country").get(
        mission=participant.mission_id
    )
    workflow.hold(meeting_round)
    if not takes_wishes(meeting_round):
        raise WrongState(_("Wishes are no longer collected. Please ask the organisers."))
    if participant.state != "coming":
        raise WrongState(_("You have no place at this event at the moment."))
    answer, _new = MeetingAnswer.objects.select_related("round").get_or_create(
        participant=participant, defaults={"round": meeting_round, "asked_at": clock.now()}
    )
    answer.round = meeting_round
    return answer


def takes_wishes(meeting_round: MeetingRound) -> bool:
    today = clock.today(meeting_round.mission.country.timezone)
    return meeting_round.state == "wishes_open" and today <= meeting_round.wishes_until
