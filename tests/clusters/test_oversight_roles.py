"""Auditors and the support office: for a time only, and nothing to prepare but the own account."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from clusters.models import Invitation, Role, User
from clusters.services import people, roles
from core import clock
from core.actors import Actor
from core.exceptions import InvalidInput

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("persona", ["auditor", "support"])
def test_database_refuses_oversight_without_an_end(world, persona):
    world.add_support()
    role = world.actor(persona).hat
    with pytest.raises(IntegrityError, match="role_of_oversight_has_end"), transaction.atomic():
        Role.objects.filter(pk=role.pk).update(until=None)
    with pytest.raises(IntegrityError, match="invitation_to_oversight_has_end"), transaction.atomic():
        Invitation.objects.create(
            email="a@new.example",
            kind=role.kind,
            partnership=role.partnership,
            expires_at=clock.now() + timedelta(days=1),
        )


def test_role_without_an_end_is_refused_with_a_sentence(world):
    given = {"user": world.actor("stranger").user, "kind": "auditor", "partnership": world.partnership}
    with pytest.raises(InvalidInput, match="until when"):
        roles.give_role(by=world.actor("coordinator"), **given)
    with pytest.raises(InvalidInput, match="until when"):
        roles.give_role(by=Actor.system("test"), **given | {"user": world.actor("auditor").user})
    until = clock.now() + timedelta(days=30)
    assert roles.give_role(by=world.actor("coordinator"), until=until, **given).until == until


@pytest.mark.parametrize("persona", ["auditor", "support"])
def test_first_steps_of_oversight_can_all_be_done(world, persona):
    world.add_support()
    user, client = world.actor(persona).user, world.client(persona)
    User.objects.filter(pk=user.pk).update(first_name="", last_name="")
    assert "First steps" in client.get("/").content.decode()
    people.update_profile(
        user=user, by=world.actor(persona), first_name="A", last_name="B", phone="+49 1", language="en"
    )
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert "First steps" not in client.get("/").content.decode()
