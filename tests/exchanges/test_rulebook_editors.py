"""Two coordinators on one draft of the rules: nobody overwrites, confirms or publishes unseen what the other saved."""

import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from clusters.models import Role
from core import edits
from core.actors import Actor
from core.exceptions import WrongState
from exchanges.models import Rulebook
from exchanges.selectors.rulebook_words import parts
from exchanges.services import rulebooks
from tests.support.world import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(world) -> Rulebook:
    return rulebooks.copy_rulebook(partnership=world.partnership, by=world.actor("coordinator"))


@pytest.fixture
def colleague(world) -> Actor:
    user = make_user("milena@excite-next.example", "Milena", "Second")
    role = Role.objects.create(user=user, kind="coordinator", partnership=world.partnership)
    return Actor.person(user, role)


def client_of(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def page(name, *args):
    return reverse(f"exchanges:{name}", args=args)


def opened(client, address):
    """What a browser would send back from the page as it is."""
    response = client.get(address)
    data = {"seen": response.context["seen"]}
    for field in response.context["form"]:
        value = field.value()
        if value is not None and value is not False:
            data[field.html_name] = field.field.prepare_value(value)
    return data


def shown(response):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def words(draft, slug):
    fresh = Rulebook.objects.get(pk=draft.pk)
    return [f"{row.label}: {row.value}" for part in parts(fresh) if part.slug == slug for row in part.rows]


# part: what the colleague saves, what I type on the page opened before, and the line of the difference.
TWO = {
    "validity": ({"source": "Her decision"}, {"source": "My decision"}, "Source Her decision My decision"),
    "days": ({"cap": "900"}, {"cap": "800"}, "Most for one visit in EUR 900.00 800"),
    "sums": ({"sum_FR": "700"}, {"sum_DE": "600"}, "France 700.00 900.00"),
    "countries": (
        {"countries": ["DE", "FR"]},
        {"countries": ["DE", "LT"]},
        "Germany; France Germany; Lithuania",
    ),
    "kinds": ({"sme": ["visit"]}, {"sme": ["host"]}, "(SME) may visit may host"),
    "limits": ({"sme_share_target": "0.60"}, {"sme_share_target": "0.70"}, "Wanted share of SMEs 60 % 70 %"),
    "deadlines": ({"impact_months": "3"}, {"impact_months": "6"}, "Questions on the impact 3 6"),
    "texts": (
        {"note_for_applicants": "Her note"},
        {"note_for_applicants": "My note"},
        "Note before an application is sent Her note My note",
    ),
    "points": ({"optional": "Her point"}, {"optional": "My point"}, "Others Her point My point"),
}


@pytest.mark.parametrize("part", TWO)
def test_second_editor_of_a_part_sees_what_the_first_saved_and_keeps_the_text(world, draft, colleague, part):
    hers, mine, difference = TWO[part]
    first, second = client_of(colleague), world.client("coordinator")
    address = page("rulebook_part", draft.pk, part)
    typed = opened(second, address) | mine
    assert first.post(address, opened(first, address) | hers).status_code == 302
    saved = words(draft, part)
    response = second.post(address, typed)
    assert response.status_code == 409
    text = shown(response)
    assert "Milena Second saved this page" in text
    assert difference in text
    assert words(draft, part) == saved
    # Sent again from this page, it is a choice made with open eyes.
    again = {**typed, "seen": response.context["seen"]}
    assert second.post(address, again).status_code == 302
    assert words(draft, part) != saved


@pytest.mark.parametrize("part", TWO)
def test_same_change_twice_is_no_conflict(world, draft, part):
    client, address = world.client("coordinator"), page("rulebook_part", draft.pk, part)
    typed = opened(client, address) | TWO[part][1]
    assert [client.post(address, typed).status_code for _ in range(2)] == [302, 302]


def test_other_parts_of_the_draft_disturb_nobody(world, draft, colleague):
    client, address = world.client("coordinator"), page("rulebook_part", draft.pk, "texts")
    typed = opened(client, address) | {"note_for_applicants": "Mine"}
    rulebooks.change_rulebook(rulebook=draft, by=colleague, cap=Decimal(500))
    assert client.post(address, typed).status_code == 302


def test_without_the_comparison_the_first_change_would_be_lost(world, draft, colleague, monkeypatch):
    """The control: it is this comparison that keeps the first change."""
    monkeypatch.setattr(rulebooks, "check_seen", lambda *_anything: None)
    client, address = world.client("coordinator"), page("rulebook_part", draft.pk, "sums")
    typed = opened(client, address) | {"sum_DE": "600"}
    now = {row.country_id: row.amount for row in draft.grid.amounts.all()}
    rulebooks.change_sums(rulebook=draft, by=colleague, amounts=now | {"FR": Decimal(700)}, source="Annex")
    assert client.post(address, typed).status_code == 302
    assert any(re.fullmatch(r"France: EUR\s900", row) for row in words(draft, "sums"))


def test_second_editor_of_a_reason_sees_the_first(world, draft, colleague):
    row = draft.reasons.first()
    first, second = client_of(colleague), world.client("coordinator")
    address = page("rulebook_reason", draft.pk, row.pk)
    typed = opened(second, address) | {"text_en": "My words"}
    first.post(address, opened(first, address) | {"text_en": "Her words"})
    response = second.post(address, typed)
    assert response.status_code == 409
    assert "Milena Second saved this page" in shown(response)
    assert "Text in English Her words My words" in shown(response)
    row.refresh_from_db()
    assert row.texts["en"] == "Her words"
    # To remove what a colleague has just written needs a second look, too.
    address = page("rulebook_reason_remove", draft.pk, row.pk)
    before = opened(second, address)
    first.post(
        page("rulebook_reason", draft.pk, row.pk), {"decision": row.decision, "title": "New", "text_en": "x"}
    )
    response = second.post(address, before)
    assert (response.status_code, draft.reasons.filter(pk=row.pk).exists()) == (409, True)
    assert second.post(address, {"seen": response.context["seen"]}).status_code == 302
    assert not draft.reasons.filter(pk=row.pk).exists()


def test_reason_that_a_colleague_removed_is_not_written_again(world, draft, colleague):
    row = draft.reasons.first()
    rulebooks.remove_reason(reason=row, by=colleague)
    row = type(row)(pk=row.pk or 1, rulebook=draft)
    with pytest.raises(WrongState, match="removed this reason"):
        rulebooks.save_reason(
            rulebook=draft,
            by=world.actor("coordinator"),
            decision="reject",
            title="T",
            texts={"en": "x"},
            reason=row,
        )


def test_reason_added_by_a_double_click_is_there_once(world, draft):
    client, data = (
        world.client("coordinator"),
        {"decision": "reject", "title": "Late", "text_en": "Too late."},
    )
    answers = [client.post(page("rulebook_reason_new", draft.pk), data).status_code for _ in range(2)]
    assert (answers, draft.reasons.filter(title="Late").count()) == ([302, 302], 1)
    other = client.post(page("rulebook_reason_new", draft.pk), data | {"text_en": "Other words."})
    assert "There is already a reason with this title." in shown(other)


@pytest.mark.parametrize("name", ["rulebook_publish", "rulebook_discard", "rulebook_confirm_sums"])
def test_act_on_the_draft_needs_a_second_look_after_a_colleagues_change(world, draft, colleague, name):
    client, address = world.client("coordinator"), page(name, draft.pk)
    sums = {row.country_id: row.amount for row in draft.grid.amounts.all()}
    rulebooks.change_sums(rulebook=draft, by=colleague, amounts=sums | {"FR": Decimal(700)}, source="Annex 1")
    before = opened(client, address)
    rulebooks.change_sums(
        rulebook=Rulebook.objects.get(pk=draft.pk),
        by=colleague,
        amounts=sums | {"FR": Decimal(10)},
        source="Annex 2",
    )
    response = client.post(address, before)
    assert response.status_code == 409
    assert "Nothing was done yet." in shown(response)
    if name != "rulebook_discard":
        assert "Annex 2" in shown(response)
    draft = Rulebook.objects.get(pk=draft.pk)
    assert (draft.published_at, draft.grid.confirmed_at) == (None, None)
    assert client.post(address, {"seen": response.context["seen"]}).status_code == 302


def test_second_click_on_publish_leads_to_the_published_version(world, draft):
    client = world.client("coordinator")
    rulebooks.change_rulebook(rulebook=draft, by=world.actor("coordinator"), valid_from=date(2026, 4, 1))
    data = opened(client, page("rulebook_publish", draft.pk))
    answers = [client.post(page("rulebook_publish", draft.pk), data) for _ in range(2)]
    assert [answer.url for answer in answers] == [page("rulebook", draft.pk)] * 2
    assert f"Version {draft.code} is published." in shown(client.get(page("rulebook", draft.pk)))
    # Others learn nothing by it.
    assert world.client("manager").get(page("rulebook_publish", draft.pk)).status_code == 403


def test_sums_that_differ_only_in_how_they_are_written_are_the_same():
    assert edits.digest({"sum": Decimal("1100")}) == edits.digest({"sum": Decimal("1100.00")})
    assert edits.digest({"sum": Decimal("1100")}) != edits.digest({"sum": Decimal("110")})
