"""After new rules are published: tell those who work by them."""

from typing import Any

from core import outbox
from exchanges.models import Rulebook
from exchanges.notifications import recipients
from exchanges.notifications.rulebooks import RulesPublished


@outbox.handler("rulebook.published")
def tell_published(payload: dict[str, Any]) -> None:
    rulebook = Rulebook.objects.select_related("partnership", "published_by", "based_on__grid", "grid").get(
        pk=payload["id"]
    )
    if rulebook.partnership is None:
        return  # the scheme's own, published by an administrator, who tells the partnerships
    for recipient in recipients.staff(rulebook.partnership):
        RulesPublished(rulebook).send(recipient)
