"""What the database reads for suggestions: the same as the pure rules say, and in a fixed number of statements."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clusters.models import Attestation, Term
from core import clock, outbox
from exchanges.matching import candidates, possible_many, reading, score_many
from exchanges.matching.parts import DEFAULT
from exchanges.matching.wishes import wish_of, wishes_of
from exchanges.models import HostOffer
from exchanges.services import offers, proposals
from tests.exchanges.test_proposals import more_offers
from tests.support.world import FIRST_DAY, LAST_DAY, VILNIUS, make_organisation, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(world):
    return world.accepted(host_choice="find", host_offer=None)


def vilnius(world, **changes):
    host = make_organisation("Baltic Lasers UAB", "sme", "LT", "Vilnius", VILNIUS)
    fields = {
        "organisation": host,
        "host_cluster": world.clusters["nice"],
        "title": "Laser bench",
        "description": "See how smart mobility is tested.",
        "languages": ["en"],
        "available_from": date(2026, 1, 1),
        "available_until": date(2026, 12, 31),
        "contact_name": "Contact",
        "contact_email": "laser@baltic.example",
    } | changes
    return offers.create_offer(by=world.actor("host_manager"), **fields)


def test_statement_finds_what_the_rules_allow_and_no_more(world, file):
    more_offers(world, 3)
    vilnius(world)
    vilnius(world, organisation=world.firm, title="At home")
    vilnius(world, title="In French only", languages=["fr"], organisation=world.offer.organisation)
    vilnius(world, title="Closed in May", available_from=FIRST_DAY + timedelta(1), organisation=world.host)
    wish, every = wish_of(file, FIRST_DAY, LAST_DAY), reading.all_offers(clock.today())
    allowed = possible_many([wish], every)[0]
    expected = {one.offer_id for one, fits in zip(every, allowed, strict=True) if fits}
    board = candidates.board(file, FIRST_DAY, LAST_DAY, greyed=10)
    assert {one.candidate.offer_id for one in board.possible} == expected
    assert len(expected) == 5
    assert board.number_barred == len(every) - 5 == len(board.barred)
    assert board.by_limit == {"country": 1, "host": 1, "language": 1, "days": 1}


def test_order_is_that_of_the_full_score(world, file):
    more_offers(world, 3)
    vilnius(world)
    wish, every, fields = (
        wish_of(file, FIRST_DAY, LAST_DAY),
        reading.all_offers(clock.today()),
        reading.fields_known(),
    )
    scores = score_many([wish], every, DEFAULT, fields).total[0]
    best = max(zip(scores, (one.offer_id for one in every), strict=True))
    found = candidates.suggestions(file)
    assert (found[0].score, found[0].candidate.offer_id) == (int(best[0]), best[1])
    assert found[0].candidate.offer_id == world.offer.pk


def test_reasons_of_the_visitor_are_compared_with_the_offer(world, file):
    found = candidates.suggestions(file)[0]
    assert "mobil" in next(part.words for part in found.parts if part.code == "text")


def test_fields_near_in_the_tree_count(world, file):
    top = Term.objects.filter(taxonomy="s3", parent=None, children__isnull=False).order_by("id").first()
    mine, its = top.children.order_by("id")[:2]
    world.firm.terms.add(mine)
    offer = vilnius(world)
    offer.terms.add(its)
    found = {one.candidate.offer_id: one for one in candidates.suggestions(file)}
    part = {one.code: one for one in found[offer.pk].parts}["fields"]
    assert part.words == f"Near fields: {mine.label} and {its.label}"
    assert part.points == 12


def test_host_with_a_near_field_is_looked_at_before_hosts_without_one(world, file, monkeypatch):
    """The rough sum of the database decides who is looked at; who offers no near field gets no points for fields."""
    more_offers(world, 3)
    world.offer.terms.clear()
    field = Term.objects.filter(taxonomy="s3").order_by("id").first()
    world.firm.terms.set([field])
    offer = vilnius(world, uses=file.uses, activity_types=file.activity_types)
    offer.terms.set([field])
    for other in HostOffer.objects.exclude(pk=offer.pk).order_by("id"):
        other.uses, other.activity_types = file.uses, file.activity_types
        other.save()
    monkeypatch.setattr(reading, "CLOSE_LOOK", 1)
    file.preferred_countries = []
    file.save()
    assert [one.candidate.offer_id for one in candidates.suggestions(file)] == [offer.pk]


def test_enterprise_of_the_sme_test_is_no_host(world, file):
    inputs = {"stands_alone": False, "enterprises": [{"name": "MOBILITÉ AZUR", "relation": "linked"}]}
    Attestation.objects.create(
        kind="sme_status",
        organisation=world.firm,
        issued_by_name="Vera",
        issued_on=clock.today(),
        inputs=inputs,
    )
    board = candidates.board(file, FIRST_DAY, LAST_DAY, greyed=10)
    assert board.possible == []
    assert board.barred[0].obstacles == (
        "Visitor and host belong to one group of enterprises, as the SME test says.",
    )


def test_silence_and_answers_of_a_host_are_its_record(world, file):
    first = proposals.propose_host(application=file, host_offer=world.offer, by=world.actor("manager"))
    proposals.answer_as_host(proposal=first, by=world.actor("host"), accept=False, comment="A fair.")
    with clock.at(moment(date(2026, 3, 3))):
        second = proposals.propose_host(application=file, host_offer=world.offer, by=world.actor("manager"))
        proposals.expire_proposal(proposal=second)
        third = proposals.propose_host(application=file, host_offer=world.offer, by=world.actor("manager"))
        # A no of the visitor says nothing about the host.
        proposals.answer_as_visitor(
            proposal=third, by=world.actor("visitor"), accept=False, comment="Too far."
        )
    record = reading.all_offers(clock.today())[0].record
    assert (record.asked, record.answered, record.accepted, record.visits) == (2, 1, 0, 0)


def test_second_visit_of_the_same_person_is_barred_once_the_first_is_agreed(world, file):
    world.partnership.visit_once_level = "person"
    world.partnership.save()
    world.ready()
    assert "CXC-" in wish_of(file, None, None).earlier_visit


def test_many_wishes_cost_as_much_as_one(world, file):
    def cost(files):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            wishes_of(files)
        return len(seen)

    second = world.accepted(host_choice="find", host_offer=None)
    wishes_of([file])
    assert cost([file]) == cost([file, second]) == 3


def test_wishes_stand_in_the_order_of_the_files(world, file):
    second = world.accepted(host_choice="find", host_offer=None)
    assert [one.key for one in wishes_of([second, file])] == [second.pk, file.pk]
    outbox.run_due()
