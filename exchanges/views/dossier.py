"""Certificates and the whole file, to take away."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core.exceptions import WrongState
from exchanges import permissions
from exchanges.documents import certificate, dossier
from exchanges.models import Application
from exchanges.selectors.closing import exchange_for_closing

STAFF = ("decider", "visitor_manager", "coordinator", "finance", "auditor")
CERTIFICATE_READERS = (*STAFF, "visitor")


@require_GET
def certificate_pdf(request: HttpRequest, reference: str) -> HttpResponse:
    """One page for each traveller."""
    exchange = exchange_for_closing(request.actor, reference)
    permissions.check_relation(permissions.exchange_relations(exchange, request.actor), *CERTIFICATE_READERS)
    if not certificate.is_issued(exchange):
        raise WrongState(_("The certificate is ready once the closing report has been checked."))
    content = certificate.render(certificate.of_visits([exchange]))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="certificate-{reference}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
def dossier_zip(request: HttpRequest, reference: str) -> StreamingHttpResponse:
    """Staff and auditors get the internal comments too; the visitor does not."""
    files = Application.objects.visible_to(request.actor).select_related(
        "organisation", "partnership", "visitor_cluster"
    )
    application = get_object_or_404(files, reference=reference)
    relations = permissions.application_relations(application, request.actor)
    permissions.check_relation(relations, *STAFF, "visitor")
    parts = dossier.entries(application, internal=bool(relations & set(STAFF)))
    response = StreamingHttpResponse(dossier.stream(parts), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{dossier.file_name(application)}"'
    response["Cache-Control"] = "private, no-store"
    return response
