"""The rules and the grid that hold on a day, as the pure modules want them."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery, TextField, prefetch_related_objects
from django.db.models.functions import Cast, JSONObject
from django.utils.translation import gettext_lazy as _

from clusters.models import Country
from clusters.selectors.reference import eligible_choices, eligible_on
from core.actors import Actor
from core.exceptions import InvalidInput
from core.prepared import Prepared, keep_related
from exchanges import lump_sum, pre_check
from exchanges.models import Application, Grid, GridAmount, KindRule, Rulebook
from exchanges.reference_data import OUTERMOST


def in_force(day: Any, partnership_id: Any = None) -> QuerySet[Rulebook]:
    """The published versions for a first day, the one that counts first: a partnership's own before the scheme's."""
    whose = Q(partnership=None) | Q(partnership_id=partnership_id)
    rows = Rulebook.objects.published().filter(whose, valid_from__lte=day)
    return rows.order_by(F("partnership").asc(nulls_last=True), "-valid_from", "-id")


def rulebook_on(day: date, partnership_id: int | None = None) -> Rulebook:
    """The rulebook of a planned start `with_terms`, in one statement. Raises InvalidInput when none is that old."""
    found: list[Rulebook] = _in_force(day=day, partnership=partnership_id or 0)
    if not found:
        raise InvalidInput(_("There are no rules for this date. Please choose a later first day."))
    (rulebook,) = found
    told: Any = rulebook
    keep_related(rulebook, "kind_rules", [KindRule(**row) for row in told.kinds])
    amounts = (row | {"amount": Decimal(row["amount"])} for row in told.amounts)
    keep_related(rulebook.grid, "amounts", [GridAmount(**row) for row in amounts])
    told.eligible_codes = frozenset(told.codes)
    return rulebook


def _first_in_force(*, day: Any, partnership: Any) -> QuerySet[Rulebook]:
    kinds = KindRule.objects.filter(rulebook=OuterRef("pk")).order_by("kind")
    amounts = GridAmount.objects.filter(grid=OuterRef("grid")).order_by("country_id")
    return (
        in_force(day, partnership)
        .annotate(
            kinds=ArraySubquery(kinds.values(json=JSONObject(**_KIND))),
            amounts=ArraySubquery(amounts.values(json=JSONObject(**_AMOUNT))),
            codes=ArraySubquery(_eligible().values("code")),
        )
        .select_related("grid", "partnership")[:1]
    )


_KIND = {name: name for name in ("id", "kind", "may_visit", "may_host", "receives_lump_sum")}
_AMOUNT = {"id": "id", "country_id": "country_id", "amount": Cast("amount", TextField())}
_in_force = Prepared("rulebook", _first_in_force)


def note_for_applicants(application: Application) -> str:
    """What the partnership says to applicants before they send; empty before a partnership and days are chosen."""
    if application.partnership_id is None or application.planned_start is None:
        return ""
    found = _note(day=application.planned_start, partnership=application.partnership_id)
    return str(found[0]) if found else ""


def _note_in_force(*, day: Any, partnership: Any) -> QuerySet[Any]:
    return in_force(day, partnership).values_list("note_for_applicants", flat=True)[:1]


_note = Prepared("note", _note_in_force)


def with_terms(rulebook: Rulebook) -> Rulebook:
    """Read once what many sums by this rulebook ask each time: its kinds, the countries, and the grid's amounts."""
    prefetch_related_objects([rulebook], "kind_rules", "grid__amounts")
    if not hasattr(rulebook, "eligible_codes"):
        rulebook.eligible_codes = _eligible_codes()  # type: ignore[attr-defined]  # read by as_rules
    return rulebook


def _eligible_codes() -> frozenset[str]:
    return frozenset(_eligible().values_list("code", flat=True))


def _eligible() -> QuerySet[Country]:
    return Country.objects.filter(eligible_from__isnull=False).order_by()


def as_rules(rulebook: Rulebook, eligible: frozenset[str] | None = None) -> lump_sum.Rules:
    """The thresholds, with the version's countries, else those that are `eligible` by the directory's data on any day."""
    eligible = frozenset(rulebook.countries) or eligible or getattr(rulebook, "eligible_codes", None)
    return lump_sum.Rules(
        version=rulebook.code,
        min_working_days=rulebook.min_working_days,
        max_calendar_days=rulebook.max_calendar_days,
        full_sum_working_days=rulebook.full_working_days,
        full_sum_km=rulebook.full_distance_km,
        reduction=rulebook.reduction_factor,
        cap=rulebook.cap,
        eligible_countries=_eligible_codes() if eligible is None else eligible,
    )


