"""Waiting visitors that would suit a host, without their names: those come when the visitor's side asks the host."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from core import clock
from core.countries import country_name
from core.models import OutboxItem
from exchanges.enums import Use
from exchanges.matching import reading
from exchanges.matching.score import Part, Suggestion, rank
from exchanges.matching.wishes import wishes_of
from exchanges.models import Application, HostOffer
from exchanges.selectors.host_interest import INTEREST, interest_key
from exchanges.selectors.waiting import looking
from exchanges.selectors.weights import weights_of

# So many of the next to leave are looked at, and so many of the best shown.
LOOKED_AT, SHOWN = 200, 20
# What these parts say comes from the visitor's own sentences and wishes, which a host reads when it is asked.
_CLOSED = ("text", "countries", "clusters", "answers", "feedback", "load")


@dataclass(frozen=True)
class Suitable:
    """`told`: the host has said already that it would receive this visitor."""

    key: int
    kind: str
    country: str
    start: date | None
    end: date | None
    uses: list[str]
    score: int
    parts: tuple[Part, ...]
    told: bool


def suitable_visitors(offer: HostOffer) -> list[Suitable]:
    """Best first; only those whom no limit keeps from this host, of partnerships that the host's cluster is in."""
    files = list(candidates_of(offer)[:LOOKED_AT])
    found = [(one, suggestion) for one, suggestion in _pairs(files, offer) if suggestion.possible]
    found.sort(key=lambda pair: (-pair[1].score, pair[0].planned_start or date.max, pair[0].pk))
    keys = [interest_key(one, offer) for one, _suggestion in found]
    told = set(
        OutboxItem.objects.filter(kind=INTEREST, key__in=keys).order_by().values_list("key", flat=True)
    )
    return [_suitable(one, suggestion, interest_key(one, offer) in told) for one, suggestion in found[:SHOWN]]


def candidates_of(offer: HostOffer) -> Any:
    files = looking(Application.objects.filter(partnership__places__cluster=offer.host_cluster_id))
    return (
        files.filter(planned_start__gt=clock.today())
        .select_related("organisation", "rulebook")
        .order_by("planned_start", "id")
    )


def _pairs(files: list[Application], offer: HostOffer) -> list[tuple[Application, Suggestion]]:
    if not files:
        return []
    fields, (candidate,) = reading.fields_known(), reading.all_offers(clock.today(), [offer.pk])
    weights = {one: weights_of(one) for one in {file.partnership_id for file in files}}
    return [
        (one, rank(wish, [candidate], weights[one.partnership_id], fields)[0])
        for one, wish in zip(files, wishes_of(files), strict=True)
    ]


def _suitable(application: Application, found: Suggestion, told: bool) -> Suitable:
    return Suitable(
        key=application.pk,
        kind=application.organisation.get_kind_display(),
        country=country_name(application.organisation.country_id),
        start=application.planned_start,
        end=application.planned_end,
        uses=[str(Use(code).label) for code in application.uses],
        score=found.score,
        parts=tuple(part for part in found.parts if part.code not in _CLOSED),
        told=told,
    )
