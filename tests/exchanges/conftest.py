from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from exchanges.documents import rendition
from tests.support.browser import faults
from tests.support.stay import PDF, Stay
from tests.support.world import World


@pytest.fixture
def stay(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stay]:
    """A visit that a test plays as far as it wants; the clock goes back afterwards.

    The two signed documents are not really printed: that takes most of the time, and has tests of its own.
    """
    monkeypatch.setattr(rendition, "render", lambda document: PDF)
    with ExitStack() as stack:
        yield Stay(world, stack)


@pytest.fixture
def visit(page_for: Callable[..., Any]) -> Callable[[str, str], Any]:
    """Opens an address as a persona and holds it to the rules for pages."""
    pages: dict[str, Any] = {}

    def open_as(persona: str, where: str) -> Any:
        if persona not in pages:
            pages[persona] = page_for(persona)
        page = pages[persona]
        page.goto(where)
        assert faults(page) == [], persona
        return page

    return open_as
