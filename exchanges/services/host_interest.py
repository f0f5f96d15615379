"""A host says that it would receive a visitor that it does not know yet; the visitor's side decides whether to ask it."""

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, outbox
from core.actors import Actor
from core.exceptions import NotAllowed, Refused
from exchanges.models import Application, HostOffer
from exchanges.selectors.host_interest import INTEREST, interest_key
from exchanges.selectors.host_side import candidates_of, suitable_visitors
from exchanges.services.offers import may_change


@transaction.atomic
def say_interest(*, offer: HostOffer, application_id: int, by: Actor) -> Application:
    """Tell visitor and decider by mail, once for each pair. Raises Refused when the two cannot be matched any more."""
    if not may_change(offer, by):
        raise NotAllowed(_("Only the host and its cluster may say this."))
    application: Application | None = candidates_of(offer).filter(pk=application_id).first()
    if application is None or application.pk not in {one.key for one in suitable_visitors(offer)}:
        raise Refused(_("This visitor no longer looks for a host, or cannot come to you."))
    outbox.add(
        INTEREST, interest_key(application, offer), payload={"application": application.pk, "offer": offer.pk}
    )
    audit.record("offer.interest", offer, by, {"application": (None, application.pk)})
    return application
