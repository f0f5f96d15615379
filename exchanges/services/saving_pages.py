"""One page of an application is saved: by its button, or in the background while somebody types.

A page carries the version it was made from, a name of its own and a digest of the answers that it showed. A newer
version stands in its way only where another page has changed these answers since.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from core.exceptions import StaleVersion
from exchanges.models import Application

_NAME = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class OpenPage:
    """What a form says about itself; `name` is empty for a form that has none."""

    version: int
    name: str = ""
    seen: str = ""

    def mark(self, version: int) -> str:
        """How the application notes that this page wrote a version; empty for a page without a proper name."""
        return f"{self.name}:{version}" if _NAME.fullmatch(self.name) else ""


@transaction.atomic
def save_page(
    *,
    application: Application,
    page: OpenPage,
    answers: Callable[[Application], str],
    keep: Callable[[int], None],
) -> Application:
    """Call `keep(version)`, the service of the page. `answers` gives the digest of what the page would show now.

    Raises StaleVersion where another page has saved other answers to the same questions.
    """
    try:
        keep(page.version)
    except StaleVersion as newer:
        now = newer.current
        mark = page.mark(now.version)
        own = bool(mark) and now.saved_by_page == mark
        untouched = bool(page.seen) and page.seen == answers(now)
        if not (own or untouched) or now.state != application.state:
            raise
        keep(now.version)
    application.saved_by_page = page.mark(application.version)
    application.save(update_fields=["saved_by_page"])
    return application
