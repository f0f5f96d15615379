"""May this visit take place and be paid? One check per rule of the scheme, each with a sentence for people.

Pure: selectors collect the `Facts` (what holds on the first day of the stay), these functions judge them. A check
that has nothing to judge yet, such as the host's country before a host is chosen, is left out.
"""

from collections.abc import Callable, Iterable
from decimal import ROUND_DOWN, Decimal

from django.utils.translation import gettext as _

from core.countries import country_name
from core.dates import human
from core.money import format_eur
from exchanges.eligibility_facts import (
    Check,
    Facts,
    MembershipStatus,
    OtherStay,
    Residence,
    SmeStatus,
    Verdict,
)
from exchanges.enums import Mode, VisitOnce
from exchanges.lump_sum import Rules

__all__ = [
    "Check",
    "Facts",
    "MembershipStatus",
    "OtherStay",
    "Residence",
    "SmeStatus",
    "Verdict",
    "blocking",
    "check_all",
    "overall",
    "pre_check",
]

ABOUT = "clustercollaboration.eu/clusterxchange/about"
PARTICIPATE = "clustercollaboration.eu/clusterxchange/how-can-i-participate"
MEMBERS = "clamtex.eu/faq-page"
WORK_PROGRAMME = "COSME work programme 2020, GRO/SME/20/C/04"
VIRTUAL_RULE = "spi.pt/en.noticias.g/not/991"
PARTNERSHIP = "rules of the partnership"


Judge = Callable[[Facts, Rules], Check | None]


def check_all(facts: Facts, rules: Rules) -> list[Check]:
    """Every rule that can be judged, in the order in which the review screen shows them."""
    return _judge(ALL_CHECKS, facts, rules)


def pre_check(facts: Facts, rules: Rules) -> list[Check]:
    """The rules that a stranger can answer for: "May I take part?"."""
    return _judge(PUBLIC_CHECKS, facts, rules)


def blocking(checks: Iterable[Check]) -> list[Check]:
    return [check for check in checks if check.verdict is Verdict.FAIL]


def overall(checks: Iterable[Check]) -> Verdict:
    """The worst verdict of all."""
    verdicts = {check.verdict for check in checks}
    return next((verdict for verdict in (Verdict.FAIL, Verdict.WARN) if verdict in verdicts), Verdict.PASS)


def _judge(judges: Iterable[Judge], facts: Facts, rules: Rules) -> list[Check]:
    return [check for judge in judges if (check := judge(facts, rules)) is not None]


def home_country(facts: Facts, rules: Rules) -> Check:
    country = country_name(facts.home_country)
    if facts.home_country_eligible:
        return Check("home_country", Verdict.PASS, _("%s takes part in the scheme.") % country, PARTICIPATE)
    sentence = _("%s does not take part in the scheme, so a visit from there is not possible.") % country
    return Check("home_country", Verdict.FAIL, sentence, PARTICIPATE)


def host_country(facts: Facts, rules: Rules) -> Check | None:
    if facts.host_country is None:
        return None
    country = country_name(facts.host_country)
    if facts.host_country_eligible:
        return Check("host_country", Verdict.PASS, _("%s takes part in the scheme.") % country, PARTICIPATE)
    sentence = _("%s does not take part in the scheme. Choose a host in another country.") % country
    return Check("host_country", Verdict.FAIL, sentence, PARTICIPATE)


def other_country(facts: Facts, rules: Rules) -> Check | None:
    if facts.host_country is None:
        return None
    if facts.host_country != facts.home_country:
        return Check("other_country", Verdict.PASS, _("Visitor and host are in different countries."), ABOUT)
    sentence = _("Visitor and host are both in %s. Choose a host in another country.") % country_name(
        facts.host_country
    )
    return Check("other_country", Verdict.FAIL, sentence, ABOUT)


