"""Plan, builder, parts, files and the page that says whether a document is genuine."""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core import clock, outbox
from reporting.deliverables.catalogue import KINDS
from reporting.models import Deliverable, ReviewComment
from reporting.services import deliverable_texts
from reporting.services import deliverables as service
from tests.reporting.test_pages import body
from tests.support import deliverables
from tests.support import world as worlds
from tests.support.deliverables import DAY
from tests.support.world import World

pytestmark = pytest.mark.django_db
PLAN = "/partnerships/test/deliverables/"


@pytest.fixture
def world() -> World:
    return worlds.build()


def page(world: World, address: str, persona: str = "coordinator", status: int = 200) -> str:
    answer = world.client(persona).get(address)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def send(world: World, address: str, persona: str = "coordinator", **data: Any) -> Any:
    return world.client(persona).post(address, data)


# --- the plan ------------------------------------------------------------------------------------------------------


def test_plan_shows_every_deliverable_by_work_package_with_its_state(world: World) -> None:
    deliverables.published(world, "D6.2")
    deliverables.draft(world, "D3.3", subject="Export check")
    html = page(world, PLAN)
    places = sum(len(kind.due_months) or 1 for kind in KINDS.values())
    for words in (
        f"1 of {places} is published.",
        "Work package 1: Project management and monitoring",
        "D1.3 Monitoring scoreboard, issue 4",
        "D3.3 Pilot report of a service: Export check",
        "Work package 7: Outreach and awareness raising",
    ):
        assert words in html
    assert html.count("Planned<") == places - 2


def test_suggested_days_of_a_partnership_that_is_over_make_nothing_late(world: World) -> None:
    day = world.partnership.end_on + timedelta(days=1)
    service.plan_issue(
        partnership=world.partnership,
        code="D6.3",
        number=1,
        by=world.actor("coordinator"),
        due_on=DAY,
        lead=None,
    )
    with clock.at(datetime(day.year, day.month, day.day, 9, tzinfo=UTC)):
        assert "<strong>1 is late.</strong>" in page(world, PLAN)


def test_plan_says_what_comes_next_and_shows_one_state(world: World) -> None:
    """What is nearly done stands first; then what is due first."""
    deliverables.made(world, "D6.2")
    deliverables.move(world, deliverables.written(world, "D5.2"), "send")
    deliverables.draft(world, "D1.4")
    html = page(world, PLAN)
    steps = re.findall(r">([A-Z][a-z ]+: D\d\.\d)", html)
    assert steps[:3] == ["Publish it: D6.2", "Read and approve: D5.2", "Write it: D1.4"]
    assert all(step.startswith("Begin it: ") for step in steps[3:])
    assert len(steps) == 5
    assert [words in html for words in ("All (23)", "Planned (20)", "Approved (1)", "Published (")] == [
        True,
        True,
        True,
        False,
    ]
    in_review = page(world, f"{PLAN}?state=in_review").partition('aria-label="By state"')[2]
    assert re.findall(r">(D\d\.\d) ", in_review) == ["D5.2"]
    late = page(world, f"{PLAN}?state=late").partition('aria-label="By state"')[2]
    assert late.count('class="late"') == late.count("<tr>") - late.count("<thead>") > 0
    assert "All (23)</a>" in page(world, f"{PLAN}?state=nonsense")
    assert "Not begun: " in page(world, PLAN, "manager")


