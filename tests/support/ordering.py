"""Random order: files are shuffled, and the tests inside each file. The seed is printed; give it back to repeat.

Each worker begins with its share of the long tests, so that none is still at one while the others have nothing left. It gets
a part of the list that hangs together (`--dist worksteal`), and who is done first takes from the rest of the others.
"""

import os
import random
from collections import defaultdict

import pytest

SEED = "PORTAL_TEST_SEED"
WORKERS = "PYTEST_XDIST_WORKER_COUNT"


def choose_seed() -> int:
    """One seed for the run; workers inherit it through the environment."""
    return int(os.environ.setdefault(SEED, str(random.SystemRandom().randrange(1_000_000))))


def shuffle(items: list[pytest.Item]) -> None:
    generator = random.Random(choose_seed())
    by_file: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        by_file[str(item.path)].append(item)
    files = list(by_file)
    generator.shuffle(files)
    for file in files:
        generator.shuffle(by_file[file])
    mixed = [item for file in files for item in by_file[file]]
    items[:] = dealt(mixed, int(os.environ.get(WORKERS, "1")))


def dealt(items: list[pytest.Item], workers: int) -> list[pytest.Item]:
    """One part for each worker, of the same length, the long tests first; in their order otherwise."""
    long = [item for item in items if _is_long(item)]
    short = [item for item in items if not _is_long(item)]
    parts = [long[number::workers] for number in range(workers)]
    for number, part in enumerate(parts):
        size = len(items) * (number + 1) // workers - len(items) * number // workers
        wanted = max(size - len(part), 0)
        part += short[:wanted]
        del short[:wanted]
    return [item for part in parts for item in part] + short


def _is_long(item: pytest.Item) -> bool:
    return any(item.get_closest_marker(name) for name in ("slow", "browser"))
