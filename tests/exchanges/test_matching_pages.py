"""Hosts are proposed, answer by mail link or in the portal, and the clusters confirm."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core import clock, outbox
from core.models import AccessLink, Mail
from exchanges.models import Exchange, Proposal
from exchanges.services import proposals
from tests.support.world import FIRST_DAY, LAST_DAY, moment

pytestmark = pytest.mark.django_db
DAYS = {"start": FIRST_DAY.isoformat(), "end": LAST_DAY.isoformat()}


@pytest.fixture
def file(world):
    return world.accepted(host_choice="find", host_offer=None)


def suggest(application):
    return reverse("exchanges:proposal_suggest", args=[application.reference])


def propose(world, file, persona="manager"):
    return proposals.propose_host(application=file, host_offer=world.offer, by=world.actor(persona))


def link_of(proposal):
    """The path that the host finds in the mail."""
    outbox.run_due()
    mail = Mail.objects.filter(event="proposal.asked", subject_id=proposal.pk).latest("id")
    paths = set(re.findall(r"http\S+?(/answer/proposal/[\w-]+/)", mail.text_body + mail.html_body))
    (path,) = paths
    return path


# --- the ranked list ---


def test_suggest_ranks_with_reasons_and_asks(world, file):
    page = world.client("manager").get(suggest(file))
    (suggestion,) = page.context["possible"]
    assert suggestion.candidate.offer_id == world.offer.pk
    text = page.content.decode()
    assert "Fits what the visit is for: Learn from another cluster" in text
    assert f"Fits by {suggestion.score} of 100 points" in text
    assert "2 places free on these days" in text
    response = world.client("manager").post(
        suggest(file), {"offers": [world.offer.pk], "message": "They build sensors.", **DAYS}
    )
    assert (response.status_code, response.url) == (302, suggest(file))
    proposal = file.proposals.get()
    assert (proposal.state, proposal.message) == ("proposed", "They build sensors.")


def test_suggest_greys_who_is_not_free(world, file):
    page = world.client("visitor").get(suggest(file), {"start": "2027-02-01", "end": "2027-02-05"})
    assert page.context["possible"] == []
    (greyed,) = page.context["impossible"]
    assert greyed.obstacles == ("The host is not free on these days.",)
    assert "The host is not free on these days." in page.content.decode()


def test_mail_can_be_read_before_anything_is_sent(world, file):
    sent = {"offers": [world.offer.pk], "message": "They build sensors.", **DAYS, "preview": "1"}
    text = world.client("manager").post(suggest(file), sent).content.decode()
    for shown in (
        "Hugo Host",
        "May Elbe Sensors GmbH visit you?",
        "They build sensors.",
        "Nothing is sent yet.",
    ):
        assert shown in text
    assert f'value="{world.offer.pk}" checked' in text
    assert not file.proposals.exists() and not Mail.objects.filter(event="proposal.asked").exists()


def test_points_add_up_on_the_page_and_the_map_leads_to_the_list(world, file):
    text = world.client("visitor").get(suggest(file)).content.decode()
    assert "All reasons and points" in text and "12 of 12" in text
    assert f'href="#offer-{world.offer.pk}"' in text and f'id="offer-{world.offer.pk}"' in text


def test_suggest_without_a_tick_says_what_to_do(world, file):
    page = world.client("manager").post(suggest(file), DAYS)
    assert "Tick at least one host to ask." in page.content.decode()
    assert not file.proposals.exists()


def test_suggest_shows_who_was_asked_and_takes_back(world, file):
    proposal = propose(world, file)
    page = world.client("visitor").get(suggest(file))
    assert "Already asked" in page.content.decode()
    response = world.client("manager").post(reverse("exchanges:proposal_withdraw", args=[proposal.pk]))
    assert response.status_code == 302
    assert Proposal.objects.get(pk=proposal.pk).state == "withdrawn"


@pytest.mark.parametrize(
    ("persona", "status"), [("stranger", 404), ("other_manager", 404), ("auditor", 403), ("finance", 403)]
)
def test_suggest_access(world, file, persona, status):
    assert world.client(persona).get(suggest(file)).status_code == status
    assert (
        world.client(persona).post(suggest(file), {"offers": [world.offer.pk], **DAYS}).status_code == status
    )
    assert not file.proposals.exists()


def test_suggest_before_the_decision_redirects_with_the_reason(world):
    application = world.submitted(host_choice="find", host_offer=None)
    response = world.client("manager").get(suggest(application))
    assert response.status_code == 302
    assert not application.proposals.exists()


def test_suggest_costs_the_same_for_each_number_of_hosts(world, file, django_assert_num_queries):
    client = world.client("manager")
    client.get(suggest(file))
    with django_assert_num_queries(17):
        client.get(suggest(file))


# --- the host's answer by mail link ---


def test_host_accepts_by_mail_link_without_an_account(world):
    application = world.accepted()
    proposal = application.proposals.get()
    path, guest = link_of(proposal), Client()
    page = guest.get(path)
    text = page.content.decode()
    assert page.status_code == 200
    for shown in (
        "Elbe Sensors GmbH",
        "1 person: CTO",
        "We want to see how smart mobility is tested on real roads.",
    ):
        assert shown in text
    assert "Vera Visitor" not in text, "before the match is confirmed, no person is named"
    assert page["Referrer-Policy"] == "no-referrer"
    assert Proposal.objects.get(pk=proposal.pk).state == "accepted_by_visitor"
    response = guest.post(path, {"answer": "yes"})
    assert (response.status_code, response.url) == (302, path)
    assert Proposal.objects.get(pk=proposal.pk).state == "confirmed"
    assert Exchange.objects.get(application=application).state == "building"
    settled = guest.get(path).content.decode()
    assert "The match is confirmed." in settled and "Vera Visitor, CTO" in settled
    assert AccessLink.objects.get(subject_id=proposal.pk, purpose="proposal_answer").last_used_at is not None


def test_host_declines_by_mail_link_with_a_reason(world):
    application = world.accepted()
    proposal = application.proposals.get()
    path, guest = link_of(proposal), Client()
    page = guest.post(path, {"answer": "no"})
    assert "Please say why, so that the others can look for another way." in page.content.decode()
    assert Proposal.objects.get(pk=proposal.pk).state == "accepted_by_visitor"
    guest.post(path, {"answer": "no", "comment": "Our fair is in that week."})
    assert Proposal.objects.get(pk=proposal.pk).state == "declined"
    shown = guest.get(path).content.decode()
    assert "This visit was declined" in shown
    assert "Our fair is in that week." in shown
    outbox.run_due()
    told = Mail.objects.filter(event="proposal.declined").values_list("to_address", flat=True)
    assert set(told) == {"vera@firm.example", "mara@elbe-valley.example"}


def test_used_link_answers_once(world):
    application = world.accepted()
    path, guest = link_of(application.proposals.get()), Client()
    guest.post(path, {"answer": "yes"})
    response = guest.post(path, {"answer": "no", "comment": "Changed my mind."})
    assert response.status_code == 302
    assert application.proposals.get().state == "confirmed"
    assert "This cannot be done now" in guest.get(path).content.decode()
    assert Exchange.objects.count() == 1


def test_unknown_link_is_a_404(world):
    world.accepted()
    assert Client().get(reverse("exchanges:proposal_by_link", args=["x" * 43])).status_code == 404


def test_reminder_replaces_the_first_link(world):
    proposal = world.accepted().proposals.get()
    first = link_of(proposal)
    from exchanges.handlers.proposals import remind

    with clock.at(moment(proposal.due_on - timedelta(days=1))):
        remind({"id": proposal.pk})
    second = link_of(proposal)
    assert Client().get(first).status_code == 410
    assert Client().get(second).status_code == 200


def test_link_of_one_host_shows_nothing_of_another(world, file):
    from tests.exchanges.test_proposals import more_offers

    mine = propose(world, file)
    other = proposals.propose_host(
        application=file, host_offer=more_offers(world, 1)[0], by=world.actor("manager")
    )
    text = Client().get(link_of(mine)).content.decode()
    assert other.host.name not in text


# --- answers in the portal ---


def answer(proposal):
    return reverse("exchanges:proposal_answer", args=[proposal.pk])


def test_visitor_and_host_answer_in_the_portal(world, file):
    proposal = propose(world, file)
    world.client("host").post(answer(proposal), {"answer": "yes"})
    assert Proposal.objects.get(pk=proposal.pk).state == "accepted_by_host"
    assert "Your answer is saved" in world.client("host").get(answer(proposal)).content.decode()
    page = world.client("visitor").get(answer(proposal)).content.decode()
    assert "Do you want to visit Mobilité Azur SAS?" in page
    world.client("visitor").post(answer(proposal), {"answer": "yes"})
    assert Proposal.objects.get(pk=proposal.pk).state == "agreed"


@pytest.mark.parametrize(
    ("persona", "status"),
    [("stranger", 404), ("other_manager", 404), ("auditor", 403), ("host_manager", 403)],
)
def test_answer_access(world, file, persona, status):
    proposal = propose(world, file)
    assert world.client(persona).post(answer(proposal), {"answer": "yes"}).status_code == status
    assert Proposal.objects.get(pk=proposal.pk).state == "proposed"


def test_clusters_confirm_in_the_portal(world, file):
    proposal = propose(world, file)
    proposals.answer_as_host(proposal=proposal, by=world.actor("host"), accept=True)
    proposals.answer_as_visitor(proposal=proposal, by=world.actor("visitor"), accept=True)
    url = reverse("exchanges:proposal_confirm", args=[proposal.pk])
    assert "Confirm this match for your cluster" in world.client("host_manager").get(url).content.decode()
    assert world.client("host").get(url).status_code == 403
    assert world.client("stranger").get(url).status_code == 404
    response = world.client("host_manager").post(url, {"answer": "yes"})
    assert response.url == reverse("exchanges:file", args=[file.reference])
    assert Exchange.objects.get(application=file).state == "building"


def test_cluster_declines_an_agreed_match(world, file):
    proposal = propose(world, file)
    proposals.answer_as_host(proposal=proposal, by=world.actor("host"), accept=True)
    proposals.answer_as_visitor(proposal=proposal, by=world.actor("visitor"), accept=True)
    url = reverse("exchanges:proposal_confirm", args=[proposal.pk])
    world.client("host_manager").post(url, {"answer": "no", "comment": "The host left our cluster."})
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decline_reason) == ("declined", "The host left our cluster.")


def test_confirm_before_it_is_agreed_redirects_with_the_reason(world, file):
    url = reverse("exchanges:proposal_confirm", args=[propose(world, file).pk])
    assert world.client("manager").get(url).status_code == 302
    assert world.client("manager").post(url, {"answer": "yes"}).status_code == 302
    assert not Exchange.objects.exists()


def test_cluster_outside_the_portal_confirms_by_link(world, file):
    world.clusters["nice"].in_portal = False
    world.clusters["nice"].save()
    proposal = propose(world, file)
    proposals.answer_as_host(proposal=proposal, by=world.actor("host"), accept=True)
    proposals.answer_as_visitor(proposal=proposal, by=world.actor("visitor"), accept=True)
    outbox.run_due()
    mail = Mail.objects.get(event="proposal.agreed")
    assert (mail.to_address, mail.sensitive) == ("contact@azur-secure.example", True)
    (path,) = set(re.findall(r"http\S+?(/answer/match/[\w-]+/)", mail.text_body))
    guest = Client()
    assert "Confirm this match for your cluster" in guest.get(path).content.decode()
    response = guest.post(path, {"answer": "yes"})
    assert (response.status_code, response.url) == (302, path)
    assert Exchange.objects.get(application=file).state == "building"
    assert "The match is confirmed." in guest.get(path).content.decode()


def test_decider_agrees_for_a_visitor_without_an_account(world, file):
    proposal = propose(world, file)
    proposals.answer_as_host(proposal=proposal, by=world.actor("host"), accept=True)
    assert answer(proposal) in world.client("manager").get(suggest(file)).content.decode()
    world.client("manager").post(answer(proposal), {"answer": "yes"})
    assert Proposal.objects.get(pk=proposal.pk).state == "agreed"


def test_acceptance_mail_leads_a_visitor_without_host_to_the_hosts(world, file):
    outbox.run_due()
    assert suggest(file) in Mail.objects.get(event="application.accepted").text_body
    page = world.client("visitor").get(reverse("reporting:start")).content.decode()
    assert suggest(file) in page
