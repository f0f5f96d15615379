"""Issues of deliverables: frozen figures, numbers, files of both editions, publication, and who may what."""

from datetime import date, timedelta
from typing import Any

import pytest

from core import clock, outbox, progress
from core.exceptions import InvalidInput, NotAllowed, WrongState
from core.models import Mail
from reporting.deliverables import catalogue, freezing, issues
from reporting.models import Deliverable, DeliverableEdition
from reporting.selectors import deliverable_work
from reporting.services import deliverable_files, deliverable_texts
from reporting.services import deliverables as service
from tests.support import deliverables
from tests.support import world as worlds
from tests.support.credited import credited
from tests.support.deliverables import DAY
from tests.support.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return worlds.build()


def test_worker_makes_both_editions_of_the_frozen_figures(world: World) -> None:
    issue = deliverables.approved(world, "D6.2")
    frozen = {edition.edition: edition.snapshot_hash for edition in issue.editions.all()}
    credited(world, world.firm, world.host, DAY)
    outbox.run_due()
    issue.refresh_from_db()
    assert (issue.being_made, issue.files_are_final, issue.files_made_at) == (False, True, clock.now())
    editions = {edition.edition: edition for edition in issue.editions.select_related("pdf", "word")}
    assert {name: edition.snapshot_hash for name, edition in editions.items()} == frozen
    for name, edition in editions.items():
        assert freezing.digest(edition.snapshot) == frozen[name]
        assert (edition.pdf.name, edition.word.name) == (
            f"D6.2-test-{name}-1.pdf",
            f"D6.2-test-{name}-1.docx",
        )
        with edition.pdf.file.open("rb") as file:
            assert edition.pages == catalogue.count_pages(file.read())
    assert progress.read(deliverable_files.job_name(issue)) is not None
    done, total = progress.read(deliverable_files.job_name(issue)) or (0, 1)
    assert done == total
    assert outbox.run_due() == 0


