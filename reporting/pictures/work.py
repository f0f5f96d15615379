"""How the work goes: the way of the files, stays over time, money and its ageing, what people answered."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import charts
from core.charts import Chart, Step
from core.money import format_eur
from reporting.pictures.common import as_of

# Above so many months the timeline shows quarters.
MOST_MONTHS = 15
PROMISED_DAYS = 10


def way_of_files(way: Sequence[Step], until: date) -> Chart:
    """From registered to paid, with the median days of each step and why files left."""
    begun = way if way and way[0].count else []
    return charts.steps(_("The way of the files"), _way_sentence(way), begun, as_of=as_of(until))


def _way_sentence(way: Sequence[Step]) -> str:
    if not way or not way[0].count:
        return _("No application has been sent yet.")
    told = _("Of %(all)d files %(last)d reached the last step.") % {
        "all": way[0].count,
        "last": way[-1].count,
    }
    slow = max((step for step in way if step.days is not None), key=lambda step: step.days or 0, default=None)
    if slow is None or slow.days is None:
        return told
    return (
        told
        + " "
        + _("The longest step is “%(step)s”, with a median of %(days)s days.")
        % {
            "step": slow.label,
            "days": f"{slow.days:g}" if not isinstance(slow.days, Decimal) else f"{slow.days.normalize():f}",
        }
    )


def timeline(months: Sequence[tuple[date, Mapping[str, int]]], until: date) -> Chart:
    """Stays by the month of their first day: over, under way, planned. Many months are shown as quarters."""
    labels = {"over": _("Over"), "under_way": _("Under way"), "planned": _("Planned")}
    by_quarter = _span(months) > MOST_MONTHS
    sums: dict[tuple[int, int], dict[str, int]] = {key: {} for key in _stretches(months, by_quarter)}
    for month, parts in months:
        cell = sums[month.year, _part(month, by_quarter)]
        for name, number in parts.items():
            cell[labels[name]] = cell.get(labels[name], 0) + number
    shown = [(_stretch(key, by_quarter), parts) for key, parts in sums.items()]
    return charts.columns(
        _("Stays by quarter") if by_quarter else _("Stays by month"),
        _timeline_sentence(shown, labels["planned"]),
        shown,
        series=list(labels.values()),
        row_label=_("Quarter") if by_quarter else _("Month"),
        as_of=as_of(until),
    )


def _part(month: date, by_quarter: bool) -> int:
    return (month.month + 2) // 3 if by_quarter else month.month


def _span(months: Sequence[tuple[date, Mapping[str, int]]]) -> int:
    if not months:
        return 0
    first, last = months[0][0], months[-1][0]
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _stretches(months: Sequence[tuple[date, Mapping[str, int]]], by_quarter: bool) -> list[tuple[int, int]]:
    """Every month or quarter from the first to the last one, also those without a stay."""
    if not months:
        return []
    whole = 4 if by_quarter else 12
    first = months[0][0].year * whole + _part(months[0][0], by_quarter) - 1
    last = months[-1][0].year * whole + _part(months[-1][0], by_quarter) - 1
    return [(place // whole, place % whole + 1) for place in range(first, last + 1)]


def _stretch(key: tuple[int, int], by_quarter: bool) -> str:
    year, part = key
    if by_quarter:
        return _("Q%(quarter)d %(year)02d") % {"quarter": part, "year": year % 100}
    return f"{part:02}/{year % 100:02}"


def _timeline_sentence(shown: Sequence[tuple[str, Mapping[str, int]]], planned: str) -> str:
    if not shown:
        return _("No stay has been agreed yet.")
    sums = {label: sum(parts.values()) for label, parts in shown}
    fullest = max(sums, key=lambda label: sums[label])
    told = _("Most stays began in %(when)s (%(most)d).") % {"when": fullest, "most": sums[fullest]}
    coming = sum(parts.get(planned, 0) for _label, parts in shown)
    if not coming:
        return told
    return (
        told
        + " "
        + ngettext("%(planned)d stay is still to come.", "%(planned)d stays are still to come.", coming)
        % {"planned": coming}
    )


def money(
    budget: Decimal, paid: Decimal, committed: Decimal, until: date, ordered: Decimal | None = None
) -> Chart:
    """The money for lump sums: paid, ordered, committed, left. `ordered` is a part of what is committed."""
    left = budget - paid - committed
    if left >= 0:
        reading = _("%(left)s of %(budget)s is left.") % {
            "left": format_eur(left),
            "budget": format_eur(budget),
        }
    else:
        reading = _("%(over)s more is promised than the budget of %(budget)s.") % {
            "over": format_eur(-left),
            "budget": format_eur(budget),
        }
    parts = {_("Paid"): paid}
    if ordered is not None:
        parts[_("Ordered")] = ordered
    parts |= {_("Committed"): committed - (ordered or 0), _("Left"): max(left, Decimal(0))}
    return charts.stacked(
        _("Money for lump sums, EUR"),
        reading,
        [(_("Budget"), parts)] if budget or paid or committed else [],
        series=list(parts),
        row_label=_("Part"),
        as_of=as_of(until),
    )


# Days from the later of end of stay and validation, as (key, last day); the first holds the promise.
AGES = (("promised", PROMISED_DAYS), ("late", 20), ("later", 30), ("latest", None))


def ageing(paid: Mapping[str, int], waiting: Mapping[str, int], until: date) -> Chart:
    """How long lump sums took to be paid, and how long those that wait have waited, against the promise."""
    labels = {
        "promised": _("10 days at most"),
        "late": _("11 to 20 days"),
        "later": _("21 to 30 days"),
        "latest": _("over 30 days"),
    }
    bars = [
        (name, {labels[key]: parts.get(key, 0) for key, _most in AGES})
        for name, parts in ((_("Paid"), paid), (_("Waiting"), waiting))
        if sum(parts.values())
    ]
    return charts.stacked(
        _("Days to payment"),
        _ageing_sentence(paid, waiting),
        bars,
        series=list(labels.values()),
        row_label=_("Payments"),
        as_of=as_of(until),
    )


def _ageing_sentence(paid: Mapping[str, int], waiting: Mapping[str, int]) -> str:
    made, in_time = sum(paid.values()), paid.get("promised", 0)
    if not made and not sum(waiting.values()):
        return _("Nothing has been paid and nothing waits.")
    words = {"made": made, "in_time": in_time, "share": round(in_time / made * 100) if made else 0}
    told = (
        _("%(in_time)d of %(made)d payments came within the promised 10 days (%(share)d %%).") % words
        if made
        else _("Nothing has been paid yet.")
    )
    over = sum(number for key, number in waiting.items() if key != "promised")
    if not over:
        return told + " " + _("None waits longer than that.")
    return (
        told
        + " "
        + ngettext("%(over)d waits longer than that.", "%(over)d wait longer than that.", over)
        % {"over": over}
    )


def feedback(rows: Mapping[str, Sequence[int]], reading: str, until: date) -> Chart:
    """How visitors and hosts scored, from 1 (poor) to 5 (very good), around the middle of the scale."""
    return charts.diverging(
        _("How visitors and hosts found it"),
        reading,
        list(rows.items()),
        steps=[_("1 (poor)"), "2", "3", "4", _("5 (very good)")],
        row_label=_("Asked"),
        as_of=as_of(until),
    )
