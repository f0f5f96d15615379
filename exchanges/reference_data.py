"""The scheme's rules and figures as data: what a new portal starts with until an administrator changes them.

Every value names its source: [S] published, [I] inferred, [A] our assumption, [M] from memory, not confirmed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from clusters.enums import SCALING_UP_KINDS, OrganisationKind

# --- Lump sums ------------------------------------------------------------------------------------------------

# [I] The official ClusterXchange grid was not found. Four published sums (PT 780, AT or FR 450 as a half, NL 415 as a
# half, at most 1,100) equal the monthly grid of Erasmus for Young Entrepreneurs of the same years, which is shipped
# here ([S] open-eye.net/what-is-the-amount-of-funding). So it is "not confirmed": before any Financial Agreement a
# coordinator names the source document and confirms the figures.
GRID_VERSION = "2022-1"
GRID_VALID_FROM = date(2019, 1, 1)
GRID_SOURCE = (
    "Erasmus for Young Entrepreneurs, monthly amounts 2019-2023 (open-eye.net); inferred, not confirmed"
)
OUTERMOST = "OUTERMOST"  # key of the row for the outermost regions of the EU
GRID: Mapping[str, Decimal] = MappingProxyType(
    {
        code: Decimal(amount)
        for code, amount in {
            "AL": 530, "AM": 610, "AT": 900, "BA": 560, "BE": 830, "BG": 560, "CY": 780, "CZ": 610, "DE": 830,
            "DK": 1100, "EE": 670, "ES": 830, "FI": 950, "FR": 900,
            "GB": 1000,  # [M]
            "GR": 780, "HR": 720, "HU": 670, "IE": 1000, "IS": 900, "IT": 900,
            "LI": 1100,  # in the grid, but no country of the scheme
            "LT": 560, "LU": 830, "LV": 610, "MD": 530, "ME": 560, "MK": 560, "MT": 720, "NL": 830,
            "NO": 1100,  # in the grid, but no country of the scheme
            "PL": 610, "PT": 780, "RO": 560, "RS": 560, "SE": 950, "SI": 720, "SK": 610, "TR": 750, "UA": 530,
            "XK": 560, OUTERMOST: 1100,
        }.items()
    }
)  # fmt: skip

# Art. 349 TFEU, by the region codes of core.dates (ISO 3166-2; Saint-Martin has none but its own country code).
OUTERMOST_REGIONS = frozenset(
    {
        ("FR", "971"), ("FR", "972"), ("FR", "973"), ("FR", "974"), ("FR", "976"), ("FR", "MF"),
        ("ES", "CN"), ("PT", "20"), ("PT", "30"),
    }
)  # fmt: skip
# The same regions have country codes in ISO 3166-1; they are France all the same.
REGION_OF_COUNTRY_CODE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "GP": ("FR", "971"), "MQ": ("FR", "972"), "GF": ("FR", "973"),
        "RE": ("FR", "974"), "YT": ("FR", "976"), "MF": ("FR", "MF"),
    }
)  # fmt: skip

# --- Who may take part ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CountryRow:
    code: str
    source: str
    valid_from: date = date(2020, 2, 3)  # kick-off of the pilot scheme
    valid_until: date | None = None


EU_27 = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
ASSOCIATED = ("AL", "AM", "BA", "IS", "MD", "ME", "MK", "RS", "TR", "UA", "XK")
ELIGIBLE_COUNTRIES: tuple[CountryRow, ...] = (
    *(CountryRow(code, "COSME: EU-27") for code in EU_27),
    # [S] worth-partnership.ec.europa.eu/list-countries; COM(2021)685
    *(CountryRow(code, "COSME: associated country, COM(2021)685") for code in ASSOCIATED),
    # [S] host of a published mission, London, 28-30 June 2022 (calls of 2014-2020 stayed open to it)
    CountryRow("GB", "CLOTH mission to London, 28-30 June 2022"),
)
ELIGIBLE_CODES = frozenset(row.code for row in ELIGIBLE_COUNTRIES)


@dataclass(frozen=True, slots=True)
class KindRow:
    """`one_visit_per` says whose earlier visit counts: the organisation's or the person's."""

    kind: OrganisationKind
    may_visit: bool
    may_host: bool
    receives_lump_sum: bool
    one_visit_per: str
    source: str
    valid_from: date = date(2020, 2, 3)

    @property
    def is_sme(self) -> bool:
        return self.kind is OrganisationKind.SME


_ABOUT = "clustercollaboration.eu/clusterxchange/how-can-i-participate"
_WAVE_2 = "hempclubproject.com/clusterxchange, epixproject.eu/clusterxchange: hosts only"
_S4 = "COSME work programme 2020, GRO/SME/20/C/04: may take part, not named for lump sums"
_SECOND_WAVE = date(2022, 2, 1)

KINDS: tuple[KindRow, ...] = (
    KindRow(OrganisationKind.CLUSTER, True, True, True, "person", _ABOUT),
    KindRow(OrganisationKind.SME, True, True, True, "organisation", _ABOUT),
    *(KindRow(kind, True, True, True, "person", _ABOUT) for kind in SCALING_UP_KINDS),
    KindRow(OrganisationKind.TRAINING, False, True, False, "organisation", _WAVE_2, _SECOND_WAVE),
    KindRow(OrganisationKind.LARGE_COMPANY, False, True, False, "organisation", _WAVE_2, _SECOND_WAVE),
    KindRow(OrganisationKind.PUBLIC_AUTHORITY, True, True, False, "person", _S4, _SECOND_WAVE),
    KindRow(OrganisationKind.INNOVATION_AGENCY, True, True, False, "person", _S4, _SECOND_WAVE),
)

# --- Thresholds of the default rulebook -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RulebookRow:
    """All settings of a rulebook version with their defaults. Days are calendar days unless the name says otherwise."""

    version: str = "2022-1"
    valid_from: date = date(2019, 1, 1)
    min_working_days: int = 3  # [S] travel days excluded
    max_calendar_days: int = 31  # [S] one month; [A] 31 days, first and last included
    full_sum_working_days: int = 5  # [S] "shorter than 5"; [I] exactly 5 is full
    full_sum_km: int = 200  # [S] "under 200 km"; [I] exactly 200 is full
    reduction: Decimal = Decimal("0.5")  # [S]; [I] once, never a quarter
    cap: Decimal = Decimal(1100)  # [S] per visitor
    currency: str = "EUR"
    several_blocks: bool = False  # [S] epixproject.eu: consecutive days
    virtual_allowed: bool = False  # [S] in the Covid period only, without money
    membership_required: bool = True  # [S] of a cluster with a profile on ECCP
    sme_visits: int = 1  # [S] once in the whole scheme
    sme_visit_level: str = "organisation"  # [A] organisation | person | off
    staff_visit_level: str = "person"  # [A]
    sme_share_target: Decimal = Decimal("0.5")  # [S] at least half of the matches; [A] a warning, no block
    open_proposals: int = 5  # [S] EYE
    review_working_days: int = 15  # [S] EYE; calendar of the deciding cluster's country
    answer_working_days: int = 15  # [A] the applicant's answer to a question, as long as the review
    host_answer_working_days: int = 10  # [A]
    signature_working_days: int = 10  # [A]
    validation_working_days: int = 10  # [A]
    report_days: int = 30  # [A] after return
    payment_days: int = 10  # [S] after the later of end of stay and validation
    feedback_days: int = 15  # [S] EYE
    reminder_days: tuple[int, ...] = (7, 14)  # [A]
    impact_months: tuple[int, ...] = (3, 12)  # [A]
    evidence_travel: int = 1  # [S] boarding passes, travel invoices
    evidence_stay: int = 1  # [S] accommodation invoices
    residence_days: int = 183  # [S] third-country nationals, with a residence permit
    catalogue_inactive_months: int = 6  # [S] EYE
    retention_years: int = 5  # [S] Reg. (EU, Euratom) 2024/2509 Art. 133
    retention_years_small: int = 3  # [S] grants up to EUR 60,000
    rejected_retention_months: int = 12  # [A]


RULEBOOK = RulebookRow()

# --- An alternative, shipped inactive: Erasmus+ distance bands ---------------------------------------------------


@dataclass(frozen=True, slots=True)
class DistanceBand:
    """Travel support in euro for a one-way distance up to `up_to_km`; `None` where nothing was published."""

    from_km: int
    up_to_km: int | None
    standard: int
    green: int | None


# [S] vu.nl/en/employee/internationalisation/grants-and-funds-for-vu-employees; the rows from 3,000 km [M]
ERASMUS_BANDS_2024: tuple[DistanceBand, ...] = (
    DistanceBand(10, 99, 28, 56),
    DistanceBand(100, 499, 211, 285),
    DistanceBand(500, 1999, 309, 417),
    DistanceBand(2000, 2999, 395, 535),
    DistanceBand(3000, 3999, 580, 785),
    DistanceBand(4000, 7999, 1188, None),
    DistanceBand(8000, None, 1735, None),
)
