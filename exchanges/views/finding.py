"""The application that an address names."""

from typing import Any

from django.http import Http404, HttpRequest

from exchanges.models import Application
from exchanges.selectors.apply import one_file


def file_or_404(request: HttpRequest, **key: Any) -> Application:
    """By `pk` or `reference`, with all that its pages print, as far as the hat may see it."""
    application = one_file(request.actor, **key)
    if application is None:
        raise Http404
    return application
