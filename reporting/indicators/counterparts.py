"""EU4, second part: agreements and projects by whom they were made with."""

from django.utils.translation import gettext_lazy as _

from exchanges.enums import Counterpart
from reporting.indicators.base import Value, indicator
from reporting.selectors import records
from reporting.selectors.tally import Tally

_RULE = _(
    "Agreements, projects, memoranda and partnerships of EU4 that are under way or done, by what the other side is. "
    "Those that were told before this was asked are left out."
)


def _with(tally: Tally, counterpart: str) -> Value:
    """None until somebody told what a partner is: before, there is nothing to divide."""
    told = {kind: number for kind, number in tally.agreed().items() if kind}
    return told.get(counterpart, 0) if told else None


@indicator(
    "EU4.with_businesses", _("With businesses"), _("agreements"), _RULE,
    records.with_counterpart(Counterpart.BUSINESS), counts_parties=True,
)  # fmt: skip
def with_businesses(tally: Tally) -> Value:
    return _with(tally, Counterpart.BUSINESS)


@indicator(
    "EU4.with_investors", _("With investors"), _("agreements"), _RULE,
    records.with_counterpart(Counterpart.INVESTOR), counts_parties=True,
)  # fmt: skip
def with_investors(tally: Tally) -> Value:
    return _with(tally, Counterpart.INVESTOR)


@indicator(
    "EU4.with_intermediaries", _("With SME intermediaries"), _("agreements"), _RULE,
    records.with_counterpart(Counterpart.INTERMEDIARY), counts_parties=True,
)  # fmt: skip
def with_intermediaries(tally: Tally) -> Value:
    return _with(tally, Counterpart.INTERMEDIARY)


@indicator(
    "EU4.with_scaling_up", _("With scaling-up organisations"), _("agreements"), _RULE,
    records.with_counterpart(Counterpart.SCALING_UP), counts_parties=True,
)  # fmt: skip
def with_scaling_up(tally: Tally) -> Value:
    return _with(tally, Counterpart.SCALING_UP)


@indicator(
    "EU4.with_authorities", _("With regional authorities"), _("agreements"), _RULE,
    records.with_counterpart(Counterpart.AUTHORITY), counts_parties=True,
)  # fmt: skip
def with_authorities(tally: Tally) -> Value:
    return _with(tally, Counterpart.AUTHORITY)
