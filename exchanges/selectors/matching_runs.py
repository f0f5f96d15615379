"""Matching runs for their pages, and the limits that a new one starts with."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from clusters.models import Partnership
from core import clock
from core.actors import Actor
from core.charts import Bar, Chart, bar
from core.exceptions import InvalidInput
from core.money import format_eur
from exchanges.models import Application, HostOffer, MatchingRun, RunMatch, VisitTally
from exchanges.selectors.rulebooks import rulebook_on
from exchanges.selectors.run_words import names_of, reasons, stop_word, why_unplaced


def money_left(partnership: Partnership) -> Decimal:
    """The budget without the sums of its visits: the actual one where it is known, else the planned one. Not below 0."""
    tally = VisitTally.objects.filter(partnership=partnership)
    granted = tally.aggregate(sum=Sum("granted"))["sum"] or Decimal(0)
    return max(partnership.budget - granted, Decimal(0))


def usual_limits(partnership: Partnership, day: date | None = None) -> dict[str, Any]:
    """The share of SMEs that the rules aim at, and the money that is left."""
    try:
        share = rulebook_on(day or clock.today(), partnership.pk).sme_share_target
    except InvalidInput:
        share = Decimal(0)
    return {
        "sme_share": str(share),
        "per_host": None,
        "host_countries": {},
        "home_countries": {},
        "budget": int(money_left(partnership) * 100),
        "must": [],
        "must_not": [],
    }


def runs(actor: Actor) -> QuerySet[MatchingRun]:
    """The newest first, without what is long."""
    rows = MatchingRun.objects.visible_to(actor).select_related("partnership", "created_by")
    return rows.defer("frozen", "unplaced", "conflicts", "steps").order_by("-id")


def quality(run: MatchingRun) -> str:
    """How good the answer is, in a sentence."""
    if run.total is None or run.bound is None:
        return ""
    if run.total == run.bound:
        return _("Proven best")
    gap = 100 * (run.bound - run.total) / run.bound
    return _("At most %(gap)s %% below the best") % {"gap": f"{max(gap, 0.1):.1f}"}


def sme_percent(run: MatchingRun) -> int | None:
    return round(100 * (run.smes or 0) / run.matched) if run.matched else None


def figures(run: MatchingRun) -> list[tuple[Any, ...]]:
    share = sme_percent(run)
    return [
        (
            _("Matched"),
            _("%(matched)d of %(visitors)d") % {"matched": run.matched or 0, "visitors": run.visitors},
        ),
        (_("SMEs"), "–" if share is None else f"{share} %"),
        (_("Lump sums"), format_eur(run.cost or Decimal(0))),
        (_("Points"), run.total, quality(run)),
        (_("Solved in"), _("%(seconds)s seconds") % {"seconds": run.seconds}),
    ]


def limit_rows(run: MatchingRun) -> list[dict[str, Any]]:
    """The limits in words."""
    limits, none = run.limits, _("no limit")
    budget = limits.get("budget")
    rows = [
        (_("SMEs at least"), f"{int(Decimal(limits.get('sme_share') or 0) * 100)} %"),
        (_("Money"), none if budget is None else format_eur(Decimal(budget) / 100)),
        (_("Visits for each host"), limits.get("per_host") or none),
        (_("Visits to a country"), _caps(limits.get("host_countries")) or none),
        (_("Visits from a country"), _caps(limits.get("home_countries")) or none),
    ]
    return [{"label": label, "value": str(value)} for label, value in rows]


def match_rows(run: MatchingRun, actor: Actor) -> QuerySet[RunMatch]:
    """Those that the hat sees, the strongest first."""
    rows = RunMatch.objects.visible_to(actor).filter(run=run)
    return rows.select_related(
        "application__organisation__country", "offer__organisation__country", "proposal"
    ).order_by("-score", "id")


def shown(run: MatchingRun, rows: Iterable[RunMatch]) -> list[dict[str, Any]]:
    """Matches with reasons and alternates in words. Three statements more, for the names."""
    found = list(rows)
    hosts = {one["host"] for row in found for one in row.alternates}
    names = names_of([], hosts)
    return [
        {
            "match": row,
            "reasons": reasons(row.parts, run.frozen["codes"]),
            "alternates": [
                {
                    "name": names.host(one["host"]),
                    "score": one["score"],
                    "stop": stop_word(one.get("stop", "")),
                }
                for one in row.alternates
            ],
        }
        for row in found
    ]


def unplaced_rows(run: MatchingRun, actor: Actor) -> list[dict[str, Any]]:
    """Files without a host that the hat sees."""
    files = [row["file"] for row in run.unplaced]
    seen = Application.objects.visible_to(actor).filter(pk__in=files).order_by().values_list("pk", flat=True)
    kept = set(seen)
    return [row for row in run.unplaced if row["file"] in kept]


def unplaced_shown(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    names = names_of([row["file"] for row in rows], [])
    return [
        {
            "file": names.files[row["file"]],
            "reasons": why_unplaced(row["why"]),
            # A limit of the run stops hosts that are possible; other reasons leave nothing to choose from.
            "has_choice": any(code.startswith("limit_") for code in row["why"]),
        }
        for row in rows
    ]


def host_rows(run: MatchingRun) -> list[dict[str, Any]]:
    """Free periods of the frozen input with the visits that this run puts there, those with most room first."""
    given = Counter(run.matches.order_by().values_list("offer", flat=True))
    rows = [
        {
            "host": slot["host"],
            "country": slot["country"],
            "first": date.fromisoformat(slot["first"]),
            "last": date.fromisoformat(slot["last"]),
            "places": slot["places"],
            "held": len(slot["held"]),
            "given": given.get(slot["offer"], 0),
        }
        for slot in run.frozen["slots"]
    ]
    return sorted(rows, key=lambda row: (row["given"] - row["places"], row["host"], row["first"]))


def named(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    names = names_of([], [row["host"] for row in rows])
    return [row | {"name": names.host(row["host"]), "land": names.country(row["country"])} for row in rows]


def countries_chart(run: MatchingRun) -> Chart | None:
    rows = run.matches.order_by().values_list("offer__organisation__country__name").annotate(n=Count("id"))
    found = sorted(rows, key=lambda row: (-row[1], row[0]))
    if not found:
        return None
    reading = _("Most visits go to %(country)s: %(number)d of %(all)d.") % {
        "country": found[0][0],
        "number": found[0][1],
        "all": sum(number for _name, number in found),
    }
    return bar(
        _("Visits by host country"),
        reading,
        [Bar(name, number) for name, number in found],
        columns=(_("Country"), _("Visits"), ""),
    )


def changed_since(run: MatchingRun) -> int:
    """How many files and offers of the frozen input are no longer as they were. Three statements."""
    files = {row["file"]: (row["first"], row["last"]) for row in run.frozen["visitors"]}
    now = {
        pk: (start.isoformat(), end.isoformat())
        for pk, start, end in Application.objects.filter(pk__in=files, state="accepted")
        .filter(Q(current_exchange=None) | Q(current_exchange__state="cancelled"))
        .exclude(planned_start=None)
        .order_by()
        .values_list("pk", "planned_start", "planned_end")
        if start is not None and end is not None
    }
    offers = {row["offer"] for row in run.frozen["slots"]}
    open_now = set(
        HostOffer.objects.open()
        .filter(pk__in=offers, organisation__hidden_at=None)
        .order_by()
        .values_list("pk", flat=True)
    )
    return sum(now.get(pk) != days for pk, days in files.items()) + len(offers - open_now)


def differences(runs: Sequence[MatchingRun]) -> list[dict[str, Any]]:
    """Files that have not the same host in all runs: the host in each, None where there is none."""
    hosts: dict[int, dict[int, int]] = defaultdict(dict)
    rows = RunMatch.objects.filter(run__in=runs).order_by("application")
    for run, file, host in rows.values_list("run", "application", "offer__organisation"):
        hosts[file][run] = host
    return [
        {"file": file, "hosts": [by_run.get(run.pk) for run in runs]}
        for file, by_run in hosts.items()
        if len({by_run.get(run.pk) for run in runs}) > 1
    ]


def _caps(caps: Mapping[str, int] | None) -> str:
    return ", ".join(f"{code} {number}" for code, number in sorted((caps or {}).items()))
