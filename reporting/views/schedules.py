"""Exports that are made regularly: the own ones, a new one, its runs, and what can be done with it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import exports
from core.exceptions import NotAllowed
from core.models.exports import TABLES, TableFormat
from core.posted import posted
from reporting.forms.schedules import ScheduleForm
from reporting.models import Rhythm, RunResult, ScheduledExport
from reporting.selectors import schedules as selectors
from reporting.services import schedules as service
from reporting.views.parts import done

PER_PAGE = 20
TONES = {RunResult.MADE: "ok", RunResult.PARTLY: "warn", RunResult.FAILED: "danger"}
ACTS = {
    "pause": (service.pause, gettext_lazy("It rests until you resume it.")),
    "resume": (service.resume, gettext_lazy("It is made again from its next day on.")),
    "run": (
        service.run_now,
        gettext_lazy("It is being made. Everybody gets a mail when their table is ready."),
    ),
}


@require_safe
def schedules(request: HttpRequest) -> HttpResponse:
    rows = selectors.schedules(request.actor)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    lines = [
        {
            "schedule": row,
            "what": exports.named(row.exporter).title,
            "last": row.newest[0] if row.newest else None,
            "tone": _tone(row.newest[0]) if row.newest else "",
        }
        for row in page
    ]
    return render(request, "reporting/schedules.html", {"page": page, "lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
def schedule_new(request: HttpRequest, name: str) -> HttpResponse:
    exporter = exports.known(name)
    if exporter is None:
        raise Http404
    if request.actor.hat is None:
        raise NotAllowed(_("Your role does not allow this export."))
    asked = _asked(request, exporter, "", "")
    form = _form(request, asked, {"title": str(exporter.title), "recipients": [request.actor.hat.pk]})
    save = partial(service.save_schedule, exporter=exporter)
    if request.method == "POST" and form.is_valid() and done(form, _save, save=save, sent=form, asked=asked):
        messages.success(request, _("Saved. The first one is made on the day below."))
        newest = ScheduledExport.objects.visible_to(request.actor).latest("id")
        return redirect("reporting:schedule", pk=newest.pk)
    context = _context(form, asked) | {
        "others": selectors.schedules(request.actor).filter(exporter=name),
        "address": urlencode({"query": asked.query, "scope": asked.scope}),
        "back_url": reverse("reporting:schedules"),
        "back_label": _("Scheduled exports"),
    }
    return render(request, "reporting/schedule_new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def schedule_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Another filter comes from the list: filter it, then "Export", "Send it regularly by mail", and this one."""
    found = _schedule(request, pk)
    exporter = exports.named(found.exporter)
    asked = _asked(request, exporter, found.query, found.options.get("scope", ""))
    roles = [one.role for one in selectors.recipients_of(found)]
    form = _form(request, asked, ScheduleForm.filled(found, roles))
    save = partial(service.update_schedule, schedule=found)
    if request.method == "POST" and form.is_valid() and done(form, _save, save=save, sent=form, asked=asked):
        messages.success(request, _("Saved. It holds from the next run on."))
        return redirect("reporting:schedule", pk=pk)
    context = _context(form, asked) | {
        "schedule": found,
        "list_url": asked.source.address if asked.source is not None else "",
        "another": (asked.query, asked.scope) != (found.query, found.options.get("scope", "")),
        "back_url": reverse("reporting:schedule", args=[pk]),
        "back_label": found.title,
    }
    return render(request, "reporting/schedule_edit.html", context)


@dataclass(frozen=True)
class _Asked:
    """Which part of which list; `source` is None for what is no table."""

    exporter: exports.Exporter
    query: str
    scope: str
    source: exports.Source | None
    by: Any

    @property
    def options(self) -> dict[str, Any]:
        return {"scope": self.scope} if self.scope else {}


