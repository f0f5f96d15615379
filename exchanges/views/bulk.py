"""An act on several files of the list: what will be done to each and why not, then what became of them."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.posted import posted
from exchanges.forms.lists import value_form
from exchanges.models import BulkRun
from exchanges.selectors import desk, list_settings, queue_filter
from exchanges.selectors import queue as files
from exchanges.services import desk as services
from exchanges.views.queue import check_staff

ALL, EXPORT = "all", "export"
# Rows of the preview with all that the list says; of the others only the reference.
IN_FULL = 25


@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: HttpRequest) -> HttpResponse:
    """GET says per file what would happen; POST does it to the same files, each looked at again."""
    check_staff(request)
    services.check_acting(request.actor)
    given = posted(request) or request.GET
    act, query = given.get("act", ""), list_settings.query_of(QueryDict(given.get("query", "")))
    back = f"{reverse('exchanges:queue')}{f'?{query}' if query else ''}"
    if act == EXPORT:
        ticked = [("f", number) for number in _numbers(given)] if given.get("scope") != ALL else []
        return redirect(f"{reverse('exchanges:queue_export')}?{urlencode([('query', query), *ticked])}")
    if act not in desk.ACTS:
        messages.error(request, _("Choose what to do with the files."))
        return redirect(back)
    rows = desk.rows_for(_chosen(request, given, query), request.actor)
    if not rows or len(rows) > desk.LIMIT:
        messages.error(request, _too_many(rows))
        return redirect(back)
    form = value_form(act, given if "value" in given else None, actor=request.actor)
    ready = form is None or form.is_valid()
    value = form.cleaned_data["value"] if form is not None and ready else ""
    if request.method == "POST" and ready:
        numbers = [row.application.pk for row in rows]
        run = services.act_on(act=act, numbers=numbers, by=request.actor, value=value)
        return redirect(f"{reverse('exchanges:bulk_run', args=[run.pk])}?{urlencode({'query': query})}")
    judged = desk.verdicts(act, rows, request.actor, value) if ready else []
    context = {
        "act": act,
        "label": desk.ACTS[act],
        "form": form,
        "ready": ready,
        "value": value,
        "rows": rows,
        "numbers": ",".join(str(row.application.pk) for row in rows),
        "query": query,
        "back_url": back,
    }
    return render(request, "exchanges/bulk.html", context | _halves(judged))


@require_safe
def bulk_run(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of each file."""
    run = get_object_or_404(BulkRun.objects.visible_to(request.actor), pk=pk)
    query = list_settings.query_of(QueryDict(request.GET.get("query", "")))
    context = {
        "run": run,
        "label": desk.ACTS[run.act],
        "done": [reference for _number, reference, why_not, _before in run.results if not why_not],
        "left": sum(1 for _number, _reference, why_not, _before in run.results if why_not),
        "reasons": _by_reason(
            [(reference, why_not) for _number, reference, why_not, _before in run.results if why_not]
        ),
        "can_undo": run.act != desk.REMIND and run.undone_at is None,
        "query": query,
        "back_url": f"{reverse('exchanges:queue')}{f'?{query}' if query else ''}",
    }
    return render(request, "exchanges/bulk_run.html", context)


@require_POST
def bulk_undo(request: HttpRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(BulkRun.objects.visible_to(request.actor), pk=pk)
    services.undo(run=run, by=request.actor)
    messages.success(request, _("Taken back. The files are as they were before."))
    return redirect("exchanges:bulk_run", pk=pk)


def _chosen(request: HttpRequest, given: QueryDict, query: str) -> Any:
    """The ticked files, or all that the filter of the list finds; only those that the hat sees."""
    seen = files.files(request.actor)
    if given.get("scope") == ALL:
        asked = queue_filter.wanted(QueryDict(query), request.actor)
        found = queue_filter.narrowed(seen, asked.shape, request.actor, asked.values(request.actor))
        return files.in_order(found, QueryDict(query).get("order", ""))
    return files.in_order(seen.filter(pk__in=_numbers(given)), "")


def _too_many(rows: list[Any]) -> str:
    if not rows:
        return _("Tick the files first, or choose all that the list shows.")
    return _(
        "These are more than 500 files, the most at once. Narrow the list with a filter, and go on part by part."
    )


def _halves(judged: list[desk.Verdict]) -> dict[str, Any]:
    """What is possible, its first rows in full, and what is not, by reasons; the most frequent reason first."""
    possible = [verdict for verdict in judged if not verdict.why_not]
    impossible = [verdict for verdict in judged if verdict.why_not]
    refused = [(verdict.row.reference, verdict.why_not) for verdict in impossible]
    return {
        "possible": possible,
        "in_full": possible[:IN_FULL],
        "in_short": possible[IN_FULL:],
        "impossible": impossible,
        "reasons": _by_reason(refused),
    }


def _by_reason(refused: list[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """Each reason with the references of the files, the most frequent first."""
    found: dict[str, list[str]] = {}
    for reference, why_not in refused:
        found.setdefault(why_not, []).append(reference)
    return sorted(found.items(), key=lambda pair: -len(pair[1]))


def _numbers(given: QueryDict) -> list[int]:
    """The ticked files; this page sends them on as one list with commas."""
    parts = [part for value in given.getlist("f") for part in value.split(",")]
    return [int(part) for part in parts if part.isdecimal() and len(part) < 18]
