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
    assert rulebook.partnership is not None  # only a partnership's own versions are published in the portal
    for recipient in recipients.staff(rulebook.partnership):
        RulesPublished(rulebook).send(recipient)
