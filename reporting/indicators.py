"""Every indicator: one function each. Page, export, command and PDF take their figures from here.

A function gets the period's `Tally` and gives a number, or None where nothing is recorded.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clusters.enums import SCALING_UP_KINDS, OrganisationKind
from exchanges.enums import FollowUpKind
from reporting.periods import Period
from reporting.selectors import records
from reporting.selectors.records import Records
from reporting.selectors.tally import Tally

Text = str | Promise
Value = int | Decimal | None
Measure = Callable[[Tally], Value]


@dataclass(frozen=True)
class Indicator:
    """`opens` gives the rows behind the figure. `counts_parties`: it counts people or organisations of files, so
    a public page hides it below five.
    """

    code: str
    label: Text
    unit: Text
    rule: Text
    measure: Measure
    opens: tuple[Records, ...]
    counts_parties: bool


@dataclass(frozen=True)
class Figure:
    """One indicator, measured."""

    indicator: Indicator
    value: Value
    target: Decimal | None
    expected: Decimal | None

    @property
    def code(self) -> str:
        return self.indicator.code


REGISTRY: dict[str, Indicator] = {}


def indicator(
    code: str,
    label: Text,
    unit: Text,
    rule: Text,
    opens: Records | tuple[Records, ...],
    counts_parties: bool = False,
) -> Callable[[Measure], Measure]:
    """Register the function that measures `code`."""

    def register(measure: Measure) -> Measure:
        if code in REGISTRY:
            raise ValueError(f"Two indicators named {code}")
        rows = opens if isinstance(opens, tuple) else (opens,)
        REGISTRY[code] = Indicator(code, label, unit, rule, measure, rows, counts_parties)
        return measure

    return register


def measure(period: Period, tally: Tally | None = None) -> list[Figure]:
    """Every indicator of the period, in the order of this module."""
    tally = tally or Tally(period)
    return [_figure(item, tally) for item in REGISTRY.values()]


def _figure(item: Indicator, tally: Tally) -> Figure:
    target = tally.target(item.code)
    expected = (
        None
        if target is None
        else (target * Decimal(str(round(tally.period.elapsed, 4)))).quantize(Decimal(1))
    )
    return Figure(item, item.measure(tally), target, expected)


def as_rows(period: Period) -> list[dict[str, Any]]:
    """What other programs read: numbers are JSON numbers, None is "nothing recorded"."""
    return [
        {
            "code": figure.code,
            "label": str(figure.indicator.label),
            "value": plain(figure.value),
            "target": plain(figure.target),
            "unit": str(figure.indicator.unit),
            "rule": str(figure.indicator.rule),
            "as_of": period.until.isoformat(),
        }
        for figure in measure(period)
    ]


def plain(value: Value) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)


# --- O1: excellence in cluster management --------------------------------------------------------------------------


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


# --- O2: exchanges -------------------------------------------------------------------------------------------------


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


# --- O3 to O5 ------------------------------------------------------------------------------------------------------


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


# --- the five indicators of the work programme ---------------------------------------------------------------------


@indicator(
    "EU1.activities",
    _("Activities to improve services for SMEs"),
    _("activities"),
    _("Reviewed trainings (each once), learning tandems, and services that are new, improved or piloted."),
    records.activities_for("EU1.activities"),
)
def service_activities(tally: Tally) -> Value:
    return tally.activities("EU1.activities")


@indicator(
    "EU2.strategies",
    _("Plans, strategies and roadmaps"),
    _("documents"),
    _("Reviewed strategy reviews, roadmaps, mission and vision statements."),
    records.activities_for("EU2.strategies"),
)
def plans(tally: Tally) -> Value:
    return tally.activities("EU2.strategies")


@indicator(
    "EU3.analyses",
    _("Analyses, mappings, foresight, surveys and workshops"),
    _("activities"),
    _("Reviewed records of these five types, on their date."),
    records.activities_for("EU3.analyses"),
)
def analyses(tally: Tally) -> Value:
    return tally.activities("EU3.analyses")


_CAME_ABOUT = _(
    "Follow-ups of credited exchanges that are under way or done, and reviewed records of this type. Plans do not count."
)


def _came_about(tally: Tally, code: str, kind: str) -> Value:
    recorded = tally.activities(code)
    if recorded is None and not tally.exchanges:
        return None
    return tally.follow_ups(kind) + (recorded or 0)


def _both(code: str, kind: str) -> tuple[Records, ...]:
    return (records.follow_ups(kind), records.activities_for(code))


@indicator(
    "EU4.cooperation", _("Cooperation agreements"), _("agreements"), _CAME_ABOUT,
    _both("EU4.cooperation", FollowUpKind.COOPERATION), counts_parties=True,
)  # fmt: skip
def cooperation_agreements(tally: Tally) -> Value:
    return _came_about(tally, "EU4.cooperation", FollowUpKind.COOPERATION)


@indicator(
    "EU4.projects", _("Joint projects"), _("projects"), _CAME_ABOUT,
    _both("EU4.projects", FollowUpKind.PROJECT), counts_parties=True,
)  # fmt: skip
def joint_projects(tally: Tally) -> Value:
    return _came_about(tally, "EU4.projects", FollowUpKind.PROJECT)


@indicator(
    "EU4.business", _("Business agreements"), _("agreements"), _CAME_ABOUT,
    _both("EU4.business", FollowUpKind.BUSINESS), counts_parties=True,
)  # fmt: skip
def business_agreements(tally: Tally) -> Value:
    return _came_about(tally, "EU4.business", FollowUpKind.BUSINESS)


@indicator(
    "EU4.memoranda", _("Memoranda of understanding"), _("memoranda"), _CAME_ABOUT,
    _both("EU4.memoranda", FollowUpKind.MEMORANDUM), counts_parties=True,
)  # fmt: skip
def memoranda(tally: Tally) -> Value:
    return _came_about(tally, "EU4.memoranda", FollowUpKind.MEMORANDUM)


@indicator(
    "EU4.partnerships", _("Partnerships between regions"), _("partnerships"), _CAME_ABOUT,
    _both("EU4.partnerships", FollowUpKind.PARTNERSHIP), counts_parties=True,
)  # fmt: skip
def regional_partnerships(tally: Tally) -> Value:
    return _came_about(tally, "EU4.partnerships", FollowUpKind.PARTNERSHIP)


_REGISTERED = _("Different organisations that sent an application, or were matched as a host, in the period.")
_PARTICIPATING = _("Different organisations that visited or hosted in credited exchanges.")


def _registered(tally: Tally, kind: str) -> Value:
    return tally.registered(kind) if tally.has_files else None


def _participating(tally: Tally, kind: str) -> Value:
    return tally.organisations(kind) if tally.has_files else None


@indicator(
    "EU5.registered_smes", _("SMEs registered"), _("SMEs"), _REGISTERED,
    records.registered(OrganisationKind.SME), counts_parties=True,
)  # fmt: skip
def registered_smes(tally: Tally) -> Value:
    return _registered(tally, OrganisationKind.SME)


@indicator(
    "EU5.participating_smes", _("SMEs participating"), _("SMEs"), _PARTICIPATING,
    records.participating(OrganisationKind.SME), counts_parties=True,
)  # fmt: skip
def participating_smes(tally: Tally) -> Value:
    return _participating(tally, OrganisationKind.SME)


@indicator(
    "EU5.registered_clusters", _("Cluster organisations registered"), _("organisations"), _REGISTERED,
    records.registered(OrganisationKind.CLUSTER), counts_parties=True,
)  # fmt: skip
def registered_clusters(tally: Tally) -> Value:
    return _registered(tally, OrganisationKind.CLUSTER)


@indicator(
    "EU5.participating_clusters", _("Cluster organisations participating"), _("organisations"), _PARTICIPATING,
    records.participating(OrganisationKind.CLUSTER), counts_parties=True,
)  # fmt: skip
def participating_clusters(tally: Tally) -> Value:
    return _participating(tally, OrganisationKind.CLUSTER)


@indicator(
    "EU5.registered_scaling_up",
    _("Staff of scaling-up organisations registered"),
    _("people"),
    _(
        "Different people named as travellers in applications that scaling-up organisations sent in the period."
    ),
    (records.applications_of(*SCALING_UP_KINDS), records.past_visits_of(*SCALING_UP_KINDS)),
    counts_parties=True,
)
def registered_scaling_up(tally: Tally) -> Value:
    return tally.registered_scaling_up_staff if tally.has_files else None


@indicator(
    "EU5.participating_scaling_up",
    _("Staff of scaling-up organisations participating"),
    _("people"),
    _("People of scaling-up organisations who travelled in credited exchanges."),
    (records.visits_of(*SCALING_UP_KINDS), records.past_visits_of(*SCALING_UP_KINDS)),
    counts_parties=True,
)
def participating_scaling_up(tally: Tally) -> Value:
    return tally.travellers(*SCALING_UP_KINDS) if tally.has_files else None


@indicator(
    "EU5.registered_authorities", _("Public authorities registered"), _("organisations"), _REGISTERED,
    records.registered(OrganisationKind.PUBLIC_AUTHORITY), counts_parties=True,
)  # fmt: skip
def registered_authorities(tally: Tally) -> Value:
    return _registered(tally, OrganisationKind.PUBLIC_AUTHORITY)


@indicator(
    "EU5.participating_authorities", _("Public authorities participating"), _("organisations"), _PARTICIPATING,
    records.participating(OrganisationKind.PUBLIC_AUTHORITY), counts_parties=True,
)  # fmt: skip
def participating_authorities(tally: Tally) -> Value:
    return _participating(tally, OrganisationKind.PUBLIC_AUTHORITY)


@indicator(
    "EU5.registered_agencies", _("Innovation agencies registered"), _("organisations"), _REGISTERED,
    records.registered(OrganisationKind.INNOVATION_AGENCY), counts_parties=True,
)  # fmt: skip
def registered_agencies(tally: Tally) -> Value:
    return _registered(tally, OrganisationKind.INNOVATION_AGENCY)


@indicator(
    "EU5.participating_agencies", _("Innovation agencies participating"), _("organisations"), _PARTICIPATING,
    records.participating(OrganisationKind.INNOVATION_AGENCY), counts_parties=True,
)  # fmt: skip
def participating_agencies(tally: Tally) -> Value:
    return _participating(tally, OrganisationKind.INNOVATION_AGENCY)


@indicator(
    "EU5.countries",
    _("Countries covered"),
    _("countries"),
    _("Different countries that visitors of credited exchanges came from or went to."),
    (records.exchanges, records.past),
)
def countries(tally: Tally) -> Value:
    return tally.countries if tally.has_files else None


@indicator(
    "EU5.quality",
    _("Quality by questionnaires"),
    _("points of 5"),
    _("Mean score of the questionnaires right after the stay, 1 to 5, from five answers on."),
    records.answered,
)
def quality(tally: Tally) -> Value:
    return tally.feedback().mean


@indicator(
    "EU5.response",
    _("Questionnaires answered"),
    _("%"),
    _("Answered questionnaires as a share of those sent right after the stay."),
    records.answered,
)
def response(tally: Tally) -> Value:
    return tally.feedback().response_rate
