"""Papers of an event: who gets which, whose address stands in them, long names, the code that is printed."""

import io
import re
from datetime import timedelta

import pytest
import segno
from django.template.loader import render_to_string
from django.urls import reverse
from pypdf import PdfReader

from core import clock
from core.qr import qr_code
from exchanges.documents import mission_papers
from exchanges.models import Exchange
from exchanges.selectors import mission_people
from exchanges.selectors import presence as select
from exchanges.selectors.mission_people import Person
from exchanges.services import decisions, missions
from tests.exchanges.test_presence import guest
from tests.support.world import FIRST_DAY, LAST_DAY, World, moment

pytestmark = pytest.mark.django_db
TRAVELLER, LOCAL = "vera@firm.example", "lucie@atelier.example"


@pytest.fixture
def mission(world: World):
    by = world.actor("host_manager")
    made = missions.create_mission(
        by=by,
        partnership=world.partnership,
        host_cluster=world.clusters["nice"],
        host=world.host,
        title="Smart mobility on the Riviera",
        country=world.host.country,
        city="Sophia Antipolis",
        start_on=FIRST_DAY,
        end_on=LAST_DAY,
    )
    missions.publish_mission(mission=made, by=by)
    application = world.submitted(host_choice="mission", mission=made, host_offer=None)
    decisions.accept_application(application=application, by=world.actor("manager"))
    assert Exchange.objects.filter(mission=made).exists()
    guest(world, made, email=LOCAL)
    return made


def paper(mission, kind: str) -> str:
    return reverse("exchanges:mission_paper", args=[mission.slug, kind])


def text_of(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def test_list_shows_addresses_by_the_table_of_visibility(world, mission):
    address = reverse("exchanges:mission_people", args=[mission.slug])
    # The host's cluster does not read a traveller's address; the coordinator does.
    hosts = world.client("host_manager").get(address).content.decode()
    assert ("Vera Visitor" in hosts, TRAVELLER in hosts, LOCAL in hosts) == (True, False, True)
    coordinators = world.client("coordinator").get(address).content.decode()
    assert (TRAVELLER in coordinators, LOCAL in coordinators) == (True, True)
    host = world.client("host").get(address).content.decode()
    assert ("Vera Visitor" in host, TRAVELLER in host, LOCAL in host) == (True, False, False)
    for persona in ("visitor", "manager", "other_manager", "stranger"):
        assert world.client(persona).get(address).status_code == 403


def test_list_to_hand_out_has_no_address_and_not_who_restricts_their_data(world, mission):
    pages = text_of(world.client("coordinator").get(paper(mission, "participants")).content)
    assert "Vera Visitor" in pages[0]
    assert "Atelier Sud" in pages[0]
    assert "@" not in pages[0]
    contacts = text_of(world.client("coordinator").get(paper(mission, "contacts")).content)
    assert TRAVELLER in contacts[0].replace("\n", "")
    user = world.actor("visitor").user
    user.restricted_at = clock.now()
    user.save()
    people = mission_people.people(mission, world.actor("coordinator"), hand_out=True)
    assert [person.name for person in people] == ["Lucie Locale"]
    everybody = mission_people.people(mission, world.actor("coordinator"))
    assert {person.name: person.email for person in everybody}["Vera Visitor"] == ""


def test_badges_hold_long_names_of_three_scripts_eight_to_a_sheet(world, mission):
    names = (
        "Αικατερίνη Παπαδημητρίου",
        "Константин Владимиров",
        "Łukasz Żółć",
        "Maximiliane-Charlotte Freifrau von Schönberg",
    )
    people = [Person(name, "", "Org", "Greece", "Visitor", "") for name in names * 3]
    content = mission_papers.badges(mission, people)
    pages = text_of(content)
    assert len(pages) == 2
    flat = " ".join(pages[0].split())
    assert all(name in flat for name in names[:3])
    reader = PdfReader(io.BytesIO(content))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_attendance_list_has_a_page_and_a_code_for_each_day(world, mission):
    pages = text_of(world.client("host").get(paper(mission, "attendance")).content)
    assert len(pages) == 4
    codes = [select.code_of(mission, FIRST_DAY + timedelta(days=number)) for number in range(4)]
    assert len(set(codes)) == 4
    for page, code in zip(pages, codes, strict=True):
        assert f"/here/{code}/" in page.replace("\n", "")
        assert "Vera Visitor" in page
    with clock.at(moment(FIRST_DAY)):
        assert select.day_of_code(codes[0].upper()) == (mission, FIRST_DAY)


def test_printed_code_holds_every_dark_part_of_the_address():
    address = "https://portal.example/here/k7m2/"
    code = qr_code(address)
    drawn = set()
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", code["path"]):
        drawn |= {(int(x) + step, int(y)) for step in range(int(length))}
    rows = [list(row) for row in segno.make(address, error="m").matrix]
    assert drawn == {(x + 2, y + 2) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark}
    assert code["size"] == len(rows) + 4
    page = render_to_string("pdf/_code.html", {"code": {**code, "name": "<b>"}, "address": "<i>"})
    assert "<b>" not in page
    assert "<i>" not in page


def test_certificates_come_once_a_report_is_checked(world, mission):
    answer = world.client("manager").get(paper(mission, "certificates"), follow=True)
    assert "certificates are ready once" in answer.content.decode()
    assert world.client("other_manager").get(paper(mission, "certificates")).status_code == 404
    assert world.client("host_manager").get(paper(mission, "nonsense")).status_code == 404


def test_papers_are_for_those_who_run_the_event(world, mission):
    for kind in ("participants", "contacts", "badges", "attendance"):
        for persona in ("visitor", "manager", "other_manager", "finance", "stranger"):
            assert world.client(persona).get(paper(mission, kind)).status_code == 403, (kind, persona)
