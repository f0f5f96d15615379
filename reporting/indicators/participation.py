"""EU5, first part: who registered and who took part, by kind and country."""

from django.utils.translation import gettext_lazy as _

from clusters.enums import SCALING_UP_KINDS, OrganisationKind
from reporting.indicators.base import Value, indicator
from reporting.selectors import records
from reporting.selectors.tally import Tally

_REGISTERED = _("Different organisations that sent an application, or were matched as a host, in the period.")
_PARTICIPATING = _("Different organisations that visited or hosted in credited exchanges.")


def _registered(tally: Tally, kind: str) -> Value:
    return tally.registered(kind) if tally.has_files else None


def _participating(tally: Tally, kind: str) -> Value:
    return tally.organisations(kind) if tally.has_files else None


@indicator(
    "EU5.registered_smes", _("SMEs registered"), _("SMEs"), _REGISTERED,
    records.registered(OrganisationKind.SME), counts_parties=True,
)  # fmt: skip
def registered_smes(tally: Tally) -> Value:
    return _registered(tally, OrganisationKind.SME)


@indicator(
    "EU5.participating_smes", _("SMEs participating"), _("SMEs"), _PARTICIPATING,
    records.participating(OrganisationKind.SME), counts_parties=True,
)  # fmt: skip
def participating_smes(tally: Tally) -> Value:
    return _participating(tally, OrganisationKind.SME)


@indicator(
    "EU5.registered_clusters", _("Cluster organisations registered"), _("organisations"), _REGISTERED,
    records.registered(OrganisationKind.CLUSTER), counts_parties=True,
)  # fmt: skip
def registered_clusters(tally: Tally) -> Value:
    return _registered(tally, OrganisationKind.CLUSTER)


@indicator(
    "EU5.participating_clusters", _("Cluster organisations participating"), _("organisations"), _PARTICIPATING,
    records.participating(OrganisationKind.CLUSTER), counts_parties=True,
)  # fmt: skip
def participating_clusters(tally: Tally) -> Value:
    return _participating(tally, OrganisationKind.CLUSTER)


@indicator(
    "EU5.registered_scaling_up",
    _("Staff of scaling-up organisations registered"),
    _("people"),
    _(
        "Different people named as travellers in applications that scaling-up organisations sent in the period."
    ),
    (records.applications_of(*SCALING_UP_KINDS), records.past_visits_of(*SCALING_UP_KINDS)),
    counts_parties=True,
)
def registered_scaling_up(tally: Tally) -> Value:
    return tally.registered_scaling_up_staff if tally.has_files else None


@indicator(
    "EU5.participating_scaling_up",
    _("Staff of scaling-up organisations participating"),
    _("people"),
    _("People of scaling-up organisations who travelled in credited exchanges."),
    (records.visits_of(*SCALING_UP_KINDS), records.past_visits_of(*SCALING_UP_KINDS)),
    counts_parties=True,
)
def participating_scaling_up(tally: Tally) -> Value:
    return tally.travellers(*SCALING_UP_KINDS) if tally.has_files else None


@indicator(
    "EU5.registered_authorities", _("Public authorities registered"), _("organisations"), _REGISTERED,
    records.registered(OrganisationKind.PUBLIC_AUTHORITY), counts_parties=True,
)  # fmt: skip
def registered_authorities(tally: Tally) -> Value:
    return _registered(tally, OrganisationKind.PUBLIC_AUTHORITY)


@indicator(
    "EU5.participating_authorities", _("Public authorities participating"), _("organisations"), _PARTICIPATING,
    records.participating(OrganisationKind.PUBLIC_AUTHORITY), counts_parties=True,
)  # fmt: skip
def participating_authorities(tally: Tally) -> Value:
    return _participating(tally, OrganisationKind.PUBLIC_AUTHORITY)


@indicator(
    "EU5.registered_agencies", _("Innovation agencies registered"), _("organisations"), _REGISTERED,
    records.registered(OrganisationKind.INNOVATION_AGENCY), counts_parties=True,
)  # fmt: skip
def registered_agencies(tally: Tally) -> Value:
    return _registered(tally, OrganisationKind.INNOVATION_AGENCY)


@indicator(
    "EU5.participating_agencies", _("Innovation agencies participating"), _("organisations"), _PARTICIPATING,
    records.participating(OrganisationKind.INNOVATION_AGENCY), counts_parties=True,
)  # fmt: skip
def participating_agencies(tally: Tally) -> Value:
    return _participating(tally, OrganisationKind.INNOVATION_AGENCY)


@indicator(
    "EU5.countries",
    _("Countries covered"),
    _("countries"),
    _("Different countries that visitors of credited exchanges came from or went to."),
    (records.exchanges, records.past),
)
def countries(tally: Tally) -> Value:
    return tally.countries if tally.has_files else None
