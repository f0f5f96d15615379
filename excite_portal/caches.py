"""The three caches: one that all processes share, and two that each process has for itself."""

from typing import Any

MEMORY = "django.core.cache.backends.locmem.LocMemCache"
NONE = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}


def caches(shared: str, *, keeps_fragments: bool, keeps_pages: bool) -> dict[str, dict[str, Any]]:
    """`shared` is the address of the cache of all processes; without one each has its own."""
    fragments = {
        "BACKEND": MEMORY,
        "LOCATION": "fragments",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 1000},
    }
    pages = {
        "BACKEND": MEMORY,
        "LOCATION": "pages",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 200},
    }
    return {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": shared}
        if shared
        else {"BACKEND": MEMORY},
        # Pieces of pages that are the same for many requests, by everything that is printed in them.
        "fragments": fragments if keeps_fragments else NONE,
        # Whole public pages, and boards (`core.kept_pages`); about 10 MB at most.
        "pages": pages if keeps_pages else NONE,
    }
