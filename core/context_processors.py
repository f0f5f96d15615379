"""What the page frame needs. Everything that may query is lazy: pages without a header pay nothing."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core.identity import funding
from core.languages import translated_languages
from core.navigation import ACCOUNT, FOOTER, MAIN, HatChoice, NavItem, hats_for, items_for
from core.posted import kept_form, shown_again

THEMES = ("light", "dark")


def portal(request: HttpRequest) -> dict[str, Any]:
    places = SimpleLazyObject(lambda: items_for(request))
    hats = SimpleLazyObject(lambda: hats_for(request))
    theme = request.COOKIES.get("theme", "")
    return {
        "nav": SimpleLazyObject(lambda: places[MAIN]),
        "nav_key": SimpleLazyObject(lambda: _printed(places[MAIN])),
        "account_nav": SimpleLazyObject(lambda: places[ACCOUNT]),
        "account_key": SimpleLazyObject(lambda: _printed(places[ACCOUNT]) + _person(request, hats)),
        "footer_nav": SimpleLazyObject(lambda: places[FOOTER]),
        "footer_key": SimpleLazyObject(lambda: _printed(places[FOOTER])),
        "hats": hats,
        "here": request.get_full_path(),
        "actor": getattr(request, "actor", None),
        "theme": theme if theme in THEMES else "",
        "funding": funding(),
        "languages": translated_languages(),
        "demo": settings.PORTAL_DEMO,
        "kept": SimpleLazyObject(lambda: kept_form(request)),
        "shown_again": SimpleLazyObject(lambda: shown_again(request)),
    }


def _person(request: HttpRequest, hats: Iterable[HatChoice]) -> str:
    """All that the account menu prints beside its links."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.user is None:
        return ""
    worn = [(hat.id, str(hat.label), hat.organisation, hat.current, str(hat.group)) for hat in hats]
    return repr((actor.label, str(actor.user), str(actor.hat or ""), worn))


def _printed(items: list[NavItem]) -> str:
    """All that a menu prints, for the key under which it is kept."""
    return repr([(str(item.label), item.url, item.badge, item.current) for item in items])
