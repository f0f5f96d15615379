"""Who is asked about a visit, and whether there was one to ask about."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Lower
from django.shortcuts import get_object_or_404

from clusters.models import User
from core.actors import Actor
from core.mail import Recipient
from core.models import AccessLink
from core.prepared import Prepared
from exchanges.enums import DID_NOT_HAPPEN
from exchanges.models import Exchange, Outcome, Party, Questionnaire

_RELATED = (
    "exchange__application__rulebook",
    "exchange__visitor",
    "exchange__host",
    "exchange__visitor_cluster",
)


def contact_of(exchange: Exchange, role: str) -> Recipient:
    """The contact person of one of the four sides, with the language of their account."""
    address, name, spoken = _contacts.get(exchange=exchange.pk, role=role)
    return Recipient(address, name, spoken or "en")


def _contact(*, exchange: Any, role: Any) -> QuerySet[Any]:
    language = User.objects.filter(email=Lower(OuterRef("contact_email"))).values("language")
    party = Party.objects.filter(exchange=exchange, role=role).annotate(spoken=Subquery(language))
    return party.values_list("contact_email", "contact_name", "spoken")


_contacts = Prepared("contacts", _contact)


def took_place(exchange: Exchange) -> bool:
    """False for a cancelled visit, and for one of which the manager, or so far only the host, says it did not happen.

    What the host alone says ends with the validation: then the manager has decided.
    """
    if exchange.state in (
        "building",
        "commitment_signing",
        "agreement_signing",
        "ready_to_start",
        "cancelled",
    ):
        return False
    outcome = next(iter(_outcomes(exchange=exchange.pk)), None)
    return outcome is None or (outcome.kind or outcome.host_kind) not in DID_NOT_HAPPEN


_outcomes = Prepared("outcomes", lambda *, exchange: Outcome.objects.filter(exchange=exchange))


def questionnaire_of_link(link: AccessLink) -> Questionnaire:
    return get_object_or_404(Questionnaire.objects.select_related(*_RELATED), pk=link.subject_id)


def questionnaire_for(actor: Actor, pk: int) -> Questionnaire:
    """404 for whoever may not see the file."""
    rows = Questionnaire.objects.visible_to(actor).select_related(*_RELATED)
    return get_object_or_404(rows, pk=pk)
