"""Tags and the responsible person on the file page and the review screen: seen by staff, changed through the acts of the list."""

import pytest
from django.urls import reverse

from clusters.models import Role
from core import outbox
from core.actors import Actor
from core.models import AuditEvent, Mail
from exchanges.models import Application, ArchivedFile, Tag
from exchanges.services import applications, conflicts
from exchanges.services import desk as services
from tests.support.world import make_user

pytestmark = pytest.mark.django_db


def pages(file):
    return [reverse(f"exchanges:{name}", args=[file.reference]) for name in ("file", "application_review")]


def address(file):
    return reverse("exchanges:file_desk", args=[file.reference])


def text(response):
    return response.content.decode()


def colleague(world):
    user = make_user("second@dresden.example", "Sara", "Second")
    role = Role.objects.create(user=user, kind="manager", cluster=world.clusters["dresden"])
    return Actor.person(user, role)


def post(world, file, act, value="", persona="manager", **rest):
    return world.client(persona).post(address(file), {"act": act, "value": value} | rest, follow=True)


def test_tag_is_put_on_and_taken_off_where_the_file_is_read(world):
    file = world.submitted()
    for page in pages(file):
        shown = text(world.client("manager").get(page))
        assert "Within your team" in shown
        assert "Tags: none" in shown
    answer = post(world, file, "tag", " Call   first ", **{"from": "review"})
    assert answer.redirect_chain == [(pages(file)[1] + "#desk", 302)]
    assert "The tag is on the file." in text(answer)
    for page in pages(file):
        assert 'name="value" value="Call first"' in text(world.client("manager").get(page))
    answer = post(world, file, "untag", "Call first")
    assert answer.redirect_chain == [(pages(file)[0] + "#desk", 302)]
    assert not Tag.objects.exists()
    actions = ["application.tag", "application.untag"]
    assert (
        list(AuditEvent.objects.filter(action__in=actions).order_by("id").values_list("action", flat=True))
        == actions
    )


def test_tag_sent_twice_is_there_once_and_says_so(world):
    file = world.submitted()
    post(world, file, "tag", "Late")
    assert "It has this tag already." in text(post(world, file, "tag", "late"))
    assert Tag.objects.count() == 1


def test_tag_of_a_place_is_read_by_this_place_only(world):
    exchange = world.building()
    services.act_on(
        act="tag", numbers=[exchange.application_id], by=world.actor("manager"), value="Our secret"
    )
    file = exchange.application
    assert "Our secret" in text(world.client("manager").get(pages(file)[0]))
    for persona in ("visitor", "host", "host_manager", "coordinator", "finance", "auditor"):
        assert "Our secret" not in text(world.client(persona).get(pages(file)[0])), persona
    for persona in ("visitor", "host"):
        assert "Within your team" not in text(world.client(persona).get(pages(file)[0]))
    # The host's cluster keeps tags of its own on the same file.
    post(world, file, "tag", "Visit us", persona="host_manager")
    assert "Visit us" in text(world.client("host_manager").get(pages(file)[0]))
    assert "Visit us" not in text(world.client("manager").get(pages(file)[0]))


def test_responsible_person_is_named_and_told(world):
    sara, file = colleague(world), world.submitted()
    shown = text(world.client("manager").get(address(file)))
    assert "Sara Second" in shown
    answer = post(world, file, "assign", sara.user_id)
    assert "It is noted who is responsible." in text(answer)
    for page in pages(file):
        assert "<strong>Sara Second</strong>" in text(world.client("manager").get(page))
    outbox.run_due()
    assert Mail.objects.get(event="file.assigned").to_address == sara.user.email
    post(world, file, "assign", "nobody")
    assert Application.objects.get().responsible is None


def test_person_with_a_conflict_is_not_named(world):
    sara, file = colleague(world), world.submitted()
    conflicts.declare_conflict(application=file, by=sara, reason="My cousin works there")
    assert "This person has a conflict of interest." in text(post(world, file, "assign", sara.user_id))
    assert Application.objects.get().responsible is None


def test_who_does_not_decide_reads_who_is_responsible(world):
    file = world.submitted()
    services.act_on(
        act="assign", numbers=[file.pk], by=world.actor("manager"), value=str(world.actor("manager").user_id)
    )
    name = world.actor("manager").user.get_full_name()
    shown = text(world.client("finance").get(address(file)))
    assert f"{name}. Only those who decide on it say who is responsible." in shown
    assert "Select" not in shown
    assert 'name="value" id="id_value"' not in shown
    assert f"<strong>{name}</strong>" in text(world.client("auditor").get(pages(file)[0]))


@pytest.mark.parametrize("persona", ["auditor", "support"])
def test_who_only_reads_gets_no_forms(world, persona):
    world.add_support()
    file = world.submitted()
    shown = text(world.client(persona).get(pages(file)[0]))
    assert "Within your team" in shown
    assert address(file) not in shown
    assert post(world, file, "tag", "mine", persona=persona).status_code == 403
    assert not Tag.objects.exists()


@pytest.mark.parametrize("persona", ["visitor", "host", "other_manager", "stranger"])
def test_others_change_nothing(world, persona):
    file = world.submitted()
    assert post(world, file, "tag", "mine", persona=persona).status_code in (403, 404)
    assert "Within your team" not in text(world.client(persona).get(address(file)))
    assert not Tag.objects.exists()


def test_wrong_input_stays_on_the_page_with_a_reason(world):
    file = world.submitted()
    answer = post(world, file, "tag", "  ")
    assert answer.status_code == 200
    assert "There is a problem" in text(answer)
    assert "There is a problem" in text(post(world, file, "assign", "999999"))
    answer = post(world, file, "accept")
    assert (answer.status_code, Application.objects.get().state) == (200, "submitted")


def test_archive_and_reminder_say_why_not(world):
    file = world.submitted()
    shown = text(world.client("manager").get(address(file)))
    assert "It is not finished: To decide." in shown
    assert "It waits for you or a colleague in your role." in shown
    applications.withdraw_application(application=file, by=world.actor("visitor"))
    assert "The file is in the archive." in text(post(world, file, "archive"))
    assert ArchivedFile.objects.get().application == file
    assert "The file is back in the list." in text(post(world, file, "unarchive"))


def test_file_and_review_name_the_version_of_the_rules(world):
    file = world.submitted()
    for page in pages(file):
        assert "2022-1" in text(world.client("manager").get(page))
    assert "2022-1" in text(world.client("visitor").get(pages(file)[0]))
