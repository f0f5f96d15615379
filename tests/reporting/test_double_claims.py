"""Two records of one event: found, not counted twice, decided by the coordinator."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from clusters.models import Partnership, PartnershipCluster
from core import clock
from core.exceptions import InvalidInput, NotAllowed, Refused
from core.models import AuditEvent
from exchanges.models import FollowUp
from reporting import indicators
from reporting.models import Activity, DoubleClaimDecision
from reporting.periods import Period
from reporting.selectors import claim_work
from reporting.selectors import double_claims as select
from reporting.services import activities, double_claims
from tests.support import world as worlds
from tests.support.credited import credited, organisation
from tests.support.world import World

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 10)


@pytest.fixture
def world() -> World:
    return worlds.build()


def recorded(world: World, title: str = "Webinar on skills", **extra: Any) -> Activity:
    fields: dict[str, Any] = {"kind": "webinar", "title": title, "held_on": DAY} | extra
    return activities.record_activity(
        partnership=world.partnership, by=world.actor("manager"), cluster=world.clusters["dresden"], **fields
    )


def counted(world: World, activity: Activity) -> Activity:
    return activities.count_activity(activity=activity, by=world.actor("coordinator"))


def value(world: World, code: str) -> Any:
    figures = indicators.measure(Period(world.partnership, date(2026, 3, 1)))
    return {figure.code: figure.value for figure in figures}[code]


def twins(world: World) -> tuple[Activity, Activity]:
    return counted(world, recorded(world)), recorded(world, "Skills webinar", held_on=DAY + timedelta(days=3))


def test_pair_waits_in_my_work_of_the_coordinator_until_it_is_decided(world: World) -> None:
    with clock.at(clock.now() - timedelta(days=6)):
        twins(world)
    (item,) = claim_work.waiting(world.actor("coordinator"))
    assert (sorted(item.title.split(" – ")), item.act, item.days) == (
        ["Skills webinar", "Webinar on skills"],
        "Decide: one or two?",
        6,
    )
    assert [claim_work.waiting(world.actor(other)) for other in ("manager", "finance", "auditor")] == [
        [],
        [],
        [],
    ]
    html = world.client("coordinator").get("/").content.decode()
    assert "Decide: one or two?" in html
    assert "Decide: one or two?" not in world.client("manager").get("/").content.decode()
    pair = select.undecided(world.partnership)[0]
    double_claims.keep_both(
        partnership=world.partnership, by=world.actor("coordinator"), first=pair.first.claim.key,
        second=pair.second.claim.key, reason="One in spring, one in autumn.",
    )  # fmt: skip
    assert claim_work.waiting(world.actor("coordinator")) == []


def test_my_work_compares_all_records_only_after_a_change(world: World, settings: Any) -> None:
    settings.CACHES = settings.CACHES | {
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "claims-test"}
    }
    coordinator = world.actor("coordinator")
    twins(world)
    (first,) = claim_work.waiting(coordinator)
    with CaptureQueriesContext(connection) as asked:
        assert claim_work.waiting(coordinator) == [first]
    assert len(asked) == 1
    recorded(world, "Skills webinar, again", held_on=DAY + timedelta(days=4))
    assert len(claim_work.waiting(coordinator)) == 3
    pair = select.undecided(world.partnership)[0]
    double_claims.keep_both(
        partnership=world.partnership, by=coordinator, first=pair.first.claim.key,
        second=pair.second.claim.key, reason="Two evenings.",
    )  # fmt: skip
    assert len(claim_work.waiting(coordinator)) == 2


def test_second_record_is_not_counted_before_the_decision(world: World) -> None:
    first, second = twins(world)
    with pytest.raises(Refused, match="Webinar on skills"):
        counted(world, second)
    assert value(world, "O4.activities") == 1
    html = world.client("coordinator").get(f"/activities/{second.pk}/").content.decode()
    assert "It may be claimed twice" in html and first.title in html
    assert "similar titles" in html


def test_both_are_kept_with_the_reason_and_then_count(world: World) -> None:
    first, second = twins(world)
    pair = select.undecided(world.partnership)[0]
    keys = {"first": pair.second.claim.key, "second": pair.first.claim.key}
    by = world.actor("coordinator")
    with pytest.raises(InvalidInput):
        double_claims.keep_both(partnership=world.partnership, by=by, reason=" ", **keys)
    double_claims.keep_both(partnership=world.partnership, by=by, reason="Two evenings.", **keys)
    assert select.undecided(world.partnership) == []
    counted(world, second)
    assert value(world, "O4.activities") == 2
    assert AuditEvent.objects.filter(action="double_claim.keep").count() == 1
    with pytest.raises(Refused, match="decided this"):
        double_claims.keep_both(partnership=world.partnership, by=by, reason="Again", **keys)
    decision = DoubleClaimDecision.objects.get()
    assert (decision.first, decision.grounds) == (f"activity:{first.pk}", ["event"])


def test_one_is_sent_back_also_when_it_counted(world: World) -> None:
    first, second = twins(world)
    names = {"first": f"activity:{first.pk}", "second": f"activity:{second.pk}"}
    double_claims.give_up(
        partnership=world.partnership,
        by=world.actor("coordinator"),
        drop=f"activity:{first.pk}",
        reason="The second one has the evidence.",
        **names,
    )
    first.refresh_from_db()
    assert (first.state, first.return_reason) == ("returned", "The second one has the evidence.")
    counted(world, second)
    assert value(world, "O4.activities") == 1


def test_only_the_coordinator_decides(world: World) -> None:
    first, second = twins(world)
    names = {"first": f"activity:{first.pk}", "second": f"activity:{second.pk}"}
    for persona in ("manager", "deputy", "finance", "auditor"):
        with pytest.raises(NotAllowed):
            double_claims.keep_both(
                partnership=world.partnership, by=world.actor(persona), reason="Mine", **names
            )
    assert not DoubleClaimDecision.objects.exists()


def test_other_partnership_claims_the_same_evidence(world: World) -> None:
    """Its title and people are not told; each of the two decides for itself."""
    other = Partnership.objects.create(
        code="OTHER",
        slug="other",
        name="Other partnership",
        start_on=world.partnership.start_on,
        end_on=world.partnership.end_on,
        coordinator=world.clusters["nice"],
        deputy=world.clusters["vilnius"],
    )
    PartnershipCluster.objects.create(partnership=other, cluster=world.clusters["nice"])
    pdf = SimpleUploadedFile("agenda.pdf", b"%PDF-1.7 agenda")
    mine = recorded(world, evidence=pdf)
    counted(world, mine)
    theirs = Activity.objects.create(
        partnership=other,
        cluster=world.clusters["nice"],
        kind="training",
        title="Canary title",
        held_on=DAY,
        evidence=mine.evidence,
        recorded_by=world.actor("host_manager").user,
        recorded_at=mine.recorded_at,
        reviewed_by=world.actor("deputy").user,
        reviewed_at=mine.recorded_at,
        state="counted",
        state_since=mine.state_since,
    )
    html = world.client("coordinator").get("/partnerships/test/double-claims/").content.decode()
    assert "An activity of Other partnership" in html
    assert "Canary title" not in html
    assert f"Send back “{mine.title}”" in html
    with pytest.raises(Refused, match="own two records"):
        double_claims.give_up(
            partnership=world.partnership,
            by=world.actor("coordinator"),
            first=f"activity:{mine.pk}",
            second=f"activity:{theirs.pk}",
            drop=f"activity:{theirs.pk}",
            reason="Theirs",
        )
    double_claims.keep_both(
        partnership=world.partnership,
        by=world.actor("coordinator"),
        first=f"activity:{mine.pk}",
        second=f"activity:{theirs.pk}",
        reason="One agenda for two rooms.",
    )
    assert select.undecided(world.partnership) == []
    assert len(select.undecided(other)) == 1


def test_follow_up_told_twice_counts_once(world: World) -> None:
    firm, host = world.firm, organisation("Acme GmbH", "sme", "FR")
    there, back = credited(world, firm, host, DAY), credited(world, host, firm, DAY)
    told = [
        FollowUp.objects.create(
            exchange=visit, kind="business", partner=name, status="done", counterpart="business"
        )
        for visit, name in ((there, "Acme GmbH"), (back, firm.name))
    ]
    assert (value(world, "EU4.business"), value(world, "EU4.with_businesses")) == (2, 2)
    pair = select.undecided(world.partnership)[0]
    assert pair.grounds == ("same_two",)
    double_claims.give_up(
        partnership=world.partnership,
        by=world.actor("coordinator"),
        first=pair.first.claim.key,
        second=pair.second.claim.key,
        drop=f"follow_up:{told[1].pk}",
        reason="One contract, told by both.",
    )
    assert (value(world, "EU4.business"), value(world, "EU4.with_businesses")) == (1, 1)
    assert select.undecided(world.partnership) == []


def test_agreement_told_after_the_visit_is_not_counted_again_as_activity(world: World) -> None:
    visit = credited(world, world.firm, organisation("Acme GmbH", "sme", "FR"), DAY)
    FollowUp.objects.create(exchange=visit, kind="business", partner="Acme GmbH", status="done")
    again = recorded(
        world, "Contract with Acme", kind="business", partner="Acme GmbH", counterpart="business"
    )
    with pytest.raises(Refused, match="Business agreement"):
        counted(world, again)
    assert value(world, "EU4.business") == 1


def test_page_asks_for_the_reason_and_keeps_the_pair(world: World) -> None:
    _first, second = twins(world)
    client, address = world.client("coordinator"), "/partnerships/test/double-claims/"
    pair = select.undecided(world.partnership)[0].name
    html = client.post(address, {"pair": pair, "act": "keep", "reason": ""}).content.decode()
    assert "Fill in “Reason”." in html
    answer = client.post(
        address, {"pair": pair, "act": f"activity:{second.pk}", "reason": "Told twice."}, follow=True
    )
    assert "No double claim waits" in answer.content.decode()
    second.refresh_from_db()
    assert second.state == "returned"


@pytest.mark.parametrize("pairs", [1, 3])
def test_page_costs_the_same(world: World, pairs: int, django_assert_num_queries: Any) -> None:
    for number in range(pairs):
        day = DAY - timedelta(days=40 * number)
        recorded(world, f"Webinar on topic {number}00", held_on=day)
        recorded(world, f"Webinar on topic {number}00", held_on=day)
    client = world.client("coordinator")
    client.get("/partnerships/test/double-claims/")
    with django_assert_num_queries(12):
        client.get("/partnerships/test/double-claims/")


def test_decision_is_never_changed_and_names_two(world: World) -> None:
    first, second = twins(world)
    fields: dict[str, Any] = {
        "partnership": world.partnership,
        "decided_by": world.actor("coordinator").user,
        "reason": "Two",
    }
    names = sorted((f"activity:{first.pk}", f"activity:{second.pk}"))
    for wrong in ({"first": names[1], "second": names[0]}, {"first": names[0], "second": names[0]}):
        with pytest.raises(IntegrityError, match="double_claim_of_two_records"), transaction.atomic():
            DoubleClaimDecision.objects.create(**fields | wrong)
    with pytest.raises(IntegrityError, match="double_claim_has_reason"), transaction.atomic():
        DoubleClaimDecision.objects.create(**fields | {"first": names[0], "second": names[1], "reason": ""})
    kept = DoubleClaimDecision.objects.create(**fields | {"first": names[0], "second": names[1]})
    with pytest.raises(IntegrityError, match="double_claim_decided_once"), transaction.atomic():
        DoubleClaimDecision.objects.create(**fields | {"first": names[0], "second": names[1]})
    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        DoubleClaimDecision.objects.filter(pk=kept.pk).update(reason="Another")
