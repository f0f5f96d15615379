"""D7.1, dissemination plan."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from reporting.deliverables import common, freezing, knowledge_facts
from reporting.deliverables import common_knowledge as blocks
from reporting.deliverables.kinds import Kind, Part
from reporting.deliverables.publishing import View
from reporting.enums import ActivityKind, WorkPackage
from reporting.periods import Period


def freeze(period: Period, view: View) -> dict[str, Any]:
    return {
        "outreach": knowledge_facts.outreach(period),
        **freezing.activities(
            period, view, ActivityKind.WEBINAR, ActivityKind.LOCAL_EVENT, ActivityKind.MATCHMAKING
        ),
    }


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
            fill=blocks.outreach_figures,
        ),
        Part("networks", _("Networks that carry the message"), fill=blocks.networks),
        Part("news", _("What was published"), fill=blocks.news),
        Part("documents", _("Documents for everybody"), fill=blocks.documents),
        Part("activities", _("Activities on record"), fill=common.activities),
    ),
)
