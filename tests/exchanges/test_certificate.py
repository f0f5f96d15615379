"""The certificate: a page for each traveller, each with the emblem, and a hash that stays."""

import io
from datetime import date

import pytest
from django.urls import reverse
from pypdf import PdfReader

from core.exceptions import WrongState
from exchanges.documents import certificate
from exchanges.models import Traveller
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
