"""A simple brake for open forms: so many acts for each key in a stretch of time, counted in the cache."""

import hashlib
import math
from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from core import clock, limits
from core.exceptions import TooManyAttempts

WRONG_LINKS_SECONDS = 600


def allowed(name: str, key: str, *, limit: int, seconds: int) -> bool:
    """Count one act; False once the limit is passed. The key is kept as a digest only."""
    place = f"throttle:{name}:{hashlib.sha256(key.encode()).hexdigest()[:24]}"
    if cache.add(place, 1, seconds):
        return limit > 0
    try:
        return int(cache.incr(place)) <= limit
    except ValueError:  # it ran out between the two calls
        return True


def address_of(request: HttpRequest) -> str:
    """The visitor's address, as far as trusted proxies tell it."""
    return str(get_adapter(request).get_client_ip(request))


def wrong_link(request: HttpRequest) -> Exception:
    """What to raise for an unknown link: not found, and after many of them too many."""
    limit = settings.WRONG_LINKS_LIMIT
    if not limit or allowed("link", address_of(request), limit=limit, seconds=WRONG_LINKS_SECONDS):
        return Http404()
    return TooManyAttempts(WRONG_LINKS_SECONDS)


def too_many(request: HttpRequest, seconds: int | None = None) -> HttpResponse:
    """The answer to too many attempts, with the time to wait for people and for programs. allauth names no time."""
    seconds = limits.wait_of_page(request) if seconds is None else seconds
    context = {
        "seconds": seconds,
        "minutes": math.ceil(seconds / 60),
        "again": clock.machine_now() + timedelta(seconds=seconds),
    }
    answer = render(request, "429.html", context, status=429)
    answer["Retry-After"] = str(seconds)
    return answer
