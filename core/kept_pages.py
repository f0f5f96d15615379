"""Public pages, kept as they were printed for as long as nothing has changed that they tell (ADR 0019).

    @kept_for_strangers("directory")
    def _page(request): ...

Only for a page that prints the same for everybody who is not logged in. The topics are counted in the database by
triggers on all that the page reads; a kept page costs the one statement that reads this count. A topic may end in "%".

A page for people who are logged in keeps what prints the same for all who have the same rights:

    {% cache 3600 "board" kept using="pages" %}...{% endcache %}      # kept = key_of_piece(request, changes, rights)
"""

import gzip
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import _does_token_match, get_token  # type: ignore[attr-defined]
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language

from core import clock

View = Callable[..., HttpResponse]
# Longer addresses are not kept: nobody asks them twice.
LONGEST = 300
# Cookies that do not make a stranger somebody. What the last two say stands in the key; the others print nothing.
_HARMLESS = frozenset(
    (settings.CSRF_COOKIE_NAME, "portal_last", "theme", settings.LANGUAGE_COOKIE_NAME),
)
_TOKEN = re.compile(rb"(?<![A-Za-z0-9])[A-Za-z0-9]{64}(?![A-Za-z0-9])")
_OPEN = b"\0token\0"


@dataclass(frozen=True)
class Kept:
    """A page without its CSRF token. One that has none is kept compressed too, and known by its ETag."""

    count: int
    body: bytes
    packed: bytes
    tag: str


def kept_for_strangers(*topics: str) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            key = _key(request)
            if not key:
                return view(request, *args, **kwargs)
            pages = caches["pages"]
            # Read before the page is made: a change in between makes the page newer than it says, never older.
            count = count_of(*topics)
            kept: Kept | None = pages.get(key)
            if kept is None or kept.count != count:
                response = view(request, *args, **kwargs)
                kept = _keep(request, response, count)
                if kept is None:
                    return response
                pages.set(key, kept)
            return _response(request, kept)

        return answer

    return decorate


def _key(request: HttpRequest) -> str:
    """All that the page depends on besides the database; empty for a page that is not kept."""
    query = request.META.get("QUERY_STRING", "")
    stranger = not request.user.is_authenticated and request.COOKIES.keys() <= _HARMLESS
    if request.method != "GET" or not stranger or len(query) > LONGEST:
        return ""
    parts = (
        f"{request.scheme}://{request.get_host()}{request.path}",
        query,
        get_language(),
        request.COOKIES.get("theme", ""),
        clock.today(),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def count_of(*topics: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_changes(%s)", [list(topics)])
        return int(cursor.fetchone()[0])


def key_of_piece(request: HttpRequest, changes: int, rights: tuple[Any, ...]) -> str:
    """All that a piece of a page may depend on: its address, what its topics counted before anything else was read, the
    day, the language, and the rights of who reads it.
    """
    how = (get_language(), clock.today(), request.headers.get("HX-Request", ""))
    parts = (request.get_full_path(), changes, how, rights)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _keep(request: HttpRequest, response: HttpResponse, count: int) -> Kept | None:
    """What can be given to the next stranger; None for an error, a redirect, or a page that speaks to one person."""
    if response.status_code != 200 or response.streaming or response.cookies or "Set-Cookie" in response:
        return None
    if not request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
        tag = hashlib.sha256(response.content).hexdigest()[:32]
        return Kept(count, response.content, gzip.compress(response.content, 6), f'W/"{tag}"')
    secret = request.META["CSRF_COOKIE"]
    body, opened = response.content, False
    for token in set(_TOKEN.findall(body)):
        if _does_token_match(token.decode(), secret):
            body, opened = body.replace(token, _OPEN), True
    # A token that stands there in another shape would be given to strangers.
    return Kept(count, body, b"", "") if opened else None


def _response(request: HttpRequest, kept: Kept) -> HttpResponse:
    if not kept.tag:
        return HttpResponse(kept.body.replace(_OPEN, get_token(request).encode()))
    response = HttpResponse(kept.body)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(kept.packed, headers={"Content-Encoding": "gzip"})
    response["ETag"] = kept.tag
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    found: Any = get_conditional_response(request, etag=kept.tag, response=response)
    return found
