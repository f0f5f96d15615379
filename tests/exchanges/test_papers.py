"""Proof and CV with an application: type by content, what stands there after, another file, taken back."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from clusters.models import Membership
from clusters.services import memberships
from core.models import StoredFile
from exchanges.models import VisitorProfile
from tests.exchanges.test_apply import page, post, text

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 certificate"


def upload(name="proof.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def photo():
    data = io.BytesIO()
    Image.new("RGB", (8, 8)).save(data, "JPEG")
    return SimpleUploadedFile("IMG_1.jpg", data.getvalue())


@pytest.fixture
def membership(world):
    memberships.request_membership(
        organisation=world.firm, cluster=world.clusters["sofia"], by=world.actor("visitor")
    )
    return Membership.objects.get(organisation=world.firm, state="requested")


def test_both_are_handed_in_and_shown_with_name_and_size(world, membership):
    client, application = world.client("visitor"), world.draft()
    shown = text(client.get(page(application, "papers")))
    assert "at most 10 MB" in shown
    assert 'capture="environment"' in shown
    answer = post(client, application, "papers", proof=upload(), cv=upload("cv.pdf"))
    assert answer.url == page(application, "partnership")
    again = text(client.get(page(application, "papers")))
    assert "proof.pdf" in again
    assert "cv.pdf" in again
    assert "20 bytes" in again
    check = text(client.get(reverse("exchanges:application_check", kwargs={"pk": application.pk})))
    assert "Vitosha Digital: Waiting for the cluster" in check.replace("</li> <li>", " ")
    assert "cv.pdf" in check


def test_a_photo_of_the_phone_takes_the_place_of_the_file(world, membership):
    client, application = world.client("visitor"), world.draft()
    post(client, application, "papers", proof=upload())
    post(client, application, "papers", photo=photo())
    membership.refresh_from_db()
    assert (membership.proof.name, membership.proof.content_type) == ("IMG_1.jpg", "image/jpeg")
    assert StoredFile.objects.count() == 1


def test_a_file_of_another_type_is_refused_by_content_and_nothing_is_kept(world, membership):
    client, application = world.client("visitor"), world.draft()
    answer = post(client, application, "papers", proof=upload(), cv=upload("cv.pdf", b"MZ program"))
    assert "This file is of another type." in text(answer)
    assert not StoredFile.objects.exists()
    membership.refresh_from_db()
    assert membership.proof is None


def test_both_can_be_taken_back(world, membership):
    client, application = world.client("visitor"), world.draft()
    post(client, application, "papers", proof=upload(), cv=upload("cv.pdf"))
    for what in ("proof", "cv"):
        assert client.post(page(application, "papers"), {"remove": what}).url == page(application, "papers")
    assert not StoredFile.objects.exists()
    assert VisitorProfile.objects.get().cv is None


def test_what_a_cluster_has_seen_stays_with_it(world, membership):
    client, application = world.client("visitor"), world.draft()
    post(client, application, "papers", proof=upload())
    membership.refresh_from_db()
    memberships.confirm_membership(membership=membership, by=world.actor("other_manager"))
    shown = text(client.get(page(application, "papers")))
    assert "Vitosha Digital has confirmed your membership. No proof is needed." in shown
    client.post(page(application, "papers"), {"remove": "proof"})
    membership.refresh_from_db()
    assert membership.proof is not None


@pytest.mark.parametrize("persona", ["stranger", "host", "manager"])
def test_nobody_else_hands_in_or_removes(world, membership, persona):
    application = world.draft()
    post(world.client("visitor"), application, "papers", proof=upload())
    client = world.client(persona)
    assert client.post(page(application, "papers"), {"remove": "proof"}).status_code == 404
    assert client.post(page(application, "papers"), {"cv": upload()}).status_code == 404
    membership.refresh_from_db()
    assert membership.proof.name == "proof.pdf"
