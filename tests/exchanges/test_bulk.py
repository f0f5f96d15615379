"""Acts on several files at once: what is allowed for each and why not, what is done, told and taken back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from clusters.models import Role
from core import clock, outbox, personal_data
from core.actors import Actor
from core.models import AuditEvent, Mail
from exchanges.models import Application, ArchivedFile, BulkRun, SideReminder, Tag, TaggedFile
from exchanges.selectors import desk
from exchanges.services import applications, conflicts, decisions, handover
from exchanges.services import desk as services
from tests.support.world import make_user, moment

pytestmark = pytest.mark.django_db
LIST, BULK = reverse("exchanges:queue"), reverse("exchanges:bulk")


def colleague(world):
    user = make_user("second@dresden.example", "Sara", "Second")
    role = Role.objects.create(user=user, kind="manager", cluster=world.clusters["dresden"])
    world.actors["colleague"] = Actor.person(user, role)
    return world.actor("colleague")


def preview(world, act, *files, persona="manager", **rest):
    numbers = [file.pk for file in files]
    return world.client(persona).get(BULK, {"act": act, "f": numbers, "scope": "ticked"} | rest)


def judged(response):
    return {verdict.row.reference: verdict.why_not for verdict in response.context["impossible"]}


def done(world, act, *files, persona="manager", **rest):
    """What became of each: reference -> why not."""
    answer = world.client(persona).post(BULK, {"act": act, "f": [file.pk for file in files]} | rest)
    run = BulkRun.objects.latest("id")
    assert answer.url.startswith(reverse("exchanges:bulk_run", args=[run.pk]))
    return run, {reference: why_not for _number, reference, why_not, _before in run.results}


def listed(world, persona="manager", **query):
    return {row.reference for row in world.client(persona).get(LIST, query).context["page"].object_list}


def withdrawn(world):
    return applications.withdraw_application(application=world.submitted(), by=world.actor("visitor"))


def reminders():
    outbox.run_due()
    return list(Mail.objects.filter(event="file.reminder").order_by("id"))


# --- remind ---------------------------------------------------------------------------------------------------


def test_remind_says_for_each_file_what_happens_and_why_not(world):
    held, accepted, own, over = world.submitted(), world.accepted(), world.submitted(), withdrawn(world)
    decisions.hold_application(application=held, by=world.actor("manager"), question="Which site?")
    response = preview(world, "remind", held, accepted, own, over)
    assert judged(response) == {
        own.reference: "It waits for you or a colleague in your role.",
        over.reference: "Nobody has to act on it now.",
    }
    assert {item.row.reference for item in response.context["possible"]} == {
        held.reference,
        accepted.reference,
    }
    assert "Remind whoever must act: 2 files" in response.content.decode()


def test_reminder_goes_to_the_side_that_must_act_once_a_day(world):
    held = world.submitted()
    decisions.hold_application(application=held, by=world.actor("manager"), question="Which site?")
    outbox.run_due()
    _run, first = done(world, "remind", held)
    _run, second = done(world, "remind", held)
    assert (first, second) == ({held.reference: ""}, {held.reference: "Reminded today already."})
    (mail,) = reminders()
    assert mail.to_address == held.contact_email
    assert "What has to be done: Answer your cluster's question." in mail.text_body
    assert reverse("exchanges:application_answer", args=[held.reference]) in mail.text_body
    # A colleague does not remind again on the same day; the next day is another day.
    assert services.act_on(act="remind", numbers=[held.pk], by=colleague(world)).results[0][2]
    with clock.at(moment(clock.today().replace(day=4))):
        world._clients.clear()
        assert done(world, "remind", held)[1] == {held.reference: ""}
        assert len(reminders()) == 2
    with pytest.raises(IntegrityError, match="side_reminder_once_a_day"), transaction.atomic():
        SideReminder.objects.create(
            application=held, side="visitor", day=clock.today(), asked_by=world.actor("manager").user
        )


def test_reminder_is_not_sent_when_the_side_has_acted_meanwhile(world):
    held = world.submitted()
    decisions.hold_application(application=held, by=world.actor("manager"), question="Which site?")
    done(world, "remind", held)
    applications.answer_question(application=held, by=world.actor("visitor"), answer="Dresden")
    assert reminders() == []


def test_all_sides_that_have_not_signed_are_reminded_but_not_the_own_one(world):
    exchange = world.commitment_signing()
    outbox.run_due()
    done(world, "remind", exchange.application)
    told = {mail.to_address for mail in reminders()}
    addresses = {world.actor(persona).user.email for persona in ("visitor", "host", "host_manager")}
    assert told == addresses
    assert world.actor("manager").user.email not in told
    assert all("Sign the Commitment to Quality" in mail.text_body for mail in reminders())


def test_host_without_account_gets_its_link_again(world):
    accepted = world.accepted()
    outbox.run_due()
    type(world.actor("host").user).objects.filter(pk=world.actor("host").user.pk).update(is_active=False)
    (with_link,) = Mail.objects.filter(event="proposal.proposed") or Mail.objects.filter(sensitive=True)
    done(world, "remind", accepted)
    (mail,) = reminders()
    assert mail.to_address == with_link.to_address
    assert "Use the personal link in the mail we sent you." in mail.text_body
    assert Mail.objects.filter(subject=with_link.subject, to_address=with_link.to_address).count() == 2


def test_my_work_leads_to_a_reminder_of_all_who_are_late(world):
    held = world.submitted()
    decisions.hold_application(application=held, by=world.actor("manager"), question="Which site?")
    held.refresh_from_db()
    with clock.at(moment(held.due_on + timedelta(days=1))):
        world._clients.clear()
        client = world.client("manager")
        assert "Remind them all" in client.get("/").content.decode()
        page = client.get(BULK, {"act": "remind", "scope": "all", "query": "due=late"})
        assert [verdict.row.reference for verdict in page.context["possible"]] == [held.reference]


def test_results_are_forgotten_after_ninety_days(world):
    run, _why = done(world, "tag", world.submitted(), value="x")
    rule = personal_data.rule("bulk")
    day = run.made_at.date() + timedelta(days=90)
    assert (rule.until(run), rule.due(day - timedelta(days=1)), rule.due(day)) == (day, 0, 1)
    rule.apply(day)
    assert not BulkRun.objects.exists()


# --- responsible ----------------------------------------------------------------------------------------------


def test_person_is_named_told_and_found(world):
    sara, first, second = colleague(world), world.submitted(), world.submitted()
    page = preview(world, "assign", first, second)
    assert not page.context["ready"]
    page = preview(world, "assign", first, second, value=sara.user_id)
    assert len(page.context["possible"]) == 2
    done(world, "assign", first, second, value=sara.user_id)
    outbox.run_due()
    (mail,) = Mail.objects.filter(event="file.assigned")
    assert (mail.to_address, mail.subject) == (sara.user.email, "You are responsible for 2 files now")
    assert f"{first.reference} Elbe Sensors GmbH" in mail.text_body
    assert listed(world, "colleague", responsible="me") == {first.reference, second.reference}
    assert listed(world, responsible="me") == set()
    assert listed(world, responsible="nobody") == set()
    assert "Sara Second" in world.client("manager").get(LIST).content.decode()


def test_assigning_is_taken_back_unless_somebody_changed_it_since(world):
    sara, first, second = colleague(world), world.submitted(), world.submitted()
    run, _why = done(world, "assign", first, second, value=sara.user_id)
    done(world, "assign", second, value=world.actor("manager").user_id)
    services.undo(run=run, by=world.actor("manager"))
    people = dict(Application.objects.values_list("pk", "responsible"))
    assert people == {first.pk: None, second.pk: world.actor("manager").user_id}


def test_only_free_people_of_the_deciding_side_are_responsible(world):
    sara, file = colleague(world), world.submitted()
    other = world.actor("host_manager").user_id
    found = {item["value"] for item in _people(preview(world, "assign", file))}
    assert found == {str(sara.user_id), str(world.actor("manager").user_id), "nobody"}
    assert preview(world, "assign", file, value=other).context["ready"] is False
    conflicts.declare_conflict(application=file, by=sara, reason="My cousin works there")
    page = preview(world, "assign", file, value=sara.user_id)
    assert judged(page) == {file.reference: "This person has a conflict of interest."}
    page = preview(world, "assign", file, value="nobody")
    assert judged(page) == {file.reference: "Nobody is responsible for it now."}


def _people(page):
    return [{"value": str(value)} for value, _label in page.context["form"].fields["value"].choices]


def test_who_leaves_hands_over_the_files_they_look_after(world):
    sara, file = colleague(world), world.submitted()
    done(world, "assign", file, value=sara.user_id)
    (told,) = handover.looked_after(sara.hat, None)
    assert (told.number, told.names) == (1, (file.reference,))
    handover.looked_after(sara.hat, world.actor("manager").user)
    assert listed(world, responsible="me") == {file.reference}


def test_host_cluster_and_finance_name_nobody(world):
    exchange = world.building()
    for persona in ("host_manager", "finance"):
        run = services.act_on(act="assign", numbers=[exchange.application_id], by=world.actor(persona))
        assert run.results[0][2] == "Only those who decide on it say who is responsible."


def test_coordinator_names_the_manager_who_decides(world):
    file, manager = world.submitted(), world.actor("manager").user_id
    assert done(world, "assign", file, persona="coordinator", value=manager)[1] == {file.reference: ""}
    page = preview(world, "assign", file, persona="coordinator", value=world.actor("deputy").user_id)
    assert judged(page) == {file.reference: "This person does not decide on it."}


# --- tags -----------------------------------------------------------------------------------------------------


def test_tag_is_put_on_filtered_and_taken_off(world):
    file, other = world.submitted(), world.submitted()
    done(world, "tag", file, value="  Ask  again ")
    assert judged(preview(world, "tag", file, value="ASK AGAIN")) == {
        file.reference: "It has this tag already."
    }
    assert '<span class="label">Ask again</span>' in world.client("manager").get(LIST).content.decode()
    assert listed(world, tag="Ask again") == {file.reference}
    run, why_not = done(world, "untag", file, other, value="ask again")
    assert why_not == {file.reference: "", other.reference: "It does not have this tag."}
    assert not Tag.objects.exists()
    services.undo(run=run, by=world.actor("manager"))
    assert listed(world, tag="ask again") == {file.reference}


def test_tags_of_a_cluster_are_hidden_from_everybody_else(world):
    exchange = world.building()
    done(world, "tag", exchange.application, value="Difficult person")
    assert "Difficult person" in world.client("manager").get(LIST).content.decode()
    for persona in ("coordinator", "host_manager", "finance", "auditor"):
        client = world.client(persona)
        assert "Difficult person" not in client.get(LIST).content.decode()
        assert (
            "Difficult person"
            not in client.get(LIST, {"tag": "Difficult person"}).content.decode().replace("tag=Difficult", "")
            or listed(world, persona, tag="Difficult person") != set()
        )
    for persona in ("visitor", "host"):
        page = world.client(persona).get(reverse("exchanges:file", args=[exchange.reference]))
        assert "Difficult person" not in page.content.decode()


def test_tag_constraints_hold(world):
    cluster = world.clusters["dresden"]
    tag = Tag.objects.create(name="Late", cluster=cluster)
    file = world.submitted()
    TaggedFile.objects.create(tag=tag, application=file)
    with pytest.raises(IntegrityError, match="tag_name_once"), transaction.atomic():
        Tag.objects.create(name="LATE", cluster=cluster)
    with pytest.raises(IntegrityError, match="tag_has_one_place"), transaction.atomic():
        Tag.objects.create(name="Nowhere")
    with pytest.raises(IntegrityError, match="tagged_file_once"), transaction.atomic():
        TaggedFile.objects.create(tag=tag, application=file)


# --- archive --------------------------------------------------------------------------------------------------


def test_finished_file_leaves_the_list_of_its_place_only_and_comes_back(world):
    over, running = withdrawn(world), world.submitted()
    run, why_not = done(world, "archive", over, running)
    assert why_not == {over.reference: "", running.reference: "It is not finished: To decide."}
    assert listed(world) == {running.reference}
    assert listed(world, archived="with") == {over.reference, running.reference}
    assert listed(world, archived="only") == {over.reference}
    assert listed(world, "coordinator") == {over.reference, running.reference}
    page = world.client("manager").get(LIST, {"q": over.reference}).content.decode()
    assert "Look in the archive, too" in page
    text = world.client("manager").get(reverse("exchanges:bulk_run", args=[run.pk])).content.decode()
    assert "Take it back" in text
    world.client("manager").post(reverse("exchanges:bulk_undo", args=[run.pk]))
    assert listed(world) == {over.reference, running.reference}


def test_archive_constraints_hold(world):
    file, cluster, who = withdrawn(world), world.clusters["dresden"], world.actor("manager").user
    ArchivedFile.objects.create(application=file, cluster=cluster, archived_by=who)
    with pytest.raises(IntegrityError, match="archived_file_once"), transaction.atomic():
        ArchivedFile.objects.create(application=file, cluster=cluster, archived_by=who)
    with pytest.raises(IntegrityError, match="archived_file_has_one_place"), transaction.atomic():
        ArchivedFile.objects.create(application=file, archived_by=who)


# --- who, how many, at which cost ------------------------------------------------------------------------------


def test_all_files_of_the_filter_are_taken_and_no_others(world):
    accepted, _sent = world.accepted(), world.submitted()
    page = world.client("manager").get(
        BULK, {"act": "tag", "scope": "all", "query": "stage=matching", "value": "x"}
    )
    assert [row.reference for row in page.context["rows"]] == [accepted.reference]


def test_preview_and_result_tell_reasons_with_counts_the_most_frequent_first(world, monkeypatch):
    from exchanges.views import bulk

    monkeypatch.setattr(bulk, "IN_FULL", 1)
    held, waiting, over = (
        [world.accepted() for _ in range(2)],
        [world.submitted() for _ in range(2)],
        withdrawn(world),
    )
    page = preview(world, "remind", *held, over, *waiting)
    assert [(why_not, len(references)) for why_not, references in page.context["reasons"]] == [
        ("It waits for you or a colleague in your role.", 2),
        ("Nobody has to act on it now.", 1),
    ]
    text = page.content.decode()
    assert text.index("Not possible for 3 files") < text.index("Will be done to 2 files")
    assert "And 1 more file" in text
    # What is sent on is one list, and does the same as the ticks.
    files = page.context["numbers"]
    answer = world.client("manager").post(BULK, {"act": "remind", "f": files}, follow=True).content.decode()
    assert "Done to 2 files" in answer
    assert "Left out: 3 files" in answer
    assert over.reference in answer


def test_list_says_the_limit_before_somebody_tries(world, monkeypatch):
    world.submitted()
    assert "Go on with the file found" in world.client("manager").get(LIST).content.decode()
    monkeypatch.setattr(desk, "LIMIT", 0)
    text = world.client("manager").get(LIST).content.decode()
    assert "Go on with the file found" not in text
    assert "narrow the list to 0 with a filter" in text


def test_files_of_others_cannot_be_named(world):
    file = world.submitted()
    answer = world.client("other_manager").post(BULK, {"act": "tag", "value": "mine", "f": [file.pk]})
    assert answer.url == LIST
    assert not Tag.objects.exists()
    assert not BulkRun.objects.exists()


def test_too_many_files_at_once_are_refused_with_a_way_out(world, monkeypatch):
    monkeypatch.setattr(desk, "LIMIT", 1)
    world.submitted()
    world.submitted()
    answer = world.client("manager").get(BULK, {"act": "archive", "scope": "all", "query": ""}, follow=True)
    assert "Narrow the list with a filter" in answer.content.decode()


@pytest.mark.parametrize("persona", ["auditor", "support", "visitor"])
def test_who_only_reads_does_nothing(world, persona):
    world.add_support()
    file, client = world.submitted(), world.client(persona)
    assert client.get(BULK, {"act": "archive", "f": [file.pk]}).status_code == 403
    assert client.post(BULK, {"act": "tag", "value": "x", "f": [file.pk]}).status_code == 403
    if persona != "visitor":
        assert "Go on with the ticked files" not in client.get(LIST).content.decode()


def test_result_is_for_the_person_who_did_it(world):
    sara, file = colleague(world), world.submitted()
    run, _why = done(world, "tag", file, value="mine")
    assert world.client("manager").get(reverse("exchanges:bulk_run", args=[run.pk])).status_code == 200
    for persona in ("colleague", "coordinator"):
        assert world.client(persona).get(reverse("exchanges:bulk_run", args=[run.pk])).status_code == 404
        assert world.client(persona).post(reverse("exchanges:bulk_undo", args=[run.pk])).status_code == 404
    assert sara.user_id


def test_decisions_are_not_made_in_bulk_and_the_list_says_why(world):
    file = world.submitted()
    answer = world.client("manager").post(BULK, {"act": "accept", "f": [file.pk]}, follow=True)
    assert "Choose what to do with the files." in answer.content.decode()
    assert "since each needs its own reason" in world.client("manager").get(LIST).content.decode()
    file.refresh_from_db()
    assert file.state == "submitted"


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("act", "statements"), [("remind", 7), ("archive", 7), ("tag", 7)])
def test_preview_costs_the_same_for_each_number_of_files(
    world, number, act, statements, django_assert_num_queries
):
    files = [world.accepted() for _ in range(number)]
    preview(world, act, *files, value="x")
    with django_assert_num_queries(statements):
        preview(world, act, *files, value="x")


@pytest.mark.parametrize("number", [1, 3])
def test_acting_costs_the_same_for_each_number_of_files(world, number, django_assert_num_queries):
    files, by = [withdrawn(world) for _ in range(number)], world.actor("manager")
    numbers = [file.pk for file in files]
    with django_assert_num_queries(7):
        services.act_on(act="archive", numbers=numbers, by=by)
    assert AuditEvent.objects.filter(action="application.archive").count() == number
