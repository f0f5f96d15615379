"""One topic a page: numbers, figures, logo, size with its history and check, and how complete the profile is."""

import io
import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from clusters import sme
from clusters.models import Attestation, Membership, Organisation
from clusters.services import memberships, sme_status
from core import outbox
from core.exceptions import NotAllowed
from core.models import Mail, StoredFile

pytestmark = pytest.mark.django_db


def text(response):
    return unescape(" ".join(response.content.decode().split()))


def url(name, *args):
    return reverse(f"clusters:{name}", args=args)


def picture(form="PNG", size=(900, 300), name="logo.png"):
    out = io.BytesIO()
    Image.new("RGB", size, "navy").save(
        out, format=form, exif=b"Exif\0\0secret-place" if form == "JPEG" else b""
    )
    return SimpleUploadedFile(name, out.getvalue(), content_type="text/html")


@pytest.fixture
def member(world):
    memberships.request_membership(
        organisation=world.firm, cluster=world.clusters["dresden"], by=world.actor("visitor")
    )
    return world.firm


# --- numbers and figures ---


def test_numbers_are_kept_in_one_form_and_mistakes_keep_the_input(world):
    client, page = world.client("visitor"), url("organisation_numbers", world.firm.pk)
    assert "For example DE136695976." in text(client.get(page))
    shown = text(client.post(page, {"vat_number": "DE 136-695-978", "pic": "123"}))
    assert "A digit of this VAT number is wrong." in shown
    assert 'value="DE 136-695-978"' in shown
    client.post(page, {"vat_number": "de 136-695.976", "pic": "999 888 777", "registration_number": "HRB 77"})
    world.firm.refresh_from_db()
    assert (world.firm.vat_number, world.firm.pic) == ("DE136695976", "999888777")
    assert world.firm.registration_number == "HRB 77"


def test_figures_need_their_year(world):
    client, page = world.client("visitor"), url("organisation_figures", world.firm.pk)
    assert "Say which year these figures are of." in text(client.post(page, {"headcount": "8"}))
    assert "still to come" in text(client.post(page, {"headcount": "8", "figures_year": "2027"}))
    client.post(page, {"headcount": "8", "figures_year": "2025", "turnover": "1200000", "balance_total": ""})
    world.firm.refresh_from_db()
    assert (world.firm.headcount, world.firm.turnover, world.firm.balance_total) == (
        8,
        Decimal(1200000),
        None,
    )


def test_profile_says_how_complete_it_is_and_what_comes_next(world):
    client, page = world.client("visitor"), url("organisation_detail", world.firm.pk)
    shown = text(client.get(page))
    assert "0 % complete." in shown
    assert f'Next best step: <a href="{url("organisation_edit", world.firm.pk)}">Basics</a>' in shown
    basics = {"name": "Elbe Sensors GmbH", "kind": "sme", "website": "elbe.example", "about": "Sensors."}
    client.post(
        url("organisation_edit", world.firm.pk), basics | {"languages": ["de", "en"], "founded": "1999"}
    )
    shown = text(client.get(page))
    assert "12 % complete." in shown
    assert "German, English" in shown


# --- the logo ---


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_logo_is_written_anew_and_shown(world, form):
    client = world.client("visitor")
    client.post(url("organisation_logo", world.firm.pk), {"picture": picture(form)})
    answer = client.get(url("organisation_logo_image", world.firm.pk))
    data = b"".join(answer.streaming_content)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert Image.open(io.BytesIO(data)).size == (640, 213)
    assert b"secret-place" not in data
    shown = text(client.get(url("organisation_detail", world.firm.pk)))
    assert 'alt="Logo of Elbe Sensors GmbH"' in shown


@pytest.mark.parametrize(
    ("upload", "says"),
    [
        (SimpleUploadedFile("logo.png", b"<script>alert(1)</script>"), "PNG, JPEG or WebP picture"),
        (
            SimpleUploadedFile("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
            "PNG, JPEG or WebP picture",
        ),
        (SimpleUploadedFile("logo.png", b"\x89PNG" + b"0" * (2 * 1024 * 1024)), "larger than 2 MB"),
        (picture(size=(20, 300)), "too small"),
        (picture("GIF"), "PNG, JPEG or WebP picture"),
    ],
)
def test_other_files_are_refused_with_a_sentence(world, upload, says):
    upload.seek(0)
    shown = text(world.client("visitor").post(url("organisation_logo", world.firm.pk), {"picture": upload}))
    assert says in shown
    world.firm.refresh_from_db()
    assert world.firm.logo is None


def test_logo_of_a_listed_organisation_is_public_and_others_are_not(world):
    world.client("visitor").post(url("organisation_logo", world.firm.pk), {"picture": picture()})
    address = url("organisation_logo_image", world.firm.pk)
    assert world.client("anonymous").get(address).status_code == 404
    assert world.client("host").get(address).status_code == 404
    Organisation.objects.filter(pk=world.firm.pk).update(listed=True)
    assert b"".join(world.client("anonymous").get(address).streaming_content).startswith(b"\x89PNG")


def test_logo_is_replaced_and_removed_for_good(world, django_capture_on_commit_callbacks):
    client, page = world.client("visitor"), url("organisation_logo", world.firm.pk)
    client.post(page, {"picture": picture()})
    first = StoredFile.objects.get()
    client.post(page, {"picture": picture("JPEG")})
    assert StoredFile.objects.get() != first
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page, {"remove": "yes"})
    assert not StoredFile.objects.exists()
    assert client.get(url("organisation_logo_image", world.firm.pk)).status_code == 404


