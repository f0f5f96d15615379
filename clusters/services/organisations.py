"""Organisations: described by their representative, placed on the map."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from clusters import numbers, permissions
from clusters.enums import OrganisationKind, RoleKind
from clusters.models import Country, Organisation
from clusters.services import consents, placing
from clusters.services.leads import link_registration
from clusters.services.placing import PLACE_FIELDS
from clusters.services.roles import grant
from core import audit
from core.actors import PERSON, SYSTEM, Actor
from core.edits import check_seen
from core.exceptions import InvalidInput, NotAllowed

PROFILE_FIELDS = (
    "registration_number", "vat_number", "pic", "website", "about", "founded", "sme_size", "figures_year",
    "headcount", "turnover", "balance_total", "languages", "place_name",
)  # fmt: skip


@transaction.atomic
def register_organisation(
    *,
    by: Actor,
    name: str,
    kind: str,
    country: Country | str,
    city: str,
    represented: bool = True,
    **profile: Any,
) -> Organisation:
    """Describe an organisation; `by.user` becomes its representative unless `represented` is false.

    `profile` takes PROFILE_FIELDS and `placing.PLACE_FIELDS`: without coordinates they come from the gazetteer, and
    so does the region. Raises InvalidInput.
    """
    if by.kind not in (PERSON, SYSTEM):
        raise NotAllowed(_("Please log in first."))
    organisation = Organisation(name=name.strip(), kind=kind)
    listed = profile.pop("listed", False)
    _apply(organisation, {"country": country, "city": city} | profile)
    _save(organisation)
    audit.record("organisation.register", organisation, by, {"name": (None, organisation.name)})
    if listed:
        _set_listed(organisation, True, by)
    if represented and by.user is not None:
        grant(user=by.user, kind=RoleKind.REPRESENTATIVE, by=by, organisation=organisation)
        link_registration(organisation=organisation, email=by.user.email, by=by)
    return organisation


@transaction.atomic
def update_organisation(
    *, organisation: Organisation, by: Actor, seen: str | None = None, **fields: Any
) -> Organisation:
    """Change the description. A new town brings new coordinates unless they are given too.

    Raises InvalidInput, ChangedMeanwhile.
    """
    permissions.check_edit_organisation(by, organisation)
    if seen:
        organisation = Organisation.objects.select_for_update(no_key=True, of=("self",)).get(
            pk=organisation.pk
        )
        known = {name: getattr(organisation, name) for name in fields if name != "town"}
        check_seen(organisation, seen, known, fields)
    listed = fields.pop("listed", organisation.listed)
    before = {name: getattr(organisation, name) for name in fields if name != "town"}
    for name in ("name", "kind"):
        if name in fields:
            setattr(organisation, name, fields.pop(name))
    if any(name in fields for name in PLACE_FIELDS):
        fields = placing.kept(organisation, fields) | fields
    _apply(organisation, fields)
    _save(organisation)
    changes = {name: (old, getattr(organisation, name)) for name, old in before.items()}
    audit.record(
        "organisation.update",
        organisation,
        by,
        {name: pair for name, pair in changes.items() if pair[0] != pair[1]},
    )
    if listed != organisation.listed:
        _set_listed(organisation, listed, by)
    return organisation


def _set_listed(organisation: Organisation, listed: bool, by: Actor) -> None:
    """The consent decides; the column follows it."""
    consents.set_listed(organisation=organisation, listed=listed, by=by)
    organisation.listed = listed


def _apply(organisation: Organisation, fields: Mapping[str, Any]) -> None:
    unknown = set(fields) - set(PROFILE_FIELDS) - set(PLACE_FIELDS) - {"town"}
    if unknown:
        raise TypeError(f"not a field of an organisation: {', '.join(sorted(unknown))}")
    for name in PROFILE_FIELDS:
        if name in fields:
            setattr(organisation, name, fields[name])
    if "country" in fields:
        placing.put(organisation, fields)
    country = organisation.country_id
    if "registration_number" in fields:
        number = numbers.clean_registration(
            country, fields["registration_number"], field="registration_number"
        )
        organisation.registration_number = number.text
    if "vat_number" in fields:
        organisation.vat_number = numbers.clean_vat(country, fields["vat_number"], field="vat_number").text
    if "pic" in fields:
        organisation.pic = numbers.clean_pic(fields["pic"], field="pic")


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
