"""Memberships that end by themselves, are renewed, are confirmed by the dozen; and the manager's list."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from clusters.models import Attestation, Membership, Organisation
from clusters.selectors.memberships import valid_attestation
from clusters.services import memberships
from core import clock, outbox
from core.exceptions import Refused
from core.models import Mail
from exchanges.selectors import review

UNTIL = date(2026, 5, 31)


def at(day):
    return clock.at(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))


def confirmed(world, until=UNTIL, organisation=None):
    organisation = organisation or world.firm
    membership = memberships.request_membership(
        organisation=organisation, cluster=world.clusters["dresden"], by=world.actor("manager")
    )
    return memberships.confirm_membership(membership=membership, by=world.actor("manager"), until=until)


def firm(name, **extra):
    return Organisation.objects.create(name=name, kind="sme", country_id="DE", city="Dresden", **extra)


def mails(event):
    return sorted(Mail.objects.filter(event=event).values_list("to_address", flat=True))


def test_both_are_warned_and_the_membership_ends_by_itself(world):
    membership = confirmed(world)
    outbox.run_due()
    with at(date(2026, 5, 2)):
        outbox.run_due()
        assert mails("membership.ends_soon") == ["mara@elbe-valley.example", "vera@firm.example"]
    with at(UNTIL):
        outbox.run_due()
        membership.refresh_from_db()
        assert membership.state == "confirmed"
    with at(date(2026, 6, 1)):
        outbox.run_due()
        membership.refresh_from_db()
        assert membership.state == "expired"
        outbox.run_due()
        assert mails("membership.expired") == ["mara@elbe-valley.example", "vera@firm.example"]
        assert valid_attestation(world.firm, "membership") is None


def test_renewal_in_one_click_makes_the_old_end_void(world):
    membership = confirmed(world)
    with at(date(2026, 5, 10)):
        outbox.run_due()
        url = reverse("clusters:membership_decide", args=[membership.pk])
        assert world.client("manager").post(url, {"act": "renew_year"}).status_code == 302
    with at(date(2026, 6, 2)):
        outbox.run_due()
        membership.refresh_from_db()
        assert (membership.state, membership.expires_on) == ("confirmed", date(2027, 5, 31))
        assert mails("membership.renewed") == ["vera@firm.example"]
    assert Attestation.objects.filter(organisation=world.firm, revoked_on=None).count() == 1


def test_membership_that_ran_out_is_renewed_unless_a_newer_one_is_there(world):
    membership = confirmed(world)
    with at(date(2026, 6, 1)):
        outbox.run_due()
        again = memberships.request_membership(
            organisation=world.firm, cluster=world.clusters["dresden"], by=world.actor("visitor")
        )
        membership.refresh_from_db()
        with pytest.raises(Refused, match="newer membership"):
            memberships.renew_membership(membership=membership, by=world.actor("manager"))
        memberships.refuse_membership(membership=again, by=world.actor("manager"), reason="Renewed instead")
        memberships.renew_membership(membership=membership, by=world.actor("manager"))
        assert (membership.state, membership.expires_on) == ("confirmed", date(2027, 6, 1))


def test_member_sees_who_confirmed_until_when(world):
    confirmed(world)
    page = world.client("visitor").get(f"/organisations/{world.firm.pk}/").content.decode()
    for words in ("Confirmed on", "2 March 2026", "Mara Manager", "Holds until", "31 May 2026"):
        assert words in page


def test_revocation_turns_the_check_of_an_undecided_file_red(world):
    application = world.submitted()
    membership = confirmed(world, until=None)
    memberships.revoke_membership(membership=membership, by=world.actor("manager"), reason="Left us")
    checks = {check.code: check for check in review.review_of(application, world.actor("manager")).checks}
    assert checks["membership"].verdict == "fail"
    url = reverse("clusters:membership_decide", args=[confirmed(world, until=None).pk])
    assert "keep the facts they were decided on" in world.client("manager").get(url).content.decode()


def test_bulk_shows_first_what_is_allowed_and_then_what_was_done(world):
    manager, dresden = world.actor("manager"), world.clusters["dresden"]
    confirmed(world, organisation=firm("Twin GmbH"))
    asked = [
        memberships.request_membership(organisation=firm(name), cluster=dresden, by=manager)
        for name in ("Alpha GmbH", "Beta AG", "TWIN AG")
    ]
    client, url = world.client("manager"), reverse("clusters:members_confirm")
    page = client.get(url, {"all": 1}).content.decode()
    assert "Confirm 2 members" in page
    assert "A member of yours has the same name" in page
    answer = client.post(url, {"pk": [row.pk for row in asked], "until": "2026-12-31"})
    result = client.get(answer.url).content.decode()
    assert "2 members are confirmed" in result
    states = dict(Membership.objects.values_list("organisation__name", "state"))
    assert (states["Alpha GmbH"], states["Beta AG"], states["TWIN AG"]) == (
        "confirmed",
        "confirmed",
        "requested",
    )
    assert Membership.objects.get(organisation__name="Beta AG").expires_on == date(2026, 12, 31)


def test_bulk_takes_only_the_own_cluster(world):
    other = memberships.request_membership(
        organisation=world.firm, cluster=world.clusters["sofia"], by=world.actor("visitor")
    )
    client, url = world.client("manager"), reverse("clusters:members_confirm")
    assert "Elbe Sensors" not in client.get(url, {"pk": other.pk}).content.decode()
    client.post(url, {"pk": other.pk})
    other.refresh_from_db()
    assert other.state == "requested"


def test_list_filters_sorts_and_comes_as_csv(world):
    confirmed(world, until=date(2026, 4, 1), organisation=firm("Alpha GmbH", vat_number="DE1"))
    confirmed(world, until=None, organisation=firm("=Beta AG"))
    client = world.client("manager")
    found = {
        query: [name for name in ("Alpha GmbH", "Beta AG") if name in _text(client, query)]
        for query in ("ends=soon", "ends=never", "q=de1", "state=revoked", "country=DE&kind=sme")
    }
    assert found == {
        "ends=soon": ["Alpha GmbH"],
        "ends=never": ["Beta AG"],
        "q=de1": ["Alpha GmbH"],
        "state=revoked": [],
        "country=DE&kind=sme": ["Alpha GmbH", "Beta AG"],
    }
    answer = client.get("/members/list.csv?order=-name")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["Alpha GmbH", "'=Beta AG"]


def _text(client, query):
    return client.get(f"/members/?{query}").content.decode()


def test_last_day_in_the_past_is_told_at_its_field(world):
    membership = memberships.request_membership(
        organisation=world.firm, cluster=world.clusters["dresden"], by=world.actor("visitor")
    )
    url = reverse("clusters:membership_decide", args=[membership.pk])
    page = world.client("manager").post(url, {"act": "confirm", "direct": "yes", "until": "2020-01-01"})
    assert "The last day lies in the past." in page.content.decode()
    membership.refresh_from_db()
    assert membership.state == "requested"
