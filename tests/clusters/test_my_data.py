"""My data: complete, only one's own, behind the password; permissions on one page; the notice noted."""

import io
import json
import re
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from clusters.models import Consent, DataExport, DeletionRequest, NoticeReading, Organisation
from clusters.privacy import VERSION
from clusters.selectors.my_data import as_json, staying, subject_for
from clusters.services import consents, my_data, organisations, privacy
from core import clock, outbox
from core.exceptions import NotAllowed
from core.models import Mail
from exchanges.models import HostOffer
from tests.support.world import PASSWORD, World


def logged_in(email: str) -> Client:
    """By the forms, so that the password has just been given again."""
    client = Client()
    client.post("/accounts/login/", {"login": email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


@pytest.fixture
def ready(world: World) -> World:
    """Signed by all four; both sides have data in it."""
    user = world.actor("visitor").user
    user.phone, user.position = "+49 351 47110815", "Chief Canary"
    user.save()
    world.ready()
    outbox.run_due()
    return world


# --- complete, and only one's own (P34) ---


def test_copy_has_everything_about_the_person(ready: World) -> None:
    text = json.dumps(as_json(subject_for(ready.actor("visitor").user), clock.now()), ensure_ascii=False)
    for own in (
        "vera@firm.example", "Vera", "+49 351 47110815", "Chief Canary", "DE89370400440532013000", "CTO",
        "We want to see how smart mobility is tested", "CXC-2026-0001",
    ):  # fmt: skip
        assert own in text, own


@pytest.mark.parametrize("persona", ["visitor", "host", "manager", "coordinator", "stranger"])
def test_copy_names_nobody_else(ready: World, persona: str) -> None:
    mine = ready.actor(persona).user
    text = json.dumps(as_json(subject_for(mine), clock.now()), ensure_ascii=False)
    for other in ready.actors.values():
        if other.user.pk != mine.pk:
            assert other.user.email not in text
            assert other.user.get_full_name() not in text
    assert mine.email in text


def test_archive_has_page_data_and_own_files(ready: World) -> None:
    with zipfile.ZipFile(io.BytesIO(my_data.archive(ready.actor("visitor").user))) as packed:
        assert packed.namelist()[:2] == ["my-data.json", "my-data.html"]
        page = packed.read("my-data.html").decode()
    assert "<h1>Copy of my data</h1>" in page and "Elbe Sensors GmbH" in page
    assert "hugo@azur.example" not in page


def test_copy_is_made_told_and_downloaded_after_the_password(world: World) -> None:
    client = logged_in("vera@firm.example")
    client.post("/my-data/copy/")
    client.post("/my-data/copy/")
    export = DataExport.objects.get()
    outbox.run_due()
    told = Mail.objects.get(event="privacy.export_ready")
    assert told.to_address == "vera@firm.example" and "9 March 2026" in told.text_body
    assert "Download" in client.get("/my-data/").content.decode()
    answer = client.get(f"/my-data/copy/{export.pk}/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data-2026-03-02.zip"'
    assert zipfile.is_zipfile(io.BytesIO(b"".join(answer.streaming_content)))
    without = world.client("visitor").get(f"/my-data/copy/{export.pk}/")
    assert without.headers["Location"].startswith("/accounts/reauthenticate/")
    assert logged_in("hugo@azur.example").get(f"/my-data/copy/{export.pk}/").status_code == 404
    with clock.at(clock.now() + timedelta(days=8)):
        assert client.get(f"/my-data/copy/{export.pk}/").status_code == 404


# --- the page and the honest list ---


def test_page_says_why_and_until_when(ready: World) -> None:
    page = ready.client("visitor").get("/my-data/").content.decode()
    for sentence in (
        "Your account",
        "Legal basis",
        "As long as you keep the account",
        "Ask for a correction",
    ):
        assert sentence in page


def test_list_says_what_must_stay(ready: World) -> None:
    rows = staying(subject_for(ready.actor("visitor").user))
    named = {str(title) for row in rows if row.kept_as_is for title, _number in row.titles}
    assert {"Your signature", "Paper with your name", "Account you gave"} <= named
    page = ready.client("visitor").get("/my-data/delete/").content.decode()
    assert "5 years after the grant" in page and "is under way. Withdraw it" in page
    assert re.search(r'<a href="/files/(CXC-[\d-]+)/">Open \1</a>', page)


def test_deletion_asks_for_the_password_first(world: World) -> None:
    answer = world.client("stranger").post("/my-data/delete/")
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/")
    assert DeletionRequest.objects.count() == 0
    client = world.client("stranger")
    asked = "/accounts/reauthenticate/?next=/my-data/delete/"
    assert (
        "Is it you?" in client.post(asked, {"password": "wrong", "next": "/my-data/delete/"}).content.decode()
    )
    assert DeletionRequest.objects.count() == 0
    # What was posted goes on by itself once the password is right.
    client.post(asked, {"password": PASSWORD, "next": "/my-data/delete/"})
    page = client.get("/my-data/delete/").content.decode()
    assert "9 March 2026" in page and DeletionRequest.objects.count() == 1
    client.post("/my-data/keep/")
    assert DeletionRequest.objects.get().cancelled_at == clock.now()


def test_correction_goes_to_the_cluster_with_a_copy(ready: World) -> None:
    client = ready.client("manager")
    client.post("/my-data/correct/", {"message": "My name is spelt Maara."})
    mails = Mail.objects.filter(event="privacy.correction_asked").order_by("id")
    assert [mail.to_address for mail in mails] == ["contact@elbe-valley.example", "mara@elbe-valley.example"]
    assert "My name is spelt Maara." in mails[0].text_body
    kept = client.post("/my-data/correct/", {"message": " "}).content.decode()
    assert "Fill in" in kept


def test_number_of_statements_stays(world: World, django_assert_num_queries: Any) -> None:
    client = world.client("visitor")
    client.get("/my-data/permissions/")
    for times in (1, 2):
        for _again in range(times):
            consent = consents.allow_photos(by=world.actor("visitor"))
            consents.revoke(consent=consent, by=world.actor("visitor"))
        with django_assert_num_queries(10):
            client.get("/my-data/permissions/")


# --- permissions ---


def test_catalogue_permission_lists_and_delists_at_once(world: World) -> None:
    client = world.client("host")
    client.post("/my-data/permissions/give/", {"purpose": "catalogue", "organisation": world.host.pk})
    world.host.refresh_from_db()
    consent = Consent.objects.get(purpose="catalogue")
    assert world.host.listed and consent.given_by == world.actor("host").user
    client.post(f"/my-data/permissions/{consent.pk}/revoke/")
    world.host.refresh_from_db()
    assert not world.host.listed and not HostOffer.objects.get().active
    page = client.get("/my-data/permissions/").content.decode()
    assert "Allow it" in page and page.count("Hugo Host") >= 2


def test_somebody_else_cannot_take_it_back(world: World) -> None:
    consent = consents.allow_listing(organisation=world.host, by=world.actor("host"))
    for persona in ("visitor", "stranger", "manager"):
        assert world.client(persona).post(f"/my-data/permissions/{consent.pk}/revoke/").status_code == 404
        with pytest.raises(NotAllowed):
            consents.revoke(consent=consent, by=world.actor(persona))
    consent.refresh_from_db()
    assert consent.revoked_at is None


def test_form_of_the_organisation_keeps_permission_and_column_together(world: World) -> None:
    visitor = world.actor("visitor")
    organisations.update_organisation(organisation=world.firm, by=visitor, listed=True)
    organisations.update_organisation(organisation=world.firm, by=visitor, listed=True)
    assert Consent.objects.filter(organisation=world.firm, revoked_at=None).count() == 1
    organisations.update_organisation(organisation=world.firm, by=visitor, listed=False)
    assert not Organisation.objects.get(pk=world.firm.pk).listed
    assert Consent.objects.filter(organisation=world.firm, revoked_at=None).count() == 0


def test_permission_given_again_is_a_new_row(world: World) -> None:
    by = world.actor("visitor")
    first = consents.allow_photos(by=by)
    assert consents.allow_photos(by=by) == first
    consents.revoke(consent=first, by=by)
    consents.revoke(consent=first, by=by)
    consents.allow_photos(by=by)
    assert Consent.objects.filter(person=by.user).count() == 2


# --- the notice ---


def test_reading_is_noted_once_and_the_reminder_goes(world: World) -> None:
    client = world.client("visitor")
    assert "Read it when you have a moment" in client.get("/my-data/").content.decode()
    client.post("/privacy/read/")
    client.post("/privacy/read/")
    reading = NoticeReading.objects.get()
    assert (reading.version, reading.read_at) == (VERSION, clock.now())
    assert "Read it when you have a moment" not in client.get("/my-data/").content.decode()
    assert "You read this version on" in client.get("/privacy/").content.decode()


def test_new_version_asks_again_and_blocks_nothing(world: World) -> None:
    privacy.read_notice(by=world.actor("visitor"), version="2025-1")
    answer = world.client("visitor").get("/my-data/")
    assert answer.status_code == 200
    assert "The privacy notice has a new version." in answer.content.decode()


def test_application_notes_the_reading(world: World) -> None:
    world.draft()
    assert NoticeReading.objects.get().user == world.actor("visitor").user


def test_notice_shows_what_the_registry_holds(client: Client, db: None) -> None:
    page = client.get("/privacy/").content.decode()
    for sentence in ("Agreements and payments", "IBAN", "12 months after the answer, or after the question"):
        assert sentence in page
    assert "I have read it" not in page
