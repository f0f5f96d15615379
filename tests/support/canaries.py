"""A word of its own in every field of the two sides of a visit, and a crawl that tells which of them somebody reads."""

import io
import re
import zipfile
from collections.abc import Iterable
from typing import Any

from django.test import Client
from pypdf import PdfReader
from pypdf.errors import PdfReadError

from clusters.models import Organisation
from core.models import Mail
from exchanges.models import Application, HostOffer, Party, Traveller
from tests.support.world import World

IBAN = "DE89370400440532013000"
# field of exchanges.visibility -> what to look for
WORDS: dict[str, str] = {
    "visitor.name": "Canaryfirm",
    "visitor.about": "CanaryVisitorAbout",
    "visitor.reasons": "CanaryMotivation",
    "visitor.traveller": "Canarytraveller",
    "visitor.traveller_email": "canary-traveller@firm.example",
    "visitor.contact": "Canarycontact",
    "visitor.contact_ways": "canary-contact@firm.example",
    "visitor.iban": IBAN,
    "host.name": "Canaryhost",
    "host.about": "CanaryHostAbout",
    "host.contact": "Canaryhugo",
    "host.contact_ways": "canary-host@azur.example",
    "visitor.street": "CanaryVisitorStreet",
    "visitor.numbers": "CANARYVAT1",
    "host.street": "CanaryHostStreet",
    "host.numbers": "CANARYVAT2",
}
HOST_ADDRESS = WORDS["host.contact_ways"]
ANSWERS = {"motivation": WORDS["visitor.reasons"]}
# Not in the table because nobody needs them of the other side; who may read them all the same: those who look after it.
_KEEPERS = {"contact_cluster", "coordinator", "finance", "auditor", "support_office"}
NEVER: dict[str, set[str]] = {
    "visitor.street": _KEEPERS,
    "visitor.numbers": _KEEPERS,
    "host.street": {"host_cluster", "coordinator", "finance", "auditor", "support_office"},
    "host.numbers": {"host_cluster", "coordinator", "finance", "auditor", "support_office"},
}


def plant(world: World) -> None:
    """Into the rows that are there before a file is made."""
    for side, organisation, number in (("Visitor", world.firm, 1), ("Host", world.host, 2)):
        Organisation.objects.filter(pk=organisation.pk).update(
            name=WORDS[f"{side.lower()}.name"],
            about=f"Canary{side}About",
            street=f"Canary{side}Street 1",
            vat_number=f"CANARYVAT{number}",
            registration_number=f"CANARYREG{number}",
        )
        organisation.refresh_from_db()
    HostOffer.objects.filter(pk=world.offer.pk).update(
        contact_name=WORDS["host.contact"], contact_email=HOST_ADDRESS, description="CanaryHostAbout"
    )
    world.offer.refresh_from_db()


def plant_in_file(application: Application) -> None:
    """Into the rows of the file: contact and travellers, before a host is asked."""
    contact = {"contact_name": WORDS["visitor.contact"], "contact_email": WORDS["visitor.contact_ways"]}
    Application.objects.filter(pk=application.pk).update(**contact)
    Party.objects.filter(application=application, role="visitor").update(**contact, contact_user=None)
    Traveller.objects.filter(application=application).update(
        first_name=WORDS["visitor.traveller"], email=WORDS["visitor.traveller_email"]
    )
    application.refresh_from_db()


def links_in(text: str) -> list[str]:
    """The paths of the pages a mail leads to."""
    return [f"/{path}" for path in re.findall(r"https?://[^/\s]+/(answer/[^\s<>\"]+)", text)]


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
        except PdfReadError:  # a stand-in for a proof, no real PDF
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
        f"{mail.subject}\n{mail.text_body}\n{mail.html_body}"
        for mail in Mail.objects.filter(to_address=address)
    )
