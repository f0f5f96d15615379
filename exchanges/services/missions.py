"""Missions: announced by the host's cluster or the coordinator, closed and finished by hand or by date."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from clusters.models import Cluster, Country, Organisation, Partnership, Term
from clusters.selectors.terms import terms_in_words, terms_of
from core import audit, clock, outbox, workflow
from core.actors import Actor
from core.edits import check_seen
from core.exceptions import InvalidInput
from exchanges.enums import EventKind, Mode
from exchanges.models import Mission
from exchanges.permissions import check_relation
from exchanges.selectors import event_rules
from exchanges.services.mission_invitations import plan_end
from exchanges.services.programme import copy_sessions
from exchanges.workflows.mission import mission_relations

_STAFF = ("host_manager", "coordinator", "system")
_TEXTS = {
    "summary",
    "call_text",
    "places",
    "apply_until",
    "contact_name",
    "contact_email",
    "with_lump_sum",
    "slug",
    "kind",
    "mode",
    "languages",
    "budget",
    "join_url",
}
# What an event hands on to its copy.
_CLONED = (
    "kind", "mode", "with_lump_sum", "summary", "call_text", "places", "languages", "budget", "contact_name",
    "contact_email",
)  # fmt: skip
_FACTS = {"title", "city", "country", "start_on", "end_on", "host"}


CALENDAR = Actor.system("calendar")


def create_mission(
    *,
    by: Actor,
    partnership: Partnership,
    host_cluster: Cluster,
    host: Organisation,
    title: str,
    country: Country,
    city: str,
    start_on: date,
    end_on: date,
    terms: Iterable[Term] = (),
    **text: Any,
) -> Mission:
    """A draft that only its staff see. `text`: summary, call_text, places, apply_until, contact_name, contact_email,
    with_lump_sum, slug, kind, mode, languages, budget, join_url. Only a mission on site can have `with_lump_sum`.
    """
    _only(text, _TEXTS)
    mission = Mission(
        partnership=partnership,
        host_cluster=host_cluster,
        host=host,
        title=title.strip(),
        country=country,
        city=city.strip(),
        start_on=start_on,
        end_on=end_on,
        **text,
    )
    check_relation(mission_relations(mission, by), *_STAFF)
    _check_days(mission)
    _check_kind(mission)
    with transaction.atomic():
        mission.slug = _free_slug(text.get("slug") or title)
        workflow.start(mission, by=by, state="draft")
        mission.terms.set(terms)
        return mission


def update_mission(
    *, mission: Mission, by: Actor, version: int | None = None, seen: str | None = None, **fields: Any
) -> Mission:
    """Change what a mission says, before it has taken place. Raises InvalidInput, ChangedMeanwhile."""
    _only(fields, (_TEXTS | _FACTS) - {"slug"})
    with transaction.atomic():
        workflow.claim(mission, version)
        check_relation(mission_relations(mission, by), *_STAFF)
        changes = {name: (getattr(mission, name), value) for name, value in fields.items()}
        check_seen(mission, seen, {name: before for name, (before, _after) in changes.items()}, fields)
        for name, value in fields.items():
            setattr(mission, name, value)
        _check_days(mission)
        _check_kind(mission)
        mission.save(update_fields=list(fields))
        audit.record(
            "mission.update",
            mission,
            by,
            {name: pair for name, pair in changes.items() if pair[0] != pair[1]},
        )
        if mission.state != "draft":
            _plan_dates(mission)
    return mission


def set_mission_terms(
    *, mission: Mission, by: Actor, terms: Iterable[Term], seen: str | None = None
) -> Mission:
    """Its fields of activity, for the directory. Raises ChangedMeanwhile."""
    with transaction.atomic():
        workflow.claim(mission)
        check_relation(mission_relations(mission, by), *_STAFF)
        stored, chosen = terms_of(mission), list(terms)
        check_seen(mission, seen, {"terms": stored}, {"terms": chosen})
        mission.terms.set(chosen)
        audit.record("mission.terms", mission, by, {"terms": terms_in_words(stored, chosen)})
    return mission


def publish_mission(*, mission: Mission, by: Actor, version: int | None = None) -> Mission:
    """Open it for applications; it closes and ends by its dates unless somebody does so before."""
    with transaction.atomic():
        workflow.perform(mission, "publish", by=by, version=version)
        _plan_dates(mission)
    return mission


def close_mission(*, mission: Mission, by: Actor) -> Mission:
    return workflow.perform(mission, "close", by=by)


def reopen_mission(*, mission: Mission, by: Actor) -> Mission:
    return workflow.perform(mission, "reopen", by=by)


def finish_mission(*, mission: Mission, by: Actor) -> Mission:
    """It took place. Saying so twice is the same as once, because the date says it too."""
    mission.refresh_from_db(fields=["state"])
    return mission if mission.state == "finished" else workflow.perform(mission, "finish", by=by)


def is_past(day: date) -> bool:
    return clock.today() > day


def _plan_dates(mission: Mission) -> None:
    payload = {"id": mission.pk}
    if mission.apply_until is not None:
        due = clock.midnight(mission.apply_until + timedelta(days=1))
        outbox.add(
            "mission.close_due", f"close:{mission.pk}:{mission.apply_until}", due_at=due, payload=payload
        )
    due = clock.midnight(mission.end_on + timedelta(days=1))
    if mission.invitations.exists():
        plan_end(mission)
    outbox.add("mission.finish_due", f"finish:{mission.pk}:{mission.end_on}", due_at=due, payload=payload)


def _check_days(mission: Mission) -> None:
    if mission.end_on < mission.start_on:
        raise InvalidInput(_("The last day lies before the first day."), "end_on")
    if mission.apply_until is not None and mission.apply_until > mission.start_on:
        raise InvalidInput(_("People must apply before the first day."), "apply_until")


def _check_kind(mission: Mission) -> None:
    if mission.with_lump_sum and (mission.kind, mission.mode) != (EventKind.MISSION, Mode.PHYSICAL):
        raise InvalidInput(_("Only a mission on site pays lump sums."), "with_lump_sum")
    if mission.kind == EventKind.VIRTUAL_EXCHANGE:
        if mission.mode != Mode.VIRTUAL:
            raise InvalidInput(_("A virtual exchange is online. Please choose “Online”."), "mode")
        if why_not := event_rules.why_not_online(mission.partnership, mission.start_on):
            raise InvalidInput(why_not, "kind")


def _free_slug(title: str) -> str:
    """The title in address form, with a number where it is taken."""
    base = slugify(title)[:44].strip("-") or "mission"
    taken = set(Mission.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(slug for slug in numbered if slug not in taken)


def _only(fields: dict[str, Any], known: set[str]) -> None:
    unknown = sorted(set(fields) - known)
    if unknown:
        raise TypeError(f"Unknown fields of a mission: {', '.join(unknown)}")


def clone_mission(
    *, mission: Mission, by: Actor, title: str, start_on: date, apply_until: date | None = None
) -> Mission:
    """A draft with the texts, fields and programme of an event, moved to the new first day. No people.

    Raises InvalidInput for a deadline after the first day.
    """
    shift = start_on - mission.start_on
    with transaction.atomic():
        made = create_mission(
            by=by,
            partnership=mission.partnership,
            host_cluster=mission.host_cluster,
            host=mission.host,
            title=title,
            country=mission.country,
            city=mission.city,
            start_on=start_on,
            end_on=mission.end_on + shift,
            terms=mission.terms.all(),
            apply_until=apply_until,
            **{name: getattr(mission, name) for name in _CLONED},
        )
        copy_sessions(source=mission, target=made, by=by, shift=shift)
    return made
