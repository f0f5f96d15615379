"""Learning tandems of the live partnership: fields of its clusters, one tandem that runs, one that is proposed."""

from datetime import timedelta
from decimal import Decimal

from clusters.enums import Taxonomy
from clusters.models import Cluster, Partnership, Term
from core import clock
from core.actors import Actor
from exchanges.demo.cast import Cast
from exchanges.enums import LearningSide
from exchanges.services import tandems

# The places of terms in the list of themes: what each cluster is strong in, and what it wants to learn.
_FIELDS = (((0, 3), (1, 4)), ((1, 5), (0, 2)), ((2, 4), (3,)), ((6,), (5, 0)))
_GOALS = (
    "How Business Hive Vilnius keeps in touch with start-ups, and how we win large firms as members. "
    "At the end each cluster has a plan of one page."
)


def build(cast: Cast, partnership: Partnership) -> None:
    themes = list(Term.objects.filter(taxonomy=Taxonomy.THEME, retired_on=None).order_by("code"))
    places = partnership.places.select_related("cluster__organisation").order_by("position")
    known = {cluster.pk: key for key, cluster in cast.clusters.items() if cast.knows(f"manager:{key}")}
    clusters = [place.cluster for place in places if place.cluster_id in known]
    speaks = {cluster.pk: cast.actor(f"manager:{known[cluster.pk]}") for cluster in clusters}
    for cluster, fields in zip(clusters, _FIELDS, strict=False):
        for side, numbers in zip((LearningSide.STRENGTH, LearningSide.NEED), fields, strict=True):
            terms = [themes[number] for number in numbers if number < len(themes)]
            tandems.set_topics(cluster=cluster, side=side, by=speaks[cluster.pk], terms=terms)
    abroad = [other for other in clusters[1:] if _country(other) != _country(clusters[0])]
    _running(partnership, (clusters[0], speaks[clusters[0].pk]), (abroad[0], speaks[abroad[0].pk]))
    tandems.propose_tandem(
        partnership=partnership,
        first=abroad[1],
        second=clusters[0],
        by=speaks[abroad[1].pk],
        goals="How a cluster of industry and one of software plan services together.",
    )


def _running(partnership: Partnership, one: tuple[Cluster, Actor], other: tuple[Cluster, Actor]) -> None:
    (first, mine), (second, theirs) = one, other
    now = clock.now()
    with clock.at(now - timedelta(days=40)):
        tandem = tandems.propose_tandem(
            partnership=partnership,
            first=first,
            second=second,
            by=mine,
            goals=_GOALS.replace("Business Hive Vilnius", second.name),
        )
    with clock.at(now - timedelta(days=36)):
        tandems.answer_tandem(tandem=tandem, by=theirs, accept=True)
    for days, hours, others, notes in (
        (-30, "2.5", 2, "How both clusters welcome new members: mails, visits, first service."),
        (-9, "3.0", 0, "A day in the life of the other office, online. First draft of both plans."),
        (12, "2.0", 1, "Both plans are read and changed."),
    ):
        tandems.add_session(
            tandem=tandem,
            by=mine,
            day=(now + timedelta(days=days)).date(),
            hours=Decimal(hours),
            people=[mine.user, theirs.user],
            others=others,
            notes=notes,
        )


def _country(cluster: Cluster) -> str:
    return str(cluster.organisation.country_id)
