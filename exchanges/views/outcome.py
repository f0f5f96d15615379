"""What really happened: said by the host by mail link or in the portal, recorded by the decider."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import links, workflow
from core.exceptions import InvalidInput
from core.models import AccessLink
from core.posted import posted
from core.views.by_link import by_link
from exchanges import permissions
from exchanges.forms.outcome import BROKEN_OFF, DiscontinueForm, HostOutcomeForm
from exchanges.models import Exchange
from exchanges.selectors.closing import exchange_for_closing, exchange_of_link, suggested_days
from exchanges.services import closing


@require_http_methods(["GET", "HEAD", "POST"])
@by_link("outcome")
def outcome_by_link(request: HttpRequest, link: AccessLink) -> HttpResponse:
    exchange = exchange_of_link(link)
    if request.method == "POST":
        links.mark_used(link)
    return _outcome(request, exchange, back_url="", done_url=request.path)


@require_http_methods(["GET", "HEAD", "POST"])
def outcome_record(request: HttpRequest, reference: str) -> HttpResponse:
    exchange = exchange_for_closing(request.actor, reference)
    permissions.check_relation(
        permissions.exchange_relations(exchange, request.actor), "host", "host_manager"
    )
    file_url = reverse("exchanges:file", args=[reference])
    return _outcome(request, exchange, back_url=file_url, done_url=request.path)


@require_http_methods(["GET", "HEAD", "POST"])
def discontinue(request: HttpRequest, reference: str) -> HttpResponse:
    """The decider closes a visit that had started, without money."""
    exchange = exchange_for_closing(request.actor, reference)
    permissions.check_relation(permissions.exchange_relations(exchange, request.actor), "decider")
    file_url = reverse("exchanges:file", args=[reference])
    if not workflow.may(exchange, "discontinue", request.actor):
        messages.error(
            request, _("This can be recorded between the start of the visit and the check of the report.")
        )
        return redirect(file_url)
    outcome = getattr(exchange, "outcome", None)
    form = DiscontinueForm(posted(request), initial={"outcome": outcome.host_kind if outcome else BROKEN_OFF})
    if request.method == "POST" and form.is_valid():
        kind = form.cleaned_data["outcome"]
        closing.discontinue_exchange(
            exchange=exchange,
            by=request.actor,
            reason=form.cleaned_data["reason"],
            outcome=None if kind == BROKEN_OFF else kind,
        )
        messages.success(request, _("Recorded. Visitor and host are told by mail."))
        return redirect(file_url)
    context = {"exchange": exchange, "outcome": outcome, "form": form, "back_url": file_url}
    return render(request, "exchanges/discontinue.html", context)


def _outcome(request: HttpRequest, exchange: Exchange, *, back_url: str, done_url: str) -> HttpResponse:
    outcome = getattr(exchange, "outcome", None)
    said = outcome if outcome is not None and outcome.host_kind else None
    is_open = exchange.state in closing.HOST_ANSWER_STATES
    form = HostOutcomeForm(posted(request), initial=_initial(exchange, said))
    if request.method == "POST" and form.is_valid():
        try:
            closing.record_host_outcome(exchange=exchange, by=request.actor, **form.cleaned_data)
        except InvalidInput as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("Thank you. Your answer is kept."))
            return redirect(done_url)
    context = {"exchange": exchange, "form": form, "said": said, "is_open": is_open, "back_url": back_url}
    return render(request, "exchanges/outcome.html", context)


def _initial(exchange: Exchange, said: Any) -> dict[str, Any]:
    if said is None:
        first, last, _travel = suggested_days(exchange)
        return {"first_day": first, "last_day": last}
    return {
        "kind": said.host_kind,
        "first_day": said.host_first_day or exchange.first_day,
        "last_day": said.host_last_day or exchange.last_day,
        "comment": said.host_comment,
    }
