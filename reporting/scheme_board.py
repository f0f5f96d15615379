"""The pages of the whole scheme: partnerships side by side for the support office, and what everybody may see."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core import charts
from core.charts import Chart, Goal
from core.countries import country_name
from core.dates import human
from reporting import pictures
from reporting.deliverables.publishing import group_label, in_groups
from reporting.impact import Counts, Impact, impact
from reporting.selectors.scheme import Scheme, Standing
from reporting.suppression import Breakdown


def sentence(scheme: Scheme) -> str:
    """ "1,104 exchanges in 14 partnerships; 712 of them by SMEs (64 %)." """
    if not scheme.exchanges:
        return _("No exchange has been credited yet.")
    return _(
        "%(exchanges)s exchanges in %(partnerships)s partnerships; %(smes)s of them by SMEs (%(share)s %%)."
    ) % {
        "exchanges": f"{scheme.exchanges:,}",
        "partnerships": sum(bool(standing.exchanges) for standing in scheme.standings),
        "smes": f"{scheme.smes:,}",
        "share": round(scheme.smes / scheme.exchanges * 100),
    }


def rows(scheme: Scheme) -> list[dict[str, Any]]:
    return [{"standing": standing, "line": _line(standing)} for standing in scheme.standings]


def _line(standing: Standing) -> Any:
    label = _("%(name)s: %(number)d exchanges, quarter by quarter") % {
        "name": standing.partnership.name,
        "number": standing.exchanges,
    }
    return charts.sparkline(label, standing.running, target=standing.target) if standing.running else ""


NAMES = ("targets", "over-time", "map")


def picture_of(name: str, scheme: Scheme) -> Chart:
    return {"targets": _goals, "over-time": _over_time, "map": _map}[name](scheme)


def charts_of(scheme: Scheme) -> list[dict[str, Any]]:
    until = f"?until={scheme.until.isoformat()}"
    return [
        {
            "picture": picture_of(name, scheme),
            "csv": reverse("reporting:scheme_chart_csv", args=[name]) + until,
        }
        for name in NAMES
    ]


def _goals(scheme: Scheme) -> Chart:
    goals = [
        Goal(
            standing.partnership.name,
            standing.exchanges,
            standing.target,
            int(
                pictures.planned(
                    scheme.until, standing.partnership.start_on, standing.partnership.end_on, standing.target
                )
            ),
        )
        for standing in scheme.standings
        if standing.target
    ]
    reached = sum((goal.value or 0) >= goal.target for goal in goals)
    reading = _("%(reached)d of %(all)d partnerships have reached their target of exchanges.") % {
        "reached": reached,
        "all": len(goals),
    }
    if not goals:
        reading = _("No target is set yet.")
    return charts.bullets(
        _("Exchanges against target and plan"), reading, goals, as_of=pictures.as_of(scheme.until)
    )


def _over_time(scheme: Scheme) -> Chart:
    points, total = [], 0
    for day, number, _smes in scheme.by_quarter:
        total += number
        # A quarter's number stands at its last day, the running one's at the day of the page.
        end = (day + timedelta(days=100)).replace(day=1) - timedelta(days=1)
        points.append((min(end, scheme.until), total))
    reading = _("%(number)s exchanges by %(day)s.") % {"number": f"{total:,}", "day": human(scheme.until)}
    start = scheme.by_quarter[0][0] if points else scheme.until
    return charts.burn_up(
        _("Exchanges of all partnerships"),
        reading,
        [(start, 0), *points] if points else [],
        value_label=_("Exchanges"),
        as_of=pictures.as_of(scheme.until),
    )


def _map(scheme: Scheme) -> Chart:
    codes = {code for flow in scheme.flows for code in flow}
    return pictures.flow_map(scheme.flows, {code: country_name(code) for code in codes}, scheme.until)


# --- for everybody -------------------------------------------------------------------------------------------------


def public_counts(standing: Standing) -> Counts:
    """Broken down as the partnership's own page does it."""
    return Counts(
        standing.partnership.slug,
        standing.exchanges,
        in_groups(standing.kinds),
        standing.homes,
        standing.hosts,
    )


def public_impact(scheme: Scheme) -> Impact:
    return impact([public_counts(standing) for standing in scheme.standings])


def public_pictures(told: Impact, scheme: Scheme) -> list[Chart]:
    until = scheme.until
    visitors = {group_label(group): number for group, number in told.visitors.shown.items()}
    found = [
        pictures.kinds(_with_rest(visitors, told.visitors, _("Others")), _visitors_sentence(told), until)
    ]
    for title, part in ((_("Where visitors came from"), told.homes), (_("Where they went"), told.hosts)):
        named = {country_name(code): number for code, number in part.shown.items()}
        found.append(pictures.country_bars(title, _with_rest(named, part, _("Other countries")), until))
    return [chart for chart in found if chart.svg]


def _with_rest(cells: dict[str, int], part: Breakdown, rest: str) -> dict[str, int]:
    """Something of a name stands in the rest where a partnership does not show it."""
    if not cells:
        return {}
    return cells | ({rest: cells.get(rest, 0) + part.rest} if part.rest else {})


def _visitors_sentence(told: Impact) -> str:
    first = next(iter(told.visitors.shown.items()), None)
    if first is None:
        return _("Too few to be shown.")
    return _("Most visitors: %(group)s (%(number)s of %(all)s exchanges).") % {
        "group": group_label(first[0]),
        "number": f"{first[1]:,}",
        "all": f"{told.exchanges:,}",
    }
