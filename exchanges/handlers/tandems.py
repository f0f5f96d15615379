"""Mails about learning tandems."""

from typing import Any

from core import outbox
from exchanges.models import Tandem
from exchanges.notifications import recipients
from exchanges.notifications import tandems as mails


@outbox.handler("tandem.proposed")
def ask(payload: dict[str, Any]) -> None:
    tandem = _tandem(payload)
    if tandem.state == "proposed":
        for person in recipients.cluster_people(tandem.second):
            mails.TandemProposed(tandem).send(person)


@outbox.handler("tandem.moved")
def tell(payload: dict[str, Any]) -> None:
    tandem = _tandem(payload)
    people = [*recipients.cluster_people(tandem.first), *recipients.cluster_people(tandem.second)]
    for person in dict.fromkeys(people):
        mails.TandemMoved(tandem).send(person)


def _tandem(payload: dict[str, Any]) -> Tandem:
    return Tandem.objects.select_related("first", "second", "partnership").get(pk=payload["id"])
