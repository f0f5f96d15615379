"""A snapshot: everything a document will say, as JSON, with the hash that names it.

The document is composed from the snapshot alone, so the same snapshot gives the same document, and a public snapshot
holds nothing that the public edition does not show.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from clusters.enums import OrganisationKind
from clusters.models import Country, Organisation
from core.money import to_cents
from exchanges.documents import canonical
from exchanges.enums import EventKind
from exchanges.models import Exchange, Mission
from exchanges.selectors.quotes import best_feedback
from reporting import indicators, pictures
from reporting.deliverables.publishing import View, group_label
from reporting.enums import ActivityKind, Edition
from reporting.models import Activity
from reporting.periods import Period
from reporting.selectors import records
from reporting.selectors.tally import Feedback, Money, Tally
from reporting.suppression import Breakdown, is_small

Snapshot = dict[str, Any]
SCHEMA = 1
MOST_QUOTES = 6


def digest(snapshot: Snapshot) -> str:
    return canonical.digest(snapshot)


def as_bytes(snapshot: Snapshot) -> bytes:
    return canonical.canonical(snapshot)


def view_of(period: Period, edition: str) -> View:
    tally = Tally(period)
    return View(tally, indicators.measure(period, tally), public=edition == Edition.PUBLIC)


def frame(code: str, period: Period, edition: str) -> Snapshot:
    """What every deliverable starts with."""
    partnership = period.partnership
    places = partnership.places.select_related("cluster__organisation__country").order_by("position", "id")
    return {
        "document": code,
        "schema": SCHEMA,
        "edition": edition,
        "partnership": {
            "code": partnership.code,
            "name": partnership.name,
            "full_name": partnership.full_name,
            "grant": partnership.grant_reference,
            "start": partnership.start_on.isoformat(),
            "end": partnership.end_on.isoformat(),
            "coordinator": partnership.coordinator.name,
            "clusters": [[place.cluster.name, place.cluster.organisation.country.name] for place in places],
            "funding_statement": partnership.funding_statement,
            "disclaimer": partnership.disclaimer,
        },
        "period": {
            "since": period.since.isoformat() if period.since else None,
            "until": period.until.isoformat(),
        },
    }


def exchange_figures(view: View) -> Snapshot:
    """Exchanges over time, by visitor and by country."""
    tally = view.tally
    names = country_names(tally)
    homes = {names[code]: number for code, number in tally.by("home").items()}
    hosts = {names[code]: number for code, number in tally.by("host").items()}
    visitors = view.visitors
    return {
        "exchanges": view.exchanges,
        "sme_visits": view.sme_visits,
        "over_time": [
            [day.isoformat(), total] for day, total in view.over_time(pictures.monthly(tally.by_month))
        ],
        "visitors": _cells(visitors, {group: group_label(group) for group in visitors.shown}),
        "organisations": _cells(
            view.takers_part, {group: group_label(group) for group in view.takers_part.shown}
        ),
        "homes": _cells(view.broken_down(homes)),
        "hosts": _cells(view.broken_down(hosts)),
        "flows": []
        if view.public
        else [[names[home], names[host], number] for (home, host), number in sorted(tally.flows.items())],
    }


def _cells(breakdown: Breakdown, labels: dict[str, str] | None = None) -> dict[str, Any]:
    """A breakdown for a reader: names that are hidden are not kept, only what they come to."""
    cells = [[labels[name] if labels else name, number] for name, number in breakdown.shown.items()]
    rest = breakdown.rest if breakdown.shown else 0
    return {"cells": cells, "rest": rest}


def best_quotes(period: Period, *, public: bool) -> list[list[str]]:
    """Sentences of visitors who allow it on the day of the issue; nobody is named.

    The confidential edition adds who and where; in a public one that would tell on small groups.
    """
    rows = best_feedback(period.partnership, period.since, period.until, MOST_QUOTES)
    if public:
        return [[row["text"]] for row in rows]
    return [
        [row["text"], f"{OrganisationKind(row['kind']).label}, {row['country']}", row["host_country"]]
        for row in rows
    ]


def country_names(tally: Tally) -> dict[str, str]:
    codes = set(tally.by("home")) | set(tally.by("host"))
    return dict(Country.objects.filter(code__in=codes).order_by("code").values_list("code", "name"))


def money_figures(view: View) -> Snapshot | None:
    """Sums in euro as text. A public edition tells none that would be the sum of fewer than five grants."""
    money: Money = view.tally.money
    told: Snapshot = {"budget": _cents(money.budget), "granted": _cents(money.granted)}
    if view.public and is_small(money.grants):
        return None
    open_grants = money.grants - money.payments
    if view.public and (is_small(money.payments) or is_small(open_grants)):
        return told
    told |= {"paid": _cents(money.paid), "committed": _cents(money.committed), "left": _cents(money.left)}
    told |= {
        "payments": money.payments,
        "mean_days": None if money.mean_days is None else str(money.mean_days),
    }
    return told if view.public else told | {"late": money.late}


def _cents(value: Decimal) -> str:
    """One spelling of a sum, so that the hash does not depend on how it was computed."""
    return str(to_cents(value))


def feedback_figures(view: View) -> Snapshot:
    return {"rows": feedback_rows(view.tally.feedback, public=view.public)}


def feedback_rows(of: Callable[..., Feedback], *, public: bool) -> list[Snapshot]:
    """Means from five answers on; by side only when neither side is small. `of` gives the answers of all or of a side."""
    sides = {_("Visitors"): of("visitor"), _("Hosts"): of("host")}
    split = not any(is_small(side.answered) for side in sides.values())
    told = {_("All"): of()} | (sides if split else {})
    return [_feedback_row(name, side, public) for name, side in told.items()]


def _feedback_row(name: str, feedback: Feedback, public: bool) -> Snapshot:
    unanswered = feedback.invited - feedback.answered
    told = not public or not (is_small(feedback.answered) or is_small(unanswered))
    enough = feedback.mean is not None
    return {
        "who": name,
        "invited": feedback.invited if told else None,
        "answered": feedback.answered if told else None,
        "rate": feedback.response_rate if told else None,
        "mean": str(feedback.mean) if enough else None,
        "scores": list(feedback.distribution) if enough and not public else None,
    }


def missions(period: Period) -> list[list[str]]:
    """Public facts of the group visits that had begun by the end of the period."""
    found = (
        Mission.objects.filter(
            partnership=period.partnership,
            kind__in=[EventKind.MISSION, EventKind.STUDY_VISIT],
            start_on__gte=period.first,
            start_on__lte=period.until,
        )
        .exclude(state__in=["draft", "cancelled"])
        .select_related("country", "host_cluster")
        .order_by("start_on", "id")
    )
    return [
        [item.title, f"{item.city}, {item.country.name}", item.start_on.isoformat(), item.end_on.isoformat(),
         item.host_cluster.short_name]
        for item in found
    ]  # fmt: skip


def listed_organisations(period: Period) -> list[list[str]]:
    """Organisations of credited exchanges that agreed to be shown."""
    credited, past = records.exchanges(period).order_by(), records.past(period).order_by()
    found = (
        Organisation.objects.filter(listed=True)
        .filter(
            pk__in=credited.values("visitor").union(
                credited.values("host"), past.values("visitor"), past.values("host")
            )
        )
        .select_related("country")
        .order_by("name", "id")
    )
    return [[item.name, str(OrganisationKind(item.kind).label), item.country.name] for item in found]


def recipients(period: Period) -> list[Snapshot]:
    """Who received a lump sum for which stay: the annex of the confidential edition. No persons.

    Visits from before the portal stand among them, with their own reference and marked. Read as plain values, since there
    can be ten thousand.
    """
    rows = records.exchanges(period)
    paid = paid_days(rows)
    made = [_recipient(row, paid.get(row["pk"])) for row in rows.order_by("credited_on", "id").values(*_MADE)]
    brought = [_brought(row) for row in records.past(period).order_by("credited_on", "id").values(*_BROUGHT)]
    return sorted([*made, *brought], key=lambda row: str(row["credited_on"]))


_BOTH = ("visitor__name", "visitor_kind", "host__name", "stay", "credited_on")
_MADE = (
    *_BOTH, "pk", "application__reference", "visitor__country__name", "host__country__name",
    "actual_quote__working_days", "actual_quote__amount",
)  # fmt: skip
_BROUGHT = (
    *_BOTH, "reference", "visitor_country__name", "host_country__name", "working_days", "amount", "paid_on",
)  # fmt: skip


def _brought(row: dict[str, Any]) -> Snapshot:
    return _line(
        row,
        _("%(reference)s (imported)") % {"reference": row["reference"]},
        (row["visitor_country__name"], row["host_country__name"]),
        (row["working_days"], row["amount"]),
        row["paid_on"],
    )


def _recipient(row: dict[str, Any], paid_on: date | None) -> Snapshot:
    return _line(
        row,
        row["application__reference"],
        (row["visitor__country__name"], row["host__country__name"]),
        (row["actual_quote__working_days"], row["actual_quote__amount"]),
        paid_on,
    )


def _line(
    row: dict[str, Any],
    reference: str,
    countries: tuple[str, str],
    sum_of_days: tuple[int | None, Decimal | None],
    paid_on: date | None,
) -> Snapshot:
    """A stay is kept as [first day, day after the last day)."""
    days, amount = sum_of_days
    return {
        "reference": reference,
        "visitor": row["visitor__name"],
        "kind": str(OrganisationKind(row["visitor_kind"]).label),
        "country": countries[0],
        "host": row["host__name"],
        "host_country": countries[1],
        "first_day": row["stay"].lower.isoformat(),
        "last_day": (row["stay"].upper - timedelta(days=1)).isoformat(),
        "working_days": days,
        "amount": str(amount) if amount is not None else None,
        "credited_on": row["credited_on"].isoformat() if row["credited_on"] else None,
        "paid_on": paid_on.isoformat() if paid_on else None,
    }


def paid_days(rows: Any) -> dict[int, date | None]:
    return dict(
        Exchange.objects.filter(
            pk__in=rows.order_by().values("pk"), payments__paid_on__isnull=False
        ).values_list("pk", "payments__paid_on")
    )


def activities(period: Period, view: View, *kinds: ActivityKind) -> Snapshot:
    """What clusters recorded and a second person reviewed; without `kinds`, of every type.

    Titles are free text, so they are for the confidential edition only.
    """
    wanted = kinds or tuple(ActivityKind)
    found = view.tally.activity_records()
    told: Snapshot = {
        "activities": [[str(kind.label), *found[kind.value]] for kind in wanted if kind.value in found]
    }
    return told if view.public else told | {"activity_list": _activity_list(period, wanted)}


def _activity_list(period: Period, kinds: Iterable[ActivityKind]) -> list[list[Any]]:
    found = (
        Activity.objects.filter(
            partnership=period.partnership,
            state="counted",
            kind__in=list(kinds),
            held_on__gte=period.first,
            held_on__lte=period.until,
        )
        .select_related("cluster")
        .order_by("held_on", "id")
    )
    return [
        [
            item.held_on.isoformat(),
            str(item.get_kind_display()),
            item.title,
            item.cluster.short_name,
            item.count,
        ]
        for item in found
    ]
