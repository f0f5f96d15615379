"""Invitations to an event: pasted, sent, answered by mail link, followed by the application, and ended by the calendar."""

import io
import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from core import clock, links, outbox
from core.actors import Actor
from core.exceptions import NotAllowed, Refused, WrongState
from core.models import Mail
from exchanges import invitation_lines
from exchanges.models import MissionInvitation
from exchanges.services import file_retention, mission_cancel, missions
from exchanges.services import mission_invitations as services
from exchanges.workflows import MISSION_INVITATION
from tests.support import matrix
from tests.support.world import FIRST_DAY, LAST_DAY, moment

LINES = """Elbe Sensors GmbH; Vera Visitor; Vera@firm.example; Germany
Vilnius Chips; ; info@chips.example; LT
"""
STAFF = {"host_manager", "coordinator"}
OPEN = {"invited", "begun"}
ALLOWED: matrix.Table = {
    "invite": ({"draft"}, STAFF),
    "begin": ({"invited"}, {"own_link"}),
    "apply": (OPEN | {"declined", "expired"}, {"own_link", "system"}),
    "decline": (OPEN, {"own_link"}),
    "expire": (OPEN, {"system"}),
    "withdraw": ({"draft"} | OPEN, STAFF | {"system"}),
}


# --- reading what was pasted ---


def test_lines_give_people_and_tabs_do_as_well():
    people, problems = invitation_lines.from_text(LINES + "Sofia Lab\tIva\tiva@lab.example\tBulgaria\n")
    assert problems == []
    assert [(row.organisation, row.person, row.email, row.country) for row in people] == [
        ("Elbe Sensors GmbH", "Vera Visitor", "vera@firm.example", "DE"),
        ("Vilnius Chips", "", "info@chips.example", "LT"),
        ("Sofia Lab", "Iva", "iva@lab.example", "BG"),
    ]


def test_every_problem_of_every_line_is_named():
    text = "; Iva; not-an-address; Atlantis\nA; ; a@a.example; LT\n\nB; ; A@a.example; LT\nC; ; c@c.example"
    people, problems = invitation_lines.from_text(text)
    assert [row.organisation for row in people] == ["A"]
    assert [(row.number, row.sentence) for row in problems] == [
        (1, "Fill in “Firm”."),
        (1, "Write an address like name@example.org."),
        (1, "Write the country's two letters or its name, for example FR or France."),
        (4, "This address stands in line 2 already."),
        (5, "Fill in “Country”."),
    ]


MESSY = """\ufeffCompany\tCity\tContact person\tE-mail\tCountry
Alfa Kft\tGyőr\tÁgnes Kiss\tagnes@alfa.example\tMagyarország
"Beta, Ltd"\tRiga\t\tJanis Ozols <Janis@Beta.example>\tLV
"""


def cells_of(text, **more):
    people, problems = invitation_lines.from_text(text, **more)
    return [(row.organisation, row.person, row.email, row.country) for row in people], [
        row.sentence for row in problems
    ]


def test_cells_of_a_spreadsheet_bring_the_names_of_their_columns():
    assert cells_of(MESSY) == (
        [
            ("Alfa Kft", "Ágnes Kiss", "agnes@alfa.example", "HU"),
            ("Beta, Ltd", "Janis Ozols", "janis@beta.example", "LV"),
        ],
        [],
    )


@pytest.mark.parametrize(
    "line",
    [
        "Mar Capteurs; Léa Roux <lea@mar.example>; Spain",
        "Léa Roux <lea@mar.example>; Mar Capteurs; ES",
        "Mar Capteurs, Léa Roux, lea@mar.example, España",
        "lea@mar.example; Mar Capteurs; Léa Roux; Spain",
        "Mar Capteurs\tLéa Roux\tES\t\u200bmailto:lea@mar.example",
        '"Mar Capteurs"; "Léa Roux"; <lea@mar.example>; Spain',
    ],
)
def test_other_orders_are_understood(line):
    assert cells_of(line) == ([("Mar Capteurs", "Léa Roux", "lea@mar.example", "ES")], [])


