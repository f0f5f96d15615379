"""Profile pages and public pages of clusters and partnerships in a real browser: no axe finding, no sideways scrolling."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from clusters.models import Membership, Term
from clusters.services.profiles import update_cluster, update_partnership
from core import clock
from reporting.services import networks, news
from tests.support import browser as browsers
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


def fill(world: World) -> None:
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


def test_profile_pages_are_accessible_and_fit(world: World, page_for: Callable[..., Any]) -> None:
    fill(world)
    found = []
    for persona, addresses in {"anonymous": PUBLIC, **STAFF}.items():
        page = page_for(persona)
        for address in addresses:
            answer = page.goto(address)
            found += browsers.faults(page)
            found += [] if answer.status == 200 else [f"{address}: {answer.status}"]
    assert found == []
