"""A heat map of counts with the numbers written in its cells."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from core.charts.look import FAINTEST, INK, LINE, ROW, SERIES, STRONGEST, Cell
from core.charts.picture import Chart, chart
from core.charts.vega import drawn_by, names_axis


def matrix(
    title: str,
    reading: str,
    values: Mapping[tuple[str, str], int],
    *,
    row_names: Sequence[str],
    column_names: Sequence[str],
    corner: str = "",
    as_of: str = "",
) -> Chart:
    """A heat map of counts, for example home country by host country; nothing is written where there is none."""
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (row, *(values.get((row, column), 0) for column in column_names)) for row in row_names
    )

    def matrix_spec(alt: Any) -> Any:
        data = [
            {"r": row, "c": column, "v": values.get((row, column), 0)}
            for row in row_names
            for column in column_names
        ]
        most = max(values.values(), default=0)
        base = alt.Chart(alt.Data(values=data)).encode(
            x=alt.X("c:N", sort=None, title=None, axis=alt.Axis(orient="top", labelAngle=0, labelLimit=110)),
            y=names_axis(alt, "r"),
        )
        strength = alt.Scale(domain=[0, max(most, 1)], range=[FAINTEST, STRONGEST])
        return alt.layer(
            base.mark_rect(color=SERIES[0], stroke=LINE).encode(
                fillOpacity=alt.FillOpacity("v:Q", legend=None, scale=strength)
            ),
            base.mark_text(color=INK).transform_filter("datum.v > 0").encode(text="v:Q"),
        ).properties(height=ROW * len(row_names))

    columns = (corner or _("From"), *column_names)
    return chart(drawn_by(matrix_spec), title, reading, columns, rows, as_of, fits_phone=False)
