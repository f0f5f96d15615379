"""What the pages of figures show: the objectives, the charts and what opens them, for one period."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.enums import DevelopmentLevel
from clusters.models import Partnership
from core.charts import Chart, Goal, Outlook, Step
from core.countries import country_name
from exchanges.enums import ExchangeState
from reporting import indicators, pictures
from reporting.deliverables import freezing
from reporting.deliverables.common import feedback_sentence
from reporting.deliverables.publishing import View, group_label, group_of
from reporting.forecast import Forecast
from reporting.indicators import Figure, plain
from reporting.periods import Period
from reporting.selectors import course
from reporting.selectors.tally import Money, Tally
from reporting.selectors.ways import Ways

# A finished partnership's picture ends soon after its last day.
AFTER_THE_END = timedelta(days=120)
LEAST_SME_SHARE = 50
# Stands for the code of an indicator in an address.
_CODE = "CODE"
# The charts of the page itself, and those of its parts, which are fetched after it.
MAIN = ("objectives", "over-time", "visitors", "money")
PARTS = {
    "places": ("map", "countries", "through-clusters", "levels"),
    "work": ("files", "timeline", "outcomes", "ageing"),
    "voices": ("feedback",),
}
NAMES = (*MAIN, *(name for names in PARTS.values() for name in names))
# What opens the records behind a chart: the page of an indicator, where one counts the same.
OPENED_BY = {
    "over-time": "O2.exchanges",
    "visitors": "O2.exchanges",
    "map": "EU5.countries",
    "countries": "EU5.countries",
    "through-clusters": "O2.exchanges",
    "levels": "O2.exchanges",
    "feedback": "EU5.quality",
}
# Pages that list the records of the others.
OPENED_AT = {
    "files": "exchanges:queue",
    "timeline": "exchanges:calendar",
    "outcomes": "exchanges:queue",
    "money": "exchanges:payments",
    "ageing": "exchanges:payments",
}


class Dashboard:
    """Figures and charts of a period. With `public` nothing small is in them."""

    def __init__(self, period: Period, *, public: bool = False) -> None:
        self.period = period
        self.public = public
        self.tally = Tally(period)

    @cached_property
    def view(self) -> View:
        return View(self.tally, indicators.measure(self.period, self.tally), self.public)

    @property
    def figures(self) -> list[Figure]:
        return self.view.figures

    @cached_property
    def shown(self) -> dict[str, dict[str, Any]]:
        return {row["code"]: row for row in self.view.shown()}

    def goals(self) -> list[tuple[str, Goal]]:
        """(code, what was promised and how much of it there is), and the share of SMEs."""
        found = [
            (
                figure.code,
                Goal(str(figure.indicator.label), plain(figure.value), figure.target, plain(figure.expected)),
            )
            for figure in self.figures
            if figure.target is not None
        ]
        return [*found, ("O2.sme_exchanges", self._sme_share())]

    def _sme_share(self) -> Goal:
        visits, exchanges = self.view.sme_visits, self.view.exchanges
        share = round(visits / exchanges * 100) if visits is not None and exchanges else None
        return Goal(_("Share of visits by SMEs"), share, LEAST_SME_SHARE, unit=" %")

    def rules(self) -> list[dict[str, Any]]:
        """Each objective with its rule, and where its records are."""
        return [
            {"label": goal.label, "rule": self.shown[code]["rule"], "url": self.address_of(code)}
            for code, goal in self.goals()
        ]

    @cached_property
    def ways(self) -> Ways:
        return Ways(self.period)

    def without_target(self) -> list[dict[str, Any]]:
        """Objectives' figures that nothing was promised for."""
        return [
            {"label": row["label"], "value": row["value"], "url": self.address_of(code), "unit": row["unit"]}
            for code, row in self.shown.items()
            if code.startswith("O") and row["target"] is None
        ]

    def work_programme(self) -> list[dict[str, Any]]:
        return [
            self.shown[figure.code] | {"url": self.address_of(figure.code), "aim": figure.indicator.aim}
            for figure in self.figures
            if figure.code.startswith("EU")
        ]

    def address_of(self, code: str) -> str:
        return self._address.replace(_CODE, code)

    @cached_property
    def _address(self) -> str:
        """Of any indicator; a page leads to fifty of them."""
        return reverse("reporting:indicator_detail", args=[self.period.partnership.slug, _CODE]) + self.query

    @cached_property
    def country_names(self) -> dict[str, str]:
        return freezing.country_names(self.tally)

    @property
    def money(self) -> Money:
        return self.tally.money

    def chart(self, name: str) -> Chart:
        made: Chart = getattr(self, f"_{name.replace('-', '_')}")()
        return made

    def charts(self, names: Sequence[str] = MAIN) -> dict[str, dict[str, Any]]:
        """Name, as a template writes it -> picture, its CSV, and the records behind it."""
        slug = self.period.partnership.slug
        return {
            name.replace("-", "_"): {
                "picture": self.chart(name),
                "csv": reverse("reporting:chart_csv", args=[slug, name]) + self.query,
                "records": self._records(name),
            }
            for name in names
        }

    @property
    def query(self) -> str:
        return query_of(self.period)

    def _records(self, name: str) -> str:
        if name in OPENED_BY:
            return self.address_of(OPENED_BY[name])
        return reverse(OPENED_AT[name]) if name in OPENED_AT else ""

    def _objectives(self) -> Chart:
        return pictures.objectives([goal for _code, goal in self.goals()], self.period.until)

    def _over_time(self) -> Chart:
        partnership, until = self.period.partnership, self.period.until
        points = self.view.over_time(pictures.monthly(self.tally.by_month))
        return pictures.burn_up(
            points,
            start=self.period.since or partnership.start_on,
            end=partnership.end_on,
            until=last_day_of(partnership, points, until),
            # The plan is one from the first day on; a later stretch is shown without it.
            target=None if self.period.since else self.tally.target("O2.exchanges"),
            smes=() if self.view.public else pictures.monthly_smes(self.tally.by_month),
            outlook=None if self.view.public or self.period.since else outlook_of(self.tally.expectation),
        )

    def _visitors(self) -> Chart:
        visitors = self.view.visitors
        parts = {group_label(group): number for group, number in visitors.shown.items()}
        if visitors.rest and parts:
            parts[_("Others")] = visitors.rest
        reading = pictures.share_sentence(self.view.sme_visits, self.view.exchanges or 0)
        return pictures.kinds(parts, reading, self.period.until)

    def _countries(self) -> Chart:
        return pictures.countries(self.tally.flows, self.country_names, self.period.until)

    def _map(self) -> Chart:
        return pictures.flow_map(self.tally.flows, self.country_names, self.period.until)

    def _through_clusters(self) -> Chart:
        return through_clusters(self.ways)

    def _levels(self) -> Chart:
        sides = {_("Visitors"): self.tally.levels["visitor"], _("Hosts"): self.tally.levels["host"]}
        return pictures.levels(
            {
                side: {
                    str(DevelopmentLevel(level).label) if level else _("Not known"): number
                    for level, number in parts.items()
                }
                for side, parts in sides.items()
            },
            [*(str(level.label) for level in DevelopmentLevel), _("Not known")],
            self.period.until,
        )

    def _files(self) -> Chart:
        return pictures.way_of_files(
            [
                Step(
                    str(step.label),
                    step.reached,
                    # Nothing comes before the first one.
                    step.median_days if number else None,
                    [
                        (str(course.REASONS.get(reason, reason)).lower(), number)
                        for reason, number in step.dropped.items()
                    ],
                )
                for number, step in enumerate(self.tally.funnel)
            ],
            self.period.until,
        )

    def _timeline(self) -> Chart:
        return pictures.timeline(self.ways.stays, self.period.until)

    def _outcomes(self) -> Chart:
        return outcomes(self.ways)

    def _ageing(self) -> Chart:
        return pictures.ageing(self.ways.ageing("paid"), self.ways.ageing("waiting"), self.period.until)

    def _money(self) -> Chart:
        money = self.money
        return pictures.money(money.budget, money.paid, money.committed, self.period.until, money.ordered)

    def _feedback(self) -> Chart:
        return feedback(self.feedback_rows(), self.period.until)

    def feedback_rows(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = freezing.feedback_figures(self.view)["rows"]
        return rows

    def public_country_charts(self) -> list[Chart]:
        """Home and host countries, with the small ones put together."""
        charts = []
        for title, side in ((_("Where visitors came from"), "home"), (_("Where they went"), "host")):
            names = self.country_names
            parts = self.view.broken_down(
                {names[code]: number for code, number in self.tally.by(side).items()}
            )
            cells = dict(parts.shown)
            if cells and parts.rest:
                cells[_("Other countries")] = parts.rest
            charts.append(pictures.country_bars(title, cells, self.period.until))
        return charts


def feedback(rows: list[dict[str, Any]], until: date) -> Chart:
    scores = {row["who"]: row["scores"] for row in rows[1:] if row["scores"]}
    return pictures.feedback(scores, feedback_sentence(rows), until)


def through_clusters(ways: Ways) -> Chart:
    named = _summed(
        ((country_name(home), cluster, country_name(host)), number)
        for (home, cluster, host), number in ways.paths.items()
    )
    return pictures.through_clusters(named, pictures.through_clusters_sentence(named), ways.period.until)


def outcomes(ways: Ways) -> Chart:
    """All exchanges that were matched, by what became of them."""
    labels = {
        "paid": _("Paid"),
        "validated": _("Report checked, not yet paid"),
        "awaiting_report": _("Over, report not yet checked"),
        "open": _("Before or on the visit"),
    }
    named = _summed(
        ((group_label(group_of(kind)), labels.get(outcome) or str(ExchangeState(outcome).label)), number)
        for (kind, outcome), number in ways.outcomes.items()
    )
    ended = sum(number for (_kind, outcome), number in ways.outcomes.items() if outcome not in labels)
    whole = sum(named.values())
    reading = _("%(ended)d of %(all)d agreed exchanges ended without being credited.") % {
        "ended": ended,
        "all": whole,
    }
    return pictures.outcomes(
        named, reading if whole else _("No exchange has been agreed yet."), ways.period.until
    )


def _summed(rows: Iterable[tuple[tuple[str, ...], int]]) -> dict[tuple[str, ...], int]:
    """Names may fall together where codes did not."""
    found: dict[tuple[str, ...], int] = {}
    for way, number in rows:
        found[way] = found.get(way, 0) + number
    return found


def period_from(partnership: Partnership, given: Mapping[str, str], today: date) -> Period:
    """The period a page is asked for; a first day that is none, or lies after the last, is left out."""
    until = day_from(given.get("until"), today)
    try:
        since = date.fromisoformat(given["since"]) if given.get("since") else None
    except ValueError:
        since = None
    return Period(partnership, until, since if since and since <= until else None)


def outlook_of(expected: Forecast | None) -> Outlook | None:
    """What a chart can draw: a forecast with an end that is in sight."""
    if expected is None or not (expected.earliest and expected.likeliest and expected.latest):
        return None
    return Outlook(expected.target, expected.earliest, expected.likeliest, expected.latest)


def query_of(period: Period) -> str:
    since = f"&since={period.since.isoformat()}" if period.since else ""
    return f"?until={period.until.isoformat()}{since}"


def last_day_of(partnership: Partnership, points: Sequence[tuple[date, int]], until: date) -> date:
    """Where a chart over time ends: a finished partnership's soon after its last day."""
    last = max([partnership.end_on + AFTER_THE_END, *(day for day, _total in points[-1:])])
    return min(until, last)


def day_from(text: str | None, today: date) -> date:
    """The day a page is asked for; today for none, and for one that cannot be read or has not come."""
    try:
        asked = date.fromisoformat(text) if text else today
    except ValueError:
        return today
    return min(asked, today)
