"""Hosts that have said, of a visitor they do not know yet, that they would receive it."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from core.models import OutboxItem
from exchanges.models import Application, HostOffer

INTEREST = "host.interested"


def interest_key(application: Application, offer: HostOffer) -> str:
    return f"{application.pk}:{offer.pk}"


def interested(applications: Iterable[Application]) -> dict[int, set[int]]:
    """By file the offers whose host would receive it. One statement."""
    theirs = Q()
    for application in applications:
        theirs |= Q(key__startswith=f"{application.pk}:")
    found: dict[int, set[int]] = defaultdict(set)
    if theirs:
        for key in OutboxItem.objects.filter(theirs, kind=INTEREST).order_by().values_list("key", flat=True):
            file, _colon, offer = key.partition(":")
            found[int(file)].add(int(offer))
    return found
