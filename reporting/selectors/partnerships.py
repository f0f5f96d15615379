"""Partnerships by code, and the one a hat works for now."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from clusters.models import Partnership
from core import clock
from core.actors import Actor
from core.exceptions import InvalidInput
from reporting.models.querysets import reported_to

__all__ = ["by_code", "current_for", "public_ones", "reported_to"]


def by_code(code: str) -> Partnership:
    """Raises InvalidInput that names the known codes."""
    partnership = Partnership.objects.select_related("coordinator").filter(code__iexact=code).first()
    if partnership is None:
        known = ", ".join(Partnership.objects.order_by("code").values_list("code", flat=True)) or "-"
        raise InvalidInput(
            _("There is no partnership “%(code)s”. Known: %(known)s.") % {"code": code, "known": known}
        )
    return partnership


def current_for(actor: Actor) -> Partnership | None:
    """The partnership of the hat that runs today, else the newest one."""
    partnerships = list(reported_to(actor)[:20])
    today = clock.today()
    running = [item for item in partnerships if item.start_on <= today <= item.end_on]
    return next(iter(running or partnerships), None)


def public_ones() -> QuerySet[Partnership]:
    return Partnership.objects.select_related("coordinator").order_by("-start_on", "code")
