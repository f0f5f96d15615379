from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.support.stay import Stay
from tests.support.world import World


@pytest.fixture
def stay(world: World) -> Iterator[Stay]:
    """A visit that a test plays as far as it wants; the clock goes back afterwards."""
    with ExitStack() as stack:
        yield Stay(world, stack)
