"""Best practices for lists, the public library and documents."""

from typing import Any

from django.db.models import Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from clusters.enums import RoleKind
from clusters.models import Partnership, Term
from core.actors import Actor
from core.facts import Fact, day_of, fact, texts_of, words_of, yes_no
from core.tables import DATE, LIST
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


def topics_of(model: type[Model]) -> Any:
    """The topics of a practice, module or opportunity."""
    through: Any = model.terms.through  # type: ignore[attr-defined]
    rows = through.objects.filter(**{model._meta.model_name or "": OuterRef("pk")})
    return texts_of(rows.order_by("term__label"), "term__label")


def facts() -> tuple[Fact, ...]:
    """The columns of the table that is taken away."""
    return (
        fact(_("Title"), "title"),
        fact(_("Cluster"), "cluster__name"),
        fact(_("State"), "state", words=words_of(PracticeState)),
        fact(_("What was done"), "done"),
        fact(_("For whom"), "audience"),
        fact(_("What came of it"), "result"),
        fact(_("How others can copy it"), "copying"),
        fact(_("Whom to ask"), "contact_role"),
        fact(_("Topics"), topics_of(BestPractice), LIST),
        fact(_("Link"), "evidence_url"),
        yes_no(_("May be published"), Q(may_publish=True)),
        fact(_("Reviewed on"), day_of("reviewed_at"), DATE),
    )
