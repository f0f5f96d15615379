"""The coordinator decides on two records that may tell of one event: both count, or one is given up."""

from django.db import transaction
from django.utils.translation import gettext as _

from clusters.models import Partnership
from clusters.permissions import check_coordinates
from core import audit, clock
from core.actors import Actor
from core.exceptions import InvalidInput, Refused
from exchanges.models import FollowUp
from exchanges.services.follow_ups import leave_out_follow_up
from reporting.double_claims import FOLLOW_UP
from reporting.models import Activity, DoubleClaimDecision
from reporting.selectors.double_claims import Pair, Side, pair_named
from reporting.services import activities


@transaction.atomic
def keep_both(
    *, partnership: Partnership, by: Actor, first: str, second: str, reason: str
) -> DoubleClaimDecision:
    """They are two: both may count, and the reason stays on record."""
    pair = _locked_pair(partnership, by, first, second, reason)
    decision = DoubleClaimDecision.objects.create(
        partnership=partnership,
        first=pair.first.claim.key,
        second=pair.second.claim.key,
        grounds=list(pair.grounds),
        reason=reason.strip(),
        decided_by=by.user,
        decided_at=clock.now(),
    )
    audit.record(
        "double_claim.keep", partnership, by, {"pair": ("", pair.name), "reason": ("", reason.strip())}
    )
    return decision


@transaction.atomic
def give_up(*, partnership: Partnership, by: Actor, first: str, second: str, drop: str, reason: str) -> None:
    """They are one: `drop` no longer counts. An activity goes back to its cluster; a follow-up stays told in its report."""
    pair = _locked_pair(partnership, by, first, second, reason)
    side = next((side for side in pair.sides if side.claim.key == drop), None)
    if side is None or side.foreign:
        raise Refused([_("Choose one of your own two records. The other partnership decides about its own.")])
    audit.record(
        "double_claim.give_up", partnership, by, {"record": (drop, ""), "reason": ("", reason.strip())}
    )
    _take_out(side, by, reason.strip())


def _take_out(side: Side, by: Actor, reason: str) -> None:
    if side.claim.source == FOLLOW_UP:
        follow_up = FollowUp.objects.select_related("exchange__partnership").get(pk=side.claim.number)
        leave_out_follow_up(follow_up=follow_up, by=by, reason=reason)
        return
    activity = Activity.objects.select_related("partnership").get(pk=side.claim.number)
    if activity.state == "counted":
        activities.take_back_activity(activity=activity, by=by, reason=reason)
    activities.send_back_activity(activity=activity, by=by, reason=reason)


def _locked_pair(partnership: Partnership, by: Actor, first: str, second: str, reason: str) -> Pair:
    check_coordinates(by, partnership)
    if not reason.strip():
        raise InvalidInput(_("Give the reason. It stays on record."), "reason")
    Partnership.objects.select_for_update(of=("self",), no_key=True).get(pk=partnership.pk)
    pair = pair_named(partnership, first, second)
    if pair is None:
        raise Refused([_("Somebody has decided this, or one of the two records has changed.")])
    return pair
