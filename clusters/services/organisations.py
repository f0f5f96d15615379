"""Organisations: described by their representative, placed on the map, SME status stated."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from clusters import permissions, places, sme
from clusters.enums import AttestationKind, OrganisationKind, RoleKind
from clusters.models import Attestation, Country, Organisation
from clusters.services.roles import grant
from core import audit, clock
from core.actors import PERSON, SYSTEM, Actor
from core.dates import clean_region
from core.exceptions import InvalidInput, NotAllowed

PROFILE_FIELDS = (
    "registration_number", "vat_number", "street", "postal_code", "website", "about", "founded", "sme_size",
    "headcount", "listed",
)  # fmt: skip
PLACE_FIELDS = ("country", "city", "region", "latitude", "longitude")
_REGION_LENGTH = 6


@transaction.atomic
def register_organisation(
    *,
    by: Actor,
    name: str,
    kind: str,
    country: Country | str,
    city: str,
    region: str = "",
    latitude: Decimal | float | None = None,
    longitude: Decimal | float | None = None,
    represented: bool = True,
    **profile: Any,
) -> Organisation:
    """Describe an organisation; `by.user` becomes its representative unless `represented` is false.

    Without coordinates they come from the gazetteer, and so does the region. Raises InvalidInput.
    """
    if by.kind not in (PERSON, SYSTEM):
        raise NotAllowed(_("Please log in first."))
    organisation = Organisation(name=name.strip(), kind=kind)
    place = {"country": country, "city": city, "region": region, "latitude": latitude, "longitude": longitude}
    _apply(organisation, place | profile)
    _save(organisation)
    audit.record("organisation.register", organisation, by, {"name": (None, organisation.name)})
    if represented and by.user is not None:
        grant(user=by.user, kind=RoleKind.REPRESENTATIVE, by=by, organisation=organisation)
    return organisation


@transaction.atomic
def update_organisation(*, organisation: Organisation, by: Actor, **fields: Any) -> Organisation:
    """Change the description. A new town brings new coordinates unless they are given too."""
    permissions.check_edit_organisation(by, organisation)
    before = {name: getattr(organisation, name) for name in fields}
    for name in ("name", "kind"):
        if name in fields:
            setattr(organisation, name, fields.pop(name))
    if any(name in fields for name in PLACE_FIELDS):
        place = {name: getattr(organisation, name) for name in PLACE_FIELDS}
        moved = any(name in fields and fields[name] != place[name] for name in ("country", "city"))
        if moved and "latitude" not in fields:
            place |= {"latitude": None, "longitude": None, "region": ""}
        fields = place | fields
    _apply(organisation, fields)
    _save(organisation)
    changes = {name: (old, getattr(organisation, name)) for name, old in before.items()}
    audit.record(
        "organisation.update",
        organisation,
        by,
        {name: pair for name, pair in changes.items() if pair[0] != pair[1]},
    )
    return organisation


@transaction.atomic
def state_sme_status(*, organisation: Organisation, by: Actor, answers: Mapping[str, Any]) -> Attestation:
    """Record the organisation's own statement of its size; an earlier one ends. Answers as in `clusters.sme`."""
    permissions.check_edit_organisation(by, organisation)
    judgement = sme.judge(answers)
    today = clock.today()
    organisation.attestations.filter(kind=AttestationKind.SME_STATUS, revoked_on=None).update(
        revoked_on=today, revoked_reason="Stated again"
    )
    attestation = Attestation.objects.create(
        kind=AttestationKind.SME_STATUS,
        organisation=organisation,
        issued_by=by.user,
        issued_by_name=by.label[:200],
        issued_on=today,
        expires_on=_years_later(today, sme.VALID_YEARS),
        inputs={
            key: value if isinstance(value, bool | int) else str(value) for key, value in answers.items()
        },
        result=judgement.size.value,
    )
    organisation.sme_size = judgement.size
    if "headcount" in answers:
        organisation.headcount = answers["headcount"]
    organisation.save(update_fields=["sme_size", "headcount"])
    audit.record("organisation.sme_status", organisation, by, {"sme_size": (None, judgement.size)})
    return attestation


def _apply(organisation: Organisation, fields: Mapping[str, Any]) -> None:
    unknown = set(fields) - set(PROFILE_FIELDS) - set(PLACE_FIELDS)
    if unknown:
        raise TypeError(f"not a field of an organisation: {', '.join(sorted(unknown))}")
    for name in PROFILE_FIELDS:
        if name in fields:
            setattr(organisation, name, fields[name])
    if "country" in fields:
        _place(organisation, fields)


def _place(organisation: Organisation, fields: Mapping[str, Any]) -> None:
    """Country, town, region with its own holidays, and coordinates: what is not given comes from the gazetteer."""
    country = fields["country"]
    organisation.country_id = country.pk if isinstance(country, Country) else str(country).upper()
    organisation.city = str(fields["city"]).strip()
    code = organisation.country_id
    known = places.find(code, organisation.city)
    region = clean_region(code, fields.get("region") or (known.region if known else ""), field="region") or ""
    organisation.region = region if len(region) <= _REGION_LENGTH else ""
    latitude, longitude = fields.get("latitude"), fields.get("longitude")
    if (latitude is None) != (longitude is None):
        raise InvalidInput(_("Give both latitude and longitude, or neither."), "latitude")
    if latitude is None and known is not None:
        latitude, longitude = known.latitude, known.longitude
    organisation.latitude = None if latitude is None else _degrees(latitude)
    organisation.longitude = None if longitude is None else _degrees(longitude)


def _degrees(value: Decimal | float) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.00001"))


def _save(organisation: Organisation) -> None:
    if not organisation.name or not organisation.city:
        raise InvalidInput(_("Enter the name and the town of the organisation."), "name")
    if organisation.kind not in OrganisationKind.values:
        raise InvalidInput(_("Choose the kind of organisation."), "kind")
    if not Country.objects.filter(pk=organisation.country_id).exists():
        raise InvalidInput(_("Choose the country from the list."), "country")
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError as error:
        if "organisation_registered_once" in str(error):
            message = _(
                "An organisation with this registration number is already here. Ask your cluster for access to it."
            )
            raise InvalidInput(message, "registration_number") from error
        raise


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
