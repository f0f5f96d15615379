"""People whom the staff enters by name at an event: local companies, speakers and guests."""

import pytest
from django.core import mail
from django.urls import reverse

from core import outbox
from exchanges.models import Participant
from tests.support import meetings as scenes

pytestmark = pytest.mark.django_db
LINES = """Mer Mobile; Léa Roux <lea@mer.example>
Université de Nice; Sam Speaker; ; FR
Azur Secure; Max Local; max@azur.example
"""


@pytest.fixture
def scene(world):
    return scenes.scene(world)


def url(name, *args):
    return reverse(f"exchanges:{name}", args=args)


def test_staff_enter_people_whole_or_not_at_all_and_nobody_is_written_to(world, scene):
    client, slug = world.client("host_manager"), scene.mission.slug
    before = Participant.objects.count()
    known = scene.people["azur"].email
    wrong = f"Azur; Ann; {known}\nNobody Ltd; ; x@x.example\n" + LINES
    sent = {"side": "local", "text": wrong, "country": "FR"}
    page = client.post(url("mission_people_add", slug), sent).content.decode()
    assert "This person is registered already." in page and "Fill in “Person”." in page
    assert "Léa Roux &lt;lea@mer.example&gt;" in page
    assert Participant.objects.count() == before
    page = client.post(url("mission_people_add", slug), sent | {"text": LINES}, follow=True).content.decode()
    assert "3 people are on the list of participants." in page
    rows = Participant.objects.order_by("-pk")[:3]
    assert sorted((row.full_name, row.of, row.email, row.side, row.state) for row in rows) == [
        ("Léa Roux", "Mer Mobile", "lea@mer.example", "local", "coming"),
        ("Max Local", "Azur Secure", "max@azur.example", "local", "coming"),
        ("Sam Speaker", "Université de Nice", "", "local", "coming"),
    ]
    own = next(row for row in rows if row.first_name == "Max")
    assert own.organisation == world.clusters["nice"].organisation
    outbox.run_due()
    assert mail.outbox == []


def test_who_was_entered_can_be_taken_off_the_list_and_a_traveller_cannot(world, scene):
    client, slug = world.client("host_manager"), scene.mission.slug
    loups = scene.people["loups"]
    assert (
        url("mission_person_withdraw", slug, loups.pk)
        in client.get(url("mission_people", slug)).content.decode()
    )
    page = client.post(url("mission_person_withdraw", slug, loups.pk), follow=True).content.decode()
    assert "Ann Loups does not come and is off the list." in page and "Trois Loups" not in page
    loups.refresh_from_db()
    assert loups.state == "withdrawn"


@pytest.mark.parametrize(("persona", "status"), [("host", 403), ("other_manager", 403), ("visitor", 403)])
def test_others_enter_and_remove_nobody(world, scene, persona, status):
    client, slug = world.client(persona), scene.mission.slug
    before = Participant.objects.filter(state="coming").count()
    sent = {"side": "local", "text": LINES, "country": "FR"}
    assert client.post(url("mission_people_add", slug), sent).status_code == status
    gone = url("mission_person_withdraw", slug, scene.people["loups"].pk)
    assert client.post(gone).status_code == status
    assert Participant.objects.filter(state="coming").count() == before
