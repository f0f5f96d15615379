"""The components of the design system as template tags. docs/design-system.md shows each with a snippet.

A tag takes plain values, dictionaries or objects with the named attributes. It decides nothing, queries nothing.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.form_errors import errors_of
from core.identity import funding
from core.money import format_eur
from core.printed import day, icon, moment, money, period, status_tag
from core.printed_rows import checks, summary, timeline, value_of
from core.query import FROM_THE_START, active_filters, url_with

register = template.Library()

TASK_STATES = {
    "not_started": (gettext_lazy("Not started"), "todo"),
    "in_progress": (gettext_lazy("In progress"), "active"),
    "completed": (gettext_lazy("Completed"), "done"),
    "cannot_start": (gettext_lazy("Cannot start yet"), "off"),
    "waiting": (gettext_lazy("Waiting"), "waiting"),
    "problem": (gettext_lazy("There is a problem"), "danger"),
}
CALLOUT_ICONS = {"info": "info", "ok": "check-circle", "warn": "alert", "danger": "stop"}
MESSAGE_TONES = {"success": "ok", "warning": "warn", "error": "danger", "info": "info", "debug": "info"}


# -- small things ------------------------------------------------------------

for _small in (icon, status_tag, money, day, moment, period):
    register.simple_tag(_small)


@register.filter
def eur(value: Decimal | int) -> str:
    return format_eur(value)


@register.inclusion_tag("components/emblem.html")
def emblem() -> dict[str, Any]:
    return {"funding": funding()}


# -- errors ------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def error_summary(context: Context) -> str:
    """Every error of `form`, `forms` and `formset` in the context, each linked to its field."""
    errors = errors_of(context)
    return render_to_string("components/error_summary.html", {"errors": errors}) if errors else ""


@register.simple_tag(takes_context=True)
def error_prefix(context: Context) -> str:
    return _("Error: ") if errors_of(context) else ""


# -- blocks with content -----------------------------------------------------


@register.simple_block_tag
def callout(content: SafeString, tone: str = "info", title: str = "", level: int = 2) -> SafeString:
    heading = format_html("<h{0}>{1}</h{0}>", level, title) if title else ""
    return format_html(
        '<div class="callout callout--{}">{}<div>{}{}</div></div>',
        tone,
        icon(CALLOUT_ICONS[tone]),
        heading,
        content,
    )


@register.simple_block_tag
def confirmation(content: SafeString, title: str, reference: str = "") -> SafeString:
    shown = ""
    if reference:
        shown = format_html(
            '<p class="confirmation__reference">{} <strong>{}</strong></p>', _("Your reference"), reference
        )
    return format_html('<div class="confirmation"><h1>{}</h1>{}{}</div>', title, shown, content)


@register.simple_block_tag
def turn(
    content: SafeString, title: str, mine: bool = True, due: date | None = None, level: int = 2
) -> SafeString:
    """Who acts next, at the top of a file. `mine` says whether it is the reader."""
    label = _("Your turn") if mine else _("Waiting")
    by = format_html(_(", by {day}"), day=day(due)) if due else ""
    return format_html(
        '<section class="turn{}"><p class="turn__label">{}{}</p>{}{}</section>',
        "" if mine else " turn--other",
        icon("arrow-right" if mine else "clock"),
        format_html("<span>{}{}</span>", label, by),
        format_html("<h{0}>{1}</h{0}>", level, title),
        content,
    )


@register.simple_block_tag
def empty_state(content: SafeString, title: str, level: int = 2) -> SafeString:
    return format_html('<div class="empty"><h{0}>{1}</h{0}>{2}</div>', level, title, content)


@register.simple_tag
def message_tone(level_tag: str) -> str:
    return MESSAGE_TONES[level_tag]


# -- lists -------------------------------------------------------------------

for _drawn in (summary, checks, timeline):
    register.simple_tag(_drawn)


def _pick(item: Any, **defaults: Any) -> dict[str, Any]:
    return {name: value_of(item, name, default) for name, default in defaults.items()}


@register.inclusion_tag("components/task_list.html")
def task_list(tasks: Iterable[Any], label: str = "") -> dict[str, Any]:
    """Each task: name, state (a key of TASK_STATES), url, hint, waiting_for, due, mine."""
    rows = []
    for task in tasks:
        row = _pick(task, name="", state="not_started", url="", hint="", waiting_for="", due=None, mine=False)
        row["status"], row["tone"] = TASK_STATES[row["state"]]
        if row["state"] == "waiting" and row["waiting_for"]:
            row["status"] = _("Waiting for {who}").format(who=row["waiting_for"])
        if row["state"] == "cannot_start":
            row["url"] = ""
        rows.append(row)
    return {"tasks": rows, "label": label}


@register.inclusion_tag("components/steps.html")
def steps(labels: Iterable[str], current: int, stopped: bool = False) -> dict[str, Any]:
    """`current` counts from 1; one more than there are labels means that all is done."""
    names = list(labels)
    states = ["done" if n < current else "now" if n == current else "later" for n in range(1, len(names) + 1)]
    if stopped and 0 < current <= len(names):
        states[current - 1] = "stopped"
    rows = [{"label": name, "state": state} for name, state in zip(names, states, strict=True)]
    finished = current > len(names)
    return {
        "steps": rows,
        "finished": finished,
        "number": min(current, len(names)),
        "total": len(names),
        "now": "" if finished or not names else names[max(current, 1) - 1],
    }


@register.inclusion_tag("components/facts.html")
def facts(items: Iterable[Any], side: bool = False) -> dict[str, Any]:
    """Each item: (label, value) or (label, value, note)."""
    rows = [{"label": item[0], "value": item[1], "note": item[2] if len(item) > 2 else ""} for item in items]
    return {"rows": rows, "side": side}


@register.inclusion_tag("components/breakdown.html")
def breakdown(lines: Iterable[Any], total: Any, caption: str = "", total_label: str = "") -> dict[str, Any]:
    """Each line: label, amount (Decimal) or shown (text), reason."""
    rows = [_pick(line, label="", amount=None, shown="", reason="") for line in lines]
    return {"lines": rows, "total": total, "caption": caption, "total_label": total_label}


@register.inclusion_tag("components/days.html")
def days(items: Iterable[Any]) -> dict[str, Any]:
    """Each day of a visit: date, counted, sentence (why)."""
    return {"rows": [_pick(item, date=None, counted=False, sentence="") for item in items]}


@register.inclusion_tag("components/rows.html")
def file_rows(rows: Iterable[Any]) -> dict[str, Any]:
    """Documents, signatures, mails. Each row: icon, title, url, sub (text or list), status, tone, form_url, form_label."""
    shown = []
    for row in rows:
        item = _pick(
            row,
            icon="document",
            title="",
            url="",
            sub="",
            status="",
            tone="todo",
            form_url="",
            form_label="",
            note="",
        )
        item["sub"] = (
            list(item["sub"])
            if isinstance(item["sub"], list | tuple)
            else [item["sub"]]
            if item["sub"]
            else []
        )
        shown.append(item)
    return {"rows": shown}


@register.inclusion_tag("components/tabs.html")
def tabs(items: Iterable[Any], label: str = "") -> dict[str, Any]:
    """Each item: label, url, current, badge."""
    return {
        "items": [_pick(item, label="", url="", current=False, badge="") for item in items],
        "label": label,
    }


@register.inclusion_tag("components/chart.html")
def chart(picture: Any, level: int = 2) -> dict[str, Any]:
    """`picture`: svg (safe), title, reading (one sentence), columns, rows (of the twin table), as_of, narrow."""
    return {
        "chart": _pick(picture, svg="", title="", reading="", columns=(), rows=(), as_of="", narrow=None),
        "level": level,
    }


@register.inclusion_tag("components/bullet.html")
def bullet(item: Any) -> dict[str, Any]:
    """`item`: label, value (None: nothing recorded), target, unit, expected (by today), rule, url."""
    row = _pick(item, label="", value=None, target=None, unit="", expected=None, rule="", url="")
    numbers = [float(row[key]) for key in ("value", "target", "expected") if row[key] is not None]
    scale = max([*numbers, 1.0]) * 1.02
    for key in ("value", "target", "expected"):
        row[f"{key}_at"] = None if row[key] is None else f"{float(row[key]) / scale * 100:.2f}%"
    return {"row": row}


# -- lists with filters ------------------------------------------------------


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page, label: str = "") -> dict[str, Any]:
    pages = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [
        {"number": number, "url": url_with(context["request"], page=number), "current": number == page.number}
        if isinstance(number, int)
        else {"number": "", "url": "", "current": False}
        for number in pages
    ]
    return {
        "page": page,
        "links": links,
        "label": label or _("Pages"),
        "previous_url": url_with(context["request"], page=page.previous_page_number())
        if page.has_previous()
        else "",
        "next_url": url_with(context["request"], page=page.next_page_number()) if page.has_next() else "",
    }


@register.inclusion_tag("components/sort_header.html", takes_context=True)
def sort_header(context: Context, label: str, field: str, css: str = "") -> dict[str, Any]:
    """A `<th>` whose link sorts by `?order=field`, then by `?order=-field`."""
    order = context["request"].GET.get("order", "")
    direction = "ascending" if order == field else "descending" if order == f"-{field}" else ""
    wanted = f"-{field}" if direction == "ascending" else field
    return {
        "label": label,
        "css": css,
        "direction": direction,
        "url": url_with(context["request"], order=wanted, **FROM_THE_START),
        "icon": {"ascending": "arrow-up", "descending": "arrow-down"}.get(direction, "sort"),
    }


@register.inclusion_tag("components/export.html", takes_context=True)
def export_button(context: Context, name: str, scope: str = "", hidden: str = "") -> dict[str, Any]:
    """Leads to the table of the list as it is filtered and ordered now; `name` is the exporter's. For whoever has a role."""
    actor = getattr(context["request"], "actor", None)
    query = url_with(context["request"], **FROM_THE_START).removeprefix("?")
    address = urlencode({name: value for name, value in (("query", query), ("scope", scope)) if value})
    return {
        "name": name,
        "address": address,
        "hidden": hidden,
        "offered": actor is not None and actor.hat is not None,
    }


@register.inclusion_tag("components/chips.html", takes_context=True)
def filter_chips(context: Context, form: BaseForm) -> dict[str, Any]:
    """One chip for each active filter; its link takes just this one away. `clear_url` in the context takes all away."""
    request = context["request"]
    clear_url = context.get("clear_url") or request.path
    return {"chips": list(active_filters(form, request.GET)), "clear_url": clear_url}
