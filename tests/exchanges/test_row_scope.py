"""What each persona may see, row by row, among rows that could leak.

Around the firm's files stand: a draft, a file whose host said no, a file of the coordinator's own staff, and another
partnership with a file, a host and people of its own.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from clusters.models import Membership, Organisation, Partnership, Role
from clusters.selectors.people import current_roles
from core import clock, links
from core.actors import Actor
from exchanges.models import (
    Application,
    Exchange,
    HostOffer,
    Mission,
    Party,
    Proposal,
)
from exchanges.models.querysets import FilePartQuerySet
from exchanges.services import entering, proposals
from reporting.models import Activity, Deliverable, DeliverableEdition, TextPart
from tests.support import credited
from tests.support.foreign import DAY, fill, foreign, foreign_partnership, seat
from tests.support.world import World, make_user, moment

EVERYBODY_OF_THE_PARTNERSHIP = {"submitted", "declined", "building", "own_staff"}
FILES: dict[str, set[str]] = {
    "visitor": {"draft", "entered", "submitted", "declined", "building"},
    "host": {"building"},
    "manager": {"entered"} | EVERYBODY_OF_THE_PARTNERSHIP,
    "host_manager": {"building"},
    "deputy": {"own_staff"},
    "other_manager": {"foreign"},
    "finance": EVERYBODY_OF_THE_PARTNERSHIP,
    "finance2": EVERYBODY_OF_THE_PARTNERSHIP,
    "coordinator": EVERYBODY_OF_THE_PARTNERSHIP,
    "auditor": EVERYBODY_OF_THE_PARTNERSHIP,
    "foreign_finance": {"foreign"},
    "foreign_coordinator": {"foreign"},
    "foreign_host": {"foreign"},
    "support_office": EVERYBODY_OF_THE_PARTNERSHIP | {"foreign"},
    "stranger": set(),
    "anonymous": set(),
    "without_hat": set(),
    "link": set(),
    "system": EVERYBODY_OF_THE_PARTNERSHIP | {"draft", "entered", "foreign"},
}


@dataclass
class Scene:
    world: World
    files: dict[str, Application]
    actors: dict[str, Actor]

    def seen(self, queryset: Any) -> set[str]:
        """The names of the files in a queryset of applications."""
        names = {application.pk: name for name, application in self.files.items()}
        return {names[pk] for pk in queryset.values_list("pk", flat=True)}

    def exchange(self, name: str) -> Exchange:
        return Exchange.objects.get(application=self.files[name])


def declined(world: World) -> Application:
    application = world.accepted()
    proposal = application.proposals.get()
    proposals.answer_as_host(proposal=proposal, by=world.actor("host"), accept=False, comment="We are full.")
    return application


def own_staff(world: World) -> Application:
    """The coordinator's own people travel; the deputy decides."""
    application = credited.sent(world, world.clusters["dresden"].organisation, DAY)
    Application.objects.filter(pk=application.pk).update(decider="deputy")
    seat(application, world.clusters["dresden"])
    return application


def entered(world: World) -> Application:
    Membership.objects.create(
        state="confirmed", state_since=moment(DAY), organisation=world.firm, cluster=world.clusters["dresden"]
    )
    return entering.enter_for_applicant(
        by=world.actor("manager"),
        organisation=world.firm,
        contact_name="Vera Visitor",
        contact_email="vera@firm.example",
    )


@pytest.fixture
def scene(world: World) -> Scene:
    partnership = foreign_partnership(world)
    building = world.building()
    fill(building, world)
    rows = {
        "draft": world.draft(),
        "submitted": world.submitted(),
        "declined": declined(world),
        "building": building.application,
        "own_staff": own_staff(world),
        "entered": entered(world),
        "foreign": foreign(world, partnership),
    }
    return Scene(world, rows, people(world, partnership))


