"""The mails of a file: who got what when, and once more."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from exchanges import permissions
from exchanges.models import Application
from exchanges.selectors.mails import mails_of
from exchanges.services import mails as service

# Not the support office: it follows figures, and letters are more than those.
READERS = ("decider", "visitor_manager", "coordinator", "finance", "auditor")


@require_GET
def file_mails(request: HttpRequest, reference: str) -> HttpResponse:
    application = _file(request, reference)
    page = Paginator(mails_of(application), 50).get_page(request.GET.get("page"))
    relations = permissions.application_relations(application, request.actor)
    context = {
        "application": application,
        "page": page,
        "may_send": bool(relations & set(service.SENDERS)),
        "back_url": reverse("exchanges:file", args=[reference]),
    }
    return render(request, "exchanges/file_mails.html", context)


@require_GET
def file_mail(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """One mail as it was sent; a mail with a personal link is shown without its text."""
    application = _file(request, reference)
    mail = get_object_or_404(mails_of(application), pk=pk)
    relations = permissions.application_relations(application, request.actor)
    context = {
        "application": application,
        "mail": mail,
        "may_send": bool(relations & set(service.SENDERS)),
        "back_url": reverse("exchanges:file_mails", args=[reference]),
        "back_label": _("Mails of this file"),
    }
    return render(request, "exchanges/file_mail.html", context)


@require_POST
def mail_resend(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    application = _file(request, reference)
    mail = get_object_or_404(mails_of(application), pk=pk)
    service.send_mail_again(application=application, mail=mail, by=request.actor)
    messages.success(request, _("The mail goes to %(address)s once more.") % {"address": mail.to_address})
    return redirect("exchanges:file_mails", reference=reference)


def _file(request: HttpRequest, reference: str) -> Application:
    application = get_object_or_404(Application.objects.visible_to(request.actor), reference=reference)
    permissions.check_relation(permissions.application_relations(application, request.actor), *READERS)
    return application
