"""Demo: what EXCITE-NEXT's people brought in, and the interested people they answer. All through the services."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from clusters.enums import OrganisationKind, RoleKind
from clusters.models import Country, Lead, Partnership, Role, User
from clusters.services import leads, organisations
from core import clock
from core.actors import Actor
from core.imports.importer import named
from core.models import ImportRun
from core.services import imports
from reporting import lead_texts

_MEMBERS = (
    "Organisation",
    "Kind",
    "Country",
    "Town",
    "Registration number",
    "Member since",
    "Member until",
    "Size",
)
_GOOD: tuple[tuple[Any, ...], ...] = (
    ("Elbtal Messtechnik GmbH", "SME", "DE", "Dresden", "HRB 90101", "2016", "", "small"),
    ("Lausitz Robotik GmbH", "SME", "DE", "Cottbus", "HRB 90102", "2019", "", "micro"),
    ("Fertigungshof Freiberg eG", "Fab lab", "DE", "Freiberg", "GnR 90103", "2021", "", ""),
    ("Neue Sensorik Chemnitz GmbH", "SME", "DE", "Chemnitz", "HRB 90104", "2018", "soon", "medium"),
)
_WRONG: tuple[tuple[Any, ...], ...] = (
    ("Zwickau Antriebe GmbH", "SME", "DE", "Zwickau", "HRB 90201", "2020", "", "small"),
    ("", "SME", "DE", "Leipzig", "HRB 90202", "2020", "", ""),
    ("Backstube Pirna", "Bakery", "DE", "Pirna", "HRB 90203", "last year", "", ""),
    ("Görlitz Optik GmbH", "SME", "Atlantis", "Görlitz", "HRB 90204", "2022", "", "small"),
    ("Zwickau Antriebe GmbH", "SME", "DE", "Zwickau", "HRB 90201", "2020", "", "small"),
)
# Days ago, name, address, organisation, country, what was asked, and what became of it.
_LEADS: tuple[tuple[int, str, str, str, str, str, str], ...] = (
    (9, "Marta Nowak", "marta.nowak@fotonika.example", "Fotonika Wrocław", "PL", "Can two of us travel together?", ""),
    (2, "Luc Morel", "luc.morel@atelier.example", "Atelier Morel", "FR", "We look for a host in robotics.", ""),
    (
        21, "Ivana Petrova", "ivana@softlab.example", "SoftLab Sofia", "BG",
        "How much is paid for a week in Spain?", "answered",
    ),
    (
        30, "Jonas Berg", "jonas.berg@sensorhaus.example", "Sensorhaus Berg", "DE",
        "We want to visit a test site for sensors.", "invited",
    ),
    (
        38, "Greta Lindqvist", "greta@lausitzphotonik.example", "Lausitz Photonik GmbH", "DE",
        "May a firm of six people take part?", "registered",
    ),
    (45, "Cheap Traffic", "seo@traffic.example", "Traffic Ltd", "DE", "Boost your website now.", "spam"),
)  # fmt: skip


def tell(code: str) -> str:
    """Returns a sentence for the log."""
    partnership = Partnership.objects.select_related("coordinator").get(code=code)
    manager = _wearing(Role.objects.filter(kind=RoleKind.MANAGER, cluster=partnership.coordinator))
    coordinator = _wearing(Role.objects.filter(kind=RoleKind.COORDINATOR, partnership=partnership))
    now = clock.now()
    with clock.at(now - timedelta(days=12)):
        _bring(manager, "members", _table(_good_rows()), "members-2026.xlsx", state="confirmed")
    with clock.at(now - timedelta(days=1)):
        _bring(manager, "members", _table(_WRONG), "new-members.xlsx", save=False, state="confirmed")
    with clock.at(now - timedelta(days=20)):
        _bring(coordinator, "past-exchanges", _visits(partnership), "visits-before-the-portal.xlsx")
    _leads(partnership)
    return f"{ImportRun.objects.count()} imports, {Lead.objects.count()} leads"


def _good_rows() -> list[tuple[Any, ...]]:
    soon = clock.today() + timedelta(days=40)
    return [tuple(soon if cell == "soon" else cell for cell in row) for row in _GOOD]


def _bring(by: Actor, importer: str, data: bytes, name: str, *, save: bool = True, **options: Any) -> None:
    """As a person would: upload, take the guessed columns, check, and import when all is right."""
    upload = SimpleUploadedFile(name, data)
    run = imports.upload_file(importer=named(importer), upload=upload, by=by)
    imports.check_rows(run=run, by=by, mapping=run.mapping, options=options)
    imports.check_now(run)
    if save:
        imports.save_rows(run=run, by=by)
        imports.save_now(run)


def _visits(partnership: Partnership) -> bytes:
    """Four visits from the first weeks of the partnership, before it used the portal."""
    head = (
        "Your reference", "Visiting organisation", "Kind of visitor", "Country of the visitor", "Town of the visitor",
        "Home cluster", "Host organisation", "Kind of host", "Country of the host", "Town of the host", "First day",
        "Last day", "Working days", "People who travelled", "Lump sum paid in EUR", "Paid on", "Counts from",
    )  # fmt: skip
    home = partnership.coordinator.name
    rows = []
    for number, (visitor, host, country, town) in enumerate(
        (
            ("Elbtal Messtechnik GmbH", "Ateliers du Midi SAS", "FR", "Toulouse"),
            ("Lausitz Robotik GmbH", "Talleres Norte S.L.", "ES", "Bilbao"),
            ("Neue Sensorik Chemnitz GmbH", "Baltijos Lazeriai UAB", "LT", "Vilnius"),
            ("Elbtal Optik GmbH", "Ateliers du Midi SAS", "FR", "Toulouse"),
        ),
        start=1,
    ):
        first = _monday(partnership.start_on + timedelta(days=7 * number))
        rows.append(
            (
                f"PILOT-{number:02}", visitor, "SME", "DE", "Dresden", home, host, "SME", country, town, first,
                first + timedelta(days=3), 4, 1, 450, first + timedelta(days=24), first + timedelta(days=15),
            )
        )  # fmt: skip
    return _table(rows, head)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _leads(partnership: Partnership) -> None:
    now = clock.now()
    for days, name, email, organisation, country, message, outcome in _LEADS:
        with clock.at(now - timedelta(days=days)):
            lead = leads.record_lead(
                partnership=partnership,
                name=name,
                email=email,
                organisation=organisation,
                country=Country.objects.get(code=country),
                message=message,
            )
        if outcome:
            with clock.at(now - timedelta(days=days - 2)):
                _follow_up(lead, outcome)


def _follow_up(lead: Lead, outcome: str) -> None:
    by = _wearing(Role.objects.filter(kind=RoleKind.MANAGER, cluster=lead.cluster))
    leads.assign_lead(lead=lead, to=by.user, by=by)
    if outcome == "spam":
        leads.close_lead(lead=lead, by=by, reason="spam")
    elif outcome in ("invited", "registered"):
        leads.invite_lead(lead=lead, by=by, **lead_texts.filled(lead_texts.INVITATION, lead))
        if outcome == "registered":
            _register(lead)
    else:
        leads.answer_lead(lead=lead, by=by, **lead_texts.filled(lead_texts.TEMPLATES[0], lead))
        leads.note_lead(
            lead=lead,
            by=by,
            note="Wants to travel in autumn, two people.",
            next_step="Call about the dates",
            next_on=clock.today() + timedelta(days=16),
        )


def _register(lead: Lead) -> None:
    """The person follows the invitation: an account, and the organisation that finds its lead."""
    first, last = lead.name.split()
    user = User.objects.create(
        email=lead.email, first_name=first, last_name=last, password=make_password(None)
    )
    EmailAddress.objects.create(user=user, email=lead.email, verified=True, primary=True)
    organisations.register_organisation(
        by=Actor.person(user, None),
        name=lead.organisation,
        kind=OrganisationKind.SME,
        country=lead.country,
        city="Cottbus",
        about="Light sources for measuring.",
    )


def _table(rows: Iterable[Sequence[Any]], head: Sequence[str] = _MEMBERS) -> bytes:
    book = Workbook()
    sheet: Any = book.active
    for row in (head, *rows):
        sheet.append(list(row))
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _wearing(roles: Any) -> Actor:
    role = roles.filter(ended_at=None).select_related("user", "cluster").order_by("id").first()
    return Actor.person(role.user, role)