def test_progress_never_goes_back_and_ends_full(world: World) -> None:
    told: list[tuple[int, int]] = []
    issues.make_all(deliverables.draft(world), lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert len({total for _done, total in told}) == 1
    assert told[-1][0] == told[-1][1]


def test_issues_are_numbered_and_begin_with_the_last_texts(world: World) -> None:
    first = deliverables.written(world)
    second = deliverables.draft(world)
    third = deliverables.draft(world, keep_texts=False)
    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert second.texts.get(key="summary").text == "About summary."
    assert third.texts.get(key="summary").text == ""
    assert deliverables.draft(world, "D6.2").number == 1


def test_pilot_report_says_which_service_it_is_about(world: World) -> None:
    with pytest.raises(InvalidInput) as refusal:
        deliverables.draft(world, "D3.3")
    assert refusal.value.field == "subject"
    issue = deliverables.draft(world, "D3.3", subject="Export check")
    assert issue.name == "D3.3 Pilot report of a service: Export check"


def test_draft_is_frozen_anew_and_forgets_its_files(world: World) -> None:
    issue = deliverables.written(world)
    deliverable_files.ask_files(deliverable=issue, by=world.actor("coordinator"))
    outbox.run_due()
    issue.refresh_from_db()
    old = set(issue.editions.values_list("proof", flat=True))
    assert issue.files_made_at is not None
    assert not issue.files_are_final
    credited(world, world.firm, world.host, DAY)
    service.freeze_again(deliverable=issue, by=world.actor("coordinator"), until=DAY)
    issue.refresh_from_db()
    assert (issue.files_made_at, issue.editions.count()) == (None, 2)
    assert not old & set(issue.editions.values_list("proof", flat=True))
    figures = {
        row["code"]: row["value"] for row in issue.editions.get(edition="confidential").snapshot["figures"]
    }
    assert figures["O2.exchanges"] == 1
    assert issue.texts.get(key="summary").text == "About summary."


def test_files_that_cannot_be_made_say_so_and_can_be_tried_again(world: World, monkeypatch: Any) -> None:
    issue = deliverables.approved(world)
    with monkeypatch.context() as broken:
        broken.setattr(issues, "make_all", lambda *args: 1 / 0)
        outbox.run_due()
    issue.refresh_from_db()
    assert (issue.state, issue.being_made) == ("approved", False)
    assert (
        issue.files_problem
        == "The files could not be made. Try again; if it fails again, tell the support office."
    )
    deliverable_files.ask_files(deliverable=issue, by=world.actor("coordinator"))
    outbox.run_due()
    issue.refresh_from_db()
    assert (issue.files_are_final, issue.files_problem) == (True, "")
    with pytest.raises(WrongState):
        deliverable_files.ask_files(deliverable=issue, by=world.actor("coordinator"))


def test_files_of_a_review_that_moved_on_are_dropped(world: World, monkeypatch: Any) -> None:
    issue = deliverables.approved(world)
    made = issues.make_all

    def reopened(asked: Deliverable, note: Any) -> Any:
        found = made(asked, note)
        deliverables.move(world, Deliverable.objects.get(pk=issue.pk), "reopen", comment="Wait.")
        return found

    monkeypatch.setattr(issues, "make_all", reopened)
    outbox.run_due()
    issue.refresh_from_db()
    assert (issue.state, issue.files_are_final) == ("draft", False)
    assert not DeliverableEdition.objects.exclude(pdf=None).exists()


def test_published_edition_is_for_everybody_until_it_is_withdrawn(world: World) -> None:
    issue = deliverables.published(world)
    stranger = world.actor("stranger")
    assert [edition.edition for edition in DeliverableEdition.objects.visible_to(stranger)] == ["public"]
    deliverables.move(world, issue, "withdraw", comment="A figure was wrong.")
    assert not Deliverable.objects.visible_to(stranger).exists()
    assert not DeliverableEdition.objects.visible_to(stranger).exists()


def test_mails_go_to_who_reads_and_to_who_waits(world: World) -> None:
    issue = deliverables.written(world)
    part = issue.texts.get(key="activities")
    deliverable_texts.assign_part(part=part, cluster=world.clusters["nice"], by=world.actor("coordinator"))
    asked = Mail.objects.get(event="deliverable.part")
    assert asked.to_address == world.actor("host_manager").user.email
    assert f"/deliverables/{issue.pk}/parts/activities/" in asked.text_body
    deliverables.move(world, issue, "send")
    told = set(Mail.objects.filter(event="deliverable.to_review").values_list("to_address", flat=True))
    assert world.actor("finance").user.email in told
    read = Mail.objects.get(event="deliverable.to_read")
    assert read.to_address == world.actor("host_manager").user.email
    assert "comment where something is wrong" in read.text_body
    assert world.actor("coordinator").user.email not in told
    deliverables.move(world, issue, "send_back", "finance", "Which mission?")
    back = Mail.objects.get(event="deliverable.sent_back")
    assert "Which mission?" in back.text_body
    assert back.to_address == world.actor("coordinator").user.email


def test_my_work_says_whose_turn_an_issue_is(world: World) -> None:
    def waits() -> dict[str, str]:
        found = {who: deliverable_work.waiting(actor) for who, actor in world.actors.items()}
        return {who: items[0].act for who, items in found.items() if items}

    issue = deliverables.written(world)
    assert waits() == {}
    part = issue.texts.get(key="activities")
    deliverable_texts.assign_part(part=part, cluster=world.clusters["nice"], by=world.actor("coordinator"))
    assert waits() == {"host_manager": "Write your part"}
    deliverables.move(world, issue, "send")
    approvers = dict.fromkeys(("finance", "finance2"), "Read and approve")
    assert waits() == approvers | {"host_manager": "Read and comment"}, "not who asked for the review"
    deliverables.move(world, issue, "approve", "finance")
    assert waits() == {"coordinator": "Publish it"}
    outbox.run_due()
    issue.refresh_from_db()
    deliverables.move(world, issue, "publish")
    assert waits() == {}


@pytest.mark.parametrize("persona", ["manager", "finance", "auditor", "visitor", "stranger", "other_manager"])
def test_only_the_coordinator_begins_and_publishes(world: World, persona: str) -> None:
    issue = deliverables.made(world)
    with pytest.raises(NotAllowed):
        deliverables.move(world, issue, "publish", persona)
    with pytest.raises(NotAllowed):
        service.begin_deliverable(
            partnership=world.partnership, code="D1.3", by=world.actor(persona), until=DAY
        )
    with pytest.raises(NotAllowed):
        service.note_submission(deliverable=issue, by=world.actor(persona), submitted_on=DAY)


def test_submission_is_noted_for_what_is_approved_and_not_in_the_future(world: World) -> None:
    coordinator = world.actor("coordinator")
    with pytest.raises(InvalidInput):
        service.note_submission(deliverable=deliverables.draft(world), by=coordinator, submitted_on=DAY)
    issue = deliverables.approved(world, "D6.2")
    with pytest.raises(InvalidInput) as refusal:
        service.note_submission(
            deliverable=issue, by=coordinator, submitted_on=clock.today() + timedelta(days=1)
        )
    assert refusal.value.field == "submitted_on"
    service.note_submission(deliverable=issue, by=coordinator, submitted_on=DAY, note="By mail")
    issue.refresh_from_db()
    assert (issue.submitted_on, issue.submission_note) == (DAY, "By mail")


def test_day_to_come_is_refused(world: World) -> None:
    with pytest.raises(InvalidInput) as refusal:
        deliverables.draft(world, until=clock.today() + timedelta(days=1))
    assert refusal.value.field == "until"


@pytest.mark.parametrize(
    ("persona", "editions"),
    [
        ("coordinator", ["confidential", "public"]),
        ("finance", ["confidential", "public"]),
        ("auditor", ["confidential", "public"]),
        ("manager", ["public"]),
        ("other_manager", []),
        ("visitor", []),
        ("stranger", []),
    ],
)
def test_confidential_edition_is_for_those_who_oversee(
    world: World, persona: str, editions: list[str]
) -> None:
    deliverables.draft(world, until=date(2026, 2, 1))
    found = DeliverableEdition.objects.visible_to(world.actor(persona)).order_by("edition")
    assert [item.edition for item in found] == editions
