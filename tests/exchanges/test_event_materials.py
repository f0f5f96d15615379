"""Files and links of an event: what may be added, who can open them, and that a file goes with its entry."""

from contextlib import contextmanager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from core.exceptions import InvalidInput, NotAllowed
from core.models import StoredFile
from exchanges.demo.acting import picture
from exchanges.models import EventMaterial
from exchanges.selectors import event_materials as select
from exchanges.services import event_materials, participants, places
from tests.support.events import draft, virtual_exchange
from tests.support.world import World

pytestmark = pytest.mark.django_db


@contextmanager
def violates(name):
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        yield


@pytest.fixture
def event(world: World):
    return virtual_exchange(world)


def upload(name="slides.jpg"):
    return SimpleUploadedFile(name, picture("Slides"), "image/jpeg")


def add(event, **fields):
    return event_materials.add_material(
        mission=event.mission, by=event.staff, **({"title": "Slides of the first day"} | fields)
    )


def url(name, *args):
    return reverse(f"exchanges:{name}", args=args)


def opened(client, address):
    """The status, and how the file is sent; the file is closed again."""
    answer = client.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code, answer.get("Content-Disposition", "").partition(";")[0]


def test_one_of_file_and_link(event):
    for wrong in ({}, {"upload": upload(), "url": "https://video.example/1"}):
        with pytest.raises(InvalidInput, match="one of the two"):
            add(event, **wrong)
    material = add(event, upload=upload())
    with violates("event_material_file_or_link"):
        EventMaterial.objects.filter(pk=material.pk).update(url="https://video.example/1")
    with violates("event_material_file_or_link"):
        EventMaterial.objects.filter(pk=material.pk).update(file=None)


def test_type_is_judged_by_content_and_the_form_is_kept(event):
    client = event.world.client("host_manager")
    answer = client.post(
        url("mission_materials", event.mission.slug),
        {
            "title": "Slides",
            "public": "False",
            "upload": SimpleUploadedFile("slides.pdf", b"MZ not a PDF", "application/pdf"),
        },
    ).content.decode()
    assert "Please choose a PDF, JPEG or PNG file" in answer and 'value="Slides"' in answer
    assert not StoredFile.objects.exists()


def test_session_belongs_to_the_same_event(world: World, event):
    other = draft(world, title="Another event")
    session = event.mission.sessions.first()
    assert add(event, url="https://video.example/1", session=session).session == session
    with pytest.raises(InvalidInput, match="another event"):
        event_materials.add_material(
            mission=other, by=event.staff, title="Wrong", url="https://video.example/2", session=session
        )
    with violates("material_of_a_session_of_its_event"):
        EventMaterial.objects.create(
            mission=other,
            session=session,
            title="Wrong",
            url="https://video.example/2",
            added_by=event.staff.user,
        )


def test_there_is_an_end_of_adding(event, monkeypatch):
    monkeypatch.setattr(event_materials, "MOST", 1)
    add(event, url="https://video.example/1")
    with pytest.raises(InvalidInput, match="1 files and links already"):
        add(event, url="https://video.example/2")


def test_only_those_who_run_it_add_and_take_away(event):
    material = add(event, url="https://video.example/1")
    for persona in ("visitor", "manager", "other_manager", "finance"):
        by = event.world.actor(persona)
        with pytest.raises(NotAllowed):
            event_materials.add_material(mission=event.mission, by=by, title="X", url="https://x.example/")
        with pytest.raises(NotAllowed):
            event_materials.show_material(material=material, by=by, public=True)
        with pytest.raises(NotAllowed):
            event_materials.remove_material(material=material, by=by)


def test_participants_see_what_strangers_do_not(event):
    hidden = add(event, title="Hidden slides", upload=upload())
    shown = add(event, title="Shown slides", upload=upload(), public=True)
    page, world = url("mission_detail", event.mission.slug), event.world
    for client, sees in (
        (Client(), False),
        (world.client("other_manager"), False),
        (world.client("visitor"), True),  # Anna is of this firm
        (world.client("host_manager"), True),
        (world.client("host"), True),
        (world.client("coordinator"), True),
    ):
        text = client.get(page).content.decode()
        assert "Shown slides" in text and ("Hidden slides" in text) is sees
        closed = (200, "attachment") if sees else (404, "")
        assert opened(client, url("mission_material", event.mission.slug, hidden.pk)) == closed
        assert opened(client, url("mission_material", event.mission.slug, shown.pk)) == (200, "attachment")
    participants.withdraw_participant(participant=event.people["anna"], by=event.staff)
    assert "Hidden slides" not in world.client("visitor").get(page).content.decode()


def test_link_of_a_participant_opens_them_and_of_no_other_event(world: World, event):
    material = add(event, upload=upload())
    other = virtual_exchange(world, title="Another event")
    foreign = add(other, title="Foreign slides", upload=upload())
    token = places.issue_link(event.people["bela"]).rstrip("/").rpartition("/")[2]
    page = Client().get(url("participant_by_link", token)).content.decode()
    assert "Slides of the first day" in page and "Foreign" not in page
    assert opened(Client(), url("material_by_link", token, material.pk))[0] == 200
    assert opened(Client(), url("material_by_link", token, foreign.pk))[0] == 404
    participants.withdraw_participant(participant=event.people["bela"], by=event.staff)
    assert opened(Client(), url("material_by_link", token, material.pk))[0] == 404


def test_page_shows_hides_and_takes_away_with_the_file(event):
    client, slug = event.world.client("host_manager"), event.mission.slug
    assert "Nothing is added yet" in client.get(url("mission_materials", slug)).content.decode()
    client.post(
        url("mission_materials", slug),
        {"title": "Recording", "url": "https://video.example/1", "public": "False"},
    )
    client.post(url("mission_materials", slug), {"title": "Slides", "upload": upload(), "public": "False"})
    link, file = EventMaterial.objects.order_by("id")
    assert (link.public, file.file is not None) == (False, True)
    client.post(url("mission_material_act", slug, link.pk, "everybody"))
    assert "Recording" in Client().get(url("mission_detail", slug)).content.decode()
    client.post(url("mission_material_act", slug, link.pk, "participants"))
    assert "Recording" not in Client().get(url("mission_detail", slug)).content.decode()
    client.post(url("mission_material_act", slug, file.pk, "remove"))
    assert list(EventMaterial.objects.all()) == [link] and not StoredFile.objects.exists()
    assert client.post(url("mission_material_act", slug, link.pk, "burn")).status_code == 404


def test_order_is_that_of_the_programme(event):
    last = event.mission.sessions.order_by("-day", "-starts_at").first()
    first = event.mission.sessions.order_by("day", "starts_at").first()
    for title, session in (("Third", last), ("Second", first), ("First", None)):
        add(event, title=title, url="https://video.example/1", session=session)
    groups = select.grouped(select.materials(event.mission, event.staff))
    assert [(group.heading, group.rows[0].title) for group in groups] == [
        ("", "First"),
        ("Cluster strategy", "Second"),
        ("Case studies", "Third"),
    ]


def test_pages_need_the_same_statements_for_one_and_three(event, django_assert_num_queries):
    client, slug = event.world.client("host_manager"), event.mission.slug
    add(event, upload=upload())
    for name, number in (("mission_materials", 9), ("mission_detail", 10)):
        client.get(url(name, slug))
        with django_assert_num_queries(number):
            client.get(url(name, slug))
    add(event, url="https://video.example/1", session=event.mission.sessions.first())
    add(event, upload=upload())
    for name, number in (("mission_materials", 9), ("mission_detail", 10)):
        with django_assert_num_queries(number):
            client.get(url(name, slug))
