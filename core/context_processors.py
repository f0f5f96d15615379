"""What the page frame needs. Everything that may query is lazy: pages without a header pay nothing."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core.identity import funding
from core.languages import translated_languages
from core.navigation import ACCOUNT, FOOTER, MAIN, NavItem, hats_for, items_for
from core.posted import kept_form, shown_again

THEMES = ("light", "dark")


def portal(request: HttpRequest) -> dict[str, Any]:
    places = SimpleLazyObject(lambda: items_for(request))
    theme = request.COOKIES.get("theme", "")
    return {
        "nav": SimpleLazyObject(lambda: places[MAIN]),
        "nav_key": SimpleLazyObject(lambda: _printed(places[MAIN])),
        "account_nav": SimpleLazyObject(lambda: places[ACCOUNT]),
        "footer_nav": SimpleLazyObject(lambda: places[FOOTER]),
        "footer_key": SimpleLazyObject(lambda: _printed(places[FOOTER])),
        "hats": SimpleLazyObject(lambda: hats_for(request)),
        "actor": getattr(request, "actor", None),
        "theme": theme if theme in THEMES else "",
        "funding": funding(),
        "languages": translated_languages(),
        "demo": settings.PORTAL_DEMO,
        "kept": SimpleLazyObject(lambda: kept_form(request)),
        "shown_again": SimpleLazyObject(lambda: shown_again(request)),
    }


def _printed(items: list[NavItem]) -> str:
    """All that a menu prints, for the key under which it is kept."""
    return repr([(str(item.label), item.url, item.badge, item.current) for item in items])
