"""Before an act with money: who has not logged in lately says again who they are."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from core import clock

View = Callable[..., HttpResponse]


def fresh_login_required(view: View) -> View:
    """A POST goes through only after a log-in or a repeated one within STEP_UP_SECONDS (0: never asked).

    allauth keeps the POST meanwhile and carries it out afterwards, so nothing is typed twice.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and request.user.is_authenticated and not _is_fresh(request):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return guarded


def _is_fresh(request: HttpRequest) -> bool:
    if not settings.STEP_UP_SECONDS:
        return True
    times = [record["at"] for record in get_authentication_records(request, request.user)]
    return bool(times) and clock.machine_now().timestamp() - max(times) < settings.STEP_UP_SECONDS
