"""The certificate of participation: who was where, from when to when, on how many working days."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core import pdf
from core.exceptions import WrongState
from core.qr import qr_code
from exchanges.documents.canonical import Content, digest, plain
from exchanges.enums import CREDITED_STATES, DocumentKind, Mode
from exchanges.models import EventCertificate, Exchange, Traveller
from exchanges.policies import current_document
from exchanges.selectors.certificates import codes_of_events, codes_of_travellers


@dataclass(frozen=True)
class Certificate:
    file: str
    partnership: str
    name: str
    position: str
    visitor: str
    visitor_place: str
    host: str
    host_place: str
    first_day: date
    last_day: date
    working_days: int
    online: bool
    issued_by: str
    issued_on: date
    # The title of a virtual exchange in a group; a visit has none, and its number does not change by it.
    event: str = ""
    # By which the holder asks whether it is genuine; no part of what it says.
    code: str = ""

    def content(self) -> Content:
        said = {
            name: value
            for name, value in asdict(self).items()
            if name != "code" and (name != "event" or value)
        }
        return {"document": "certificate", "schema": 1, **plain(said)}

    @property
    def hash(self) -> str:
        return digest(self.content())

    @property
    def verify_address(self) -> str:
        return f"{settings.PORTAL_URL}{reverse('core:verify')}"

    @property
    def scan_address(self) -> str:
        """Leads straight to the answer."""
        return f"{self.verify_address}?code={self.code}"

    @property
    def scan(self) -> dict[str, Any]:
        return {"name": _("Code of this certificate"), **qr_code(self.scan_address)}


def is_issued(exchange: Exchange) -> bool:
    """From the validation of the report on."""
    return exchange.state in CREDITED_STATES and exchange.actual_quote is not None


def build(exchange: Exchange, traveller: Traveller, code: str = "") -> Certificate:
    """Everything from rows that no longer change; the same rows give the same hash."""
    quote = exchange.actual_quote
    if quote is None or exchange.credited_on is None:
        raise WrongState(_("The certificate is ready once the closing report has been checked."))
    visitor, host = exchange.visitor, exchange.host
    sides = _frozen_sides(exchange)
    with translation.override("en"):
        return Certificate(
            file=exchange.reference,
            partnership=exchange.partnership.name,
            name=traveller.full_name,
            position=traveller.position,
            visitor=sides["visitor"]["organisation"] if sides else visitor.name,
            visitor_place=sides["visitor"]["place"]
            if sides
            else f"{visitor.city}, {exchange.visitor_country.name}",
            host=sides["host"]["organisation"] if sides else host.name,
            host_place=sides["host"]["place"] if sides else f"{host.city}, {exchange.host_country.name}",
            first_day=date.fromisoformat(quote.inputs["start"]),
            last_day=date.fromisoformat(quote.inputs["end"]),
            working_days=quote.working_days,
            online=quote.inputs["mode"] == Mode.VIRTUAL,
            issued_by=exchange.visitor_cluster.name,
            issued_on=exchange.credited_on,
            code=code,
        )


def of_visits(exchanges: Sequence[Exchange]) -> list[Certificate]:
    """Those of all travellers, with their codes."""
    pairs = [(visit, person) for visit in exchanges for person in visit.application.travellers.all()]
    codes = codes_of_travellers([person.pk for _visit, person in pairs])
    return [build(visit, person, codes.get(person.pk, "")) for visit, person in pairs]


def of_events(rows: Iterable[EventCertificate]) -> list[Certificate]:
    found = list(rows)
    codes = codes_of_events([row.pk for row in found])
    return [build_for_event(row, codes.get(row.pk, "")) for row in found]


def build_for_event(row: EventCertificate, code: str = "") -> Certificate:
    """Of a participant of a virtual exchange, who has no file."""
    participant, mission = row.participant, row.participant.mission
    with translation.override("en"):
        return Certificate(
            file=f"{mission.partnership.code}-{mission.pk}-{participant.pk}",
            partnership=mission.partnership.name,
            name=row.name,
            position=row.position,
            visitor=row.organisation,
            visitor_place=participant.country.name,
            host=mission.host.name,
            host_place=f"{mission.host.city}, {mission.host.country.name}",
            first_day=row.first_day,
            last_day=row.last_day,
            working_days=row.days,
            online=True,
            issued_by=mission.host_cluster.name,
            issued_on=row.issued_on,
            event=mission.title,
            code=code,
        )


def render(certificates: list[Certificate], *, title: str = "") -> bytes:
    """One page for each traveller, of one file or of several."""
    file = certificates[0].file
    names = ", ".join(item.name for item in certificates)
    return pdf.render(
        "exchanges/documents/certificate.html",
        {"certificates": certificates, "certificate": certificates[0]},
        title=title or f"Certificate of participation {file}, {names}",
    )


def _frozen_sides(exchange: Exchange) -> dict[str, dict[str, str]]:
    """The organisations as the signed plan names them, since a profile may change later."""
    document = current_document(exchange, DocumentKind.COMMITMENT)
    return {side["role"]: side for side in document.content.get("sides", [])} if document is not None else {}
