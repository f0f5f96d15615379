"""The personal calendar: the page of its secret address, and the calendar that the address answers with."""

import hashlib
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import links, throttle
from core.actors import Actor
from core.exceptions import Refused, TooManyAttempts
from core.models import AccessLink
from exchanges.selectors import calendar_feed as selectors
from exchanges.services import calendar_feed as services

ASKED_PER_HOUR = 60
HOUR = 3600


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def calendar_address(request: HttpRequest) -> HttpResponse:
    """A new address is shown in the answer that made it, and never again."""
    address = services.make_address(by=request.actor) if request.method == "POST" else ""
    hat = request.actor.hat
    context = {
        "address": address,
        "live": selectors.live_address(hat, services.PURPOSE) if hat is not None else None,
        "hat": hat,
        "days": selectors.CALLED_OFF_DAYS,
        "back_url": reverse("exchanges:calendar"),
        "back_label": _("Calendar"),
    }
    return render(request, "exchanges/calendar_address.html", context)


@require_POST
def calendar_address_stop(request: HttpRequest) -> HttpResponse:
    services.stop_address(by=request.actor)
    messages.success(request, _("The address is stopped. Calendars that use it get nothing more."))
    return redirect("exchanges:calendar_address")


@require_safe
@login_not_required
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """For programs: no cookie, no page. Whoever asks at an address that does not work learns nothing but that."""
    request.user = AnonymousUser()
    try:
        actor = _owner(request, token)
    except TooManyAttempts as error:
        answer = HttpResponse("Too many requests", status=429, content_type="text/plain")
        answer["Retry-After"] = str(error.seconds)
        return _closed(answer)
    if actor is None:
        return _closed(HttpResponse("Not found", status=404, content_type="text/plain"))
    with translation.override(actor.user.language or "en"):
        text = selectors.feed(actor)
    etag = f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["ETag"] = etag
    answer["Content-Disposition"] = 'inline; filename="calendar.ics"'
    found: Any = get_conditional_response(request, etag=etag, response=answer)
    return _closed(found)


def _owner(request: HttpRequest, token: str) -> Actor | None:
    """Raises TooManyAttempts for an address that is asked too often, and for many wrong ones from one place."""
    try:
        link = links.resolve(token, services.PURPOSE)
    except (AccessLink.DoesNotExist, Refused):
        error = throttle.wrong_link(request)
        if isinstance(error, TooManyAttempts):
            raise error from None
        return None
    if not throttle.allowed("calendar", token, limit=ASKED_PER_HOUR, seconds=HOUR):
        raise TooManyAttempts(HOUR)
    role = selectors.role_of(link)
    return Actor.person(role.user, role) if role is not None else None


def _closed(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "private, no-cache"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer
