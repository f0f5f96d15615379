"""Matching: propose, answer, confirm; who may, when, and what becomes of it."""

from datetime import date, timedelta

import pytest

from core import clock, outbox
from core.actors import Actor
from core.exceptions import NotAllowed, Refused, WrongState
from core.models import AccessLink, Mail
from exchanges.models import Exchange, Proposal
from exchanges.services import applications, building, offers, proposals
from tests.support.world import FIRST_DAY, LAST_DAY, NICE, make_organisation, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(world):
    """An accepted file that still needs a host."""
    return world.accepted(host_choice="find", host_offer=None)


def more_offers(world, number, **changes):
    made = []
    for index in range(number):
        host = make_organisation(f"Host {index}", "sme", "FR", "Nice", NICE)
        fields = {
            "organisation": host,
            "host_cluster": world.clusters["nice"],
            "title": f"Offer {index}",
            "description": "A workshop.",
            "languages": ["en"],
            "available_from": date(2026, 1, 1),
            "available_until": date(2026, 12, 31),
            "contact_name": "Contact",
            "contact_email": f"host{index}@azur.example",
        } | changes
        made.append(offers.create_offer(by=world.actor("host_manager"), **fields))
    return made


def propose(world, file, offer=None, persona="manager", **rest):
    return proposals.propose_host(
        application=file, host_offer=offer or world.offer, by=world.actor(persona), **rest
    )


def test_propose_by_the_manager_waits_for_both_sides(world, file):
    proposal = propose(world, file)
    assert (proposal.state, proposal.waiting_for) == ("proposed", "visitor host")
    assert (proposal.stay.lower, proposal.stay.upper) == (FIRST_DAY, LAST_DAY + timedelta(days=1))
    file.refresh_from_db()
    assert file.waiting_for == ""


def test_propose_by_the_visitor_waits_for_the_host_only(world, file):
    proposal = propose(world, file, persona="visitor")
    assert (proposal.state, proposal.waiting_for) == ("accepted_by_visitor", "host")
    assert proposal.visitor_cluster_confirmed_at is None


@pytest.mark.parametrize(
    "persona", ["host", "host_manager", "other_manager", "coordinator", "auditor", "stranger"]
)
def test_propose_is_refused_to_others(world, file, persona):
    with pytest.raises(NotAllowed):
        propose(world, file, persona=persona)
    assert not Proposal.objects.exists()


def test_propose_before_the_decision_is_too_early(world):
    application = world.submitted(host_choice="find", host_offer=None)
    with pytest.raises(WrongState):
        propose(world, application)


def test_propose_same_host_twice_is_refused(world, file):
    propose(world, file)
    with pytest.raises(Refused, match="already proposed"):
        propose(world, file)


def test_propose_stops_at_five_open_requests(world, file):
    made = more_offers(world, 6)
    for offer in made[:5]:
        propose(world, file, offer)
    with pytest.raises(Refused, match="5 hosts are asked already"):
        propose(world, file, made[5])
    proposals.withdraw_proposal(proposal=file.proposals.first(), by=world.actor("manager"))
    assert propose(world, file, made[5]).state == "proposed"


def test_propose_hosts_asks_all_or_none(world, file):
    made = more_offers(world, 2)
    offers.close_offer(offer=made[1], by=world.actor("host_manager"))
    made[1].refresh_from_db()
    with pytest.raises(Refused, match="no longer open"):
        proposals.propose_hosts(application=file, host_offers=made, by=world.actor("manager"))
    assert not file.proposals.exists()


def test_propose_outside_the_free_period_is_refused(world, file):
    with pytest.raises(Refused, match="not free on these days"):
        propose(world, file, start=date(2027, 2, 1), end=date(2027, 2, 5))


def test_propose_to_a_full_host_is_refused(world, file):
    """A host's yes takes the place; a mere request does not."""
    offer = more_offers(world, 1, capacity=1)[0]
    first = propose(world, file, offer)
    second = world.accepted(host_choice="find", host_offer=None)
    waiting = propose(world, second, offer)
    proposals.withdraw_proposal(proposal=waiting, by=world.actor("manager"))
    by_link = Actor.for_link(
        AccessLink(subject_type="exchanges.proposal", subject_id=first.pk, name="Contact")
    )
    proposals.answer_as_host(proposal=first, by=by_link, accept=True)
    with pytest.raises(Refused, match="place is taken"):
        propose(world, second, offer)


def test_propose_in_the_own_country_is_refused(world, file):
    home = make_organisation("Nachbar GmbH", "sme", "DE", "Leipzig", ("51.3", "12.4"))
    offer = more_offers(world, 1, organisation=home)[0]
    with pytest.raises(Refused, match="own country"):
        propose(world, file, offer)