def visitor_kind(facts: Facts, rules: Rules) -> Check:
    if not facts.kind_may_visit:
        sentence = _("This kind of organisation may host, but not visit. Offer to be a host instead.")
        return Check("visitor_kind", Verdict.FAIL, sentence, PARTICIPATE)
    if not facts.kind_receives_lump_sum:
        sentence = _("This kind of organisation may visit and is counted, but receives no lump sum.")
        return Check("visitor_kind", Verdict.WARN, sentence, WORK_PROGRAMME)
    return Check("visitor_kind", Verdict.PASS, _("This kind of organisation may visit."), PARTICIPATE)


def host_kind(facts: Facts, rules: Rules) -> Check | None:
    if facts.host_may_host is None:
        return None
    if facts.host_may_host:
        return Check("host_kind", Verdict.PASS, _("The host's kind of organisation may host."), PARTICIPATE)
    sentence = _("The host's kind of organisation may not host. Choose another host.")
    return Check("host_kind", Verdict.FAIL, sentence, PARTICIPATE)


def membership(facts: Facts, rules: Rules) -> Check:
    cluster = facts.cluster or _("the cluster")
    match facts.membership:
        case MembershipStatus.NOT_NEEDED:
            found = Verdict.PASS, _("A cluster organisation needs no membership.")
        case MembershipStatus.NONE:
            found = (
                Verdict.FAIL,
                _("A visitor must be a member of a cluster. Name the cluster, or join one first."),
            )
        case MembershipStatus.REFUSED:
            found = Verdict.FAIL, _("Membership of %s is not confirmed any more, or was refused.") % cluster
        case _ if facts.cluster_on_eccp is False:
            sentence = _(
                "%s has no profile on the European Cluster Collaboration Platform. It needs one first."
            )
            found = Verdict.FAIL, sentence % cluster
        case MembershipStatus.CLAIMED:
            found = (
                Verdict.WARN,
                _("Membership of %s is not confirmed yet. The cluster has to confirm it.") % cluster,
            )
        case _:
            found = Verdict.PASS, _("Membership of %s is confirmed.") % cluster
    return Check("membership", *found, MEMBERS)


def host_membership(facts: Facts, rules: Rules) -> Check | None:
    if facts.host_is_member is None:
        return None
    if facts.host_is_member:
        return Check("host_membership", Verdict.PASS, _("The host is a member of a cluster."), MEMBERS)
    if facts.host_exception_approved:
        sentence = _("The host is in no cluster. The agency has approved it as a host.")
        return Check("host_membership", Verdict.PASS, sentence, MEMBERS)
    sentence = _("The host is in no cluster. Ask the agency for its approval before the visit.")
    return Check("host_membership", Verdict.WARN, sentence, MEMBERS)


def sme_status(facts: Facts, rules: Rules) -> Check | None:
    if not facts.is_sme:
        return None
    verdict, sentence = {
        SmeStatus.CONFIRMED: (Verdict.PASS, _("The SME status is confirmed.")),
        SmeStatus.DECLARED: (
            Verdict.WARN,
            _("The firm declares that it is an SME. Compare its size with the limits."),
        ),
        SmeStatus.MISSING: (Verdict.FAIL, _("The SME declaration is missing. Ask the firm for it.")),
        SmeStatus.NOT_SME: (Verdict.FAIL, _("By its size or its owners the firm is no SME. Check its kind.")),
    }[facts.sme_status]
    return Check("sme_status", verdict, sentence, "Recommendation 2003/361/EC")


def residence(facts: Facts, rules: Rules) -> Check:
    country = country_name(facts.home_country)
    verdict, sentence = {
        Residence.AT_HOME: (Verdict.PASS, _("The traveller is based in %s.") % country),
        Residence.PERMIT: (
            Verdict.PASS,
            _("The traveller has a residence permit and has lived there for 183 days."),
        ),
        Residence.UNKNOWN: (Verdict.WARN, _("It is not known where the traveller is based. Ask.")),
        Residence.ELSEWHERE: (
            Verdict.FAIL,
            _("The traveller is not based in %s. Only persons who are based there may travel.") % country,
        ),
    }[facts.residence]
    return Check("residence", verdict, sentence, PARTICIPATE)


