from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from exchanges.documents import rendition
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
