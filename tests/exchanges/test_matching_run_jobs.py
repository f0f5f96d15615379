"""A run that takes long is a worker's: made, changed by hand, taken back; the page says how far it is and what went wrong."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core import outbox
from core.exceptions import WrongState
from exchanges.models import MatchingRun
from exchanges.services import matching_runs
from tests.exchanges.test_matching_runs import make, pairs
from tests.support.waiting import offers, waits

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(world):
    """Two files for two hosts of one place each; the second host shares less with them."""
    world.offer.periods.update(capacity=1)
    return waits(world), waits(world, name="Second GmbH"), offers(world, "Neris", country="LT")


@pytest.fixture
def slow(world, two):
    """A solved run whose answer took longer than anybody waits for."""
    run = make(world)
    MatchingRun.objects.filter(pk=run.pk).update(seconds=Decimal("2.86"))
    run.refresh_from_db()
    return run


def swapped(run):
    """A file and the host that it does not have."""
    before = pairs(run)
    file, host = min(before)
    return file, ({pair[1] for pair in before} - {host}).pop()


def page_of(world, run):
    return world.client("coordinator").get(reverse("exchanges:matching_run", args=[run.pk])).content.decode()


def test_a_new_run_reads_nothing_while_the_person_waits(world, two, monkeypatch):
    def read(*args, **kwargs):
        raise AssertionError("read inside the request")

    with monkeypatch.context() as patch:
        patch.setattr("exchanges.services.matching_runs.run_input.read", read)
        run = make(world, solved=False)
    page = page_of(world, run)
    assert "It waits for a free worker." in page
    assert "You may leave this page" in page
    outbox.run_due()
    run.refresh_from_db()
    assert run.state == "solved"


def test_the_page_says_how_far_the_worker_is(world, two, monkeypatch):
    seen = []
    run = make(world, solved=False)
    real = matching_runs.run_answer.answer

    def looks(*args):
        seen.append(page_of(world, run))
        return real(*args)

    monkeypatch.setattr("exchanges.services.matching_runs.run_answer.answer", looks)
    outbox.run_due()
    assert 'max="4" value="2"' in seen[0]
    assert "The best matches are being looked for." in seen[0]


def test_a_slow_change_is_made_by_a_worker_and_shows_its_loss(world, slow):
    file, host = swapped(slow)
    before, total, client = pairs(slow), slow.total, world.client("coordinator")
    address = reverse("exchanges:matching_run_file", args=[slow.pk, file])
    asked = client.get(address, {"act": "must", "host": host}).content.decode()
    assert "A worker does it" in asked
    client.post(address, {"act": "must", "host": host, "version": slow.version})
    slow.refresh_from_db()
    assert (slow.state, pairs(slow), slow.total) == ("changing", before, total)
    page = page_of(world, slow)
    assert "Being solved again" in page
    assert "Send the matches" not in page
    outbox.run_due()
    slow.refresh_from_db()
    assert slow.state == "solved"
    assert (file, host) in pairs(slow)
    assert slow.steps[-1]["change"] == slow.total - total
    assert f"The last one: {slow.total - total:+d} points" in page_of(world, slow)


def test_a_slow_change_is_taken_back_by_a_worker(world, slow):
    file, host = swapped(slow)
    before, by = (pairs(slow), slow.total), world.actor("coordinator")
    matching_runs.change(run=slow, file=file, act="must", host=host, by=by, version=slow.version)
    outbox.run_due()
    MatchingRun.objects.filter(pk=slow.pk).update(seconds=Decimal("2.86"))
    slow.refresh_from_db()
    matching_runs.undo(run=slow, by=by, version=slow.version)
    assert slow.state == "changing"
    outbox.run_due()
    slow.refresh_from_db()
    assert (slow.state, slow.steps, (pairs(slow), slow.total)) == ("solved", [], before)


def test_a_change_that_contradicts_leaves_the_run_as_it_was_and_says_why(world, two, slow):
    by, host = world.actor("coordinator"), world.host.pk
    for file in two[:2]:
        MatchingRun.objects.filter(pk=slow.pk).update(seconds=Decimal("2.86"))
        slow.refresh_from_db()
        matching_runs.change(run=slow, file=file.pk, act="must", host=host, by=by, version=slow.version)
        outbox.run_due()
    slow.refresh_from_db()
    assert (slow.state, len(slow.steps)) == ("solved", 1)
    page = page_of(world, slow)
    assert "The change was not made" in page
    assert "More visitors must go to Mobilité Azur SAS than its 1 places" in page


def test_two_changes_at_once_are_refused_and_a_second_worker_does_nothing(world, slow):
    file, host = swapped(slow)
    by = world.actor("coordinator")
    matching_runs.change(run=slow, file=file, act="must", host=host, by=by, version=slow.version)
    with pytest.raises(WrongState):
        matching_runs.change(run=slow, file=file, act="must_not", host=host, by=by, version=slow.version)
    waiting = MatchingRun.objects.get(pk=slow.pk)
    outbox.run_due()
    matching_runs.change_now(waiting)
    slow.refresh_from_db()
    assert (slow.state, len(slow.steps)) == ("solved", 1)


def test_a_run_thrown_away_before_the_worker_came_stays_away(world, two):
    run = make(world, solved=False)
    as_the_worker_read_it = MatchingRun.objects.select_related("partnership").get(pk=run.pk)
    matching_runs.discard(run=run, by=world.actor("coordinator"))
    matching_runs.solve_now(as_the_worker_read_it)
    outbox.run_due()
    run.refresh_from_db()
    assert (run.state, run.matches.count()) == ("discarded", 0)


def test_only_a_run_that_is_solved_again_has_wanted_changes(world, slow):
    with pytest.raises(IntegrityError, match="matching_run_change_is_wanted"), transaction.atomic():
        MatchingRun.objects.filter(pk=slow.pk).update(wanted_steps=[])
