"""Codes of certificates, and what one of them stands for."""

from collections.abc import Iterable

from django.db.models import Q

from exchanges.models import IssuedCertificate


def codes_of_travellers(numbers: Iterable[int]) -> dict[int | None, str]:
    """The printed code by traveller; nobody's before the certificate is handed out."""
    rows = IssuedCertificate.objects.filter(traveller__in=numbers, ended_on=None)
    return dict(rows.values_list("traveller", "code"))


def codes_of_events(numbers: Iterable[int]) -> dict[int | None, str]:
    rows = IssuedCertificate.objects.filter(event_certificate__in=numbers, ended_on=None)
    return dict(rows.values_list("event_certificate", "code"))


def asked_for(wanted: Q) -> IssuedCertificate | None:
    """The one of a code or hash; of several that said the same, the one that counts."""
    rows = IssuedCertificate.objects.filter(wanted).select_related("traveller", "event_certificate")
    return rows.order_by("-ended_on", "-id").first()


def has_newer(row: IssuedCertificate) -> bool:
    """Another one counts instead of one that has ended."""
    same = (
        Q(traveller=row.traveller_id)
        if row.traveller_id is not None
        else Q(event_certificate=row.event_certificate_id)
    )
    nobody = row.traveller_id is None and row.event_certificate_id is None
    return not nobody and IssuedCertificate.objects.filter(same, ended_on=None).exists()


def initials_of(row: IssuedCertificate) -> str:
    """Of the person, as long as the name is known: enough to see that another name was written on the paper."""
    if row.traveller is not None:
        name = row.traveller.full_name
    else:
        name = row.event_certificate.name if row.event_certificate is not None else ""
    letters = [part[0] for part in name.split() if part[0].isalpha()]
    return " ".join(f"{letter}." for letter in letters)
