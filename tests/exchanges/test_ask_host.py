""" "Ask this host" from the directory: whoever has to register first finds the host again in the application."""

import pytest
from django.urls import reverse

from clusters.models import Role
from exchanges.models import Application

pytestmark = pytest.mark.django_db
NEW = reverse("exchanges:application_new")


def test_host_is_still_there_after_the_organisation_was_described(world):
    client, person = world.client("stranger"), world.actor("stranger").user
    offer = f"{NEW}?host={world.offer.pk}"
    assert client.get(offer).headers["Location"] == reverse("clusters:organisation_new")
    Role.objects.create(user=person, kind="representative", organisation=world.firm)
    assert "Smart mobility test road" in client.get(NEW).content.decode()
    client.post(NEW)
    assert Application.objects.get().host_offer == world.offer
    assert "Smart mobility test road" not in client.get(NEW).content.decode(), "the wish is used up"


def test_anonymous_comes_back_to_the_host_after_the_log_in(world, client):
    answer = client.get(f"{NEW}?host={world.offer.pk}")
    assert answer.headers["Location"] == f"/accounts/login/?next=/applications/new/%3Fhost%3D{world.offer.pk}"
