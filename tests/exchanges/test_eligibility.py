from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from exchanges import eligibility
from exchanges.eligibility import (
    Check,
    Facts,
    MembershipStatus,
    OtherStay,
    Residence,
    SmeStatus,
    Verdict,
    blocking,
    check_all,
    overall,
    pre_check,
)
from exchanges.enums import VisitOnce
from exchanges.lump_sum import Grid, Inputs, Rules, calculate
from exchanges.reference_data import GRID, GRID_VERSION

PASS, WARN, FAIL = Verdict.PASS, Verdict.WARN, Verdict.FAIL
RULES = Rules()
START, END = date(2022, 10, 11), date(2022, 10, 14)
TOULON = OtherStay("CXC-2022-0007", date(2022, 4, 4), date(2022, 4, 6))
WEBINAR = replace(TOULON, reference="CXC-2021-0001", virtual=True)


def quote(start=START, end=END, km=967, **more):
    return calculate(Inputs("DE", "FR", start, end, km, **more), RULES, Grid(GRID_VERSION, GRID))


GOOD = Facts(
    home_country="DE",
    home_country_eligible=True,
    kind_may_visit=True,
    kind_receives_lump_sum=True,
    is_sme=True,
    host_country="FR",
    host_country_eligible=True,
    host_may_host=True,
    membership=MembershipStatus.CONFIRMED,
    cluster="Silicon Saxony",
    cluster_on_eccp=True,
    host_is_member=True,
    sme_status=SmeStatus.CONFIRMED,
    residence=Residence.AT_HOME,
    no_double_funding=True,
    quote=quote(),
    start=START,
    end=END,
    funded_from=date(2022, 2, 1),
    funded_until=date(2024, 1, 31),
    today=date(2022, 9, 1),
    budget_left=Decimal(1000),
    sme_exchanges=1,
    all_exchanges=2,
)
NOTHING_KNOWN = Facts("DE", True, True, True, False)


def found(code, **changes):
    return {check.code: check for check in check_all(replace(GOOD, **changes), RULES)}[code]


def test_check_all_of_a_good_visit_passes_everywhere_in_the_order_of_the_screen():
    checks = check_all(GOOD, RULES)
    assert [(check.code, check.verdict) for check in checks if check.code != "virtual"] == [
        (judge.__name__, PASS) for judge in eligibility.ALL_CHECKS if judge.__name__ != "virtual"
    ]
    assert overall(checks) is PASS
    assert blocking(checks) == []
    assert all(check.source for check in checks)


def test_check_all_leaves_out_what_cannot_be_judged_yet():
    assert [check.code for check in check_all(NOTHING_KNOWN, RULES)] == [
        "home_country",
        "visitor_kind",
        "membership",
        "residence",
        "earlier_visit",
        "overlap",
    ]


