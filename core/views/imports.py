"""The pages of an import: bring a table, say what its columns are, see every problem, import, see what came of it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import files, workflow
from core.exceptions import InvalidInput
from core.import_forms import ColumnsForm, UploadForm
from core.imports import progress, reading, sheets
from core.imports.importer import CREATE, LEFT_OUT, UNCHANGED, UPDATE, Importer, get, named, offered_to
from core.models import ImportRun
from core.posted import posted
from core.selectors import imports as selectors
from core.services import imports as service

PER_PAGE = 50
RECENT = 20
TONES = {
    "uploaded": "todo",
    "checking": "waiting",
    "checked": "active",
    "importing": "waiting",
    "imported": "ok",
    "cancelled": "off",
}
_XLSX = reading.XLSX


@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """What the hat may bring in, and what was brought."""
    offered = offered_to(request.actor)
    if not offered:
        raise Http404
    groups = [
        {
            "importer": importer,
            "place": importer.place(scope),
            "runs": [_line(run) for run in selectors.runs(importer, scope)[:RECENT]],
        }
        for importer, scope in offered
    ]
    return render(request, "core/imports.html", {"groups": groups})


@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: HttpRequest, name: str) -> HttpResponse:
    importer, scope = _offered(request, name)
    form = UploadForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            run = service.upload_file(importer=importer, upload=form.cleaned_data["file"], by=request.actor)
        except InvalidInput as problem:
            form.add_error("file", problem.message)
        else:
            return redirect("core:import_columns", pk=run.pk)
    context = {
        "form": form,
        "importer": importer,
        "place": importer.place(scope),
        "back_url": reverse("core:imports"),
    }
    return render(request, "core/import_new.html", context)


@require_safe
def import_template(request: HttpRequest, name: str) -> HttpResponse:
    importer, _scope = _offered(request, name)
    return _download(sheets.template(importer), f"{importer.name}-template.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def import_columns(request: HttpRequest, pk: int) -> HttpResponse:
    run = _run(request, pk)
    importer = named(run.importer)
    if run.state not in ("uploaded", "checked") or run.forgotten_at:
        return redirect("core:import_run", pk=pk)
    form = ColumnsForm(posted(request), run=run, importer=importer, samples=selectors.samples(run))
    if request.method == "POST" and form.is_valid():
        service.check_rows(
            run=run,
            by=request.actor,
            mapping=form.mapping,
            options=form.chosen_options,
            version=_version(request),
        )
        return redirect("core:import_run", pk=pk)
    context = {
        "form": form,
        "run": run,
        "importer": importer,
        "found": len(run.mapping),
        "left": [title for place, title in enumerate(run.header) if place not in run.mapping.values()],
        "back_url": reverse("core:imports"),
    }
    return render(request, "core/import_columns.html", context)


@require_safe
def import_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the import stands. While a worker is at it the page asks again every second."""
    run = _run(request, pk)
    importer = named(run.importer)
    if run.state == "uploaded":
        return redirect("core:import_columns", pk=pk)
    context = _frame(run, importer)
    if run.state in ("checking", "importing"):
        context |= _at_work(run)
    elif run.problem_count:
        context |= _problems(request, run, importer)
    else:
        context |= _preview(request, run, importer)
    return render(request, "core/import_run.html", context)


@require_POST
def import_save(request: HttpRequest, pk: int) -> HttpResponse:
    run = _run(request, pk)
    if run.state == "checked":
        service.save_rows(run=run, by=request.actor, version=_version(request))
    return redirect("core:import_run", pk=pk)


@require_POST
def import_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    run = service.cancel_import(run=_run(request, pk), by=request.actor)
    if run.state == "cancelled":
        messages.success(request, _("The import is cancelled. Nothing was saved."))
        return redirect("core:imports")
    messages.success(request, _("It stops in a moment. Nothing is saved."))
    return redirect("core:import_run", pk=pk)


