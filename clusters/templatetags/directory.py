"""The entries and the filter boxes of the directory. There are dozens of them on each page, so each kind is one tag."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from clusters.selectors.directory_words import Card, Option

register = template.Library()
_CARD = (
    '<li class="entry"><span class="entry__mark">{}</span><div><h3><a href="{}">{}</a></h3>'
    '<p class="card__meta">{}</p>{}{}</div></li>\n'
)
_BOX = (
    '<div><label for="{0}"><input type="checkbox" id="{0}" name="{1}" value="{2}"{3}> '
    '<span>{4} <span class="muted">{5}</span></span></label></div>\n'
)


@register.simple_tag
def directory_cards(cards: Iterable[Card]) -> SafeString:
    """The list of entries, each one link."""
    free = _("Free:") + " "
    return format_html(
        '<ul class="entries">\n{}</ul>', format_html_join("", "{}", ((_card(card, free),) for card in cards))
    )


@register.simple_tag
def directory_options(name: str, options: Iterable[Option]) -> SafeString:
    """The check boxes of one facet, with their counts."""
    return format_html(
        '<div class="choices">{}</div>',
        format_html_join("", "{}", ((_box(name, option),) for option in options)),
    )


# The same entries and boxes stand on many pages: each is made once for what it prints, and kept.


@lru_cache(maxsize=2048)
def _card(card: Card, free: str) -> SafeString:
    days = (free if card.is_offer else "", card.period, card.tag)
    return format_html(
        _CARD,
        card.mark,
        card.url,
        card.title,
        card.line,
        format_html('<p class="card__meta">{}{} {}</p>', *days) if card.period else "",
        format_html("<p>{}</p>", card.blurb) if card.blurb else "",
    )


@lru_cache(maxsize=4096)
def _box(name: str, option: Option) -> SafeString:
    checked = format_html(" {}", "checked") if option.checked else ""
    return format_html(_BOX, option.id, name, option.value, checked, option.label, option.number)
