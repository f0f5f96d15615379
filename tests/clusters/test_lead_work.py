"""A lead from the first mail to the registered organisation."""

from datetime import UTC, date, datetime, timedelta

import pytest

from clusters.models import Country, Lead
from clusters.services import leads, organisations
from core import clock, outbox
from core.exceptions import InvalidInput
from core.models import Mail

DAY = date(2026, 3, 9)


def interested(world, email="ida@new.example"):
    return leads.record_lead(
        partnership=world.partnership,
        name="Ida Interest",
        email=email,
        organisation="New Sensors",
        country=Country.objects.get(code="FR"),
        message="How much do we get?",
    )


def at(day):
    return clock.at(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))


def test_answer_is_looked_at_first_then_sent_and_kept(world):
    lead, client = interested(world), world.client("host_manager")
    url = f"/leads/{lead.pk}/answer/"
    page = client.get(url).content.decode()
    assert "Dear Ida Interest," in page
    sent = {"subject": "Your question", "text": "Dear Ida,\n\nEUR 450 for four days.", "act": "preview"}
    assert "Send to ida@new.example" in client.post(url, sent).content.decode()
    assert not Mail.objects.filter(event="lead.answer").exists()
    with clock.at(clock.now() + timedelta(days=2)):
        client.post(url, sent | {"act": "send"})
    mail = Mail.objects.get(event="lead.answer")
    assert (mail.to_address, mail.subject) == ("ida@new.example", "Your question")
    assert "EUR 450 for four days." in mail.text_body
    assert "helene@azur-secure.example" in mail.text_body
    lead.refresh_from_db()
    assert lead.status == "answered"
    detail = client.get(f"/leads/{lead.pk}/").content.decode()
    assert "Answered by mail: Your question" in detail
    assert "2.0 days" in client.get("/partnerships/test/leads/").content.decode()


def test_colleague_gets_the_lead_and_a_mail(world):
    lead, client = interested(world), world.client("coordinator")
    client.post(
        f"/leads/{lead.pk}/", {"act": "assign", "assign-assigned_to": world.actor("host_manager").user.pk}
    )
    assert Mail.objects.get(event="lead.assigned").to_address == "helene@azur-secure.example"
    with pytest.raises(InvalidInput):
        leads.assign_lead(lead=lead, to=world.actor("other_manager").user, by=world.actor("coordinator"))


def test_next_step_is_work_and_reminds_on_its_day(world):
    lead, client = interested(world), world.client("host_manager")
    leads.note_answer(lead=lead, by=world.actor("host_manager"), note="Called")
    step = {"act": "plan", "plan-next_step": "Call again", "plan-next_on": DAY.isoformat()}
    client.post(f"/leads/{lead.pk}/", step)
    assert "Call again" not in client.get("/").content.decode()
    outbox.run_due()
    with at(DAY):
        outbox.run_due()
        mail = Mail.objects.get(event="lead.remind")
        assert (mail.to_address, mail.subject) == (
            "helene@azur-secure.example",
            "Today: Call again, New Sensors",
        )
        assert "Call again" in client.get("/").content.decode()
    assert "Call again" not in world.client("manager").get("/").content.decode()


def test_moved_step_does_not_remind_on_the_old_day(world):
    lead, by = interested(world), world.actor("host_manager")
    leads.note_lead(lead=lead, by=by, next_step="Call", next_on=DAY)
    leads.note_lead(lead=lead, by=by, next_step="Call", next_on=DAY + timedelta(days=9))
    with at(DAY):
        outbox.run_due()
        assert not Mail.objects.filter(event="lead.remind").exists()


def test_unanswered_lead_becomes_late_and_stands_first(world):
    interested(world)
    with at(date(2026, 3, 8)):
        interested(world, "zoe@new.example")
        page = world.client("host_manager").get("/partnerships/test/leads/").content.decode()
        assert page.index("ida@new.example") < page.index("zoe@new.example")
        late = world.client("host_manager").get("/partnerships/test/leads/?due=late").content.decode()
        assert ("ida@new.example" in late, "zoe@new.example" in late) == (True, False)


def test_invited_person_finds_what_it_typed_and_the_lead_finds_its_organisation(world):
    lead = interested(world, "stan@elsewhere.example")
    client = world.client("host_manager")
    client.post(f"/leads/{lead.pk}/invite/", {"subject": "Come in", "text": "Register.", "act": "send"})
    mail = Mail.objects.get(event="lead.invite")
    assert "/accounts/signup/?email=stan%40elsewhere.example" in mail.text_body
    form = world.client("stranger").get("/organisations/new/").content.decode()
    assert 'value="New Sensors"' in form
    made = organisations.register_organisation(
        by=world.actor("stranger"), name="New Sensors SAS", kind="sme", country="FR", city="Nice"
    )
    lead.refresh_from_db()
    assert (lead.status, lead.registered) == ("converted", made)
    assert "New Sensors SAS" in client.get("/partnerships/test/leads/").content.decode()


def test_closing_needs_a_reason_and_can_be_undone(world):
    lead, client = interested(world), world.client("host_manager")
    page = client.post(f"/leads/{lead.pk}/", {"act": "close", "close-reason": ""}).content.decode()
    assert "Choose an answer for “Why is it closed?”." in page
    client.post(f"/leads/{lead.pk}/", {"act": "close", "close-reason": "spam"})
    lead.refresh_from_db()
    assert (lead.status, lead.closed_reason) == ("closed", "spam")
    client.post(f"/leads/{lead.pk}/", {"act": "reopen"})
    lead.refresh_from_db()
    assert (lead.status, lead.closed_reason) == ("new", "")


def test_lead_that_became_nothing_is_forgotten_after_a_year(world):
    lead, kept = interested(world), interested(world, "stan@elsewhere.example")
    leads.answer_lead(lead=lead, by=world.actor("host_manager"), subject="Hello", text="Ida, canary")
    organisations.register_organisation(
        by=world.actor("stranger"), name="Kept SAS", kind="sme", country="FR", city="Nice"
    )
    outbox.run_due()
    with at(date(2026, 12, 1)):
        outbox.run_due()
        leads.note_lead(lead=lead, by=world.actor("host_manager"), note="Called again")
    with at(date(2027, 3, 3)):
        outbox.run_due()
        assert Lead.objects.filter(pk=lead.pk).exists()
    with at(date(2027, 12, 2)):
        outbox.run_due()
        assert list(Lead.objects.all()) == [kept]
        assert not Mail.objects.filter(text_body__contains="canary").exists()


@pytest.mark.parametrize("count", [1, 3])
def test_list_asks_the_database_equally_often(world, count, django_assert_num_queries):
    for number in range(count):
        interested(world, f"ida{number}@new.example")
    client = world.client("host_manager")
    client.get("/partnerships/test/leads/")
    with django_assert_num_queries(9):
        client.get("/partnerships/test/leads/")
