"""What helps a decider: ready-made texts, the mail before it goes, points to look at, a conflict of interest."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from clusters.models import Role
from core import clock, outbox
from core.actors import Actor
from core.exceptions import InvalidInput, NotAllowed, Refused
from core.models import Mail
from core.money import format_eur
from exchanges import reasons, viewing
from exchanges.models import Application, DecisionReason, DeclaredConflict, ReviewPoint, ReviewTick, Rulebook
from exchanges.permissions import application_relations
from exchanges.services import conflicts, decisions
from tests.support.world import make_user

pytestmark = pytest.mark.django_db


def page(application):
    return reverse("exchanges:application_review", args=[application.reference])


def decide(application):
    return reverse("exchanges:application_decide", args=[application.reference])


def post(world, application, **data):
    return world.client("manager").post(decide(application), {"version": application.version} | data)


def reason(title):
    return DecisionReason.objects.get(title=title)


def colleague(world, name="Cora"):
    user = make_user(f"{name.lower()}@elbe-valley.example", name, "Colleague")
    role = Role.objects.create(user=user, kind="manager", cluster=world.clusters["dresden"])
    return Actor.person(user, role)


# --- ready-made texts ---


def test_words_are_filled_in_and_unknown_ones_stay():
    assert reasons.fill("Dear {name}, {what}?", {"name": "Vera"}) == "Dear Vera, {what}?"
    assert reasons.unknown_words("Dear {name}, {what} and {0}?") == ["0", "what"]
    assert reasons.unknown_words("No { brace is closed") == []
    assert reasons.text_in({"en": "Yes", "de": "Ja"}, "de") == "Ja"
    assert reasons.text_in({"en": "Yes"}, "pl") == "Yes"


def test_value_with_braces_is_not_filled_in_again():
    assert reasons.fill("{name}", {"name": "{organisation}", "organisation": "X"}) == "{organisation}"


def test_ready_made_text_is_put_in_with_its_decision_and_nothing_is_saved(world):
    application = world.submitted()
    response = post(world, application, show="text", reason=reason("Earlier visit").pk)
    form = response.context["form"]
    assert form["comment"].value().startswith("Elbe Sensors GmbH has already made a visit")
    assert form["decision"].value() == "reject"
    assert Application.objects.get(pk=application.pk).state == "submitted"


def test_ready_made_text_speaks_the_language_of_the_applicant(world):
    user = world.actor("visitor").user
    user.language = "de"
    user.save(update_fields=["language"])
    application = world.submitted()
    response = post(world, application, show="text", reason=reason("Weekend or public holiday").pk)
    assert "vom 18. Mai 2026 bis 21. Mai 2026" in response.context["form"]["comment"].value()


def test_another_text_takes_its_place_and_own_words_stay(world):
    application = world.submitted()
    first = (
        post(world, application, show="text", reason=reason("Earlier visit").pk)
        .context["form"]["comment"]
        .value()
    )
    second = post(world, application, show="text", reason=reason("Too few working days").pk, comment=first)
    assert second.context["form"]["comment"].value().startswith("A visit needs at least 3 working days")
    third = post(world, application, show="text", reason=reason("Earlier visit").pk, comment="Dear Vera,")
    assert third.context["form"]["comment"].value() == f"Dear Vera,\n\n{first}"


def test_mail_is_shown_before_it_goes_and_is_the_one_that_goes(world):
    application = world.submitted()
    response = post(world, application, show="mail", decision="hold", comment="Which test site?")
    mail = response.context["mail"]
    assert mail.to.address == application.contact_email
    outbox.run_due()
    before = Mail.objects.count()
    assert post(world, application, decision="hold", comment="Which test site?").status_code == 302
    outbox.run_due()
    sent = Mail.objects.filter(event="application.held").get()
    assert Mail.objects.count() == before + 1
    assert (sent.subject, sent.text_body) == (mail.subject, mail.text)


# --- points to look at ---


def test_points_are_kept_with_who_looked(world):
    application = world.submitted()
    first, second, _third = ReviewPoint.objects.all()
    post(world, application, decision="hold", comment="Which site?", points=[first.pk, second.pk])
    assert [(tick.point, tick.ticked_by) for tick in ReviewTick.objects.all()] == [
        (first, world.actor("manager").user), (second, world.actor("manager").user),
    ]  # fmt: skip
    text = world.client("manager").get(page(application)).content.decode()
    assert first.text in text
    assert "Mara Manager" in text


def test_point_is_ticked_once(world):
    application = world.submitted()
    point = ReviewPoint.objects.first()
    user = world.actor("manager").user
    ReviewTick.objects.create(application=application, point=point, ticked_by=user)
    with pytest.raises(IntegrityError, match="review_tick_once"), transaction.atomic():
        ReviewTick.objects.create(application=application, point=point, ticked_by=user)
    post(world, application, decision="accept", comment="Fits.", points=[point.pk])
    assert ReviewTick.objects.count() == 1


def test_required_point_stands_before_an_acceptance_only(world):
    point = ReviewPoint.objects.create(rulebook=Rulebook.objects.get(), text="CV fits", required=True)
    application = world.submitted()
    response = post(world, application, decision="accept", comment="Fits.")
    assert "Look at this first, then tick it: “CV fits”." in response.content.decode()
    assert response.context["form"]["comment"].value() == "Fits."
    assert Application.objects.get(pk=application.pk).state == "submitted"
    with pytest.raises(InvalidInput):
        decisions.accept_application(application=application, by=world.actor("manager"), ticked=())
    assert post(world, application, decision="accept", comment="Fits.", points=[point.pk]).status_code == 302


def test_rejection_needs_no_required_point(world):
    ReviewPoint.objects.create(rulebook=Rulebook.objects.get(), text="CV fits", required=True)
    assert post(world, world.submitted(), decision="reject", comment="No.").status_code == 302


def test_guidance_is_sound(world):
    rules, draft = Rulebook.objects.get(), world.submitted()
    with pytest.raises(IntegrityError, match="decision_reason_once"), transaction.atomic():
        DecisionReason.objects.create(rulebook=rules, decision="reject", title="Earlier visit")
    with pytest.raises(IntegrityError, match="decision_reason_decision_known"), transaction.atomic():
        DecisionReason.objects.create(rulebook=rules, decision="perhaps", title="New")
    with pytest.raises(IntegrityError, match="review_point_once"), transaction.atomic():
        ReviewPoint.objects.create(rulebook=rules, text=ReviewPoint.objects.first().text)
    for _number in range(2):
        DeclaredConflict.objects.create(
            application=draft, user=world.actor("manager").user, reason="Kin", ended_at=draft.created_at
        )
    DeclaredConflict.objects.create(application=draft, user=world.actor("manager").user, reason="Kin")
    with pytest.raises(IntegrityError, match="declared_conflict_once"), transaction.atomic():
        DeclaredConflict.objects.create(application=draft, user=world.actor("manager").user, reason="Kin")


# --- what an acceptance would do ---


def test_effect_counts_this_visit(world):
    world.building()
    response = world.client("manager").get(page(world.submitted()))
    effect = response.context["review"].effect
    assert (effect.smes, effect.visits, effect.country, effect.country_visits) == (2, 2, "France", 2)
    assert effect.left == world.partnership.budget - 450 - 450
    text = response.content.decode()
    left = format_eur(effect.left)
    assert f"{left} left, SME share 100 %, France 2 visits</p>" in text
    assert "2 of 2 visits are by SMEs." in text


def test_effect_without_a_host_names_no_country_and_no_money(world):
    text = (
        world.client("manager")
        .get(page(world.submitted(host_choice="find", host_offer=None)))
        .content.decode()
    )
    assert '<p class="effect">SME share 100 %</p>' in text


# --- a colleague on the same page ---


def test_colleague_who_has_the_page_open_is_named_for_ten_minutes(world):
    world.actors["colleague"] = colleague(world)
    file = world.submitted()
    first, second = world.client("manager"), world.client("colleague")
    assert "on this page now" not in first.get(page(file)).content.decode()
    name = world.actor("manager").user.get_full_name()
    assert f"{name} is on this page now." in second.get(page(file)).content.decode()
    # Neither to themselves, nor on another file, nor to those who do not decide.
    other = world.submitted()
    assert "on this page now" not in second.get(page(other)).content.decode()
    assert "on this page now" not in world.client("coordinator").get(page(file)).content.decode()
    with clock.at(clock.now() + timedelta(minutes=4)):
        text = first.get(page(file)).content.decode()
    seen = world.actor("colleague").user.get_full_name()
    assert f"{seen} opened this page 4 minutes ago." in text
    assert f"{name} opened" not in text
    with clock.at(clock.now() + timedelta(minutes=15)):
        assert "opened this page" not in second.get(page(file)).content.decode()


def test_review_opens_without_the_cache(world, monkeypatch):
    def broken(*_anything):
        raise ConnectionError

    monkeypatch.setattr(viewing.cache, "get", broken)
    assert world.client("manager").get(page(world.submitted())).status_code == 200


# --- conflict of interest ---


def declare(world, application, reason="My brother works there."):
    url = reverse("exchanges:application_conflict", args=[application.reference])
    return world.client("manager").post(url, {"reason": reason})


def test_declared_conflict_takes_the_decision_away(world):
    colleague(world)
    application = world.submitted()
    assert declare(world, application).status_code == 302
    response = world.client("manager").get(page(application))
    assert response.context["form"] is None
    assert "You declared a conflict of interest." in response.content.decode()
    assert post(world, application, decision="accept", comment="Fits.").status_code == 403
    with pytest.raises(NotAllowed):
        decisions.accept_application(application=application, by=world.actor("manager"), comment="Fits.")


def test_colleague_decides_and_is_told_without_the_reason(world):
    other = colleague(world)
    application = world.submitted()
    outbox.run_due()
    declare(world, application)
    outbox.run_due()
    mails = Mail.objects.filter(event="application.passed_on")
    assert [mail.to_address for mail in mails] == ["cora@elbe-valley.example"]
    assert "brother" not in mails[0].text_body
    application.refresh_from_db()
    assert "decider" in application_relations(application, other)
    assert application.waiting_for == "visitor_cluster"


def test_without_a_colleague_the_coordinator_decides(world):
    application = world.submitted()
    declare(world, application)
    application.refresh_from_db()
    assert (application.decider, application.waiting_for) == ("coordinator", "coordinator")
    assert "decider" in application_relations(application, world.actor("coordinator"))
    decisions.accept_application(application=application, by=world.actor("coordinator"), comment="Fits.")
    assert application.state == "accepted"


def test_conflict_taken_back_gives_the_file_back(world):
    application = world.submitted()
    declare(world, application)
    world.client("manager").post(reverse("exchanges:application_conflict_end", args=[application.reference]))
    application.refresh_from_db()
    assert application.decider == "manager"
    assert "decider" in application_relations(application, world.actor("manager"))
    assert world.client("manager").get(page(application)).context["form"] is not None


def test_last_who_could_decide_cannot_step_aside(world):
    application = world.submitted()
    for persona in ("manager", "coordinator"):
        conflicts.declare_conflict(application=application, by=world.actor(persona), reason="Kin")
    with pytest.raises(Refused, match="Nobody else"):
        conflicts.declare_conflict(application=application, by=world.actor("deputy"), reason="Kin")
    assert DeclaredConflict.objects.count() == 2


def test_reason_of_a_conflict_is_needed_and_read_by_staff_only(world):
    application = world.submitted()
    assert "Fill in" in declare(world, application, reason=" ").content.decode()
    declare(world, application)
    for persona in ("coordinator", "auditor", "finance"):
        assert "My brother works there." in world.client(persona).get(page(application)).content.decode()
    file = reverse("exchanges:file", args=[application.reference])
    assert "brother" not in world.client("visitor").get(file).content.decode()


@pytest.mark.parametrize("persona", ["visitor", "coordinator", "finance", "auditor"])
def test_others_declare_nothing(world, persona):
    application = world.submitted()
    url = reverse("exchanges:application_conflict", args=[application.reference])
    assert world.client(persona).post(url, {"reason": "Kin"}).status_code == 403
    assert not DeclaredConflict.objects.exists()
