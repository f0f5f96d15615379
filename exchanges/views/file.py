"""The file page, its sum explained, and its downloads."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import files
from core.posted import posted
from core.previews import preview
from exchanges.enums import DocumentKind
from exchanges.forms.plan import ReasonForm
from exchanges.models import Application, DocumentVersion
from exchanges.permissions import application_relations, check_relation, exchange_relations
from exchanges.selectors import file_data, file_page, stored_files, sums
from exchanges.selectors.building import exchange_for_building
from exchanges.services import building, document_versions
from exchanges.workflows.exchange import BEFORE_START


@require_safe
def file(request: HttpRequest, reference: str) -> HttpResponse:
    """One page for visitor, host, managers, finance, coordinator and auditor."""
    application = _file(request, reference)
    return render(request, "exchanges/file.html", {"page": file_page.build(application, request.actor)})


@require_safe
def sum_explained(request: HttpRequest, reference: str) -> HttpResponse:
    application = _file(request, reference)
    check_relation(application_relations(application, request.actor), *file_data.SEES_MONEY)
    context = {
        "application": application,
        "page": sums.sum_page(application),
        "back_url": reverse("exchanges:file", args=[reference]),
        "back_label": reference,
    }
    return render(request, "exchanges/sum_explained.html", context)


def _file(request: HttpRequest, reference: str) -> Application:
    application = file_data.file_for_page(request.actor, reference)
    if application is None:
        raise Http404
    return application


@require_http_methods(["GET", "HEAD", "POST"])
def exchange_cancel(request: HttpRequest, reference: str) -> HttpResponse:
    exchange = exchange_for_building(request.actor, reference)
    check_relation(
        exchange_relations(exchange, request.actor), "visitor", "host", "decider", "visitor_manager"
    )
    file_url = reverse("exchanges:file", args=[reference])
    if exchange.state not in BEFORE_START and request.method != "POST":
        messages.error(request, _("The visit has begun or is over. It can no longer be cancelled."))
        return redirect(file_url)
    form = ReasonForm(
        posted(request),
        label=_("Why is the visit cancelled?"),
        hint=_("The other parties read this. They are told by mail."),
        caption=reference,
    )
    if request.method == "POST" and form.is_valid():
        building.cancel_exchange(exchange=exchange, by=request.actor, reason=form.cleaned_data["reason"])
        messages.success(request, _("The visit is cancelled. The others are told by mail."))
        # The host's side no longer sees the file.
        return redirect(
            file_url if file_data.files_for_page(request.actor).filter(reference=reference).exists() else "/"
        )
    return render(
        request, "exchanges/exchange_cancel.html", {"exchange": exchange, "form": form, "back_url": file_url}
    )


@require_safe
@never_cache
def document_pdf(request: HttpRequest, reference: str, kind: str) -> HttpResponseBase:
    """The PDF that was made after the last signature."""
    if kind not in DocumentKind.values:
        raise Http404
    stored = stored_files.rendition_for(request.actor, reference, kind)
    if stored is None:
        messages.info(request, _("The PDF is made after the last signature. Please come back in a minute."))
        return redirect("exchanges:file", reference=reference)
    return files.answer(stored)


@require_POST
def document_print(request: HttpRequest, reference: str, kind: str) -> HttpResponse:
    """Try again to make a PDF that the portal has given up."""
    documents = DocumentVersion.objects.visible_to(request.actor)
    document = get_object_or_404(
        documents, exchange__application__reference=reference, kind=kind, superseded_at=None
    )
    document_versions.print_again(document=document, by=request.actor)
    messages.success(request, _("The PDF is made again. Please come back in a minute."))
    return redirect("exchanges:file", reference=reference)


@require_safe
@never_cache
def stored_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    return files.answer(stored_files.stored_file_for(request.actor, pk))


@require_safe
def stored_preview(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What a photo or scan shows, for whoever may have the file."""
    return preview(request, stored_files.stored_file_for(request.actor, pk))
