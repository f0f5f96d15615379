"""The rules and the grid that hold on a day, as the pure modules want them."""

from datetime import date

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from clusters.models import Country
from core.exceptions import InvalidInput
from exchanges import lump_sum
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


def as_rules(rulebook: Rulebook) -> lump_sum.Rules:
    """The thresholds, with the countries that are eligible by the directory's data on any day."""
    eligible = Country.objects.filter(eligible_from__isnull=False).values_list("code", flat=True)
    return lump_sum.Rules(
        version=rulebook.code,
        min_working_days=rulebook.min_working_days,
        max_calendar_days=rulebook.max_calendar_days,
        full_sum_working_days=rulebook.full_working_days,
        full_sum_km=rulebook.full_distance_km,
        reduction=rulebook.reduction_factor,
        cap=rulebook.cap,
        eligible_countries=frozenset(eligible),
    )


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
    rule = KindRule.objects.filter(rulebook=rulebook, kind=kind).first()
    return rule or KindRule(
        rulebook=rulebook, kind=kind, may_visit=False, may_host=False, receives_lump_sum=False
    )
