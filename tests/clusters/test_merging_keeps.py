"""Two entries of one firm become one: what could be lost on the way, case by case. The plain merge: test_duplicates.py."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from clusters.models import Attestation, Consent, Invitation, JoinRequest, Organisation
from clusters.services import consents, invitations, join_requests, memberships, merging
from core import clock, files, links
from core.actors import Actor
from core.models import AccessLink, Mail, StoredFile
from exchanges.models import VisitorProfile

pytestmark = pytest.mark.django_db
NEW = "new@new.example"


@pytest.fixture
def double(world):
    """A second entry of the firm; both are confirmed members of Dresden."""
    other = Organisation.objects.create(name="Elbe Sensor", kind="sme", country_id="DE", city="Dresden")
    for firm in (world.firm, other):
        membership = memberships.request_membership(
            organisation=firm, cluster=world.clusters["dresden"], by=Actor.system("test")
        )
        memberships.confirm_membership(membership=membership, by=world.actor("manager"))
    return other


def merge(world, double):
    merging.merge_organisations(keep=world.firm, drop=double, by=world.actor("manager"), typed=double.name)
    world.firm.refresh_from_db()


def stored(name):
    return files.store_bytes(b"x" + name.encode(), name, "application/pdf", Actor.system("test"))


def invite(world, firm):
    return invitations.invite(email=NEW, kind="representative", by=world.actor("manager"), organisation=firm)


def last_link():
    text = Mail.objects.filter(event="invitation.sent").latest("id").text_body
    return re.search(r"http://[^\s]*(/answer/invitation/\S+)", text).group(1)


# --- invitations and requests to join ---


def test_invitation_of_the_entry_that_goes_leads_to_the_one_that_stays(world, double):
    invite(world, double)
    page = last_link()
    merge(world, double)
    text = world.client("anonymous").get(page).content.decode()
    assert "Elbe Sensors GmbH" in text
    assert Invitation.objects.open().get().organisation == world.firm


def test_of_two_invitations_the_link_that_works_longer_goes_on_working(world, double):
    """The stale one stood at the entry that stays: the address must not be left with a dead link."""
    stale = invite(world, world.firm)
    with clock.at(clock.now() + timedelta(days=15)):
        fresh = invite(world, double)
        page = last_link()
        merge(world, double)
        stale.refresh_from_db()
        fresh.refresh_from_db()
        assert (stale.withdrawn_at is None, fresh.withdrawn_at is None) == (False, True)
        assert world.client("anonymous").get(page).status_code == 200


def test_used_and_withdrawn_invitations_stay_as_history(world, double):
    used, withdrawn = invite(world, double), None
    Invitation.objects.filter(pk=used.pk).update(
        accepted_at=clock.now(), accepted_by=world.actor("stranger").user
    )
    withdrawn = invitations.withdraw(invitation=invite(world, double), by=world.actor("manager"))
    open_one = invite(world, world.firm)
    merge(world, double)
    assert set(Invitation.objects.filter(organisation=world.firm)) == {used, withdrawn, open_one}
    assert Invitation.objects.open().get() == open_one


def test_request_to_join_the_entry_that_goes_is_answered_at_the_one_that_stays(world, double):
    asked = join_requests.ask_to_join(
        organisation=double, by=world.actor("stranger"), message="I lead sales."
    )
    merge(world, double)
    page = reverse("clusters:join_decide", args=[asked.pk])
    assert "I lead sales." in world.client("visitor").get(page).content.decode()
    world.client("visitor").post(page, {"answer": "yes"})
    assert world.actor("stranger").user.roles.get().organisation == world.firm


def test_answered_requests_stay_as_they_were_answered(world, double):
    user = world.actor("stranger").user
    given = {"user": user, "decided_at": clock.now()}
    JoinRequest.objects.create(organisation=double, accepted=True, **given)
    JoinRequest.objects.create(organisation=world.firm, accepted=False, **given)
    merge(world, double)
    answers = JoinRequest.objects.filter(organisation=world.firm).order_by("id")
    assert list(answers.values_list("accepted", flat=True)) == [True, False]


# --- size and profile ---


def test_figures_come_together_or_not_at_all(world, double):
    """Turnover of one year beside the people of another would be a size that nobody stated."""
    Organisation.objects.filter(pk=double.pk).update(
        figures_year=2025, headcount=12, turnover=900000, balance_total=700000
    )
    Organisation.objects.filter(pk=world.firm.pk).update(headcount=40)
    preview = merging.preview_merge(
        keep=Organisation.objects.get(pk=world.firm.pk),
        drop=Organisation.objects.get(pk=double.pk),
        by=world.actor("manager"),
    )
    assert "turnover" not in preview.fills
    merge(world, double)
    firm = world.firm
    assert (firm.figures_year, firm.headcount, firm.turnover, firm.balance_total) == (None, 40, None, None)


def test_figures_languages_and_logo_are_taken_over_where_there_are_none(world, double):
    logo = stored("logo.png")
    Organisation.objects.filter(pk=double.pk).update(
        figures_year=2025, headcount=12, turnover=900000, balance_total=700000, languages=["de"], logo=logo
    )
    merge(world, double)
    firm = world.firm
    assert (firm.figures_year, firm.headcount, firm.turnover, firm.balance_total) == (
        2025,
        12,
        900000,
        700000,
    )
    assert (firm.languages, firm.logo) == (["de"], logo)


def test_second_logo_is_no_forgotten_file(world, double):
    kept, gone = stored("kept.png"), stored("gone.png")
    Organisation.objects.filter(pk=world.firm.pk).update(logo=kept)
    Organisation.objects.filter(pk=double.pk).update(logo=gone)
    merge(world, double)
    assert world.firm.logo == kept
    assert not StoredFile.objects.filter(pk=gone.pk).exists()


def test_sme_statements_of_both_stay_with_their_days_and_answers(world, double):
    for firm, day, size in ((world.firm, date(2026, 1, 5), "micro"), (double, date(2026, 2, 5), "small")):
        Attestation.objects.create(
            kind="sme", organisation=firm, issued_on=day, inputs={"headcount": 5}, result=size
        )
    merge(world, double)
    found = Attestation.objects.filter(organisation=world.firm, kind="sme").order_by("issued_on")
    assert [(row.issued_on, row.result) for row in found] == [
        (date(2026, 1, 5), "micro"),
        (date(2026, 2, 5), "small"),
    ]
    assert world.firm.sme_size == "micro"


def test_visitor_profile_takes_over_what_it_does_not_say(world, double):
    cv = stored("cv.pdf")
    kept = VisitorProfile.objects.create(organisation=world.firm, motivation="Ours.", languages=["de"])
    other = VisitorProfile.objects.create(
        organisation=double, motivation="Theirs.", expected_results="A plan.", languages=["en"], cv=cv
    )
    other.preferred_clusters.add(world.clusters["nice"])
    merge(world, double)
    kept.refresh_from_db()
    assert (kept.motivation, kept.languages) == ("Ours.", ["de"])
    assert (kept.expected_results, kept.cv) == ("A plan.", cv)
    assert list(kept.preferred_clusters.all()) == [world.clusters["nice"]]
    assert VisitorProfile.objects.count() == 1


def test_second_cv_is_no_forgotten_file(world, double):
    mine, theirs = stored("mine.pdf"), stored("theirs.pdf")
    VisitorProfile.objects.create(organisation=world.firm, cv=mine)
    VisitorProfile.objects.create(organisation=double, cv=theirs)
    merge(world, double)
    assert VisitorProfile.objects.get().cv == mine
    assert not StoredFile.objects.filter(pk=theirs.pk).exists()


def test_only_profile_moves_whole(world, double):
    VisitorProfile.objects.create(organisation=double, motivation="Theirs.")
    merge(world, double)
    assert VisitorProfile.objects.get().organisation == world.firm


def test_link_about_the_entry_that_goes_still_opens(world, double):
    links.issue(double, "interest", address="a@a.example", url_name="exchanges:interest_by_link")
    merge(world, double)
    assert AccessLink.objects.get(purpose="interest").subject_id == world.firm.pk


# --- permission to be shown ---


def catalogue(organisation):
    return Consent.objects.filter(purpose="catalogue", organisation=organisation).order_by("given_at", "id")


def give(organisation, listed=True):
    consents.set_listed(organisation=organisation, listed=listed, by=Actor.system("test"))


def unlisted(world):
    Consent.objects.filter(organisation=world.firm).delete()
    Organisation.objects.filter(pk=world.firm.pk).update(listed=False)


def test_permission_of_the_entry_that_goes_lists_the_one_that_stays(world, double):
    unlisted(world)
    give(double)
    merge(world, double)
    assert (world.firm.listed, catalogue(world.firm).get().revoked_at) == (True, None)


def test_both_allowed_is_one_permission_and_both_days_are_known(world, double):
    unlisted(world)
    give(world.firm)
    give(double)
    merge(world, double)
    assert world.firm.listed
    assert catalogue(world.firm).count() == 2
    assert catalogue(world.firm).filter(revoked_at=None).count() == 1


def test_permission_taken_back_later_is_not_given_again_by_a_merge(world, double):
    """The firm said no after its double had said yes."""
    unlisted(world)
    give(double)
    with clock.at(clock.now() + timedelta(days=1)):
        give(world.firm)
    with clock.at(clock.now() + timedelta(days=2)):
        give(world.firm, listed=False)
    with clock.at(clock.now() + timedelta(days=3)):
        merge(world, double)
    assert not world.firm.listed
    assert not catalogue(world.firm).filter(revoked_at=None).exists()
    assert catalogue(world.firm).count() == 2


def test_permission_given_after_the_no_counts(world, double):
    unlisted(world)
    give(world.firm)
    with clock.at(clock.now() + timedelta(days=1)):
        give(world.firm, listed=False)
    with clock.at(clock.now() + timedelta(days=2)):
        give(double)
    with clock.at(clock.now() + timedelta(days=3)):
        merge(world, double)
    assert world.firm.listed