def public_terms(day: date, partnership_id: int | None = None) -> pre_check.Terms:
    """What a stranger is told: the rulebook of the day, its kinds, and the countries that take part."""
    rulebook = rulebook_on(day, partnership_id)
    kinds = list(rulebook.kind_rules.all())
    return pre_check.Terms(
        version=rulebook.code,
        whose=rulebook.partnership.name if rulebook.partnership is not None else "",
        valid_from=rulebook.valid_from,
        countries=frozenset(rulebook.countries) or frozenset(code for code, _name in eligible_choices(day)),
        visitors=frozenset(row.kind for row in kinds if row.may_visit),
        hosts=frozenset(row.kind for row in kinds if row.may_host),
        paid=frozenset(row.kind for row in kinds if row.receives_lump_sum),
        once_sme=rulebook.visit_once_sme,
        once_staff=rulebook.visit_once_staff,
        min_days=rulebook.min_working_days,
        full_days=rulebook.full_working_days,
        most_days=rulebook.max_calendar_days,
        full_km=rulebook.full_distance_km,
        reduction=rulebook.reduction_factor,
        virtual=rulebook.virtual_allowed,
    )


def kind_rule_on(day: date, kind: str, partnership_id: int | None = None) -> KindRule:
    """What this kind may do by the rulebook of a planned start, which comes with it, in one statement."""
    found: list[KindRule] = _kind_in_force(day=day, kind=kind, partnership=partnership_id or 0)
    return found[0] if found else kind_rule(rulebook_on(day, partnership_id), kind)


def _kind_of_first(*, day: Any, kind: Any, partnership: Any) -> QuerySet[KindRule]:
    newest = in_force(day, partnership).values("pk")[:1]
    return (
        KindRule.objects.filter(rulebook=Subquery(newest), kind=kind)
        .select_related("rulebook__grid")
        .order_by()
    )


_kind_in_force = Prepared("kind", _kind_of_first)


def takes_part(country: Country, day: date, rulebook: Rulebook) -> bool:
    """Whether a country takes part on a day: in the scheme, and where the version names its countries, by it."""
    if country.eligible_from is None or (rulebook.countries and country.pk not in rulebook.countries):
        return False
    return country.eligible_from <= day and (country.eligible_until is None or day <= country.eligible_until)


def as_grid(grid: Grid) -> lump_sum.Grid:
    amounts = {row.country_id: row.amount for row in grid.amounts.all()}
    if grid.outermost_amount is not None:
        amounts[OUTERMOST] = grid.outermost_amount
    return lump_sum.Grid(
        version=grid.code, amounts=amounts, source=grid.source, confirmed=grid.confirmed_at is not None
    )


def rules_for(on_date: date) -> lump_sum.Rules:
    return as_rules(rulebook_on(on_date))


def grid_for(version: str | None, on_date: date) -> lump_sum.Grid:
    """The grid named, or the one of the day's rulebook. Raises InvalidInput for an unknown version."""
    grids = Grid.objects.prefetch_related(Prefetch("amounts", GridAmount.objects.order_by("country_id")))
    if version is None:
        return as_grid(grids.get(pk=rulebook_on(on_date).grid_id))
    grid = grids.filter(code=version).first()
    if grid is None:
        known = ", ".join(Grid.objects.order_by("code").values_list("code", flat=True))
        raise InvalidInput(
            _("There is no grid “%(version)s”. Known: %(known)s.") % {"version": version, "known": known}
        )
    return as_grid(grid)


def kind_rule(rulebook: Rulebook, kind: str) -> KindRule:
    """What this kind may do; a kind without a row may do nothing."""
    if "kind_rules" in getattr(rulebook, "_prefetched_objects_cache", ()):
        rule = next((row for row in rulebook.kind_rules.all() if row.kind == kind), None)
    else:
        rule = KindRule.objects.filter(rulebook=rulebook, kind=kind).first()
    return rule or KindRule(
        rulebook=rulebook, kind=kind, may_visit=False, may_host=False, receives_lump_sum=False
    )


def versions(actor: Actor) -> QuerySet[Rulebook]:
    """What the hat may read, the newest first; drafts before all."""
    rows = Rulebook.objects.visible_to(actor).select_related("partnership", "published_by", "grid")
    return rows.order_by(F("published_at").desc(nulls_first=True), "-valid_from", "-id")


def whole(actor: Actor) -> QuerySet[Rulebook]:
    """Versions with everything that their pages print, and the version they were copied from."""
    all_parts = ("grid__amounts", "kind_rules", "reasons", "points")
    rows = Rulebook.objects.visible_to(actor).select_related(
        "partnership", "published_by", "grid__confirmed_by", "based_on__grid"
    )
    return rows.prefetch_related(*all_parts, *(f"based_on__{part}" for part in all_parts))


def codes_that_host(rulebook: Rulebook) -> list[str]:
    """Countries that need a lump sum: those of the version, else all of the scheme on its first day."""
    if rulebook.countries:
        return list(rulebook.countries)
    return list(eligible_on(rulebook.valid_from).order_by("code").values_list("code", flat=True))
