"""A matching run of the live partnership that nobody has sent, and a copy of it with a tenth more money."""

from clusters.models import Partnership
from exchanges.demo.cast import Cast
from exchanges.selectors.matching_runs import usual_limits
from exchanges.services import matching_runs

# Less than all who wait would cost, so that the money decides and the copy has another answer.
MONEY = 12_000_00


def build(cast: Cast, partnership: Partnership) -> None:
    by = cast.actor(f"coordinator:{partnership.code}")
    limits = usual_limits(partnership)
    first = matching_runs.make_run(
        partnership=partnership, name="Visits of the next months", limits=limits | {"budget": MONEY}, by=by
    )
    matching_runs.solve_now(first)
    copy = matching_runs.make_run(
        partnership=partnership,
        name="The same with 10 % more money",
        limits=limits | {"budget": MONEY * 11 // 10},
        like=first,
        by=by,
    )
    matching_runs.solve_now(copy)
