"""Reasons ready to send: words in braces are filled in for one file. Pure."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

# What a text may hold, with what it becomes.
PLACEHOLDERS: dict[str, Any] = {
    "name": _("the contact person"),
    "organisation": _("the visiting organisation"),
    "reference": _("the number of the file"),
    "cluster": _("the cluster that decides"),
    "host": _("the host, or the mission"),
    "first_day": _("the first day of the visit"),
    "last_day": _("the last day of the visit"),
    "least_days": _("the least number of working days"),
}
FALLBACK = "en"
_WORD = re.compile(r"\{([^{}]*)\}")


def text_in(texts: Mapping[str, str], language: str) -> str:
    """The text in a language, else in English."""
    return texts.get(language) or texts.get(FALLBACK, "")


def fill(text: str, values: Mapping[str, Any]) -> str:
    """The text with its words in braces replaced; one without a value stays as it was written."""
    return _WORD.sub(lambda found: str(values.get(found[1], found[0])), text)


def unknown_words(text: str) -> list[str]:
    """What stands in braces and is no word that can be filled in."""
    return sorted(set(_WORD.findall(text)) - set(PLACEHOLDERS))
