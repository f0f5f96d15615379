"""Past exchanges of a running partnership: counted like the others, marked, and never in the workflow."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from clusters.models import Organisation
from core.models import TransitionLog
from exchanges.models import Application, Exchange, PastExchange, Quote
from reporting import indicators
from reporting.periods import Period
from reporting.selectors.tally import Tally
from tests.support import credited
from tests.support.tables import brought, imported, problems, xlsx

HEAD = (
    "Reference", "Visitor", "Visitor type", "Visitor country", "Visitor city", "VOP cluster", "Host", "Host type",
    "Host country", "Host city", "HOP cluster", "Start date", "End date", "Days", "Mission", "Participants",
    "Amount paid", "Paid on", "Validated on",
)  # fmt: skip


def visit(number, **changed):
    first = date(2025, 3, 3) + timedelta(days=7 * (number % 30))
    row = {
        "reference": f"X-{number:03}",
        "visitor": f"Visitor {number} GmbH",
        "visitor_kind": "SME" if number % 2 else "Fab lab",
        "visitor_country": "DE",
        "visitor_city": "Dresden",
        "visitor_cluster": "Elbe Valley",
        "host": f"Hôte {number % 5} SAS",
        "host_kind": "PME",
        "host_country": "France",
        "host_city": "Nice",
        "host_cluster": "Somewhere Else",
        "first": first,
        "last": first + timedelta(days=3),
        "days": 4,
        "mission": "",
        "travellers": 2,
        "amount": 450,
        "paid": first + timedelta(days=20),
        "credited": first + timedelta(days=12),
    } | changed
    return tuple(row.values())


def table(*rows):
    return xlsx([HEAD, *rows])


def values(world, until=date(2026, 3, 2)):
    period = Period(world.partnership, until=until)
    return {figure.code: figure.value for figure in indicators.measure(period)}


def test_sixty_visits_are_counted_and_nothing_else_is_made(world):
    visitor = credited.organisation("Live Visitor", "sme", "DE")
    credited.credited(world, visitor, world.host, date(2026, 1, 10))
    before, coordinator = values(world), world.actor("coordinator")
    logs, files, quotes = TransitionLog.objects.count(), Application.objects.count(), Quote.objects.count()
    run = brought("past-exchanges", table(*(visit(number) for number in range(60))), coordinator)
    assert (run.counts, problems(run)) == ({"create": 60}, [])
    assert values(world) == before
    imported(run, coordinator)
    after = values(world)
    assert after["O2.exchanges"] - before["O2.exchanges"] == 60
    assert after["O2.sme_exchanges"] - before["O2.sme_exchanges"] == 30
    assert after["O2.participants"] - before["O2.participants"] == 120
    assert after["O2.smes"] - before["O2.smes"] == 35
    assert after["EU5.participating_scaling_up"] - (before["EU5.participating_scaling_up"] or 0) == 60
    money = Tally(Period(world.partnership, until=date(2026, 3, 2))).money
    assert (money.paid, money.granted, money.payments) == (Decimal(60 * 450), Decimal(61 * 450), 60)
    moves = TransitionLog.objects.exclude(subject_type="core.importrun").count()
    assert (Application.objects.count(), Exchange.objects.count(), Quote.objects.count()) == (
        files,
        1,
        quotes,
    )
    assert moves == logs
    past = PastExchange.objects.get(reference="X-001")
    assert (past.home_cluster, past.host_cluster, past.host_cluster_name) == (
        world.clusters["dresden"],
        None,
        "Somewhere Else",
    )
    assert Organisation.objects.filter(name__startswith="Hôte").count() == 5


def test_visit_counts_from_its_own_day(world):
    run = brought("past-exchanges", table(visit(0), visit(1)), world.actor("coordinator"))
    imported(run, world.actor("coordinator"))
    days = sorted(PastExchange.objects.values_list("credited_on", flat=True))
    # Nothing is recorded on the eve of the first.
    assert values(world, days[0] - timedelta(days=1))["O2.exchanges"] is None
    assert values(world, days[0])["O2.exchanges"] == 1
    assert values(world, days[1])["O2.exchanges"] == 2


def test_same_file_twice_is_one_history(world):
    coordinator = world.actor("coordinator")
    imported(brought("past-exchanges", table(visit(1), visit(2)), coordinator), coordinator)
    assert brought("past-exchanges", table(visit(1), visit(2)), coordinator).counts == {"unchanged": 2}
    changed = brought("past-exchanges", table(visit(1, amount=900), visit(2)), coordinator)
    assert changed.counts == {"update": 1, "unchanged": 1}
    imported(changed, coordinator)
    assert PastExchange.objects.count() == 2
    assert PastExchange.objects.get(reference="X-001").amount == 900


def test_every_rule_is_told_with_its_column(world):
    rows = (
        visit(1, host_country="DE"),
        visit(2, last=date(2025, 1, 1)),
        visit(3, days=5),
        visit(4, credited=date(2025, 1, 2)),
        visit(5, amount="", paid=date(2025, 9, 1)),
        visit(6, reference="X-001"),
        visit(7, first=date(2024, 12, 30), last=date(2025, 1, 2)),
        visit(8, travellers=0, amount=20000),
    )
    run = brought("past-exchanges", table(*rows), world.actor("coordinator"))
    assert problems(run) == [
        (2, "host_country", "rule"),
        (3, "last_day", "rule"),
        (4, "working_days", "rule"),
        (5, "credited_on", "rule"),
        (6, "amount", "rule"),
        (7, "reference", "twice"),
        (8, "first_day", "rule"),
        (9, "travellers", "number"),
        (9, "amount", "rule"),
    ]


def test_imported_visits_stand_behind_the_figure_and_in_the_list(world):
    coordinator = world.actor("coordinator")
    imported(brought("past-exchanges", table(visit(1), visit(2)), coordinator), coordinator)
    client = world.client("coordinator")
    page = client.get("/partnerships/test/figures/O2.exchanges/").content.decode()
    assert "Exchanges from before the portal (imported)" in page
    assert "X-001" in page
    listed = client.get("/past-exchanges/?kind=sme").content.decode()
    assert ("X-001" in listed, "X-002" in listed, "Imported" in listed) == (True, False, True)
    past = PastExchange.objects.get(reference="X-001")
    detail = client.get(f"/past-exchanges/{past.pk}/").content.decode()
    assert "nothing was signed or calculated here" in detail
    assert past.import_run.file.sha256 in detail
    csv = b"".join(client.get("/past-exchanges/list.csv").streaming_content).decode()
    assert "Visitor 1 GmbH" in csv


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_for_any_number(world, rows, django_assert_num_queries):
    coordinator = world.actor("coordinator")
    imported(brought("past-exchanges", table(*(visit(n) for n in range(rows))), coordinator), coordinator)
    client = world.client("coordinator")
    client.get("/past-exchanges/")
    with django_assert_num_queries(8):
        client.get("/past-exchanges/")


def test_home_manager_sees_its_own_and_others_do_not(world):
    coordinator = world.actor("coordinator")
    imported(brought("past-exchanges", table(visit(1)), coordinator), coordinator)
    past = PastExchange.objects.get()
    found = {
        persona: world.client(persona).get(f"/past-exchanges/{past.pk}/").status_code
        for persona in ("manager", "other_manager", "finance", "visitor", "stranger")
    }
    assert found == {"manager": 200, "other_manager": 404, "finance": 200, "visitor": 404, "stranger": 404}


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("past_exchange_once", {"reference": "X-001"}),
        ("past_exchange_stay_bounded", {"stay": DateRange(None, date(2025, 1, 1))}),
        ("past_exchange_crosses_a_border", {"host_country_id": "DE"}),
        ("past_exchange_numbers_range", {"working_days": 0}),
        ("past_exchange_numbers_range", {"travellers": 0}),
        ("past_exchange_amount_range", {"amount": Decimal(10001)}),
        ("past_exchange_paid_has_a_sum", {"amount": None, "paid_on": date(2025, 5, 5)}),
        ("past_exchange_credited_in_a_century", {"credited_on": date(1925, 5, 5)}),
    ],
)
def test_database_refuses(world, name, changes):
    imported(
        brought("past-exchanges", table(visit(1)), world.actor("coordinator")), world.actor("coordinator")
    )
    past = PastExchange.objects.get()
    past.pk, past.reference = None, "X-NEW"
    for field, value in changes.items():
        setattr(past, field, value)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        past.save(force_insert=True)


def test_visit_leads_to_its_import_and_the_organisation_to_its_visits(world):
    coordinator = world.actor("coordinator")
    rows = (visit(1, visitor="Elbe Sensors GmbH"), visit(2, visitor="Somebody Else GmbH"))
    imported(brought("past-exchanges", table(*rows), coordinator), coordinator)
    past = PastExchange.objects.get(reference="X-001")
    run = f'href="/imports/{past.import_run_id}/"'
    assert run in world.client("coordinator").get(f"/past-exchanges/{past.pk}/").content.decode()
    assert run not in world.client("finance").get(f"/past-exchanges/{past.pk}/").content.decode()

    client = world.client("visitor")
    part = client.get(f"/organisations/{world.firm.pk}/exchange/").content.decode()
    assert (f'href="/past-exchanges/{past.pk}/"' in part, "Somebody Else" in part) == (True, False)
    page = client.get(f"/past-exchanges/{past.pk}/").content.decode()
    assert f'href="/organisations/{world.firm.pk}/"' in page and run not in page
