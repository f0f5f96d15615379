"""The stretch of time a figure is about."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from clusters.models import Partnership
from core.exceptions import InvalidInput


@dataclass(frozen=True)
class Period:
    """Both days included; without `since`, everything up to `until`."""

    partnership: Partnership
    until: date
    since: date | None = None

    def __post_init__(self) -> None:
        if self.since is not None and self.since > self.until:
            raise InvalidInput(
                _("The first day lies after the last day. Please give the earlier day first."), "since"
            )

    @property
    def first(self) -> date:
        return self.since or date.min

    @property
    def elapsed(self) -> float:
        """Which part of the partnership's time has passed at the end of the period, from 0 to 1."""
        whole = (self.partnership.end_on - self.partnership.start_on).days + 1
        passed = (self.until - self.partnership.start_on).days + 1
        return min(max(passed / whole, 0.0), 1.0)
