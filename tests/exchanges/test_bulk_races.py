"""Two colleagues act on the same files at the same moment."""

import threading
from functools import partial

import pytest

from clusters.models import Role
from core import outbox
from core.actors import Actor
from core.models import Mail
from exchanges.models import SideReminder, Tag, TaggedFile
from exchanges.services import decisions, desk
from tests.support.racing import together, troubles, winners
from tests.support.world import make_user


def colleague(world):
    user = make_user("second@dresden.example", "Sara", "Second")
    return Actor.person(
        user, Role.objects.create(user=user, kind="manager", cluster=world.clusters["dresden"])
    )


def held(world):
    file = world.submitted()
    decisions.hold_application(application=file, by=world.actor("manager"), question="Which site?")
    outbox.run_due()
    return file


def meeting(monkeypatch, model, **changed):
    """Nobody writes rows of the model before both have judged the file; `changed` replaces options of the writing."""
    barrier, plain = threading.Barrier(2), model.objects.bulk_create

    def write(rows, **options):
        barrier.wait(20)
        return plain(rows, **options | changed)

    monkeypatch.setattr(model.objects, "bulk_create", write, raising=False)


def both_act(world, act, value=""):
    both, file = (colleague(world), world.actor("manager")), held(world)
    acting = (partial(desk.act_on, act=act, numbers=[file.pk], by=by, value=value) for by in both)
    return together(*acting)


def test_two_colleagues_remind_at_the_same_moment_and_one_mail_goes_out(fresh_database, world, monkeypatch):
    meeting(monkeypatch, SideReminder)
    assert len(winners(both_act(world, "remind"))) == 2
    outbox.run_due()
    assert Mail.objects.filter(event="file.reminder").count() == 1


def test_two_colleagues_make_the_same_tag_at_the_same_moment(fresh_database, world, monkeypatch):
    meeting(monkeypatch, Tag)
    assert len(winners(both_act(world, "tag", "New word"))) == 2
    assert (Tag.objects.count(), TaggedFile.objects.count()) == (1, 1)


@pytest.mark.parametrize(("act", "model"), [("remind", SideReminder), ("tag", Tag)])
def test_without_yielding_to_the_other_the_database_refuses(fresh_database, world, monkeypatch, act, model):
    """The control: both came so far, and only the constraint stands between them and two effects."""
    meeting(monkeypatch, model, ignore_conflicts=False)
    assert troubles(both_act(world, act, "New word" if act == "tag" else "")) == ["IntegrityError"]
