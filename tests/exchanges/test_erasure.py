"""A person with a paid visit deletes the account: gone everywhere but where a law needs the name."""

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client

from clusters.models import Consent, Role, User
from clusters.selectors.my_data import subject_for
from clusters.services import consents, deletion, erasure_log, my_data, privacy
from clusters.services.reapply import reapply
from core import audit, clock, outbox
from core.exceptions import NotAllowed, Refused
from core.models import AuditValue, Mail, OutboxItem
from exchanges import invariants
from exchanges.models import Application, HostOffer, Payment, Signature, Traveller
from exchanges.selectors.quotes import published_quotes
from exchanges.services import applications, closing, payments
from tests.support.canary import files_with, tables_with
from tests.support.stay import Stay
from tests.support.world import PASSWORD, make_user

# The visitor of the world; a phone and a position that stand nowhere else.
WORDS = (
    "Vera Visitor",
    "Visitor, Vera",
    "vera@firm.example",
    "+49 351 47110815",
    "Chief Canary",
    "CANARY-NOTE",
)
# Where the law keeps the name: what was signed, and who signed.
HELD = {"exchanges_documentversion", "exchanges_signature"}


@pytest.fixture
def paid(stay: Stay) -> Stay:
    """A paid and closed visit, with a quote, a photo permission, a copy, a note and mails."""
    user = stay.actor("visitor").user
    User.objects.filter(pk=user.pk).update(phone="+49 351 47110815", position="Chief Canary")
    user.refresh_from_db()
    stay.ended()
    stay.go(stay.exchange.stay.upper + timedelta(days=5))
    stay.write_report(quote="We learned a lot.", quote_consent=True, results="Vera Visitor met three firms.")
    stay.add_proofs()
    closing.submit_report(exchange=stay.exchange, by=stay.actor("visitor"))
    stay.host_says()
    closing.validate_report(exchange=stay.exchange, by=stay.actor("manager"))
    payments.order_payment(exchange=stay.exchange, by=stay.actor("manager"))
    payments.approve_payment(exchange=stay.exchange, by=stay.actor("finance"))
    outbox.run_due()
    payments.mark_paid(
        exchange=stay.exchange,
        by=stay.actor("finance"),
        paid_on=clock.today(),
        bank_reference="B-1",
        amount=Decimal(450),
    )
    consents.allow_photos(by=stay.actor("visitor"))
    privacy.read_notice(by=stay.actor("visitor"))
    my_data.ask_for_copy(by=stay.actor("visitor"))
    audit.record("note", stay.exchange, stay.actor("manager"), {"note": ("", "Called Vera Visitor at noon")})
    outbox.add("mail.send", "later:1", payload={"mail": 0, "who": "Vera Visitor"})
    OutboxItem.objects.filter(key="later:1").update(done_at=clock.now())
    outbox.run_due()
    return stay


def erase(stay: Stay) -> User:
    user: User = stay.actor("visitor").user
    user.refresh_from_db()
    deletion.erase_person(user=user, by=deletion.ERASER)
    user.refresh_from_db()
    return user


def test_nothing_is_left_but_the_legal_holds(paid: Stay) -> None:
    before = tables_with(WORDS)
    assert {
        "clusters_user", "core_mail", "core_transitionlog", "core_auditvalue", "core_outboxitem", "account_emailaddress",
        "exchanges_application", "exchanges_traveller", "exchanges_party", "exchanges_closingreport",
        "exchanges_bankaccount", "exchanges_questionnaire", "exchanges_documentversion", "exchanges_signature",
    } - before == set()  # fmt: skip
    erase(paid)
    assert tables_with(WORDS) == HELD
    assert files_with(WORDS) == []


def test_records_stay_under_a_pseudonym(paid: Stay) -> None:
    user = erase(paid)
    number = user.last_name
    assert (user.first_name, user.is_active, user.has_usable_password()) == ("Person", False, False)
    assert user.email == f"person-{number.lower()}@erased.invalid"
    assert Application.objects.get().contact_name == f"Person {number}"
    assert Traveller.objects.get().full_name == f"Person {number}"
    payment = Payment.objects.get()
    assert (payment.amount, payment.paid_on, payment.bank_reference) == (450, clock.today(), "B-1")
    assert paid.exchange.state in ("paid", "closed")
    assert "Vera Visitor" in set(Signature.objects.values_list("signer_name", flat=True))
    assert not Role.objects.filter(user=user, ended_at=None).exists()
    assert paid.exchange.report.results == f"Person {number} met three firms."