def test_lines_that_could_mean_two_things_are_asked_about_and_not_guessed():
    people, problems = cells_of(
        "Léa; Roux; Mar Capteurs; +34 1; lea@mar.example; ES\nA <a@a.example>, B <b@b.example>"
    )
    assert people == []
    assert problems == [
        "Write an address like name@example.org.",
        "Write the country's two letters or its name, for example FR or France.",
        "This line has more than one address. Write one person a line.",
    ]


def test_country_is_chosen_once_for_lines_that_name_none():
    assert cells_of("A; Ann; ann@a.example\nB; ; b@b.example; PL", country="LT")[0] == [
        ("A", "Ann", "ann@a.example", "LT"),
        ("B", "", "b@b.example", "PL"),
    ]


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def test_spreadsheet_is_read_by_the_names_of_its_columns():
    data = workbook(["E-mail", "Company", "Country"], ["info@chips.example", "Vilnius Chips", "Lithuania"])
    people, problems = invitation_lines.from_file(data)
    assert problems == []
    assert [(row.organisation, row.person, row.email, row.country) for row in people] == [
        ("Vilnius Chips", "", "info@chips.example", "LT")
    ]


# --- with a mission ---


@pytest.fixture
def mission(world):
    return missions.create_mission(
        by=world.actor("host_manager"),
        partnership=world.partnership,
        host_cluster=world.clusters["nice"],
        host=world.host,
        title="Smart mobility on the Riviera",
        country=world.host.country,
        city="Sophia Antipolis",
        start_on=FIRST_DAY,
        end_on=LAST_DAY,
        apply_until=FIRST_DAY - timedelta(days=30),
    )


def url(name, *args):
    return reverse(f"exchanges:{name}", args=args)


def invited(world, mission, text=LINES):
    by = world.actor("host_manager")
    people, _problems = invitation_lines.from_text(text)
    services.list_guests(mission=mission, by=by, guests=people)
    if mission.state == "draft":
        missions.publish_mission(mission=mission, by=by)
    services.send_invitations(mission=mission, by=by)
    outbox.run_due()
    return mission.invitations.get(contact_email="vera@firm.example")


def link_of(row):
    made, _url = links.issue(
        row, services.LINK_PURPOSE, address=row.contact_email, url_name="exchanges:mission_invitation_by_link"
    )
    return Actor.for_link(made)


def address_of(row):
    return services.issue_link(row)


@pytest.mark.django_db
def test_list_is_saved_whole_or_not_at_all_and_sent_with_one_click(world, mission):
    client = world.client("host_manager")
    page = client.post(
        url("mission_invite", mission.slug), {"text": LINES + "Riviera; R; r@r.example; FR\nX; Y; z; DE"}
    ).content.decode()
    assert "Riviera is in the country of the mission. A visit goes abroad." in page
    assert "Line 4, “X; Y; z; DE”: Write an address like name@example.org." in page
    assert not MissionInvitation.objects.exists()
    answer = client.post(url("mission_invite", mission.slug), {"text": LINES})
    assert answer.url == url("mission_invitations_send", mission.slug)
    outbox.run_due()
    assert mail.outbox == []
    page = client.get(answer.url).content.decode()
    assert "2 people are on the list" in page and "Publish and send" in page
    assert "invites Elbe Sensors GmbH to “Smart mobility on the Riviera”" in page
    client.post(answer.url)
    outbox.run_due()
    assert sorted(sent.to[0] for sent in mail.outbox) == [
        "Vera Visitor <vera@firm.example>",
        "info@chips.example",
    ]
    text = next(sent for sent in mail.outbox if "Vera" in sent.to[0]).body
    assert re.search(r"about EUR.450\. It also", text) and "18 April 2026" in text
    mission.refresh_from_db()
    assert mission.state == "open"
    # Sending once more writes to nobody.
    client.post(url("mission_invitations_send", mission.slug))
    outbox.run_due()
    assert len(mail.outbox) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("chosen", "written"),
    [
        ("", {"vera@firm.example": "fr", "info@chips.example": "en", "jan@new.example": "de"}),
        ("fr", {"vera@firm.example": "fr", "info@chips.example": "fr", "jan@new.example": "fr"}),
    ],
)
def test_mail_is_in_the_language_of_the_account_else_chosen_else_of_the_country(
    world, mission, monkeypatch, chosen, written
):
    """Vera has an account in French; Lithuanian is not among the languages here."""
    spoken = [("en", "English"), ("de", "Deutsch"), ("fr", "Français")]
    monkeypatch.setattr("core.languages.translated_languages", lambda: spoken)
    monkeypatch.setattr("exchanges.forms.mission_invitations.translated_languages", lambda: spoken)
    visitor = world.actor("visitor").user
    visitor.email, visitor.language = "vera@firm.example", "fr"
    visitor.save()
    client, address = world.client("host_manager"), url("mission_invite", mission.slug)
    page = client.get(address).content.decode()
    assert "where the portal speaks it, else English" in page and "Deutsch" in page
    text = LINES + "New firm; Jan; jan@new.example; DE"
    assert client.post(address, {"text": text, "language": "lt"}).status_code == 200
    assert not MissionInvitation.objects.exists()
    client.post(address, {"text": text, "language": chosen})
    client.post(url("mission_invitations_send", mission.slug))
    outbox.run_due()
    assert dict(Mail.objects.values_list("to_address", "language")) == written


