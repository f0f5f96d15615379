"""Turns a refusal into the one answer its kind has (house rule 6), and a missing log-in into one that loses nothing."""

import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import FieldDoesNotExist
from django.db import OperationalError
from django.forms.utils import pretty_name
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.text import capfirst

from core import posted, throttle
from core.exceptions import (
    DocumentFailed,
    InvalidInput,
    NotAllowed,
    PortalError,
    Refused,
    StaleVersion,
    TooManyAttempts,
)

logger = logging.getLogger(__name__)


class LogInLosesNothing(LoginRequiredMiddleware):
    """Sends to the log-in, and keeps what was typed into a form whose log-in had run out.

    Which account the browser had last stands in a signed cookie, so that the text is shown to that person only.
    """

    last = "portal_last"
    limit_per_hour = 60

    @classmethod
    def last_person(cls, request: HttpRequest) -> str:
        """The number of the account that this browser had last; empty for a forged or missing cookie."""
        return request.get_signed_cookie(cls.last, "", salt=cls.last) or ""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]) -> Any:
        if request.headers.get("HX-Request"):
            # A fragment: the page stays as it is, with all that is typed into it.
            return HttpResponse(status=401)
        # Passwords and codes are asked by the account pages; nothing of those is kept.
        of_account = getattr(view_func, "view_class", view_func).__module__.startswith("allauth.")
        if request.method != "POST" or of_account or not self._has_room(request):
            return super().handle_no_permission(request, view_func)
        kept = posted.keep(request, self.last_person(request))
        return redirect_to_login(kept.page, resolve_url(self.get_login_url(view_func)))

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated:
            return response
        if request.method == "POST" and response.status_code < 400:
            posted.forget(request)
        person = str(user.pk)
        if self.last_person(request) != person:
            response.set_signed_cookie(
                self.last,
                person,
                salt=self.last,
                max_age=30 * 24 * 3600,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response

    def _has_room(self, request: HttpRequest) -> bool:
        address = throttle.address_of(request)
        with suppress(Exception):  # without the cache nobody counts, and nobody loses a text
            return throttle.allowed("kept-form", address, limit=self.limit_per_hour, seconds=3600)
        return True


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
        if isinstance(error, DocumentFailed):
            context = {"reason": error.message, "again": request.path if request.method == "GET" else ""}
            page = render(request, "503_document.html", context, status=503)
            page["Retry-After"] = "10"
            return page
        if isinstance(error, TooManyAttempts):
            return throttle.too_many(request, error.seconds)
        if isinstance(error, InvalidInput):
            return render(request, "400.html", {"reason": error.message}, status=400)
        return None


def _stale_context(request: HttpRequest, error: StaleVersion) -> dict[str, object]:
    """What the person typed, so that nothing is lost, beside what stands there now."""
    words = [
        (name, ", ".join(values))
        for name, values in posted.typed(request).lists()
        if name != "version" and any(values)
    ]
    differences = [
        {"label": _label(error.current, name), "yours": value, "stored": _stored(error.current, name)}
        for name, value in words
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
