"""Training modules for the catalogue, its public page and documents."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from clusters.models import Partnership, Term
from core import clock
from core.actors import Actor
from core.facts import Fact, codes_in, fact, words_of
from core.languages import language_name
from core.tables import DATE, LIST, MONEY
from reporting.knowledge_enums import ModuleLevel, ModuleState
from reporting.models import TrainingModule
from reporting.selectors.practices import topics_of

# An entry that nobody has looked at for so long is shown as old.
OLD = timedelta(days=183)


def is_old(module: TrainingModule, today: date | None = None) -> bool:
    return module.state == ModuleState.LISTED and module.checked_on < (today or clock.today()) - OLD


def modules_of(partnership: Partnership, actor: Actor) -> QuerySet[TrainingModule]:
    """All that the hat sees, by title."""
    return (
        TrainingModule.objects.visible_to(actor)
        .filter(partnership=partnership)
        .select_related("cluster")
        .order_by("title", "id")
    )


def catalogue(partnership: Partnership, words: str = "", topic: Any = None) -> QuerySet[TrainingModule]:
    """What everybody may read: modules that are still offered."""
    found = modules_of(partnership, Actor.anonymous())
    for word in words.split()[:8]:
        found = found.filter(
            Q(title__icontains=word) | Q(provider__icontains=word) | Q(audience__icontains=word)
        )
    return found.filter(terms=topic) if topic is not None else found


def topics_of_catalogue(partnership: Partnership) -> QuerySet[Term]:
    rows = catalogue(partnership).order_by().values("pk")
    return Term.objects.filter(
        pk__in=TrainingModule.terms.through.objects.filter(trainingmodule__in=rows).values("term")
    )


def languages_in_words(module: TrainingModule) -> str:
    return ", ".join(sorted(language_name(code) for code in module.languages))


def plain_number(number: Decimal) -> str:
    """ "8" and "12.5", never "8.0"."""
    return f"{number.normalize():f}"


def hours_in_words(module: TrainingModule) -> str:
    return str(_("not known")) if module.hours is None else plain_number(module.hours)


def cost_in_words(module: TrainingModule) -> str:
    if module.cost is None:
        return str(_("not known"))
    return f"EUR {module.cost:,.2f}".removesuffix(".00") if module.cost else str(_("free"))


def facts() -> tuple[Fact, ...]:
    """The columns of the table that is taken away; the importer reads the same ones back."""
    return (
        fact(_("Title"), "title"),
        fact(_("Provider"), "provider"),
        fact(_("Address"), "link"),
        # Codes without their names, as the importer takes them.
        fact(_("Languages"), codes_in("languages"), words=dict),
        fact(_("Hours"), "hours", MONEY),
        fact(_("Level"), "level", words=words_of(ModuleLevel)),
        fact(_("Cost in EUR"), "cost", MONEY),
        fact(_("For whom"), "audience"),
        fact(_("Topics"), topics_of(TrainingModule), LIST),
        fact(_("Last checked on"), "checked_on", DATE),
        fact(_("Cluster"), "cluster__name"),
        fact(_("State"), "state", words=words_of(ModuleState)),
    )
