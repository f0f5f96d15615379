"""What is planned, as tables to take away: the calendar, matching runs, what one run found, certificates of an event."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.enums import RoleKind
from core import clock
from core.exceptions import NotAllowed
from core.facts import called, day_of, fact, states_of
from core.listings import Asked, Found, Listing, column, told
from core.tables import DATE, MONEY, WHOLE
from exchanges import calendar_days, permissions
from exchanges.filters import CalendarFilter
from exchanges.models import MatchingRun
from exchanges.selectors import calendar, event_certificates, matching_runs
from exchanges.selectors import missions as events
from exchanges.workflows.mission import mission_relations

RUNS = (RoleKind.COORDINATOR, RoleKind.AUDITOR, RoleKind.MANAGER)


def _calendar(asked: Asked) -> Found:
    """The month of the page."""
    if asked.actor.hat is None:
        raise NotAllowed(_("Your role does not allow this export."))
    month = calendar_days.Month.read(asked.given.get("month", ""), clock.today())
    everything = calendar.entries_of(asked.actor, month)
    form = CalendarFilter(asked.given, everything)
    rows = [entry for entry in everything if form.chosen.takes(entry)]
    return Found(rows, _ENTRY, form, [(_("Month"), month.first.strftime("%Y-%m"))])


_ENTRY = (
    column(gettext_lazy("First day"), lambda row: row.first, DATE),
    column(gettext_lazy("Last day"), lambda row: row.last, DATE),
    column(gettext_lazy("What"), lambda row: row.title),
    column(gettext_lazy("Kind"), lambda row: row.label),
    column(gettext_lazy("State, or who must act"), lambda row: row.words),
    column(gettext_lazy("Clusters"), lambda row: ", ".join(name for _number, name in row.clusters)),
    column(gettext_lazy("Clashes"), lambda row: "; ".join(str(words) for words in row.clashes)),
)


def _check_reads_runs(asked: Asked) -> None:
    if asked.actor.hat is None or asked.actor.hat.kind not in RUNS:
        raise NotAllowed(_("Your role does not allow this export."))


def _runs(asked: Asked) -> Found:
    _check_reads_runs(asked)
    return told(matching_runs.runs(asked.actor), _RUN)


_RUN = (
    fact(gettext_lazy("Name"), "name"),
    fact(gettext_lazy("Partnership"), "partnership__code"),
    fact(gettext_lazy("State"), "state", words=states_of(MatchingRun)),
    fact(gettext_lazy("Made"), day_of("created_at"), DATE),
    fact(gettext_lazy("Made by"), called("created_by")),
    fact(gettext_lazy("Files that wait"), "visitors", WHOLE),
    fact(gettext_lazy("Matched"), "matched", WHOLE),
    fact(gettext_lazy("SMEs"), "smes", WHOLE),
    fact(gettext_lazy("Lump sums in EUR"), "cost", MONEY),
    fact(gettext_lazy("Points"), "total", WHOLE),
)


def _run(asked: Asked) -> Found:
    """The matches, then who got no host and why."""
    number = int(asked.scope) if asked.scope.isdecimal() and len(asked.scope) < 19 else 0
    run = get_object_or_404(MatchingRun.objects.visible_to(asked.actor), pk=number)
    _check_reads_runs(asked)
    matched = matching_runs.shown(run, matching_runs.match_rows(run, asked.actor))
    left = matching_runs.unplaced_shown(matching_runs.unplaced_rows(run, asked.actor))
    return Found([*matched, *left], _MATCH, about=[(_("Matching run"), run.name)])


def _file(row: Any) -> Any:
    return row["match"].application if "match" in row else row["file"]


def _of_match(value: Any) -> Any:
    return lambda row: value(row["match"]) if "match" in row else None


_MATCH = (
    column(gettext_lazy("File"), lambda row: _file(row).reference),
    column(gettext_lazy("Visitor"), lambda row: _file(row).organisation.name),
    column(gettext_lazy("Host"), _of_match(lambda match: match.offer.organisation.name)),
    column(gettext_lazy("Country"), _of_match(lambda match: match.offer.organisation.country_id)),
    column(gettext_lazy("Score"), _of_match(lambda match: match.score), WHOLE),
    column(gettext_lazy("Lump sum in EUR"), _of_match(lambda match: match.cost), MONEY),
    column(gettext_lazy("Reasons"), lambda row: "; ".join(str(words) for words in row["reasons"])),
)


def _certificates(asked: Asked) -> Found:
    mission = get_object_or_404(events.mission_for_page(asked.actor), slug=asked.scope)
    permissions.check_relation(mission_relations(mission, asked.actor), "host_manager", "coordinator")
    if not event_certificates.ends_with_certificates(mission):
        raise Http404
    rows = event_certificates.standings(mission)
    return Found(list(rows), _STANDING, about=[(_("Mission or event"), mission.title)])


_STANDING = (
    column(gettext_lazy("Name"), lambda row: row.person.full_name),
    column(gettext_lazy("Organisation"), lambda row: row.person.of),
    column(gettext_lazy("Working days"), lambda row: row.days, WHOLE),
    column(gettext_lazy("First day"), lambda row: row.first, DATE),
    column(gettext_lazy("Last day"), lambda row: row.last, DATE),
    column(gettext_lazy("Certificate of"), lambda row: row.certificate and row.certificate.issued_on, DATE),
    column(gettext_lazy("Why none"), lambda row: row.why_not),
)

LISTINGS = (
    Listing("calendar", gettext_lazy("Calendar"), _calendar, lambda _s: reverse("exchanges:calendar")),
    Listing(
        "matching-runs", gettext_lazy("Matching runs"), _runs, lambda _s: reverse("exchanges:matching_runs")
    ),
    Listing(
        "matching-run",
        gettext_lazy("Result of a matching run"),
        _run,
        lambda scope: reverse("exchanges:matching_run", args=[scope]),
    ),
    Listing(
        "mission-certificates",
        gettext_lazy("Certificates of an event"),
        _certificates,
        lambda scope: reverse("exchanges:mission_certificates", args=[scope]),
    ),
)