# --- the SME status ---


def test_enterprises_are_added_up_one_by_one(world):
    client, firm = world.client("visitor"), world.firm
    client.post(
        url("sme_test", firm.pk), {"fewer_than_10": "yes", "up_to_2_million": "yes", "stands_alone": "no"}
    )
    own = {"headcount": "8", "turnover_million": "1.5", "balance_million": "1", "public_quarter": "no"}
    assert client.post(url("sme_further", firm.pk), own).url == url("sme_enterprises", firm.pk)
    page = url("sme_enterprises", firm.pk)
    parent = {
        "name": "Parent AG",
        "relation": "linked",
        "headcount": "30",
        "turnover_million": "4",
        "balance_million": "3",
    }
    client.post(page, parent)
    partner = parent | {"name": "Partner KG", "relation": "partner", "headcount": "40"}
    assert "A partner holds from 25 to 50 %." in text(client.post(page, partner))
    client.post(page, partner | {"share": "25"})
    client.post(page, parent | {"name": "Grandparent SE", "parent": "0", "headcount": "100"})
    assert "So far together: 148 people, turnover EUR 10.50 million" in text(client.get(page))
    # With the parent goes what stands behind it.
    client.post(url("sme_enterprise_remove", firm.pk, 0))
    shown = text(client.get(page))
    assert "So far together: 18 people" in shown
    assert "Grandparent SE" not in shown
    result = url("sme_result", firm.pk)
    assert "Partner KG" in text(client.get(result))
    assert not firm.attestations.exists()
    client.post(result, {"year_before": "same"})
    statement = firm.attestations.get()
    assert statement.result == "small"
    assert statement.inputs["enterprises"][0]["name"] == "Partner KG"
    assert "Partner KG" in text(client.get(url("organisation_size", firm.pk)))


def test_answering_again_starts_with_the_last_answers_and_keeps_the_history(world):
    client, firm = world.client("visitor"), world.firm
    sme_status.state_sme_status(organisation=firm, by=world.actor("visitor"), answers=sme.MICRO)
    assert text(client.get(url("sme_test", firm.pk))).count("checked") == 3
    client.post(url("sme_test", firm.pk), dict.fromkeys(sme.FIRST_QUESTIONS, "yes"))
    shown = text(client.get(url("organisation_size", firm.pk)))
    assert "2 March 2028" in shown
    assert shown.count("replaced on") == 1


def test_status_stays_in_the_first_year_over_the_ceiling(world):
    client, firm = world.client("visitor"), world.firm
    sme_status.state_sme_status(organisation=firm, by=world.actor("visitor"), answers=sme.MICRO)
    client.post(
        url("sme_test", firm.pk), {"fewer_than_10": "no", "up_to_2_million": "no", "stands_alone": "yes"}
    )
    client.post(
        url("sme_further", firm.pk),
        {"headcount": "12", "turnover_million": "2.2", "balance_million": "2.1", "public_quarter": "no"},
    )
    client.post(url("sme_result", firm.pk), {"year_before": "micro"})
    firm.refresh_from_db()
    assert firm.sme_size == "micro"
    assert "only after two years in a row" in text(client.get(url("organisation_size", firm.pk)))


def test_cluster_refuses_and_the_organisation_hears_why(world, member):
    statement = sme_status.state_sme_status(organisation=member, by=world.actor("visitor"), answers=sme.MICRO)
    manager, page = world.client("manager"), url("organisation_size_check", member.pk)
    assert "Please say in one sentence why." in text(manager.post(page, {"result": "refused"}))
    manager.post(page, {"result": "refused", "note": "A holding owns 60 %."})
    statement.refresh_from_db()
    member.refresh_from_db()
    assert (statement.checked, statement.checked_on, member.sme_size) == ("refused", date(2026, 3, 2), "")
    assert "A holding owns 60 %." in text(world.client("visitor").get(url("organisation_size", member.pk)))
    outbox.run_due()
    mail = Mail.objects.get(event="sme_status.checked")
    assert mail.to_address == "vera@firm.example"
    assert "A holding owns 60 %." in mail.text_body
    manager.post(page, {"result": "confirmed"})
    member.refresh_from_db()
    assert member.sme_size == "micro"


@pytest.mark.parametrize("persona", ["visitor", "host", "other_manager", "coordinator"])
def test_others_check_no_statement(world, member, persona):
    statement = sme_status.state_sme_status(organisation=member, by=world.actor("visitor"), answers=sme.MICRO)
    with pytest.raises(NotAllowed):
        sme_status.check_sme_status(attestation=statement, by=world.actor(persona), result="confirmed")
    statement.refresh_from_db()
    assert statement.checked == ""


def test_cluster_topic_is_done_when_the_cluster_has_confirmed(world):
    firm = world.firm
    Attestation.objects.filter(organisation=firm, kind="membership").delete()
    Membership.objects.filter(organisation=firm).delete()
    asked = memberships.request_membership(
        organisation=firm, cluster=world.clusters["dresden"], by=world.actor("visitor")
    )
    page = f"/organisations/{firm.pk}/"
    row = r"Your cluster</a>.*?</li>"
    waiting = re.search(row, text(world.client("visitor").get(page)))[0]
    assert "Waiting for" in waiting and "Completed" not in waiting

    memberships.confirm_membership(membership=asked, by=world.actor("manager"))
    assert "Completed" in re.search(row, text(world.client("visitor").get(page)))[0]
