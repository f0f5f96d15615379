"""What the rule checks of one file are judged by, all of it read in one prepared statement."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Case, Exists, Q, QuerySet, Subquery, Sum, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, JSONObject

from clusters.enums import AttestationKind, MembershipState, OrganisationKind
from clusters.models import Attestation, Country, Membership, Organisation
from core import clock
from core.prepared import Prepared
from exchanges.addresses import PlainAddress
from exchanges.eligibility import OtherStay
from exchanges.enums import Mode, QuoteKind, VisitOnce
from exchanges.models import Application, Exchange, KindRule, PastExchange, Quote, Traveller, VisitTally

# A stay that ended like this is no visit: it neither uses up the one visit nor takes money.
NO_VISIT = ("cancelled", "not_eligible", "discontinued")
# So many other stays are named in a sentence.
NAMED = 5
_TRAVELLER = {name: name for name in ("id", "first_name", "last_name", "email", "position")}
_KIND = {name: name for name in ("kind", "may_visit", "may_host", "receives_lump_sum")}
_DAYS = {"first": "stay__startswith", "until": "stay__endswith"}
_STAY = {"reference": "application__reference", "mode": "mode", **_DAYS}
_PAST_STAY = {"reference": "reference", **_DAYS}
_BOOKING = {"reference": "application__reference", **_DAYS}


@dataclass(frozen=True)
class Totals:
    """Money promised or paid, and how many visits, with how many SMEs, and to one country; imported history included."""

    granted: Decimal
    visits: int
    smes: int
    there: int


@dataclass(frozen=True)
class Read:
    """`statement` is the newest valid word on the SME status as (result, cluster); `totals` leave this file aside."""

    travellers: list[Traveller]
    estimate: dict[str, Any] | None
    kinds: dict[str, KindRule]
    eligible: frozenset[str]
    statement: tuple[str, int | None] | None
    host_is_member: bool
    earlier: tuple[OtherStay, ...]
    overlapping: tuple[OtherStay, ...]
    totals: Totals


def read(application: Application, host: Organisation | None, level: VisitOnce) -> Read:
    """`host` may be one that is not saved; `level` says whose earlier visits count."""
    start, end = application.planned_start, application.planned_end
    stay = DateRange(start, end + timedelta(days=1)) if start and end else DateRange(empty=True)
    (found,) = _facts(
        str(level),
        file=application.pk,
        home=application.organisation_id,
        rulebook=application.rulebook_id,
        partnership=application.partnership_id,
        host=(host.pk if host is not None else None) or 0,
        there=host.country_id if host is not None else "",
        stay=stay,
        today=clock.today(),
    )
    return Read(
        travellers=[Traveller(application=application, **row) for row in found["people"]],
        estimate=found["estimate"],
        kinds={row["kind"]: KindRule(**row) for row in found["kinds"]},
        eligible=frozenset(found["eligible"]),
        statement=next(((row["result"], row["cluster"]) for row in found["statements"]), None),
        host_is_member=found["host_is_member"],
        earlier=_first_of(found.get("stays", []), found.get("past", [])),
        overlapping=_stays(found["overlapping"][:NAMED]),
        totals=_totals(found["counted"], found["own"]),
    )


def _facts_of(level: str, *, file: Any, home: Any, rulebook: Any, host: Any, **rest: Any) -> QuerySet[Any]:
    """Small lists as one array of JSON objects each."""
    countries = Country.objects.filter(eligible_from__isnull=False).order_by()
    members = Membership.objects.filter(organisation=host, state=MembershipState.CONFIRMED)
    estimates = Quote.objects.filter(application=file, kind=QuoteKind.ESTIMATE).order_by("-id")
    statements = (
        Attestation.objects.filter(organisation=home, kind=AttestationKind.SME_STATUS, revoked_on=None)
        .filter(Q(expires_on=None) | Q(expires_on__gte=rest["today"]))
        .order_by("-issued_on", "-id")
    )
    others = _other_bookings(file)
    bookings = others.filter(stay__overlap=rest["stay"]).order_by("id")
    return Application.objects.filter(pk=file).values(
        people=_rows(Traveller.objects.filter(application=file).order_by("id"), _TRAVELLER),
        estimate=Subquery(estimates.values("result")[:1]),
        kinds=_rows(KindRule.objects.filter(rulebook=rulebook).order_by(), _KIND),
        eligible=ArraySubquery(countries.values("code")),
        statements=_rows(statements[:1], {"result": "result", "cluster": "cluster_id"}),
        host_is_member=Exists(members),
        overlapping=_rows(bookings, _BOOKING),
        **_earlier(level, file, home, others),
        **_sums(file, rest["partnership"], rest["there"]),
    )


_facts = Prepared("facts", _facts_of)


def _rows(query: QuerySet[Any], columns: dict[str, Any]) -> ArraySubquery:
    return ArraySubquery(query.values(json=JSONObject(**columns)))


def _earlier(level: str, file: Any, home: Any, others: QuerySet[Traveller]) -> dict[str, ArraySubquery]:
    """Visits of the organisation or of its travellers, the first ones first.

    Without a limit, which would make the database walk along all exchanges for those of one person.
    """
    stays = Exchange.objects.exclude(application=file).exclude(state__in=NO_VISIT)
    if level == VisitOnce.PERSON:
        stays = stays.filter(application__in=others.values("application")).order_by("id")
        return {"stays": _rows(stays, _STAY)}
    if level == VisitOnce.ORGANISATION:
        # What a partnership brought along from before the portal are visits too; their people are not known.
        past = PastExchange.objects.filter(visitor_id=home).order_by("stay")
        stays = stays.filter(visitor_id=home).order_by("stay")
        return {"stays": _rows(stays, _STAY), "past": _rows(past, _PAST_STAY)}
    return {}


def _other_bookings(file: Any) -> QuerySet[Traveller]:
    """The same people on other files, whatever label their address carries."""
    mine = Traveller.objects.filter(application=file).order_by().values(plain=PlainAddress("email"))
    return (
        Traveller.objects.alias(plain=PlainAddress("email")).filter(plain__in=mine).exclude(application=file)
    )


def _sums(file: Any, partnership: Any, there: Any) -> dict[str, Any]:
    """What is counted of the partnership, and of it what this file adds: a visit or none."""
    tally = VisitTally.objects.filter(partnership=partnership).order_by().values("partnership")
    own = Exchange.objects.filter(application=file, partnership=partnership).exclude(state__in=NO_VISIT)
    counted = {
        "visits": Sum("visits"),
        "smes": Sum("smes"),
        "there": Coalesce(Sum("visits", filter=Q(host_country=there)), 0),
        "granted": Cast(Sum("granted"), TextField()),
    }
    added = {
        "visits": Value(1),
        "smes": Case(When(visitor_kind=OrganisationKind.SME, then=1), default=0),
        "there": Case(When(host_country=there, then=1), default=0),
        "granted": Cast(Coalesce("actual_quote__amount", "planned_quote__amount"), TextField()),
    }
    return {"counted": _rows(tally, counted), "own": _rows(own.order_by(), added)}


def _totals(counted: list[dict[str, Any]], own: list[dict[str, Any]]) -> Totals:
    def rest(name: str, kind: Callable[[Any], Any] = int) -> Any:
        return sum((kind(row[name] or 0) for row in counted), kind(0)) - sum(
            kind(row[name] or 0) for row in own
        )

    return Totals(
        granted=rest("granted", Decimal), visits=rest("visits"), smes=rest("smes"), there=rest("there")
    )


def _stays(rows: list[dict[str, Any]]) -> tuple[OtherStay, ...]:
    return tuple(_stay(**row) for row in rows)


def _first_of(stays: list[dict[str, Any]], past: list[dict[str, Any]]) -> tuple[OtherStay, ...]:
    """Both lists come in order; only those of an organisation are mixed."""
    found = stays if not past else sorted([*stays, *past], key=lambda row: (row["first"], row["until"]))
    return _stays(found[:NAMED])


def _stay(*, reference: str | None, first: str, until: str, mode: str = Mode.PHYSICAL) -> OtherStay:
    last = date.fromisoformat(until) - timedelta(days=1)
    return OtherStay(reference or "", date.fromisoformat(first), last, virtual=mode == Mode.VIRTUAL)