@pytest.mark.django_db
def test_spreadsheet_and_text_in_one_go(world, mission):
    data = workbook(["Firm", "Email", "Country"], ["Chips", "info@chips.example", "LT"])
    client, address = world.client("host_manager"), url("mission_invite", mission.slug)
    page = client.post(address, {"text": LINES, "file": SimpleUploadedFile("a.xlsx", data)}).content.decode()
    assert "This address stands in the text above, too." in page
    client.post(address, {"file": SimpleUploadedFile("a.xlsx", data)})
    assert mission.invitations.get().organisation_name == "Chips"
    page = client.post(address, {"file": SimpleUploadedFile("a.txt", b"Name;Mail\nA;B\n")}).content.decode()
    assert "Not found" in page and "Country" in page


@pytest.mark.django_db
def test_link_shows_sum_and_programme_and_no_closes_the_door(world, mission):
    row = invited(world, mission)
    address, guest = address_of(row), Client()
    page = guest.get(address).content.decode()
    assert "EUR" in page and "450" in page and "Apply for this mission" in page
    row.refresh_from_db()
    assert row.state == "invited"
    guest.post(address, {"answer": "no", "reason": "We have a fair that week."})
    row.refresh_from_db()
    assert (row.state, row.decline_reason) == ("declined", "We have a fair that week.")
    assert "We do not write to you about this event again." in guest.get(address).content.decode()
    page = world.client("host_manager").get(url("mission_invitations", mission.slug)).content.decode()
    assert "We have a fair that week." in page and "Said no (1)" in page
    # Nobody writes to this person again: no reminder, no second invitation.
    mail.outbox.clear()
    with clock.at(clock.now() + timedelta(days=5)):
        assert services.remind_invited(mission=mission, by=world.actor("host_manager")) == 1
        outbox.run_due()
        assert [sent.to for sent in mail.outbox] == [["info@chips.example"]]
        page = world.client("host_manager").post(url("mission_invite", mission.slug), {"text": LINES})
    assert "This person said no to this event. Nobody writes to them again." in page.content.decode()
    assert mission.invitations.count() == 2


@pytest.mark.django_db
def test_yes_leads_a_stranger_to_registration_and_back_to_the_application(world, mission):
    row = invited(world, mission)
    answer = Client().post(address_of(row), {"answer": "yes"})
    assert answer.url.startswith(reverse("account_signup")) and "invited" in answer.url
    row.refresh_from_db()
    assert row.state == "begun"


@pytest.mark.django_db
def test_yes_prefills_the_application_and_the_invitation_follows_it(world, mission):
    row = invited(world, mission)
    client = world.client("visitor")
    target = client.post(address_of(row), {"answer": "yes"}).url
    client.post(target)
    row.refresh_from_db()
    draft = row.application
    assert (draft.mission, draft.planned_start, draft.planned_end) == (mission, FIRST_DAY, LAST_DAY)
    assert (draft.organisation, row.state) == (world.firm, "begun")
    sent = world.submitted(host_choice="mission", mission=mission, host_offer=None)
    type(row).objects.filter(pk=row.pk).update(application=sent, contact_email="other@firm.example")
    outbox.run_due()
    row.refresh_from_db()
    assert (row.state, row.application) == ("applied", sent)


