"""A person's own tables: how far each is, and the file."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock, progress
from core import exports as registry
from core.exceptions import NotAllowed
from core.export_forms import ExportForm
from core.models import ExportJob
from core.posted import posted
from core.services import exports as services

PER_PAGE = 25


@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    rows = ExportJob.objects.visible_to(request.actor).select_related("file").order_by("-id")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    lines = [{"job": job, "title": registry.named(job.exporter).title} for job in page]
    return render(request, "core/exports.html", {"page": page, "lines": lines})


@require_http_methods(["GET", "HEAD", "POST"])
def export_new(request: HttpRequest, name: str) -> HttpResponse:
    """Take a list away: in which format, made by a worker; or the CSV of it at once."""
    exporter = _exporter(name)
    given = posted(request) or request.GET
    query, scope = given.get("query", "")[:2000], given.get("scope", "")[:200]
    if exporter.write is not None:
        raise Http404
    source = exporter.source(request.actor, query, _options(scope))
    if request.actor.hat is None:
        raise NotAllowed(_("Your role does not allow this export."))
    form = ExportForm(posted(request))
    if request.method == "POST" and form.is_valid():
        job = services.ask(
            exporter=exporter,
            query=query,
            options=_options(scope),
            file_format=form.cleaned_data["file_format"],
            by=request.actor,
        )
        return redirect("core:export_run", pk=job.pk)
    context = {
        "form": form,
        "name": name,
        "source": source,
        # Without who made it when, which stands in the workbook.
        "facts": source.facts[2:],
        "address": urlencode({"query": query, "scope": scope}),
        "query": query,
        "scope": scope,
        "back_url": source.address.removeprefix(settings.PORTAL_URL),
    }
    return render(request, "core/export_new.html", context)


@require_safe
def export_at_once(request: HttpRequest, name: str) -> StreamingHttpResponse:
    query, scope = request.GET.get("query", "")[:2000], request.GET.get("scope", "")[:200]
    return table_at_once(request, name, query, scope)


def table_at_once(request: HttpRequest, name: str, query: str = "", scope: str = "") -> StreamingHttpResponse:
    """The CSV while it is being read: exactly what the list shows this person, all pages of it, in the same order."""
    exporter = _exporter(name)
    if exporter.write is not None:
        raise Http404
    lines = exporter.lines(request.actor, query, _options(scope))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    told = "-".join(filter(None, (name, slugify(scope.replace("/", "-")), clock.today().isoformat())))
    response["Content-Disposition"] = f'attachment; filename="{told}.csv"'
    return response


def _exporter(name: str) -> registry.Exporter:
    found = registry.known(name)
    if found is None:
        raise Http404
    return found


def _options(scope: str) -> dict[str, Any]:
    return {"scope": scope} if scope else {}


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
    return services.download(_job(request, pk), request.actor)


@require_POST
def export_again(request: HttpRequest, pk: int) -> HttpResponse:
    services.again(job=_job(request, pk), by=request.actor)
    return redirect("core:export_run", pk=pk)


def _job(request: HttpRequest, pk: int) -> ExportJob:
    return get_object_or_404(ExportJob.objects.visible_to(request.actor).select_related("file"), pk=pk)