@require_safe
def import_problems(request: HttpRequest, pk: int) -> HttpResponse:
    """The wrong rows as a workbook, with a column that says what is wrong."""
    run = _run(request, pk)
    if not run.problem_count or run.forgotten_at:
        raise Http404
    data = sheets.with_problems(run.header, selectors.wrong_rows(run))
    return _download(data, f"{run.importer}-{run.pk}-to-correct.xlsx")


@require_safe
def import_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it was brought."""
    run = _run(request, pk)
    if run.forgotten_at:
        raise Http404
    return files.answer(run.file)


def _frame(run: ImportRun, importer: Importer) -> dict[str, Any]:
    counts = run.counts
    return {
        "run": run,
        "importer": importer,
        "place": importer.place(run.scope),
        "tone": TONES[run.state],
        "done_url": importer.done_address(run.scope),
        "creates": counts.get(CREATE, 0),
        "updates": counts.get(UPDATE, 0),
        "left_out": counts.get(LEFT_OUT, 0),
        "unchanged": counts.get(UNCHANGED, 0),
        "work": None,
        "asked_to_stop": run.cancel_asked_at is not None,
    }


def _at_work(run: ImportRun) -> dict[str, Any]:
    done, total = progress.read(run.pk) or (0, run.row_count)
    return {"work": {"done": done, "total": total, "percent": round(done / total * 100) if total else 0}}


def _problems(request: HttpRequest, run: ImportRun, importer: Importer) -> dict[str, Any]:
    kind = request.GET.get("kind", "")
    page = Paginator(selectors.problems(run, kind), PER_PAGE).get_page(request.GET.get("page"))
    labels = {column.key: column.label for column in importer.columns}
    lines = [
        {
            "number": problem.number,
            "column": labels.get(problem.column, ""),
            "value": problem.value,
            "sentence": problem.sentence,
        }
        for problem in page
    ]
    return {
        "kinds": selectors.kinds(run, importer),
        "kind": kind,
        "page": page,
        "lines": lines,
        "wrong": run.counts.get("wrong", 0),
    }


def _preview(request: HttpRequest, run: ImportRun, importer: Importer) -> dict[str, Any]:
    action = request.GET.get("action", "")
    page = Paginator(selectors.rows(run, action), PER_PAGE).get_page(request.GET.get("page"))
    words = {CREATE: _("New"), UPDATE: _("Will be updated"), UNCHANGED: _("Already here, unchanged")}
    words[LEFT_OUT] = _("Left out")
    if run.state == "imported":
        words |= {CREATE: _("Imported"), UPDATE: _("Updated")}
    lines = [
        {
            "row": row,
            "words": words.get(row.action, row.action),
            "url": importer.address(row.object_id) if row.object_id else "",
        }
        for row in page
    ]
    groups = [
        {"action": name, "label": words[name], "number": run.counts[name], "current": name == action}
        for name in selectors.DOING
        if run.counts.get(name)
    ]
    return {"page": page, "lines": lines, "groups": groups, "action": action}


def _line(run: ImportRun) -> dict[str, Any]:
    if run.state == "checked" and run.problem_count:
        return {"run": run, "state": _("To be corrected"), "tone": "warn"}
    return {"run": run, "state": workflow.of(run).state(run.state).label, "tone": TONES[run.state]}


def _offered(request: HttpRequest, name: str) -> tuple[Importer, int]:
    importer = get(name)
    scope = importer.scope_of(request.actor) if importer is not None else None
    if importer is None or scope is None:
        raise Http404
    return importer, scope


def _run(request: HttpRequest, pk: int) -> ImportRun:
    return get_object_or_404(selectors.with_file(ImportRun.objects.visible_to(request.actor)), pk=pk)


def _version(request: HttpRequest) -> int | None:
    version = request.POST.get("version", "")
    return int(version) if version.isdigit() else None


def _download(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
