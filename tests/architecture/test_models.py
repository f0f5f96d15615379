"""Rules 10 and 11: truths are constraints that a test breaks; deleting is refused unless a row is part of another."""

import re
from functools import cache

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.source import APPS, ROOT

# Parts of a whole: "app.Model.field", deleted with their owner.
PARTS_OF_A_WHOLE: set[str] = {
    "reporting.ScheduleRecipient.schedule",
    "reporting.ScheduledRun.schedule",
    "reporting.RunShare.run",
    "reporting.RunShare.recipient",
    "reporting.DeliverableEdition.deliverable",
    "reporting.TextPart.deliverable",
    "reporting.TextVersion.part",
    "reporting.ReviewComment.deliverable",
    "exchanges.RunMatch.run",
    "clusters.Establishment.organisation",
    "clusters.LeadEntry.lead",
    "clusters.PartnershipCluster.partnership",
    "clusters.Target.partnership",
    "core.ImportProblem.run",
    "core.ImportRow.run",
    "exchanges.AgendaItem.exchange",
    "exchanges.CalledOffSession.tandem",
    "exchanges.DayDecision.exchange",
    "exchanges.DecisionReason.rulebook",
    "exchanges.FollowUp.exchange",
    "exchanges.GridAmount.grid",
    "exchanges.KindRule.rulebook",
    "exchanges.MeetingAnswer.round",
    "exchanges.MeetingPlan.round",
    "exchanges.MeetingSeat.meeting",
    "exchanges.MeetingSlot.round",
    "exchanges.MeetingWish.round",
    "exchanges.LearningTopic.cluster",
    "exchanges.MissionSession.mission",
    "exchanges.HostInvitation.application",
    "exchanges.OfferPeriod.offer",
    "exchanges.ReviewPoint.rulebook",
    "exchanges.ReviewTick.application",
    "exchanges.TaggedFile.tag",
    "exchanges.TandemSession.tandem",
    "exchanges.EventMaterial.mission",
    "exchanges.Traveller.application",
    "exchanges.VisitPlan.exchange",
    "reporting.LinkedNetwork.partnership",
    "reporting.NewsItem.partnership",
}
# Constraints that no test breaks yet. The list only gets shorter.
UNTESTED: set[str] = set()


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in APPS]


@cache
def _all_tests() -> str:
    return "\n".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "tests").rglob("test_*.py")
        if path != ROOT / "tests" / "architecture" / "test_models.py"
    )


def constraints() -> set[str]:
    return {constraint.name for model in own_models() for constraint in model._meta.constraints}


def untested(names: set[str], tests: str) -> set[str]:
    """The names that no test mentions."""
    return {name for name in names if not re.search(rf"\b{re.escape(name)}\b", tests)}


def test_every_constraint_is_broken_by_a_test() -> None:
    assert untested(constraints(), _all_tests()) - UNTESTED == set()


def test_tested_constraints_leave_the_list() -> None:
    assert UNTESTED - untested(constraints(), _all_tests()) == set()


def test_untested_constraint_is_found() -> None:
    assert untested({"a_b", "a"}, 'violates("a_b")') == {"a"}


def cascades(model: type[models.Model]) -> set[str]:
    return {
        f"{model._meta.label}.{field.name}"
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.CASCADE
    }


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label)
def test_only_parts_of_a_whole_are_deleted_with_it(model: type[models.Model]) -> None:
    assert cascades(model) - PARTS_OF_A_WHOLE == set()


def test_cascade_is_found() -> None:
    from django.contrib.admin.models import LogEntry

    assert cascades(LogEntry) == {"admin.LogEntry.user"}