def test_coordinator_changes_due_day_lead_and_what_is_wanted(world: World) -> None:
    address = f"{PLAN}D2.2/plan/1/"
    assert "2025" in page(world, address)
    send(world, address, due_on="2026-06-30", lead=world.clusters["nice"].pk, wanted="on", note="Moved.")
    html = page(world, PLAN)
    assert "Moved." in html
    assert "30 June 2026" in html or "30 Jun 2026" in html
    send(world, address, due_on="", lead="")
    html = page(world, PLAN)
    assert "of 22" in html
    assert "1 is not part of the plan" in html
    assert world.client("coordinator").get(f"{PLAN}D2.2/plan/2/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_issues_costs_the_same(world: World, rows: int, django_assert_num_queries: Any) -> None:
    for number in range(rows):
        deliverables.draft(world, "D3.3", subject=f"Service {number}")
    client = world.client("coordinator")
    client.get(f"{PLAN}D3.3/")
    with django_assert_num_queries(13):
        client.get(f"{PLAN}D3.3/")
    with django_assert_num_queries(8):
        client.get(PLAN)


def test_form_says_what_is_wrong_with_the_days(world: World) -> None:
    address = f"{PLAN}D6.2/begin/"
    assert "Enter a date" in send(world, address, until="").content.decode()
    assert "This day has not come yet" in send(world, address, until="2027-01-01").content.decode()
    late = send(world, address, since="2026-02-11", until="2026-02-10").content.decode()
    assert "The first day lies after the last day" in late
    assert not Deliverable.objects.exists()


# --- the builder ---------------------------------------------------------------------------------------------------


def test_from_the_button_to_the_public_page(world: World) -> None:
    """Begin, write, send, approve by a second person, look at the bar, publish, download."""
    send(world, f"{PLAN}D1.3/begin/", until="2026-02-10")
    issue = Deliverable.objects.get()
    base = f"/deliverables/{issue.pk}/"
    assert "0 of 3 texts written" in page(world, base)
    assert "“Summary” is still to be written." in page(world, base)
    answer = send(world, f"{base}parts/summary/", text="A **good** half-year.", seen=0, page="0" * 16)
    assert answer.status_code == 302
    html = page(world, f"{base}parts/summary/", "manager")
    assert "A <strong>good</strong> half-year." in html
    send(world, f"{base}move/send/", version=Deliverable.objects.get().version)
    assert send(world, f"{base}move/approve/").status_code == 403
    assert "You are the second person." in page(world, f"{base}move/approve/", "finance")
    send(world, f"{base}move/approve/", "finance")
    html = page(world, base)
    assert 'hx-trigger="every 1s"' in html
    assert "The files of the approved issue are not made yet." in html
    # What can be done changes with the files, so it comes with them.
    assert 'hx-select-oob="#moves"' in html and '<div id="moves">' in html
    outbox.run_due()
    html = page(world, base)
    assert "every 1s" not in html
    assert "These are final" in html
    assert world.client("anonymous").get(f"{base}public.pdf").status_code == 404
    send(world, f"{base}move/publish/")
    content = body(world.client("anonymous").get(f"{base}public.pdf"))
    assert content.startswith(b"%PDF-")
    public = page(world, "/partnerships/test/", "anonymous")
    assert "Work package 1: Project management and monitoring" in public
    assert hashlib.sha256(content).hexdigest() in public
    for hidden in ("confidential.pdf", "public.docx", ""):
        assert world.client("anonymous").get(base + hidden).status_code in (302, 404)
        assert world.client("visitor").get(base + hidden).status_code == 404
    assert body(world.client("manager").get(f"{base}public.docx")).startswith(b"PK")


def test_background_save_keeps_the_text_and_shows_it(world: World) -> None:
    issue = deliverables.draft(world)
    address = f"/deliverables/{issue.pk}/parts/summary/"
    typed = {"text": "* one\n* two", "seen": 0, "page": "a" * 16, "background": "yes"}
    html = send(world, address, **typed).content.decode()
    assert "Saved." in html
    assert "<ul><li>one" in html
    assert issue.texts.get(key="summary").text == "* one\n* two"
    hers = send(world, address, "manager", **typed | {"text": "Hers", "page": "b" * 16}).content.decode()
    assert "somebody else has changed this text" in hers
    assert issue.texts.get(key="summary").text == "* one\n* two"


def test_second_of_two_people_sees_the_difference_and_keeps_the_words(world: World) -> None:
    issue = deliverables.draft(world)
    address = f"/deliverables/{issue.pk}/parts/summary/"
    send(world, address, text="A fine year.", seen=0, page="a" * 16)
    answer = send(world, address, "manager", text="A slow year.", seen=0, page="b" * 16)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "<del>fine </del><ins>slow </ins>" in html
    assert "A slow year.</textarea>" in html
    assert send(world, address, "manager", text="A slow year.", seen=1, page="b" * 16).status_code == 302
    assert issue.texts.get(key="summary").text == "A slow year."


def test_versions_show_who_wrote_what_and_lead_back(world: World) -> None:
    issue = deliverables.draft(world)
    part = issue.texts.get(key="summary")
    deliverable_texts.save_text(part=part, text="First words", by=world.actor("coordinator"))
    deliverable_texts.save_text(part=part, text="Second words", by=world.actor("manager"))
    address = f"/deliverables/{issue.pk}/parts/summary/versions/"
    html = page(world, address)
    assert "<del>First </del><ins>Second </ins>words" in html
    assert world.actor("manager").user.get_full_name() in html
    assert "Take version 1 as the text again" in page(world, f"{address}?version=1")
    assert send(world, address, "auditor", number=1).status_code == 403
    send(world, address, number=1)
    part.refresh_from_db()
    assert (part.text, part.number) == ("First words", 3)


def test_others_who_write_are_named(world: World) -> None:
    issue = deliverables.draft(world)
    address = f"/deliverables/{issue.pk}/parts/summary/here/"
    assert "open just now" not in page(world, address, "manager")
    name = world.actor("manager").user.get_full_name()
    assert f"{name} has this part open just now." in page(world, address)
    assert "open just now" not in page(world, f"/deliverables/{issue.pk}/parts/activities/here/")


def test_comments_are_made_settled_and_opened_again(world: World) -> None:
    issue = deliverables.draft(world)
    base = f"/deliverables/{issue.pk}/parts/summary/"
    send(world, f"{base}comments/", "finance", **{"comment-text": "Which mission?"})
    comment = ReviewComment.objects.get()
    assert "1 comment" in page(world, f"/deliverables/{issue.pk}/")
    send(world, f"{base}comments/{comment.pk}/", settled="yes")
    assert "settled by" in page(world, base)
    send(world, f"{base}comments/{comment.pk}/")
    comment.refresh_from_db()
    assert comment.settled_at is None


def test_manager_sees_no_confidential_section(world: World) -> None:
    issue = deliverables.draft(world, "D6.2")
    base = f"/deliverables/{issue.pk}/parts/"
    assert "Recipients of lump sums" in page(world, f"{base}recipients/", "finance")
    page(world, f"{base}recipients/", "manager", 404)
    assert "Recipients of lump sums" not in page(world, f"{base}summary/", "manager")
    assert world.client("manager").get(f"/deliverables/{issue.pk}/confidential.pdf").status_code == 404


def test_difference_to_the_last_issue_is_shown_and_printed_if_wanted(world: World) -> None:
    deliverables.approved(world)
    issue = deliverables.draft(world)
    part = issue.texts.get(key="summary")
    deliverable_texts.save_text(part=part, text="About everything.", by=world.actor("coordinator"))
    address = f"/deliverables/{issue.pk}/changes/"
    html = page(world, address)
    assert "Compared with issue 1." in html
    assert "<del>summary.</del><ins>everything.</ins>" in html
    send(world, f"{address}print/", wanted="yes")
    issue.refresh_from_db()
    assert issue.with_changes
    assert "There is no earlier approved issue" in page(
        world, f"/deliverables/{deliverables.draft(world, 'D6.2').pk}/changes/"
    )


def test_stale_form_does_not_move_an_issue(world: World) -> None:
    issue = deliverables.written(world)
    old = issue.version
    service.freeze_again(deliverable=issue, by=world.actor("coordinator"), until=DAY)
    answer = send(world, f"/deliverables/{issue.pk}/move/send/", version=old)
    assert answer.status_code == 409
    issue.refresh_from_db()
    assert issue.state == "draft"


@pytest.mark.parametrize(
    ("moves", "label"),
    [
        ([], "Draft"),
        ([("send", "coordinator", "")], "In review"),
        ([("send", "coordinator", ""), ("send_back", "finance", "Which mission?")], "Draft"),
        ([("send", "coordinator", ""), ("approve", "finance", "")], "Approved"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.parametrize("persona", ["coordinator", "finance", "manager"])
def test_issue_is_shown_in_each_state(
    world: World, persona: str, moves: list[tuple[str, str, str]], label: str
) -> None:
    issue = deliverables.written(world)
    for move, by, comment in moves:
        deliverables.move(world, issue, move, by, comment)
    for address in (f"/deliverables/{issue.pk}/", f"{PLAN}D1.3/", PLAN):
        html = page(world, address, persona)
        assert re.search(rf'class="tag[^>]*>(<svg.*?</svg>)?{label}<', html), address
    page(world, f"/deliverables/{issue.pk}/parts/summary/", persona)
    said = {"send": "Sent to review", "send_back": "Sent back", "approve": "Approved"}
    history = page(world, f"/deliverables/{issue.pk}/", persona).partition("What happened")[2]
    assert [words for words in said.values() if words in history] == [said[move] for move, *_rest in moves]


# --- is it genuine? ------------------------------------------------------------------------------------------------


def ask(world: World, **data: Any) -> str:
    answer = world.client("anonymous").post("/verify/", data)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_whoever_holds_a_file_learns_what_it_is(world: World) -> None:
    issue = deliverables.published(world)
    content = body(world.client("anonymous").get(f"/deliverables/{issue.pk}/public.pdf"))
    html = ask(world, file=SimpleUploadedFile("any.pdf", content))
    assert "Genuine</h2>" in html
    assert "D1.3 Monitoring scoreboard" in html
    changed = ask(world, file=SimpleUploadedFile("any.pdf", content + b" "))
    assert "We do not know it" in changed
    assert "D1.3" not in changed


def test_printed_code_is_read_as_people_type_it(world: World) -> None:
    issue = deliverables.made(world)
    proof = issue.editions.get(edition="public").proof
    for typed in (proof, proof.lower(), proof.replace("-", " ")):
        html = ask(world, code=typed)
        assert "D1.3 Monitoring scoreboard" in html
        assert "A code alone can be copied." in html
    assert proof in page(world, f"/deliverables/{issue.pk}/")
    assert "D1.3 Monitoring scoreboard" in page(world, f"/verify/?code={proof}", "anonymous")
    for unknown in ("AAAA-BBBB-CCCC", "x", "'; drop"):
        assert "We do not know it" in ask(world, code=unknown)
    assert "Choose the file, or type the code." in ask(world)


def test_withdrawn_replaced_and_drafted_documents_say_so(world: World) -> None:
    first = deliverables.published(world)
    proof = first.editions.get(edition="public").proof
    deliverables.published(world)
    assert "Genuine, but there is a newer one" in ask(world, code=proof)
    deliverables.move(world, first, "withdraw", comment="Wrong.")
    assert "Genuine, but withdrawn" in ask(world, code=proof)
    early = deliverables.draft(world, "D6.2").editions.get(edition="public").proof
    assert "Made by the portal, but not published" in ask(world, code=early)


def test_signed_paper_is_known_by_its_file(world: World) -> None:
    from core import files
    from core.actors import Actor
    from exchanges.models import DocumentVersion

    exchange = world.ready()
    document = DocumentVersion.objects.filter(exchange=exchange, completed_at__isnull=False).first()
    assert document is not None
    document.rendition = files.store_bytes(b"%PDF-signed", "x.pdf", "application/pdf", Actor.system("print"))
    document.save(update_fields=["rendition"])
    html = ask(world, file=SimpleUploadedFile("x.pdf", b"%PDF-signed"))
    assert exchange.reference in html
    assert "Canary" not in html
