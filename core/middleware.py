"""Turns a refusal of a service into the one answer its kind has (house rule 6)."""

import logging
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import FieldDoesNotExist
from django.db import OperationalError
from django.forms.utils import pretty_name
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst

from core.exceptions import InvalidInput, NotAllowed, PortalError, Refused, StaleVersion

logger = logging.getLogger(__name__)


class ErrorAnswers:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, OperationalError):
            logger.exception("the database did not serve %s", request.path)
            return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "60"})
        if not isinstance(error, PortalError):
            return None
        if isinstance(error, NotAllowed):
            return render(request, "403.html", {"reason": error.message}, status=403)
        if isinstance(error, StaleVersion):
            return render(request, "409.html", _stale_context(request, error), status=409)
        if isinstance(error, Refused):
            for reason in error.reasons:
                messages.error(request, str(reason))
            return HttpResponseRedirect(_back(request))
        if isinstance(error, InvalidInput):
            return render(request, "400.html", {"reason": error.message}, status=400)
        return None


def _stale_context(request: HttpRequest, error: StaleVersion) -> dict[str, object]:
    """What the person typed, so that nothing is lost, beside what stands there now."""
    hidden = {"csrfmiddlewaretoken", "version"}
    typed = [
        (name, ", ".join(values))
        for name, values in request.POST.lists()
        if name not in hidden and any(values)
    ]
    differences = [
        {"label": _label(error.current, name), "yours": value, "stored": _stored(error.current, name)}
        for name, value in typed
    ]
    return {"reason": error.message, "differences": differences, "back": _back(request)}


def _label(row: Any, name: str) -> str:
    """The words that a page would use for the field."""
    try:
        return capfirst(str(row._meta.get_field(name).verbose_name))
    except (AttributeError, FieldDoesNotExist):
        return pretty_name(name)


def _stored(row: Any, name: str) -> Any:
    """What the row's field holds. Only fields that a form can write: the name comes from the request."""
    columns = row._meta.concrete_fields if row is not None else ()
    writable = {column.name for column in columns if column.editable}
    return getattr(row, name) if name in writable else ""


def _back(request: HttpRequest) -> str:
    """The page the person came from, when it is ours; else the start page.

    A page that refuses to be shown cannot be its own way back: the browser would go round in circles.
    """
    referrer = request.headers.get("Referer", "")
    if request.method in ("GET", "HEAD") and referrer == request.build_absolute_uri():
        return "/"
    if referrer and url_has_allowed_host_and_scheme(
        referrer, {request.get_host()}, require_https=request.is_secure()
    ):
        return referrer
    return "/"