def test_a_match_of_a_proposed_host_takes_four_steps(world, file):
    proposal = propose(world, file)
    proposals.answer_as_host(proposal=proposal, by=world.actor("host"), accept=True)
    assert (proposal.state, proposal.waiting_for) == ("accepted_by_host", "visitor")
    proposals.answer_as_visitor(proposal=proposal, by=world.actor("visitor"), accept=True)
    assert (proposal.state, proposal.waiting_for) == ("agreed", "host_cluster")
    assert not Exchange.objects.exists()
    proposals.confirm_match(proposal=proposal, by=world.actor("host_manager"))
    assert proposal.state == "confirmed"
    exchange = Exchange.objects.get()
    file.refresh_from_db()
    assert (exchange.state, file.current_exchange_id, file.waiting_for) == ("building", exchange.pk, "")


def test_visitor_first_then_host_needs_both_clusters(world, file):
    proposal = propose(world, file, persona="visitor")
    proposals.answer_as_host(proposal=proposal, by=world.actor("host"), accept=True)
    assert (proposal.state, proposal.waiting_for) == ("agreed", "visitor_cluster host_cluster")
    proposals.confirm_match(proposal=proposal, by=world.actor("manager"))
    assert (proposal.state, proposal.waiting_for) == ("agreed", "host_cluster")
    proposals.confirm_match(proposal=proposal, by=world.actor("manager"))
    assert proposal.state == "agreed"
    proposals.confirm_match(proposal=proposal, by=world.actor("host_manager"))
    assert (proposal.state, Exchange.objects.count()) == ("confirmed", 1)


def test_confirm_twice_makes_one_exchange(world, file):
    proposal = propose(world, file)
    proposals.answer_as_host(proposal=proposal, by=world.actor("host"), accept=True)
    proposals.answer_as_visitor(proposal=proposal, by=world.actor("visitor"), accept=True)
    for _ in range(2):
        proposals.confirm_match(proposal=Proposal.objects.get(pk=proposal.pk), by=world.actor("host_manager"))
    assert Exchange.objects.count() == 1


def test_confirm_before_both_have_agreed_is_too_early(world, file):
    proposal = propose(world, file)
    with pytest.raises(WrongState):
        proposals.confirm_match(proposal=proposal, by=world.actor("manager"))


@pytest.mark.parametrize(
    "persona", ["visitor", "host", "other_manager", "coordinator", "finance", "stranger"]
)
def test_confirm_is_for_the_two_clusters_only(world, file, persona):
    proposal = propose(world, file, persona="visitor")
    proposals.answer_as_host(proposal=proposal, by=world.actor("host"), accept=True)
    with pytest.raises(NotAllowed):
        proposals.confirm_match(proposal=proposal, by=world.actor(persona))


def test_confirm_withdraws_the_other_proposals(world, file):
    rest = [propose(world, file, offer) for offer in more_offers(world, 2)]
    chosen = propose(world, file)
    proposals.answer_as_host(proposal=chosen, by=world.actor("host"), accept=True)
    proposals.answer_as_visitor(proposal=chosen, by=world.actor("visitor"), accept=True)
    proposals.confirm_match(proposal=chosen, by=world.actor("host_manager"))
    states = Proposal.objects.filter(pk__in=[one.pk for one in rest]).values_list("state", flat=True)
    assert set(states) == {"withdrawn"}
    assert not rest[0].parties.filter(active=True).exists()
    assert chosen.parties.filter(active=True).count() == 2


def test_a_listed_host_that_accepts_confirms_at_once(world):
    application = world.accepted()
    proposal = application.proposals.get()
    proposals.answer_as_host(proposal=proposal, by=world.actor("host"), accept=True)
    assert proposal.state == "confirmed"
    assert Exchange.objects.get(application=application).state == "building"


def test_a_listed_host_that_declines_leaves_the_file_with_the_manager(world):
    application = world.accepted()
    proposal = application.proposals.get()
    proposals.answer_as_host(
        proposal=proposal, by=world.actor("host"), accept=False, comment="Fair week, sorry."
    )
    application.refresh_from_db()
    assert (proposal.state, proposal.decline_reason) == ("declined", "Fair week, sorry.")
    assert (application.state, application.waiting_for) == ("accepted", "visitor_cluster")
    assert not proposal.parties.filter(active=True).exists()


def test_decline_needs_a_reason(world):
    proposal = world.accepted().proposals.get()
    with pytest.raises(Refused):
        proposals.answer_as_host(proposal=proposal, by=world.actor("host"), accept=False, comment=" ")
    assert Proposal.objects.get(pk=proposal.pk).state == "accepted_by_visitor"


