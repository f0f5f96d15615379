"""How `core.pdf` and its printer talk: a message is a list of byte strings, each behind its length."""

import struct
from collections.abc import Iterable

_LENGTH = struct.Struct("!Q")
HEAD = _LENGTH.size


def packed(parts: Iterable[bytes]) -> bytes:
    """The message, behind its own length."""
    body = b"".join(_LENGTH.pack(len(part)) + part for part in parts)
    return _LENGTH.pack(len(body)) + body


def size_of(head: bytes) -> int:
    return int(_LENGTH.unpack(head)[0])


def unpacked(body: bytes) -> list[bytes]:
    parts, at = [], 0
    while at < len(body):
        start = at + HEAD
        at = start + size_of(body[at:start])
        parts.append(body[start:at])
    return parts
