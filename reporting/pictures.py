"""The charts of dashboard, results page and deliverables: numbers in, one picture with its sentence and table out."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import charts
from core.charts import Bar, Chart
from core.dates import human
from core.money import format_eur

Points = Sequence[tuple[date, int]]
MOST_COUNTRIES = 12


def planned(day: date, start: date, end: date, target: Decimal) -> Decimal:
    """What a straight line from nothing at the start to the target at the end gives on a day."""
    whole = (end - start).days + 1
    passed = min(max((day - start).days + 1, 0), whole)
    return (target * passed / whole).quantize(Decimal("0.1"))


def monthly(days: Sequence[tuple[str, int, int]]) -> list[tuple[date, int]]:
    """(day, exchanges, ...) as a running total at the last credited day of each month."""
    total = 0
    points: dict[str, tuple[date, int]] = {}
    for day, number, *_rest in days:
        total += number
        points[day[:7]] = (date.fromisoformat(day), total)
    return list(points.values())


def burn_up(points: Points, *, start: date, end: date, until: date, target: Decimal | None) -> Chart:
    """Exchanges over time against the straight plan."""
    reached = points[-1][1] if points else 0
    drawn = [(start, 0), *points]
    if points and points[-1][0] < until:
        drawn.append((until, reached))
    plan = []
    if target is not None:
        days = sorted({start, end, *(day for day, _total in drawn)})
        plan = [(day, planned(day, start, end, target)) for day in days]
    return charts.burn_up(
        _("Exchanges over time"),
        _burn_up_sentence(reached, until, start, end, target),
        drawn,
        plan=plan,
        value_label=_("Exchanges"),
        as_of=as_of(until),
    )


def _burn_up_sentence(reached: int, until: date, start: date, end: date, target: Decimal | None) -> str:
    count = ngettext("%(n)d exchange", "%(n)d exchanges", reached) % {"n": reached}
    if target is None:
        return _("%(count)s by %(day)s.") % {"count": count, "day": human(until)}
    plan = int(planned(until, start, end, target).to_integral_value())
    words = {"count": count, "day": human(until), "plan": plan, "target": int(target)}
    if reached >= target:
        return _("%(count)s by %(day)s: the target of %(target)d is reached.") % words
    if reached >= plan:
        return _("%(count)s by %(day)s, with %(plan)d planned by then: on track for %(target)d.") % words
    return _("%(count)s by %(day)s, with %(plan)d planned by then: behind the plan for %(target)d.") % words


def share_sentence(smes: int | None, exchanges: int) -> str:
    """How the visits of SMEs stand to one half of all; None: not to be told."""
    if smes is None or not exchanges:
        return _("The share of SMEs cannot be told yet.")
    share = round(smes / exchanges * 100)
    words = {"smes": smes, "all": exchanges, "share": share}
    if smes * 2 >= exchanges:
        return (
            _("%(smes)d of %(all)d exchanges were visits of SMEs (%(share)d %%): at least one half.") % words
        )
    return _("%(smes)d of %(all)d exchanges were visits of SMEs (%(share)d %%): less than one half.") % words


def kinds(parts: Mapping[str, int], reading: str, until: date) -> Chart:
    """Exchanges by the kind of visitor, as bars."""
    return charts.bar(
        _("Who visited"),
        reading,
        [Bar(name, number) for name, number in parts.items()],
        columns=(_("Kind of visitor"), _("Exchanges"), _("Target")),
        as_of=as_of(until),
    )


def sme_share(smes: int, exchanges: int, until: date) -> Chart:
    """The share of visiting SMEs against one half, in per cent."""
    share = round(smes / exchanges * 100) if exchanges else None
    return charts.bar(
        _("Share of SMEs"),
        share_sentence(smes, exchanges),
        [Bar(_("Visits of SMEs, %"), share, 50)] if exchanges else [],
        columns=(_("Figure"), _("Per cent"), _("At least")),
        as_of=as_of(until),
    )


def countries(flows: Mapping[tuple[str, str], int], names: Mapping[str, str], until: date) -> Chart:
    """From which country to which, as a matrix; the smallest countries are put together."""
    homes = _largest(flows, 0)
    hosts = _largest(flows, 1)
    other = _("Other")
    cells: dict[tuple[str, str], int] = {}
    for (home, host), number in flows.items():
        key = (names[home] if home in homes else other, names[host] if host in hosts else other)
        cells[key] = cells.get(key, 0) + number
    all_homes, all_hosts = {home for home, _host in flows}, {host for _home, host in flows}
    return charts.matrix(
        _("From country to country"),
        _countries_sentence(flows, names),
        cells,
        row_names=[names[code] for code in homes] + ([other] if len(all_homes) > len(homes) else []),
        column_names=[names[code] for code in hosts] + ([other] if len(all_hosts) > len(hosts) else []),
        corner=_("From"),
        as_of=as_of(until),
    )


def _largest(flows: Mapping[tuple[str, str], int], side: int) -> list[str]:
    sums: dict[str, int] = {}
    for pair, number in flows.items():
        sums[pair[side]] = sums.get(pair[side], 0) + number
    ordered = sorted(sums, key=lambda code: (-sums[code], code))
    return ordered if len(ordered) <= MOST_COUNTRIES else ordered[: MOST_COUNTRIES - 1]


def _countries_sentence(flows: Mapping[tuple[str, str], int], names: Mapping[str, str]) -> str:
    if not flows:
        return _("No exchange has been credited yet.")
    (home, host), number = max(flows.items(), key=lambda item: (item[1], item[0]))
    covered = len({code for pair in flows for code in pair})
    return _("%(countries)d countries; most often from %(home)s to %(host)s (%(number)d).") % {
        "countries": covered,
        "home": names[home],
        "host": names[host],
        "number": number,
    }


def country_bars(title: str, parts: Mapping[str, int], until: date) -> Chart:
    """Exchanges by country, on one side."""
    first = next(iter(parts.items()), None)
    reading = _("No country can be shown.") if first is None else _("Most: %(name)s (%(number)d).") % {
        "name": first[0], "number": first[1]
    }  # fmt: skip
    return charts.bar(
        title,
        reading,
        [Bar(name, number) for name, number in parts.items()],
        columns=(_("Country"), _("Exchanges"), _("Target")),
        as_of=as_of(until),
    )


def money(budget: Decimal, paid: Decimal, committed: Decimal, until: date) -> Chart:
    """The money for lump sums: paid, committed, left."""
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
    parts = {_("Paid"): paid, _("Committed"): committed, _("Left"): max(left, Decimal(0))}
    return charts.stacked(
        _("Money for lump sums, EUR"),
        reading,
        [(_("Budget"), parts)] if budget or paid or committed else [],
        series=list(parts),
        row_label=_("Part"),
        as_of=as_of(until),
    )


def feedback(rows: Mapping[str, Sequence[int]], reading: str, until: date) -> Chart:
    """How visitors and hosts scored, from 1 (poor) to 5 (very good)."""
    steps = [_("1 (poor)"), "2", "3", "4", _("5 (very good)")]
    return charts.stacked(
        _("How visitors and hosts found it"),
        reading,
        [(name, dict(zip(steps, scores, strict=True))) for name, scores in rows.items()],
        series=steps,
        row_label=_("Asked"),
        as_of=as_of(until),
    )


def as_of(until: date) -> str:
    return _("As of %(day)s.") % {"day": human(until)}