@pytest.mark.parametrize(
    ("code", "changes", "verdict", "sentence"),
    [
        ("home_country", {}, PASS, "Germany takes part in the scheme."),
        (
            "home_country",
            {"home_country": "CH", "home_country_eligible": False},
            FAIL,
            "Switzerland does not take part in the scheme, so a visit from there is not possible.",
        ),
        ("host_country", {}, PASS, "France takes part in the scheme."),
        (
            "host_country",
            {"host_country": "NO", "host_country_eligible": False},
            FAIL,
            "Norway does not take part in the scheme. Choose a host in another country.",
        ),
        ("other_country", {}, PASS, "Visitor and host are in different countries."),
        (
            "other_country",
            {"host_country": "DE"},
            FAIL,
            "Visitor and host are both in Germany. Choose a host in another country.",
        ),
        ("visitor_kind", {}, PASS, "This kind of organisation may visit."),
        (
            "visitor_kind",
            {"kind_receives_lump_sum": False},
            WARN,
            "This kind of organisation may visit and is counted, but receives no lump sum.",
        ),
        (
            "visitor_kind",
            {"kind_may_visit": False},
            FAIL,
            "This kind of organisation may host, but not visit. Offer to be a host instead.",
        ),
        ("host_kind", {}, PASS, "The host's kind of organisation may host."),
        (
            "host_kind",
            {"host_may_host": False},
            FAIL,
            "The host's kind of organisation may not host. Choose another host.",
        ),
        ("membership", {}, PASS, "Membership of Silicon Saxony is confirmed."),
        ("membership", {"cluster_on_eccp": None}, PASS, "Membership of Silicon Saxony is confirmed."),
        (
            "membership",
            {"membership": MembershipStatus.CLAIMED, "cluster": ""},
            WARN,
            "Membership of the cluster is not confirmed yet. The cluster has to confirm it.",
        ),
        (
            "membership",
            {"membership": MembershipStatus.REFUSED},
            FAIL,
            "Membership of Silicon Saxony is not confirmed any more, or was refused.",
        ),
        (
            "membership",
            {"membership": MembershipStatus.NONE},
            FAIL,
            "A visitor must be a member of a cluster. Name the cluster, or join one first.",
        ),
        (
            "membership",
            {"membership": MembershipStatus.CLAIMED, "cluster_on_eccp": False},
            FAIL,
            "Silicon Saxony has no profile on the European Cluster Collaboration Platform. It needs one first.",
        ),
        (
            "membership",
            {"membership": MembershipStatus.NOT_NEEDED, "cluster_on_eccp": False},
            PASS,
            "A cluster organisation needs no membership.",
        ),
        ("host_membership", {}, PASS, "The host is a member of a cluster."),
        (
            "host_membership",
            {"host_is_member": False},
            WARN,
            "The host is in no cluster. Ask the agency for its approval before the visit.",
        ),
        (
            "host_membership",
            {"host_is_member": False, "host_exception_approved": True},
            PASS,
            "The host is in no cluster. The agency has approved it as a host.",
        ),
        ("sme_status", {}, PASS, "The SME status is confirmed."),
        (
            "sme_status",
            {"sme_status": SmeStatus.DECLARED},
            WARN,
            "The firm declares that it is an SME. Compare its size with the limits.",
        ),
        (
            "sme_status",
            {"sme_status": SmeStatus.MISSING},
            FAIL,
            "The SME declaration is missing. Ask the firm for it.",
        ),
        (
            "sme_status",
            {"sme_status": SmeStatus.NOT_SME},
            FAIL,
            "By its size or its owners the firm is no SME. Check its kind.",
        ),
        ("residence", {}, PASS, "The traveller is based in Germany."),
        (
            "residence",
            {"residence": Residence.PERMIT},
            PASS,
            "The traveller has a residence permit and has lived there for 183 days.",
        ),
        (
            "residence",
            {"residence": Residence.UNKNOWN},
            WARN,
            "It is not known where the traveller is based. Ask.",
        ),
        (
            "residence",
            {"residence": Residence.ELSEWHERE},
            FAIL,
            "The traveller is not based in Germany. Only persons who are based there may travel.",
        ),
        ("double_funding", {}, PASS, "No other public money pays for this visit."),
        (
            "double_funding",
            {"no_double_funding": False},
            FAIL,
            "The visitor did not declare that no other public money pays for this visit. Ask.",
        ),
        ("earlier_visit", {}, PASS, "No earlier visit is known."),
        ("earlier_visit", {"earlier_visits": (WEBINAR,)}, PASS, "No earlier visit is known."),
        (
            "earlier_visit",
            {"earlier_visits": (WEBINAR, TOULON)},
            FAIL,
            (
                "There was an earlier visit: CXC-2022-0007 (4 April 2022 to 6 April 2022)."
                " A visitor may visit only once in the scheme."
            ),
        ),
        (
            "earlier_visit",
            {"declares_earlier_visit": True},
            WARN,
            "The visitor declares an earlier visit that is not in this portal. Ask where, when and by whom.",
        ),
        (
            "earlier_visit",
            {"earlier_visits": (TOULON,), "visit_once": VisitOnce.OFF},
            PASS,
            "Earlier visits are not checked in this partnership.",
        ),
        ("overlap", {}, PASS, "The dates overlap with no other stay."),
        (
            "overlap",
            {"overlapping_stays": (TOULON, WEBINAR)},
            FAIL,
            (
                "The dates overlap with CXC-2022-0007 (4 April 2022 to 6 April 2022),"
                " CXC-2021-0001 (4 April 2022 to 6 April 2022). Choose other dates or another traveller."
            ),
        ),
        ("period", {}, PASS, "The dates are within the time of the partnership."),
        (
            "period",
            {"today": None, "funded_from": None, "funded_until": None},
            PASS,
            "The dates are within the time of the partnership.",
        ),
        (
            "period",
            {"today": date(2022, 10, 12)},
            FAIL,
            "The first day, 11 October 2022, is over. Choose a later one.",
        ),
        (
            "period",
            {"funded_from": date(2022, 10, 12)},
            FAIL,
            "The partnership pays for visits from 12 October 2022 on. Choose a later day.",
        ),
        (
            "period",
            {"funded_until": date(2022, 10, 13)},
            FAIL,
            "The partnership pays for visits until 13 October 2022. Choose an earlier day.",
        ),
        ("working_days", {}, PASS, "Working days counted: 4. At least 3 are needed."),
        (
            "working_days",
            {"quote": quote(end=date(2022, 10, 12))},
            FAIL,
            "Working days counted: 2, at least 3 are needed. Choose a longer stay.",
        ),
        (
            "working_days",
            {"quote": quote(start=date(2022, 10, 13), end=date(2022, 10, 15))},
            WARN,
            (
                "Working days counted: 2, at least 3 are needed."
                " Count a weekend day or public holiday if it has a real programme."
            ),
        ),
        ("stay_length", {}, PASS, "The stay has 4 calendar days, of 31 at most."),
        (
            "stay_length",
            {"quote": quote(end=date(2022, 11, 11))},
            FAIL,
            "The stay has 32 calendar days. 31, one month, are the most. Shorten it.",
        ),
        ("distance", {}, PASS, "The distance is 967 km, at least 200 km."),
        (
            "distance",
            {"quote": quote(km=Decimal("199.60"))},
            PASS,
            "The distance is 199.6 km. Under 200 km the sum is reduced.",
        ),
        (
            "virtual",
            {"quote": quote(mode="virtual"), "virtual_allowed": True},
            PASS,
            "Virtual visits are allowed. They end with a certificate, without money.",
        ),
        (
            "virtual",
            {"quote": quote(mode="virtual")},
            FAIL,
            "Virtual visits are not allowed at this time. Plan a visit on site.",
        ),
        ("budget", {}, PASS, "The lump sum of EUR 450 is covered. Then EUR 550 are left."),
        (
            "budget",
            {"budget_left": Decimal(450)},
            PASS,
            "The lump sum of EUR 450 is covered. Then EUR 0 are left.",
        ),
        (
            "budget",
            {"budget_left": Decimal("449.99")},
            FAIL,
            "The lump sum is EUR 450, but only EUR 449.99 are left. Ask the coordinator.",
        ),
        (
            "budget",
            {"budget_left": Decimal(-1)},
            FAIL,
            "The lump sum is EUR 450, but only EUR 0 are left. Ask the coordinator.",
        ),
        (
            "sme_share",
            {},
            PASS,
            "With this visit SMEs have 66.6\u00a0% of all visits, at least 50\u00a0% are wanted.",
        ),
        (
            "sme_share",
            {"is_sme": False, "sme_exchanges": 1, "all_exchanges": 1},
            PASS,
            "With this visit SMEs have 50\u00a0% of all visits, at least 50\u00a0% are wanted.",
        ),
        (
            "sme_share",
            {"is_sme": False, "sme_exchanges": 4999, "all_exchanges": 9999},
            WARN,
            "With this visit SMEs have only 49.9\u00a0% of all visits, 50\u00a0% are wanted. Look for SMEs.",
        ),
    ],
)
def test_check_judges_and_says_it(code, changes, verdict, sentence):
    check = found(code, **changes)
    assert (check.verdict, check.sentence) == (verdict, sentence)


