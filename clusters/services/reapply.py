"""After a restore: what was erased or taken back since the backup goes again."""

from dataclasses import dataclass

from clusters.models import Consent, User
from clusters.services import consents, deletion, erasure_log
from core import audit


@dataclass(frozen=True)
class Reapplied:
    """`strange` are notes whose account or permission is another one here: the wrong backup, or the wrong log."""

    erased: int
    revoked: int
    already: int
    strange: tuple[str, ...]


def reapply() -> Reapplied:
    erased = revoked = already = 0
    strange = []
    for note in erasure_log.notes():
        outcome = _person(note) if note["kind"] == "person" else _consent(note)
        if outcome == "strange":
            strange.append(f"{note['kind']} {note['id']}")
        already += outcome == "already"
        erased += outcome == "erased"
        revoked += outcome == "revoked"
    return Reapplied(erased, revoked, already, tuple(strange))


def _person(note: erasure_log.Note) -> str:
    user = User.objects.filter(pk=note["id"]).first()
    if user is None or user.erased_at is not None:
        return "already"
    if audit.digest(user.email) != note["digest"]:
        return "strange"
    deletion.erase_person(user=user, by=deletion.ERASER, noted=False)
    return "erased"


def _consent(note: erasure_log.Note) -> str:
    consent = Consent.objects.filter(pk=note["id"]).first()
    if consent is None or consent.revoked_at is not None:
        return "already"
    if erasure_log.consent_entry(consent)["digest"] != note["digest"]:
        return "strange"
    consents.record_revoked(consent=consent, by=deletion.ERASER, noted=False)
    return "revoked"