def people(world: World, partnership: Partnership) -> dict[str, Actor]:
    def person(kind: str, **place: Any) -> Actor:
        user = make_user(f"{kind}-{len(place)}@other.example", kind.title(), "Other")
        return Actor.person(user, Role.objects.create(user=user, kind=kind, **place))

    link, _url = links.issue(world.offer, "sign", address="x@y.example", url_name="exchanges:sign_by_link")
    return world.actors | {
        "foreign_finance": person("finance", partnership=partnership),
        "foreign_coordinator": person("coordinator", partnership=partnership),
        "foreign_host": person("representative", organisation=Organisation.objects.get(name="Canary Host")),
        "support_office": person("support_office", until=clock.now() + timedelta(days=30)),
        "anonymous": Actor.anonymous(),
        "without_hat": Actor.person(world.actor("manager").user),
        "link": Actor.for_link(link),
        "system": Actor.system("test"),
    }


def file_parts() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_app_config("exchanges").get_models()
        if isinstance(model._default_manager.all(), FilePartQuerySet)
    ]


def test_every_persona_has_a_line(scene: Scene) -> None:
    assert set(FILES) == set(scene.actors)


def test_each_persona_sees_its_files_and_no_other(scene: Scene) -> None:
    found = {name: scene.seen(Application.objects.visible_to(actor)) for name, actor in scene.actors.items()}
    assert found == FILES


def test_parts_of_a_file_are_seen_by_those_who_see_the_file(scene: Scene) -> None:
    """For every kind of row that hangs on a file: nobody sees one of a file that is not theirs."""
    wrong, kinds = [], file_parts()
    assert len(kinds) > 12
    for model in kinds:
        path = model._default_manager.all().path
        everything = {pk for (pk,) in model._default_manager.values_list(path)}
        assert {scene.files["building"].pk, scene.files["foreign"].pk} <= everything, (
            f"{model}: nothing could leak"
        )
        for persona, actor in scene.actors.items():
            allowed = {scene.files[name].pk for name in FILES[persona]}
            seen = {pk for (pk,) in model._default_manager.visible_to(actor).values_list(path)}
            if seen != everything & allowed:
                wrong.append((model.__name__, persona, seen ^ (everything & allowed)))
    assert wrong == []


def test_host_that_said_no_keeps_its_own_answer_and_loses_the_file(scene: Scene) -> None:
    application = scene.files["declined"]
    host = scene.actors["host"]
    assert [row.state for row in Proposal.objects.visible_to(host).filter(application=application)] == [
        "declined"
    ]
    assert not Application.objects.visible_to(host).filter(pk=application.pk).exists()
    assert not Party.objects.visible_to(host).filter(application=application).exists()


def test_host_of_a_cancelled_visit_loses_the_file(scene: Scene) -> None:
    from exchanges.services import building

    exchange = scene.exchange("building")
    building.cancel_exchange(exchange=exchange, by=scene.actors["visitor"], reason="Ill.")
    for persona in ("host", "host_manager"):
        assert (
            not Application.objects.visible_to(scene.actors[persona])
            .filter(pk=exchange.application_id)
            .exists()
        )
    assert Application.objects.visible_to(scene.actors["visitor"]).filter(pk=exchange.application_id).exists()


@pytest.mark.parametrize(
    ("persona", "files_seen"),
    [
        ("visitor", {"declined", "building"}),
        ("host", {"declined", "building"}),
        ("manager", {"declined", "building"}),
        ("host_manager", {"declined", "building"}),
        ("deputy", set()),
        ("other_manager", {"foreign"}),
        ("finance", {"declined", "building"}),
        ("auditor", {"declined", "building"}),
        ("foreign_host", {"foreign"}),
        ("foreign_finance", {"foreign"}),
        ("support_office", {"declined", "building", "foreign"}),
        ("stranger", set()),
        ("anonymous", set()),
        ("link", set()),
    ],
)
def test_matches_are_seen_by_their_own_two_sides(scene: Scene, persona: str, files_seen: set[str]) -> None:
    rows = Proposal.objects.visible_to(scene.actors[persona]).values("application")
    assert scene.seen(Application.objects.filter(pk__in=rows)) == files_seen


