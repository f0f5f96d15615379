"""The entries and the filter boxes of the directory. There are dozens of them on each page, so each kind is one tag."""

from collections.abc import Iterable

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
    rows = (
        (
            card.mark,
            card.url,
            card.title,
            card.line,
            format_html(
                '<p class="card__meta">{}{} {}</p>', free if card.is_offer else "", card.period, card.tag
            )
            if card.period
            else "",
            format_html("<p>{}</p>", card.blurb) if card.blurb else "",
        )
        for card in cards
    )
    return format_html('<ul class="entries">\n{}</ul>', format_html_join("", _CARD, rows))


@register.simple_tag
def directory_options(name: str, options: Iterable[Option]) -> SafeString:
    """The check boxes of one facet, with their counts."""
    checked = format_html(" {}", "checked")
    rows = (
        (option.id, name, option.value, checked if option.checked else "", option.label, option.number)
        for option in options
    )
    return format_html('<div class="choices">{}</div>', format_html_join("", _BOX, rows))
