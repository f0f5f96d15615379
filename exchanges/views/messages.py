"""Messages of a file: read, written, taken back."""

from typing import Any

from django.contrib import messages as notices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.exceptions import InvalidInput
from core.posted import posted
from exchanges import audiences
from exchanges.forms.messages import MessageForm
from exchanges.models import FileMessage
from exchanges.permissions import check_relation
from exchanges.selectors import messages as selectors
from exchanges.services import messages


@require_http_methods(["GET", "HEAD", "POST"])
def file_messages(request: HttpRequest, reference: str) -> HttpResponse:
    application = get_object_or_404(selectors.application_for_messages(request.actor, reference))
    relations = selectors.relations_of(application, request.actor)
    circles = audiences.writable(relations, matched=application.current_exchange_id is not None)
    if request.method == "POST":
        check_relation(relations, *audiences.WRITERS)
    form = (
        MessageForm(posted(request), circles=circles, initial=_asked(request, circles)) if circles else None
    )
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            messages.send_message(application=application, by=request.actor, **form.cleaned_data)
        except InvalidInput as problem:
            form.add_error(problem.field, problem.message)
        else:
            notices.success(request, _("Your message is sent."))
            return redirect("exchanges:file_messages", reference=reference)
    context = {
        "application": application,
        "shown": selectors.messages_of(application, request.actor, relations),
        "form": form,
        "back_url": reverse("exchanges:file", args=[reference]),
        "back_label": reference,
    }
    return render(request, "exchanges/file_messages.html", context)


@require_POST
def file_message_take_back(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    mine = FileMessage.objects.visible_to(request.actor).filter(author=request.user)
    message = get_object_or_404(mine, application__reference=reference, pk=pk)
    messages.take_back(message=message, by=request.actor)
    notices.success(request, _("Your message is taken back. Mails that were sent before cannot be."))
    return redirect("exchanges:file_messages", reference=reference)


def _asked(request: HttpRequest, circles: list[str]) -> dict[str, Any]:
    """A link to "write a note" ticks the circle."""
    wanted = request.GET.get("to", "")
    return {"audience": wanted} if wanted in circles else {}
