"""The figures that EXCITE published, from its 98 visits as a history that was brought along."""

from datetime import date, timedelta
from typing import Any

import pytest

from clusters.models import Organisation, Partnership
from core import files
from core.actors import Actor
from core.models import ImportRun
from exchanges.demo.plan import SME_HOSTS, Visit, visits
from exchanges.demo.stories import CHECK
from exchanges.models import PastExchange
from reporting import indicators, pictures
from reporting.dashboards import Dashboard
from reporting.periods import Period
from reporting.selectors.ways import Ways
from tests.support import world as worlds
from tests.support.credited import at, organisation

pytestmark = pytest.mark.django_db
START, END = date(2022, 2, 1), date(2024, 1, 31)
# Day of the scoreboard -> exchanges, and different SMEs.
PUBLISHED = {
    date(2022, 7, 1): (7, 1), date(2023, 3, 3): (38, 19), date(2023, 9, 13): (60, 27), date(2024, 3, 26): (98, 71),
}  # fmt: skip


@pytest.fixture
def excite() -> Partnership:
    world = worlds.build()
    Partnership.objects.filter(pk=world.partnership.pk).update(start_on=START, end_on=END)
    world.partnership.refresh_from_db()
    run = ImportRun.objects.create(
        state="saved", state_since=at(START), importer="past-exchanges", scope=world.partnership.pk,
        file=files.store_bytes(b"a,b", "past.csv", "text/csv", Actor.system("tests")),
    )  # fmt: skip
    known: dict[str, Organisation] = {}
    PastExchange.objects.bulk_create(
        _brought(visit, number, known, world.partnership, run) for number, visit in enumerate(visits())
    )
    return world.partnership


def _brought(
    visit: Visit, number: int, known: dict[str, Organisation], partnership: Partnership, run: ImportRun
) -> PastExchange:
    visitor = _one(known, visit.visitor, "sme" if visit.visitor.startswith("v") else "cluster", visit.country)
    is_sme = visit.host in SME_HOSTS
    host = _one(known, visit.host, "sme" if is_sme else "tech_centre", SME_HOSTS.get(visit.host, "FI"))
    return PastExchange(
        partnership=partnership, reference=f"EX-{number}", visitor=visitor, visitor_kind=visitor.kind,
        visitor_country=visitor.country, host=host, host_kind=host.kind, host_country=host.country,
        stay=(visit.first_day, visit.last_day + timedelta(days=1)), working_days=3,
        credited_on=visit.last_day + timedelta(days=CHECK), import_run=run,
    )  # fmt: skip


def _one(known: dict[str, Organisation], key: str, kind: str, country: str) -> Organisation:
    if key not in known:
        known[key] = organisation(key, kind, country)
    return known[key]


def test_published_days_have_their_figures(excite: Partnership) -> None:
    found: dict[date, Any] = {}
    for day in PUBLISHED:
        figures = {figure.code: figure.value for figure in indicators.measure(Period(excite, day))}
        found[day] = (figures["O2.exchanges"], figures["O2.smes"])
    assert found == PUBLISHED


def test_burn_up_runs_through_the_published_points(excite: Partnership) -> None:
    last = max(PUBLISHED)
    page = Dashboard(Period(excite, last))
    points = pictures.monthly(page.tally.by_month)
    for day, (exchanges, _smes) in PUBLISHED.items():
        reached = [total for on, total in points if on <= day]
        assert reached[-1] == exchanges
    chart = page.chart("over-time")
    assert chart.reading.startswith("98 exchanges by 26 March 2024")
    assert sum(Ways(Period(excite, last)).flows.values()) == 98
