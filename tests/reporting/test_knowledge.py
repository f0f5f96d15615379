"""Best practices, training modules and opportunities: written, reviewed, taken over, searched and taken away."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from clusters.models import Term
from core import clock, outbox
from core.exceptions import InvalidInput
from core.models import Mail
from exchanges.documents import rendition
from exchanges.models import ClosingReport, FollowUp, Tandem
from reporting.models import BestPractice, Opportunity, TrainingModule
from reporting.services import modules, opportunities, practices
from tests.support import knowledge
from tests.support.stay import PDF, Stay
from tests.support.world import World

pytestmark = pytest.mark.django_db
HOME = "/partnerships/test/"
FORM = {"title": "A buddy", **knowledge.PARTS}


def words(response: Any) -> str:
    assert response.status_code == 200
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return unescape(" ".join(content.decode().split()))


@pytest.fixture
def visit(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stay]:
    """A visit whose report is checked."""
    monkeypatch.setattr(rendition, "render", lambda document: PDF)
    with ExitStack() as stack:
        yield Stay(world, stack).ordered()


def theme(code: str) -> Term:
    return Term.objects.get(taxonomy="theme", code=code)


# --- best practices ------------------------------------------------------------------------------------------------


def test_practice_goes_from_a_form_to_the_public_library(world: World) -> None:
    mine, coordinator, stranger = (world.client(who) for who in ("manager", "coordinator", "anonymous"))
    dresden = world.clusters["dresden"].pk
    proof = SimpleUploadedFile("canary.pdf", b"%PDF-1.7 proof", content_type="application/pdf")
    form = {"title": "A buddy", "cluster": dresden, "may_publish": "on", "terms": [theme("digital").pk]}
    missing = words(mine.post(f"{HOME}practices/new/", form | {"submit": "1"}))
    assert missing.count("Please fill in") or "error" in missing
    assert not BestPractice.objects.exists()
    mine.post(f"{HOME}practices/new/", form | knowledge.PARTS | {"evidence": proof, "submit": "1"})
    practice = BestPractice.objects.get()
    assert (practice.state, list(practice.terms.all())) == ("submitted", [theme("digital")])
    outbox.run_due()
    asked = Mail.objects.get(event="practice.submitted")
    assert asked.to_address == world.actor("coordinator").user.email
    assert "A buddy" not in words(stranger.get(f"{HOME}library/"))
    assert stranger.get(f"/library/{practice.pk}/").status_code == 404
    assert "Review the best practice" in words(coordinator.get("/"))
    page = f"/practices/{practice.pk}/"
    coordinator.post(page, {"act": "send_back", "reason": "How many firms?", "version": practice.version})
    assert "How many firms?" in words(mine.get(page))
    outbox.run_due()
    practice.refresh_from_db()
    mine.post(
        f"{page}edit/",
        FORM | {"cluster": dresden, "result": "Five of five.", "may_publish": "on", "submit": "1"},
    )
    practice.refresh_from_db()
    coordinator.post(page, {"act": "accept", "version": practice.version})
    outbox.run_due()
    told = Mail.objects.filter(event="practice.answered").order_by("id")
    assert [mail.subject for mail in told] == ["Please correct: A buddy", "Accepted: A buddy"]
    assert {mail.to_address for mail in told} == {world.actor("manager").user.email}
    read = words(stranger.get(f"/library/{practice.pk}/"))
    assert "Five of five." in read
    assert "canary" not in read
    assert stranger.get(f"{page}evidence/").status_code == 302
    assert "A buddy" in words(stranger.get(HOME))
    mine.post(f"{page}publish/", {"allowed": "no"})
    assert stranger.get(f"/library/{practice.pk}/").status_code == 404
    assert "A buddy" not in words(stranger.get(HOME))


def test_accepted_practice_is_not_changed_in_passing(world: World) -> None:
    practice = knowledge.accepted(world)
    answer = world.client("manager").post(
        f"/practices/{practice.pk}/edit/", FORM | {"cluster": practice.cluster_id, "title": "Other"}
    )
    assert answer.status_code == 302
    practice.refresh_from_db()
    assert practice.title == "A buddy for each visit"


def test_second_writer_sees_what_the_first_has_saved(world: World) -> None:
    practice, client = knowledge.draft(world), world.client("manager")
    page = f"/practices/{practice.pk}/edit/"
    seen = client.get(page).context["seen"]
    practices.update_practice(practice=practice, by=world.actor("coordinator"), title="Newer title")
    answer = client.post(page, FORM | {"cluster": practice.cluster_id, "title": "Mine", "seen": seen})
    assert answer.status_code == 409
    assert "Newer title" in unescape(answer.content.decode())
    practice.refresh_from_db()
    assert practice.title == "Newer title"


def test_drafts_are_for_their_cluster_and_the_coordinator(world: World) -> None:
    practice = knowledge.draft(world, title="Canary draft")
    for persona, seen in (
        ("manager", True),
        ("coordinator", True),
        ("host_manager", False),
        ("auditor", False),
    ):
        assert ("Canary draft" in words(world.client(persona).get(f"{HOME}practices/"))) is seen, persona
        code = world.client(persona).get(f"/practices/{practice.pk}/").status_code
        assert code == (200 if seen else 404), persona
    assert "Canary draft" not in words(
        world.client("auditor").get("/exports/at-once/practices.csv?scope=test")
    )


def test_library_is_searched_by_words_and_topic(world: World) -> None:
    knowledge.accepted(world, title="Energy check", terms=[theme("green")])
    knowledge.accepted(world, title="Short surveys", done="One question a month.", terms=[theme("digital")])
    knowledge.accepted(world, title="Inside only", may_publish=False)
    page = f"{HOME}library/"
    stranger = world.client("anonymous")

    def found(query: str) -> list[str]:
        return sorted(row.title for row in stranger.get(page + query).context["page"])

    assert found("") == ["Energy check", "Short surveys"]
    assert found("?q=month+QUESTION") == ["Short surveys"]
    assert found(f"?topic={theme('green').pk}") == ["Energy check"]
    assert found("?topic=nonsense") == ["Energy check", "Short surveys"]
    assert "Try other words" in words(stranger.get(f"{page}?q=nowhere"))


def test_what_a_visitor_wrote_is_taken_over_once(world: World, visit: Stay) -> None:
    exchange = visit.exchange
    ClosingReport.objects.filter(exchange=exchange).update(
        good_practice="Show the product first. Then talk.", results="Two tests agreed."
    )
    report = ClosingReport.objects.get(exchange=exchange)
    mine = world.client("manager")
    assert "Show the product first. Then talk." in words(mine.get(f"{HOME}practices/found/"))
    assert "Show the product" not in words(world.client("host_manager").get(f"{HOME}practices/found/"))
    answer = mine.post(f"{HOME}practices/take/", {"report": report.pk})
    practice = BestPractice.objects.get()
    assert answer["Location"] == f"/practices/{practice.pk}/edit/"
    assert (practice.state, practice.title, practice.done, practice.result, practice.may_publish) == (
        "draft", "Show the product first", "Show the product first. Then talk.", "Two tests agreed.", False,
    )  # fmt: skip
    mine.post(f"{HOME}practices/take/", {"report": report.pk})
    assert BestPractice.objects.count() == 1
    assert "Nothing to take over" in words(mine.get(f"{HOME}practices/found/"))
    with pytest.raises(InvalidInput, match="taken over already"):
        practices.take_over_report(
            partnership=world.partnership, report=report.pk, by=world.actor("coordinator")
        )


# --- training modules ----------------------------------------------------------------------------------------------


def test_module_is_old_after_half_a_year_and_gone_when_somebody_says_so(world: World) -> None:
    module = knowledge.module(world, checked_on=date(2025, 8, 1))
    other = world.client("host_manager")
    assert "Look at it again" in words(other.get(f"{HOME}modules/?state=old"))
    assert "Reading data" in words(world.client("anonymous").get(f"{HOME}library/modules/"))
    other.post(f"/modules/{module.pk}/check/", {"found": "there"})
    module.refresh_from_db()
    assert (module.state, module.checked_on) == ("listed", clock.today())
    assert "Look at it again" not in words(other.get(f"{HOME}modules/"))
    module.refresh_from_db()
    other.post(f"/modules/{module.pk}/check/", {"found": "gone", "version": module.version})
    assert "Reading data" not in words(world.client("anonymous").get(f"{HOME}library/modules/"))
    assert "No longer offered" in words(other.get(f"{HOME}modules/"))
    other.post(f"/modules/{module.pk}/check/", {"found": "there"})
    module.refresh_from_db()
    assert module.state == "listed"


def test_module_by_form_and_the_same_address_twice(world: World) -> None:
    mine = world.client("manager")
    form = {
        "title": "Data", "provider": "School", "link": "https://school.example/data/", "languages": ["en", "pl"],
        "hours": "12.5", "level": "beginner", "cost": "0", "checked_on": "2026-03-01", "audience": "Staff",
        "cluster": world.clusters["dresden"].pk,
    }  # fmt: skip
    mine.post(f"{HOME}modules/new/", form)
    module = TrainingModule.objects.get()
    read = words(mine.get(f"/modules/{module.pk}/"))
    assert "English, Polish" in read
    assert "free" in read
    again = words(mine.post(f"{HOME}modules/new/", form | {"title": "Copy"}))
    assert "“Data” has this address already." in again
    assert "has not come yet" in words(mine.post(f"{HOME}modules/new/", form | {"checked_on": "2027-01-01"}))
    assert TrainingModule.objects.count() == 1


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("language=pl", ["Paid"]),
        ("cost=free", ["Free"]),
        ("cost=paid", ["Paid"]),
        ("level=advanced", ["Paid"]),
        ("q=free", ["Free"]),
        ("state=gone", []),
    ],
)
def test_modules_are_filtered_on_page_and_in_csv(world: World, query: str, titles: list[str]) -> None:
    knowledge.module(world, title="Free", cost=0)
    knowledge.module(
        world, title="Paid", link="https://x.example/", cost=90, languages=["pl"], level="advanced"
    )
    client = world.client("auditor")
    page = client.get(f"{HOME}modules/?{query}")
    assert [module.title for module in page.context["page"]] == titles
    lines = words(client.get(f"/exports/at-once/modules.csv?{urlencode({'query': query, 'scope': 'test'})}"))
    assert [title for title in ("Free", "Paid") if f"{title},Open School" in lines] == titles


# --- opportunities -------------------------------------------------------------------------------------------------


def test_opportunity_from_form_to_result(world: World) -> None:
    mine = world.client("manager")
    dresden, nice = world.clusters["dresden"].pk, world.clusters["nice"].pk
    form = {
        "kind": "call", "title": "Skills call", "about": "A consortium.", "cluster": dresden,
        "clusters": [dresden, nice], "owner": world.actor("manager").user.pk, "next_on": "2026-02-01",
    }  # fmt: skip
    assert "has a deadline" in words(mine.post(f"{HOME}opportunities/new/", form))
    mine.post(f"{HOME}opportunities/new/", form | {"deadline": "2026-03-20"})
    row = Opportunity.objects.get()
    assert [cluster.pk for cluster in row.clusters.all()] == [nice]
    listed = words(mine.get(f"{HOME}opportunities/?due=late"))
    assert "overdue" in listed
    assert "soon" in listed
    page = f"/opportunities/{row.pk}/"
    assert "Say what" in words(mine.post(page, {"act": "realise", "outcome": ""})) or row.state == "found"
    mine.post(page, {"act": "realise", "outcome": "Proposal sent."})
    row.refresh_from_db()
    assert (row.state, row.outcome) == ("realised", "Proposal sent.")
    assert "overdue" not in words(mine.get(f"{HOME}opportunities/"))


def test_results_of_visits_and_tandems_are_taken_over_without_names(world: World, visit: Stay) -> None:
    exchange = visit.exchange
    follow_up = FollowUp.objects.create(
        exchange=exchange, kind="project", partner="Canary GmbH", status="planned"
    )
    tandem = Tandem.objects.create(
        state="finished", state_since=clock.now(), partnership=world.partnership, first=world.clusters["dresden"],
        second=world.clusters["nice"], goals="Learn.", result="One page each.",
    )  # fmt: skip
    theirs, mine = world.client("host_manager"), world.client("manager")
    assert "Canary GmbH" not in words(theirs.get(f"{HOME}opportunities/found/"))
    assert "Canary GmbH" in words(mine.get(f"{HOME}opportunities/found/"))
    mine.post(f"{HOME}opportunities/take/", {"kind": "follow-up", "number": follow_up.pk})
    first = Opportunity.objects.get()
    assert (first.kind, first.title, first.follow_up) == ("project", "Joint project", follow_up)
    assert "Canary" not in first.title + first.about
    assert "Canary GmbH" in first.note
    theirs.post(f"{HOME}opportunities/take/", {"kind": "tandem", "number": tandem.pk})
    second = Opportunity.objects.latest("id")
    assert (second.cluster, list(second.clusters.all())) == (
        world.clusters["nice"],
        [world.clusters["dresden"]],
    )
    assert second.about == "One page each."
    for client in (mine, theirs):
        client.post(f"{HOME}opportunities/take/", {"kind": "follow-up", "number": follow_up.pk})
        client.post(f"{HOME}opportunities/take/", {"kind": "tandem", "number": tandem.pk})
    assert Opportunity.objects.count() == 2


def test_owner_is_one_of_the_partnership(world: World) -> None:
    with pytest.raises(InvalidInput, match="coordinates or manages"):
        knowledge.opportunity(world, owner=world.actor("other_manager").user)


# --- what must hold, and what lists cost -----------------------------------------------------------------------------


def test_database_holds_what_must_be_true(world: World, visit: Stay) -> None:
    practice, module, row = knowledge.accepted(world), knowledge.module(world), knowledge.opportunity(world)
    breaks = (
        ("practice_accepted_is_reviewed", BestPractice, practice.pk, {"reviewed_by": None}),
        ("practice_second_person", BestPractice, practice.pk, {"written_by": practice.reviewed_by}),
        ("practice_sent_is_complete", BestPractice, practice.pk, {"result": ""}),
        ("module_hours_range", TrainingModule, module.pk, {"hours": 0}),
        ("module_cost_not_negative", TrainingModule, module.pk, {"cost": -1}),
        ("opportunity_call_has_deadline", Opportunity, row.pk, {"kind": "call"}),
    )
    for name, model, pk, values in breaks:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            model.objects.filter(pk=pk).update(**values)
    exchange = visit.exchange
    follow_up = FollowUp.objects.create(exchange=exchange, kind="project", partner="X", status="planned")
    tandem = Tandem.objects.create(
        state="proposed", state_since=clock.now(), partnership=world.partnership, first=world.clusters["dresden"],
        second=world.clusters["nice"], goals="Learn.",
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="opportunity_one_source"), transaction.atomic():
        Opportunity.objects.filter(pk=row.pk).update(follow_up=follow_up, tandem=tandem)
    copy = TrainingModule.objects.get(pk=module.pk)
    copy.pk = None
    with pytest.raises(IntegrityError, match="module_link_once"), transaction.atomic():
        copy.save(force_insert=True)
    for state, fresh in (
        ("practice_state_known", knowledge.draft(world)),
        ("module_state_known", knowledge.module(world, link="https://y.example/")),
        ("opportunity_state_known", knowledge.opportunity(world)),
        ("opportunity_realised_has_outcome", knowledge.opportunity(world)),
    ):
        fresh.pk = None
        vars(fresh)["state"] = "realised" if "outcome" in state else "elsewhere"
        if isinstance(fresh, TrainingModule):
            fresh.link = "https://z.example/"
        with pytest.raises(IntegrityError, match=state), transaction.atomic():
            fresh.save(force_insert=True)


@pytest.mark.parametrize(
    ("page", "persona", "statements"),
    [
        ("practices/", "manager", 12),
        ("modules/", "manager", 11),
        ("opportunities/", "manager", 13),
        ("library/", "anonymous", 5),
        ("library/modules/", "anonymous", 5),
    ],
)
def test_lists_cost_the_same_for_more_rows(
    world: World, page: str, persona: str, statements: int, django_assert_num_queries: Any
) -> None:
    client = world.client(persona)
    for number in (1, 3):
        for one in range(number):
            knowledge.accepted(world, terms=[theme("digital")])
            knowledge.module(world, link=f"https://x.example/{number}/{one}/", terms=[theme("digital")])
            knowledge.opportunity(world, clusters=[world.clusters["nice"]])
        client.get(HOME + page)
        with django_assert_num_queries(statements):
            client.get(HOME + page)


def test_services_refuse_fields_that_are_not_theirs(world: World) -> None:
    with pytest.raises(TypeError, match="state"):
        knowledge.module(world, state="gone")


def test_change_of_a_module_and_of_an_opportunity_keeps_its_topics(world: World) -> None:
    by = world.actor("manager")
    module = knowledge.module(world, terms=[theme("digital")])
    modules.update_module(module=module, by=by, title="Data, again", terms=[theme("green")])
    assert (module.title, list(module.terms.all())) == ("Data, again", [theme("green")])
    row = knowledge.opportunity(world, clusters=[world.clusters["nice"]])
    opportunities.update_opportunity(opportunity=row, by=by, clusters=[world.clusters["vilnius"]])
    assert list(row.clusters.all()) == [world.clusters["vilnius"]]
