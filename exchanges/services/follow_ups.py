"""What came of a visit, after the report: told twice, it counts once."""

from django.db import transaction
from django.utils.translation import gettext as _

from clusters.permissions import check_coordinates
from core import audit
from core.actors import Actor
from core.exceptions import InvalidInput
from exchanges.models import FollowUp


@transaction.atomic
def leave_out_follow_up(*, follow_up: FollowUp, by: Actor, reason: str) -> FollowUp:
    """Another record tells of the same: it stays in the report and no longer counts. The coordinator decides."""
    check_coordinates(by, follow_up.exchange.partnership)
    if not reason.strip():
        raise InvalidInput(_("Say why it does not count."), "reason")
    row = FollowUp.objects.select_for_update(of=("self",), no_key=True).get(pk=follow_up.pk)
    audit.record("follow_up.leave_out", row.exchange, by, {"follow_up": (row.pk, ""), "reason": ("", reason)})
    row.told_elsewhere = reason.strip()
    row.save(update_fields=["told_elsewhere"])
    return row
