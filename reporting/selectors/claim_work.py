"""Double claims that wait for the coordinator's decision, as lines of the start page and of the Monday mail."""

from typing import Any

from django.core.cache import caches
from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clusters.enums import RoleKind
from clusters.models import Partnership
from core.actors import Actor
from exchanges.models import FollowUp
from exchanges.selectors.work import MOST, WorkItem
from reporting.models import DoubleClaimDecision
from reporting.selectors import double_claims
from reporting.selectors.boards import changes

# Seconds. A partner's name that is corrected in a closing report is not counted as a change, so it is seen by then.
KEPT = 600


def waiting(actor: Actor) -> list[WorkItem]:
    """What has waited longest stands first. Of two partnerships each decides about its own records.

    All records of the partnership are compared only when one of them has changed, or a pair was decided.
    """
    hat = actor.hat
    if hat is None or hat.kind != RoleKind.COORDINATOR:
        return []
    partnership = _with_mark(hat.partnership_id)
    key = f"claims:{partnership.pk}:{get_language()}:{partnership.changes}:{partnership.decided}:{partnership.told}"
    found: list[WorkItem] | None = caches["pages"].get(key)
    if found is None:
        found = _found(partnership)
        caches["pages"].set(key, found, KEPT)
    return found


def _with_mark(pk: int) -> Any:
    """With the counts of all that makes a pair or ends one, so that what is read later is newer than they say."""
    return Partnership.objects.annotate(
        changes=changes(),
        decided=_number(DoubleClaimDecision.objects.filter(partnership=OuterRef("pk"))),
        told=_number(FollowUp.objects.filter(exchange__partnership=OuterRef("pk"), told_elsewhere="")),
    ).get(pk=pk)


def _number(rows: QuerySet[Any]) -> Any:
    counted = rows.order_by().values(one=Value(1)).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def _found(partnership: Partnership) -> list[WorkItem]:
    pairs = sorted(double_claims.undecided(partnership), key=lambda pair: pair.since)
    return [
        WorkItem(
            reference=_("Double claim"),
            title=f"{pair.first.label} – {pair.second.label}",
            act=_("Decide: one or two?"),
            url=reverse("reporting:double_claims", args=[partnership.slug]),
            due=None,
            since=pair.since,
            late=False,
        )
        for pair in pairs[:MOST]
    ]
