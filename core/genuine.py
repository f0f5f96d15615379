"""Is this paper genuine? Apps register how they find what the portal has made, by the hash of a file or by a printed code.

Whoever asks holds the file or its code already, so an answer says which document it is and how it stands, and nothing that
is inside it.
"""

import hashlib
import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import BinaryIO

GENUINE, REPLACED, WITHDRAWN, UNFINISHED = "genuine", "replaced", "withdrawn", "unfinished"
# Letters and digits that nobody mistakes for one another when they are read aloud; twelve of them cannot be guessed.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE = re.compile(r"[A-Z0-9]{4}(-[A-Z0-9]{4}){2}")
HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Finding:
    """`standing` is one of the four words above; `facts` are (label, value); `address` leads to the document if it is public.

    `file_kept`: the portal knows the file itself, too; else the reader compares the facts with the paper.
    """

    standing: str
    title: str
    facts: tuple[tuple[str, str], ...] = ()
    address: str = ""
    file_kept: bool = True


@dataclass(frozen=True)
class Finder:
    """`by_hash` gets the SHA-256 of a file or of signed content, in lower case; `by_code` a printed code."""

    by_hash: Callable[[str], Finding | None]
    by_code: Callable[[str], Finding | None] = lambda code: None


_finders: list[Finder] = []


def register(finder: Finder) -> None:
    _finders.append(finder)


def new_code() -> str:
    """A code to print, such as K7QM-4F2P-9XTA."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))


def of_file(content: BinaryIO) -> Finding | None:
    digest = hashlib.sha256()
    while chunk := content.read(1 << 20):
        digest.update(chunk)
    return _first(finder.by_hash(digest.hexdigest()) for finder in _finders)


def of_words(typed: str) -> Finding | None:
    """A code or a hash, as somebody reads it from paper: spaces and small letters do not matter."""
    plain = re.sub(r"\s", "", typed)
    if HASH.fullmatch(plain.lower()):
        return _first(finder.by_hash(plain.lower()) for finder in _finders)
    letters = re.sub(r"[^A-Z0-9]", "", plain.upper())
    code = "-".join(letters[place : place + 4] for place in range(0, len(letters), 4))
    if CODE.fullmatch(code):
        return _first(finder.by_code(code) for finder in _finders)
    return None


def _first(found: Iterable[Finding | None]) -> Finding | None:
    return next((finding for finding in found if finding is not None), None)
