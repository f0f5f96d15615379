"""The rules and the grid that hold on a day, as the pure modules want them."""

from datetime import date

from django.db.models import Prefetch, Subquery, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from clusters.models import Country
from clusters.selectors.reference import eligible_choices
from core.exceptions import InvalidInput
from exchanges import lump_sum, pre_check
from exchanges.models import Grid, GridAmount, KindRule, Rulebook
from exchanges.reference_data import OUTERMOST


def rulebook_on(day: date) -> Rulebook:
    """The rulebook of a planned start. Raises InvalidInput when none is that old."""
    rulebook = (
        Rulebook.objects.filter(valid_from__lte=day)
        .select_related("grid")
        .order_by("-valid_from", "-id")
        .first()
    )
    if rulebook is None:
        raise InvalidInput(_("There are no rules for this date. Please choose a later first day."))
    return rulebook


def with_terms(rulebook: Rulebook) -> Rulebook:
    """Read once what many sums by this rulebook ask each time: its kinds, the countries, and the grid's amounts."""
    prefetch_related_objects([rulebook], "kind_rules", "grid__amounts")
    rulebook.eligible_codes = _eligible_codes()  # type: ignore[attr-defined]  # read by as_rules
    return rulebook


def _eligible_codes() -> frozenset[str]:
    rows = Country.objects.filter(eligible_from__isnull=False).order_by()
    return frozenset(rows.values_list("code", flat=True))


def as_rules(rulebook: Rulebook) -> lump_sum.Rules:
    """The thresholds, with the countries that are eligible by the directory's data on any day."""
    eligible = getattr(rulebook, "eligible_codes", None)
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


def public_terms(day: date) -> pre_check.Terms:
    """What a stranger is told: the rulebook of the day, its kinds, and the countries that take part."""
    rulebook = rulebook_on(day)
    kinds = list(rulebook.kind_rules.all())
    return pre_check.Terms(
        version=rulebook.code,
        valid_from=rulebook.valid_from,
        countries=frozenset(code for code, _name in eligible_choices(day)),
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


def kind_rule_on(day: date, kind: str) -> KindRule:
    """What this kind may do by the rulebook of a planned start, which comes with it, in one statement."""
    newest = Rulebook.objects.filter(valid_from__lte=day).order_by("-valid_from", "-id").values("pk")[:1]
    rules = KindRule.objects.filter(rulebook=Subquery(newest), kind=kind).select_related("rulebook__grid")
    return rules.first() or kind_rule(rulebook_on(day), kind)


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
