"""When things go wrong with an issue: two who approve at once, a worker that is killed, files that fail, a publication undone."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from core import outbox
from core.exceptions import WrongState
from core.models import Mail, OutboxItem, StoredFile
from reporting.deliverables import issues
from reporting.models import Deliverable, DeliverableEdition
from reporting.selectors import deliverable_work
from reporting.services import deliverable_files
from tests.reporting.test_pages import body
from tests.support import deliverables
from tests.support import world as worlds
from tests.support.racing import together, winners
from tests.support.smtp import MailServer, mail_server
from tests.support.worker import Worker
from tests.support.world import World


@pytest.fixture
def post(settings: Any) -> Iterator[MailServer]:
    with mail_server(settings) as server:
        yield server


def page(world: World, address: str, persona: str = "coordinator") -> str:
    return " ".join(world.client(persona).get(address).content.decode().split())


# --- who approves --------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_whoever_may_approve_sees_the_confidential_edition_and_nobody_else_does() -> None:
    world = worlds.build()
    issue = deliverables.written(world, "D6.2")
    deliverables.move(world, issue, "send")
    base = f"/deliverables/{issue.pk}/"
    approvers, readers = set(), set()
    for persona in ("coordinator", "finance", "finance2", "auditor", "manager", "host_manager", "deputy"):
        client = world.client(persona)
        if client.get(f"{base}move/approve/").status_code == 200:
            approvers.add(persona)
        visible = DeliverableEdition.objects.visible_to(world.actor(persona))
        if visible.filter(deliverable=issue, edition="confidential").exists():
            readers.add(persona)
            assert "Recipients of lump sums" in page(world, base, persona)
        else:
            assert "Recipients of lump sums" not in page(world, base, persona)
    assert approvers == {"finance", "finance2"}, "the coordinator asked for it"
    assert readers == approvers | {"coordinator", "auditor"}
    answer = world.client("manager").post(f"{base}move/approve/", {"version": issue.version})
    assert answer.status_code == 403
    assert "Others write comments in its sections." in page(world, base, "manager")


@pytest.mark.slow
def test_of_two_who_approve_at_once_one_does_and_one_set_of_files_is_made(
    fresh_database: str, world: World
) -> None:
    issue = deliverables.written(world)
    deliverables.move(world, issue, "send")
    results = together(
        *(
            lambda who=who: deliverables.move(world, Deliverable.objects.get(pk=issue.pk), "approve", who)
            for who in ("finance", "finance2")
        )
    )
    assert len(winners(results)) == 1
    assert any(isinstance(result, WrongState) for result in results)
    assert OutboxItem.objects.filter(kind=deliverable_files.JOB).count() == 1
    outbox.run_due()
    assert Mail.objects.filter(event="deliverable.approved").count() == 1
    issue.refresh_from_db()
    assert issue.files_are_final


# --- the files -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_next_worker_makes_the_files_when_one_is_killed_half_way(
    fresh_database: str, world: World, post: MailServer
) -> None:
    issue = deliverables.approved(world)
    Worker(fresh_database, mail_port=post.server_address[1], hold_in=deliverable_files.JOB).kill_when_held()
    with connection.cursor() as cursor:
        for _ in range(200):
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            if cursor.fetchone() == (0,):
                break
    issue.refresh_from_db()
    assert (issue.being_made, issue.files_are_final) == (True, False)
    outbox.run_due()
    issue.refresh_from_db()
    assert (issue.being_made, issue.files_are_final) == (False, True)
    kept = DeliverableEdition.objects.filter(deliverable=issue, pdf__isnull=False, word__isnull=False)
    assert kept.count() == 2
    assert StoredFile.objects.filter(name__startswith="D1.3").count() == 4


@pytest.mark.django_db
def test_coordinator_hears_of_files_that_failed_and_finds_them_in_my_work(monkeypatch: Any) -> None:
    world = worlds.build()
    issue = deliverables.approved(world)
    with monkeypatch.context() as broken:
        broken.setattr(issues, "make_all", lambda *args: 1 / 0)
        outbox.run_due()
    outbox.run_due()
    mail = Mail.objects.get(event="deliverable.not_made")
    assert mail.to_address == world.actor("coordinator").user.email
    assert "could not be made. Try again" in mail.text_body
    assert [item.act for item in deliverable_work.waiting(world.actor("coordinator"))] == [
        "Make the files again"
    ]
    base = f"/deliverables/{issue.pk}/"
    assert "The files were not made" in page(world, base)
    world.client("coordinator").post(f"{base}make/")
    outbox.run_due()
    assert "These are final" in page(world, base)
    assert [item.act for item in deliverable_work.waiting(world.actor("coordinator"))] == ["Publish it"]


# --- undone --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_public_page_and_check_say_that_an_issue_was_withdrawn_when_and_why() -> None:
    world = worlds.build()
    issue = deliverables.published(world)
    proof = issue.editions.get(edition="public").proof
    public, file = "/partnerships/test/", f"/deliverables/{issue.pk}/public.pdf"
    assert body(world.client("anonymous").get(file)).startswith(b"%PDF-")
    assert "Withdrawn documents" not in page(world, public, "anonymous")
    world.client("coordinator").post(
        f"/deliverables/{issue.pk}/move/withdraw/", {"reason": "Table 2 was wrong."}
    )
    html = page(world, public, "anonymous")
    assert "Withdrawn documents" in html
    told = re.sub(r"<[^>]+>", "", html.partition("Withdrawn documents")[2])[:120]
    assert "D1.3 Monitoring scoreboard issue 1, published on 2 March 2026, withdrawn on 2 March 2026" in told
    assert "Table 2 was wrong." in html
    assert world.client("anonymous").get(file).status_code == 404
    told = world.client("anonymous").post("/verify/", {"code": proof}).content.decode()
    assert "Genuine, but withdrawn" in told
    assert "Table 2 was wrong." in told
    issue.refresh_from_db()
    assert issue.editions.exclude(pdf=None).count() == 2, "what was published is kept"
