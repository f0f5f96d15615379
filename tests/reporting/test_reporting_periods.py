"""Periods are closed once with their figures; what changes later is shown, explained and reviewed, never silent."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils.html import strip_tags

from core import clock, outbox
from core.exceptions import InvalidInput, NotAllowed, Refused, WrongState
from core.models import AuditEvent, Mail
from reporting import period_snapshots
from reporting.models import Activity, Correction, ReportingPeriod
from reporting.period_dates import Suggested, next_half_year
from reporting.selectors import reporting_periods as select
from reporting.selectors.period_open import open_work
from reporting.services import reporting_periods as service
from tests.support import world as worlds
from tests.support.credited import at, credited, matched, organisation
from tests.support.world import World

pytestmark = pytest.mark.django_db
# The world's partnership began on 1 January 2025; now is 2 March 2026.
FIRST, LAST = date(2025, 7, 1), date(2025, 12, 31)
IN, BEFORE = date(2025, 11, 3), date(2025, 2, 3)


@pytest.fixture
def world() -> World:
    return worlds.build()


def plan(world: World, first: date = FIRST, last: date = LAST, title: str = "Half-year 2") -> ReportingPeriod:
    return service.plan_period(
        partnership=world.partnership,
        title=title,
        first_day=first,
        last_day=last,
        due_on=last + timedelta(days=30),
        by=world.actor("coordinator"),
    )


def close(world: World, period: ReportingPeriod) -> ReportingPeriod:
    return service.close_period(period=period, by=world.actor("coordinator"))


def correct(world: World, period: ReportingPeriod, by: str = "manager", **fields: Any) -> Correction:
    given = {
        "differences": {"O2.exchanges": Decimal(1)},
        "change": "One visit",
        "reason": "Checked late.",
    }
    return service.note_corrections(period=period, by=world.actor(by), **given | fields)[0]


def page(world: World, persona: str, period: ReportingPeriod) -> str:
    return world.client(persona).get(f"/periods/{period.pk}/").content.decode()


def text(html: str) -> str:
    return " ".join(html.split())


# --- dates ---


@pytest.mark.parametrize(
    ("start", "known", "expected"),
    [
        (date(2025, 1, 1), [], (1, date(2025, 1, 1), date(2025, 6, 30))),
        (date(2025, 1, 1), [date(2025, 6, 30)], (2, date(2025, 7, 1), date(2025, 12, 31))),
        (date(2024, 8, 31), [], (1, date(2024, 8, 31), date(2025, 2, 27))),
        (date(2025, 1, 1), [date(2027, 9, 30)], (2, date(2027, 10, 1), date(2027, 12, 31))),
        (date(2025, 1, 1), [date(2027, 12, 31)], None),
    ],
)
def test_half_years_follow_each_other(start: date, known: list[date], expected: Any) -> None:
    found = next_half_year(start, date(2027, 12, 31), known)
    wanted = None if expected is None else Suggested(*expected, expected[2] + timedelta(days=30))
    assert found == wanted


# --- planning and closing ---


def test_periods_do_not_overlap_and_their_days_stand_in_order(world: World) -> None:
    plan(world)
    for first, last, field in (
        (date(2025, 12, 31), date(2026, 6, 30), "first_day"),
        (date(2026, 6, 30), date(2026, 1, 1), "last_day"),
        (date(2024, 12, 31), date(2025, 1, 31), "first_day"),
    ):
        with pytest.raises(InvalidInput) as problem:
            plan(world, first, last)
        assert problem.value.field == field
    with pytest.raises(InvalidInput, match="before the last day"):
        service.plan_period(
            partnership=world.partnership, title="T", first_day=date(2026, 1, 1), last_day=date(2026, 6, 30),
            due_on=date(2026, 6, 29), by=world.actor("coordinator"),
        )  # fmt: skip
    assert plan(world, date(2026, 1, 1), date(2026, 6, 30)).number == 2


@pytest.mark.parametrize("persona", ["manager", "finance", "auditor", "stranger"])
def test_only_the_coordinator_plans_and_closes(world: World, persona: str) -> None:
    period = plan(world)
    with pytest.raises(NotAllowed):
        service.close_period(period=period, by=world.actor(persona))
    with pytest.raises(NotAllowed):
        service.remove_period(period=period, by=world.actor(persona))
    assert ReportingPeriod.objects.get().closed_at is None


def test_closing_freezes_figures_with_their_hash(world: World) -> None:
    credited(world, world.firm, world.host, BEFORE)
    credited(world, organisation("Second", "sme", "DE"), world.host, IN)
    period = close(world, plan(world))
    snapshot = ReportingPeriod.objects.get().snapshot
    assert snapshot is not None
    assert period_snapshots.digest(snapshot) == period.snapshot_hash
    assert period_snapshots.values(snapshot)["O2.exchanges"] == 2
    assert period_snapshots.values(snapshot, alone=True)["O2.exchanges"] == 1
    assert AuditEvent.objects.filter(action="period.close").count() == 1
    credited(world, organisation("Later", "sme", "DE"), world.host, LAST + timedelta(days=60))
    assert select.changes_since(ReportingPeriod.objects.get()) == []


def test_closed_period_cannot_be_closed_changed_or_removed(world: World) -> None:
    period = close(world, plan(world))
    for act in (service.close_period, service.remove_period):
        with pytest.raises(WrongState):
            act(period=period, by=world.actor("coordinator"))
    for change in (
        {"title": "Other"},
        {"closed_at": None, "closed_by": None, "snapshot": None, "snapshot_hash": ""},
    ):
        with pytest.raises(DatabaseError, match="closed_is_fixed|Cannot update"), transaction.atomic():
            ReportingPeriod.objects.filter(pk=period.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        ReportingPeriod.objects.filter(pk=period.pk).delete()


def test_period_closes_after_its_last_day_and_after_the_earlier_one(world: World) -> None:
    early, late = plan(world), plan(world, date(2026, 1, 1), date(2026, 3, 2))
    with pytest.raises(Refused, match="has not passed"):
        close(world, late)
    with clock.at(at(date(2026, 3, 3))):
        with pytest.raises(Refused, match="earlier period"):
            close(world, late)
        close(world, early)
        close(world, late)
    assert ReportingPeriod.objects.filter(closed_at=None).count() == 0


def test_open_period_can_be_removed(world: World) -> None:
    service.remove_period(period=plan(world), by=world.actor("coordinator"))
    assert not ReportingPeriod.objects.exists()


# --- later changes ---


def test_later_change_is_shown_with_its_records_and_explained(world: World) -> None:
    period = close(world, plan(world))
    visit = credited(world, world.firm, world.host, IN)
    html = text(page(world, "coordinator", period))
    assert "1 exchange was validated or imported later, with an earlier date." in html
    assert visit.reference in html
    (change,) = [item for item in select.changes_since(period) if item.code == "O2.exchanges"]
    assert (change.before, change.now, change.by, change.left) == (None, 1, 1, 1)
    correction = correct(world, period)
    assert "A second person has to review it." in page(world, "coordinator", period)
    service.review_correction(correction=correction, agreed=True, by=world.actor("coordinator"))
    (change,) = [item for item in select.changes_since(period) if item.code == "O2.exchanges"]
    assert (change.explained, change.left) == (1, 0)
    rows = world.client("manager").get(f"/periods/{period.pk}/figures.csv").getvalue().decode()
    assert "O2.exchanges" in rows
    assert AuditEvent.objects.filter(action__startswith="correction.").count() == 2


def test_records_that_went_are_told_too(world: World) -> None:
    visit = credited(world, world.firm, world.host, IN)
    activity = Activity.objects.create(
        partnership=world.partnership, cluster=world.clusters["dresden"], kind="survey", title="Survey", held_on=IN,
        state="recorded", state_since=at(IN), recorded_by=world.actor("manager").user, recorded_at=at(IN),
    )  # fmt: skip
    period = close(world, plan(world))
    type(visit).objects.filter(pk=visit.pk).update(credited_on=LAST + timedelta(days=3))
    Activity.objects.filter(pk=activity.pk).update(
        state="counted", reviewed_by=world.actor("coordinator").user, reviewed_at=at(LAST)
    )
    html = text(page(world, "manager", period))
    assert "1 exchange does not count any more." in html
    assert "1 activity was counted later, with an earlier date." in html


def test_correction_needs_another_person_and_for_a_no_a_reason(world: World) -> None:
    period = close(world, plan(world))
    correction = correct(world, period)
    with pytest.raises(NotAllowed, match="second person"):
        service.review_correction(correction=correction, agreed=True, by=world.actor("manager"))
    with pytest.raises(NotAllowed):
        service.review_correction(correction=correction, agreed=True, by=world.actor("finance"))
    with pytest.raises(InvalidInput, match="why not"):
        service.review_correction(correction=correction, agreed=False, by=world.actor("coordinator"))
    service.review_correction(
        correction=correction, agreed=False, by=world.actor("coordinator"), answer="Which?"
    )
    with pytest.raises(WrongState):
        service.review_correction(correction=correction, agreed=True, by=world.actor("coordinator"))
    assert "did not agree: Which?" in text(page(world, "manager", period))
    with pytest.raises(DatabaseError), transaction.atomic():
        Correction.objects.update(agreed=True)


def test_correction_is_of_a_closed_period_and_says_something(world: World) -> None:
    period = plan(world)
    with pytest.raises(WrongState, match="still open"):
        correct(world, period)
    period = close(world, period)
    with pytest.raises(NotAllowed):
        correct(world, period, by="auditor")
    for differences, name in (({"X": Decimal(1)}, "code"), ({"O2.exchanges": Decimal(0)}, "difference")):
        with pytest.raises(InvalidInput) as problem:
            correct(world, period, differences=differences)
        assert problem.value.field == name


def test_differences_of_one_reason_are_explained_and_reviewed_at_once(world: World) -> None:
    period = close(world, plan(world))
    credited(world, world.firm, world.host, IN)
    left = select.unexplained(period)
    assert len(left) > 3
    html = text(page(world, "manager", period))
    assert f"Explain all {len(left)} at once" in html
    (address,) = re.findall(r'href="([^"]+\?all=1[^"]+)"', html)
    manager, coordinator = world.client("manager"), world.client("coordinator")
    form = manager.get(address.replace("&amp;", "&")).content.decode()
    ticked = re.findall(r'name="also" value="([^"]+)"[^>]*checked', form)
    assert {left[0].code, *ticked} == {item.code for item in left}
    sent = {
        "code": left[0].code,
        "difference": str(left[0].left),
        "also": ticked,
        "change": "One visit.",
        "reason": "",
    }
    refused = manager.post(f"/periods/{period.pk}/correct/", sent).content.decode()
    assert refused.count("checked") == len(ticked) and 'value="One visit."' in refused
    manager.post(f"/periods/{period.pk}/correct/", sent | {"reason": "Its report came late."})
    assert Correction.objects.count() == len(left)
    (item,) = select.waiting(world.actor("coordinator"))
    assert item.title.endswith(f", and {len(left) - 1} more")
    first = Correction.objects.earliest("id")
    assert page(world, "coordinator", period).count("Is the explanation right?") == 1
    coordinator.post(f"/corrections/{first.pk}/review/", {f"{first.pk}-agreed": "yes"})
    assert select.unexplained(period) == []
    assert set(Correction.objects.values_list("agreed", flat=True)) == {True}
    with pytest.raises(WrongState):
        service.review_correction(correction=first, agreed=True, by=world.actor("coordinator"))


def test_period_is_compared_with_the_one_before(world: World) -> None:
    credited(world, world.firm, world.host, BEFORE)
    credited(world, organisation("Two", "sme", "DE"), world.host, BEFORE)
    credited(world, organisation("Three", "sme", "DE"), world.host, IN)
    first = close(world, plan(world, date(2025, 1, 1), date(2025, 6, 30), "Half-year 1"))
    second = close(world, plan(world))
    last, rows = select.against_last(second)
    assert last == first
    (row,) = [row for _label, row in rows if row.code == "O2.exchanges"]
    assert (row.before, row.now, row.by) == (2, 1, -1)
    assert select.against_last(first)[0] is None
    assert "Beside those of the closed period before it" in text(page(world, "auditor", second))


def test_share_of_nothing_has_no_difference(world: World) -> None:
    credited(world, world.firm, world.host, IN)
    close(world, plan(world, date(2025, 1, 1), date(2025, 6, 30), "Half-year 1"))
    shown = text(strip_tags(page(world, "auditor", close(world, plan(world)))))
    assert "Share of exchanges with a visiting SME 100 100 –– Exchanges" in shown


# --- what is open, what waits, who is told ---


def test_preview_says_what_is_still_open(world: World) -> None:
    period = plan(world)
    assert "Nothing is open" in page(world, "coordinator", period)
    for _twice in range(2):
        Activity.objects.create(
            partnership=world.partnership, cluster=world.clusters["dresden"], kind="webinar", title="A webinar",
            held_on=IN, state="recorded", state_since=at(IN), recorded_by=world.actor("manager").user, recorded_at=at(IN),
        )  # fmt: skip
    matched(world, world.firm, world.host, IN, state="report_submitted")
    matched(world, organisation("Silent", "sme", "DE"), world.host, IN, state="awaiting_report")
    matched(world, organisation("Too late", "sme", "DE"), world.host, LAST, state="report_submitted")
    credited(world, organisation("No region", "sme", "DE"), world.host, IN)
    found = {item.title: item.number for item in open_work(period, world.actor("coordinator"))}
    assert found == {
        "Activities not reviewed": 2,
        "Closing reports to check": 1,
        "Closing reports that are missing": 1,
        "Organisations of credited visits without a region": 2,
        "Possible double claims, not decided": 1,
    }
    shown = text(world.client("coordinator").get(f"/periods/{period.pk}/close/").content.decode())
    assert "never opened again" in shown
    assert "Silent" in shown
    assert "Too late" not in shown
    assert "A webinar – A webinar" in shown
    # Who stands beside the files reads how many there are, and no name of another cluster.
    told = text(page(world, "deputy", period))
    assert "Closing reports that are missing" in told
    assert [name for name in ("Silent", "No region", "A webinar – A webinar") if name in told] == []


def test_end_of_a_period_stands_in_my_work_and_a_correction_too(world: World) -> None:
    period = plan(world)
    (item,) = select.waiting(world.actor("coordinator"))
    assert (item.act, item.title, item.due) == ("Close the period", "Half-year 2", date(2026, 1, 30))
    assert select.waiting(world.actor("manager")) == select.waiting(world.actor("finance")) == []
    assert "Close the period" in world.client("coordinator").get("/").content.decode()
    correct(world, close(world, period))
    assert [item.act for item in select.waiting(world.actor("coordinator"))] == ["Review the correction"]
    assert select.waiting(world.actor("manager")) == []


def test_managers_are_told_before_the_end_and_at_closing(world: World) -> None:
    period = plan(world, date(2025, 9, 1), date(2026, 3, 10), "Half-year 3")
    plan(world, date(2026, 3, 11), date(2026, 8, 31), "Half-year 4")
    for _day in range(2):
        outbox.add_todays()
        outbox.run_due()
    ends = Mail.objects.filter(event="reporting.period_ends")
    people = {world.actor(name).user.email for name in ("manager", "host_manager", "deputy", "coordinator")}
    assert people <= set(ends.values_list("to_address", flat=True))
    assert ends.count() == len(set(ends.values_list("to_address", flat=True)))
    with clock.at(at(date(2026, 3, 11))):
        close(world, period)
        outbox.run_due()
    closed = Mail.objects.filter(event="reporting.period_closed")
    assert people <= set(closed.values_list("to_address", flat=True))
    assert "Its figures, up to 10 March 2026, are frozen." in text(closed.earliest("id").text_body)


# --- pages ---


def test_period_is_planned_closed_and_corrected_on_its_pages(world: World) -> None:
    client = world.client("coordinator")
    shown = client.get("/partnerships/test/periods/new/").content.decode()
    assert 'value="2025-01-01"' in shown
    assert 'value="2025-06-30"' in shown
    answers = {
        "title": "Half-year 1",
        "first_day": "2025-01-01",
        "last_day": "2025-06-30",
        "due_on": "2025-06-29",
    }
    assert "cannot be due before" in client.post("/partnerships/test/periods/new/", answers).content.decode()
    client.post("/partnerships/test/periods/new/", answers | {"due_on": "2025-07-30"})
    period = ReportingPeriod.objects.get()
    assert "To be closed" in client.get("/partnerships/test/periods/").content.decode()
    client.post(f"/periods/{period.pk}/close/")
    assert "Closed" in client.get("/partnerships/test/periods/").content.decode()
    credited(world, world.firm, world.host, BEFORE)
    note = {"code": "O2.exchanges", "difference": "1", "change": "One visit", "reason": "Validated late."}
    manager = world.client("manager")
    assert (
        'value="1"'
        in manager.get(f"/periods/{period.pk}/correct/?code=O2.exchanges&difference=1").content.decode()
    )
    assert (
        "Give the difference"
        in manager.post(f"/periods/{period.pk}/correct/", note | {"difference": "0"}).content.decode()
    )
    manager.post(f"/periods/{period.pk}/correct/", note)
    correction = Correction.objects.get()
    url = f"/corrections/{correction.pk}/review/"
    name = str(correction.pk)
    assert "Say why not." in client.post(url, {f"{name}-agreed": "no"}).content.decode()
    client.post(url, {f"{name}-agreed": "yes"})
    assert Correction.objects.get().agreed is True


def test_list_costs_the_same_for_one_and_three_periods(world: World, django_assert_num_queries: Any) -> None:
    client = world.client("coordinator")
    close(world, plan(world, date(2025, 1, 1), date(2025, 6, 30), "Half-year 1"))
    client.get("/partnerships/test/periods/")
    with django_assert_num_queries(7) as first:
        client.get("/partnerships/test/periods/")
    plan(world)
    plan(world, date(2026, 1, 1), date(2026, 6, 30), "Half-year 3")
    with django_assert_num_queries(len(first)):
        html = client.get("/partnerships/test/periods/").content.decode()
    assert "Half-year 3" in html


def test_others_see_nothing_of_it(world: World) -> None:
    period = close(world, plan(world))
    correction = correct(world, period)
    for persona in ("stranger", "visitor", "other_manager"):
        client = world.client(persona)
        for path in (
            f"/periods/{period.pk}/",
            f"/periods/{period.pk}/figures.csv",
            "/partnerships/test/periods/",
        ):
            assert client.get(path).status_code == 404
        assert client.post(f"/corrections/{correction.pk}/review/").status_code == 404


# --- constraints ---


def row(world: World, **fields: Any) -> ReportingPeriod:
    given = {
        "partnership": world.partnership, "number": 9, "title": "T", "first_day": FIRST, "last_day": LAST,
        "due_on": LAST, "created_by": world.actor("coordinator").user,
    }  # fmt: skip
    return ReportingPeriod(**given | fields)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("period_number_once", {"number": 1, "first_day": date(2026, 1, 1), "last_day": date(2026, 2, 1)}),
        ("reporting_period_days_in_order", {"first_day": date(2026, 5, 1), "last_day": date(2026, 4, 1)}),
        ("period_no_overlap", {"first_day": LAST, "last_day": date(2026, 2, 1)}),
        (
            "period_closed_has_figures",
            {"first_day": date(2026, 1, 1), "last_day": date(2026, 2, 1), "closed_at": at(IN)},
        ),
    ],
)
def test_period_that_cannot_be(world: World, name: str, fields: dict[str, Any]) -> None:
    plan(world)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row(world, **{"due_on": date(2026, 6, 1)} | fields).save()


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("correction_second_person", {"agreed": True, "reviewed_at": at(IN), "reviewed_by": "manager"}),
        ("correction_reviewed_pair", {"agreed": False, "reviewed_at": at(IN), "reviewed_by": "coordinator"}),
        ("correction_says_something", {"difference": 0}),
        ("correction_says_something", {"reason": ""}),
    ],
)
def test_correction_that_cannot_be(world: World, name: str, fields: dict[str, Any]) -> None:
    if "reviewed_by" in fields:
        fields = fields | {"reviewed_by": world.actor(fields["reviewed_by"]).user}
    given = {
        "code": "O2.exchanges",
        "difference": 1,
        "change": "C",
        "reason": "R",
        "noted_by": world.actor("manager").user,
    }
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Correction.objects.create(period=plan(world), **given | fields)
