"""An account deleted: asked for, a week to think, then done by a worker."""

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clusters import privacy_mails as mails
from clusters.models import DeletionRequest, User
from clusters.selectors.my_data import subject_for
from clusters.services import erasure_log
from core import audit, clock, erasure, links, outbox
from core.actors import LINK, Actor
from core.exceptions import NotAllowed, Refused
from core.mail import Recipient
from core.models import Mail
from core.models.mail import MailState
from core.personal_data import obstacles_for

GRACE = timedelta(days=7)
# How long the erasure waits for the last mail to leave.
PATIENCE, TRIES = timedelta(minutes=10), 144
CANCEL = "cancel_deletion"
ERASER = Actor.system("erasure")


@transaction.atomic
def ask_for_deletion(*, by: Actor) -> DeletionRequest:
    """The account goes in seven days unless the person takes it back. Raises Refused with what must be settled first."""
    if by.user is None:
        raise NotAllowed("")
    user = User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.user.pk)
    current = open_request(user)
    if current is not None:
        return current
    obstacles = obstacles_for(subject_for(user))
    if obstacles:
        raise Refused(list(obstacles))
    request = DeletionRequest.objects.create(user=user, requested_at=clock.now(), due_at=clock.now() + GRACE)
    audit.record("privacy.deletion_ask", request, by)
    outbox.add("privacy.deletion_asked", f"deletion:{request.pk}", payload={"id": request.pk})
    outbox.add("privacy.delete", f"deletion:{request.pk}", due_at=request.due_at, payload={"id": request.pk})
    return request


@transaction.atomic
def cancel_deletion(*, request: DeletionRequest, by: Actor) -> DeletionRequest:
    """Take it back, logged in or by the link of the mail; twice is once."""
    locked = DeletionRequest.objects.select_for_update(of=("self",)).select_related("user").get(pk=request.pk)
    by_link = (
        by.kind == LINK
        and by.link is not None
        and (by.link.purpose, by.link.subject_id) == (CANCEL, locked.pk)
    )
    if not (by.is_system or by_link or by.user_id == locked.user_id):
        raise NotAllowed(_("Only the person can take this back."))
    if locked.erased_at is not None or not locked.user.is_active:
        raise Refused(_("The account is being deleted. This can no longer be taken back."))
    if locked.cancelled_at is None:
        locked.cancelled_at = clock.now()
        locked.save(update_fields=["cancelled_at"])
        outbox.cancel("privacy.delete", f"deletion:{locked.pk}")
        links.revoke(locked, CANCEL)
        audit.record("privacy.deletion_cancel", locked, by)
        mails.DeletionCancelled(locked).send(_to(locked.user))
    return locked


def open_request(user: User) -> DeletionRequest | None:
    return DeletionRequest.objects.filter(user=user, cancelled_at=None, erased_at=None).first()


@outbox.handler("privacy.deletion_asked")
def confirm_by_mail(payload: dict[str, Any]) -> None:
    request = DeletionRequest.objects.select_related("user").get(pk=payload["id"])
    if request.cancelled_at is None and request.erased_at is None:
        _link, url = links.issue(
            request,
            CANCEL,
            address=request.user.email,
            url_name="clusters:deletion_cancel_by_link",
            days=GRACE.days + 1,
        )
        mails.DeletionAsked(request, url=url).send(_to(request.user))


@outbox.handler("privacy.delete")
def begin_deletion(payload: dict[str, Any]) -> None:
    """The week is over: close the account, say good-bye, and erase once that mail has left."""
    request = (
        DeletionRequest.objects.select_for_update(of=("self",)).select_related("user").get(pk=payload["id"])
    )
    if request.cancelled_at is not None or request.erased_at is not None:
        return
    obstacles = obstacles_for(subject_for(request.user))
    if obstacles:
        cancel_deletion(request=request, by=ERASER)
        mails.DeletionStopped(request, reasons=[str(sentence) for sentence in obstacles]).send(
            _to(request.user)
        )
        return
    mails.DeletionDone(request).send(_to(request.user))
    User.objects.filter(pk=request.user_id).update(is_active=False)
    outbox.add("privacy.erase", f"erase:{request.pk}:0", payload={"id": request.pk, "tries": 0})


@outbox.handler("privacy.erase")
def finish_deletion(payload: dict[str, Any]) -> None:
    request = (
        DeletionRequest.objects.select_for_update(of=("self",)).select_related("user").get(pk=payload["id"])
    )
    if request.erased_at is not None:
        return
    tries = payload["tries"]
    if tries < TRIES and _last_mail_waits(request):
        again = {"id": request.pk, "tries": tries + 1}
        outbox.add(
            "privacy.erase", f"erase:{request.pk}:{tries + 1}", due_at=clock.now() + PATIENCE, payload=again
        )
        return
    request.counts = erase_person(user=request.user, by=ERASER)
    request.erased_at = clock.now()
    request.save(update_fields=["erased_at", "counts"])


@transaction.atomic
def erase_person(*, user: User, by: Actor, noted: bool = True) -> dict[str, int]:
    """Erase now and for good; what must stay carries a pseudonym. Returns rows touched by model."""
    if not by.is_system:
        raise NotAllowed("")
    subject = subject_for(user)
    note = erasure_log.entry(user)
    counts = erasure.erase(subject)
    _close_account(user)
    audit.record("privacy.erase", user, by)
    if noted:
        transaction.on_commit(lambda: erasure_log.keep(note))
    return counts


def _close_account(user: User) -> None:
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    UserSession.objects.filter(user=user).delete()
    _end_sessions(user)
    user.refresh_from_db()
    user.set_unusable_password()
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.erased_at = clock.now()
    user.save()


def _end_sessions(user: User) -> None:
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()


def _last_mail_waits(request: DeletionRequest) -> bool:
    last = Mail.objects.filter(
        event=mails.DeletionDone.event, subject_type=request._meta.label_lower, subject_id=request.pk
    )
    return last.filter(send_state=MailState.QUEUED).exists()


def _to(user: User) -> Recipient:
    return Recipient(user.email, user.get_full_name(), user.language)
