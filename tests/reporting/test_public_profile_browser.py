"""Profile pages and public pages of clusters and partnerships in a real browser: no axe finding, no sideways scrolling."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from clusters.models import Membership, Term
from clusters.services.profiles import update_cluster, update_partnership
from core import clock
from reporting.services import networks, news
from tests.support import browser as browsers
from tests.support import world as worlds
from tests.support.world import World

pytestmark = pytest.mark.slow
STAFF = {
    "manager": (
        "/cluster-profile/",
        "/cluster-profile/members/",
        "/cluster-profile/terms/",
        "/cluster-profile/label/",
    ),
    "coordinator": (
        "/partnerships/test/profile/",
        "/partnerships/test/profile/contact/",
        "/partnerships/test/networks/",
        "/partnerships/test/networks/new/",
        "/partnerships/test/news/desk/",
        "/partnerships/test/news/new/",
    ),
}
PUBLIC = ("/partnerships/test/", "/partnerships/test/news/", "/directory/clusters/elbe-valley/")


def filled() -> World:
    world = worlds.build()
    coordinator, partnership, dresden = (
        world.actor("coordinator"),
        world.partnership,
        world.clusters["dresden"],
    )
    update_cluster(
        cluster=dresden,
        by=world.actor("manager"),
        **{
            name: f"Our {name}.\nIn two lines." for name in ("about", "mission", "services", "collaborations")
        },
        member_smes=30,
        member_startups=5,
        member_large=4,
        members_counted_on=date(2026, 1, 31),
        label="gold",
        label_on=date(2024, 5, 1),
        contact_public=True,
    )
    dresden.organisation.terms.set(Term.objects.filter(code__in=["S94", "digital_ai", "Y02"]))
    world.firm.listed = True
    world.firm.save()
    Membership.objects.create(
        organisation=world.firm, cluster=dresden, state="confirmed", state_since=clock.now()
    )
    update_partnership(
        partnership=partnership, by=coordinator, summary="Six clusters.", kind="excellence", origin="cosme"
    )
    partnership.terms.set(Term.objects.filter(code__in=["S94", "digital_ai"]))
    networks.link_network(
        partnership=partnership,
        by=coordinator,
        name="Efficient and sustainable manufacturing",
        kind="s3_platform",
        location="Europe",
        relation="A joint working group.",
        evidence_url="https://proof.example/",
        counts=True,
    )
    for kind, day in (
        ("news", date(2026, 2, 1)),
        ("event", date(2026, 9, 9)),
    ):
        news.write_news(
            partnership=partnership, by=coordinator, kind=kind, title=f"A {kind}", text="Text.", dated_on=day,
            publish=kind != "event",
        )  # fmt: skip
    return world


@pytest.mark.parametrize(
    ("viewport", "colours"),
    [({"width": 1280, "height": 900}, "light"), (browsers.NARROW, "dark")],
    ids=["wide", "narrow"],
)
def test_profile_pages_are_accessible_and_fit(
    server: str, new_page: Callable[..., Any], viewport: dict[str, int], colours: str
) -> None:
    world = filled()
    found = []
    for persona, addresses in {"": PUBLIC, **STAFF}.items():
        page = new_page(viewport=viewport, color_scheme=colours)
        if persona:
            client = Client()
            client.force_login(world.actor(persona).user)
            session = client.cookies["portal_session"].value
            page.context.add_cookies([{"name": "portal_session", "value": session, "url": server}])
        for address in addresses:
            answer = page.goto(address)
            wide = browsers.overflow(page)
            found += [f"{address}: {problem}" for problem in browsers.accessibility_problems(page)]
            found += [f"{address}: {wide} px too wide"] if wide else []
            found += [] if answer.status == 200 else [f"{address}: {answer.status}"]
    assert found == []
