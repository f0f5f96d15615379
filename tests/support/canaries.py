"""A word of its own in every field of the two sides of a visit, and a crawl that tells which of them somebody reads."""

import io
import zipfile
from collections.abc import Iterable
from typing import Any

from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from clusters.models import Cluster, Organisation, User
from core.models import Mail
from exchanges.models import Application, BankAccount, HostOffer, Traveller
from tests.support.world import World

IBAN = "DE89370400440532013000"
# field of exchanges.visibility -> what to look for
WORDS: dict[str, str] = {
    "visitor.about": "CanaryVisitorAbout",
    "visitor.website": "canary-visitor-site.example",
    "visitor.legal": "CanaryVisitorStreet",
    "visitor.numbers": "CANARYVAT1",
    "visitor.motivation": "CanaryMotivation",
    "visitor.traveller": "Canarytraveller",
    "visitor.traveller_email": "canary-traveller@visitor.example",
    "visitor.contact": "Canaryvisitorcontact",
    "visitor.contact_ways": "canary-contact@visitor.example",
    "visitor.iban": IBAN,
    "host.about": "CanaryHostAbout",
    "host.website": "canary-host-site.example",
    "host.legal": "CanaryHostStreet",
    "host.numbers": "CANARYVAT2",
    "host.contact": "Canaryhostcontact",
    "host.contact_ways": "canary-contact@host.example",
}


def plant(world: World) -> None:
    """Into the rows that are there before a file is made."""
    for side, organisation, number in (("Visitor", world.firm, 1), ("Host", world.host, 2)):
        Organisation.objects.filter(pk=organisation.pk).update(
            about=f"Canary{side}About",
            website=f"https://canary-{side.lower()}-site.example/",
            street=f"Canary{side}Street 1",
            vat_number=f"CANARYVAT{number}",
            registration_number=f"CANARYREG{number}",
        )
        organisation.refresh_from_db()
    HostOffer.objects.filter(pk=world.offer.pk).update(
        contact_name="Canaryhostcontact", contact_email=WORDS["host.contact_ways"], contact_phone="+99 1"
    )
    world.offer.refresh_from_db()


def plant_in_file(application: Application) -> None:
    """Into the rows of the file: contact, traveller, bank account as it is entered."""
    User.objects.filter(pk=application.created_by_id).update(
        first_name="Canaryvisitorcontact", last_name="", email=WORDS["visitor.contact_ways"]
    )
    Traveller.objects.filter(application=application).update(
        first_name="Canarytraveller", email=WORDS["visitor.traveller_email"]
    )


def text_of(answer: Any) -> str:
    """All that a reader of the answer can see: the page, the table, each part of a ZIP, the words of a PDF."""
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return _text(data, answer.get("Content-Type", ""))


def _text(data: bytes, kind: str) -> str:
    if kind.startswith("application/zip"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(
                _text(archive.read(name), "application/pdf" if name.endswith(".pdf") else "")
                for name in archive.namelist()
            )
    if kind.startswith("application/pdf") and data.startswith(b"%PDF"):
        try:
            return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
        except Exception:
            return data.decode(errors="replace")
    return data.decode(errors="replace")


def read(client: Client, addresses: Iterable[str]) -> dict[str, set[str]]:
    """field -> the addresses on which the person reads its canary."""
    found: dict[str, set[str]] = {field: set() for field in WORDS}
    for address in addresses:
        answer = client.get(address)
        if answer.status_code != 200:
            continue
        note(found, address, text_of(answer))
    return found


def note(found: dict[str, set[str]], where: str, text: str) -> None:
    plain = text.replace(" ", "").replace("\u00a0", "") + text
    for field, word in WORDS.items():
        if word in plain:
            found[field].add(where)


def mails_to(address: str) -> str:
    return "\n".join(
        f"{mail.subject}\n{mail.text_body}\n{mail.html_body}" for mail in Mail.objects.filter(to_address=address)
    )
