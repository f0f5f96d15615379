"""Links that change one part of the address and keep the rest: sorting, pages, filters."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.forms.boundfield import BoundField
from django.http import HttpRequest, QueryDict

# What another order or another filter makes meaningless: the place in the list.
FROM_THE_START = {"page": None, "after": None, "before": None}


def url_with(request: HttpRequest, **changes: Any) -> str:
    """The query string with `changes`; None takes a name away."""
    return query_with(request.GET, **changes)


def query_with(given: QueryDict, **changes: Any) -> str:
    query = given.copy()
    for key, value in changes.items():
        if value is None:
            query.pop(key, None)
        else:
            query[key] = str(value)
    return "?" + query.urlencode()


def active_filters(form: Iterable[BoundField], query: QueryDict) -> Iterator[dict[str, str]]:
    """One entry for each chosen value: label, value in words, url without just this one."""
    for field in form:
        for value in filter(None, query.getlist(field.html_name)):
            rest = query.copy()
            for place in FROM_THE_START:
                rest.pop(place, None)
            rest.setlist(
                field.html_name, [other for other in query.getlist(field.html_name) if other != value]
            )
            words = dict(_flat_choices(field)).get(value, value)
            yield {"label": str(field.label), "value": words, "url": "?" + rest.urlencode()}


def _flat_choices(field: BoundField) -> Iterator[tuple[str, str]]:
    for value, label in getattr(field.field, "choices", ()):
        if isinstance(label, list | tuple):
            yield from ((str(key), str(name)) for key, name in label)
        else:
            yield str(value), str(label)
