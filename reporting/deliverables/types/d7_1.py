"""D7.1, dissemination plan."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from reporting.deliverables import common, freezing
from reporting.deliverables.kinds import Kind, Part
from reporting.deliverables.publishing import View
from reporting.enums import ActivityKind, WorkPackage
from reporting.periods import Period


def freeze(period: Period, view: View) -> dict[str, Any]:
    return freezing.activities(period, view, ActivityKind.WEBINAR, ActivityKind.LOCAL_EVENT)


KIND = Kind(
    code="D7.1",
    title=_("Dissemination plan"),
    about=_("Who should hear of the project, through what, and how far it has got."),
    work_package=WorkPackage.OUTREACH,
    lead=3,
    due_months=(3,),
    freeze=freeze,
    parts=(
        Part(
            "audiences",
            _("Audiences and messages"),
            guidance=_("Whom you want to reach, and the one sentence each should remember."),
            required=True,
        ),
        Part(
            "channels",
            _("Channels and dates"),
            guidance=_("Web, letters, events and media, with dates and who does it."),
            required=True,
        ),
        Part(
            "measures",
            _("How success is measured"),
            guidance=_("Which figures you follow, and what is enough."),
            required=True,
        ),
        Part("activities", _("Activities on record"), fill=common.activities),
    ),
)
