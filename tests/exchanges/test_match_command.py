"""What a run reads and answers, by the command that saves nothing: hard limits, sums, reasons, and unusable input."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exchanges.matching import run_input
from exchanges.matching.candidates import suggestions
from exchanges.models import HostOffer, MatchingRun, Proposal
from exchanges.services import proposals
from tests.support.waiting import offers, waits
from tests.support.world import FIRST_DAY

pytestmark = pytest.mark.django_db


def match(code="TEST"):
    out = StringIO()
    call_command("match", partnership=code, json=True, stdout=out)
    return json.loads(out.getvalue())


def test_answer_has_the_keys_that_programs_read(world):
    first, second = waits(world), waits(world, name="Second GmbH")
    HostOffer.objects.filter(pk=world.offer.pk).update(capacity=1)
    world.offer.periods.update(capacity=1)
    found = match()
    assert set(found) == {"assignments", "unplaced", "objective", "bound", "seconds"}
    (row,) = found["assignments"]
    assert row["visitor"] in (first.reference, second.reference)
    assert (row["host"], row["lump_sum"]) == ("Mobilité Azur SAS", 450)
    assert "Preferred countries: 12" in row["reasons"]
    (left,) = found["unplaced"]
    assert left == {
        "visitor": ({first.reference, second.reference} - {row["visitor"]}).pop(),
        "reasons": ["All places at the hosts that suit are taken by others of this run."],
    }
    assert (found["objective"], found["bound"]) == (row["score"], row["score"])
    assert not MatchingRun.objects.exists()
    assert not Proposal.objects.exists()


def test_unknown_partnership_is_refused_with_the_known_ones(world):
    with pytest.raises(CommandError, match="Known: TEST") as caught:
        match("NOPE")
    assert caught.value.returncode == 2


def test_score_is_that_of_a_suggestion(world):
    application = waits(world, languages=["en", "fr", "de"], uses=["learn", "markets"])
    offers(world, "Neris", country="LT", languages=["en", "lt"])
    wanted = {one.candidate.organisation: one.score for one in suggestions(application) if one.possible}
    frozen = run_input.read(world.partnership)
    pairs, slots = frozen["pairs"], frozen["slots"]
    found = {
        HostOffer.objects.get(pk=slots[slot]["offer"]).organisation.name: score
        for slot, score in zip(pairs["slot"], pairs["score"], strict=True)
    }
    assert found == wanted
    assert [sum(frozen["parts"][at]) for at in pairs["parts"]] == pairs["score"]


def test_who_cannot_be_matched_is_told_why(world):
    world.offer.periods.update(last_day=FIRST_DAY)
    offers(world, "Home", country="DE")
    application = waits(world)
    assert match()["unplaced"] == [
        {
            "visitor": application.reference,
            "reasons": [
                "1 host is not free on these days.",
                "1 host is not allowed by country or kind.",
            ],
        }
    ]


def test_held_places_closed_offers_and_matched_files_are_left_out(world):
    """The only place of the host is held for a visit in the same days; another week it is free."""
    world.offer.periods.update(capacity=1)
    world.building()
    same, later = waits(world, name="Same GmbH"), waits(world, name="Later GmbH", weeks=2)
    offers(world, "Closed", active=False)
    found = match()
    assert [(row["visitor"], row["host"]) for row in found["assignments"]] == [
        (later.reference, "Mobilité Azur SAS")
    ]
    assert found["unplaced"] == [{"visitor": same.reference, "reasons": ["1 host is full on these days."]}]


def test_file_that_waits_for_an_answer_is_read_only_when_asked_for(world):
    application, second = waits(world), offers(world, "Second host")
    proposals.propose_host(application=application, host_offer=world.offer, by=world.actor("manager"))
    assert run_input.read(world.partnership)["visitors"] == []
    frozen = run_input.read(world.partnership, asked_too=True)
    assert [frozen["slots"][at]["offer"] for at in frozen["pairs"]["slot"]] == [second.pk]


def test_periods_that_follow_each_other_hold_one_stay(world):
    period = world.offer.periods.get()
    middle = FIRST_DAY + timedelta(days=1)
    world.offer.periods.filter(pk=period.pk).update(last_day=middle)
    world.offer.periods.create(
        first_day=middle + timedelta(days=1), last_day=period.last_day, capacity=period.capacity
    )
    waits(world)
    assert len(match()["assignments"]) == 1


def test_empty_partnership_has_an_empty_answer(world):
    found = match()
    assert (found["assignments"], found["unplaced"], found["objective"]) == ([], [], 0)


@pytest.mark.parametrize("files", [1, 3])
def test_reading_takes_twelve_statements(world, files):
    for number in range(files):
        waits(world, name=f"Firm {number}")
        offers(world, f"Host {number}")
    with CaptureQueriesContext(connection) as caught:
        run_input.read(world.partnership)
    assert len(caught) == 12
