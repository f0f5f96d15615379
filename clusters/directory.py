"""The kinds of entries in the public directory. Each app registers its own in `AppConfig.ready()`.

What an entry says is decided in the database, by the function `directory_<code>` (ADR 0010): here stand only the words
for it and the way to its page.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class EntryKind:
    """`url` takes an entry, or any object with its columns. `order` is the place of the tab. `states` are the words and
    the tone of a tag by the code of a facet "s:".
    """

    code: str
    one: str | Promise
    many: str | Promise
    icon: str
    url: Callable[[Any], str]
    order: int
    states: Mapping[str, tuple[str | Promise, str]] = field(default_factory=dict)


_kinds: dict[str, EntryKind] = {}


def register(kind: EntryKind) -> None:
    _kinds[kind.code] = kind


def kinds() -> list[EntryKind]:
    return sorted(_kinds.values(), key=lambda kind: kind.order)


def kind(code: str) -> EntryKind:
    return _kinds[code]
