"""Contacts of clusters and partnerships: who is named where, and who has agreed to be shown."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db.models import BooleanField, ExpressionWrapper, Q

from clusters.enums import ConsentPurpose
from clusters.models import Cluster, Consent, Partnership, User
from clusters.selectors.consents import live, subject_of, with_consent

Place = Cluster | Partnership


@dataclass(frozen=True)
class Named:
    """A place that names a person as its contact; `consent` when the person has agreed to be shown."""

    place: Place
    consent: Consent | None

    @property
    def key(self) -> str:
        return f"{self.place._meta.model_name}-{self.place.pk}"


def contact_shown(model: type[Cluster] | type[Partnership]) -> ExpressionWrapper:
    """For a public page: the wish to show the contact, and the contact's live permission."""
    agreed = with_consent(ConsentPurpose.CONTACT, model)
    return ExpressionWrapper(Q(contact_public=True) & agreed, output_field=BooleanField())


def addresses_of(user: User) -> set[str]:
    """Addresses the person has confirmed, in lower case."""
    confirmed = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return {address.lower() for address in confirmed}


def named_at(user: User) -> list[Named]:
    """Places that name the person and show, or want to show, this; at most 20 of each kind."""
    addresses = addresses_of(user)
    places: list[Place] = [
        *Cluster.objects.filter(contact_email__in=addresses).order_by("name", "id")[:20],
        *Partnership.objects.filter(contact_email__in=addresses).order_by("name", "id")[:20],
    ]
    if not places:
        return []
    agreed = {
        (consent.subject_type, consent.subject_id): consent
        for consent in live(ConsentPurpose.CONTACT, subject_id__in=[place.pk for place in places])
    }
    found = [Named(place, agreed.get((place._meta.label_lower, place.pk))) for place in places]
    return [named for named in found if named.place.contact_public or named.consent is not None]


def permission_of(place: Place) -> Consent | None:
    return live(ConsentPurpose.CONTACT, **subject_of(place)).first()
