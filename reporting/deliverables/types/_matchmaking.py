"""What the reports on the five matchmaking events share."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from reporting.deliverables import common, freezing
from reporting.deliverables.kinds import Kind, Part, Text
from reporting.deliverables.publishing import View
from reporting.enums import ActivityKind, WorkPackage
from reporting.periods import Period


def freeze(period: Period, view: View) -> dict[str, Any]:
    return freezing.activities(period, view, ActivityKind.MATCHMAKING)


def kind(code: str, title: Text, *, lead: int, due_month: int) -> Kind:
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
                guidance=_(
                    "Place, days, topic and hosts; how people were invited and how meetings were made."
                ),
                required=True,
            ),
            Part(
                "results",
                _("What came of it"),
                guidance=_("How many met, which talks went on, which agreements and projects follow."),
                required=True,
            ),
            Part(
                "lessons",
                _("Lessons for the next event"),
                guidance=_("What you keep and what you change."),
            ),
            Part("activities", _("Matchmaking events on record"), fill=common.activities),
        ),
    )