@pytest.mark.django_db
def test_application_by_the_invited_address_settles_the_invitation_without_its_link(world, mission):
    row = invited(world, mission)
    applicant = world.actor("visitor").user.email
    type(row).objects.filter(pk=row.pk).update(contact_email=applicant)
    application = world.submitted(host_choice="mission", mission=mission, host_offer=None)
    outbox.run_due()
    row.refresh_from_db()
    assert (row.state, row.application) == ("applied", application)
    assert mission.invitations.get(contact_email="info@chips.example").state == "invited"
    assert services.follow_application(application=application) == 0


@pytest.mark.django_db
def test_signed_number_of_another_mission_joins_nothing(world, mission):
    row = invited(world, mission)
    other = world.draft()
    assert services.attach_application(invitation=row, application=other) is False
    row.refresh_from_db()
    assert row.application is None
    page = world.client("visitor").post(url("application_new") + "?invited=forged")
    assert page.status_code == 302


@pytest.mark.django_db
def test_reminder_comes_once_by_itself_and_the_last_day_ends_it(world, mission):
    row = invited(world, mission)
    mail.outbox.clear()
    with clock.at(moment(FIRST_DAY - timedelta(days=31))):
        outbox.run_due()
        assert [sent.subject for sent in mail.outbox] == ["Reminder: Smart mobility on the Riviera"] * 2
        row.refresh_from_db()
        assert row.state == "invited"
    address = address_of(row)
    with clock.at(moment(FIRST_DAY - timedelta(days=29))):
        outbox.run_due()
        row.refresh_from_db()
        assert row.state == "expired"
        assert "The time to answer has passed." in Client().get(address).content.decode()
        with pytest.raises(WrongState):
            services.decline_invitation(invitation=row, by=link_of(row))


@pytest.mark.django_db
def test_moved_deadline_moves_the_end(world, mission):
    row = invited(world, mission)
    missions.update_mission(
        mission=mission, by=world.actor("host_manager"), apply_until=FIRST_DAY - timedelta(days=10)
    )
    with clock.at(moment(FIRST_DAY - timedelta(days=29))):
        outbox.run_due()
        row.refresh_from_db()
        assert row.state == "invited"
    with clock.at(moment(FIRST_DAY - timedelta(days=9))):
        outbox.run_due()
        row.refresh_from_db()
        assert row.state == "expired"


@pytest.mark.django_db
def test_taken_back_is_told_and_its_link_is_dead(world, mission):
    row = invited(world, mission)
    address = address_of(row)
    mail.outbox.clear()
    world.client("host_manager").post(url("mission_invitation_withdraw", mission.slug, row.pk))
    outbox.run_due()
    assert [(sent.to, sent.subject) for sent in mail.outbox] == [
        (["Vera Visitor <vera@firm.example>"], "Smart mobility on the Riviera: the invitation is taken back")
    ]
    assert Client().get(address).status_code == 410
    # The same person can be invited again.
    people, _problems = invitation_lines.from_text(LINES.splitlines()[0])
    services.list_guests(mission=mission, by=world.actor("host_manager"), guests=people)


@pytest.mark.django_db
def test_cancelled_mission_takes_its_invitations_back(world, mission):
    invited(world, mission)
    mission_cancel.cancel_mission(mission=mission, by=world.actor("host_manager"), reason="Strike.")
    assert set(mission.invitations.values_list("state", flat=True)) == {"withdrawn"}


@pytest.mark.django_db
def test_nothing_is_sent_before_publication_or_after_the_last_day(world, mission):
    by = world.actor("host_manager")
    people, _problems = invitation_lines.from_text(LINES)
    services.list_guests(mission=mission, by=by, guests=people)
    with pytest.raises(Refused, match="not open"):
        services.send_invitations(mission=mission, by=by)
    missions.publish_mission(mission=mission, by=by)
    with clock.at(moment(FIRST_DAY - timedelta(days=29))), pytest.raises(Refused, match="last day"):
        services.send_invitations(mission=mission, by=by)
    assert set(mission.invitations.values_list("state", flat=True)) == {"draft"}


