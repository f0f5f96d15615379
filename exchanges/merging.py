"""What moves in a way of its own when two entries of an organisation become one."""

from typing import Any

from django.utils.translation import gettext as _

from clusters.merging import mover
from clusters.models import Organisation
from core.actors import Actor
from core.erasure import delete_files
from core.exceptions import Refused
from exchanges.models import Exchange, PastExchange, VisitorProfile

_SAID = (
    "uses",
    "activity_types",
    "motivation",
    "expected_results",
    "preferred_countries",
    "languages",
    "cv",
)


@mover("exchanges.VisitorProfile.organisation")
def visitor_profiles(source: Organisation, target: Organisation, by: Actor) -> None:
    """There is one for each organisation: the one that stays keeps its own, and takes over what it does not say."""
    kept = VisitorProfile.objects.filter(organisation=target).first()
    other = VisitorProfile.objects.filter(organisation=source).first()
    if kept is None or other is None:
        VisitorProfile.objects.filter(organisation=source).update(organisation=target)
        return
    fills = [name for name in _SAID if not getattr(kept, name) and getattr(other, name)]
    for name in fills:
        setattr(kept, name, getattr(other, name))
    kept.save(update_fields=fills)
    if not kept.preferred_clusters.exists():
        kept.preferred_clusters.set(other.preferred_clusters.all())
    left = other.cv if "cv" not in fills else None
    other.delete()
    delete_files([left] if left is not None else [])


def _not_with_each_other(model: Any, source: Organisation, target: Organisation) -> None:
    both = [source.pk, target.pk]
    if model.objects.filter(visitor__in=both, host__in=both).exists():
        raise Refused(_("One of them has visited the other, so they are two organisations."))


@mover("exchanges.Exchange.visitor")
def visits(source: Organisation, target: Organisation, by: Actor) -> None:
    _not_with_each_other(Exchange, source, target)
    Exchange.objects.filter(visitor=source).update(visitor=target)


@mover("exchanges.PastExchange.visitor")
def past_visits(source: Organisation, target: Organisation, by: Actor) -> None:
    _not_with_each_other(PastExchange, source, target)
    PastExchange.objects.filter(visitor=source).update(visitor=target)
