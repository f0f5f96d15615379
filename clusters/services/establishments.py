"""Sites of an organisation, and which of them counts for residence, distance and holidays."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from clusters import permissions
from clusters.models import Establishment, Organisation
from clusters.models.place import Located
from clusters.services import placing
from core import audit
from core.actors import Actor
from core.exceptions import InvalidInput

MOST_SITES = 20
_PLACE = ("country_id", "area_id", "region", "city", "street", "postal_code", "latitude", "longitude")


@transaction.atomic
def add_site(*, organisation: Organisation, by: Actor, name: str, **place: Any) -> Establishment:
    """`place` as in `placing.PLACE_FIELDS`. Raises InvalidInput."""
    permissions.check_edit_organisation(by, organisation)
    if organisation.establishments.count() >= MOST_SITES:
        raise InvalidInput(
            _("An organisation has at most %(most)s further sites here.") % {"most": MOST_SITES}
        )
    site = Establishment(organisation=organisation, name=_named(name))
    placing.put(site, place)
    _save(site)
    audit.record("organisation.site_add", organisation, by, {"site": (None, str(site))})
    return site


@transaction.atomic
def update_site(*, site: Establishment, by: Actor, name: str | None = None, **place: Any) -> Establishment:
    permissions.check_edit_organisation(by, site.organisation)
    before = str(site)
    if name is not None:
        site.name = _named(name)
    if place:
        placing.put(site, placing.kept(site, place) | place)
    _save(site)
    audit.record("organisation.site_update", site.organisation, by, {"site": (before, str(site))})
    return site


@transaction.atomic
def remove_site(*, site: Establishment, by: Actor) -> None:
    permissions.check_edit_organisation(by, site.organisation)
    audit.record("organisation.site_remove", site.organisation, by, {"site": (str(site), None)})
    site.delete()


@transaction.atomic
def make_seat(*, site: Establishment, by: Actor) -> Organisation:
    """This site counts from now on; the one that counted becomes a further site.

    Sums that are agreed stay: a file's later sum takes its places from the agreed one.
    """
    permissions.check_edit_organisation(by, site.organisation)
    organisation = Organisation.objects.select_for_update(of=("self",), no_key=True).get(
        pk=site.organisation_id
    )
    if site.latitude is None:
        raise InvalidInput(_("Say where this site is first: it has no place on the map yet."))
    before = f"{organisation.city}, {organisation.country_id}"
    seat, further = _place_of(organisation), _place_of(site)
    name, site.name = site.name, organisation.place_name or _("Former main site")
    organisation.place_name = name
    _set_place(organisation, further)
    _set_place(site, seat)
    _save(site)
    organisation.save(update_fields=["place_name", *_PLACE])
    after = f"{organisation.city}, {organisation.country_id}"
    audit.record("organisation.seat", organisation, by, {"seat": (before, after)})
    return organisation


def _place_of(located: Located) -> dict[str, Any]:
    return {name: getattr(located, name) for name in _PLACE}


def _set_place(located: Located, place: dict[str, Any]) -> None:
    for name, value in place.items():
        setattr(located, name, value)


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise InvalidInput(_("Give the site a name, for example “Laboratory Leipzig”."), "name")
    return name[:100]


def _save(site: Establishment) -> None:
    if not site.city:
        raise InvalidInput(_("Enter the town of the site."), "city")
    try:
        with transaction.atomic():
            site.save()
    except IntegrityError as error:
        if "establishment_named_once" in str(error):
            raise InvalidInput(_("There is a site with this name already."), "name") from error
        raise
