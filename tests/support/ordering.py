"""Random order: files are shuffled, and the tests inside each file. The seed is printed; give it back to repeat."""

import os
import random
from collections import defaultdict

import pytest

SEED = "PORTAL_TEST_SEED"


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
    items.clear()
    for file in files:
        generator.shuffle(by_file[file])
        items.extend(by_file[file])
