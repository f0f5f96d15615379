"""How soon money came, and from and to which regions: told from the sums of the ledger."""

from dataclasses import dataclass
from functools import cached_property

from clusters.models import RegionLevel
from clusters.region_data import LEVELS_EDITION
from reporting.selectors.ledger import Table

# The promise of the scheme: one payment within ten days after completion (scheme.md 1.4).
PROMISED_DAYS = 10


@dataclass(frozen=True)
class Waits:
    """How long people waited for their money, in days, from the later of end of stay and first validation."""

    payments: int
    in_time: int
    median: float | None


class More:
    """`table` holds the sections "waited" (by days) and "area" (by side and place)."""

    def __init__(self, table: Table) -> None:
        self._table = table

    @cached_property
    def waits(self) -> Waits:
        days = {
            int(second): cell.number
            for (section, _key, second), cell in self._table.items()
            if section == "waited" and cell.number
        }
        in_time = sum(number for waited, number in days.items() if waited <= PROMISED_DAYS)
        return Waits(sum(days.values()), in_time, median(days))

    @cached_property
    def levels(self) -> dict[tuple[str, str], int]:
        """("visitor" or "host", level of development) -> credited exchanges; the level of the region, else of the country."""
        known = {
            f"{country}:{area}" if area is not None else country: level
            for country, area, level in RegionLevel.objects.filter(edition=LEVELS_EDITION)
            .order_by("id")
            .values_list("country", "region", "level")
        }
        found: dict[tuple[str, str], int] = {}
        for (section, side, place), cell in self._table.items():
            if section == "area":
                level = known.get(place) or known.get(place.split(":")[0], "")
                found[side, level] = found.get((side, level), 0) + cell.number
        return found


def median(days: dict[int, int]) -> float | None:
    """The middle of numbers told as number -> how often; between the two middle ones when they are even."""
    total = sum(days.values())
    if not total:
        return None
    in_order = sorted(days.items())

    def at(place: int) -> int:
        passed = 0
        for value, times in in_order:
            passed += times
            if passed > place:
                return value
        raise IndexError(place)

    return (at((total - 1) // 2) + at(total // 2)) / 2
