"""The pages of plan and signatures: who may open them, what they say, and what a second click does."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core import outbox
from core.files import store_bytes
from core.models import AccessLink, Mail
from exchanges.models import BankAccount, Exchange, Party, Signature
from exchanges.policies import current_document
from exchanges.services import building
from tests.support.world import World

pytestmark = pytest.mark.django_db
IBAN = "DE89 3704 0044 0532 0130 00"
WRITERS = ("plan_edit", "plan_dates", "plan_send", "plan_change")


def url(name: str, exchange: Exchange, **more: Any) -> str:
    return reverse(f"exchanges:{name}", kwargs={"reference": exchange.reference, **more})


def content(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def body(answer: Any) -> bytes:
    """What was sent, with a streamed file closed; `close()` would close the test's database connection too."""
    if not answer.streaming:
        return bytes(answer.content)
    data = b"".join(answer.streaming_content)
    for close in answer._resource_closers:
        close()
    return data


def form_of(client: Client, address: str) -> dict[str, str]:
    """The fields of the page's form as a browser would send them back."""
    page = client.get(address).content.decode().split('id="content"')[1]
    fields = {}
    for tag in re.findall(r"<input[^>]+>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and 'type="checkbox"' not in tag:
            fields[name[1]] = value[1] if value else ""
    return fields | dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\s*([^<]*)</textarea>', page))


@pytest.mark.parametrize("name", [*WRITERS, "exchange_cancel", "sign_on_paper", "bank_account"])
def test_pages_of_the_plan_are_not_for_strangers(world: World, name: str) -> None:
    exchange = world.commitment_signing()
    for persona in ("stranger", "other_manager", "deputy"):
        assert world.client(persona).get(url(name, exchange)).status_code == 404, persona
    assert Client().get(url(name, exchange)).status_code == 302


@pytest.mark.parametrize(
    ("name", "personas"),
    [
        *((name, ("host", "host_manager", "finance", "auditor", "coordinator")) for name in WRITERS),
        ("exchange_cancel", ("host_manager", "finance", "auditor", "coordinator")),
        ("sign_on_paper", ("visitor", "host", "finance", "auditor", "coordinator")),
        ("bank_account", ("manager", "host", "host_manager", "auditor", "coordinator")),
        ("agreement_sign", ("host", "host_manager")),
        ("sum_explained", ("host", "host_manager")),
    ],
)
def test_pages_of_the_plan_wrong_role(world: World, name: str, personas: tuple[str, ...]) -> None:
    exchange = world.commitment_signing()
    for persona in personas:
        assert world.client(persona).get(url(name, exchange)).status_code == 403, persona


def test_plan_edit_saves_and_shows_what_is_missing(world: World) -> None:
    exchange, client = world.building(), world.client("visitor")
    fields = form_of(client, url("plan_edit", exchange))
    assert fields["agenda-TOTAL_FORMS"] == "4"
    fields |= {"venue": "Hall 7", "agenda-0-title": "Welcome", "agenda-0-place": "Gate"}
    answer = client.post(url("plan_edit", exchange), fields)
    assert answer["Location"] == url("plan_send", exchange)
    exchange.plan.refresh_from_db()
    assert exchange.plan.venue == "Hall 7"
    assert list(exchange.agenda.values_list("title", "place")) == [("Welcome", "Gate")]
    page = content(client.get(url("plan_send", exchange)))
    assert "Not ready yet" in page
    assert "Send the plan for signature" not in page


def test_plan_edit_stale_form_is_409_and_saves_nothing(world: World) -> None:
    exchange, client = world.building(), world.client("visitor")
    fields = form_of(client, url("plan_edit", exchange)) | {"venue": "Hall 7"}
    building.save_plan(exchange=exchange, by=world.actor("manager"), venue="Hall 1")
    answer = client.post(url("plan_edit", exchange), fields)
    assert answer.status_code == 409
    assert (
        '<td data-label="Yours">Hall 7</td><td data-label="Saved now">Hall 1</td>' in answer.content.decode()
    )
    exchange.plan.refresh_from_db()
    assert exchange.plan.venue == "Hall 1"


def test_plan_edit_empty_form_names_each_field(world: World) -> None:
    exchange, client = world.building(), world.client("visitor")
    fields = form_of(client, url("plan_edit", exchange)) | {"venue": "", "objectives": ""}
    page = content(client.post(url("plan_edit", exchange), fields))
    assert page.count("Fill in “Place of the visit”.") == 2
    assert "<title>Error:" in page


def test_plan_dates_shows_the_new_sum_before_it_changes_anything(world: World) -> None:
    exchange, client = world.building(), world.client("visitor")
    fields = form_of(client, url("plan_dates", exchange)) | {"end": "2026-05-26"}
    fields.pop("preview", None)
    page = content(client.post(url("plan_dates", exchange), fields | {"preview": "1"}))
    assert "EUR 450" in page
    assert "EUR 900" in page
    assert "Public holiday: Pentecost Monday" in page
    exchange.refresh_from_db()
    assert exchange.last_day.isoformat() == "2026-05-21"
    assert client.post(url("plan_dates", exchange), fields)["Location"] == url("plan_edit", exchange)
    exchange.refresh_from_db()
    assert (exchange.last_day.isoformat(), exchange.planned_quote.amount) == ("2026-05-26", 900)


def test_plan_edit_greys_days_that_do_not_count(world: World) -> None:
    from datetime import date

    exchange = world.building()
    building.change_dates(
        exchange=exchange, by=world.actor("visitor"), start=date(2026, 5, 21), end=date(2026, 5, 26)
    )
    page = content(world.client("visitor").get(url("plan_edit", exchange)))
    assert "Public holiday: Pentecost Monday" in page
    assert 'name="agenda-TOTAL_FORMS" value="3"' in page


def test_plan_pages_after_sending_lead_back_to_the_file(world: World) -> None:
    exchange, client = world.commitment_signing(), world.client("visitor")
    for name in ("plan_edit", "plan_dates", "plan_send"):
        assert client.get(url(name, exchange))["Location"] == url("file", exchange)


def test_plan_change_by_page(world: World) -> None:
    exchange, client = world.commitment_signing(), world.client("manager")
    assert content(client.post(url("plan_change", exchange), {"reason": ""})).count("Fill in") == 2
    client.post(url("plan_change", exchange), {"reason": "The hall is closed"})
    exchange.refresh_from_db()
    assert exchange.state == "building"
    outbox.run_due()
    told = Mail.objects.filter(event="exchange.plan_reopened")
    assert sorted(told.values_list("to_address", flat=True)) == [
        "helene@azur-secure.example",
        "hugo@azur.example",
        "vera@firm.example",
    ]
    assert all("The hall is closed" in mail.text_body for mail in told)


def test_commitment_sign_shows_what_is_hashed(world: World) -> None:
    exchange = world.commitment_signing()
    document = current_document(exchange, "commitment")
    assert document is not None
    page = content(world.client("host").get(url("commitment_sign", exchange)))
    for words in (
        "Business Pole, Sophia Antipolis",
        "Working day 3",
        "See smart mobility on real roads.",
        "Vera Visitor, CTO",
    ):
        assert words in page
    assert f"{document.content_hash[:8]} {document.content_hash[8:16]}" in page
    assert "Financial Agreement" not in page


def test_commitment_sign_manager_signs_both_with_one_button(world: World) -> None:
    exchange, client = world.commitment_signing(), world.client("manager")
    fields = form_of(client, url("commitment_sign", exchange))
    assert {"hash_commitment", "hash_agreement"} <= set(fields)
    fields |= {"signer_name": "Mara Manager", "agreed": "on"}
    assert client.post(url("commitment_sign", exchange), fields)["Location"] == url("file", exchange)
    again = client.post(url("commitment_sign", exchange), fields)
    assert "Mara Manager has already signed for this side" in content(again)
    assert Signature.objects.count() == 2


def test_commitment_sign_visitor_gives_the_account_in_the_same_act(world: World) -> None:
    exchange, client = world.commitment_signing(), world.client("visitor")
    fields = form_of(client, url("commitment_sign", exchange)) | {
        "signer_name": "Vera Visitor",
        "agreed": "on",
    }
    wrong = content(
        client.post(url("commitment_sign", exchange), fields | {"holder": "Elbe", "iban": "DE00 1"})
    )
    assert "This IBAN is not right" in wrong
    assert not Signature.objects.exists()
    client.post(url("commitment_sign", exchange), fields | {"holder": "Elbe Sensors GmbH", "iban": IBAN})
    assert Signature.objects.count() == 2
    assert BankAccount.objects.get().iban == "DE89370400440532013000"


def test_commitment_sign_only_the_plan(world: World) -> None:
    exchange, client = world.commitment_signing(), world.client("visitor")
    address = url("commitment_sign", exchange) + "?only=commitment"
    fields = form_of(client, address) | {"signer_name": "Vera Visitor", "agreed": "on"}
    assert "hash_agreement" not in fields
    client.post(address, fields)
    assert [signature.document.kind for signature in Signature.objects.all()] == ["commitment"]


def test_commitment_sign_old_text_is_409(world: World) -> None:
    exchange, client = world.commitment_signing(), world.client("host")
    fields = form_of(client, url("commitment_sign", exchange)) | {"signer_name": "Hugo Host", "agreed": "on"}
    visitor = world.actor("visitor")
    building.change_plan(exchange=exchange, by=visitor, reason="Another hall")
    building.save_plan(exchange=exchange, by=visitor, venue="Hall 9")
    building.send_plan(exchange=exchange, by=visitor)
    assert client.post(url("commitment_sign", exchange), fields).status_code == 409
    assert not Signature.objects.exists()


@pytest.mark.parametrize("persona", ["finance", "auditor", "coordinator"])
def test_commitment_sign_others_read_and_cannot_sign(world: World, persona: str) -> None:
    exchange, client = world.commitment_signing(), world.client(persona)
    assert "for you to read" in content(client.get(url("commitment_sign", exchange)))
    document = current_document(exchange, "commitment")
    fields = {"hash_commitment": document.content_hash, "signer_name": "Some Body", "agreed": "on"}
    assert client.post(url("commitment_sign", exchange), fields).status_code == 403
    assert not Signature.objects.exists()


def test_sign_by_link_of_a_host_without_account(world: World) -> None:
    """Asked by mail, reads and signs without log-in, then finds the PDF under the same link."""
    exchange = world.commitment_signing()
    Party.objects.filter(exchange=exchange, role="host").update(
        contact_email="gate@azur.example", contact_name="Gate"
    )
    outbox.run_due()
    mail = Mail.objects.get(event="exchange.signature_asked", to_address="gate@azur.example")
    link = re.search(r"http://[^/]+(/answer/sign/\S+)", mail.text_body)
    assert link is not None
    assert mail.sensitive
    client = Client()
    fields = form_of(client, link[1]) | {"signer_name": "Gabriel Gate", "agreed": "on"}
    assert set(fields) == {"csrfmiddlewaretoken", "hash_commitment", "signer_name", "agreed"}
    assert client.post(link[1], fields)["Location"] == link[1]
    page = client.get(link[1])
    assert "You have signed" in content(page)
    assert page["Referrer-Policy"] == "no-referrer"
    assert [(row.how, row.signer_email) for row in Signature.objects.all()] == [("link", "gate@azur.example")]
    for persona in ("visitor", "manager", "host_manager"):
        world.sign(exchange, "commitment", persona, persona)
    outbox.run_due()
    pdf = client.get(link[1] + "?pdf=commitment")
    assert body(pdf).startswith(b"%PDF-")


def test_sign_by_link_unknown_and_dead(world: World) -> None:
    exchange = world.commitment_signing()
    assert Client().get(reverse("exchanges:sign_by_link", args=["nothing"])).status_code == 404
    Party.objects.filter(exchange=exchange, role="host").update(contact_email="gate@azur.example")
    outbox.run_due()
    link = re.search(r"(/answer/sign/\S+)", Mail.objects.get(to_address="gate@azur.example").text_body)
    AccessLink.objects.update(revoked_at=exchange.created_at)
    assert Client().get(link[1]).status_code == 410


def test_sign_on_paper_by_page(world: World) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    exchange, client = world.commitment_signing(), world.client("manager")
    fields: dict[str, Any] = {
        "part": "commitment:host",
        "signer_name": "Hugo Host",
        "reason": "No computer in the hall",
    }
    bad = SimpleUploadedFile("scan.pdf", b"no pdf at all")
    assert "another type" in content(client.post(url("sign_on_paper", exchange), fields | {"scan": bad}))
    scan = SimpleUploadedFile("scan.pdf", b"%PDF-1.4 a scan")
    assert client.post(url("sign_on_paper", exchange), fields | {"scan": scan}).status_code == 302
    assert [(row.how, row.party.role) for row in Signature.objects.all()] == [("paper", "host")]


def test_bank_account_page_whole_for_visitor_and_finance_only(world: World) -> None:
    exchange = world.ready()
    for persona in ("visitor", "finance"):
        assert IBAN in content(world.client(persona).get(url("bank_account", exchange)))
    answer = world.client("finance").post(url("bank_account", exchange), {"holder": "X", "iban": IBAN})
    assert answer.status_code == 403


def test_cancel_by_page(world: World) -> None:
    exchange, client = world.building(), world.client("host")
    answer = client.post(url("exchange_cancel", exchange), {"reason": "Our hall burnt down"})
    assert answer["Location"] == "/"
    exchange.refresh_from_db()
    assert exchange.state == "cancelled"
    outbox.run_due()
    told = Mail.objects.filter(event="exchange.cancelled").values_list("to_address", flat=True)
    assert "hugo@azur.example" not in told
    assert "vera@firm.example" in told


def test_document_pdf_by_role_and_time(world: World) -> None:
    exchange = world.ready()
    assert world.client("visitor").get(url("document_pdf", exchange, kind="agreement")).status_code == 302
    outbox.run_due()
    for persona, kind, status in (
        ("visitor", "agreement", 200),
        ("auditor", "agreement", 200),
        ("host", "agreement", 404),
        ("host", "commitment", 200),
        ("stranger", "commitment", 404),
    ):
        answer = world.client(persona).get(url("document_pdf", exchange, kind=kind))
        body(answer)
        assert answer.status_code == status, (persona, kind)
        if status == 200:
            name = f"CXC-2026-0001-{kind}-1.pdf"
            assert answer["Content-Disposition"] == f'attachment; filename="{name}"'


def test_stored_file_goes_by_what_it_belongs_to(world: World) -> None:
    exchange = world.commitment_signing()
    scan = store_bytes(b"%PDF-1.4 scan", "scan.pdf", "application/pdf", world.actor("manager"))
    address = reverse("exchanges:stored_file", args=[scan.pk])
    assert world.client("manager").get(address).status_code == 404
    from exchanges.services import signing

    signing.sign_on_paper(
        exchange=exchange,
        kind="agreement",
        party_role="visitor_cluster",
        by=world.actor("manager"),
        signer_name="Mara Manager",
        scan=scan,
        reason="Power cut",
    )
    for persona, status in (
        ("manager", 200),
        ("visitor", 200),
        ("auditor", 200),
        ("host", 404),
        ("other_manager", 404),
    ):
        answer = world.client(persona).get(address)
        body(answer)
        assert answer.status_code == status, persona


def test_sum_explained_day_by_day(world: World) -> None:
    exchange = world.building()
    page = content(world.client("visitor").get(url("sum_explained", exchange)))
    assert page.count("Working day") >= 4
    assert "967 km" in page
    assert "Half the sum, because 4 working days are fewer than 5." in page
