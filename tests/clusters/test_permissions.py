"""Who may do what with organisations, memberships and roles: one row for each question, the personas who may."""

from collections.abc import Callable
from typing import Any

import pytest

from clusters import permissions
from clusters.models import JoinRequest, Membership
from core import links
from core.actors import Actor
from core.exceptions import NotAllowed
from tests.support.world import FIRST_DAY, World, make_user, moment

MANAGERS = {"manager", "host_manager", "deputy", "other_manager"}
Question = Callable[[World, Actor], bool]


@pytest.fixture
def scene(world: World) -> World:
    """The firm is a confirmed member of Elbe Valley, and waits for Neris Hive."""
    world.add_support()
    for key, state in (("dresden", "confirmed"), ("vilnius", "requested")):
        Membership.objects.create(
            state=state, state_since=moment(FIRST_DAY), organisation=world.firm, cluster=world.clusters[key]
        )
    return world


def own(world: World) -> Any:
    """The organisation of the cluster Elbe Valley."""
    return world.clusters["dresden"].organisation


QUESTIONS: list[tuple[str, Question, set[str]]] = [
    ("edits the firm", lambda w, a: permissions.can_edit_organisation(a, w.firm), {"visitor"}),
    ("edits the own cluster", lambda w, a: permissions.can_edit_organisation(a, own(w)), {"manager"}),
    ("enters for the firm", lambda w, a: permissions.can_enter_for(a, w.firm), {"manager", "deputy"}),
    ("enters for the own cluster", lambda w, a: permissions.can_enter_for(a, own(w)), set()),
    (
        "checks what the firm says",
        lambda w, a: permissions.can_check_statement(a, w.firm),
        {"manager", "deputy"},
    ),
    ("checks the own cluster", lambda w, a: permissions.can_check_statement(a, own(w)), set()),
    (
        "gives roles at the firm",
        lambda w, a: permissions.can_give_role(a, w.firm, None, None),
        {"visitor", "manager"},
    ),
    (
        "gives roles at the own organisation",
        lambda w, a: permissions.can_give_role(a, own(w), None, None),
        {"manager"},
    ),
    (
        "gives roles at the cluster",
        lambda w, a: permissions.can_give_role(a, None, w.clusters["nice"], None),
        {"host_manager", "coordinator"},
    ),
    (
        "gives roles at a cluster outside the partnership",
        lambda w, a: permissions.can_give_role(a, None, w.clusters["sofia"], None),
        {"other_manager"},
    ),
    (
        "gives roles at the partnership",
        lambda w, a: permissions.can_give_role(a, None, None, w.partnership),
        {"coordinator"},
    ),
    ("gives roles of the scheme", lambda w, a: permissions.can_give_role(a, None, None, None), set()),
    (
        "sees the firm's team",
        lambda w, a: permissions.can_see_team(a, w.firm, None, None),
        {"visitor", "manager"},
    ),
    (
        "sees the partnership's team",
        lambda w, a: permissions.can_see_team(a, None, None, w.partnership),
        {"coordinator", "finance", "finance2", "auditor"},
    ),
    (
        "ends the visitor's role",
        lambda w, a: permissions.can_end_role(a, w.actor("visitor").hat),
        {"visitor", "manager"},
    ),
    (
        "ends the auditor's role",
        lambda w, a: permissions.can_end_role(a, w.actor("auditor").hat),
        {"auditor", "coordinator"},
    ),
]


@pytest.mark.parametrize(
    ("question", "may"), [row[1:] for row in QUESTIONS], ids=[row[0] for row in QUESTIONS]
)
def test_exactly_these_may(scene: World, question: Question, may: set[str]) -> None:
    assert {persona for persona, actor in scene.actors.items() if question(scene, actor)} == may
    assert not question(scene, Actor.anonymous())


def test_administrator_and_system_give_every_role(scene: World) -> None:
    admin = Actor.person(make_user("admin@x.example", "Ad", "Min", is_superuser=True))
    for actor in (admin, Actor.system("test")):
        assert permissions.can_give_role(actor, None, None, None)
    assert permissions.can_edit_organisation(Actor.system("test"), scene.firm)
    assert permissions.can_enter_for(Actor.system("test"), scene.firm)


CHECKS: list[tuple[str, Callable[[World, Actor], Any], set[str], str]] = [
    ("edit", lambda w, a: permissions.check_edit_organisation(a, w.firm), {"visitor"}, "representative"),
    ("cluster", lambda w, a: permissions.check_manages(a, w.clusters["nice"]), {"host_manager"}, "manager"),
    (
        "partnership",
        lambda w, a: permissions.check_coordinates(a, w.partnership),
        {"coordinator"},
        "coordinator",
    ),
    ("enter", lambda w, a: permissions.check_enter_for(a, w.firm), {"manager", "deputy"}, "own cluster"),
    ("pages", lambda w, a: permissions.check_manager(a), MANAGERS, "cluster managers"),
    ("statement", lambda w, a: permissions.check_statement(a, w.firm), {"manager", "deputy"}, "belongs to"),
    (
        "roles",
        lambda w, a: permissions.check_give_role(a, w.firm, None, None),
        {"visitor", "manager"},
        "cannot give roles",
    ),
]


@pytest.mark.parametrize(
    ("check", "may", "reason"), [row[1:] for row in CHECKS], ids=[row[0] for row in CHECKS]
)
def test_who_may_not_reads_why(
    scene: World, check: Callable[[World, Actor], Any], may: set[str], reason: str
) -> None:
    for persona, actor in scene.actors.items():
        if persona in may:
            check(scene, actor)
            continue
        with pytest.raises(NotAllowed, match=reason):
            check(scene, actor)


def test_system_needs_no_hat(scene: World) -> None:
    permissions.check_manages(Actor.system("test"), scene.clusters["nice"])
    permissions.check_coordinates(Actor.system("test"), scene.partnership)


def test_request_to_join_is_answered_by_its_link_while_the_cluster_vouches(scene: World) -> None:
    asked = JoinRequest.objects.create(user=scene.actor("stranger").user, organisation=scene.firm)
    other = JoinRequest.objects.create(user=scene.actor("host").user, organisation=scene.firm)

    def by_link(address: str, subject: JoinRequest = asked) -> Actor:
        link, _url = links.issue(subject, "join", address=address, url_name="clusters:join_by_link")
        return Actor.for_link(link)

    permissions.check_answer_request(by_link("contact@elbe-valley.example"), asked)
    permissions.check_answer_request(scene.actor("visitor"), asked)
    refused = [
        by_link("contact@elbe-valley.example", other),
        by_link("contact@neris-hive.example"),
        scene.actor("host"),
    ]
    for actor in refused:
        with pytest.raises(NotAllowed, match="cannot give roles"):
            permissions.check_answer_request(actor, asked)
