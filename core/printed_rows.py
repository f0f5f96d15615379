"""Lists of rows that pages print: answers, rule checks, what happened.

They stand several times on the pages that are opened most. Drawn here, a row costs a fifth of what a template takes for it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.printed import day, icon, moment

CHECKS = {
    "pass": ("check-circle", gettext_lazy("Met")),
    "warn": ("alert", gettext_lazy("Look at this")),
    "fail": ("stop", gettext_lazy("Not met")),
}


def summary(rows: Iterable[Any]) -> SafeString:
    """Each row: label, value (text or list of texts), url (of the Change link), change (hidden words)."""
    missing = format_html('<span class="summary__missing">{}</span>', _("Not given"))
    drawn = ((value_of(row, "label"), _answer(row, missing), _change(row)) for row in rows)
    return format_html(
        '<dl class="summary">\n{}</dl>\n',
        format_html_join("", "<div><dt>{}</dt><dd>{}</dd>{}</div>\n", drawn),
    )


def checks(items: Iterable[Any]) -> SafeString:
    """Each check: verdict (pass, warn, fail), sentence, source."""
    return format_html(
        '<ul class="checks">\n{}</ul>\n',
        format_html_join(
            "",
            '<li class="is-{}">{}<div><span class="visually-hidden">{}: </span>{}{}</div></li>\n',
            (_check(item) for item in items),
        ),
    )


def timeline(entries: Iterable[Any]) -> SafeString:
    """Each entry: when (datetime or date), what, who, note, tone ("", "key", "problem"), url."""
    drawn = (
        (_if(' class="is-{}"', value_of(entry, "tone")), _when(entry), _what(entry), _note(entry))
        for entry in entries
    )
    return format_html('<ol class="timeline">\n{}</ol>\n', format_html_join("", "<li{}>{}{}{}</li>\n", drawn))


def value_of(item: Any, name: str, default: Any = "") -> Any:
    """What a row, a dictionary or an object, says under this name; None counts as nothing said."""
    value = item.get(name, default) if isinstance(item, Mapping) else getattr(item, name, default)
    return default if value is None else value


def _answer(row: Any, missing: SafeString) -> SafeString:
    value = value_of(row, "value")
    if isinstance(value, list | tuple):
        texts = format_html_join("", "<li>{}</li>", ((text,) for text in value))
        return format_html('<ul class="plain">{}</ul>', texts) if value else missing
    return linebreaksbr(value) if value or value == 0 else missing


def _change(row: Any) -> SafeString | str:
    url = value_of(row, "url")
    if not url:
        return ""
    return format_html(
        '<dd class="summary__action"><a href="{}">{}<span class="visually-hidden"> {}</span></a></dd>',
        url,
        _("Change"),
        value_of(row, "change") or value_of(row, "label"),
    )


def _check(item: Any) -> tuple[Any, ...]:
    verdict = str(value_of(item, "verdict", "pass"))
    sign, word = CHECKS[verdict]
    source = _if('<span class="checks__source">{}</span>', value_of(item, "source"))
    return verdict, icon(sign), word, value_of(item, "sentence"), source


def _when(entry: Any) -> SafeString | str:
    when = value_of(entry, "when", None)
    if when is None:
        return ""
    shown = moment(when) if isinstance(when, datetime) else day(when)
    return format_html(
        '<span class="timeline__when">{}{}</span> ', shown, _if(" · {}", value_of(entry, "who"))
    )


def _what(entry: Any) -> Any:
    url, what = value_of(entry, "url"), value_of(entry, "what")
    return format_html('<a href="{}">{}</a>', url, what) if url else what


def _note(entry: Any) -> SafeString | str:
    note = value_of(entry, "note")
    return format_html(" <blockquote>{}</blockquote>", linebreaksbr(note)) if note else ""


def _if(pattern: str, value: Any) -> SafeString | str:
    return format_html(pattern, value) if value else ""
