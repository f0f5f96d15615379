"""EU1 to EU4: activities, plans, analyses, and what came of the visits."""

from django.utils.translation import gettext_lazy as _

from exchanges.enums import FollowUpKind
from reporting.indicators.base import Value, indicator
from reporting.selectors import records
from reporting.selectors.records import Records
from reporting.selectors.tally import Tally


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
