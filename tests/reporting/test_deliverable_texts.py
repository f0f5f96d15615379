"""Text parts: versions, two people at once, restoring, comments, and the difference by words."""

import pytest

from core.exceptions import InvalidInput, NotAllowed, StaleVersion, WrongState
from reporting.deliverables import differences
from reporting.models import TextPart
from reporting.services import deliverable_texts as service
from tests.support import deliverables
from tests.support import world as worlds
from tests.support.world import World

pytestmark = pytest.mark.django_db
ONE, OTHER = "0123456789abcdef", "fedcba9876543210"


@pytest.fixture
def world() -> World:
    return worlds.build()


@pytest.fixture
def part(world: World) -> TextPart:
    return deliverables.draft(world).texts.get(key="summary")


def save(world: World, part: TextPart, text: str, persona: str = "coordinator", **page: object) -> TextPart:
    return service.save_text(part=part, text=text, by=world.actor(persona), **page)


def test_open_page_goes_on_with_its_version_and_another_page_makes_a_new_one(
    world: World, part: TextPart
) -> None:
    save(world, part, "A", page=ONE, seen=0)
    save(world, part, "A long", page=ONE, seen=0)
    save(world, part, "A long text", page=ONE, seen=0)
    now = save(world, part, "Another text", "manager", page=OTHER, seen=1)
    assert list(now.versions.values_list("number", "text", "written_by")) == [
        (2, "Another text", world.actor("manager").user_id),
        (1, "A long text", world.actor("coordinator").user_id),
    ]
    assert (now.text, now.number) == ("Another text", 2)


def test_nobody_overwrites_what_they_have_not_seen(world: World, part: TextPart) -> None:
    save(world, part, "Hers", "manager", page=OTHER, seen=0)
    with pytest.raises(StaleVersion) as conflict:
        save(world, part, "His", page=ONE, seen=0)
    assert (conflict.value.current.text, conflict.value.current.number) == ("Hers", 1)
    part.refresh_from_db()
    assert part.text == "Hers"
    assert save(world, part, "Hers", page=ONE, seen=0).number == 1
    assert save(world, part, "Both", page=ONE, seen=1).number == 2


def test_same_page_of_another_person_is_no_way_around(world: World, part: TextPart) -> None:
    save(world, part, "Hers", "manager", page=ONE, seen=0)
    with pytest.raises(StaleVersion):
        save(world, part, "His", page=ONE, seen=0)


def test_earlier_version_comes_back_and_nothing_is_lost(world: World, part: TextPart) -> None:
    save(world, part, "First")
    save(world, part, "Second")
    now = service.restore_version(part=part, number=1, by=world.actor("manager"))
    assert (now.text, now.number) == ("First", 3)
    assert list(now.versions.values_list("text", "restored")) == [
        ("First", 1),
        ("Second", None),
        ("First", None),
    ]
    assert service.restore_version(part=part, number=1, by=world.actor("manager")).number == 3


def test_text_rests_while_somebody_reads_it(world: World) -> None:
    issue = deliverables.written(world)
    deliverables.move(world, issue, "send")
    with pytest.raises(WrongState):
        save(world, issue.texts.get(key="summary"), "Too late")


@pytest.mark.parametrize("persona", ["finance", "auditor", "visitor", "other_manager", "stranger"])
def test_only_coordinator_and_managers_write(world: World, part: TextPart, persona: str) -> None:
    with pytest.raises(NotAllowed):
        save(world, part, "No", persona)


def test_text_too_long_for_a_part_is_refused(world: World, part: TextPart) -> None:
    with pytest.raises(InvalidInput, match="too long"):
        save(world, part, "x" * 30_001)


def test_part_is_given_to_a_cluster_of_the_partnership_only(world: World, part: TextPart) -> None:
    stranger = world.actor("other_manager").hat.cluster
    with pytest.raises(InvalidInput):
        service.assign_part(part=part, cluster=stranger, by=world.actor("coordinator"))
    with pytest.raises(NotAllowed):
        service.assign_part(part=part, cluster=None, by=world.actor("manager"))


def test_difference_marks_words_and_keeps_lines() -> None:
    runs = differences.words("One old line.\nTwo.", "One new line.\nTwo and more.")
    assert [(run.text, run.mark) for run in runs] == [
        ("One ", ""), ("old ", "removed"), ("new ", "added"), ("line.", ""), ("\n", ""),
        ("Two.", "removed"), ("Two and more.", "added"),
    ]  # fmt: skip
    assert "".join(run.text for run in runs if run.mark != "removed") == "One new line.\nTwo and more."
    assert "".join(run.text for run in runs if run.mark != "added") == "One old line.\nTwo."


def test_long_texts_are_compared_by_lines() -> None:
    old = "\n".join(f"line {number} of a long text" for number in range(2000))
    runs = differences.words(old, old.replace("line 7 of", "line seven of"))
    assert [(run.text, run.mark) for run in runs if run.mark] == [
        ("line 7 of a long text", "removed"), ("line seven of a long text", "added"),
    ]  # fmt: skip


def test_figures_then_and_now_hide_what_either_edition_hides() -> None:
    def row(code: str, value: int | None, hidden: bool = False) -> dict[str, object]:
        return {"code": code, "label": code, "value": value, "hidden": hidden}

    then = {"figures": [row("O1", 3), row("O2", None, hidden=True), row("O4", 1)]}
    now = {"figures": [row("O1", 12), row("O2", 9), row("O3", None)]}
    assert [(one.code, one.then, one.now, one.change) for one in differences.figures(then, now)] == [
        ("O1", "3", "12", "+9"), ("O2", "not shown", "9", "–"), ("O3", "–", "nothing recorded", "–"), ("O4", "1", "–", "–"),
    ]  # fmt: skip
