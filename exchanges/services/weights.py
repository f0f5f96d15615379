"""A coordinator weighs the parts of a suggestion anew: always as a new version."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from clusters import permissions
from clusters.models import Partnership
from core import audit
from core.actors import Actor
from core.edits import check_seen
from core.exceptions import InvalidInput
from exchanges.matching.parts import CODES, TOTAL
from exchanges.models import MatchingWeights
from exchanges.selectors.weights import weights_of


@transaction.atomic
def save_weights(
    *,
    partnership: Partnership,
    by: Actor,
    points: Mapping[str, int],
    reason: str = "",
    seen: str | None = None,
) -> MatchingWeights | None:
    """Put a new version in force. None when nothing is different from the version in force.

    Raises InvalidInput when the points are not a hundred together.
    """
    permissions.check_coordinates(by, partnership)
    locked = Partnership.objects.select_for_update(of=("self",), no_key=True).get(pk=partnership.pk)
    before = weights_of(locked.pk)
    wanted = {code: int(points.get(code, 0)) for code in CODES}
    saved = {code: before[code] for code in CODES}
    newest = locked.matching_weights.order_by("-version").first()
    check_seen(newest or locked, seen, saved, wanted)
    if any(value < 0 for value in wanted.values()) or sum(wanted.values()) != TOTAL:
        raise InvalidInput(
            _("The points are %(sum)d together. Please make them %(total)d.")
            % {"sum": sum(wanted.values()), "total": TOTAL},
            "",
        )
    if wanted == saved:
        return None
    row = MatchingWeights(
        partnership=locked,
        version=before.version + 1,
        points=wanted,
        reason=reason.strip(),
        created_by=by.user,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise InvalidInput(_("Another person saved new weights at the same time."), "") from error
    audit.record(
        "matching.weights",
        row,
        by,
        {code: (saved[code], wanted[code]) for code in CODES if saved[code] != wanted[code]},
    )
    return row
