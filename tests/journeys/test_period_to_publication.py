"""From "the period ends" to "published": the coordinator closes the half-year, several people write, a second one approves.

Every page on the way is looked over: no accessibility problem by axe, no sideways scrolling (writer and stranger at 320 px).
"""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from core import outbox, progress
from core.models import Mail
from reporting.models import Deliverable, ReportingPeriod
from reporting.services import deliverable_texts
from reporting.services import reporting_periods as periods
from tests.support.browser import NARROW
from tests.support.credited import credited, organisation
from tests.support.walker import Walker, link_in, newest_mail
from tests.support.world import PASSWORD, World

IN, LATER = date(2025, 11, 3), date(2026, 1, 19)
Log = Callable[..., Walker]


@pytest.fixture
def log_in(fresh_database: str, world: World, new_page: Callable[..., Any]) -> Log:
    def comes(persona: str, **look: Any) -> Walker:
        walker = Walker(new_page(**look), persona)
        walker.open("/accounts/login/")
        return walker.fill(login=world.actor(persona).user.email, password=PASSWORD).press("Log in")

    return comes


@pytest.fixture
def period(fresh_database: str, world: World) -> ReportingPeriod:
    """The half-year ended two months ago; six visits were credited in it."""
    for number in range(6):
        credited(world, organisation(f"Guest {number}", "tech_centre", "DE"), world.host, IN)
    return periods.plan_period(
        partnership=world.partnership, title="Half-year 2", first_day=date(2025, 7, 1),
        last_day=date(2025, 12, 31), due_on=date(2026, 3, 15), by=world.actor("coordinator"),
    )  # fmt: skip


def test_a_period_ends_and_its_scoreboard_is_published(
    world: World, period: ReportingPeriod, log_in: Log, new_page: Callable[..., Any], monkeypatch: Any
) -> None:
    desk = log_in("coordinator")
    _close(desk, period)
    credited(world, organisation("Late guest", "tech_centre", "DE"), world.host, LATER)
    desk.press("Begin D1.3 Monitoring scoreboard from it")
    issue = Deliverable.objects.get()
    assert issue.period == period
    builder = f"/deliverables/{issue.pk}/"
    desk.follow("Summary").fill(text="A **good** half-year.").press("Save").sees(
        "Saved.", "A good half-year."
    )
    _writes_and_comments(world, log_in, issue)
    desk.open(builder).sees("2 of 3 texts written", "1 comment").follow("Summary")
    desk.fill(text="A **good** half-year: six visits.").press("Save").press("Settled")
    desk.sees("settled by").open(builder).follow("Send to review").press("Send it to review")
    finance = _approves(world, log_in, issue)
    _worker_makes_files_while_somebody_looks(desk, builder, monkeypatch)
    desk.open(builder).sees("These are final").follow("Publish").press("Publish it")
    issue.refresh_from_db()
    assert (issue.state, issue.approved_by) == ("published", world.actor("finance").user)
    finance.open(f"/periods/{period.pk}/").sees("D1.3 Monitoring scoreboard, issue 1", "Published")
    period.refresh_from_db()
    _everybody_finds_it_genuine(new_page, issue, period)


def _close(desk: Walker, period: ReportingPeriod) -> None:
    desk.open("/").follow("Close the period").sees("Still open", "The last day has passed")
    desk.follow("Close the period").sees("Close Half-year 2?").press("Freeze the figures and close it")
    desk.sees("The period is closed. Its figures are frozen.", "Fingerprint (SHA-256)")
    period.refresh_from_db()
    assert period.closed_at is not None


def _writes_and_comments(world: World, log_in: Log, issue: Deliverable) -> None:
    """A manager whose cluster was asked writes its part and asks for a number in another."""
    deliverable_texts.assign_part(
        part=issue.texts.get(key="activities"), cluster=world.clusters["nice"], by=world.actor("coordinator")
    )
    writer = log_in("host_manager", viewport=NARROW)
    mail = newest_mail(world.actor("host_manager").user.email, f"/deliverables/{issue.pk}/parts/activities/")
    writer.open(link_in(mail, "/parts/activities/")).fill(text="Six visits to Nice.").press("Save")
    writer.sees("Saved.").open(f"/deliverables/{issue.pk}/parts/summary/")
    writer.fill(comment__text="How many visits?").press("Add the comment").sees("How many visits?")


def _approves(world: World, log_in: Log, issue: Deliverable) -> Walker:
    finance = log_in("finance", viewport=NARROW)
    mail = newest_mail(world.actor("finance").user.email, f"/deliverables/{issue.pk}/")
    finance.open(link_in(mail, "/deliverables/")).sees("In review").follow("Objectives of the partnership")
    finance.open(f"/deliverables/{issue.pk}/").follow("Approve the issue").press("Approve it")
    return finance.sees("Approved. The files are being made.")


def _worker_makes_files_while_somebody_looks(desk: Walker, builder: str, monkeypatch: Any) -> None:
    seen: list[str] = []
    desk.open(builder).sees("The files wait for their turn")

    def noted(job: str, done: int, total: int, note: Any = progress.note) -> None:
        note(job, done, total)
        if done * 2 > total and not seen:
            seen.append(desk.open(builder).text())

    monkeypatch.setattr(progress, "note", noted)
    outbox.run_due()
    assert re.search(r"\d+ of \d+ sections and pages, [5-9]\d %", seen[0])
    assert Mail.objects.filter(event="deliverable.approved").exists()


def _everybody_finds_it_genuine(
    new_page: Callable[..., Any], issue: Deliverable, period: ReportingPeriod
) -> None:
    stranger = Walker(new_page(viewport=NARROW), "stranger")
    stranger.open("/partnerships/test/").sees("Work package 1: Project management and monitoring")
    address = stranger.page.get_by_role("link", name="D1.3 Monitoring scoreboard").get_attribute("href")
    document = stranger.fetch(address)
    words = stranger.pdf(address)
    assert period.snapshot_hash in words.replace(" ", "")
    assert re.search(r"O2 Exchanges 6 ", words)
    stranger.open("/verify/").upload("file", "D1.3.pdf", document).press("Check it")
    stranger.sees("Genuine", "D1.3 Monitoring scoreboard", "issue 1")
    proof = issue.editions.get(edition="public").proof
    stranger.open("/verify/").fill(code=proof).press("Check it").sees("Genuine")
    stranger.open("/verify/").upload("file", "D1.3.pdf", document + b"%").press("Check it")
    stranger.sees("We do not know it")
    assert issue.approved_at is not None
    assert issue.approved_at - issue.begun_at < timedelta(days=1)
