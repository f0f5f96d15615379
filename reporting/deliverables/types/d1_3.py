"""D1.3, the monitoring scoreboard: every indicator against its target."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.deliverables import common, freezing
from reporting.deliverables.kinds import Kind, Part
from reporting.deliverables.layout import Report, Section
from reporting.deliverables.publishing import View
from reporting.enums import Repeats, WorkPackage
from reporting.periods import Period


def freeze(period: Period, view: View) -> dict[str, Any]:
    snapshot: dict[str, Any] = {
        "figures": view.shown(),
        "exchanges": freezing.exchange_figures(view),
        "money": freezing.money_figures(view),
        "feedback": freezing.feedback_figures(view),
        **freezing.activities(period, view),
    }
    if not view.public:
        snapshot["to_review"] = view.tally.activities_to_review
    return snapshot


def _objectives(report: Report, section: Section) -> None:
    section.say(
        _("Each objective with its value, its target, and what a straight plan would give by now."),
        common.privacy_note(report),
    )
    common.scoreboard(report, section, _("Objectives against their targets"), common.figures(report, "O"))


def _work_programme(report: Report, section: Section) -> None:
    section.say(_("The five indicators that the European Commission asks of every partnership."))
    common.plain_figures(report, section, _("Indicators 1 to 5"), common.figures(report, "EU"))


def _activities(report: Report, section: Section) -> None:
    waiting = report.snapshot.get("to_review")
    if waiting:
        section.say(_("Still to be reviewed, and not counted: %(number)d.") % {"number": waiting})
    common.activities(report, section)


KIND = Kind(
    code="D1.3",
    title=gettext_lazy("Monitoring scoreboard"),
    about=gettext_lazy("Every indicator against its target, the activities, money and quality."),
    work_package=WorkPackage.MANAGEMENT,
    due_months=(6, 12, 18, 24),
    repeats=Repeats.HALF_YEARLY,
    freeze=freeze,
    parts=(
        Part(
            "summary",
            gettext_lazy("Summary"),
            guidance=gettext_lazy(
                "What this half-year brought, in a few sentences: what went well, what is late, what you do about it."
            ),
            required=True,
        ),
        Part("objectives", gettext_lazy("Objectives of the partnership"), fill=_objectives),
        Part("over-time", gettext_lazy("Exchanges over time"), fill=common.over_time),
        Part("work-programme", gettext_lazy("Indicators of the work programme"), fill=_work_programme),
        Part(
            "activities",
            gettext_lazy("Activities"),
            guidance=gettext_lazy("What stands out among the activities. The tables below fill themselves."),
            fill=_activities,
        ),
        Part("money", gettext_lazy("Money"), fill=common.money),
        Part("quality", gettext_lazy("Quality"), fill=common.feedback),
        Part(
            "outlook",
            gettext_lazy("Deviations and next steps"),
            guidance=gettext_lazy("Where you left the plan and why; what you do until the next scoreboard."),
        ),
        Part("rules", gettext_lazy("How each figure is counted"), fill=common.rules, annex=True),
    ),
)
