"""How far a partnership is: objectives against target and plan, exchanges over time, who visited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import charts
from core.charts import Bar, Chart, Goal, Line, Outlook
from core.dates import human
from reporting.pictures.common import Points, as_of, planned


def objectives(goals: Sequence[Goal], until: date) -> Chart:
    """Every objective with a target, in parts of it."""
    return charts.bullets(
        _("Objectives against target and plan"), objectives_sentence(goals), goals, as_of=as_of(until)
    )


def objectives_sentence(goals: Sequence[Goal]) -> str:
    """ "4 of 6 targets are reached; behind the plan: joint activities.", the answer of the whole page."""
    if not goals:
        return _("No target is set yet.")
    reached = sum(goal.value is not None and goal.value >= goal.target for goal in goals)
    told = ngettext(
        "%(reached)d of %(all)d target is reached", "%(reached)d of %(all)d targets are reached", len(goals)
    ) % {"reached": reached, "all": len(goals)}
    late = [
        goal.label
        for goal in goals
        if (goal.value or 0) < goal.target and (goal.value or 0) < (goal.expected or 0)
    ]
    if late:
        return _("%(told)s; behind the plan: %(late)s.") % {"told": told, "late": ", ".join(late)}
    if not reached:
        return _("No target is reached yet; all are within the plan.")
    if reached < len(goals):
        return _("%(told)s; the others are within the plan.") % {"told": told}
    return f"{told}."


@dataclass(frozen=True, slots=True)
class Times:
    """The time of a partnership and what it promised for its end."""

    start: date
    end: date
    target: Decimal | None


def burn_up(
    points: Points,
    *,
    start: date,
    end: date,
    until: date,
    target: Decimal | None,
    smes: Points = (),
    outlook: Outlook | None = None,
) -> Chart:
    """Exchanges over time against the straight plan; those by SMEs as a part, what is to be expected as a band."""
    reached = points[-1][1] if points else 0
    times = Times(start, end, target)
    drawn = _drawn(points, start, until) if points or target is not None else []
    plan = []
    if target is not None:
        days = sorted({start, end, *(day for day, _total in drawn)})
        plan = [(day, planned(day, start, end, target)) for day in days]
    return charts.burn_up(
        _("Exchanges over time"),
        _burn_up_sentence(reached, until, times, outlook),
        drawn,
        plan=plan,
        value_label=_("Exchanges"),
        # Two lines on each other, with two labels, could not be read.
        part=Line(_("by SMEs"), _drawn(smes, start, until)) if smes and smes[-1][1] < reached else None,
        outlook=outlook if points else None,
        as_of=as_of(until),
    )


def _drawn(points: Points, start: date, until: date) -> list[tuple[date, int]]:
    """From nothing at the start to the number on the last day."""
    drawn = [(start, 0), *points]
    if points and points[-1][0] < until:
        drawn.append((until, points[-1][1]))
    return drawn


def _burn_up_sentence(reached: int, until: date, times: Times, outlook: Outlook | None) -> str:
    count = ngettext("%(n)d exchange", "%(n)d exchanges", reached) % {"n": reached}
    target = times.target
    if target is None and not reached:
        return _("No exchange has been credited yet.")
    if target is None:
        return _("%(count)s by %(day)s.") % {"count": count, "day": human(until)}
    plan = int(planned(until, times.start, times.end, target).to_integral_value())
    words = {"count": count, "day": human(until), "plan": plan, "target": int(target)}
    if reached >= target:
        return _("%(count)s by %(day)s: the target of %(target)d is reached.") % words
    if reached >= plan:
        told = _("%(count)s by %(day)s, with %(plan)d planned by then: on track for %(target)d.") % words
    else:
        told = (
            _("%(count)s by %(day)s, with %(plan)d planned by then: behind the plan for %(target)d.") % words
        )
    return told if outlook is None else f"{told} {outlook_sentence(outlook)}"


def outlook_sentence(outlook: Outlook) -> str:
    """ "96 reached between 14 October 2026 and 2 December 2026, likeliest 6 November 2026.", and how sure that is."""
    told = _("%(value)d reached between %(earliest)s and %(latest)s, likeliest %(likeliest)s.") % {
        "value": int(outlook.value),
        "earliest": human(outlook.earliest),
        "latest": human(outlook.latest),
        "likeliest": human(outlook.likeliest),
    }
    sure = _("If files keep coming as in the last six months, eight of ten such forecasts hold.")
    return f"{told} {sure}"


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
