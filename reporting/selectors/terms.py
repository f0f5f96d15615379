"""The topics that best practices, modules and opportunities are tagged with: themes and industrial ecosystems."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from clusters.enums import Taxonomy
from clusters.models import Term


def topics(also: Iterable[Any] = ()) -> QuerySet[Term]:
    """What can be chosen, themes first, and what a record has already (`also`, primary keys).

    An ecosystem that is called like a theme is not offered beside it.
    """
    themes = Term.objects.filter(taxonomy=Taxonomy.THEME, retired_on=None)
    ecosystems = Q(taxonomy=Taxonomy.ECOSYSTEM, retired_on=None) & ~Q(
        label__in=themes.order_by().values("label")
    )
    offered = Q(pk__in=themes.order_by().values("pk")) | ecosystems
    return Term.objects.filter(offered | Q(pk__in=list(also))).order_by("-taxonomy", "label")