def double_funding(facts: Facts, rules: Rules) -> Check | None:
    if facts.no_double_funding is None:
        return None
    if facts.no_double_funding:
        return Check(
            "double_funding", Verdict.PASS, _("No other public money pays for this visit."), PARTNERSHIP
        )
    sentence = _("The visitor did not declare that no other public money pays for this visit. Ask.")
    return Check("double_funding", Verdict.FAIL, sentence, PARTNERSHIP)


def earlier_visit(facts: Facts, rules: Rules) -> Check:
    counted = [stay for stay in facts.earlier_visits if not stay.virtual]
    if facts.visit_once == VisitOnce.OFF:
        sentence = _("Earlier visits are not checked in this partnership.")
        return Check("earlier_visit", Verdict.PASS, sentence, PARTNERSHIP)
    if counted:
        sentence = _("There was an earlier visit: %s. A visitor may visit only once in the scheme.") % _stays(
            counted
        )
        return Check("earlier_visit", Verdict.FAIL, sentence, ABOUT)
    if facts.declares_earlier_visit:
        sentence = _(
            "The visitor declares an earlier visit that is not in this portal. Ask where, when and by whom."
        )
        return Check("earlier_visit", Verdict.WARN, sentence, ABOUT)
    return Check("earlier_visit", Verdict.PASS, _("No earlier visit is known."), ABOUT)


def overlap(facts: Facts, rules: Rules) -> Check:
    if not facts.overlapping_stays:
        return Check("overlap", Verdict.PASS, _("The dates overlap with no other stay."), PARTNERSHIP)
    sentence = _("The dates overlap with %s. Choose other dates or another traveller.") % _stays(
        facts.overlapping_stays
    )
    return Check("overlap", Verdict.FAIL, sentence, PARTNERSHIP)


def period(facts: Facts, rules: Rules) -> Check | None:
    """The stay lies ahead, and within the time that the partnership's money is for."""
    if facts.start is None or facts.end is None:
        return None
    if facts.today is not None and facts.start < facts.today:
        sentence = _("The first day, %s, is over. Choose a later one.") % human(facts.start)
        return Check("period", Verdict.FAIL, sentence, PARTNERSHIP)
    if facts.funded_from is not None and facts.start < facts.funded_from:
        sentence = _("The partnership pays for visits from %s on. Choose a later day.") % human(
            facts.funded_from
        )
        return Check("period", Verdict.FAIL, sentence, PARTNERSHIP)
    if facts.funded_until is not None and facts.end > facts.funded_until:
        sentence = _("The partnership pays for visits until %s. Choose an earlier day.") % human(
            facts.funded_until
        )
        return Check("period", Verdict.FAIL, sentence, PARTNERSHIP)
    return Check("period", Verdict.PASS, _("The dates are within the time of the partnership."), PARTNERSHIP)


def working_days(facts: Facts, rules: Rules) -> Check | None:
    if facts.quote is None:
        return None
    values = {"days": facts.quote.working_days, "least": rules.min_working_days}
    if facts.quote.working_days >= rules.min_working_days:
        sentence = _("Working days counted: %(days)s. At least %(least)s are needed.") % values
        return Check("working_days", Verdict.PASS, sentence, ABOUT)
    if facts.quote.needs_decision:
        sentence = _(
            "Working days counted: %(days)s, at least %(least)s are needed."
            " Count a weekend day or public holiday if it has a real programme."
        )
        return Check("working_days", Verdict.WARN, sentence % values, ABOUT)
    sentence = (
        _("Working days counted: %(days)s, at least %(least)s are needed. Choose a longer stay.") % values
    )
    return Check("working_days", Verdict.FAIL, sentence, ABOUT)


def stay_length(facts: Facts, rules: Rules) -> Check | None:
    if facts.quote is None:
        return None
    values = {"days": facts.quote.calendar_days, "most": rules.max_calendar_days}
    if facts.quote.calendar_days <= rules.max_calendar_days:
        sentence = _("The stay has %(days)s calendar days, of %(most)s at most.") % values
        return Check("stay_length", Verdict.PASS, sentence, ABOUT)
    sentence = (
        _("The stay has %(days)s calendar days. %(most)s, one month, are the most. Shorten it.") % values
    )
    return Check("stay_length", Verdict.FAIL, sentence, ABOUT)