def test_first_name_alone_stays_in_others_texts_and_is_found(paid: Stay, capsys: Any) -> None:
    report = paid.exchange.report
    type(report).objects.filter(pk=report.pk).update(learnings="Our Vera knew everybody. Veranda, too.")
    erase(paid)
    call_command("find_name", "vera", json=True)
    document = json.loads(capsys.readouterr().out)
    assert {"model": "exchanges.ClosingReport", "field": "learnings", "rows": [report.pk]} in document[
        "places"
    ]
    call_command("find_name", "Veranda")
    assert f"exchanges.ClosingReport.learnings: {report.pk}" in capsys.readouterr().out
    call_command("find_name", "Ver")
    assert "0 texts hold the word." in capsys.readouterr().out


def test_audit_chain_and_invariants_hold(paid: Stay) -> None:
    with_names = AuditValue.objects.count()
    erase(paid)
    with connection.cursor() as cursor:
        # The chain is linked at the commit, which a test that is rolled back never reaches.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert audit.broken_links() == [] and audit.changed_values() == []
    assert 0 < AuditValue.objects.count() < with_names
    assert invariants.run() == []


def test_erasing_twice_changes_nothing(paid: Stay) -> None:
    first = erase(paid)
    again = erase(paid)
    assert (again.email, again.last_name) == (first.email, first.last_name)


def test_others_keep_their_names(paid: Stay) -> None:
    erase(paid)
    assert tables_with(["Mara Manager"]) >= {"core_transitionlog", "exchanges_signature"}
    assert User.objects.get(email="mara@elbe-valley.example").is_active


def test_pages_of_the_file_still_open(paid: Stay) -> None:
    reference = paid.exchange.reference
    user = erase(paid)
    for persona in ("manager", "coordinator", "finance", "auditor", "host"):
        answer = paid.world.client(persona).get(f"/files/{reference}/")
        assert answer.status_code == 200
        # Who signed stays readable; the rest of the page knows a number.
        signed = answer.content.decode().replace("Vera Visitor for Elbe Sensors GmbH", "")
        assert "Vera Visitor" not in signed
    assert user.last_name in paid.world.client("coordinator").get(f"/files/{reference}/").content.decode()


def test_quote_leaves_the_public_page_at_once(paid: Stay) -> None:
    page = f"/partnerships/{paid.world.partnership.slug}/"
    assert [quote["name"] for quote in published_quotes(paid.world.partnership, 4)] == ["Vera Visitor"]
    assert "We learned a lot." in Client().get(page).content.decode()
    consent = Consent.objects.get(purpose="quote")
    consents.revoke(consent=consent, by=paid.actor("visitor"))
    assert "We learned a lot." not in Client().get(page).content.decode()


def test_quote_of_an_erased_person_is_gone(paid: Stay) -> None:
    erase(paid)
    assert published_quotes(paid.world.partnership, 4) == []
    assert set(Consent.objects.values_list("revoked_at", flat=True)) == {clock.now()}


# --- the way there ---


def test_deletion_waits_a_week_and_says_good_bye(paid: Stay) -> None:
    request = deletion.ask_for_deletion(by=paid.actor("visitor"))
    assert deletion.ask_for_deletion(by=paid.actor("visitor")) == request
    outbox.run_due()
    asked = Mail.objects.get(event="privacy.deletion_asked")
    assert asked.to_address == "vera@firm.example" and "/answer/deletion/" in asked.text_body
    paid.go(clock.today() + timedelta(days=6))
    assert User.objects.get(pk=request.user_id).is_active
    mail.outbox.clear()
    paid.go(clock.today() + timedelta(days=2))
    outbox.run_due()
    farewell = [message for message in mail.outbox if message.subject == "Your account has been deleted"]
    assert [message.to for message in farewell] == [["Vera Visitor <vera@firm.example>"]]
    request.refresh_from_db()
    assert request.erased_at is not None and request.counts["core.Mail"] > 5
    assert tables_with(WORDS) == HELD
    assert not Client().login(email="vera@firm.example", password=PASSWORD)


def test_link_of_the_mail_keeps_the_account(paid: Stay) -> None:
    request = deletion.ask_for_deletion(by=paid.actor("visitor"))
    outbox.run_due()
    text = Mail.objects.get(event="privacy.deletion_asked").text_body
    path = "/answer/deletion/" + text.split("/answer/deletion/")[1].split()[0]
    assert "Keep the account?" in Client().get(path).content.decode()
    request.refresh_from_db()
    assert request.cancelled_at is None
    assert "Your account stays" in Client().post(path).content.decode()
    paid.go(clock.today() + timedelta(days=9))
    assert User.objects.get(email="vera@firm.example").is_active
    assert Client().post(path).status_code == 410


def test_somebody_else_cannot_keep_or_erase(paid: Stay) -> None:
    request = deletion.ask_for_deletion(by=paid.actor("visitor"))
    with pytest.raises(NotAllowed):
        deletion.cancel_deletion(request=request, by=paid.actor("coordinator"))
    with pytest.raises(NotAllowed):
        deletion.erase_person(user=request.user, by=paid.actor("coordinator"))


