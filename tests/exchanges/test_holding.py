"""How long each side held a file."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from core import clock
from exchanges.holding import held
from exchanges.services import decisions

START = datetime(2026, 3, 2, tzinfo=UTC)


def day(number):
    return START + timedelta(days=number)


def days(moves, until):
    return {side: time.days for side, time in held(moves, day(until)).items()}


def test_each_stretch_goes_to_the_side_that_had_to_act():
    moves = [
        (day(0), "application", 1, "draft"),
        (day(2), "application", 1, "submitted"),
        (day(3), "application", 1, "in_review"),
        (day(5), "application", 1, "on_hold"),
        (day(9), "application", 1, "in_review"),
        (day(10), "application", 1, "rejected"),
    ]
    assert days(moves, 30) == {"visitor": 2 + 4, "deciding": 3 + 1}
    assert days(reversed(moves), 30) == days(moves, 30)


def test_match_and_visit_come_before_the_application():
    moves = [
        (day(0), "application", 1, "accepted"),
        (day(1), "proposal", 7, "proposed"),
        (day(4), "proposal", 7, "declined"),
        (day(6), "proposal", 8, "proposed"),
        (day(7), "proposal", 8, "agreed"),
        (day(8), "proposal", 8, "confirmed"),
        (day(8), "exchange", 5, "building"),
        (day(10), "exchange", 5, "ready_to_start"),
        (day(20), "exchange", 5, "awaiting_report"),
    ]
    assert days(moves, 21) == {"deciding": 1 + 2, "host": 3 + 1, "clusters": 1, "visitor": 2 + 1}


def test_nothing_has_happened_yet():
    assert held([], day(3)) == {}


@pytest.mark.django_db
def test_staff_see_it_on_the_file_and_the_visitor_does_not(world):
    application = world.submitted()
    with clock.at(clock.now() + timedelta(days=4)):
        decisions.hold_application(application=application, by=world.actor("manager"), question="Which site?")
    url = reverse("exchanges:file", args=[application.reference])
    with clock.at(clock.now() + timedelta(days=6)):
        facts = world.client("manager").get(url).context["page"].held
        assert [(str(side), words) for side, words in facts] == [
            ("Visitor", "2 days"),
            ("Deciding side", "4 days"),
        ]
        assert world.client("visitor").get(url).context["page"].held == []
