"""D1.3, the monitoring scoreboard: every indicator against its target."""

from django.utils.translation import gettext as _

from reporting.deliverables import common, freezing
from reporting.deliverables.freezing import Snapshot
from reporting.deliverables.layout import Report, day
from reporting.periods import Period

CODE = "D1.3"


def freeze(period: Period, edition: str) -> Snapshot:
    view = freezing.view_of(period, edition)
    snapshot = freezing.frame(CODE, period, edition) | {
        "figures": view.shown(),
        "exchanges": freezing.exchange_figures(view),
        "money": freezing.money_figures(view),
        "feedback": freezing.feedback_figures(view),
        "activities": freezing.activities_by_kind(view.tally),
    }
    if not view.public:
        snapshot["activity_list"] = freezing.activity_list(period)
        snapshot["to_review"] = view.tally.activities_to_review
    return snapshot


def compose(report: Report) -> None:
    objectives = report.section(
        _("Objectives of the partnership"),
        _("Each objective with its value, its target, and what a straight plan would give by now."),
        common.privacy_note(report),
    )
    common.scoreboard(report, objectives, _("Objectives against their targets"), common.figures(report, "O"))
    exchanges = report.section(_("Exchanges over time"))
    common.over_time(report, exchanges)
    work_programme = report.section(
        _("Indicators of the work programme"),
        _("The five indicators that the European Commission asks of every partnership."),
    )
    common.plain_figures(report, work_programme, _("Indicators 1 to 5"), common.figures(report, "EU"))
    _activities(report)
    common.money(report, report.section(_("Money")))
    common.feedback(report, report.section(_("Quality")))
    common.rules(report, report.snapshot["figures"])


def _activities(report: Report) -> None:
    section = report.section(
        _("Activities"),
        _("What the clusters recorded with evidence, and a second person reviewed."),
    )
    report.table(
        section,
        _("Activities by type"),
        (_("Type"), _("Records"), _("Number")),
        report.snapshot["activities"],
    )
    if report.is_public:
        return
    waiting = report.snapshot["to_review"]
    if waiting:
        section.paragraphs.append(
            _("Still to be reviewed, and not counted: %(number)d.") % {"number": waiting}
        )
    report.table(
        section,
        _("Reviewed activities, one by one"),
        (_("Date"), _("Type"), _("Title"), _("Cluster"), _("Number")),
        [(day(date), kind, title, cluster, number) for date, kind, title, cluster, number in report.snapshot["activity_list"]],
        numbers=4,
    )  # fmt: skip
