"""The link of the mail that takes a deletion back, without a log-in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from clusters.models import DeletionRequest
from clusters.services import deletion
from core.models import AccessLink
from core.views.by_link import by_link


@require_http_methods(["GET", "HEAD", "POST"])
@by_link(deletion.CANCEL)
def deletion_cancel_by_link(request: HttpRequest, link: AccessLink) -> HttpResponse:
    found = get_object_or_404(DeletionRequest.objects.visible_to(request.actor), pk=link.subject_id)
    if request.method == "POST":
        deletion.cancel_deletion(request=found, by=request.actor)
        return render(request, "clusters/deletion_cancelled.html")
    return render(request, "clusters/deletion_cancel.html", {"deletion": found})