def test_running_visit_must_be_settled_first(stay: Stay) -> None:
    stay.ready()
    with pytest.raises(Refused) as refused:
        deletion.ask_for_deletion(by=stay.actor("visitor"))
    assert refused.value.reasons == [
        f"File {stay.exchange.reference} is under way. Withdraw it, or let a colleague take over."
    ]
    with pytest.raises(Refused) as refused:
        deletion.ask_for_deletion(by=stay.actor("host"))
    assert "You host the visit" in refused.value.reasons[0]
    with pytest.raises(Refused) as refused:
        deletion.ask_for_deletion(by=stay.actor("manager"))
    assert refused.value.reasons == [
        "You are the only manager of Elbe Valley. Give the role to a colleague first."
    ]


def test_colleague_takes_over_a_running_visit(stay: Stay) -> None:
    colleague = make_user("carla@firm.example", "Carla", "Colleague")
    Role.objects.create(user=colleague, kind="representative", organisation=stay.world.firm)
    stay.ready()
    deletion.ask_for_deletion(by=stay.actor("visitor"))
    erase(stay)
    application = Application.objects.get()
    assert (application.contact_name, application.contact_user) == ("Carla Colleague", colleague)
    assert application.parties.get(role="visitor").contact_email == "carla@firm.example"


def test_obstacle_on_the_day_stops_the_deletion(world: Any) -> None:
    request = deletion.ask_for_deletion(by=world.actor("visitor"))
    application = world.submitted()
    with clock.at(clock.now() + timedelta(days=8)):
        outbox.run_due()
    request.refresh_from_db()
    assert request.cancelled_at is not None and User.objects.get(pk=request.user_id).is_active
    told = Mail.objects.get(event="privacy.deletion_stopped")
    assert application.reference in told.text_body


def test_draft_goes_and_offer_closes(world: Any) -> None:
    draft = applications.start_draft(organisation=world.firm, by=world.actor("visitor"))
    applications.save_answers(application=draft, by=world.actor("visitor"), motivation="CANARY-NOTE")
    deletion.erase_person(user=world.actor("visitor").user, by=deletion.ERASER)
    deletion.erase_person(user=world.actor("host").user, by=deletion.ERASER)
    draft.refresh_from_db()
    assert (draft.motivation, draft.anonymised_on) == ("", clock.today())
    assert not HostOffer.objects.get().active
    assert tables_with(["CANARY-NOTE", "hugo@azur.example"]) == set()


# --- after a restore ---


def test_restored_backup_is_erased_again(paid: Stay) -> None:
    user = paid.actor("visitor").user
    quote = Consent.objects.get(purpose="quote")
    erasure_log.keep(erasure_log.entry(user))
    erasure_log.keep(erasure_log.consent_entry(quote))
    done = reapply()
    assert (done.erased, done.already + done.revoked, done.strange) == (1, 1, ())
    assert tables_with(WORDS) == HELD
    assert reapply().already == 2


def test_note_of_another_person_hits_nobody(world: Any, capsys: pytest.CaptureFixture[str]) -> None:
    user = world.actor("visitor").user
    erasure_log.keep(erasure_log.entry(user) | {"digest": audit.digest("other@firm.example")})
    with pytest.raises(SystemExit):
        call_command("reapply_erasures")
    assert f"person {user.pk}: is somebody else here" in capsys.readouterr().out
    user.refresh_from_db()
    assert user.erased_at is None


def test_erasure_leaves_a_note_outside_the_database(
    paid: Stay, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        erase(paid)
    notes = [note for note in erasure_log.notes() if note["kind"] == "person"]
    assert [note["id"] for note in notes] == [paid.actor("visitor").user.pk]
    assert files_with(WORDS) == []


# --- restriction ---


def test_restricted_person_gets_legal_mails_only(paid: Stay) -> None:
    privacy.restrict(by=paid.actor("visitor"))
    assert published_quotes(paid.world.partnership, 4) == []
    Mail.objects.all().update(send_state="queued")
    for row in Mail.objects.filter(to_address="vera@firm.example"):
        outbox.add("mail.send", f"again:{row.pk}", payload={"mail": row.pk})
    mail.outbox.clear()
    outbox.run_due()
    told = set(
        Mail.objects.filter(to_address="vera@firm.example", send_state="sent").values_list("event", flat=True)
    )
    assert told == {"privacy.export_ready"}
    assert Mail.objects.filter(send_state="held").count() > 5
    privacy.lift_restriction(by=paid.actor("visitor"))
    assert len(published_quotes(paid.world.partnership, 4)) == 1


def test_subject_knows_every_address(world: Any) -> None:
    user = world.actor("visitor").user
    user.emailaddress_set.create(email="old@firm.example", verified=True)
    assert subject_for(user).addresses == ("old@firm.example", "vera@firm.example")
