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
        _("How each figure is counted stands in %(place)s.") % {"place": report.see("rules")},
        common.privacy_note(report),
    )
    common.scoreboard(report, section, _("Objectives against their targets"), common.figures(report, "O"))


def _work_programme(report: Report, section: Section) -> None:
    section.say(
        _(
            "The European Commission asks five indicators of every partnership: support services (1), strategies (2), "
            "analyses (3), agreements (4) and exchanges with their quality (5)."
        )
    )
    first = common.figures(report, "EU1.", "EU2.", "EU3.")
    common.plain_figures(report, section, _("Indicators 1 to 3: services, strategies, analyses"), first)
    common.agreements(report, section)
    common.registered(report, section)
    counted = ("countries", "organisations", "sme_share", "cluster_exchanges", "tech_centre_exchanges")
    rows = common.figures(report, *(f"EU5.{name}" for name in counted), "EU5.other_scaling_up_exchanges")
    common.plain_figures(report, section, _("Indicator 5: exchanges and who took part"), rows)
    common.regions(report, section)
    rows = common.figures(report, "EU5.quality", "EU5.response", "EU5.days_to_payment", "EU5.paid_in_time")
    common.plain_figures(report, section, _("Indicator 5: quality"), rows)


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