@pytest.mark.django_db
def test_others_see_and_send_nothing(world, mission):
    row = invited(world, mission)
    for persona in ("visitor", "manager", "other_manager", "finance", "auditor", "stranger"):
        assert list(MissionInvitation.objects.visible_to(world.actor(persona))) == []
        for name in ("mission_invitations", "mission_invite", "mission_invitations_send"):
            page = world.client(persona).get(url(name, mission.slug))
            assert page.status_code == 403
            assert "vera@firm.example" not in page.content.decode()
        with pytest.raises(NotAllowed):
            services.send_invitations(mission=mission, by=world.actor(persona))
        assert (
            world.client(persona).post(url("mission_invitation_withdraw", mission.slug, row.pk)).status_code
            == 403
        )
    assert set(MissionInvitation.objects.visible_to(world.actor("coordinator"))) == set(
        mission.invitations.all()
    )
    public = world.client("anonymous").get(url("mission_detail", mission.slug)).content.decode()
    assert not re.search("vera@firm|Vilnius Chips", public)


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_each_number(world, mission, number, django_assert_num_queries):
    lines = "".join(f"Firm {line}; ; f{line}@f.example; LT\n" for line in range(number))
    people, _problems = invitation_lines.from_text(lines)
    services.list_guests(mission=mission, by=world.actor("host_manager"), guests=people)
    client, address = world.client("host_manager"), url("mission_invitations", mission.slug)
    client.get(address)
    with django_assert_num_queries(10):
        client.get(address)


@pytest.mark.django_db
def test_contacts_are_forgotten_a_year_after_the_event(world, mission):
    row = invited(world, mission)
    services.decline_invitation(invitation=row, by=link_of(row), reason="Canary")
    day = LAST_DAY + timedelta(days=364)
    file_retention.forget_mission_contacts(day)
    row.refresh_from_db()
    assert row.contact_email == "vera@firm.example"
    assert file_retention.forget_mission_contacts(day + timedelta(days=2)) == 1
    row.refresh_from_db()
    assert (row.contact_name, row.contact_email, row.decline_reason, row.state) == ("", "", "", "declined")
    assert row.organisation_name == "Elbe Sensors GmbH"


# --- the table ---


def test_matrix_names_every_transition_of_the_table():
    assert {name: states for name, (states, _) in ALLOWED.items()} == matrix.sources(MISSION_INVITATION)


@pytest.mark.django_db
@pytest.mark.parametrize("state", [state.code for state in MISSION_INVITATION.states])
def test_every_cell_is_as_written(world, mission, state):
    row = invited(world, mission)
    other = mission.invitations.get(contact_email="info@chips.example")
    # Not through the table: the row is put where the test wants it.
    row.delete()
    row = MissionInvitation(
        mission=mission,
        organisation_name="Elbe Sensors GmbH",
        contact_email="vera@firm.example",
        country=world.firm.country,
        invited_at=clock.now(),
        state=state,
        state_since=clock.now(),
    )
    row.save(force_insert=True)
    names = (
        "visitor", "host", "manager", "host_manager", "other_manager", "finance", "coordinator", "auditor", "stranger",
    )  # fmt: skip
    actors = {name: world.actor(name) for name in names} | {
        "own_link": link_of(row),
        "other_link": link_of(other),
        "anonymous": Actor.anonymous(),
        "system": Actor.system("test"),
    }
    assert matrix.wrong_cells(row, ALLOWED, actors) == []


@contextmanager
def violates(name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        yield


@pytest.mark.django_db
def test_invitation_is_sound(world, mission):
    row = MissionInvitation.objects.filter(pk=invited(world, mission).pk)
    with violates("mission_invitation_email_lower_case"):
        row.update(contact_email="Vera@firm.example")
    with violates("mission_invitation_sent_with_moment"):
        row.update(invited_at=None)
    with violates("mission_invitation_once"):
        clone = row.get()
        clone.pk = None
        clone.save(force_insert=True)
    with violates("mission_invitation_state_known"):
        clone = row.get()
        clone.pk, clone.contact_email, clone.state = None, "x@x.example", "lost"
        clone.save(force_insert=True)
