"""What each type of activity needs to be told: the form asks for nothing else. Pure."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from exchanges.enums import EventKind
from reporting.enums import ActivityKind

EVENTS = frozenset(
    {
        ActivityKind.TRAINING,
        ActivityKind.WORKSHOP,
        ActivityKind.STUDY_VISIT,
        ActivityKind.STUDY_TRIP,
        ActivityKind.LEARNING_TANDEM,
        ActivityKind.TWINNING,
        ActivityKind.MATCHMAKING,
        ActivityKind.WEBINAR,
        ActivityKind.LOCAL_EVENT,
    }
)
AGREEMENTS = frozenset(
    {
        ActivityKind.JOINT_PROJECT,
        ActivityKind.COOPERATION,
        ActivityKind.BUSINESS,
        ActivityKind.MEMORANDUM,
        ActivityKind.PARTNERSHIP,
    }
)
SERVICES = frozenset({ActivityKind.NEW_SERVICE, ActivityKind.BETTER_SERVICE, ActivityKind.SERVICE_PILOT})
# Told in one record, they are one; of the others a record may hold several.
_ONE = (EVENTS - {ActivityKind.TRAINING}) | AGREEMENTS | SERVICES
# Held in an online room, they have no place.
_ONLINE = frozenset({ActivityKind.WEBINAR})

GROUPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("Skills and strategy"), ("training", "strategy_review", "roadmap", "skills_link")),
    (_("Services"), ("new_service", "better_service", "service_pilot")),
    (_("Knowledge"), ("analysis", "mapping", "foresight", "survey", "workshop")),
    (
        _("Joint activities"),
        (
            "study_visit",
            "study_trip",
            "learning_tandem",
            "twinning",
            "matchmaking",
            "webinar",
            "local_event",
            "joint_project",
        ),
    ),
    (_("Agreements"), ("cooperation", "business", "memorandum", "partnership")),
)
# An event of the portal, told as an activity. A mission with lump sums is exchanges and stands in no list here.
OF_EVENT: dict[str, str] = {
    EventKind.MISSION: ActivityKind.STUDY_TRIP,
    EventKind.STUDY_VISIT: ActivityKind.STUDY_VISIT,
    EventKind.MATCHMAKING: ActivityKind.MATCHMAKING,
    EventKind.WEBINAR: ActivityKind.WEBINAR,
    EventKind.LOCAL_EVENT: ActivityKind.LOCAL_EVENT,
    EventKind.TRAINING: ActivityKind.TRAINING,
    EventKind.VIRTUAL_EXCHANGE: ActivityKind.WORKSHOP,
}


def not_asked(kind: str) -> frozenset[str]:
    """The fields of the form that this type has no use for."""
    left_out = set()
    if kind not in EVENTS:
        left_out |= {"mode", "place", "participants", "organisations"}
    if kind in _ONLINE:
        left_out |= {"mode", "place"}
    if kind not in AGREEMENTS:
        left_out |= {"partner", "counterpart"}
    if kind in _ONE:
        left_out.add("count")
    if kind == ActivityKind.TRAINING:
        # The people trained are the people who took part.
        left_out.add("participants")
    return frozenset(left_out)


def count_label(kind: str) -> Any:
    if kind == ActivityKind.TRAINING:
        return _("People trained")
    return _("How many")
