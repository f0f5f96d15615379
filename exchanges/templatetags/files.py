"""Head and rows of the list of files: some five hundred cells on each opening.

A cell is drawn once for all that stands in it, in each language, and kept in the process.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.http import QueryDict
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.printed import day, icon, money, period
from core.query import FROM_THE_START, query_with
from core.tables import DATE, in_words
from exchanges.selectors.queue_columns import BY_KEY, Column, keys_of
from exchanges.selectors.queue_facts import Row

register = template.Library()
# Ten pages of cells of one column, of the twenty there are.
_KEPT = 500
# On a phone the cell is left out.
_NONE = format_html('<span class="none">{}</span>', "–")
_SORTED = {"ascending": "arrow-up", "descending": "arrow-down"}
Draw = Callable[..., str]


@register.simple_tag(takes_context=True)
def queue_head(context: Context, columns: Sequence[Column]) -> SafeString:
    """The `<th>` of each column; what can be sorted by is a link, as in `sort_header`."""
    query = context["request"].GET.urlencode()
    return _heads(keys_of(columns), query, get_language())


@lru_cache(maxsize=200)
def _heads(keys: tuple[str, ...], query: str, language: str | None) -> SafeString:
    """`language` is the active one; it is part of what is kept."""
    given = QueryDict(query)
    return format_html_join("", "{}\n", ((_head(BY_KEY[key], given),) for key in keys))


def _head(column: Column, given: QueryDict) -> SafeString:
    css = format_html(' class="{}"', column.css) if column.css else ""
    if not column.order:
        return format_html('<th scope="col"{}>{}</th>', css, column.label)
    order = given.get("order", "")
    direction = {column.order: "ascending", f"-{column.order}": "descending"}.get(order, "")
    wanted = f"-{column.order}" if direction == "ascending" else column.order
    return format_html(
        '<th scope="col"{}{}><a href="{}">{}{}</a></th>',
        css,
        format_html(' aria-sort="{}"', direction) if direction else "",
        query_with(given, order=wanted, **FROM_THE_START),
        column.label,
        icon(_SORTED.get(direction, "sort")),
    )


@register.simple_tag
def queue_rows(rows: Iterable[Row], columns: Sequence[Column], picked: bool = False) -> SafeString:
    """The `<tr>` of each row; with `picked`, each with a box of the form "bulk"."""
    keys, language = keys_of(columns), get_language()
    tells_who = "responsible" not in keys
    cells = [_cell(key, tells_who, language) for key in (*(("pick",) if picked else ()), *keys)]
    lines = (f"<tr data-row>{''.join([cell(row) for cell in cells])}</tr>\n" for row in rows)
    return mark_safe("".join(lines))


@lru_cache(maxsize=200)
def _cell(key: str, tells_who: bool, language: str | None) -> Callable[[Row], str]:
    """What draws the cell of a column for a row. `tells_who`: no column says who is responsible. `language` as above."""
    if key == "pick":
        return _kept(_box(), lambda row: (row.pk, row.reference))
    if key == "reference":
        return _kept(_link(), lambda row: (row.reference, row.stage == "decide"))
    draw, column = _in_cell(BY_KEY[key]), BY_KEY[key]
    if key == "organisation":
        return _kept(
            draw(_named),
            # A hat without a place of its own has no tags, not even none.
            lambda row: (row.organisation, tuple(row.tags or ()), row.responsible if tells_who else ""),
        )
    if key == "due":
        return _kept(_due(column), lambda row: (row.due, row.late))
    if key == "dates":
        return _kept(draw(period), lambda row: (row.start, row.end))
    field = column.fields[0]
    if field.kind == DATE:
        return _kept(draw(day), lambda row: (field.value(row),))
    if key == "sum":
        return _kept(draw(money), lambda row: (row.amount,))
    if field.words is not None and not field.note:
        words, code = field.words(), field.fact
        return _kept(draw(lambda codes: _html(in_words(codes, words))), lambda row: (getattr(row, code),))
    return _kept(draw(_html), lambda row: (field.value(row),))


def _kept(draw: Draw, facts: Callable[[Row], tuple[Any, ...]]) -> Callable[[Row], str]:
    """`facts` are all that `draw` prints."""
    kept = lru_cache(maxsize=_KEPT)(draw)
    return lambda row: kept(*facts(row))


def _in_cell(column: Column) -> Callable[[Draw], Draw]:
    """Puts what a function draws into the `<td>` of the column; None and nothing become a dash."""
    css = f' class="{column.css}"' if column.css else ""
    start = f'<td{css} data-label="{_html(column.label)}">'

    def put(draw: Draw) -> Draw:
        return lambda *facts: f"{start}{_NONE if _is_nothing(facts) else draw(*facts)}</td>"

    return put


def _is_nothing(facts: tuple[Any, ...]) -> bool:
    return any(fact is None for fact in facts) or facts == ("",)


def _html(value: Any) -> str:
    return escape(str(value))


def _box() -> Draw:
    words = _html(_("Tick"))
    return lambda pk, reference: (
        f'<td class="pick"><input type="checkbox" form="bulk" name="f" value="{pk}" '
        f'aria-label="{words} {_html(reference)}" data-pick></td>'
    )


def _link() -> Draw:
    """To the file, or to its review where it is to be decided."""
    place = "REFERENCE"
    file, review = (reverse(f"exchanges:{name}", args=[place]) for name in ("file", "application_review"))

    def draw(reference: str, decide: bool) -> str:
        url = (review if decide else file).replace(place, reference)
        return f'<th scope="row" class="ref"><a href="{_html(url)}">{_html(reference)}</a></th>'

    return draw


def _due(column: Column) -> Draw:
    label, note = _html(column.label), _html(_("(late)"))
    return lambda due, late: (
        f'<td class="due{" is-late" if late else ""}" data-label="{label}">'
        f"{day(due, empty=_NONE)}{f' {note}' if late else ''}</td>"
    )


def _named(organisation: str, tags: Sequence[str], person: str) -> str:
    """The name, and under it the tags, and who is responsible."""
    if not tags and not person:
        return _html(organisation)
    words = format_html_join(" ", '<span class="label">{}</span>', ((tag,) for tag in tags))
    who = format_html(
        '<span class="label">{}<span class="visually-hidden">{} </span>{}</span>',
        icon("user"),
        _("Responsible"),
        person,
    )
    labels = format_html('<span class="labels">{}{}</span>', words, who if person else "")
    return f"{_html(organisation)}{labels}"
