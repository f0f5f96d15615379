"""A host that is not in the portal: described by the visitor, invited by mail, its yes, its no, its silence."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from clusters import places
from clusters.models import Cluster, Membership, Organisation
from clusters.services import memberships
from core import clock, outbox
from core.exceptions import NotAllowed
from core.models import Mail
from exchanges.models import Application, HostInvitation, Proposal, Quote
from exchanges.services import applications, building, decisions, host_invitations, proposals
from tests.exchanges.test_apply import page, post, text
from tests.support.world import moment

pytestmark = pytest.mark.django_db
HOST = {
    "name": "Atelier du Port SARL",
    "country": "FR",
    "city": "Nantes",
    "contact_name": "Nadia Petit",
    "contact_email": "nadia@atelier.example",
    "cluster": "",
    "cluster_name": "",
}
NOW = datetime(2026, 3, 1, 10, tzinfo=UTC)
ASKED = {"asked_at": NOW, "due_on": date(2026, 3, 10)}
DETAILS = HOST | {"kind": "sme", "contact_phone": "+33 2 11 22 33"}


def describe(world, application, **changes):
    town = places.find("FR", "Nantes")
    data = HOST | {"cluster": None} | changes
    return host_invitations.describe_host(
        application=application, by=world.actor("visitor"), town=town, **data
    )


def sent(world):
    application = world.draft(host_choice="invite", host_offer=None)
    describe(world, application)
    application = Application.objects.get()
    return applications.submit_application(application=application, by=world.actor("visitor"))


def accepted(world):
    file = decisions.accept_application(application=sent(world), by=world.actor("manager"))
    outbox.run_due()
    return file


def link_in(mail):
    return re.search(r"/answer/host/[\w-]+/", mail.text_body).group()


def mails_to(address):
    return list(Mail.objects.filter(to_address=address).order_by("id"))


def test_the_page_asks_for_the_host_and_the_sum_is_for_its_town(world):
    application = world.draft(host_choice="invite", host_offer=None)
    client = world.client("visitor")
    assert "Say which host you want to invite." in text(
        client.get(reverse("exchanges:application_check", kwargs={"pk": application.pk}))
    )
    assert post(client, application, "invite", **HOST).url == page(application, "dates")
    check = text(client.get(reverse("exchanges:application_check", kwargs={"pk": application.pk})))
    assert "Atelier du Port SARL" in check
    assert "nadia@atelier.example" in check
    assert "We write to the host once your application is accepted." in check
    applications.submit_application(application=application, by=world.actor("visitor"))
    outbox.run_due()
    quote = Quote.objects.get()
    assert (quote.inputs["host_country"], quote.amount) == ("FR", Decimal(450))
    assert mails_to("nadia@atelier.example") == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"country": "DE"}, "Select a valid choice"),
        ({"city": "Nowhereville"}, "We do not know"),
        ({"contact_email": "vera@firm.example"}, "Give the address of a person at the host, not your own."),
    ],
)
def test_the_page_says_what_cannot_be_used_and_keeps_the_rest(world, changes, sentence):
    application = world.draft(host_choice="invite", host_offer=None)
    answer = text(post(world.client("visitor"), application, "invite", **HOST | changes))
    assert sentence in answer
    assert "Atelier du Port SARL" in answer
    assert not HostInvitation.objects.exists()


def test_which_of_several_towns_is_meant_is_asked_once(world):
    application = world.draft(host_choice="invite", host_offer=None)
    client, host = world.client("visitor"), HOST | {"city": "Saint-Denis"}
    found = places.matches("FR", "Saint-Denis")
    assert len(found) > 1
    assert "do you mean?" in text(post(client, application, "invite", **host))
    chosen = found[-1]
    assert post(client, application, "invite", **host, town=str(chosen.id)).status_code == 302
    again = post(client, application, "invite", **host | {"contact_name": "Noé Petit"})
    assert again.status_code == 302
    invitation = HostInvitation.objects.get()
    assert (invitation.contact_name, float(invitation.latitude)) == (
        "Noé Petit",
        pytest.approx(chosen.latitude, abs=0.0001),
    )


def test_another_choice_forgets_the_person_who_will_not_be_asked(world):
    application = world.draft(host_choice="invite", host_offer=None)
    describe(world, application)
    post(world.client("visitor"), application, "host", host_choice="find")
    assert not HostInvitation.objects.exists()


def test_the_review_screen_says_whom_and_what_follows(world):
    file = sent(world)
    shown = text(world.client("manager").get(reverse("exchanges:application_review", args=[file.reference])))
    assert "Atelier du Port SARL gets an invitation by mail and answers by link." in shown
    assert "The host gets a mail when the application is accepted." in shown


def test_the_list_of_files_names_the_invited_host_before_there_is_a_visit(world):
    def in_list():
        table = world.client("manager").get(reverse("exchanges:queue_csv"), {"cols": "host,host_country"})
        return b"".join(table.streaming_content).decode("utf-8-sig").splitlines()[1].partition(",")[2]

    file = sent(world)
    assert in_list() == "Atelier du Port SARL (to be invited),France"
    decisions.accept_application(application=file, by=world.actor("manager"))
    assert in_list() == "Atelier du Port SARL (invited),France"
    assert "Atelier du Port SARL (invited)" in text(world.client("manager").get(reverse("exchanges:queue")))
    # After a no the file looks for another host, so the list names none.
    HostInvitation.objects.update(outcome="declined", settled_at=NOW)
    assert in_list() == ","


def test_the_invited_host_reads_what_a_host_that_is_asked_may_know(world):
    file = accepted(world)
    assert file.waiting_for == "host"
    (mail,) = mails_to("nadia@atelier.example")
    page_of_host = text(Client().get(link_in(mail)))
    for shown in (unescape(mail.text_body), page_of_host):
        assert "Elbe Sensors GmbH" in shown
        assert "We want to see how smart mobility is tested on real roads." in shown
        for hidden in ("Vera", "vera@firm.example", "450"):
            assert hidden not in shown.replace("CXC-2026-0001", "")
    (accepted_mail,) = [one for one in mails_to("vera@firm.example") if "accepted" in one.subject]
    assert "We have invited Atelier du Port SARL by mail" in accepted_mail.text_body
    shown = text(world.client("visitor").get(reverse("exchanges:file", args=[file.reference])))
    assert "The invited host answers" in shown
    assert "Waiting for Atelier du Port SARL" in shown


def test_a_yes_makes_the_organisation_and_a_match_that_its_cluster_confirms(world):
    accepted(world)
    url = link_in(mails_to("nadia@atelier.example")[0])
    client = Client()
    answer = client.post(url, {"answer": "yes", "comment": ""})
    assert answer.url == f"{url}?details=yes"
    assert not Proposal.objects.exists()
    assert "Atelier du Port SARL" in text(client.get(answer.url))
    nice = world.clusters["nice"]
    client.post(answer.url, DETAILS | {"cluster": str(nice.pk)})
    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.waiting_for, proposal.host_cluster) == ("agreed", "host_cluster", nice)
    host = proposal.host
    assert (host.name, host.kind, host.city, host.listed) == ("Atelier du Port SARL", "sme", "Nantes", False)
    assert "Azur Secure confirms the visit for your side." in text(client.get(url))
    # The second click of a double click changes nothing.
    client.post(answer.url, DETAILS | {"cluster": str(nice.pk)})
    assert Proposal.objects.count() == 1
    outbox.run_due()
    assert [one.event for one in mails_to("nadia@atelier.example")] == ["host_invitation.asked"]
    proposals.confirm_match(proposal=proposal, by=world.actor("host_manager"))
    application = Application.objects.get()
    assert application.current_exchange.host == host
    outbox.run_due()
    assert HostInvitation.objects.get().outcome == "accepted"


def test_the_name_of_a_host_that_is_here_joins_it_to_nobody(world):
    accepted(world)
    url = link_in(mails_to("nadia@atelier.example")[0])
    Client().post(
        f"{url}?details=yes", DETAILS | {"name": "mobilite azur", "city": "Nantes", "cluster": "none"}
    )
    proposal = Proposal.objects.get()
    assert proposal.host != world.host
    assert (proposal.host.name, proposal.host.listed) == ("mobilite azur", False)
    # Without a cluster it gets one of the partnership, in its country. Its manager knows whether they are the same.
    assert proposal.host_cluster == world.clusters["nice"]
    confirm = reverse("exchanges:proposal_confirm", args=[proposal.pk])
    assert "Is the host this member" not in text(world.client("host_manager").get(confirm)), (
        "no member of this cluster"
    )


def test_the_cluster_of_the_host_says_that_it_is_its_member(world):
    member(world)
    accepted(world)
    url = link_in(mails_to("nadia@atelier.example")[0])
    Client().post(
        f"{url}?details=yes", DETAILS | {"name": "mobilite azur", "city": "Nantes", "cluster": "none"}
    )
    proposal = Proposal.objects.get()
    entered = proposal.host
    confirm = reverse("exchanges:proposal_confirm", args=[proposal.pk])
    manager = world.client("host_manager")
    assert "Yes: Mobilité Azur SAS, Sophia Antipolis" in text(manager.get(confirm))
    assert "Say whether the host is this member of yours." in text(manager.post(confirm, {"answer": "yes"}))
    with pytest.raises(NotAllowed):
        proposals.confirm_match(proposal=proposal, by=world.actor("manager"), same_as=world.host)
    manager.post(confirm, {"answer": "yes", "same": str(world.host.pk)})
    application = Application.objects.get()
    assert application.current_exchange.host == world.host
    assert application.parties.get(role="host").organisation == world.host
    assert not Organisation.objects.filter(pk=entered.pk).exists()


def test_another_of_the_same_name_stays_another(world):
    member(world)
    accepted(world)
    url = link_in(mails_to("nadia@atelier.example")[0])
    Client().post(
        f"{url}?details=yes", DETAILS | {"name": "mobilite azur", "city": "Nantes", "cluster": "none"}
    )
    confirm = reverse("exchanges:proposal_confirm", args=[Proposal.objects.get().pk])
    world.client("host_manager").post(confirm, {"answer": "yes", "same": "other"})
    assert Application.objects.get().current_exchange.host.city == "Nantes"


def test_the_mailbox_of_its_own_representative_joins_it(world):
    application = world.draft(host_choice="invite", host_offer=None)
    describe(world, application, contact_email=world.actor("host").user.email)
    applications.submit_application(application=Application.objects.get(), by=world.actor("visitor"))
    decisions.accept_application(application=Application.objects.get(), by=world.actor("manager"))
    outbox.run_due()
    url = link_in(Mail.objects.filter(event="host_invitation.asked").get())
    before = Organisation.objects.count()
    Client().post(
        f"{url}?details=yes", DETAILS | {"name": "mobilite azur", "city": "Nantes", "cluster": "none"}
    )
    assert Proposal.objects.get().host == world.host
    assert Organisation.objects.count() == before


def test_after_a_visit_that_was_called_off_the_host_is_asked_again(world):
    file = accepted(world)
    url = link_in(mails_to("nadia@atelier.example")[0])
    nice = str(world.clusters["nice"].pk)
    Client().post(f"{url}?details=yes", DETAILS | {"cluster": nice})
    first = Proposal.objects.get()
    proposals.confirm_match(proposal=first, by=world.actor("host_manager"))
    again = reverse("exchanges:host_invitation", args=[file.reference])
    page_of_file = reverse("exchanges:file", args=[file.reference])
    manager = world.client("manager")
    assert "Send the invitation to the host again" not in text(manager.get(page_of_file))
    building.cancel_exchange(
        exchange=Application.objects.get().current_exchange, by=world.actor("manager"), reason="Strike"
    )
    assert "Send the invitation to the host again" in text(manager.get(page_of_file))
    assert "The host said yes" in text(manager.get(again))
    manager.post(again, {"contact_name": "Nadia Petit", "contact_email": "nadia@atelier.example"})
    outbox.run_due()
    file.refresh_from_db()
    assert file.waiting_for == "host"
    assert Client().get(url).status_code == 410
    newest = link_in(
        [one for one in mails_to("nadia@atelier.example") if one.event == "host_invitation.asked"][-1]
    )
    before = Organisation.objects.count()
    Client().post(f"{newest}?details=yes", DETAILS | {"cluster": nice})
    second = Proposal.objects.exclude(pk=first.pk).get()
    assert (second.state, second.host) == ("agreed", first.host)
    assert Organisation.objects.count() == before, "the same mailbox, the same name: the same host"
    assert HostInvitation.objects.get().proposal == second


def member(world):
    """The host of the world is a member of the cluster that confirms for it."""
    memberships.request_membership(
        organisation=world.host, cluster=world.clusters["nice"], by=world.actor("host")
    )
    found = Membership.objects.get(organisation=world.host, cluster=world.clusters["nice"])
    memberships.confirm_membership(membership=found, by=world.actor("host_manager"))


def test_a_cluster_outside_the_portal_is_entered_and_asked_by_link(world):
    accepted(world)
    url = link_in(mails_to("nadia@atelier.example")[0])
    client, details = Client(), f"{url}?details=yes"
    missing = text(client.post(details, DETAILS | {"cluster": "unlisted"}))
    assert "Fill in “Person at the cluster”, so that we can ask your cluster." in missing
    unlisted = {
        "cluster": "unlisted",
        "cluster_name": "Pôle Estuaire",
        "profile_url": "https://estuaire.example",
        "cluster_contact": "Paul Quai",
        "cluster_email": "paul@estuaire.example",
    }
    client.post(details, DETAILS | unlisted)
    cluster = Cluster.objects.get(name="Pôle Estuaire")
    assert (cluster.in_portal, Proposal.objects.get().host_cluster) == (False, cluster)
    outbox.run_due()
    assert "please confirm" in mails_to("paul@estuaire.example")[0].subject


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"country": "DE", "city": "Dresden"}, "Select a valid choice"),
        ({"kind": ""}, "Choose an answer for “Kind of organisation”."),
    ],
)
def test_details_that_do_not_do_are_said_at_their_field(world, changes, sentence):
    accepted(world)
    url = f"{link_in(mails_to('nadia@atelier.example')[0])}?details=yes"
    answer = Client().post(url, DETAILS | {"cluster": "none"} | changes)
    assert (answer.status_code, Proposal.objects.count()) == (200, 0)
    assert "Nadia Petit" in text(answer)
    assert sentence in text(answer)


def test_a_no_goes_with_its_reason_to_visitor_and_decider_who_look_elsewhere(world):
    file = accepted(world)
    url = link_in(mails_to("nadia@atelier.example")[0])
    assert "Please say why" in text(Client().post(url, {"answer": "no", "comment": ""}))
    Client().post(url, {"answer": "no", "comment": "We move house in May."})
    outbox.run_due()
    file.refresh_from_db()
    assert (file.host_choice, file.waiting_for) == ("find", "visitor_cluster")
    for address in ("vera@firm.example", "mara@elbe-valley.example"):
        assert "We move house in May." in mails_to(address)[-1].text_body
    assert "We move house in May." in text(Client().get(url))
    Client().post(f"{url}?details=yes", DETAILS | {"cluster": "none"})
    assert not Proposal.objects.exists()


def test_without_an_answer_it_is_reminded_half_way_and_ends(world):
    file = accepted(world)
    invitation = HostInvitation.objects.get()
    start, last = clock.today(), invitation.due_on
    assert last > start
    with clock.at(moment(start + (last - start) / 2 + timedelta(days=1))):
        outbox.run_due()
        subjects = [one.subject for one in mails_to("nadia@atelier.example")]
        assert [one.startswith("Reminder") for one in subjects] == [False, True]
    with clock.at(moment(last)):
        outbox.run_due()
        assert HostInvitation.objects.get().is_open
    with clock.at(moment(last + timedelta(days=1))):
        outbox.run_due()
        file.refresh_from_db()
        assert (file.host_choice, file.waiting_for) == ("find", "visitor_cluster")
        assert "has not answered in time" in mails_to("vera@firm.example")[-1].text_body
        link = link_in(mails_to("nadia@atelier.example")[-1])
        assert "The time to answer has passed." in text(Client().get(link))


def test_the_decider_sends_it_again_to_another_address(world):
    file = accepted(world)
    old = link_in(mails_to("nadia@atelier.example")[0])
    url = reverse("exchanges:host_invitation", args=[file.reference])
    assert world.client("visitor").post(url, {}).status_code == 403
    world.client("manager").post(url, {"contact_name": "Noé Petit", "contact_email": "noe@atelier.example"})
    outbox.run_due()
    assert Client().get(old).status_code == 410
    assert "Elbe Sensors" in text(Client().get(link_in(mails_to("noe@atelier.example")[0])))
    # Also after it had ended.
    last = HostInvitation.objects.get().due_on
    with clock.at(moment(last + timedelta(days=1))):
        outbox.run_due()
        file.refresh_from_db()
        assert file.host_choice == "find"
        world.client("manager").post(
            url, {"contact_name": "Noé Petit", "contact_email": "noe@atelier.example"}
        )
        file.refresh_from_db()
        assert (file.host_choice, file.waiting_for) == ("invite", "host")


def test_a_withdrawn_file_asks_nobody_any_more(world):
    file = accepted(world)
    url = link_in(mails_to("nadia@atelier.example")[0])
    applications.withdraw_application(application=file, by=world.actor("visitor"))
    assert "taken back" in text(Client().get(url))
    outbox.run_due()
    assert "will not take place" in mails_to("nadia@atelier.example")[-1].subject
    Client().post(f"{url}?details=yes", DETAILS | {"cluster": "none"})
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("host_invitation_asked_with_last_day", {"asked_at": NOW}),
        ("host_invitation_settled_once", ASKED | {"outcome": "declined"}),
        ("host_invitation_yes_makes_a_match", ASKED | {"outcome": "accepted", "settled_at": NOW}),
        ("host_invitation_on_earth", {"latitude": Decimal(91)}),
    ],
)
def test_the_database_refuses_an_invitation_that_cannot_be(world, name, changes):
    describe(world, world.draft(host_choice="invite", host_offer=None))
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        HostInvitation.objects.update(**changes)


def test_one_host_is_invited_for_a_file(world):
    application = world.draft(host_choice="invite", host_offer=None)
    describe(world, application)
    describe(world, application, name="Other")
    assert HostInvitation.objects.get().name == "Other"
    with pytest.raises(IntegrityError), transaction.atomic():
        HostInvitation.objects.create(
            application=application, name="Two", country_id="FR", city="Nantes", contact_email="a@b.example"
        )
