"""What the page frame needs. Everything that may query is lazy: pages without a header pay nothing."""

from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from core.identity import funding
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


@cache
def translated_languages() -> list[tuple[str, str]]:
    """The languages that have a compiled catalogue, and English, each under its own name."""
    return [(code, OWN_NAMES.get(code, code)) for code, _name in settings.LANGUAGES if _is_translated(code)]


OWN_NAMES = {
    "en": "English",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
    "pl": "Polski",
    "bg": "Български",
    "lt": "Lietuvių",
}


def _is_translated(code: str) -> bool:
    return code == "en" or any(
        (Path(folder) / code / "LC_MESSAGES" / "django.mo").exists() for folder in settings.LOCALE_PATHS
    )
