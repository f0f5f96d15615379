"""D6.2, the implementation report of the exchange scheme."""

from django.utils.translation import gettext as _

from reporting import pictures
from reporting.deliverables import common, freezing
from reporting.deliverables.freezing import Snapshot
from reporting.deliverables.layout import Report, day, eur, stay
from reporting.periods import Period

CODE = "D6.2"


def freeze(period: Period, edition: str) -> Snapshot:
    """Everything the report says; the public edition's snapshot holds what may be public and nothing else."""
    view = freezing.view_of(period, edition)
    snapshot = freezing.frame(CODE, period, edition) | {
        "figures": view.shown(),
        "exchanges": freezing.exchange_figures(view),
        "money": freezing.money_figures(view),
        "feedback": freezing.feedback_figures(view),
        "quotes": freezing.best_quotes(period, public=view.public),
        "missions": freezing.missions(period),
        "organisations": freezing.listed_organisations(period),
    }
    if not view.public:
        snapshot["recipients"] = freezing.recipients(period)
    return snapshot


def compose(report: Report) -> None:
    _summary(report)
    _scheme(report)
    over_time = report.section(_("Exchanges over time"))
    common.over_time(report, over_time)
    _who(report)
    _where(report)
    _missions(report)
    money = report.section(
        _("Money"),
        _(
            "Each visiting organisation receives one lump sum after its stay. It does not depend on the costs."
        ),
    )
    common.money(report, money)
    feedback = report.section(_("What visitors and hosts say"))
    common.feedback(report, feedback)
    common.quotes(report, feedback)
    outcome = report.section(
        _("What came of the exchanges"),
        _(
            "Follow-ups that visitors named in their closing reports, and agreements that the clusters recorded."
        ),
    )
    common.plain_figures(
        report, outcome, _("Agreements, projects and partnerships"), common.figures(report, "EU4.")
    )
    common.rules(report, common.figures(report, "O2.", "EU4.", "EU5."))
    _recipients(report)


def _summary(report: Report) -> None:
    section = report.section(
        _("Summary"),
        _(
            "%(name)s runs exchanges of ClusterXchange from %(start)s to %(end)s. Coordinator: %(coordinator)s."
        )
        % {
            "name": report.partnership["full_name"] or report.partnership["name"],
            "start": day(report.partnership["start"]),
            "end": day(report.partnership["end"]),
            "coordinator": report.partnership["coordinator"],
        },
        common.privacy_note(report),
    )
    common.scoreboard(report, section, _("Exchanges against their targets"), common.figures(report, "O2."))
    report.table(
        section,
        _("Clusters of the partnership"),
        (_("Cluster"), _("Country")),
        report.partnership["clusters"],
        numbers=9,
    )


def _scheme(report: Report) -> None:
    report.section(
        _("How the scheme was carried out"),
        _(
            "A visit lasts at least three working days and at most one month, at a host in another country. "
            "It runs in four phases: registration, matching, exchange building and exchange finalisation."
        ),
        _(
            "Visitor, host and their clusters sign a Commitment to Quality with an agenda for each working day. "
            "Visitor and contact cluster sign a Financial Agreement over the lump sum."
        ),
        _(
            "After the stay the visitor hands in a closing report with proofs of travel and lodging. "
            "The exchange counts from the day on which the report is validated. "
            "One person orders the payment and another approves it."
        ),
    )


def _who(report: Report) -> None:
    exchanges = report.snapshot["exchanges"]
    section = report.section(
        _("Who took part"),
        pictures.share_sentence(exchanges["sme_visits"], exchanges["exchanges"] or 0),
        _("At least one half of the exchanges should be visits of SMEs."),
    )
    common.breakdown(
        report, section, _("Exchanges by kind of visitor"), _("Kind of visitor"), exchanges["visitors"],
        _("Others, not shown one by one"), unit=_("Exchanges"),
    )  # fmt: skip
    common.breakdown(
        report, section, _("Organisations that visited or hosted"), _("Kind"), exchanges["organisations"],
        _("Others, not shown one by one"), unit=_("Organisations"),
    )  # fmt: skip
    common.plain_figures(
        report,
        section,
        _("Registered and participating, by kind"),
        common.figures(report, "EU5.registered", "EU5.participating"),
    )
    report.table(
        section,
        _("Organisations that agreed to be named"),
        (_("Organisation"), _("Kind"), _("Country")),
        report.snapshot["organisations"],
        numbers=9,
    )


def _where(report: Report) -> None:
    exchanges = report.snapshot["exchanges"]
    section = report.section(_("From where to where"))
    for title, column, part in (
        (_("Exchanges by home country of the visitor"), _("Home country"), exchanges["homes"]),
        (_("Exchanges by country of the host"), _("Host country"), exchanges["hosts"]),
    ):
        common.breakdown(
            report,
            section,
            title,
            column,
            part,
            _("Other countries, not shown one by one"),
            unit=_("Exchanges"),
        )
        chart = pictures.country_bars(title, dict(part["cells"]), report.until)
        if chart.svg:
            report.picture(section, chart)
    if exchanges["flows"]:
        names = {name: name for home, host, _number in exchanges["flows"] for name in (home, host)}
        flows = {(home, host): number for home, host, number in exchanges["flows"]}
        report.picture(section, pictures.countries(flows, names, report.until))


def _missions(report: Report) -> None:
    section = report.section(
        _("Group visits"),
        _(
            "In a mission several organisations visit together; each has its own file, agreement and lump sum."
        ),
    )
    report.table(
        section,
        _("Missions and study visits"),
        (_("Title"), _("Place"), _("Days"), _("Host cluster")),
        [
            (title, place, stay(first, last), cluster)
            for title, place, first, last, cluster in report.snapshot["missions"]
        ],
        numbers=9,
    )


def _recipients(report: Report) -> None:
    if report.is_public:
        return
    section = report.section(
        _("Recipients of lump sums"),
        _("Confidential. For the granting authority, its auditors and the partnership."),
        annex=True,
    )
    report.table(
        section,
        _("Recipients"),
        (
            _("Reference"), _("Visitor"), _("Country"), _("Host"), _("Host country"), _("Stay"),
            _("Days"), _("Lump sum"), _("Paid on"),
        ),
        [
            (
                row["reference"], row["visitor"], row["country"], row["host"], row["host_country"],
                stay(row["first_day"], row["last_day"]), row["working_days"], eur(row["amount"]), day(row["paid_on"]),
            )
            for row in report.snapshot["recipients"]
        ],
        numbers=6,
        wide=True,
    )  # fmt: skip
