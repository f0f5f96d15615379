"""What a page calls an event: "this webinar", not "this mission". Whole phrases, since other languages bend the noun."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from exchanges.enums import EventKind
from exchanges.models import Mission


@dataclass(frozen=True)
class EventWords:
    took_place: Any
    run: Any


_MISSION = EventWords(_("This mission took place"), _("Run this mission"))
_WORDS = {
    EventKind.MISSION: _MISSION,
    EventKind.STUDY_VISIT: EventWords(_("This study visit took place"), _("Run this study visit")),
    EventKind.MATCHMAKING: EventWords(
        _("This matchmaking event took place"), _("Run this matchmaking event")
    ),
    EventKind.WEBINAR: EventWords(_("This webinar took place"), _("Run this webinar")),
    EventKind.LOCAL_EVENT: EventWords(_("This local event took place"), _("Run this local event")),
    EventKind.TRAINING: EventWords(_("This training took place"), _("Run this training")),
    EventKind.VIRTUAL_EXCHANGE: EventWords(
        _("This virtual exchange took place"), _("Run this virtual exchange")
    ),
}


def event_words(mission: Mission) -> EventWords:
    return _WORDS[EventKind(mission.kind)]
