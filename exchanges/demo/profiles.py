"""What the demo's organisations tell about themselves: sites, figures, languages, logos, wishes and free periods."""

import io
from datetime import date, timedelta
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.text import slugify
from PIL import Image, ImageDraw

from clusters import sme
from clusters.enums import OrganisationKind
from clusters.models import Organisation, User
from clusters.services import establishments, logos, organisations, sme_status
from core import clock
from core.actors import Actor
from exchanges.demo.cast import Cast, at
from exchanges.models import HostOffer
from exchanges.services import interest, offers, profiles

# So many organisations tell everything; the others show what an ordinary, half-told profile looks like.
FULL, WITH_LOGO, WITH_OFFER = 30, 14, 20
_LANGUAGES = {
    "DE": "de",
    "PL": "pl",
    "FR": "fr",
    "LT": "lt",
    "BG": "bg",
    "ES": "es",
    "RS": "sr",
    "CZ": "cs",
    "NL": "nl",
}
_SECOND_TOWN = {
    "DE": "Chemnitz",
    "PL": "Poznań",
    "FR": "Lyon",
    "LT": "Kaunas",
    "BG": "Plovdiv",
    "ES": "Bilbao",
}
_COLOURS = ("#1f6f78", "#8a3b12", "#3f4e9e", "#5f6b1d", "#7a2e5d", "#2d5f3a")
_FACILITIES = (
    ["desk", "meeting_room", "canteen", "step_free"],
    ["laboratory", "desk", "lodging"],
    ["workshop", "test_site", "meeting_room"],
)


def build(cast: Cast, today: date) -> None:
    """After the stories are told; everything by the organisations' own people."""
    told = [
        (cast.organisations[key], cast.actor(f"visitor:{key}"))
        for key in cast.organisations
        if cast.knows(f"visitor:{key}")
    ]
    firms = [pair for pair in told if pair[0].kind != OrganisationKind.CLUSTER][-FULL:]
    for number, (organisation, by) in enumerate(firms):
        _tell(organisation, by, number, today)
    _larger_firm(*firms[0])
    for number, offer in enumerate(HostOffer.objects.filter(active=True).order_by("-id")[:WITH_OFFER]):
        _offer(cast, offer, number, today)
    _people_were_here(told)
    _silent(firms[1:3], today)


def _tell(organisation: Organisation, by: Actor, number: int, today: date) -> None:
    home = _LANGUAGES.get(organisation.country_id, "en")
    organisations.update_organisation(
        organisation=organisation,
        by=by,
        website=f"https://www.{slugify(organisation.name)}.example/",
        languages=sorted({home, "en", *(["fr"] if number % 3 == 0 else [])}),
        founded=1988 + number,
        figures_year=today.year - 1,
        headcount=3 + number % 6,
        turnover=Decimal(420_000 + 61_000 * number),
        balance_total=Decimal(250_000 + 23_000 * number),
        place_name="Head office",
        listed=True,
    )
    town = _SECOND_TOWN.get(organisation.country_id)
    if number % 3 == 1 and town and town != organisation.city:
        establishments.add_site(
            organisation=organisation, by=by, name="Laboratory", country=organisation.country_id, city=town
        )
    if number < WITH_LOGO:
        picture = SimpleUploadedFile("logo.png", _logo(organisation.name, number))
        logos.set_logo(organisation=organisation, by=by, picture=picture)
    profiles.save_visitor_profile(
        organisation=organisation,
        by=by,
        uses=["technology", "learn"] if number % 2 else ["markets", "strategic"],
        activity_types=["knowledge", "networking"],
        motivation="We look for partners with experience in data from machines, and for first customers abroad.",
        languages=organisation.languages,
        preferred_countries=["FR", "ES"] if organisation.country_id not in ("FR", "ES") else ["DE"],
    )


def _larger_firm(organisation: Organisation, by: Actor) -> None:
    """One that is not alone: a linked and a partner enterprise are added up."""
    enterprise = {"turnover_million": Decimal("3.2"), "balance_million": Decimal("2.1")}
    rows = [
        sme.enterprise("Elbe Holding GmbH", sme.LINKED, None, None, headcount=18, **enterprise),
        sme.enterprise("Vogtland Optics AG", sme.PARTNER, 30, None, headcount=60, **enterprise),
    ]
    sme_status.state_sme_status(
        organisation=organisation,
        by=by,
        answers={
            "fewer_than_10": True,
            "up_to_2_million": True,
            "stands_alone": False,
            "headcount": 8,
            "turnover_million": Decimal("1.4"),
            "balance_million": Decimal("0.9"),
            "public_quarter": sme.NO,
            "enterprises": rows,
            "year_before": sme.SAME,
        },
    )


def _offer(cast: Cast, offer: HostOffer, number: int, today: date) -> None:
    by = Actor.system("demo")
    offers.update_offer(offer=offer, by=by, facilities=_FACILITIES[number % len(_FACILITIES)])
    first, last, capacity = offers.period_rows(offer)[0]
    later = last + timedelta(days=45)
    offers.set_periods(
        offer=offer,
        by=by,
        periods=[(first, last, capacity), (later, later + timedelta(days=60), capacity + 1)],
    )


def _people_were_here(told: list[tuple[Organisation, Actor]]) -> None:
    """Nobody logs in while the demo is built; without this everybody would be asked whether they are still there."""
    people = {by.user.pk for _organisation, by in told if by.user is not None}
    User.objects.filter(pk__in=people).update(last_login=clock.now())


def _silent(firms: list[tuple[Organisation, Actor]], today: date) -> None:
    """Two that said "not at the moment": hidden, and back with one click."""
    for organisation, by in firms:
        with clock.at(at(today - timedelta(days=9))):
            interest.decline_interest(organisation=organisation, by=by)


def _logo(name: str, number: int) -> bytes:
    """A simple mark of two shapes; no letters, so that no font is needed."""
    picture = Image.new("RGB", (480, 200), "#ffffff")
    draw = ImageDraw.Draw(picture)
    colour, other = _COLOURS[number % len(_COLOURS)], _COLOURS[(number + len(name)) % len(_COLOURS)]
    draw.ellipse((30, 30, 170, 170), fill=colour)
    draw.rectangle((150, 60, 290, 140), fill=other)
    draw.polygon([(300, 170), (375, 30), (450, 170)], fill=colour)
    out = io.BytesIO()
    picture.save(out, format="PNG")
    return out.getvalue()
