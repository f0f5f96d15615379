"""EU5, second part: how the exchanges spread over kinds of visitor and over regions."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from clusters.enums import SCALING_UP_KINDS, DevelopmentLevel, OrganisationKind
from reporting.indicators.base import Value, indicator
from reporting.selectors import records
from reporting.selectors.tally import Tally

_OTHER_SCALING_UP = tuple(kind for kind in SCALING_UP_KINDS if kind != OrganisationKind.TECH_CENTRE)
_VISITS = _("Credited exchanges whose visitor is of this kind, each once.")
_OF_LEVEL = _(
    "Credited exchanges by the level of the region, else of the country, on this side (EU list 2021-2027)."
)


@indicator(
    "EU5.sme_share", _("Share of exchanges with a visiting SME"), _("%"),
    _("Credited exchanges whose visitor is an SME, as a share of all. At least one half should be."),
    (records.sme_visits, records.past_sme_visits), steady=True,
)  # fmt: skip
def sme_share(tally: Tally) -> Value:
    """At least half of the matches should benefit SMEs (work programme GRO/SME/20/C/04)."""
    if not tally.exchanges:
        return None
    return round(Decimal(100 * tally.by("kind").get(OrganisationKind.SME, 0)) / tally.exchanges, 1)


def _visits(tally: Tally, *kinds: str) -> Value:
    return sum(tally.by("kind").get(kind, 0) for kind in kinds) if tally.has_files else None


@indicator(
    "EU5.cluster_exchanges", _("Exchanges of cluster managers"), _("exchanges"), _VISITS,
    records.all_visits_of(OrganisationKind.CLUSTER), counts_parties=True,
)  # fmt: skip
def cluster_exchanges(tally: Tally) -> Value:
    return _visits(tally, OrganisationKind.CLUSTER)


@indicator(
    "EU5.tech_centre_exchanges", _("Exchanges of tech centres"), _("exchanges"), _VISITS,
    records.all_visits_of(OrganisationKind.TECH_CENTRE), counts_parties=True,
)  # fmt: skip
def tech_centre_exchanges(tally: Tally) -> Value:
    return _visits(tally, OrganisationKind.TECH_CENTRE)


@indicator(
    "EU5.other_scaling_up_exchanges", _("Exchanges of other scaling-up organisations"), _("exchanges"), _VISITS,
    records.all_visits_of(*_OTHER_SCALING_UP), counts_parties=True,
)  # fmt: skip
def other_scaling_up_exchanges(tally: Tally) -> Value:
    return _visits(tally, *_OTHER_SCALING_UP)


@indicator(
    "EU5.organisations", _("Organisations taking part"), _("organisations"),
    _("Different organisations of all kinds that visited or hosted in credited exchanges."),
    (records.exchanges, records.past), counts_parties=True,
)  # fmt: skip
def organisations(tally: Tally) -> Value:
    return sum(tally.all_organisations().values()) if tally.has_files else None


def _of_level(tally: Tally, side: str, level: str) -> Value:
    return tally.levels[side].get(level, 0) if tally.exchanges else None


@indicator(
    "EU5.from_less", _("Exchanges from less developed regions"), _("exchanges"), _OF_LEVEL,
    records.of_level("visitor", DevelopmentLevel.LESS), counts_parties=True,
)  # fmt: skip
def from_less(tally: Tally) -> Value:
    return _of_level(tally, "visitor", DevelopmentLevel.LESS)


@indicator(
    "EU5.from_transition", _("Exchanges from regions in transition"), _("exchanges"), _OF_LEVEL,
    records.of_level("visitor", DevelopmentLevel.TRANSITION), counts_parties=True,
)  # fmt: skip
def from_transition(tally: Tally) -> Value:
    return _of_level(tally, "visitor", DevelopmentLevel.TRANSITION)


@indicator(
    "EU5.from_more", _("Exchanges from more developed regions"), _("exchanges"), _OF_LEVEL,
    records.of_level("visitor", DevelopmentLevel.MORE), counts_parties=True,
)  # fmt: skip
def from_more(tally: Tally) -> Value:
    return _of_level(tally, "visitor", DevelopmentLevel.MORE)


@indicator(
    "EU5.to_less", _("Exchanges to less developed regions"), _("exchanges"), _OF_LEVEL,
    records.of_level("host", DevelopmentLevel.LESS), counts_parties=True,
)  # fmt: skip
def to_less(tally: Tally) -> Value:
    return _of_level(tally, "host", DevelopmentLevel.LESS)


@indicator(
    "EU5.to_transition", _("Exchanges to regions in transition"), _("exchanges"), _OF_LEVEL,
    records.of_level("host", DevelopmentLevel.TRANSITION), counts_parties=True,
)  # fmt: skip
def to_transition(tally: Tally) -> Value:
    return _of_level(tally, "host", DevelopmentLevel.TRANSITION)


@indicator(
    "EU5.to_more", _("Exchanges to more developed regions"), _("exchanges"), _OF_LEVEL,
    records.of_level("host", DevelopmentLevel.MORE), counts_parties=True,
)  # fmt: skip
def to_more(tally: Tally) -> Value:
    return _of_level(tally, "host", DevelopmentLevel.MORE)
