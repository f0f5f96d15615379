"""With whom somebody comes to the public pages: a partnership, a cluster or a mission, whose rules then hold."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from clusters.models import Cluster, Partnership
from core import clock
from core.actors import Actor
from exchanges.models import Mission
from exchanges.selectors.partnerships import clusters_of, open_on

# How an address names them; the first that is known counts.
NAMES = ("mission", "cluster", "partnership")
_SLUG = re.compile(r"[-\w]{1,100}", re.ASCII)


@dataclass(frozen=True)
class WayIn:
    """`named` is what stood in the address, to be carried on. All is empty for somebody who just came."""

    partnership: Partnership | None = None
    cluster: Cluster | None = None
    named: tuple[tuple[str, str], ...] = ()

    @property
    def partnership_id(self) -> int | None:
        return self.partnership.pk if self.partnership is not None else None


def way_in(actor: Actor, asked: Mapping[str, str]) -> WayIn:
    """What does not exist or takes no applications any more is left behind, as in an old bookmark."""
    slugs = {name: asked.get(name, "") for name in NAMES}
    slugs = {name: slug if _SLUG.fullmatch(slug) else "" for name, slug in slugs.items()}
    if slugs["mission"]:
        missions = Mission.objects.visible_to(actor).filter(
            slug=slugs["mission"], state="open", partnership__accepts_applications=True
        )
        mission = missions.select_related("partnership").first()
        if mission is not None:
            return WayIn(mission.partnership, None, (("mission", mission.slug),))
    running = open_on(clock.today())
    if slugs["partnership"]:
        running = running.filter(slug=slugs["partnership"])
    if slugs["cluster"]:
        for partnership in running.filter(places__cluster__slug=slugs["cluster"]):
            cluster = clusters_of(partnership).filter(slug=slugs["cluster"]).first()
            if cluster is not None:
                named = (("partnership", partnership.slug), ("cluster", cluster.slug))
                return WayIn(partnership, cluster, named)
    found = running.first() if slugs["partnership"] else None
    return WayIn() if found is None else WayIn(found, None, (("partnership", found.slug),))
