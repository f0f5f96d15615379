"""What the filters of lists can choose from."""

from typing import Any

from django.core.cache import caches
from django.db.models import QuerySet
from django.utils.translation import get_language

from clusters.enums import RoleKind
from clusters.models import Country
from core.actors import Actor, wearer_of
from core.countries import country_name
from core.prepared import Prepared
from exchanges.models import Mission


def countries() -> list[tuple[str, str]]:
    """Countries of the scheme by name. The list changes once in years, so each process reads it once in a while."""
    kept: list[tuple[str, str]] | None = caches["fragments"].get_or_set(
        f"filters.countries.{get_language()}", _eligible, timeout=600
    )
    return kept or _eligible()


def missions(actor: Actor) -> list[tuple[int, str]]:
    """The missions of the hat's files, newest first."""
    hat = actor.hat
    if hat is None:
        return _missions(None, cluster=None, partnership=None)
    return _missions(hat.kind, cluster=hat.cluster_id, partnership=hat.partnership_id)


def _mission_titles(kind: str | None, *, cluster: Any, partnership: Any) -> QuerySet[Any]:
    rows = Mission.objects.visible_to(wearer_of(kind, cluster=cluster, partnership=partnership))
    rows = rows.filter(with_lump_sum=True)
    if kind in (RoleKind.FINANCE, RoleKind.COORDINATOR, RoleKind.AUDITOR):
        rows = rows.filter(partnership_id=partnership)
    return rows.order_by("-start_on", "id").values_list("pk", "title")[:200]


_missions = Prepared("missions", _mission_titles)


def _eligible() -> list[tuple[str, str]]:
    codes = Country.objects.filter(eligible_from__isnull=False).values_list("code", flat=True)
    return sorted(((code, country_name(code)) for code in codes), key=lambda pair: pair[1])
