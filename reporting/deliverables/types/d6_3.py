"""D6.3, the final report of the exchange scheme: the whole story, from the objectives to what remains."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchanges.enums import EventKind
from reporting.deliverables import common, common_events, event_facts, freezing, knowledge_facts
from reporting.deliverables.kinds import Kind, Part
from reporting.deliverables.layout import Report, Section
from reporting.deliverables.publishing import View
from reporting.deliverables.types import d6_2
from reporting.enums import WorkPackage
from reporting.periods import Period

# Missions and study visits stand among the group visits.
OTHER_EVENTS = [kind for kind in EventKind if kind not in (EventKind.MISSION, EventKind.STUDY_VISIT)]


def freeze(period: Period, view: View) -> dict[str, Any]:
    practices = knowledge_facts.practices(period, view)
    return {
        **d6_2.freeze(period, view),
        **freezing.activities(period, view),
        **event_facts.together(period, view, *OTHER_EVENTS),
        # The collection itself is D1.5; here it is named.
        "practices": [[row["title"], row["cluster_short"], row["audience"]] for row in practices],
    }


def _objectives(report: Report, section: Section) -> None:
    rows = common.figures(report, "O")
    reached = [row for row in rows if row["target"] is not None and common.status(row) == _("reached")]
    with_target = [row for row in rows if row["target"] is not None]
    section.say(
        _("%(reached)d of %(all)d targets of the partnership were reached.")
        % {"reached": len(reached), "all": len(with_target)}
    )
    common.scoreboard(report, section, _("Objectives against their targets"), rows)


def _practices(report: Report, section: Section) -> None:
    section.say(_("What worked at one cluster was written down, so that others can copy it."))
    report.table(
        section,
        _("Best practices"),
        (_("Practice"), _("Cluster"), _("For whom")),
        report.snapshot["practices"],
        numbers=9,
    )


_PARTS = {part.key: part for part in d6_2.KIND.parts}

KIND = Kind(
    code="D6.3",
    title=gettext_lazy("ClusterXchange final report"),
    about=gettext_lazy(
        "All exchanges of the project: who, where, money, feedback, results, and what remains of them."
    ),
    work_package=WorkPackage.EXCHANGES,
    due_months=(24,),
    freeze=freeze,
    parts=(
        _PARTS["summary"],
        Part(
            "objectives",
            gettext_lazy("Objectives and what became of them"),
            guidance=gettext_lazy("Which targets were passed or missed, and why."),
            fill=_objectives,
        ),
        *(
            _PARTS[key]
            for key in ("scheme", "over-time", "who", "where", "missions", "money", "feedback", "outcome")
        ),
        Part(
            "events",
            gettext_lazy("Events beside the exchanges"),
            guidance=gettext_lazy("Matchmaking, webinars, local events: what they were for."),
            fill=common_events.overview,
        ),
        Part("activities", gettext_lazy("Activities of the clusters"), fill=common.activities),
        Part("practices", gettext_lazy("What others can copy"), fill=_practices),
        _PARTS["lessons"],
        Part(
            "remains",
            gettext_lazy("What remains after the project"),
            guidance=gettext_lazy("Which contacts, services and agreements go on, and who looks after them."),
            required=True,
        ),
        *(part for part in d6_2.KIND.parts if part.annex),
    ),
)
