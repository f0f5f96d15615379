"""A simple brake for open forms: so many acts for each key in a stretch of time, counted in the cache."""

import hashlib

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest


def allowed(name: str, key: str, *, limit: int, seconds: int) -> bool:
    """Count one act; False once the limit is passed. The key is kept as a digest only."""
    place = f"throttle:{name}:{hashlib.sha256(key.encode()).hexdigest()[:24]}"
    cache.add(place, 0, seconds)
    try:
        return int(cache.incr(place)) <= limit
    except ValueError:  # it ran out between the two calls
        return True


def address_of(request: HttpRequest) -> str:
    """The visitor's address, as far as trusted proxies tell it."""
    return str(get_adapter(request).get_client_ip(request))
