"""What an indicator is, and how all of them are measured. The indicators themselves stand beside this, by objective."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reporting.periods import Period
from reporting.selectors.records import Records
from reporting.selectors.tally import Tally

Text = str | Promise
Value = int | Decimal | None
Measure = Callable[[Tally], Value]

# What the codes begin with: the objectives of EXCITE, and the indicators of the work programme.
AIMS: dict[str, Text] = {
    "O1": _("O1: cluster management"),
    "O2": _("O2: exchanges"),
    "O3": _("O3: services"),
    "O4": _("O4: joint activities"),
    "O5": _("O5: skills"),
    "EU1": _("EU 1: better services for SMEs"),
    "EU2": _("EU 2: plans and strategies"),
    "EU3": _("EU 3: analyses and workshops"),
    "EU4": _("EU 4: agreements and joint projects"),
    "EU5": _("EU 5: ClusterXchange"),
}


@dataclass(frozen=True)
class Indicator:
    """`opens` gives the rows behind the figure. `counts_parties`: it counts people or organisations of files, so
    a public page hides it below five. The target of a `steady` one holds on every
    day and does not grow with the time.
    """

    code: str
    label: Text
    unit: Text
    rule: Text
    measure: Measure
    opens: tuple[Records, ...]
    counts_parties: bool
    steady: bool = False

    @property
    def aim(self) -> Text:
        return AIMS[self.code.split(".")[0]]


@dataclass(frozen=True)
class Figure:
    """One indicator, measured."""

    indicator: Indicator
    value: Value
    target: Decimal | None
    expected: Decimal | None

    @property
    def code(self) -> str:
        return self.indicator.code


REGISTRY: dict[str, Indicator] = {}


def indicator(
    code: str,
    label: Text,
    unit: Text,
    rule: Text,
    opens: Records | tuple[Records, ...],
    counts_parties: bool = False,
    *,
    steady: bool = False,
) -> Callable[[Measure], Measure]:
    """Register the function that measures `code`."""

    def register(measure: Measure) -> Measure:
        if code in REGISTRY:
            raise ValueError(f"Two indicators named {code}")
        rows = opens if isinstance(opens, tuple) else (opens,)
        REGISTRY[code] = Indicator(code, label, unit, rule, measure, rows, counts_parties, steady)
        return measure

    return register


def label_of(code: str) -> Text:
    """What an indicator is called; the code itself when it is no longer kept."""
    return REGISTRY[code].label if code in REGISTRY else code


def measure(period: Period, tally: Tally | None = None) -> list[Figure]:
    """Every indicator of the period, in the order of this module."""
    tally = tally or Tally(period)
    return [_figure(item, tally) for item in REGISTRY.values()]


def _figure(item: Indicator, tally: Tally) -> Figure:
    target = tally.target(item.code)
    return Figure(item, item.measure(tally), target, _expected(item, target, tally.period))


def _expected(item: Indicator, target: Decimal | None, period: Period) -> Decimal | None:
    """What should be reached by the end of the period."""
    if target is None or item.steady:
        return target
    return (target * Decimal(str(round(period.elapsed, 4)))).quantize(Decimal(1))


def as_rows(period: Period) -> list[dict[str, Any]]:
    """What other programs read: numbers are JSON numbers, None is "nothing recorded"."""
    return [
        {
            "code": figure.code,
            "label": str(figure.indicator.label),
            "value": plain(figure.value),
            "target": plain(figure.target),
            "unit": str(figure.indicator.unit),
            "rule": str(figure.indicator.rule),
            "as_of": period.until.isoformat(),
        }
        for figure in measure(period)
    ]


def plain(value: Value) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
