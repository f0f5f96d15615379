"""Versions of the rules: copied, changed part by part, published for good; files keep the version they were sent by."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from clusters.models import Partnership, Role
from core import clock, outbox
from core.actors import Actor
from core.exceptions import InvalidInput, NotAllowed, Refused, WrongState
from core.models import Mail
from exchanges.documents import agreement
from exchanges.models import Application, Grid, Rulebook
from exchanges.selectors import rulebooks as selectors
from exchanges.selectors.review import review_of
from exchanges.selectors.rulebook_words import parts
from exchanges.services import rulebooks
from tests.support.world import FIRST_DAY, make_user

pytestmark = pytest.mark.django_db
APRIL = date(2026, 4, 1)


@pytest.fixture
def draft(world) -> Rulebook:
    return rulebooks.copy_rulebook(partnership=world.partnership, by=world.actor("coordinator"))


def published(world, draft, **settings) -> Rulebook:
    by = world.actor("coordinator")
    rulebooks.change_rulebook(rulebook=draft, by=by, **{"valid_from": APRIL} | settings)
    return rulebooks.publish_rulebook(rulebook=draft, by=by)


def page(name, *args):
    return reverse(f"exchanges:{name}", args=args)


# --- which version counts ---


def test_draft_does_not_count(world, draft):
    assert selectors.rulebook_on(FIRST_DAY, world.partnership.pk).code == "2022-1"


def test_published_version_counts_from_its_day_for_its_partnership_only(world, draft):
    own = published(world, draft)
    assert selectors.rulebook_on(FIRST_DAY, world.partnership.pk) == own
    assert selectors.rulebook_on(date(2026, 3, 31), world.partnership.pk).code == "2022-1"
    assert selectors.rulebook_on(FIRST_DAY).code == "2022-1"


def test_file_sent_before_keeps_its_rules_and_the_next_gets_the_new_ones(world, draft):
    before = world.submitted()
    published(world, draft, min_working_days=5, full_working_days=5)
    after = world.submitted()
    before.refresh_from_db()
    assert (before.rulebook.code, after.rulebook.code) == ("2022-1", draft.code)

    def days(application):
        fresh = Application.objects.get(pk=application.pk)
        return next(
            check for check in review_of(fresh, world.actor("manager")).checks if check.code == "working_days"
        )

    # Four working days.
    assert (days(before).verdict.value, days(after).verdict.value) == ("pass", "fail")


def test_new_sums_count_for_new_files(world, draft):
    sums = {row.country_id: row.amount for row in draft.grid.amounts.all()} | {"FR": Decimal(1000)}
    by = world.actor("coordinator")
    rulebooks.change_sums(rulebook=draft, by=by, amounts=sums, source="Annex 2 of 1 March 2026")
    before = world.submitted()
    published(world, draft)
    after = world.submitted()
    assert [review_of(file, world.actor("manager")).quote.amount for file in (before, after)] == [450, 500]
    assert Grid.objects.get(code="2022-1").amounts.get(country="FR").amount == 900


def test_country_outside_the_list_takes_no_part(world, draft):
    published(world, draft, countries=["DE", "LT"])
    checks = {check.code: check for check in review_of(world.submitted(), world.actor("manager")).checks}
    assert checks["host_country"].verdict.value == "fail"
    assert checks["home_country"].verdict.value == "pass"


# --- writing ---


def test_one_draft_at_a_time(world, draft):
    assert rulebooks.copy_rulebook(partnership=world.partnership, by=world.actor("coordinator")) == draft


def test_copy_brings_everything(world, draft):
    base = Rulebook.objects.get(code="2022-1")
    for part in ("kind_rules", "reasons", "points"):
        assert getattr(draft, part).count() == getattr(base, part).count() > 0
    assert (draft.grid, draft.cap, draft.based_on) == (base.grid, base.cap, base)


@pytest.mark.parametrize("persona", ["manager", "finance", "auditor", "visitor"])
def test_only_the_coordinator_writes(world, draft, persona):
    with pytest.raises(NotAllowed):
        rulebooks.change_rulebook(rulebook=draft, by=world.actor(persona), cap=Decimal(900))
    with pytest.raises(NotAllowed):
        rulebooks.publish_rulebook(rulebook=draft, by=world.actor(persona))


def test_rules_of_the_scheme_are_nobodys_in_the_portal(world):
    with pytest.raises(NotAllowed):
        rulebooks.change_rulebook(
            rulebook=Rulebook.objects.get(), by=world.actor("coordinator"), cap=Decimal(1)
        )


def test_published_version_cannot_be_changed_or_thrown_away(world, draft):
    published(world, draft)
    by = world.actor("coordinator")
    with pytest.raises(WrongState, match="Make a new version"):
        rulebooks.change_rulebook(rulebook=draft, by=by, cap=Decimal(900))
    with pytest.raises(WrongState):
        rulebooks.discard_rulebook(rulebook=draft, by=by)


def test_thrown_away_draft_takes_its_own_sums_along(world, draft):
    by = world.actor("coordinator")
    rulebooks.change_sums(rulebook=draft, by=by, amounts={"FR": Decimal(1)}, source="Annex")
    rulebooks.discard_rulebook(rulebook=draft, by=by)
    assert [grid.code for grid in Grid.objects.all()] == ["2022-1"]
    assert Rulebook.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"min_working_days": 6}, "full_working_days"),
        ({"max_calendar_days": 4}, "max_calendar_days"),
        ({"valid_from": date(2090, 1, 1)}, "valid_from"),
        ({"countries": ["DE", "QQ"]}, "countries"),
    ],
)
def test_settings_that_make_no_sense_are_refused_with_their_field(world, draft, wrong, field):
    with pytest.raises(InvalidInput) as refused:
        rulebooks.change_rulebook(rulebook=draft, by=world.actor("coordinator"), **wrong)
    assert refused.value.field == field


def test_country_without_a_sum_stops_the_publication(world, draft):
    by = world.actor("coordinator")
    rulebooks.change_sums(rulebook=draft, by=by, amounts={"FR": Decimal(900)}, source="Annex")
    rulebooks.change_rulebook(rulebook=draft, by=by, countries=["DE", "FR"])
    with pytest.raises(Refused, match="DE"):
        rulebooks.publish_rulebook(rulebook=draft, by=by)


def test_changed_sums_are_confirmed_again_by_somebody(world, draft):
    by = world.actor("coordinator")
    rulebooks.change_sums(rulebook=draft, by=by, amounts={"FR": Decimal(900)}, source="Annex")
    draft.refresh_from_db()
    assert draft.grid.confirmed_at is None
    grid = rulebooks.confirm_sums(rulebook=draft, by=by)
    assert (grid.confirmed_by, grid.confirmed_at) == (by.user, clock.now())


def test_money_only_for_a_kind_that_may_visit(world, draft):
    with pytest.raises(InvalidInput, match="may visit"):
        rulebooks.change_kinds(
            rulebook=draft, by=world.actor("coordinator"), kinds={"sme": (False, True, True)}
        )


# --- telling ---


def test_people_of_the_partnership_hear_once_what_changes(world, draft):
    published(world, draft, min_working_days=4)
    outbox.run_due()
    outbox.run_due()
    mails = Mail.objects.filter(event="rulebook.published")
    told = sorted(mails.values_list("to_address", flat=True))
    people = [
        world.actor(name).user.email for name in ("coordinator", "finance", "finance2", "manager", "deputy")
    ]
    assert set(people) <= set(told)
    assert len(told) == len(set(told))
    assert world.actor("visitor").user.email not in told
    text = mails.first().text_body
    assert "Least working days: 3 -> 4" in text
    assert "1 April 2026" in text


# --- the pages ---


def test_anybody_reads_published_rules(world, client):
    scheme = Rulebook.objects.get()
    assert "Version 2022-1" in client.get(page("rulebooks")).content.decode()
    text = client.get(page("rulebook", scheme.pk)).content.decode()
    assert "open-eye.net" in text
    assert re.search(r"France.{,60}EUR\s900", text, re.DOTALL)


def test_draft_is_hidden_from_others(world, draft, client):
    for persona in ("manager", "finance", "visitor", "stranger"):
        assert world.client(persona).get(page("rulebook", draft.pk)).status_code == 404
        assert draft.code not in world.client(persona).get(page("rulebooks")).content.decode()
    assert client.get(page("rulebook", draft.pk)).status_code == 404


def test_coordinator_of_another_partnership_sees_no_draft(world, draft):
    home = world.partnership
    other = Partnership.objects.create(
        code="OTHER", name="Other", slug="other", coordinator=home.coordinator, deputy=home.deputy,
        start_on=home.start_on, end_on=home.end_on, budget=1000,
    )  # fmt: skip
    user = make_user("olga@other.example", "Olga", "Other")
    Role.objects.create(user=user, kind="coordinator", partnership=other)
    client = Client()
    client.force_login(user)
    assert client.get(page("rulebook", draft.pk)).status_code == 404
    assert client.post(page("rulebook_publish", draft.pk)).status_code == 404


def test_from_draft_to_published_in_the_browser_pages(world):
    client = world.client("coordinator")
    response = client.post(page("rulebook_new"), follow=True)
    draft = Rulebook.objects.get(published_at=None)
    assert "This is a draft" in response.content.decode()
    response = client.post(
        page("rulebook_part", draft.pk, "validity"),
        {"valid_from": "2026-04-01", "source": "Decision of 1 March"},
    )
    assert response.status_code == 302
    response = client.post(
        page("rulebook_part", draft.pk, "points"),
        {"required": "CV fits\n\nCV fits", "optional": "CV fits\nAims"},
    )
    assert [(point.text, point.required) for point in draft.points.all()] == [
        ("CV fits", True),
        ("Aims", False),
    ]
    text = client.get(page("rulebook_publish", draft.pk)).content.decode()
    assert "1 April 2026 or later" in text
    assert client.post(page("rulebook_publish", draft.pk)).status_code == 302
    assert Rulebook.objects.get(pk=draft.pk).published_by == world.actor("coordinator").user
    assert client.get(page("rulebook_part", draft.pk, "days")).status_code == 403


@pytest.mark.parametrize(
    "part", ["validity", "days", "sums", "countries", "kinds", "limits", "deadlines", "texts", "points"]
)
def test_each_part_saves_what_it_shows(world, draft, part):
    """Sending a page as it is changes nothing."""
    client = world.client("coordinator")
    before = [(row.label, row.value) for row in _rows(draft, part)]
    form = client.get(page("rulebook_part", draft.pk, part)).context["form"]
    data = {}
    for field in form:
        value = field.value()
        if value is not None and value is not False:
            data[field.html_name] = field.field.prepare_value(value)
    response = client.post(page("rulebook_part", draft.pk, part), data)
    assert response.status_code == 302
    assert [(row.label, row.value) for row in _rows(Rulebook.objects.get(pk=draft.pk), part)] == before


def _rows(rulebook, part):
    return next(found for found in parts(rulebook) if found.slug == part).rows


def test_reason_with_a_word_that_nobody_knows_is_refused_and_kept(world, draft):
    client = world.client("coordinator")
    data = {"decision": "reject", "title": "Late", "text_en": "Dear {nmae}, too late.", "text_de": "Zu spät."}
    response = client.post(page("rulebook_reason_new", draft.pk), data)
    text = response.content.decode()
    assert "{nmae} cannot be filled in" in text
    assert "Zu spät." in text
    assert not draft.reasons.filter(title="Late").exists()
    data["text_en"] = "Dear {name}, too late."
    assert client.post(page("rulebook_reason_new", draft.pk), data).status_code == 302
    assert draft.reasons.get(title="Late").texts == {"en": "Dear {name}, too late.", "de": "Zu spät."}


def test_reason_is_removed(world, draft):
    reason = draft.reasons.first()
    url = page("rulebook_reason_remove", draft.pk, reason.pk)
    assert reason.title in world.client("coordinator").get(url).content.decode()
    world.client("coordinator").post(url)
    assert not draft.reasons.filter(pk=reason.pk).exists()
    assert Rulebook.objects.get(code="2022-1").reasons.filter(title=reason.title).exists()


def test_note_and_clause_reach_applicant_and_agreement(world, draft):
    published(
        world, draft, note_for_applicants="Bring your own lab coat.", agreement_clause="Report in English."
    )
    application = world.draft()
    response = world.client("visitor").get(page("application_check", application.pk))
    assert "Bring your own lab coat." in response.content.decode()
    exchange = world.commitment_signing()
    assert agreement.build(exchange).clauses[-1].text == "Report in English."


# --- the scheme's own, by an administrator ---


def test_administrator_copies_changes_and_publishes_the_rules_of_the_scheme(world):
    admin = make_user("ada@scheme.example", "Ada", "Admin", is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(admin)
    changelist = reverse("admin:exchanges_rulebook_changelist")
    scheme = Rulebook.objects.get()
    client.post(changelist, {"action": "copy", "_selected_action": [scheme.pk]})
    draft = Rulebook.objects.get(published_at=None)
    assert (draft.partnership, draft.based_on) == (None, scheme)
    assert client.get(reverse("admin:exchanges_rulebook_change", args=[draft.pk])).status_code == 200
    assert selectors.rulebook_on(FIRST_DAY) == scheme
    client.post(changelist, {"action": "publish", "_selected_action": [draft.pk]})
    assert selectors.rulebook_on(FIRST_DAY) == Rulebook.objects.get(pk=draft.pk)
    page = client.get(reverse("admin:exchanges_rulebook_change", args=[scheme.pk])).content.decode()
    assert 'name="_save"' not in page
    grid = client.get(reverse("admin:exchanges_grid_change", args=[scheme.grid_id])).content.decode()
    assert 'name="_save"' not in grid


def test_published_version_of_the_scheme_does_not_move_a_partnership_with_rules_of_its_own(world, draft):
    own = published(world, draft)
    admin = make_user("ada@scheme.example", "Ada", "Admin", is_superuser=True)
    by = Actor.person(admin)
    scheme = rulebooks.copy_rulebook(partnership=None, by=by)
    rulebooks.publish_rulebook(rulebook=scheme, by=by)
    assert selectors.rulebook_on(FIRST_DAY) == Rulebook.objects.get(pk=scheme.pk)
    assert selectors.rulebook_on(FIRST_DAY, world.partnership.pk) == own
