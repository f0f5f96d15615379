"""The privacy notice read; the use of one's data restricted."""

from django.db import transaction

from clusters.models import NoticeReading, User
from clusters.privacy import VERSION
from core import audit, clock
from core.actors import Actor
from core.exceptions import NotAllowed


@transaction.atomic
def read_notice(*, by: Actor, version: str = VERSION) -> NoticeReading:
    """Note that the person has read this version; a second time changes nothing."""
    user = _person(by)
    reading, created = NoticeReading.objects.get_or_create(
        user=user, version=version, defaults={"read_at": clock.now()}
    )
    if created:
        User.objects.filter(pk=user.pk).update(notice_version=version)
        user.notice_version = version
        audit.record("privacy.notice_read", user, by, {"version": ("", version)})
    return reading


@transaction.atomic
def restrict(*, by: Actor) -> User:
    """Keep the person's data but do not use them: out of lists and public pages, legal mails only."""
    return _set_restricted(by, True)


@transaction.atomic
def lift_restriction(*, by: Actor) -> User:
    return _set_restricted(by, False)


def _set_restricted(by: Actor, restricted: bool) -> User:
    user = User.objects.select_for_update(of=("self",), no_key=True).get(pk=_person(by).pk)
    if (user.restricted_at is not None) != restricted:
        user.restricted_at = clock.now() if restricted else None
        user.save(update_fields=["restricted_at"])
        audit.record("privacy.restrict" if restricted else "privacy.unrestrict", user, by)
    return user


def _person(by: Actor) -> User:
    if by.user is None:
        raise NotAllowed("")
    found: User = by.user
    return found
