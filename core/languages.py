"""Languages people work in, by ISO code, with their names in the reader's language."""

from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages
from django.conf import settings
from django.utils.translation import get_language

# The 24 official languages of the EU, and those of the other countries of the scheme.
WORKING_LANGUAGES = (
    "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "it", "lt", "lv", "mt", "nl", "pl",
    "pt", "ro", "sk", "sl", "sv", "bs", "hy", "is", "mk", "sq", "sr", "tr", "uk",
)  # fmt: skip
OWN_NAMES = {
    "en": "English",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
    "pl": "Polski",
    "bg": "Български",
    "lt": "Lietuvių",
}


def language_name(code: str) -> str:
    """ "German", in the active language; the code itself where no name is known."""
    try:
        names = Locale.parse(get_language() or "en", sep="-").languages
    except (UnknownLocaleError, ValueError):
        names = Locale("en").languages
    return str(names.get(code, code))


def language_choices() -> list[tuple[str, str]]:
    return sorted(
        ((code, language_name(code)) for code in WORKING_LANGUAGES), key=lambda choice: choice[1].casefold()
    )


@cache
def translated_languages() -> list[tuple[str, str]]:
    """The languages that have a compiled catalogue, and English, each under its own name."""
    return [(code, OWN_NAMES.get(code, code)) for code, _name in settings.LANGUAGES if _is_translated(code)]


def language_for(country: str) -> str:
    """The language to write in to a country: its most spoken official one where the portal has it, else English."""
    official = get_official_languages(country)
    spoken = {code for code, _name in translated_languages()}
    return official[0] if official and official[0] in spoken else "en"


def _is_translated(code: str) -> bool:
    return code == "en" or any(
        (Path(folder) / code / "LC_MESSAGES" / "django.mo").exists() for folder in settings.LOCALE_PATHS
    )
