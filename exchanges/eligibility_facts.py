"""What the eligibility checks judge, and what they answer. Import from `exchanges.eligibility`."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from exchanges.enums import VisitOnce
from exchanges.lump_sum import Result
from exchanges.reference_data import RULEBOOK


class Verdict(StrEnum):
    """`warn` asks a person to look; `fail` stands against the visit."""

    PASS = "pass"  # noqa: S105  a verdict
    WARN = "warn"
    FAIL = "fail"


class MembershipStatus(StrEnum):
    CONFIRMED = "confirmed"
    CLAIMED = "claimed"  # said by the visitor, asked or not yet asked of the cluster
    REFUSED = "refused"  # refused, revoked or expired
    NONE = "none"
    NOT_NEEDED = "not_needed"  # a cluster organisation visits for itself


class SmeStatus(StrEnum):
    CONFIRMED = "confirmed"
    DECLARED = "declared"
    MISSING = "missing"
    NOT_SME = "not_sme"


class Residence(StrEnum):
    AT_HOME = "at_home"  # the organisation is registered there, or the traveller's establishment is there
    PERMIT = "permit"  # third-country national with 183 days and a residence permit
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Check:
    code: str
    verdict: Verdict
    sentence: str
    source: str


@dataclass(frozen=True, slots=True)
class OtherStay:
    """Another visit of the same traveller or organisation; `virtual` ones leave the right to a physical one."""

    reference: str
    start: date
    end: date
    virtual: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a planned visit, by the data valid on its first day. None: not known yet."""

    home_country: str
    home_country_eligible: bool
    kind_may_visit: bool
    kind_receives_lump_sum: bool
    is_sme: bool
    host_country: str | None = None
    host_country_eligible: bool | None = None
    host_may_host: bool | None = None
    membership: MembershipStatus = MembershipStatus.NONE
    cluster: str = ""
    cluster_on_eccp: bool | None = None
    host_is_member: bool | None = None
    host_exception_approved: bool = False
    sme_status: SmeStatus = SmeStatus.MISSING
    residence: Residence = Residence.UNKNOWN
    no_double_funding: bool | None = None
    visit_once: VisitOnce = VisitOnce.ORGANISATION
    earlier_visits: tuple[OtherStay, ...] = ()
    declares_earlier_visit: bool = False
    overlapping_stays: tuple[OtherStay, ...] = ()
    quote: Result | None = None
    virtual_allowed: bool = RULEBOOK.virtual_allowed
    start: date | None = None
    end: date | None = None
    funded_from: date | None = None
    funded_until: date | None = None
    today: date | None = None
    budget_left: Decimal | None = None
    sme_exchanges: int | None = None
    all_exchanges: int | None = None
    sme_share_target: Decimal = RULEBOOK.sme_share_target
