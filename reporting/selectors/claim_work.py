"""Double claims that wait for the coordinator's decision, as lines of the start page and of the Monday mail."""

from django.urls import reverse
from django.utils.translation import gettext as _

from clusters.enums import RoleKind
from clusters.models import Partnership
from core.actors import Actor
from exchanges.selectors.work import MOST, WorkItem
from reporting.selectors import double_claims


def waiting(actor: Actor) -> list[WorkItem]:
    """What has waited longest stands first. Of two partnerships each decides about its own records."""
    hat = actor.hat
    if hat is None or hat.kind != RoleKind.COORDINATOR:
        return []
    partnership = Partnership.objects.get(pk=hat.partnership_id)
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
