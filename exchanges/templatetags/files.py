"""Head and rows of the list of files. Ten cells in fifty rows are drawn on each opening, so each is one tag."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.printed import day, icon, money, period
from core.query import FROM_THE_START, url_with
from core.tables import DATE
from exchanges.selectors.queue_columns import Column

register = template.Library()
_PLACE = "REFERENCE"
_PLAIN = '<td{css} data-label="{label}">{{}}</td>'
_PATTERNS = {
    "reference": '<th scope="row" class="ref"><a href="{{}}">{{}}</a></th>',
    "organisation": '<td class="wide" data-label="{label}">{{}}{{}}</td>',
    "due": '<td class="due{{}}" data-label="{label}">{{}}{{}}</td>',
}
# On a phone the cell is left out.
_NONE = format_html('<span class="none">{}</span>', "–")
_SORTED = {"ascending": "arrow-up", "descending": "arrow-down"}


@register.simple_tag(takes_context=True)
def queue_head(context: Context, columns: Sequence[Column]) -> SafeString:
    """The `<th>` of each column; what can be sorted by is a link, as in `sort_header`."""
    request = context["request"]
    order = request.GET.get("order", "")
    return format_html_join("", "{}\n", ((_head(request, column, order),) for column in columns))


def _head(request: Any, column: Column, order: str) -> SafeString:
    css = format_html(' class="{}"', column.css) if column.css else ""
    if not column.order:
        return format_html('<th scope="col"{}>{}</th>', css, column.label)
    direction = {column.order: "ascending", f"-{column.order}": "descending"}.get(order, "")
    wanted = f"-{column.order}" if direction == "ascending" else column.order
    return format_html(
        '<th scope="col"{}{}><a href="{}">{}{}</a></th>',
        css,
        format_html(' aria-sort="{}"', direction) if direction else "",
        url_with(request, order=wanted, **FROM_THE_START),
        column.label,
        icon(_SORTED.get(direction, "sort")),
    )


@register.simple_tag
def queue_rows(rows: Iterable[Any], columns: Sequence[Column], picked: bool = False) -> SafeString:
    """The `<tr>` of each `exchanges.selectors.queue_facts.Row`; with `picked`, each with a box of the form "bulk"."""
    named = any(column.key == "responsible" for column in columns)
    cells = [_cell(column, named) for column in columns]
    if picked:
        cells.insert(0, lambda row: (row.pk, row.reference))
    return format_html_join(
        "", _row(columns, picked), (tuple(part for cell in cells for part in cell(row)) for row in rows)
    )


def _row(columns: Sequence[Column], picked: bool) -> str:
    """The pattern of a row in the reader's language; the labels stand in it once, not once for each file."""
    cells = (
        _PATTERNS.get(column.key, _PLAIN).format(
            css=f' class="{column.css}"' if column.css else "",
            label=escape(column.label).replace("{", "{{").replace("}", "}}"),
        )
        for column in columns
    )
    return f"<tr data-row>{_box() if picked else ''}{''.join(cells)}</tr>\n"


def _box() -> str:
    words = escape(_("Tick")).replace("{", "{{").replace("}", "}}")
    return (
        '<td class="pick"><input type="checkbox" form="bulk" name="f" value="{}" '
        f'aria-label="{words} {{}}" data-pick></td>'
    )


def _cell(column: Column, named: bool) -> Callable[[Any], tuple[Any, ...]]:
    """What stands in the places of the column's pattern, for one row. `named`: a column says who is responsible."""
    if column.key == "reference":
        return _linked()
    if column.key == "organisation":
        return lambda row: (row.organisation, _labels(row.tags, "" if named else row.responsible))
    if column.key == "due":
        note = " " + _("(late)")
        return lambda row: (
            (" is-late", day(row.due), note) if row.late else ("", day(row.due, empty=_NONE), "")
        )
    if column.key == "dates":
        return lambda row: (period(row.start, row.end, empty=_NONE),)
    if column.key == "sum":
        return lambda row: (money(row.amount, empty=_NONE),)
    value = column.fields[0].value
    if column.fields[0].kind == DATE:
        return lambda row: (day(value(row), empty=_NONE),)
    return lambda row: (_shown(value(row)),)


def _linked() -> Callable[[Any], tuple[Any, ...]]:
    file = reverse("exchanges:file", args=[_PLACE])
    review = reverse("exchanges:application_review", args=[_PLACE])
    return lambda row: (
        (review if row.stage == "decide" else file).replace(_PLACE, row.reference),
        row.reference,
    )


def _labels(tags: Sequence[str], person: str) -> SafeString | str:
    """Under the name: the tags, and who is responsible."""
    if not tags and not person:
        return ""
    words = format_html_join(" ", '<span class="label">{}</span>', ((tag,) for tag in tags))
    who = format_html(
        '<span class="label">{}<span class="visually-hidden">{} </span>{}</span>',
        icon("user"),
        _("Responsible"),
        person,
    )
    return format_html('<span class="labels">{}{}</span>', words, who if person else "")


def _shown(value: Any) -> Any:
    return _NONE if value is None or value == "" else value
