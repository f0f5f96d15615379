"""What the filters of lists can choose from."""

from contextlib import suppress
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet

from clusters.enums import RoleKind
from clusters.models import Country
from core.actors import Actor, wearer_of
from core.countries import country_name
from core.prepared import Prepared
from exchanges.models import Mission


def countries() -> list[tuple[str, str]]:
    """Countries of the scheme by name. The list changes once in years, so it is read once in a while."""
    codes = None
    with suppress(Exception):  # a broken cache costs a statement, not the page
        codes = cache.get_or_set("filters.countries", _eligible_codes, timeout=600)
    if codes is None:
        codes = _eligible_codes()
    return sorted(((code, country_name(code)) for code in codes), key=lambda pair: pair[1])


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


def _eligible_codes() -> list[str]:
    return list(Country.objects.filter(eligible_from__isnull=False).values_list("code", flat=True))
