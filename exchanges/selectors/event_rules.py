"""What the rules of a partnership say about its events."""

from datetime import date

from django.utils.translation import gettext as _

from clusters.models import Partnership
from core.exceptions import InvalidInput
from exchanges.models import Mission, Rulebook
from exchanges.selectors.rulebooks import rulebook_on


def why_not_online(partnership: Partnership, day: date) -> str:
    """Why no virtual exchange can begin on this day; empty where the rules allow it."""
    try:
        rulebook = rulebook_on(day, partnership.pk)
    except InvalidInput as error:
        return str(error.message)
    if rulebook.virtual_allowed:
        return ""
    facts = {"partnership": partnership.code, "version": rulebook.code}
    return (
        _("The rules of %(partnership)s (version %(version)s) do not allow visits online on this day.")
        % facts
        + " "
        + _("Choose another kind of event, or ask the coordinator to allow it in the rules.")
    )


def rules_of(mission: Mission) -> Rulebook:
    """The rules by which the event was announced. Raises InvalidInput when none are that old."""
    return rulebook_on(mission.start_on, mission.partnership_id)
