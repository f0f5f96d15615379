"""Pages that a mail link opens: no log-in, no session, one purpose."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from core import links, throttle
from core.actors import Actor
from core.exceptions import InvalidInput, Refused
from core.models import AccessLink

View = Callable[..., HttpResponse]


def by_link(purpose: str) -> Callable[[View], View]:
    """Calls `view(request, link, **rest)` for a live link, with the link as `request.actor`.

    The token is the whole right to act, so there is no cookie that a foreign page could abuse: no CSRF check (it would
    fail, since these pages send no referrer). An unknown token is a 404, a dead link says why with status 410.
    """

    def decorate(view: View) -> View:
        @csrf_exempt
        @login_not_required
        @never_cache
        @wraps(view)
        def answer(request: HttpRequest, token: str, **rest: Any) -> HttpResponse:
            response = _answer(request, token, purpose, view, rest)
            response["Referrer-Policy"] = "no-referrer"
            return response

        return answer

    return decorate


def _answer(request: HttpRequest, token: str, purpose: str, view: View, rest: dict[str, Any]) -> HttpResponse:
    try:
        link: AccessLink = links.resolve(token, purpose)
    except AccessLink.DoesNotExist:
        raise throttle.wrong_link(request) from None
    except Refused as error:
        return render(request, "core/link_dead.html", {"reason": error.message}, status=410)
    request.actor = Actor.for_link(link)  # type: ignore[attr-defined]
    try:
        return view(request, link, **rest)
    except (Refused, InvalidInput) as error:
        if request.method != "POST":
            raise
        for reason in getattr(error, "reasons", [error.message]):
            messages.error(request, str(reason))
        return redirect(request.path)
