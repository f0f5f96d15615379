"""Messages of a file: who reads, who writes, who is told."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core import outbox
from core.exceptions import InvalidInput, NotAllowed
from core.models import Mail
from exchanges import audiences
from exchanges.models import Application, FileMessage
from exchanges.services import messages

CIRCLES = ("all", "visitor", "host", "staff")


def page(application):
    return reverse("exchanges:file_messages", args=[application.reference])


def fresh(application):
    return Application.objects.get(pk=application.pk)


# --- the rule ---


@pytest.mark.parametrize(
    ("relation", "reads", "writes"),
    [
        ("visitor", {"all", "visitor"}, {"all", "visitor"}),
        ("host", {"all", "host"}, {"all", "host"}),
        ("host_manager", {"all", "host"}, {"all", "host"}),
        ("visitor_manager", set(CIRCLES), set(CIRCLES)),
        ("decider", set(CIRCLES), set(CIRCLES)),
        ("coordinator", set(CIRCLES), set(CIRCLES)),
        ("finance", set(CIRCLES), set(CIRCLES)),
        ("auditor", set(CIRCLES), set()),
        ("support_office", set(CIRCLES), set()),
        ("somebody", set(), set()),
    ],
)
def test_who_reads_and_writes(relation, reads, writes):
    assert set(audiences.readable({relation})) == reads
    assert set(audiences.writable({relation}, matched=True)) == writes
    assert set(audiences.writable({relation}, matched=False)) == writes - {"all", "host"}


def test_side_is_the_role_on_the_file():
    assert audiences.side_of({"decider", "visitor_manager"}) == "contact_cluster"
    assert audiences.side_of({"decider", "coordinator"}) == "coordinator"
    assert audiences.side_of({"decider"}) == "contact_cluster"


# --- on a file ---


@pytest.fixture
def matched(world):
    application = fresh(world.building().application)
    for circle in CIRCLES:
        messages.send_message(
            application=application, by=world.actor("manager"), audience=circle, text=f"Word for {circle}."
        )
    outbox.run_due()
    return application


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("persona", "reads"),
    [
        ("visitor", {"all", "visitor"}),
        ("host", {"all", "host"}),
        ("host_manager", {"all", "host"}),
        ("manager", set(CIRCLES)),
        ("coordinator", set(CIRCLES)),
        ("finance", set(CIRCLES)),
        ("auditor", set(CIRCLES)),
    ],
)
def test_each_reads_their_circles_on_all_pages(world, matched, persona, reads):
    client = world.client(persona)
    on_page = client.get(page(matched)).content.decode()
    assert {circle for circle in CIRCLES if f"Word for {circle}." in on_page} == reads
    on_file = client.get(reverse("exchanges:file", args=[matched.reference])).content.decode()
    shown = {circle for circle in CIRCLES if f"Word for {circle}." in on_file}
    assert shown <= reads
    assert len(shown) == 2


@pytest.mark.django_db
def test_strangers_find_no_messages(world, matched):
    for persona in ("other_manager", "stranger"):
        assert world.client(persona).get(page(matched)).status_code == 404


@pytest.mark.django_db
def test_mails_go_to_the_circle_and_not_to_the_author(world, matched):
    told = {}
    for mail in Mail.objects.filter(event="message.sent"):
        circle = next(name for name in CIRCLES if f"Word for {name}." in mail.text_body)
        told.setdefault(circle, set()).add(mail.to_address)
    visitor, host = world.actor("visitor").user.email, world.actor("host").user.email
    host_manager, author = world.actor("host_manager").user.email, world.actor("manager").user.email
    assert visitor in told["visitor"] & told["all"]
    assert {host} <= told["host"] & told["all"]
    assert host_manager in told["host"] or "contact@azur-secure.example" in told["host"]
    assert visitor not in told["host"]
    assert host not in told["visitor"]
    assert all(author not in people for people in told.values())
    assert "staff" not in told or not told["staff"] & {visitor, host, host_manager}


@pytest.mark.django_db
def test_sent_twice_is_one_message(world, matched):
    for _number in range(2):
        response = world.client("visitor").post(page(matched), {"audience": "visitor", "text": "Once."})
        assert response.status_code == 302
    assert FileMessage.objects.filter(text="Once.").count() == 1


@pytest.mark.django_db
def test_host_that_was_only_asked_reads_and_writes_nothing(world):
    application = world.accepted()
    messages.send_message(
        application=application, by=world.actor("manager"), audience="visitor", text="Between us."
    )
    response = world.client("host").get(page(application))
    assert "Between us." not in response.content.decode()
    assert (
        world.client("host").post(page(application), {"audience": "all", "text": "Hello"}).status_code == 403
    )
    file = world.client("host").get(reverse("exchanges:file", args=[application.reference]))
    assert "Between us." not in file.content.decode()


@pytest.mark.django_db
def test_before_a_match_nobody_writes_to_the_host(world):
    application = world.submitted()
    with pytest.raises(InvalidInput):
        messages.send_message(
            application=application, by=world.actor("manager"), audience="host", text="Hello"
        )
    response = world.client("manager").post(page(application), {"audience": "all", "text": "Typed by me"})
    assert "Typed by me" in response.content.decode()
    assert not FileMessage.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("persona", ["auditor", "stranger"])
def test_readers_write_nothing(world, matched, persona):
    before = FileMessage.objects.count()
    response = world.client(persona).post(page(matched), {"audience": "staff", "text": "Hello"})
    assert response.status_code in (403, 404)
    with pytest.raises(NotAllowed):
        messages.send_message(application=matched, by=world.actor(persona), audience="staff", text="Hello")
    assert FileMessage.objects.count() == before


@pytest.mark.django_db
def test_message_taken_back_is_gone_for_all_and_only_its_author_does_it(world, matched):
    message = FileMessage.objects.get(audience="visitor")
    url = reverse("exchanges:file_message_take_back", args=[matched.reference, message.pk])
    assert world.client("visitor").post(url).status_code == 404
    with pytest.raises(NotAllowed):
        messages.take_back(message=message, by=world.actor("visitor"))
    assert world.client("manager").post(url).status_code == 302
    text = world.client("visitor").get(page(matched)).content.decode()
    assert "Word for visitor." not in text
    assert "This message was taken back." in text
    file = world.client("visitor").get(reverse("exchanges:file", args=[matched.reference]))
    assert "Word for visitor." not in file.content.decode()


@pytest.mark.django_db
def test_message_taken_back_in_time_is_not_mailed(world):
    application = world.submitted()
    outbox.run_due()
    message = messages.send_message(
        application=application, by=world.actor("visitor"), audience="visitor", text="Too early."
    )
    messages.take_back(message=message, by=world.actor("visitor"))
    outbox.run_due()
    assert not Mail.objects.filter(event="message.sent").exists()


@pytest.mark.django_db
def test_notes_stand_on_the_review_screen(world):
    application = world.submitted()
    messages.send_message(
        application=application, by=world.actor("manager"), audience="staff", text="Ask Bob first."
    )
    url = reverse("exchanges:application_review", args=[application.reference])
    assert "Ask Bob first." in world.client("manager").get(url).content.decode()
    assert "Ask Bob first." not in world.client("visitor").get(page(application)).content.decode()
    form = world.client("manager").get(f"{page(application)}?to=staff").context["form"]
    assert form.initial == {"audience": "staff"}


@pytest.mark.django_db
def test_message_is_sound(world):
    row = {"application": world.submitted(), "author": world.actor("visitor").user, "author_side": "visitor"}
    with pytest.raises(IntegrityError, match="message_circle_known"), transaction.atomic():
        FileMessage.objects.create(**row, audience="world", text="Hello")
    with pytest.raises(IntegrityError, match="message_not_empty"), transaction.atomic():
        FileMessage.objects.create(**row, audience="visitor", text="")


@pytest.mark.django_db
def test_statements_do_not_grow_with_messages(world, django_assert_num_queries):
    application = world.submitted()
    client = world.client("manager")
    for number in range(3):
        messages.send_message(
            application=application, by=world.actor("visitor"), audience="visitor", text=str(number)
        )
        if number in (0, 2):
            client.get(page(application))
            with django_assert_num_queries(8):
                client.get(page(application))
