"""Membership: asked for, confirmed in one click or by mail link, refused, revoked."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from clusters.models import Attestation, Cluster, Membership, Organisation
from clusters.services import memberships
from core import outbox
from core.exceptions import InvalidInput, NotAllowed, WrongState
from core.models import Mail

UNLISTED = {
    "cluster_name": "Far Cluster",
    "country": "PL",
    "city": "Warsaw",
    "profile_url": "https://profiles.example.org/far",
    "contact_name": "Fara Contact",
    "contact_email": "Fara@far.example",
}


def requested(world):
    return memberships.request_membership(
        organisation=world.firm, cluster=world.clusters["dresden"], by=world.actor("visitor")
    )


def unlisted(world):
    return memberships.request_unlisted(organisation=world.firm, by=world.actor("visitor"), **UNLISTED)


def link_of(mail):
    return re.search(r"http://[^/]+(/answer/membership/[^\s]+)", mail.text_body).group(1)


def text(response):
    return unescape(" ".join(response.content.decode().split()))


def test_request_twice_is_one_request_and_one_mail(world):
    first, second = requested(world), requested(world)
    assert first == second
    outbox.run_due()
    mail = Mail.objects.get(event="membership.requested")
    assert mail.to_address == "mara@elbe-valley.example"
    assert mail.subject == "Is Elbe Sensors GmbH a member of Elbe Valley?"
    assert "/members/" in mail.text_body
    assert "Elbe Sensors GmbH says it is a member of Elbe Valley." in mail.text_body


def test_one_click_confirms_and_issues_the_attestation(world):
    membership = requested(world)
    client = world.client("manager")
    assert "Elbe Sensors GmbH" in text(client.get(reverse("clusters:members")))
    url = reverse("clusters:membership_decide", kwargs={"pk": membership.pk})
    assert client.post(url, {"act": "confirm_as_said"}).url == reverse("clusters:members")
    membership.refresh_from_db()
    assert membership.state == "confirmed"
    attestation = Attestation.objects.get(organisation=world.firm)
    assert (attestation.kind, attestation.cluster, attestation.issued_by_name) == (
        "membership",
        world.clusters["dresden"],
        "Mara Manager",
    )
    outbox.run_due()
    mail = Mail.objects.get(event="membership.confirmed")
    assert (mail.to_address, mail.subject) == (
        "vera@firm.example",
        "Elbe Valley has confirmed your membership",
    )


def test_refusal_needs_a_reason_and_tells_it(world):
    membership = requested(world)
    client = world.client("manager")
    url = reverse("clusters:membership_decide", kwargs={"pk": membership.pk})
    assert "There is a problem" in text(client.post(url, {"act": "refuse", "reason": " "}))
    client.post(url, {"act": "refuse", "reason": "We do not know this firm."})
    membership.refresh_from_db()
    assert membership.state == "refused"
    outbox.run_due()
    assert "We do not know this firm." in Mail.objects.get(event="membership.refused").text_body


def test_revoking_ends_the_attestation(world):
    membership = requested(world)
    memberships.confirm_membership(membership=membership, by=world.actor("manager"))
    memberships.revoke_membership(
        membership=membership, by=world.actor("manager"), reason="Left the cluster."
    )
    attestation = Attestation.objects.get(organisation=world.firm)
    assert attestation.revoked_reason == "Left the cluster."
    with pytest.raises(WrongState):
        memberships.revoke_membership(membership=membership, by=world.actor("manager"), reason="Again.")


@pytest.mark.parametrize("persona", ["other_manager", "host", "stranger"])
def test_request_is_unknown_to_others(world, persona):
    membership = requested(world)
    url = reverse("clusters:membership_decide", kwargs={"pk": membership.pk})
    assert world.client(persona).post(url, {"act": "confirm_as_said"}).status_code == 404
    membership.refresh_from_db()
    assert membership.state == "requested"


@pytest.mark.parametrize(("persona", "status"), [("visitor", 403), ("coordinator", 403), ("finance", 403)])
def test_who_sees_the_request_may_still_not_confirm(world, persona, status):
    membership = requested(world)
    url = reverse("clusters:membership_decide", kwargs={"pk": membership.pk})
    assert world.client(persona).post(url, {"act": "confirm_as_said"}).status_code == status
    membership.refresh_from_db()
    assert membership.state == "requested"


def test_members_page_is_for_managers(world):
    assert world.client("visitor").get(reverse("clusters:members")).status_code == 403
    assert world.client("anonymous").get(reverse("clusters:members")).status_code == 302


def test_confirming_again_changes_nothing(world):
    membership = requested(world)
    client = world.client("manager")
    url = reverse("clusters:membership_decide", kwargs={"pk": membership.pk})
    client.post(url, {"act": "confirm_as_said"})
    again = client.post(url, {"act": "confirm_as_said"})
    assert again.status_code == 302
    assert Attestation.objects.filter(organisation=world.firm).count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_members_page_asks_the_database_equally_often(world, count, django_assert_num_queries):
    for number in range(count):
        firm = Organisation.objects.create(name=f"Firm {number}", kind="sme", country_id="DE", city="Dresden")
        memberships.request_membership(
            organisation=firm, cluster=world.clusters["dresden"], by=world.actor("manager")
        )
        member = Organisation.objects.create(
            name=f"Old {number}", kind="sme", country_id="DE", city="Dresden"
        )
        memberships.confirm_membership(
            membership=memberships.request_membership(
                organisation=member, cluster=world.clusters["dresden"], by=world.actor("manager")
            ),
            by=world.actor("manager"),
        )
    client = world.client("manager")
    client.get(reverse("clusters:members"))
    with django_assert_num_queries(8):
        client.get(reverse("clusters:members"))


# --- a cluster outside the portal ---


def test_contact_of_an_unlisted_cluster_confirms_by_link(world):
    membership = unlisted(world)
    cluster = Cluster.objects.get(name="Far Cluster")
    assert (membership.cluster, cluster.in_portal, cluster.has_eccp_profile) == (cluster, False, False)
    outbox.run_due()
    mail = Mail.objects.get(event="membership.requested")
    assert (mail.to_address, mail.sensitive) == ("fara@far.example", True)
    client, url = Client(), link_of(mail)
    response = client.get(url)
    assert "Is Elbe Sensors GmbH a member of Far Cluster?" in text(response)
    assert response["Referrer-Policy"] == "no-referrer"
    membership.refresh_from_db()
    assert membership.state == "requested"
    assert client.post(url, {"answer": "yes", "direct": "yes", "has_eccp_profile": "on"}).status_code == 302
    membership.refresh_from_db()
    cluster.refresh_from_db()
    assert (membership.state, cluster.has_eccp_profile) == ("confirmed", True)
    assert Attestation.objects.get(organisation=world.firm).issued_by_name == "Fara Contact"
    assert "You have confirmed the membership" in text(client.get(url))


def test_link_used_twice_has_one_effect(world):
    unlisted(world)
    outbox.run_due()
    client, url = Client(), link_of(Mail.objects.get(event="membership.requested"))
    client.post(url, {"answer": "yes", "direct": "yes"})
    second = client.post(url, {"answer": "no", "direct": "yes", "reason": "Changed my mind."})
    assert second.status_code == 200
    assert Membership.objects.get(organisation=world.firm).state == "confirmed"
    assert Attestation.objects.filter(organisation=world.firm).count() == 1


def test_no_by_link_needs_a_reason(world):
    membership = unlisted(world)
    outbox.run_due()
    client, url = Client(), link_of(Mail.objects.get(event="membership.requested"))
    assert "Please say in one sentence why." in text(client.post(url, {"answer": "no", "direct": "yes"}))
    client.post(url, {"answer": "no", "direct": "yes", "reason": "Unknown here."})
    membership.refresh_from_db()
    assert membership.state == "refused"


def test_unknown_link_is_404_and_replaced_link_says_so(world):
    membership = unlisted(world)
    outbox.run_due()
    url = link_of(Mail.objects.get(event="membership.requested"))
    assert Client().get(reverse("clusters:membership_by_link", kwargs={"token": "x" * 43})).status_code == 404
    memberships.issue_link(membership)
    dead = Client().get(url)
    assert "This link was replaced by a newer one." in text(dead)
    Client().post(url, {"answer": "yes", "direct": "yes"})
    membership.refresh_from_db()
    assert membership.state == "requested"


def test_nobody_confirms_for_themselves(world):
    with pytest.raises(InvalidInput, match="not your own"):
        memberships.request_unlisted(
            organisation=world.firm,
            by=world.actor("visitor"),
            **(UNLISTED | {"contact_email": "Vera@firm.example"}),
        )


def test_same_profile_is_one_cluster(world):
    first = unlisted(world)
    second = memberships.request_unlisted(
        organisation=world.host, by=world.actor("host"), **(UNLISTED | {"contact_email": "other@far.example"})
    )
    assert first.cluster == second.cluster
    assert second.cluster.contact_email == "fara@far.example"


def test_stranger_cannot_ask_for_an_organisation(world):
    with pytest.raises(NotAllowed):
        memberships.request_membership(
            organisation=world.firm, cluster=world.clusters["dresden"], by=world.actor("host")
        )


def test_page_asks_and_keeps_the_proof_private(world):
    client = world.client("visitor")
    url = reverse("clusters:membership_new", kwargs={"pk": world.firm.pk})
    proof = SimpleUploadedFile("membership.pdf", b"%PDF-1.7 proof")
    data = {"cluster": world.clusters["dresden"].pk, "direct": "yes", "since": "2020-01-01", "proof": proof}
    assert client.post(url, data).status_code == 302
    membership = Membership.objects.get(organisation=world.firm)
    proof_url = reverse("clusters:membership_proof", kwargs={"pk": membership.pk})
    for persona in ("visitor", "manager"):
        response = world.client(persona).get(proof_url)
        assert response["Content-Disposition"] == 'attachment; filename="membership.pdf"'
        assert response.getvalue() == b"%PDF-1.7 proof"
    assert world.client("other_manager").get(proof_url).status_code == 404


def test_proof_of_another_type_is_refused_in_a_sentence(world):
    url = reverse("clusters:membership_new", kwargs={"pk": world.firm.pk})
    proof = SimpleUploadedFile("membership.pdf", b"MZ not a pdf")
    data = {"cluster": world.clusters["dresden"].pk, "direct": "yes", "proof": proof}
    assert "Please choose a PDF, JPEG or PNG file." in text(world.client("visitor").post(url, data))
    assert not Membership.objects.filter(organisation=world.firm).exists()


def test_unlisted_choice_leads_to_its_page(world):
    url = reverse("clusters:membership_new", kwargs={"pk": world.firm.pk})
    response = world.client("visitor").post(url, {"cluster": "unlisted", "direct": "yes"})
    assert response.url == reverse("clusters:membership_unlisted", kwargs={"pk": world.firm.pk})
    world.client("visitor").post(response.url, UNLISTED)
    assert Membership.objects.get(organisation=world.firm).cluster.name == "Far Cluster"


def test_asking_again_sends_at_most_one_mail_a_day(world):
    membership = requested(world)
    outbox.run_due()
    client = world.client("visitor")
    url = reverse("clusters:membership_remind", kwargs={"pk": membership.pk})
    client.post(url)
    client.post(url)
    outbox.run_due()
    assert Mail.objects.filter(event="membership.requested").count() == 2


def test_manager_enters_a_member_that_is_confirmed_with_it(world):
    data = {"name": "Quiet GmbH", "kind": "sme", "country": "DE", "city": "Leipzig"}
    assert world.client("manager").post(reverse("clusters:member_new"), data).status_code == 302
    firm = Organisation.objects.get(name="Quiet GmbH")
    assert firm.memberships.get().state == "confirmed"
    assert not firm.roles.exists()
    assert (firm.region, str(firm.latitude)) == ("SN", "51.33962")
