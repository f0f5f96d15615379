"""Figures of one cluster in a partnership: the visits that it sent or received, and nothing else."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.models import Cluster
from core.charts import Chart
from core.countries import country_name
from reporting import dashboards, pictures
from reporting.deliverables import freezing
from reporting.deliverables.publishing import group_label, in_groups
from reporting.periods import Period
from reporting.selectors.ways import ClusterWays

NAMES = ("over-time", "visitors", "map", "timeline", "outcomes", "ageing", "feedback")


class ClusterBoard:
    def __init__(self, period: Period, cluster: Cluster) -> None:
        self.period = period
        self.cluster = cluster
        self.ways = ClusterWays(period, cluster)

    @property
    def answer(self) -> str:
        """The sentence at the top of the page."""
        if not self.ways.exchanges:
            return _("No exchange of this cluster has been credited yet.")
        return _("%(all)d exchanges are credited: %(sent)d visits sent, %(received)d received.") % {
            "all": self.ways.exchanges,
            "sent": self.ways.sent,
            "received": self.ways.received,
        }

    def feedback_rows(self) -> list[dict[str, Any]]:
        return freezing.feedback_rows(self.ways.feedback, public=False)

    def charts(self) -> list[dict[str, Any]]:
        query = dashboards.query_of(self.period)
        places = [self.period.partnership.slug, self.cluster.slug]
        return [
            {
                "picture": self.chart(name),
                "csv": reverse("reporting:cluster_chart_csv", args=[*places, name]) + query,
                "records": reverse("exchanges:queue"),
            }
            for name in NAMES
        ]

    def chart(self, name: str) -> Chart:
        made: Chart = getattr(self, f"_{name.replace('-', '_')}")()
        return made

    def _over_time(self) -> Chart:
        partnership, until = self.period.partnership, self.period.until
        points = pictures.monthly(self.ways.by_day)
        return pictures.burn_up(
            points,
            start=partnership.start_on,
            end=partnership.end_on,
            until=dashboards.last_day_of(partnership, points, until),
            target=None,
            smes=pictures.monthly_smes(self.ways.by_day),
        )

    def _visitors(self) -> Chart:
        parts = {group_label(group): number for group, number in in_groups(self.ways.by_kind).items()}
        smes = self.ways.by_kind.get("sme", 0)
        return pictures.kinds(parts, pictures.share_sentence(smes, self.ways.exchanges), self.period.until)

    def _map(self) -> Chart:
        flows = self.ways.flows
        names = {code: country_name(code) for flow in flows for code in flow}
        return pictures.flow_map(flows, names, self.period.until)

    def _timeline(self) -> Chart:
        return pictures.timeline(self.ways.stays, self.period.until)

    def _outcomes(self) -> Chart:
        return dashboards.outcomes(self.ways)

    def _ageing(self) -> Chart:
        return pictures.ageing(self.ways.ageing("paid"), self.ways.ageing("waiting"), self.period.until)

    def _feedback(self) -> Chart:
        return dashboards.feedback(self.feedback_rows(), self.period.until)