def test_checks_of_an_organisation_that_is_no_sme_leave_its_status_out():
    checks = check_all(replace(GOOD, is_sme=False), RULES)
    assert "sme_status" not in [check.code for check in checks]


def test_checks_of_a_virtual_visit_leave_the_distance_out():
    checks = check_all(replace(GOOD, quote=quote(km=None, mode="virtual")), RULES)
    assert [check.code for check in blocking(checks)] == ["virtual"]
    assert "distance" not in [check.code for check in checks]


def test_blocking_and_overall_follow_the_worst_verdict():
    good, doubtful, bad = (Check(verdict.value, verdict, "", "") for verdict in (PASS, WARN, FAIL))
    assert overall([]) is PASS
    assert overall([good, doubtful]) is WARN
    assert overall([doubtful, bad, good]) is FAIL
    assert blocking([doubtful, bad, good]) == [bad]


def test_pre_check_asks_only_what_a_stranger_knows():
    answers = Facts("DE", True, True, True, True, "FR", True, membership=MembershipStatus.CLAIMED)
    answers = replace(answers, sme_status=SmeStatus.DECLARED, residence=Residence.AT_HOME, quote=quote())
    assert [check.code for check in pre_check(answers, RULES)] == [
        "home_country",
        "host_country",
        "other_country",
        "visitor_kind",
        "membership",
        "sme_status",
        "residence",
        "earlier_visit",
        "working_days",
        "stay_length",
    ]
    assert overall(pre_check(answers, RULES)) is WARN


def test_no_sentence_is_longer_than_people_read():
    worst = replace(
        GOOD, host_country="DE", membership=MembershipStatus.NONE, residence=Residence.ELSEWHERE, is_sme=False
    )
    for check in check_all(worst, RULES):
        assert all(len(sentence.split()) <= 25 for sentence in check.sentence.split(". "))
