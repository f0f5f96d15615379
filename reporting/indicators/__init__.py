"""Every indicator: one function each. Page, export, command and PDF take their figures from here.

A function gets the period's `Tally` and gives a number, or None where nothing is recorded.
"""

# The order of these lines is the order in which the figures are measured and shown.
# isort: off
from reporting.indicators.base import (
    REGISTRY,
    Figure,
    Indicator,
    Value,
    as_rows,
    indicator,
    label_of,
    measure,
    plain,
)
from reporting.indicators import objectives  # noqa: F401
from reporting.indicators import work_programme  # noqa: F401
from reporting.indicators import counterparts  # noqa: F401
from reporting.indicators import participation  # noqa: F401
from reporting.indicators import spread  # noqa: F401
from reporting.indicators import quality  # noqa: F401
# isort: on

__all__ = ["REGISTRY", "Figure", "Indicator", "Value", "as_rows", "indicator", "label_of", "measure", "plain"]
