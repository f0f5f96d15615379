"""Charts made on the server: one picture for page, print and PDF, with the same numbers as a table beside it.

Each helper takes the sentence that reads the chart: what a person should see in it. Bars and lines are described in
Vega-Lite (vega.py); what its grammar does not have is drawn on a sheet of our own (sheet.py).
"""

from core.charts.bars import Bar, bar, diverging, funnel, stacked
from core.charts.flows import Arc, flow_map, sankey
from core.charts.goals import Goal, Step, bullets, sparkline, steps
from core.charts.grid import matrix
from core.charts.lines import Line, Outlook, burn_up, columns
from core.charts.look import INK, LINE, MUTED, NARROW, PAPER, SERIES, WIDTH, Cell, Number
from core.charts.picture import Chart

__all__ = [
    "INK",
    "LINE",
    "MUTED",
    "NARROW",
    "PAPER",
    "SERIES",
    "WIDTH",
    "Arc",
    "Bar",
    "Cell",
    "Chart",
    "Goal",
    "Line",
    "Number",
    "Outlook",
    "Step",
    "bar",
    "bullets",
    "burn_up",
    "columns",
    "diverging",
    "flow_map",
    "funnel",
    "matrix",
    "sankey",
    "sparkline",
    "stacked",
    "steps",
]