def test_answer_twice_says_so(world):
    proposal = world.accepted().proposals.get()
    proposals.answer_as_host(proposal=proposal, by=world.actor("host"), accept=True)
    with pytest.raises(WrongState):
        proposals.answer_as_host(proposal=proposal, by=world.actor("host"), accept=True)
    assert Exchange.objects.count() == 1


@pytest.mark.parametrize("persona", ["visitor", "manager", "host_manager", "other_manager", "auditor"])
def test_answer_for_the_host_is_refused_to_others(world, persona):
    proposal = world.accepted().proposals.get()
    with pytest.raises(NotAllowed):
        proposals.answer_as_host(proposal=proposal, by=world.actor(persona), accept=True)


def test_silence_of_a_host_is_told_to_all_who_were_in_it(world):
    proposal = world.accepted().proposals.get()
    outbox.run_due()
    with clock.at(moment(proposal.due_on + timedelta(days=1))):
        outbox.run_due()
        outbox.run_due()
    told = Mail.objects.filter(event="proposal.expired").values_list("to_address", flat=True)
    assert set(told) == {"vera@firm.example", "mara@elbe-valley.example", "hugo@azur.example"}


def test_visitor_has_its_own_time_after_the_yes_of_a_host(world, file):
    proposal = propose(world, file)
    outbox.run_due()
    first = proposal.due_on
    with clock.at(moment(first)):
        proposals.answer_as_host(proposal=proposal, by=world.actor("host"), accept=True)
    later = Proposal.objects.get(pk=proposal.pk).due_on
    assert later > first
    with clock.at(moment(first + timedelta(days=1))):
        outbox.run_due()
    assert Proposal.objects.get(pk=proposal.pk).state == "accepted_by_host"
    with clock.at(moment(later - timedelta(days=1))):
        outbox.run_due()
    assert (
        Mail.objects.filter(subject__startswith="Reminder: Mobilit", to_address="vera@firm.example").count()
        == 1
    )
    with clock.at(moment(later + timedelta(days=1))):
        outbox.run_due()
        outbox.run_due()
    assert Proposal.objects.get(pk=proposal.pk).state == "expired"
    mail = Mail.objects.get(event="proposal.expired", to_address="hugo@azur.example")
    assert "no answer from Elbe Sensors GmbH" in mail.subject
    assert "Mobilité Azur SAS would have received this visit" in mail.text_body


def test_unanswered_request_reminds_and_then_expires(world):
    application = world.accepted()
    proposal = application.proposals.get()
    outbox.run_due()
    with clock.at(moment(proposal.due_on - timedelta(days=1))):
        outbox.run_due()
    with clock.at(moment(proposal.due_on + timedelta(days=1))):
        outbox.run_due()
    proposal.refresh_from_db()
    application.refresh_from_db()
    assert (proposal.state, application.waiting_for) == ("expired", "visitor_cluster")
    subjects = Mail.objects.filter(event="proposal.asked").order_by("id").values_list("subject", flat=True)
    assert list(subjects) == [
        f"May Elbe Sensors GmbH visit you? ({application.reference})",
        f"Reminder: may Elbe Sensors GmbH visit you? ({application.reference})",
    ]


def test_a_decline_is_told_to_visitor_and_manager(world):
    application = world.accepted()
    outbox.run_due()
    proposal = application.proposals.get()
    proposals.answer_as_host(proposal=proposal, by=world.actor("host"), accept=False, comment="Fair week.")
    outbox.run_due()
    mails = Mail.objects.filter(event="proposal.declined")
    assert set(mails.values_list("to_address", flat=True)) == {
        "vera@firm.example",
        "mara@elbe-valley.example",
    }
    for mail in mails:
        assert "Fair week." in mail.text_body
        assert "Fair week." in mail.html_body


def test_a_withdrawn_application_takes_its_requests_back(world):
    application = world.accepted()
    outbox.run_due()
    proposal = application.proposals.get()
    applications.withdraw_application(application=application, by=world.actor("visitor"))
    outbox.run_due()
    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"
    assert not proposal.parties.filter(active=True).exists()
    told = Mail.objects.filter(event="proposal.withdrawn").get()
    assert told.to_address == "hugo@azur.example"


def test_a_cancelled_visit_sends_the_file_back_to_the_manager(world):
    exchange = world.building()
    building.cancel_exchange(exchange=exchange, by=world.actor("visitor"), reason="The host has closed.")
    application = exchange.application
    application.refresh_from_db()
    assert (application.state, application.waiting_for) == ("accepted", "visitor_cluster")
    other = propose(world, application, more_offers(world, 1)[0])
    assert other.state == "proposed"
