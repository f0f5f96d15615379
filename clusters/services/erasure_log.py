"""Erasures and withdrawn permissions, noted outside the database: a restored backup knows nothing of later ones.

One small file each in the file storage under `erasures/`, without a personal value: the account's number and a keyed
digest of its address, so that a wrong backup cannot hit somebody else. See docs/operations.md.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from clusters.models import Consent, User
from core import audit, clock

FOLDER = "erasures"
Note = dict[str, Any]


def entry(user: User) -> Note:
    return {
        "kind": "person",
        "id": user.pk,
        "digest": audit.digest(user.email),
        "at": clock.now().isoformat(),
    }


def consent_entry(consent: Consent) -> Note:
    return {
        "kind": "consent",
        "id": consent.pk,
        "digest": audit.digest(f"{consent.purpose} {consent.given_at.isoformat()}"),
        "at": clock.now().isoformat(),
    }


def keep(note: Note) -> None:
    """Write the note; a second one of the same name gets another name, and is harmless."""
    default_storage.save(f"{FOLDER}/{note['kind']}-{note['id']}.json", ContentFile(json.dumps(note).encode()))


def notes() -> Iterator[Note]:
    """All that was noted, oldest first."""
    try:
        _folders, names = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    found = []
    for name in names:
        with default_storage.open(f"{FOLDER}/{name}") as stored:
            found.append(json.loads(stored.read()))
    yield from sorted(found, key=lambda note: note["at"])
