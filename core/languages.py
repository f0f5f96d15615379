"""Languages people work in, by ISO code, with their names in the reader's language."""

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language

# The 24 official languages of the EU, and those of the other countries of the scheme.
WORKING_LANGUAGES = (
    "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "it", "lt", "lv", "mt", "nl", "pl",
    "pt", "ro", "sk", "sl", "sv", "bs", "hy", "is", "mk", "sq", "sr", "tr", "uk",
)  # fmt: skip


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
