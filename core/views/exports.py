"""A person's own tables: how far each is, and the file."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from core import exports as registry
from core import files, progress
from core.models import ExportJob
from core.services import exports as services

PER_PAGE = 25


@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    rows = ExportJob.objects.visible_to(request.actor).select_related("file").order_by("-id")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    lines = [{"job": job, "title": registry.named(job.exporter).title} for job in page]
    return render(request, "core/exports.html", {"page": page, "lines": lines})


@require_safe
def export_run(request: HttpRequest, pk: int) -> HttpResponse:
    """While a worker is at it the page asks again every second."""
    job = _job(request, pk)
    context: dict[str, Any] = {"job": job, "title": registry.named(job.exporter).title, "work": None}
    if job.at_work:
        done, total = progress.read(f"export:{job.pk}") or (0, 0)
        context["work"] = {"done": done, "total": total, "percent": round(done / total * 100) if total else 0}
    return render(request, "core/export_run.html", context)


@require_safe
def export_file(request: HttpRequest, pk: int) -> HttpResponse:
    job = _job(request, pk)
    if job.file is None:
        raise Http404
    return files.answer(job.file)


@require_POST
def export_again(request: HttpRequest, pk: int) -> HttpResponse:
    services.again(job=_job(request, pk), by=request.actor)
    return redirect("core:export_run", pk=pk)


def _job(request: HttpRequest, pk: int) -> ExportJob:
    return get_object_or_404(ExportJob.objects.visible_to(request.actor).select_related("file"), pk=pk)
