"""The certificate: a page for each traveller, each with the emblem, and a hash that stays."""

import io
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pypdf import PdfReader

from core import outbox, throttle
from core.exceptions import WrongState
from exchanges.documents import certificate
from exchanges.models import IssuedCertificate, Traveller
from exchanges.services import certificates
from exchanges.services.file_retention import anonymise
from tests.support.stay import Stay


def test_each_traveller_has_a_page_of_their_own(stay: Stay):
    stay.ordered()
    exchange = stay.exchange
    Traveller.objects.create(
        application=exchange.application, first_name="Георги", last_name="Иванов", email="georgi@firm.example"
    )
    travellers = exchange.application.travellers.order_by("id")
    texts = [certificate.build(exchange, person) for person in travellers]
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(certificate.render(texts))).pages]
    assert len(pages) == 2
    for page, name, text in zip(pages, ("Vera Visitor", "Георги Иванов"), texts, strict=True):
        assert name in page
        assert text.hash in page.replace("\n", "")
        assert exchange.reference in page
        assert "Co-funded by the European Union" in page


def test_hash_stays_when_a_profile_changes(stay: Stay):
    stay.ordered()
    traveller = stay.exchange.application.travellers.get()
    before = certificate.build(stay.exchange, traveller)
    firm = stay.world.firm
    firm.name, firm.city = "Elbe Sensors AG", "Leipzig"
    firm.save()
    after = certificate.build(stay.exchange, traveller)
    assert (after.visitor, after.hash) == ("Elbe Sensors GmbH", before.hash)


def test_content_names_the_real_days(stay: Stay):
    stay.ordered()
    text = certificate.build(stay.exchange, stay.exchange.application.travellers.get())
    assert (text.first_day, text.last_day, text.working_days) == (date(2026, 5, 18), date(2026, 5, 21), 4)
    assert (text.online, text.issued_by, text.host_place) == (
        False,
        "Elbe Valley",
        "Sophia Antipolis, France",
    )


def test_there_is_none_before_the_check(stay: Stay):
    stay.reported()
    exchange = stay.exchange
    assert not certificate.is_issued(exchange)
    with pytest.raises(WrongState):
        certificate.build(exchange, exchange.application.travellers.get())


def test_certificate_that_cannot_be_made_says_so_and_can_be_asked_for_again(stay, settings):
    stay.ordered()
    address = reverse("exchanges:certificate_pdf", args=[stay.exchange.reference])
    settings.PDF_SECONDS = 0
    page = stay.world.client("visitor").get(address)
    assert (page.status_code, page["Retry-After"]) == (503, "10")
    assert "The document could not be made" in page.content.decode()
    assert f'href="{address}">Try again</a>' in page.content.decode()
    settings.PDF_SECONDS = 30
    assert stay.world.client("visitor").get(address)["Content-Type"] == "application/pdf"


def checked(stay, code):
    """What a stranger reads who holds the paper."""
    return stay.world.client("anonymous").get(reverse("core:verify"), {"code": code}).content.decode()


def pages_of(stay):
    address = reverse("exchanges:certificate_pdf", args=[stay.exchange.reference])
    return [
        page.extract_text()
        for page in PdfReader(io.BytesIO(stay.world.client("visitor").get(address).content)).pages
    ]


def test_code_on_the_paper_says_to_a_stranger_what_the_paper_says_without_the_name(stay):
    stay.ordered()
    outbox.run_due()
    row = IssuedCertificate.objects.get()
    (page,) = pages_of(stay)
    assert row.code in page and "Is it genuine?" in page
    told = checked(stay, row.code.lower().replace("-", " "))
    assert "Genuine" in told and stay.exchange.reference in told
    assert "compare each of these lines with the paper" in told and "check the file itself" not in told
    assert "V. V." in told and "21 May 2026" in told and stay.world.host.name in told
    assert "Vera" not in told and "Visitor" not in told.replace("ClusterXchange", "")
    assert "Genuine" in checked(stay, row.content_hash)


def test_code_that_nobody_printed_and_a_guess_say_the_same(stay):
    stay.ordered()
    outbox.run_due()
    assert "No document has this code" in checked(stay, "2222-2222-2222")
    assert "No document has this code" in checked(stay, stay.exchange.reference)


def test_guessing_ends_after_so_many_questions(stay, monkeypatch):
    monkeypatch.setattr(throttle, "allowed", lambda *_args, **_limits: False)
    answer = stay.world.client("anonymous").get(reverse("core:verify"), {"code": "2222-2222-2222"})
    assert answer.status_code == 429


def test_asked_again_nothing_changes_and_a_correction_ends_the_old_code(stay):
    stay.ordered()
    outbox.run_due()
    old = IssuedCertificate.objects.get()
    assert certificates.keep_of_visit(exchange=stay.exchange) == []
    Traveller.objects.filter(pk=old.traveller_id).update(last_name="Visitorová")
    (new,) = certificates.keep_of_visit(exchange=stay.exchange)
    assert new.code != old.code
    assert "Genuine, but there is a newer one" in checked(stay, old.code)
    assert "<h2>Genuine</h2>" in checked(stay, new.code) or "Genuine" in checked(stay, new.code)
    (page,) = pages_of(stay)
    assert new.code in page and old.code not in page


def test_paper_stays_genuine_when_the_person_is_forgotten(stay):
    stay.ordered()
    outbox.run_due()
    row = IssuedCertificate.objects.get()
    anonymise([stay.exchange.application_id], date(2033, 1, 1))
    told = checked(stay, row.code)
    assert "Genuine" in told and "Initials" not in told
    assert certificates.keep_of_visit(exchange=stay.exchange) == []


def test_what_was_said_does_not_change_and_one_counts_at_a_time(stay):
    stay.ordered()
    outbox.run_due()
    row = IssuedCertificate.objects.get()
    with pytest.raises(Exception, match="said_once|read.only|Cannot update"), transaction.atomic():
        IssuedCertificate.objects.filter(pk=row.pk).update(working_days=30)
    row.pk, row.code = None, "2345-6789-ABCD"
    with pytest.raises(IntegrityError, match="issued_certificate_one_per_traveller"), transaction.atomic():
        row.save()
