"""Fields to choose from, drawn in one go: Django's own templates include four others for each choice."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def attributes(attrs: Mapping[str, Any]) -> SafeString:
    """As Django prints them: False is left out, True is the name alone."""
    told = (
        (name, "" if value is True else format_html('="{}"', value))
        for name, value in attrs.items()
        if value is not False
    )
    return format_html_join("", " {}{}", told)


@register.simple_tag
def boxes(groups: Iterable[tuple[Any, list[dict[str, Any]], int]]) -> SafeString:
    """The `optgroups` of a widget as boxes or radio buttons, each before its label."""
    return format_html_join(
        "",
        "{}{}",
        (
            (
                format_html("\n  <p><strong>{}</strong></p>", name) if name else "",
                format_html_join("", "<div>\n    {}</div>", ((_box(option),) for option in options)),
            )
            for name, options, _index in groups
        ),
    )


@register.simple_tag
def lines(groups: Iterable[tuple[Any, list[dict[str, Any]], int]]) -> SafeString:
    """The `optgroups` of a widget as lines of a list to choose from."""
    return format_html_join("", "\n  {}", ((_lines(name, options),) for name, options, _index in groups))


def _box(option: dict[str, Any]) -> SafeString:
    value = option["value"]
    box = format_html(
        '<input type="{}" name="{}"{}{}>',
        option["type"],
        option["name"],
        "" if value is None else format_html(' value="{}"', value),
        attributes(option["attrs"]),
    )
    if not option["wrap_label"]:
        return box
    number = option["attrs"].get("id")
    target = format_html(' for="{}"', number) if number else ""
    return format_html("<label{}>{}<span>{}</span></label>", target, box, option["label"])


def _lines(name: Any, options: list[dict[str, Any]]) -> SafeString:
    told = ((option["value"], attributes(option["attrs"]), option["label"]) for option in options)
    found = format_html_join("\n  ", '<option value="{}"{}>{}</option>', told)
    return format_html('<optgroup label="{}">{}</optgroup>', name, found) if name else found
