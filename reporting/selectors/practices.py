"""Best practices for lists, the public library and documents."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from clusters.enums import RoleKind
from clusters.models import Partnership, Term
from core.actors import Actor
from core.tables import DATE, TEXT, Field
from exchanges.models import ClosingReport
from reporting.knowledge_enums import PracticeState
from reporting.models import BestPractice

SEARCHED = ("title", "done", "audience", "result", "copying")


def practices_of(partnership: Partnership, actor: Actor) -> QuerySet[BestPractice]:
    """All that the hat sees, newest first."""
    return (
        BestPractice.objects.visible_to(actor)
        .filter(partnership=partnership)
        .select_related("cluster")
        .order_by("-id")
    )


def library(partnership: Partnership, words: str = "", topic: Any = None) -> QuerySet[BestPractice]:
    """What everybody may read, newest review first. All of the words must be in it."""
    found = (
        BestPractice.objects.visible_to(Actor.anonymous())
        .filter(partnership=partnership)
        .select_related("cluster")
        .order_by("-reviewed_at", "-id")
    )
    for word in words.split()[:8]:
        found = found.filter(_has(word))
    return found.filter(terms=topic) if topic is not None else found


def _has(word: str) -> Q:
    anywhere = Q(cluster__name__icontains=word)
    for name in SEARCHED:
        anywhere |= Q(**{f"{name}__icontains": word})
    return anywhere


def topics_of_library(partnership: Partnership) -> QuerySet[Term]:
    rows = library(partnership).order_by().values("pk")
    return Term.objects.filter(
        pk__in=BestPractice.terms.through.objects.filter(bestpractice__in=rows).values("term")
    )


def reports_to_take(partnership: Partnership, actor: Actor) -> QuerySet[ClosingReport]:
    """Validated closing reports with a good practice that nobody has taken over, newest first.

    A manager sees those of the visits that the own cluster handled.
    """
    found = (
        ClosingReport.objects.filter(
            exchange__application__partnership=partnership,
            exchange__application__visitor_cluster__isnull=False,
            validated_at__isnull=False,
            practice=None,
        )
        .exclude(good_practice="")
        .select_related("exchange__application__visitor_cluster")
        .order_by("-validated_at", "-id")
    )
    hat = actor.hat
    if hat is not None and hat.kind == RoleKind.MANAGER:
        return found.filter(exchange__application__visitor_cluster=hat.cluster_id)
    return found if hat is not None and hat.kind == RoleKind.COORDINATOR else found.none()


def topics_in_words(row: Any) -> str:
    """The topics of a practice, module or opportunity; reads the prefetched rows."""
    return ", ".join(sorted(str(term) for term in row.terms.all()))


def fields() -> list[Field]:
    """The columns of the table that is taken away."""
    return [
        Field(_("Title"), TEXT, lambda row: row.title),
        Field(_("Cluster"), TEXT, lambda row: row.cluster.name),
        Field(_("State"), TEXT, lambda row: str(PracticeState(row.state).label)),
        Field(_("What was done"), TEXT, lambda row: row.done),
        Field(_("For whom"), TEXT, lambda row: row.audience),
        Field(_("What came of it"), TEXT, lambda row: row.result),
        Field(_("How others can copy it"), TEXT, lambda row: row.copying),
        Field(_("Whom to ask"), TEXT, lambda row: row.contact_role),
        Field(_("Topics"), TEXT, topics_in_words),
        Field(_("Link"), TEXT, lambda row: row.evidence_url),
        Field(_("May be published"), TEXT, lambda row: str(_("Yes") if row.may_publish else _("No"))),
        Field(_("Reviewed on"), DATE, lambda row: row.reviewed_at.date() if row.reviewed_at else None),
    ]
