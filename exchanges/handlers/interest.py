"""Still interested? The look, the question, and what follows when nobody answers."""

from typing import Any

from clusters.models import Organisation
from clusters.selectors.people import representatives_of
from core import outbox
from core.mail import Notification, Recipient
from exchanges.notifications.interest import HiddenNow, StillInterested
from exchanges.services import interest


@outbox.handler("organisation.represented")
def plan_first_check(payload: dict[str, Any]) -> None:
    """Somebody acts for it now, who can be asked one day."""
    organisation = _organisation(payload)
    interest.plan_check(organisation, organisation.created_at)


@outbox.handler(interest.CHECK)
def check(payload: dict[str, Any]) -> None:
    interest.check(_organisation(payload))


@outbox.handler(interest.ASKED)
def ask(payload: dict[str, Any]) -> None:
    organisation = _organisation(payload)
    asked = organisation.interest_asked_at
    if asked is not None and asked.isoformat() == payload["asked"] and organisation.hidden_at is None:
        _tell_all(organisation, StillInterested)


@outbox.handler(interest.HIDE)
def hide(payload: dict[str, Any]) -> None:
    interest.hide_unanswered(_organisation(payload), payload["asked"])


@outbox.handler(interest.HIDDEN)
def tell_hidden(payload: dict[str, Any]) -> None:
    organisation = _organisation(payload)
    if organisation.hidden_at is not None:
        _tell_all(organisation, HiddenNow)


def _tell_all(organisation: Organisation, mail: type[Notification]) -> None:
    for user in representatives_of(organisation):
        url = interest.issue_link(organisation, user.email, user.get_full_name())
        recipient = Recipient(user.email, user.get_full_name(), user.language)
        mail(organisation, url=url).send(recipient)


def _organisation(payload: dict[str, Any]) -> Organisation:
    return Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=payload["id"])
