"""Presence at an event: noted by the list, the host or the code of the day; countersigned by the host's side.

What is noted never changes a sum: it is offered to whoever writes the report and shown to whoever checks it.
"""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import audit, clock, dates
from core.actors import Actor
from core.exceptions import InvalidInput, WrongState
from exchanges.enums import Half, PresenceHow
from exchanges.models import CountersignedDay, Mission, Participant, Presence
from exchanges.permissions import check_relation
from exchanges.selectors import presence as select
from exchanges.workflows.mission import mission_relations

CHECK_IN = Actor.system("check-in")
Key = tuple[int, str]


def relations(mission: Mission, actor: Actor) -> frozenset[str]:
    """As to the mission, and `host` for who speaks for the receiving organisation."""
    found = mission_relations(mission, actor)
    return found | {"host"} if select.is_host(mission, actor) else found


@transaction.atomic
def note(
    *, mission: Mission, day: date, by: Actor, marks: Mapping[Key, bool], reason: str = ""
) -> list[Presence]:
    """Say for persons and halves of a day whether they were there. Sent twice it is the same as once.

    Returns what has changed. After the day, or once it is countersigned, a reason is needed. Raises InvalidInput for a
    day that has not come or is not part of the event, and for a missing reason.
    """
    found = relations(mission, by)
    check_relation(found, *select.NOTERS)
    _check_day(mission, day)
    _lock(mission)
    how = PresenceHow.LIST if found & {"host_manager", "coordinator"} else PresenceHow.HOST
    changes = _changes(mission, day, marks)
    late = select.is_over(mission, day) or mission.countersigned_days.filter(day=day).exists()
    if changes and late and not reason.strip():
        raise InvalidInput(_("This day is over or countersigned. Say why the list changes now."), "reason")
    return _keep(
        day,
        changes,
        by,
        {"how": how, "noted_by": by.user, "late": late, "reason": reason.strip() if late else ""},
    )


@transaction.atomic
def check_in(*, mission: Mission, day: date, address: str) -> None:
    """Somebody scanned the code of the day. Tells nobody whether the address is on the list, or was noted before."""
    if select.local_now(mission).date() != day:
        raise WrongState(_("This code is for another day. Please ask the organiser."))
    _lock(mission)
    half, before = select.half_now(mission), select.noted(mission, day)
    # What the organiser said about somebody stands.
    marks = {
        (person.pk, half): True
        for person in select.by_address(mission, address)
        if (person.pk, half) not in before
    }
    if not mission.countersigned_days.filter(day=day).exists():
        _keep(
            day,
            _changes(mission, day, marks),
            CHECK_IN,
            {"how": PresenceHow.QR, "noted_by": None, "late": False, "reason": ""},
        )


@transaction.atomic
def countersign(*, mission: Mission, day: date, by: Actor) -> CountersignedDay:
    """The host's side says that the list of a day is right; again after it was corrected."""
    check_relation(relations(mission, by), *select.COUNTERSIGNERS)
    _check_day(mission, day)
    _lock(mission)
    if not Presence.objects.filter(participant__mission=mission, day=day).exists():
        raise InvalidInput(_("Nobody is noted on this day yet. Note who was there first."))
    signed, _created = CountersignedDay.objects.update_or_create(
        mission=mission, day=day, defaults={"signed_by": by.user, "signed_at": clock.now()}
    )
    present = Presence.objects.filter(participant__mission=mission, day=day, present=True).count()
    audit.record("presence.countersign", mission, by, {day.isoformat(): ("", f"{present} half-days")})
    return signed


def _check_day(mission: Mission, day: date) -> None:
    if not mission.start_on <= day <= mission.end_on:
        raise InvalidInput(_("This day lies outside the mission."), "day")
    if day > select.local_now(mission).date():
        raise InvalidInput(
            _("%(day)s has not come yet. Presence is noted on the day.") % {"day": dates.human(day)}, "day"
        )
    if mission.state in ("draft", "cancelled"):
        raise WrongState(_("Presence is noted at events that take place."))


def _lock(mission: Mission) -> None:
    """One list at a time is written; open forms of the mission stay fresh."""
    Mission.objects.select_for_update(of=("self",), no_key=True).get(pk=mission.pk)


def _changes(
    mission: Mission, day: date, marks: Mapping[Key, bool]
) -> list[tuple[Participant, str, bool, Presence | None]]:
    """Of the wished marks those that say something new, about people who come to this event."""
    coming = {person.pk: person for person in select.people(mission)}
    before, allowed = select.noted(mission, day), set(Half.values)
    found = []
    for (number, half), present in marks.items():
        row = before.get((number, half))
        if number not in coming or half not in allowed:
            continue
        if present != (row is not None and row.present):
            found.append((coming[number], half, present, row))
    return found


def _keep(
    day: date,
    changes: list[tuple[Participant, str, bool, Presence | None]],
    by: Actor,
    fields: dict[str, object],
) -> list[Presence]:
    now, words = clock.now(), {True: "here", False: "not here"}
    rows = [
        Presence(participant=person, day=day, half=half, present=present, noted_at=now, **fields)  # type: ignore[misc]
        for person, half, present, _row in changes
    ]
    Presence.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["participant", "day", "half"],
        update_fields=["present", "how", "noted_by", "noted_at", "late", "reason"],
    )
    reason = {"reason": ("", fields["reason"])} if fields["reason"] else {}
    audit.record_many(
        "presence.note",
        [
            (
                person,
                {f"{day.isoformat()} {half}": (words[row.present] if row else "", words[present])} | reason,
            )
            for person, half, present, row in changes
        ],
        by,
    )
    return rows
