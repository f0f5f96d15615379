"""The whole partnership as one archive: what is in it, for whom, and a button."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from clusters.models import Partnership
from core.exceptions import NotAllowed
from core.exports import named
from core.models import ExportJob
from core.models.exports import TableFormat
from core.posted import posted
from core.services import exports
from reporting import permissions
from reporting.archive import writing
from reporting.archive.export import ARCHIVE, LEVELS, options_of
from reporting.forms.archive import ArchiveForm
from reporting.selectors.partnerships import reported_to

EDITIONS = {
    "full": gettext_lazy("With personal data: confidential, kept like the records of the grant"),
    "named": gettext_lazy("Without persons: organisations are named, names and free text are left out"),
    "public": gettext_lazy("To be published: no visitors and hosts, small numbers are hidden"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def archive(request: HttpRequest, slug: str) -> HttpResponse:
    partnership: Partnership = get_object_or_404(reported_to(request.actor), slug=slug)
    allowed = permissions.archives_for(partnership.pk, request.actor)
    if not allowed:
        raise NotAllowed(_("Archives are for the coordinator, auditors and the support office."))
    form = ArchiveForm(posted(request), editions=[(name, EDITIONS[name]) for name in allowed])
    if request.method == "POST" and form.is_valid():
        job = exports.ask(
            exporter=named(ARCHIVE),
            query="",
            options=options_of(partnership, form.cleaned_data["edition"]),
            file_format=TableFormat.ZIP,
            by=request.actor,
        )
        return redirect("core:export_run", pk=job.pk)
    context = {
        "partnership": partnership,
        "form": form,
        "tables": writing.tables_at(LEVELS[allowed[0]]),
        "own": ExportJob.objects.visible_to(request.actor).filter(exporter=ARCHIVE).order_by("-id")[:5],
        "scope": f"{partnership.slug}/{allowed[0]}",
    }
    return render(request, "reporting/archive.html", context)
