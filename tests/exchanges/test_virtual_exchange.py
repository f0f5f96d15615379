"""A virtual exchange of a group: only where the rules allow it, without money, with a certificate for who was there."""

import io
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from core import clock, outbox
from core.exceptions import InvalidInput, NotAllowed, Refused
from exchanges.models import EventCertificate, Mission, Traveller
from exchanges.selectors import event_certificates as select
from exchanges.services import event_certificates, file_retention, missions, participants, presence
from tests.support.events import AFTERWARDS, DAYS, draft, virtual_exchange
from tests.support.rules import rules
from tests.support.world import World

pytestmark = pytest.mark.django_db


@contextmanager
def violates(name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        yield


@pytest.fixture
def event(world: World):
    return virtual_exchange(world)


@pytest.fixture
def held(event):
    """Anna was there on all three days, Bela on two."""
    event.note("anna", 3)
    event.note("bela", 2)
    event.countersign()
    event.finish()
    return event


def issue(event):
    with clock.at(AFTERWARDS):
        return event_certificates.issue_certificates(mission=event.mission, by=event.staff)


def pdf_text(content: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_only_where_the_rules_allow_it_and_only_online(world: World):
    rules(virtual_allowed=False)
    with pytest.raises(InvalidInput, match="do not allow visits online") as refused:
        draft(world)
    assert refused.value.field == "kind"
    rules(virtual_allowed=True)
    with pytest.raises(InvalidInput, match="is online"):
        draft(world, mode="physical")
    with pytest.raises(InvalidInput, match="no rules for this date"):
        draft(world, start_on=date(1990, 1, 1), end_on=date(1990, 1, 3))
    made = draft(world)
    rules(virtual_allowed=False)
    with pytest.raises(Refused, match="do not allow visits online"):
        missions.publish_mission(mission=made, by=world.actor("host_manager"))
    assert Mission.objects.get(pk=made.pk).state == "draft"
    with violates("mission_virtual_exchange_is_online"):
        Mission.objects.filter(pk=made.pk).update(mode="physical")
    with violates("mission_lump_sum_for_visits_only"):
        Mission.objects.filter(pk=made.pk).update(with_lump_sum=True)


def test_form_says_why_not_and_keeps_what_was_typed(world: World):
    rules(virtual_allowed=False)
    client = world.client("host_manager")
    answer = client.post(
        reverse("exchanges:mission_new"),
        {
            "kind": "virtual_exchange",
            "mode": "virtual",
            "partnership": world.partnership.pk,
            "title": "Strategy for clusters",
            "host": world.clusters["nice"].organisation_id,
            "country": "FR",
            "city": "Nice",
            "start_on": DAYS[0],
            "end_on": DAYS[-1],
        },
    ).content.decode()
    assert "do not allow visits online on this day" in answer and "ask the coordinator" in answer
    assert 'value="Strategy for clusters"' in answer
    assert not Mission.objects.filter(kind="virtual_exchange").exists()


def test_who_was_there_long_enough_gets_one_certificate_and_one_mail(held):
    mail.outbox.clear()
    assert [(row.name, row.days) for row in issue(held)] == [("Anna Guest", 3)]
    assert issue(held) == []
    with clock.at(AFTERWARDS):
        outbox.run_due()
        outbox.run_due()
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [
        (["Anna Guest <anna@guest.example>"], "Strategy for clusters: your certificate")
    ]
    rows = {row.name: row for row in select.standings(held.mission)}
    assert rows["Bela Guest"].why_not == "Present on 2 of at least 3 working days."
    assert rows["Anna Guest"].certificate is not None


def test_half_days_add_up_and_the_rules_say_how(event):
    event.note("anna", 3, ("morning",))
    assert [row.days for row in select.standings(event.mission)] == [1, 0]
    rules(half_days_per_day=1)
    assert [row.days for row in select.standings(event.mission)] == [3, 0]
    assert select.half_days(event.mission) == "1 half-day makes a working day."


def test_certificates_need_the_end_and_the_hosts_word(event):
    event.note("anna", 3)
    with pytest.raises(Refused, match="once the event took place"):
        issue(event)
    event.finish()
    with pytest.raises(Refused) as refused:
        issue(event)
    assert refused.value.reasons == [f"{day.day} May 2026 is not countersigned." for day in DAYS]
    assert not EventCertificate.objects.exists()


def test_nobody_noted_means_nothing_to_certify(event):
    event.finish()
    with pytest.raises(Refused, match="Nobody is noted"):
        issue(event)


def test_speakers_and_the_hosts_team_get_none(event):
    speaker = participants.add_participant(
        mission=event.mission,
        by=event.staff,
        first_name="Sam",
        last_name="Speaker",
        side="speaker",
        country=event.mission.country,
        organisation_name="Uni",
    )
    event.people["sam"] = speaker
    event.note("sam", 3)
    event.countersign()
    event.finish()
    assert issue(event) == []


@pytest.mark.parametrize("persona", ["visitor", "manager", "other_manager", "finance", "auditor"])
def test_others_make_no_certificates(held, persona):
    with pytest.raises(NotAllowed):
        event_certificates.issue_certificates(mission=held.mission, by=held.world.actor(persona))


def test_pdf_says_who_was_where_and_how_long(held):
    (row,) = issue(held)
    text = pdf_text(
        held.world.client("host_manager").get(reverse("exchanges:event_certificate", args=[row.pk])).content
    )
    for said in (
        "Anna Guest",
        held.world.firm.name,
        "took part online",
        "Strategy for clusters",
        "3 working days",
    ):
        assert said in text
    every = held.world.client("coordinator").get(
        reverse("exchanges:mission_paper", args=[held.mission.slug, "certificates"])
    )
    assert "Anna Guest" in pdf_text(every.content) and "Bela" not in pdf_text(every.content)


def test_certificate_is_opened_by_the_own_organisation_and_the_own_link_only(held):
    (row,) = issue(held)
    address = reverse("exchanges:event_certificate", args=[row.pk])
    world = held.world
    assert world.client("visitor").get(address).status_code == 200
    assert (
        "Certificate of Anna Guest"
        in world.client("visitor")
        .get(reverse("exchanges:mission_detail", args=[held.mission.slug]))
        .content.decode()
    )
    for persona in ("host", "manager", "other_manager"):
        assert world.client(persona).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    with clock.at(AFTERWARDS):
        outbox.run_due()
        link = mail.outbox[-1].body.split("http://")[1].split()[0].partition("/")[2]
        page = Client().get(f"/{link}").content.decode()
        assert "You took part" in page and "Your certificate (PDF)" in page
        assert "Anna Guest" in pdf_text(Client().get(f"/{link}certificate.pdf").content)


def test_page_counts_and_makes_them(held):
    client = held.world.client("host_manager")
    address = reverse("exchanges:mission_certificates", args=[held.mission.slug])
    with clock.at(AFTERWARDS):
        page = client.get(address).content.decode()
        assert "1 person has earned one" in page and "Make 1 certificate" in page
        after = client.post(address, follow=True).content.decode()
    assert "1 certificate is made. The person gets a mail." in after and "Make 1 certificate" not in after
    assert "All certificates (PDF)" in after


def test_certificate_is_about_days_in_order(held):
    (row,) = issue(held)
    for wrong in ({"days": 0}, {"first_day": DAYS[2], "last_day": DAYS[0]}):
        with violates("event_certificate_days"):
            EventCertificate.objects.filter(pk=row.pk).update(**wrong)


def test_webinar_has_no_certificates(world: World):
    webinar = draft(world, kind="webinar")
    assert (
        world.client("host_manager")
        .get(reverse("exchanges:mission_certificates", args=[webinar.slug]))
        .status_code
        == 404
    )


def test_page_needs_the_same_statements_for_one_and_three(world: World, event, django_assert_num_queries):
    client = world.client("host_manager")
    address = reverse("exchanges:mission_certificates", args=[event.mission.slug])
    client.get(address)
    with django_assert_num_queries(12):
        client.get(address)
    for number in range(2):
        participants.add_participant(
            mission=event.mission,
            by=event.staff,
            first_name="More",
            last_name=f"Guest{number}",
            country=event.mission.country,
            organisation_name="More",
        )
    with django_assert_num_queries(12):
        assert client.get(address).content.decode().count("Present on 0") == 4


def test_correction_afterwards_needs_no_new_certificate_but_gives_one_to_who_now_earned_it(held):
    issue(held)
    with clock.at(AFTERWARDS):
        for half in ("morning", "afternoon"):
            presence.note(
                mission=held.mission,
                day=DAYS[2],
                by=held.staff,
                marks={(held.people["bela"].pk, half): True},
                reason="Was in the call under another name.",
            )
        presence.countersign(mission=held.mission, day=DAYS[2], by=held.staff)
    assert [row.name for row in issue(held)] == ["Bela Guest"]
    assert EventCertificate.objects.count() == 2


def test_participant_is_forgotten_after_a_year_and_the_certificate_stays(held):
    (row,) = issue(held)
    file_retention.forget_mission_contacts(DAYS[-1] + timedelta(days=366))
    file_retention.forget_certificates(DAYS[-1] + timedelta(days=366))
    held.people["anna"].refresh_from_db()
    row.refresh_from_db()
    assert (held.people["anna"].last_name, row.name) == ("–", "Anna Guest")
    assert "Anna Guest" in [found.name for found in select.standings(held.mission)]
    held.mission.partnership.balance_paid_on = date(2027, 1, 31)
    held.mission.partnership.save(update_fields=["balance_paid_on"])
    assert file_retention.forget_certificates(date(2032, 1, 30)) == 0
    assert file_retention.forget_certificates(date(2032, 1, 31)) == 1
    row.refresh_from_db()
    assert (row.name, row.position, row.days) == ("–", "", 3)


def correct_presence(held, name, present):
    """The host's list was wrong for the last day."""
    with clock.at(AFTERWARDS):
        for half in ("morning", "afternoon"):
            marks = {(held.people[name].pk, half): present}
            presence.note(
                mission=held.mission, day=DAYS[2], by=held.staff, marks=marks, reason="List was wrong."
            )
        presence.countersign(mission=held.mission, day=DAYS[2], by=held.staff)


def verified(held, code):
    return held.world.client("anonymous").get(reverse("core:verify"), {"code": code}).content.decode()


def test_code_of_an_event_certificate_is_printed_and_known(held):
    (row,) = issue(held)
    code = row.issued.get().code
    address = reverse("exchanges:event_certificate", args=[row.pk])
    assert code in pdf_text(held.world.client("visitor").get(address).content)
    told = verified(held, code)
    assert "Genuine" in told and "A. G." in told and "Strategy for clusters" in told
    assert "Anna" not in told


def test_presence_put_right_corrects_the_certificate_and_ends_the_old_code(held):
    (row,) = issue(held)
    old = row.issued.get().code
    rules(min_working_days=2, virtual_allowed=True)
    correct_presence(held, "anna", False)
    client = held.world.client("host_manager")
    address = reverse("exchanges:mission_certificates", args=[held.mission.slug])
    mail.outbox.clear()
    with clock.at(AFTERWARDS):
        assert "Correct 1 certificate" in client.get(address).content.decode()
        after = client.post(address, {"correct": "yes"}, follow=True).content.decode()
        again = client.post(address, {"correct": "yes"}, follow=True).content.decode()
        outbox.run_due()
    assert "1 certificate is corrected. Each person gets a mail." in after
    assert "All certificates say what the presence says." in again
    row.refresh_from_db()
    assert (row.days, row.last_day) == (2, DAYS[1])
    assert "there is a newer one" in verified(held, old)
    assert old != row.issued.get(ended_on=None).code
    subjects = [sent.subject for sent in mail.outbox if "certificate" in sent.subject]
    assert "Strategy for clusters: your corrected certificate" in subjects


def test_certificate_that_is_no_longer_earned_is_taken_back(held):
    (row,) = issue(held)
    code = row.issued.get().code
    correct_presence(held, "anna", False)
    mail.outbox.clear()
    with clock.at(AFTERWARDS):
        assert event_certificates.correct_certificates(mission=held.mission, by=held.staff) == (0, 1)
        assert event_certificates.correct_certificates(mission=held.mission, by=held.staff) == (0, 0)
        outbox.run_due()
    assert not EventCertificate.objects.exists()
    assert "Genuine, but withdrawn" in verified(held, code)
    assert "Strategy for clusters: your certificate no longer counts" in [
        sent.subject for sent in mail.outbox
    ]


@pytest.mark.parametrize("persona", ["visitor", "manager", "other_manager", "finance", "auditor"])
def test_others_correct_no_certificates(held, persona):
    with pytest.raises(NotAllowed):
        event_certificates.correct_certificates(mission=held.mission, by=held.world.actor(persona))


def test_one_certificate_counts_at_a_time_and_is_of_a_visit_or_an_event(held):
    (row,) = issue(held)
    kept = row.issued.get()
    kept.pk, kept.code = None, "2345-6789-ABCD"
    with violates("issued_certificate_one_per_event"):
        kept.save()
    traveller = Traveller.objects.create(
        application=held.world.draft(), first_name="Vera", last_name="V", email="v@firm.example"
    )
    kept.traveller = traveller
    with violates("issued_certificate_of_one"):
        kept.save()
