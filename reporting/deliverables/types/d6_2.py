"""D6.2, the implementation report of the exchange scheme."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.enums import OrganisationKind
from reporting import pictures
from reporting.deliverables import common, freezing
from reporting.deliverables.kinds import Kind, Part
from reporting.deliverables.layout import Report, Section, euro, on, stay
from reporting.deliverables.publishing import View
from reporting.enums import WorkPackage
from reporting.periods import Period


def freeze(period: Period, view: View) -> dict[str, Any]:
    """Everything the report says; the public edition's snapshot holds what may be public and nothing else."""
    snapshot: dict[str, Any] = {
        "figures": view.shown(),
        "exchanges": freezing.exchange_figures(view),
        "money": freezing.money_figures(view),
        "feedback": freezing.feedback_figures(view),
        "quotes": freezing.best_quotes(period, public=view.public),
        "missions": freezing.missions(period),
        "organisations": freezing.listed_organisations(period),
    }
    if not view.public:
        snapshot["recipients"] = view.once("recipients", lambda: freezing.recipients(period))
    return snapshot


def _summary(report: Report, section: Section) -> None:
    section.say(
        _("How each figure is counted stands in %(place)s.") % {"place": report.see("rules")},
        common.privacy_note(report),
    )
    if report.code == KIND.code:
        rows = common.figures(report, "O2.")
        common.scoreboard(report, section, _("Exchanges against their targets"), rows)


def _who(report: Report, section: Section) -> None:
    exchanges = report.snapshot["exchanges"]
    section.say(
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
    common.registered(report, section)


def _organisations(report: Report, section: Section) -> None:
    """By country, so that a page is enough; programs get a line for each."""
    section.say(_("Organisations of credited exchanges, visiting or hosting, that agreed to be named."))
    rows = report.snapshot["organisations"]
    sme = str(OrganisationKind.SME.label)
    found: dict[str, tuple[list[str], list[str]]] = {}
    for name, kind, country in sorted(rows, key=lambda row: (row[2], row[0])):
        found.setdefault(country, ([], []))[kind != sme].append(name)
    report.table(
        section,
        _("Organisations that agreed to be named"),
        (_("Country"), _("SMEs"), _("Other organisations")),
        [(country, "; ".join(smes), "; ".join(others)) for country, (smes, others) in found.items()],
        numbers=9,
        data=((_("Organisation"), _("Kind"), _("Country")), rows),
    )


def _where(report: Report, section: Section) -> None:
    exchanges = report.snapshot["exchanges"]
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
            report.picture(section, chart, told=True)
    if exchanges["flows"]:
        names = {name: name for home, host, _number in exchanges["flows"] for name in (home, host)}
        flows = {(home, host): number for home, host, number in exchanges["flows"]}
        report.picture(section, pictures.countries(flows, names, report.until))


def _missions(report: Report, section: Section) -> None:
    section.say(
        _("In a mission several organisations visit together; each has its own file, agreement and lump sum.")
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


def _money(report: Report, section: Section) -> None:
    section.say(
        _("Each visiting organisation receives one lump sum after its stay. It does not depend on the costs.")
    )
    common.money(report, section)


def _feedback(report: Report, section: Section) -> None:
    common.feedback(report, section)
    common.quotes(report, section)


def _outcome(report: Report, section: Section) -> None:
    section.say(
        _(
            "Follow-ups that visitors named in their closing reports, and agreements that the clusters recorded."
        )
    )
    common.agreements(report, section)


def _rules(report: Report, section: Section) -> None:
    common.rules(report, section, "O2.", "EU4.", "EU5.")


def _recipients(report: Report, section: Section) -> None:
    section.say(_("Confidential. For the granting authority, its auditors and the partnership."))
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
                stay(row["first_day"], row["last_day"]), row["working_days"], euro(row["amount"]), on(row["paid_on"]),
            )
            for row in report.snapshot["recipients"]
        ],
        numbers=6,
        wide=True,
    )  # fmt: skip


SCHEME = gettext_lazy(
    "A visit lasts at least three working days and at most one month, at a host in another country. "
    "It runs in four phases: registration, matching, exchange building and exchange finalisation.\n\n"
    "Visitor, host and their clusters sign a Commitment to Quality with an agenda for each working day. "
    "Visitor and contact cluster sign a Financial Agreement over the lump sum.\n\n"
    "After the stay the visitor hands in a closing report with proofs of travel and lodging. "
    "The exchange counts from the day on which the report is validated. "
    "One person orders the payment and another approves it."
)

KIND = Kind(
    code="D6.2",
    title=gettext_lazy("ClusterXchange implementation report"),
    about=gettext_lazy(
        "How the exchanges were carried out: over time, by visitor and country, money, feedback and results."
    ),
    work_package=WorkPackage.EXCHANGES,
    due_months=(18,),
    freeze=freeze,
    parts=(
        Part(
            "summary",
            gettext_lazy("Summary"),
            guidance=gettext_lazy(
                "What a reader with one minute should know: what was done, what came of it, what you learned."
            ),
            required=True,
            fill=_summary,
        ),
        Part(
            "scheme",
            gettext_lazy("How the scheme was carried out"),
            guidance=gettext_lazy(
                "How you called for visitors, matched, agreed and checked. Change what was different."
            ),
            required=True,
            start=SCHEME,
        ),
        Part("over-time", gettext_lazy("Exchanges over time"), fill=common.over_time),
        Part("who", gettext_lazy("Who took part"), fill=_who),
        Part("where", gettext_lazy("From where to where"), fill=_where),
        Part(
            "missions",
            gettext_lazy("Group visits"),
            guidance=gettext_lazy(
                "One or two visits as an example: the topic, the hosts, what the visitors took home."
            ),
            fill=_missions,
        ),
        Part("money", gettext_lazy("Money"), fill=_money),
        Part("feedback", gettext_lazy("What visitors and hosts say"), fill=_feedback),
        Part("outcome", gettext_lazy("What came of the exchanges"), fill=_outcome),
        Part(
            "lessons",
            gettext_lazy("Lessons learned"),
            guidance=gettext_lazy(
                "What you would do again, what you would do otherwise, and what the scheme needs."
            ),
            required=True,
        ),
        Part("organisations", gettext_lazy("Who agreed to be named"), fill=_organisations, annex=True),
        Part("rules", gettext_lazy("How each figure is counted"), fill=_rules, annex=True),
        Part(
            "recipients",
            gettext_lazy("Recipients of lump sums"),
            fill=_recipients,
            annex=True,
            confidential=True,
        ),
    ),
)
