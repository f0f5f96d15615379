"""What the coordinator's page shows: figures, bullets and charts of one period."""

from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.charts import Chart
from reporting import indicators, pictures
from reporting.deliverables import freezing
from reporting.deliverables.common import feedback_sentence
from reporting.deliverables.publishing import View, group_label
from reporting.indicators import Figure, plain
from reporting.periods import Period
from reporting.selectors.tally import Money, Tally

# A finished partnership's picture ends soon after its last day.
AFTER_THE_END = timedelta(days=120)
LEAST_SME_SHARE = 50
NAMES = ("over-time", "visitors", "countries", "money", "feedback")


class Dashboard:
    """Figures and charts of a period. With `public` nothing small is in them."""

    def __init__(self, period: Period, *, public: bool = False) -> None:
        self.period = period
        self.tally = Tally(period)
        self.view = View(self.tally, indicators.measure(period, self.tally), public)

    @property
    def figures(self) -> list[Figure]:
        return self.view.figures

    @cached_property
    def shown(self) -> dict[str, dict[str, Any]]:
        return {row["code"]: row for row in self.view.shown()}

    def bullets(self) -> list[dict[str, Any]]:
        """Everything with a target: value, target, plan by now, rule, and where it opens; and the share of SMEs."""
        rows = [
            {
                "label": figure.indicator.label,
                "value": plain(figure.value),
                "target": plain(figure.target),
                "expected": plain(figure.expected),
                "rule": figure.indicator.rule,
                "url": self.address_of(figure.code),
            }
            for figure in self.figures
            if figure.target is not None
        ]
        return [*rows, self._sme_share()]

    def _sme_share(self) -> dict[str, Any]:
        visits, exchanges = self.view.sme_visits, self.view.exchanges
        return {
            "label": _("Share of visits by SMEs"),
            "value": round(visits / exchanges * 100) if visits is not None and exchanges else None,
            "target": LEAST_SME_SHARE,
            "unit": " %",
            "rule": self.shown["O2.sme_exchanges"]["rule"],
            "url": self.address_of("O2.sme_exchanges"),
        }

    def without_target(self) -> list[dict[str, Any]]:
        """Objectives' figures that nothing was promised for."""
        return [
            {"label": row["label"], "value": row["value"], "url": self.address_of(code), "unit": row["unit"]}
            for code, row in self.shown.items()
            if code.startswith("O") and row["target"] is None
        ]

    def work_programme(self) -> list[dict[str, Any]]:
        return [
            self.shown[figure.code] | {"url": self.address_of(figure.code)}
            for figure in self.figures
            if figure.code.startswith("EU")
        ]

    def address_of(self, code: str) -> str:
        address = reverse("reporting:indicator_detail", args=[self.period.partnership.slug, code])
        return f"{address}?until={self.period.until.isoformat()}"

    @cached_property
    def country_names(self) -> dict[str, str]:
        return freezing.country_names(self.tally)

    @property
    def money(self) -> Money:
        return self.tally.money

    def chart(self, name: str) -> Chart:
        made: Chart = getattr(self, f"_{name.replace('-', '_')}")()
        return made

    def charts(self) -> list[dict[str, Any]]:
        slug = self.period.partnership.slug
        query = f"?until={self.period.until.isoformat()}"
        return [
            {"picture": self.chart(name), "csv": reverse("reporting:chart_csv", args=[slug, name]) + query}
            for name in NAMES
        ]

    def _over_time(self) -> Chart:
        partnership, until = self.period.partnership, self.period.until
        points = self.view.over_time(pictures.monthly(self.tally.by_month))
        last = max([partnership.end_on + AFTER_THE_END, *(day for day, _total in points[-1:])])
        return pictures.burn_up(
            points,
            start=partnership.start_on,
            end=partnership.end_on,
            until=min(until, last),
            target=self.tally.target("O2.exchanges"),
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

    def _money(self) -> Chart:
        money = self.money
        return pictures.money(money.budget, money.paid, money.committed, self.period.until)

    def _feedback(self) -> Chart:
        rows = freezing.feedback_figures(self.view)["rows"]
        scores = {row["who"]: row["scores"] for row in rows[1:] if row["scores"]}
        return pictures.feedback(scores, feedback_sentence(rows), self.period.until)

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


def day_from(text: str | None, today: date) -> date:
    """The day a page is asked for; today for none, and for one that cannot be read or has not come."""
    try:
        asked = date.fromisoformat(text) if text else today
    except ValueError:
        return today
    return min(asked, today)
