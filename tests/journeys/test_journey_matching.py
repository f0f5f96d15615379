"""A visitor finds a host: by suggestion, from the board with keys alone, and by a run that is compared, edited and sent."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from core import outbox
from exchanges.models import Application, MatchingRun, Proposal
from tests.exchanges.test_proposals import more_offers
from tests.support.browser import NARROW
from tests.support.waiting import offers, waits
from tests.support.walker import Walker, link_in, newest_mail
from tests.support.world import PASSWORD, World

Log = Callable[..., Walker]


@pytest.fixture
def log_in(fresh_database: str, world: World, new_page: Callable[..., Any]) -> Log:
    def comes(persona: str, **look: Any) -> Walker:
        walker = Walker(new_page(**look), persona)
        walker.open("/accounts/login/")
        return walker.fill(login=world.actor(persona).user.email, password=PASSWORD).press("Log in")

    return comes


def test_a_visitor_finds_a_host_by_suggestion(
    world: World, log_in: Log, new_page: Callable[..., Any]
) -> None:
    file = world.accepted(host_choice="find", host_offer=None)
    visitor = log_in("visitor", viewport=NARROW)
    visitor.open("/").follow("Look at the hosts that fit")
    visitor.sees("Fits by", "Mobilité Azur SAS").label("Ask this host").press("Ask the chosen hosts")
    visitor.sees("Asked by mail: Mobilité Azur SAS.")
    host = Walker(new_page(viewport=NARROW), "host")
    mail = newest_mail(file.proposals.get().host_contact_email)
    host.open(link_in(mail)).label("Yes, we would receive this visit").go_on()
    visitor.open(reverse("exchanges:file", args=[file.reference])).sees("Mobilité Azur SAS")
    assert file.proposals.get().state == "agreed"


def test_a_run_is_compared_edited_and_sent(world: World, log_in: Log) -> None:
    """Twice the money finds a host for the second file; by hand the hosts are swapped, which costs points."""
    world.offer.periods.update(capacity=1)
    mine, other = waits(world), waits(world, name="Second GmbH", preferred_countries=["LT"])
    offers(world, "Neris", country="LT", cluster="vilnius")
    desk = log_in("coordinator")
    small = _run(desk, name="As planned", budget="500")
    assert small.matched == 1
    desk.follow("Copy with other limits")
    large = _run(desk, name="Twice the money", budget="1000")
    assert large.matched == 2
    desk.open(reverse("exchanges:matching_runs"))
    for box in desk.page.locator("main input[name=run]").all():
        box.check()
    desk.press("Compare the ticked runs").sees("As planned", "Twice the money", "1 file has another host")
    _swap(desk, large, mine, "Neris")
    desk.open(reverse("exchanges:matching_run", args=[large.pk])).follow("Send the matches")
    assert not Proposal.objects.exists()
    desk.press("Send them").sees("The matches go out now.")
    outbox.run_due()
    assert dict(Proposal.objects.values_list("application", "host__name")) == {
        mine.pk: "Neris",
        other.pk: world.host.name,
    }
    log_in("visitor", viewport=NARROW).open("/").sees("Neris")


def _run(desk: Walker, **fields: str) -> MatchingRun:
    """Make it on the form; a worker solves it while the page waits, which then offers what can be done with it."""
    if "like=" not in desk.page.url:
        desk.open(reverse("exchanges:matching_run_new"))
    desk.fill(**fields).press("Find the best matches")
    desk.sees("You may leave this page")
    outbox.run_due()
    desk.sees("Solved, nothing sent", "Send the matches", "Copy with other limits").look()
    return MatchingRun.objects.latest("id")


def _swap(desk: Walker, run: MatchingRun, file: Application, host: str) -> None:
    """The file goes to another host by hand: first the loss, then the change."""
    desk.open(reverse("exchanges:matching_run_file", args=[run.pk, file.pk]))
    desk.follow(f"What would it cost? {host}").sees(f"With {host}", "points are lost")
    desk.press("Change and solve again").sees("Changed and solved again. Nothing was sent.")
    before = run.total
    run.refresh_from_db()
    assert run.total < before
    assert run.matches.get(application=file).offer.organisation.name == host


def test_from_the_board_to_the_question_with_the_keyboard_at_320_px(world: World, log_in: Log) -> None:
    file = world.accepted(host_choice="find", host_offer=None)
    more_offers(world, 8)
    desk = log_in("manager", viewport=NARROW)
    desk.open(reverse("exchanges:matching"))
    assert _tab(desk) == "Skip to the content"
    desk.page.keyboard.press("Enter")
    _tab_to(desk, "Elbe Sensors GmbH", most=8)
    desk.page.keyboard.press("Enter")
    desk.page.wait_for_url(lambda address: file.reference in address)
    desk.look()
    assert desk.page.evaluate("document.documentElement.scrollHeight") < 5_000
    assert desk.page.locator("main form li.card:visible").count() == 5
    assert _tab(desk) == "Skip to the content"
    desk.page.keyboard.press("Enter")
    _tab_to(desk, "Ask this host", most=16)
    desk.page.keyboard.press("Space")
    _tab_to(desk, "more hosts that can be asked", most=16)
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("main form li.card:visible").nth(5)).to_be_visible()
    _tab_to(desk, "Ask the chosen hosts", most=30)
    desk.page.keyboard.press("Enter")
    desk.page.get_by_text("Asked by mail: ").wait_for()
    desk.look()
    assert file.proposals.count() == 1


# A region that scrolls is a stop too; it goes by its label, not by all that stands in it.
_FOCUSED = """() => {
    const here = document.activeElement;
    if (here.getAttribute("role") === "region") return here.getAttribute("aria-label");
    return (here.closest("label") || here).innerText.replace(/\\s+/g, " ").trim() || here.name || "";
}"""


def _tab(walker: Walker) -> str:
    """What the next stop of the Tab key says."""
    walker.page.keyboard.press("Tab")
    return str(walker.page.evaluate(_FOCUSED))


def _tab_to(walker: Walker, words: str, *, most: int) -> None:
    stops = []
    for _number in range(most):
        stops.append(_tab(walker))
        if words in stops[-1]:
            return
    raise AssertionError(f"“{words}” is not among the first {most} stops: {stops}")