def distance(facts: Facts, rules: Rules) -> Check | None:
    if facts.quote is None or facts.quote.distance_km is None:
        return None
    values = {"km": f"{facts.quote.distance_km.normalize():f}", "full": rules.full_sum_km}
    if facts.quote.distance_km >= rules.full_sum_km:
        sentence = _("The distance is %(km)s km, at least %(full)s km.") % values
    else:
        sentence = _("The distance is %(km)s km. Under %(full)s km the sum is reduced.") % values
    return Check("distance", Verdict.PASS, sentence, ABOUT)


def virtual(facts: Facts, rules: Rules) -> Check | None:
    if facts.quote is None or facts.quote.inputs.mode != Mode.VIRTUAL:
        return None
    if facts.virtual_allowed:
        sentence = _("Virtual visits are allowed. They end with a certificate, without money.")
        return Check("virtual", Verdict.PASS, sentence, VIRTUAL_RULE)
    sentence = _("Virtual visits are not allowed at this time. Plan a visit on site.")
    return Check("virtual", Verdict.FAIL, sentence, VIRTUAL_RULE)


def budget(facts: Facts, rules: Rules) -> Check | None:
    if facts.quote is None or facts.budget_left is None:
        return None
    left = facts.budget_left - facts.quote.amount
    if left >= 0:
        values = {"sum": format_eur(facts.quote.amount), "left": format_eur(left)}
        sentence = _("The lump sum of %(sum)s is covered. Then %(left)s are left.") % values
        return Check("budget", Verdict.PASS, sentence, PARTNERSHIP)
    values = {"sum": format_eur(facts.quote.amount), "left": format_eur(max(facts.budget_left, Decimal(0)))}
    sentence = _("The lump sum is %(sum)s, but only %(left)s are left. Ask the coordinator.") % values
    return Check("budget", Verdict.FAIL, sentence, PARTNERSHIP)


def sme_share(facts: Facts, rules: Rules) -> Check | None:
    """At least half of the matches should benefit SMEs: a warning for the whole, never a block for one."""
    if facts.sme_exchanges is None or facts.all_exchanges is None:
        return None
    share = Decimal(facts.sme_exchanges + facts.is_sme) / (facts.all_exchanges + 1)
    values = {"share": _percent(share), "target": _percent(facts.sme_share_target)}
    if share >= facts.sme_share_target:
        sentence = (
            _("With this visit SMEs have %(share)s of all visits, at least %(target)s are wanted.") % values
        )
        return Check("sme_share", Verdict.PASS, sentence, WORK_PROGRAMME)
    sentence = (
        _("With this visit SMEs have only %(share)s of all visits, %(target)s are wanted. Look for SMEs.")
        % values
    )
    return Check("sme_share", Verdict.WARN, sentence, WORK_PROGRAMME)


def _percent(share: Decimal) -> str:
    """Rounded down, so that a share below its target never looks as if it had reached it."""
    return f"{(share * 100).quantize(Decimal('0.1'), rounding=ROUND_DOWN):f}".removesuffix(".0") + "\u00a0%"


def _stays(stays: Iterable[OtherStay]) -> str:
    return ", ".join(
        _("%(reference)s (%(start)s to %(end)s)")
        % {"reference": stay.reference, "start": human(stay.start), "end": human(stay.end)}
        for stay in stays
    )


ALL_CHECKS: tuple[Judge, ...] = (
    home_country, host_country, other_country, visitor_kind, host_kind, membership, host_membership, sme_status,
    residence, double_funding, earlier_visit, overlap, period, working_days, stay_length, distance, virtual, budget,
    sme_share,
)  # fmt: skip
PUBLIC_CHECKS: tuple[Judge, ...] = (
    home_country, host_country, other_country, visitor_kind, membership, sme_status, residence, earlier_visit, virtual,
    working_days, stay_length,
)  # fmt: skip
