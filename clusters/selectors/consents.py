"""What is allowed now, and what was."""

from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from clusters.enums import ConsentPurpose
from clusters.models import Consent, Organisation, User


def live(purpose: str, **subject: Any) -> QuerySet[Consent]:
    return Consent.objects.filter(purpose=purpose, revoked_at=None, **subject)


def allows(purpose: str, obj: models.Model) -> bool:
    """Whether the thing, the person or the organisation may be used for the purpose today."""
    return live(purpose, **subject_of(obj)).exists()


def subject_of(obj: models.Model) -> dict[str, Any]:
    """How a consent names its subject."""
    if isinstance(obj, Organisation):
        return {"organisation": obj}
    if isinstance(obj, User):
        return {"person": obj, "subject_id": None}
    return {"subject_type": obj._meta.label_lower, "subject_id": obj.pk}


def with_consent(purpose: str, model: type[models.Model]) -> Exists:
    """A condition for a query over a higher app's rows: those with a live consent of an account that is in use."""
    rows = Consent.objects.filter(
        purpose=purpose,
        subject_type=model._meta.label_lower,
        subject_id=OuterRef("pk"),
        revoked_at=None,
    )
    return Exists(rows.filter(Q(person=None) | Q(person__restricted_at=None, person__is_active=True)))


def contact_restricted() -> Exists:
    """A condition for rows with a `contact_email`: that person has restricted the use of their data."""
    return Exists(User.objects.filter(email=Lower(OuterRef("contact_email")), restricted_at__isnull=False))


def history_of(user: User, organisations: "QuerySet[Organisation]") -> QuerySet[Consent]:
    """Everything this person, or an organisation this person speaks for, allowed and took back; newest first."""
    mine = Q(person=user) | Q(organisation__in=organisations.order_by().values("pk"))
    return (
        Consent.objects.filter(mine)
        .select_related("organisation", "given_by", "revoked_by")
        .order_by("-given_at", "-id")
    )


def quotes_of(user: User) -> QuerySet[Consent]:
    """Live permissions to quote this person."""
    return Consent.objects.filter(purpose=ConsentPurpose.QUOTE, person=user, revoked_at=None).order_by(
        "-given_at", "-id"
    )


_TEXTS: list[Callable[[Consent], str]] = []


def texts_from(function: Callable[[Consent], str]) -> Callable[[Consent], str]:
    """Register who knows the text behind a permission of a higher app: the sentence that may be quoted."""
    if function not in _TEXTS:
        _TEXTS.append(function)
    return function


def with_texts(consents: list[Consent]) -> list[tuple[Consent, str]]:
    return [
        (consent, next((text for function in _TEXTS if (text := function(consent))), ""))
        for consent in consents
    ]
