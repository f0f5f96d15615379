"""The rows of the list of files. Ten cells in twenty-five rows are drawn on each opening, so they are one tag."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.printed import day, money, period

register = template.Library()
_PLACE = "REFERENCE"


_ROW = (
    '<tr><th scope="row" class="ref"><a href="{}">{}</a></th><td class="wide" data-label="%s">{}</td>'
    '<td data-label="%s">{}</td><td data-label="%s">{}</td><td data-label="%s">{}</td>'
    '<td class="num" data-label="%s">{}</td><td class="num" data-label="%s">{}</td>'
    '<td data-label="%s">{}</td><td data-label="%s">{}</td><td data-label="%s"{}>{}{}</td></tr>\n'
)


def _row() -> str:
    """The pattern of a row in the reader's language; the labels stand in it once, not once for each file."""
    labels = (
        _("Organisation"),
        _("Country"),
        _("Host or mission"),
        _("Dates"),
        _("Days"),
        _("Sum"),
        _("State"),
        _("Waiting for"),
        _("Due"),
    )
    return _ROW % tuple(escape(label).replace("{", "{{").replace("}", "}}") for label in labels)


@register.simple_tag
def queue_rows(rows: Iterable[Any]) -> SafeString:
    """The `<tr>` of each `exchanges.selectors.queue.Row`."""
    file = reverse("exchanges:file", args=[_PLACE])
    review = reverse("exchanges:application_review", args=[_PLACE])
    mark, note = format_html(' class="{}"', "is-late"), " " + _("(late)")
    return format_html_join(
        "",
        _row(),
        (
            (
                (review if row.stage == "decide" else file).replace(_PLACE, row.reference),
                row.reference,
                row.organisation,
                row.country,
                row.host or "–",
                period(row.start, row.end),
                "–" if row.days is None else row.days,
                money(row.amount),
                row.state_label,
                ", ".join(map(str, row.waiting)) or "–",
                *((mark, day(row.due), note) if row.late else ("", day(row.due), "")),
            )
            for row in rows
        ),
    )
