"""Finance's list and the payment page, the questionnaires by link, mails of a file, certificate and ZIP."""

import hashlib
import io
import re
import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from core import clock
from core.models import AccessLink, Mail
from exchanges.models import Payment, Questionnaire
from exchanges.services import payments
from tests.support.stay import CHECKED, PDF, Stay, good_answers

IBAN = "DE89 3704 0044 0532 0130 00"


def url(stay: Stay, name: str, **more: object) -> str:
    return reverse(f"exchanges:{name}", kwargs={"reference": stay.exchange.reference, **more})


def text(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def question_link(stay: Stay, address: str) -> str:
    mail = [mail for mail in stay.mails("questionnaire.invited") if mail.to_address == address][-1]
    return re.search(r"http://[^/]+(/answer/questions/[\w-]+/)", mail.text_body).group(1)


def as_posted(questionnaire: Questionnaire) -> dict[str, object]:
    answers = good_answers(questionnaire)
    return {key: "yes" if value is True else value for key, value in answers.items() if value not in ([], "")}


# --- payments ---


def test_list_by_state_with_totals(stay: Stay):
    stay.ordered()
    client = stay.world.client("finance")
    page = client.get(reverse("exchanges:payments"))
    assert [(tab["label"], tab["badge"], tab["current"]) for tab in page.context["tabs"]] == [
        ("To approve", 1, True),
        ("To pay", 0, False),
        ("Late", 0, False),
        ("Paid", 0, False),
        ("All", 1, False),
    ]
    assert "1 payment, together EUR 450" in text(page)
    assert "Nothing here" in text(client.get(reverse("exchanges:payments"), {"show": "paid"}))
    stay.go(CHECKED + timedelta(days=11))
    assert "(late)" in text(client.get(reverse("exchanges:payments"), {"show": "late"}))


def test_list_opens_where_work_waits_and_else_on_all(stay: Stay):
    stay.approved()
    client = stay.world.client("finance")
    opened = [tab["label"] for tab in client.get("/payments/").context["tabs"] if tab["current"]]
    assert opened == ["To pay"]
    payments.mark_paid(
        exchange=stay.exchange,
        by=stay.actor("finance"),
        paid_on=clock.today(),
        bank_reference="SEPA 1",
        amount=Decimal(450),
    )
    assert [tab["label"] for tab in client.get("/payments/").context["tabs"] if tab["current"]] == ["All"]


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_the_same_number_of_questions(stay: Stay, number, django_assert_num_queries):
    stay.ordered()
    first = stay.payment()
    for _ in range(number - 1):
        copy = Payment.objects.get(pk=first.pk)
        copy.pk = None
        copy.refused_at, copy.refused_by, copy.refused_reason = clock.now(), stay.actor("finance").user, "x"
        copy.save(force_insert=True)
    client = stay.world.client("finance")
    client.get(reverse("exchanges:payments"))
    with django_assert_num_queries(7):
        client.get(reverse("exchanges:payments"), {"show": "all"})


def test_list_is_for_staff(stay: Stay):
    stay.ordered()
    path = reverse("exchanges:payments")
    for persona in ("visitor", "host", "stranger"):
        assert stay.world.client(persona).get(path).status_code == 403
    assert stay.world.client("manager").get(path).context["page"].paginator.count == 1
    assert stay.world.client("other_manager").get(path).context["page"].paginator.count == 0


def test_approval_refusal_and_payment_on_the_page(stay: Stay):
    stay.ordered()
    client = stay.world.client("finance")
    page = client.get(url(stay, "payment_detail"))
    assert "Approve payment of EUR 450" in text(page)
    assert IBAN in text(page)
    empty = client.post(url(stay, "payment_refuse"), {"refuse-reason": ""})
    assert "Fill in “Why?”." in text(empty)
    client.post(url(stay, "payment_refuse"), {"refuse-reason": "Wrong cost centre."})
    assert stay.exchange.state == "validated"
    manager = stay.world.client("manager")
    assert "Order payment of EUR 450" in text(manager.get(url(stay, "payment_detail")))
    manager.post(url(stay, "payment_order"))
    version = client.get(url(stay, "payment_detail")).context["version_form"].initial["version"]
    client.post(url(stay, "payment_approve"), {"version": version})
    assert stay.exchange.state == "payment_approved"
    wrong = client.post(
        url(stay, "payment_mark_paid"), {"amount": "900", "paid_on": "2026-06-03", "bank_reference": "S1"}
    )
    assert "The bank paid another sum than ordered." in text(wrong)
    client.post(
        url(stay, "payment_mark_paid"), {"amount": "450", "paid_on": "2026-06-03", "bank_reference": "S1"}
    )
    assert (stay.exchange.state, stay.payment().bank_reference) == ("paid", "S1")
    assert "Refused orders" in text(client.get(url(stay, "payment_detail")))


def test_stale_approval_is_409(stay: Stay):
    stay.ordered()
    page = stay.world.client("finance").post(url(stay, "payment_approve"), {"version": 1})
    assert page.status_code == 409
    assert stay.exchange.state == "payment_ordered"


def test_button_is_grey_for_whoever_ordered(stay: Stay):
    stay.ordered()
    page = stay.world.client("manager").get(url(stay, "payment_detail"))
    assert "Approve payment" not in text(page)


def test_full_account_is_for_finance_only(stay: Stay):
    stay.approved()
    for persona in ("manager", "coordinator", "auditor"):
        page = stay.world.client(persona).get(url(stay, "payment_detail"))
        assert "DE** **** **** 3000" in text(page)
        assert IBAN not in text(page)
        assert "DE89370400440532013000" not in page.content.decode()
    assert IBAN in text(stay.world.client("finance2").get(url(stay, "payment_detail")))


def test_payment_is_not_for_the_sides(stay: Stay):
    stay.ordered()
    for persona in ("visitor", "host", "host_manager"):
        assert stay.world.client(persona).get(url(stay, "payment_detail")).status_code == 403
        assert stay.world.client(persona).post(url(stay, "payment_approve")).status_code == 403
    for persona in ("stranger", "other_manager"):
        assert stay.world.client(persona).get(url(stay, "payment_detail")).status_code == 404
        assert stay.world.client(persona).post(url(stay, "payment_approve")).status_code == 404
    assert stay.world.client("auditor").post(url(stay, "payment_approve")).status_code == 403


def test_payment_page_before_the_order(stay: Stay):
    stay.reported()
    assert "There is no payment yet." in text(stay.world.client("finance").get(url(stay, "payment_detail")))


# --- questionnaires ---


def test_questions_are_answered_by_link_without_log_in(stay: Stay):
    stay.ended()
    client = stay.world.client("anonymous")
    path = question_link(stay, "hugo@azur.example")
    page = client.get(path)
    assert (page.status_code, page["Referrer-Policy"]) == (200, "no-referrer")
    questionnaire = Questionnaire.objects.get(respondent="host")
    sent = client.post(path, as_posted(questionnaire))
    assert (sent.status_code, sent["Location"]) == (302, path)
    assert "Thank you for your answers" in text(client.get(path))
    assert Questionnaire.objects.get(respondent="host").answers["recommend"] == 9
    assert client.post(path, as_posted(questionnaire)).status_code == 200
    assert (
        AccessLink.objects.get(purpose="questionnaire", subject_id=questionnaire.pk).last_used_at is not None
    )


def test_unanswered_question_is_named(stay: Stay):
    stay.ended()
    client = stay.world.client("anonymous")
    path = question_link(stay, "vera@firm.example")
    data = as_posted(Questionnaire.objects.get(respondent="visitor"))
    del data["agenda"]
    page = client.post(path, data)
    assert "Choose an answer for “The programme was well put together.”." in text(page)
    assert Questionnaire.objects.get(respondent="visitor").state == "invited"


def test_questions_in_the_portal_are_for_the_asked_side(stay: Stay):
    stay.ended()
    asked = Questionnaire.objects.get(respondent="visitor")
    path = reverse("exchanges:questionnaire_answer", kwargs={"pk": asked.pk})
    assert stay.world.client("visitor").get(path).status_code == 200
    for persona in ("host", "manager", "finance"):
        assert stay.world.client(persona).get(path).status_code == 403
    assert stay.world.client("stranger").get(path).status_code == 404
    stay.world.client("visitor").post(path, as_posted(asked))
    assert Questionnaire.objects.get(pk=asked.pk).state == "answered"


def test_questionnaire_is_closed_on_the_page(stay: Stay):
    stay.ended()
    asked = Questionnaire.objects.get(respondent="host")
    path = reverse("exchanges:questionnaire_bypass", kwargs={"pk": asked.pk})
    assert stay.world.client("visitor").get(path).status_code == 403
    assert stay.world.client("other_manager").get(path).status_code == 404
    client = stay.world.client("manager")
    assert "Fill in “Why is there no answer?”." in text(client.post(path, {"reason": ""}))
    client.post(path, {"reason": "No answer after two mails."})
    assert Questionnaire.objects.get(pk=asked.pk).bypass_reason == "No answer after two mails."
    assert client.get(path).status_code == 302
    link = question_link(stay, "hugo@azur.example")
    assert stay.world.client("anonymous").get(link).status_code == 410


# --- mails of a file ---


def test_mail_of_a_file_goes_out_again(stay: Stay):
    stay.ended()
    client = stay.world.client("manager")
    page = client.get(url(stay, "file_mails"))
    [due] = stay.mails("exchange.report_due")
    assert due.subject in text(page)
    sent = client.post(url(stay, "mail_resend", pk=due.pk))
    assert sent["Location"] == url(stay, "file_mails")
    first, again = stay.mails("exchange.report_due")
    assert (again.to_address, again.text_body, again.message_id == first.message_id) == (
        first.to_address,
        first.text_body,
        False,
    )
    assert "Please hand in your closing report" in text(client.get(url(stay, "file_mail", pk=due.pk)))


def test_mail_with_a_link_is_shown_without_its_text(stay: Stay):
    stay.ended()
    [asked] = stay.mails("exchange.outcome_asked")
    page = stay.world.client("manager").get(url(stay, "file_mail", pk=asked.pk))
    assert "/answer/outcome/" not in page.content.decode()
    assert "works for one person only" in text(page)


def test_mails_are_for_staff_and_for_their_own_file(stay: Stay):
    stay.ended()
    [due] = stay.mails("exchange.report_due")
    for persona in ("visitor", "host"):
        assert stay.world.client(persona).get(url(stay, "file_mails")).status_code == 403
        assert stay.world.client(persona).post(url(stay, "mail_resend", pk=due.pk)).status_code == 403
    assert stay.world.client("auditor").post(url(stay, "mail_resend", pk=due.pk)).status_code == 403
    foreign = Mail.objects.get(pk=due.pk)
    foreign.pk, foreign.subject_type, foreign.subject_id, foreign.message_id = (
        None,
        "clusters.lead",
        1,
        "<x@y>",
    )
    foreign.save(force_insert=True)
    assert stay.world.client("manager").post(url(stay, "mail_resend", pk=foreign.pk)).status_code == 404


# --- certificate and ZIP ---


def test_certificate_names_person_host_and_days(stay: Stay, tmp_path):
    stay.ordered()
    answer = stay.world.client("visitor").get(url(stay, "certificate_pdf"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    words = pdf_text(answer.content)
    for part in (
        "Certificate of participation",
        "Vera Visitor",
        "Elbe Sensors GmbH",
        "Mobilité Azur SAS",
        "18 to 21 May 2026",
        "4 working days",
    ):
        assert part in words
    assert "Co-funded by the European Union" in words or "Funded by the European Union" in words
    assert stay.world.client("visitor").get(url(stay, "certificate_pdf")).content == answer.content


def pdf_text(content: bytes) -> str:
    pikepdf = pytest.importorskip("pikepdf")

    with pikepdf.open(io.BytesIO(content)) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "en"
    import subprocess

    found = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return " ".join(found.stdout.decode().split())


def test_certificate_waits_for_the_check(stay: Stay):
    stay.reported()
    assert stay.world.client("visitor").get(url(stay, "certificate_pdf")).status_code == 302
    stay.world.client("stranger")
    assert stay.world.client("stranger").get(url(stay, "certificate_pdf")).status_code == 404
    assert stay.world.client("host").get(url(stay, "certificate_pdf")).status_code == 403


def archive_of(response) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def test_zip_holds_the_whole_file_and_its_hashes(stay: Stay):
    stay.paid()
    response = stay.world.client("auditor").get(url(stay, "dossier"))
    assert response["Content-Disposition"] == f'attachment; filename="{stay.exchange.reference}.zip"'
    archive = archive_of(response)
    assert archive.testzip() is None
    pk = stay.exchange.pk
    assert archive.namelist() == [
        "log.txt",
        "log.csv",
        f"documents/agreement-{pk}-1.json",
        f"documents/agreement-{pk}-1.pdf",
        f"documents/commitment-{pk}-1.json",
        f"documents/commitment-{pk}-1.pdf",
        "certificates/Vera-Visitor.pdf",
        "evidence/01-flight-flight.pdf",
        "evidence/02-hotel-hotel.pdf",
        "sums/01-estimate.json",
        "sums/02-planned.json",
        "sums/03-actual.json",
        "hashes.txt",
    ]
    for line in archive.read("hashes.txt").decode().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256(archive.read(name)).hexdigest() == digest
    assert archive.read("evidence/01-flight-flight.pdf") == PDF + b"0"
    log = archive.read("log.txt").decode()
    assert "The lump sum was paid" in log
    assert '"amount": "450.00"' in archive.read("sums/03-actual.json").decode()


def test_zip_of_the_visitor_has_no_internal_comments(stay: Stay):
    stay.ordered()
    payments.refuse_payment(exchange=stay.exchange, by=stay.actor("finance"), reason="Suspicious invoice.")
    staff = archive_of(stay.world.client("manager").get(url(stay, "dossier")))
    visitor = archive_of(stay.world.client("visitor").get(url(stay, "dossier")))
    for name in ("log.txt", "log.csv"):
        assert "Suspicious invoice." in staff.read(name).decode()
        assert "Suspicious invoice." not in visitor.read(name).decode()
        assert "Mara Manager" not in visitor.read(name).decode()


def test_zip_is_for_staff_and_visitor(stay: Stay):
    stay.ended()
    for persona in ("host", "host_manager"):
        assert stay.world.client(persona).get(url(stay, "dossier")).status_code == 403
    for persona in ("stranger", "other_manager"):
        assert stay.world.client(persona).get(url(stay, "dossier")).status_code == 404
