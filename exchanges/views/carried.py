"""The answers of the public pages on their way into an application: in the address, and kept while registering.

They name no person: an organisation and its kind, countries, a town, days, whether there was an earlier visit,
and the signed number of an invitation to a mission.
"""

from typing import Any

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from clusters import places
from core.countries import country_name
from core.dates import human

# In the session: the query of the page that somebody without an organisation came to.
WISH = "apply_for"
NAMES = (
    "mission", "host", "kind", "home_country", "home_city", "earlier", "planned_start", "planned_end", "travel_days",
    "country", "town", "copy", "partnership", "cluster",
    "organisation", "invited",
)  # fmt: skip
# What is asked about the organisation: in our addresses, and on the page that describes it.
_OF_ORGANISATION = (
    ("organisation", "name"), ("kind", "kind"), ("home_country", "country"), ("home_city", "city"),
)  # fmt: skip
_LONGEST, _MOST = 100, 31


def brought(request: HttpRequest) -> QueryDict:
    """What stands in the address, else what was kept."""
    return _known(request.GET) or QueryDict(request.session.get(WISH, ""))


def keep(request: HttpRequest) -> None:
    """Whoever registers for a mission, a host or certain days finds them again after describing the organisation."""
    found = _known(request.GET)
    if found:
        request.session[WISH] = found.urlencode()


def forget(request: HttpRequest) -> None:
    request.session.pop(WISH, None)


def describe_url(request: HttpRequest) -> str:
    """The page that describes the organisation, with what was already said of it."""
    found, query = brought(request), QueryDict(mutable=True)
    for name, field in _OF_ORGANISATION:
        if found.get(name):
            query[field] = found[name]
    address = reverse("clusters:organisation_new")
    return f"{address}?{query.urlencode()}" if query else address


def join_url(request: HttpRequest, target: str) -> str:
    """Registering leads back to `target`, even where the mail is opened on another device; empty when logged in."""
    if request.user.is_authenticated:
        return ""
    query = QueryDict(mutable=True)
    query[REDIRECT_FIELD_NAME] = target
    return f"{reverse('account_signup')}?{query.urlencode()}"


def in_words(answers: dict[str, Any]) -> list[str]:
    """What is taken along, to be read before the start."""
    said = []
    if answers.get("planned_start"):
        days = {"first": human(answers["planned_start"]), "last": human(answers["planned_end"])}
        said.append(_("Days at the host: %(first)s to %(last)s") % days)
    if answers.get("travel_days"):
        said.append(_("Days of travel: %(days)s") % {"days": ", ".join(map(human, answers["travel_days"]))})
    for code in answers.get("preferred_countries", ()):
        town = places.by_id(code, answers["wished_town"]) if "wished_town" in answers else None
        where = country_name(code) if town is None else f"{town.name}, {country_name(code)}"
        said.append(_("Where you want to go: %(place)s") % {"place": where})
    if "earlier_visit" in answers:
        said.append(
            _("An earlier visit: %(answer)s") % {"answer": _("Yes") if answers["earlier_visit"] else _("No")}
        )
    return said


def _known(query: QueryDict) -> QueryDict:
    found = QueryDict(mutable=True)
    for name in NAMES:
        values = [value[:_LONGEST] for value in query.getlist(name)[:_MOST] if value]
        if values:
            found.setlist(name, values)
    return found
