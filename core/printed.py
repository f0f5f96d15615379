"""Small things that pages print: icons, states, sums and dates, as HTML in the reader's language.

They stand many times on a page and say the same for the same input, so each is made once and kept.
"""

from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache

from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.money import format_eur

TONE_ICONS = {
    "todo": "circle",
    "active": "circle-half",
    "done": "check",
    "ok": "check-circle",
    "waiting": "clock",
    "warn": "alert",
    "danger": "stop",
    "off": "circle-dashed",
}


@cache
def icon(name: str) -> SafeString:
    """Decoration only: the words beside it carry the meaning."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("img/icons.svg"),
        name,
    )


def status_tag(label: str, tone: str = "todo") -> SafeString:
    return format_html('<span class="tag tag--{}">{}{}</span>', tone, icon(TONE_ICONS[tone]), label)


def money(value: Decimal | int | None, empty: str = "–") -> SafeString | str:
    return empty if value is None else _money(value)


@lru_cache(maxsize=4096)
def _money(value: Decimal | int) -> SafeString:
    return format_html('<span class="money">{}</span>', format_eur(value))


def day(value: date | None, weekday: bool = False, empty: str = "–") -> SafeString | str:
    if value is None:
        return empty
    return _day(value.year, value.month, value.day, "l, j F Y" if weekday else "j F Y", get_language())


@lru_cache(maxsize=4096)
def _day(year: int, month: int, number: int, form: str, language: str | None) -> SafeString:
    """`language` is not used but part of the key: the names of the months are in it."""
    value = date(year, month, number)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), date_format(value, form))


def moment(value: datetime | None, empty: str = "–") -> SafeString | str:
    if value is None:
        return empty
    shown = date_format(value.astimezone(timezone.get_current_timezone()), "j F Y, H:i")
    return format_html('<time datetime="{}">{}</time>', value.isoformat(timespec="minutes"), shown)


def period(start: date | None, end: date | None, empty: str = "–") -> SafeString | str:
    """ "11 to 14 October 2022": what both days share is said once."""
    if start is None or end is None:
        return empty
    if start == end:
        return day(start)
    return _period(start, end, get_language())


@lru_cache(maxsize=4096)
def _period(start: date, end: date, language: str | None) -> SafeString:
    form = "j F Y" if start.year != end.year else "j F" if start.month != end.month else "j"
    first = _day(start.year, start.month, start.day, form, language)
    return format_html(_("{start} to {end}"), start=first, end=day(end))