def test_link_opens_its_own_match_only(scene: Scene) -> None:
    proposal = Proposal.objects.get(application=scene.files["building"])
    link, _url = links.issue(
        proposal, "proposal_answer", address="h@x.example", url_name="exchanges:proposal_by_link"
    )
    assert list(Proposal.objects.visible_to(Actor.for_link(link))) == [proposal]


def test_second_hat_of_a_person_shows_nothing_until_it_is_worn(scene: Scene) -> None:
    """The manager of the visitor's cluster also speaks for a firm of the other partnership."""
    user = scene.actors["manager"].user
    visitor = Organisation.objects.get(name="Canary Visitor")
    second = Role.objects.create(user=user, kind="representative", organisation=visitor)
    assert "foreign" not in scene.seen(Application.objects.visible_to(scene.actors["manager"]))
    assert scene.seen(Application.objects.visible_to(Actor.person(user, second))) == {"foreign"}


def test_role_that_ended_or_ran_out_is_no_hat(scene: Scene) -> None:
    role = scene.actors["auditor"].hat
    assert list(current_roles(role.user)) == [role]
    Role.objects.filter(pk=role.pk).update(until=clock.now() - timedelta(seconds=1))
    assert list(current_roles(role.user)) == []
    Role.objects.filter(pk=role.pk).update(until=clock.now() + timedelta(days=1), ended_at=clock.now())
    assert list(current_roles(role.user)) == []


def test_draft_of_a_mission_and_closed_offer_stay_at_home(scene: Scene) -> None:
    world = scene.world
    mission = Mission.objects.create(
        state="draft",
        state_since=moment(DAY),
        partnership=world.partnership,
        slug="secret",
        title="Secret",
        host_cluster=world.clusters["nice"],
        host=world.host,
        country=world.host.country,
        city="Nice",
        start_on=DAY,
        end_on=DAY,
    )
    HostOffer.objects.filter(pk=world.offer.pk).update(active=False)
    see_mission = {
        name for name, actor in scene.actors.items() if mission in Mission.objects.visible_to(actor)
    }
    see_offer = {
        name for name, actor in scene.actors.items() if world.offer in HostOffer.objects.visible_to(actor)
    }
    assert see_mission == {"host_manager", "coordinator", "system"}
    assert see_offer == {"host_manager", "host", "system"}


def test_reporting_stays_in_its_partnership(scene: Scene) -> None:
    """A draft deliverable's public edition is for the own clusters, its annex for those who oversee."""
    world = scene.world
    recorder = world.actor("manager").user
    Activity.objects.create(
        state="recorded",
        state_since=moment(DAY),
        partnership=world.partnership,
        cluster=world.clusters["dresden"],
        kind="training",
        title="Canary",
        held_on=DAY,
        recorded_by=recorder,
        recorded_at=moment(DAY),
    )
    issue = Deliverable.objects.create(
        state="draft",
        state_since=moment(DAY),
        partnership=world.partnership,
        code="D6.2",
        title="Canary",
        work_package="6",
        number=1,
        as_of=DAY,
        frozen_at=moment(DAY),
        begun_at=moment(DAY),
    )
    for edition in ("public", "confidential"):
        DeliverableEdition.objects.create(
            deliverable=issue, edition=edition, snapshot={}, snapshot_hash="0" * 64, proof=edition[:14]
        )
    TextPart.objects.create(deliverable=issue, key="summary", heading="Canary", position=0, text="Canary")
    clusters_of_it = {"manager", "host_manager", "deputy"}
    oversight = {"finance", "finance2", "coordinator", "auditor", "support_office", "system"}
    see_activity = {
        name for name, actor in scene.actors.items() if Activity.objects.visible_to(actor).exists()
    }
    editions = {
        edition: {
            name
            for name, actor in scene.actors.items()
            if DeliverableEdition.objects.visible_to(actor).filter(edition=edition).exists()
        }
        for edition in ("public", "confidential")
    }
    assert see_activity == clusters_of_it | oversight
    assert editions == {"public": clusters_of_it | oversight, "confidential": oversight}