def _asked(request: HttpRequest, exporter: exports.Exporter, query: str, scope: str) -> _Asked:
    """As the form or the address says, else `query` and `scope`. Raises for a list that the person may not read."""
    given = posted(request) or request.GET
    query, scope = given.get("query", query)[:2000], given.get("scope", scope)[:200]
    asked = _Asked(exporter, query, scope, None, request.actor)
    exporter.check_may(request.actor, asked.options)
    if exporter.write is not None:
        return asked
    return replace(asked, source=exporter.source(request.actor, query, asked.options))


def _form(request: HttpRequest, asked: _Asked, initial: dict[str, Any]) -> ScheduleForm:
    archive = [(TableFormat.ZIP, TableFormat.ZIP.label)]
    return ScheduleForm(
        posted(request),
        roles=selectors.offered_roles(request.actor),
        formats=TABLES if asked.source is not None else archive,
        initial=initial,
    )


def _context(form: ScheduleForm, asked: _Asked) -> dict[str, Any]:
    return {
        "form": form,
        "what": asked.exporter.title,
        "facts": asked.source.facts[2:] if asked.source is not None else [],
        "query": asked.query,
        "scope": asked.scope,
    }


def _save(*, save: Callable[..., Any], sent: ScheduleForm, asked: _Asked) -> None:
    save(
        query=asked.query,
        options=asked.options,
        title=sent.cleaned_data["title"],
        file_format=sent.cleaned_data["file_format"],
        rhythm=sent.cleaned_data["rhythm"],
        day=sent.day,
        roles=sent.roles,
        by=asked.by,
    )


@require_safe
def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    found = _schedule(request, pk)
    page = Paginator(selectors.runs_of(found), PER_PAGE).get_page(request.GET.get("page"))
    source = _source(request, found)
    context = {
        "schedule": found,
        "what": exports.named(found.exporter).title,
        "address": source.address if source is not None else "",
        "facts": source.facts[2:] if source is not None else [],
        "day": WEEKDAYS[found.day] if found.rhythm == Rhythm.WEEKLY else found.day,
        "recipients": selectors.recipients_of(found),
        "page": page,
        "runs": [
            {"run": run, "tone": _tone(run), "lines": lines} for run, lines in selectors.lines_of(list(page))
        ],
        "problem": selectors.last_problem(found) if found.failures or found.paused else "",
        "link_days": selectors.LINK_DAYS,
        "most_failures": service.FAILURES,
        "back_url": reverse("reporting:schedules"),
        "back_label": _("Scheduled exports"),
    }
    return render(request, "reporting/schedule.html", context)


@require_POST
def schedule_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    if act not in ACTS:
        raise Http404
    act_on, told = ACTS[act]
    act_on(schedule=_schedule(request, pk), by=request.actor)
    messages.success(request, told)
    return redirect("reporting:schedule", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def schedule_delete(request: HttpRequest, pk: int) -> HttpResponse:
    found = _schedule(request, pk)
    if request.method == "POST":
        service.delete_schedule(schedule=found, by=request.actor)
        messages.success(request, _("It is deleted. Tables that are made already stay for their week."))
        return redirect("reporting:schedules")
    context = {"schedule": found, "back_url": reverse("reporting:schedule", args=[pk])}
    return render(request, "reporting/schedule_delete.html", context)


def _schedule(request: HttpRequest, pk: int) -> ScheduledExport:
    rows = ScheduledExport.objects.visible_to(request.actor).select_related("owner__user")
    return get_object_or_404(rows, pk=pk)


def _source(request: HttpRequest, found: ScheduledExport) -> exports.Source | None:
    """The list itself, where there is one and the person may still read it."""
    exporter = exports.named(found.exporter)
    if exporter.write is not None:
        return None
    try:
        return exporter.source(request.actor, found.query, found.options)
    except (NotAllowed, Http404):
        return None


def _tone(run: Any) -> str:
    return TONES[RunResult(run.result)] if run.result else "waiting"
