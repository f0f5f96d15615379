"""What the reports on the five matchmaking events share."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from reporting.deliverables import common_events, event_facts
from reporting.deliverables.kinds import Kind, Part, Text
from reporting.deliverables.publishing import View
from reporting.enums import WorkPackage
from reporting.periods import Period


def kind(code: str, title: Text, *, number: int, lead: int, due_month: int) -> Kind:
    """`number` is the place of the event among the partnership's matchmaking events, by date."""

    def freeze(period: Period, view: View) -> dict[str, Any]:
        return {"events": event_facts.matchmaking(period, view, number)}

    return Kind(
        code=code,
        title=title,
        about=_("Who met whom, on which topic, and what came of it."),
        work_package=WorkPackage.JOINT_ACTIVITIES,
        lead=lead,
        due_months=(due_month,),
        freeze=freeze,
        parts=(
            Part(
                "event",
                _("The event"),
                guidance=_("Topic and hosts; how people were invited and how meetings were made."),
                required=True,
                fill=common_events.facts,
            ),
            Part("programme", _("Programme"), fill=common_events.programme_of_one),
            Part("people", _("Who took part"), fill=common_events.people_of_one),
            Part("meetings", _("Meetings"), fill=common_events.meetings_of_one),
            Part("feedback", _("What participants say"), fill=common_events.feedback),
            Part(
                "results",
                _("What came of it"),
                guidance=_("Which talks went on, which agreements and projects follow."),
                required=True,
            ),
            Part(
                "lessons", _("Lessons for the next event"), guidance=_("What you keep and what you change.")
            ),
        ),
    )
