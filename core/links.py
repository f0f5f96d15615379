"""Access links: act once, without an account, from a mail."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core import clock
from core.exceptions import Refused
from core.models import AccessLink
from core.prepared import Write, insert

_REVOKE = Write(
    "core_accesslink",
    """
    UPDATE core_accesslink SET revoked_at = %s
    WHERE subject_type = %s AND subject_id = %s AND purpose = %s AND address = %s AND revoked_at IS NULL RETURNING id
    """,
)


def issue(
    subject: models.Model, purpose: str, *, address: str, name: str = "", url_name: str, days: int = 60
) -> tuple[AccessLink, str]:
    """Make a link and its full address. Earlier links of the same subject, purpose and address stop working."""
    subject_type = subject._meta.label_lower
    _REVOKE(clock.now(), subject_type, subject.pk, purpose, address)
    token = secrets.token_urlsafe(32)
    link = AccessLink(
        token_hash=_hash(token),
        purpose=purpose,
        subject_type=subject_type,
        subject_id=subject.pk,
        address=address,
        name=name,
        created_at=clock.now(),
        expires_at=clock.now() + timedelta(days=days),
    )
    insert(link)
    return link, settings.PORTAL_URL + reverse(url_name, kwargs={"token": token})


def resolve(token: str, purpose: str) -> AccessLink:
    """The live link behind a token. Raises `AccessLink.DoesNotExist` for an unknown one, `Refused` for a dead one."""
    link = find(token, purpose)
    if link.revoked_at is not None:
        raise Refused(
            _("This link was replaced by a newer one. Please use the latest mail, or ask for a new link.")
        )
    if link.expires_at < clock.now():
        raise Refused(_("This link has expired. Please ask your contact cluster to send a new one."))
    return link


def find(token: str, purpose: str) -> AccessLink:
    """The link behind a token, dead or alive. Raises `AccessLink.DoesNotExist` for an unknown one."""
    return AccessLink.objects.get(token_hash=_hash(token), purpose=purpose)


def revoke(subject: models.Model, purpose: str) -> None:
    """Stop every live link of a subject for one purpose."""
    AccessLink.objects.filter(
        subject_type=subject._meta.label_lower, subject_id=subject.pk, purpose=purpose, revoked_at=None
    ).update(revoked_at=clock.now())


def mark_used(link: AccessLink) -> None:
    link.last_used_at = clock.now()
    link.save(update_fields=["last_used_at"])


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
