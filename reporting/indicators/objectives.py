"""O1 to O5: what EXCITE promised, and the exchanges that every partnership counts."""

from django.utils.translation import gettext_lazy as _

from clusters.enums import OrganisationKind
from reporting.indicators.base import Value, indicator
from reporting.selectors import records
from reporting.selectors.tally import Tally


@indicator(
    "O1.staff",
    _("Cluster staff trained"),
    _("people"),
    _("People in reviewed training records, on the day of the training."),
    records.activities_for("O1.staff"),
)
def staff_trained(tally: Tally) -> Value:
    return tally.activities("O1.staff")


@indicator(
    "O1.strategies",
    _("Cluster strategies reviewed"),
    _("strategies"),
    _("Reviewed records of type strategy review, on their date."),
    records.activities_for("O1.strategies"),
)
def strategies_reviewed(tally: Tally) -> Value:
    return tally.activities("O1.strategies")


@indicator(
    "O2.exchanges",
    _("Exchanges"),
    _("exchanges"),
    _("Each exchange once, for the partnership that pays, on the day its closing report is first validated."),
    (records.exchanges, records.past),
    counts_parties=True,
)
def exchanges(tally: Tally) -> Value:
    return tally.exchanges if tally.has_files else None


@indicator(
    "O2.smes",
    _("SMEs involved"),
    _("SMEs"),
    _("Different SMEs that visited or hosted in credited exchanges; each counts once."),
    records.participating(OrganisationKind.SME),
    counts_parties=True,
)
def smes(tally: Tally) -> Value:
    return tally.smes if tally.has_files else None


@indicator(
    "O2.sme_exchanges",
    _("Exchanges with a visiting SME"),
    _("exchanges"),
    _(
        "Credited exchanges whose visitor is an SME; their share of all exchanges should be at least one half."
    ),
    (records.sme_visits, records.past_sme_visits),
    counts_parties=True,
)
def sme_exchanges(tally: Tally) -> Value:
    return tally.by("kind").get(OrganisationKind.SME, 0) if tally.has_files else None


@indicator(
    "O2.participants",
    _("Participants"),
    _("people"),
    _("People who travelled in credited exchanges, counted once in each exchange."),
    (records.exchanges, records.past),
    counts_parties=True,
)
def participants(tally: Tally) -> Value:
    return tally.travellers() if tally.has_files else None


@indicator(
    "O3.services",
    _("New services"),
    _("services"),
    _("Reviewed records of type new service, on their date."),
    records.activities_for("O3.services"),
)
def new_services(tally: Tally) -> Value:
    return tally.activities("O3.services")


@indicator(
    "O4.activities",
    _("Joint cooperation activities"),
    _("activities"),
    _(
        "Reviewed study visits, learning tandems, matchmaking events, webinars and joint projects, on their date."
    ),
    records.activities_for("O4.activities"),
)
def joint_activities(tally: Tally) -> Value:
    return tally.activities("O4.activities")


@indicator(
    "O5.links",
    _("Links to the Pact for Skills"),
    _("links"),
    _("Reviewed links and contributions to the EU Pact for Skills, on their date."),
    records.activities_for("O5.links"),
)
def skills_links(tally: Tally) -> Value:
    return tally.activities("O5.links")
