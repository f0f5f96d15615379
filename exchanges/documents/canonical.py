"""One spelling of a document's content, so that the same words always have the same hash."""

import hashlib
import json
from datetime import date
from typing import Any

Content = dict[str, Any]


def canonical(content: Content) -> bytes:
    """Sorted keys, no spare spaces, UTF-8. Sums are text, so no float can change its spelling."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(content: Content) -> str:
    """The SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()


def short(content_hash: str) -> str:
    """The first signs of a hash, as people compare them."""
    return f"{content_hash[:8]} {content_hash[8:16]}"


def plain(value: Any) -> Any:
    """Dataclass values as JSON holds them: dates as text, tuples as lists."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value
