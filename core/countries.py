"""Country codes (ISO 3166-1 alpha-2, plus XK) and their names in the reader's language."""

from functools import cache

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.exceptions import InvalidInput

# EU documents write EL and UK; ISO and the grids write GR and GB.
ALIASES = {"EL": "GR", "UK": "GB"}
# Babel lists groups, test codes and uninhabited places among its territories.
NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"})


@cache
def _names(language: str) -> dict[str, str]:
    try:
        territories = Locale.parse(language, sep="-").territories
    except (UnknownLocaleError, ValueError):
        territories = Locale("en").territories
    return {
        code: name
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in NO_COUNTRIES
    }


def country_name(code: str) -> str:
    """ "France", in the active language; the code itself where no name is known."""
    return _names(get_language() or "en").get(code, code)


# The languages of the countries that take part; a table may name countries in any of them.
_LANGUAGES = (
    "en", "de", "fr", "es", "pl", "bg", "lt", "it", "pt", "nl", "sv", "da", "fi", "et", "lv", "cs", "sk", "sl", "hr",
    "hu", "ro", "el", "ga", "mt", "sq", "hy", "bs", "is", "mk", "sr", "tr", "uk", "nb",
)  # fmt: skip


@cache
def _by_any_name() -> dict[str, str]:
    found = {name.casefold(): code for language in _LANGUAGES for code, name in _names(language).items()}
    return found | {"czech republic": "CZ", "holland": "NL", "great britain": "GB", "türkiye": "TR"}


def find_country(text: str) -> str | None:
    """The two-letter code for a code or a name in any European language; None when nothing fits."""
    typed = (text or "").strip()
    code = ALIASES.get(typed.upper(), typed.upper())
    return code if code in _names("en") else _by_any_name().get(typed.casefold())


def clean_country(text: str, *, field: str | None = None) -> str:
    """The two-letter code for what was typed ("fr", "EL", "France"), or InvalidInput."""
    typed = (text or "").strip()
    code = ALIASES.get(typed.upper(), typed.upper())
    english = _names("en")
    if code in english:
        return code
    for names in (_names(get_language() or "en"), english):
        for known, name in names.items():
            if name.casefold() == typed.casefold():
                return known
    raise InvalidInput(
        _("“%(typed)s” is not a country code. Use two letters, for example DE or FR.")
        % {"typed": typed[:40]},
        field,
    )
