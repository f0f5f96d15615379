"""The statements that read the two sides of a suggestion: offers that may fit, and what visitors want."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection

from clusters.region_data import LEVELS_EDITION
from core.countries import country_name
from exchanges.matching.fields import Fields, FieldTerm
from exchanges.matching.parts import Weights
from exchanges.matching.sides import Candidate, Period, Record, Wish

# The best by the points that the database can give at once; only these are looked at closely.
CLOSE_LOOK = 200
# Words of every application and every offer; they say nothing about a fit.
_EVERYDAY = """
    abl also anoth art better bring busi clusterxchang colleagu come compani contact countri cours day develop
    differ european europ exchang expect experi field find firm first follow get give good help home host import
    improv interest know knowledg know-how larg learn look main make mani market meet member month much need network
    new offer open organis organiz part partner peopl place plan possibl practic product project region see servic
    share show small support take team technolog time togeth two understand use visit visitor want way week well
    work workshop would year
"""
EVERYDAY = frozenset(_EVERYDAY.split())

_FOUND = """
SELECT o.id, o.organisation_id, o.active AND h.hidden_at IS NULL AND u.email IS NULL AS open, {score} AS near
FROM exchanges_hostoffer o
JOIN clusters_organisation h ON h.id = o.organisation_id
LEFT JOIN (SELECT email FROM clusters_user WHERE restricted_at IS NOT NULL) u ON u.email = o.contact_email
{near}
WHERE {where}
ORDER BY near DESC, o.id
{limit}
"""
# What is known of the hosts is added up in one pass for all of them, not host by host.
_CANDIDATES = """
WITH found AS MATERIALIZED ({found}),
hosts AS MATERIALIZED (SELECT DISTINCT organisation_id AS id FROM found),
requests AS MATERIALIZED (
    SELECT p.host_id, p.host_offer_id, p.state, p.host_answer, p.mission_id, p.stay, e.state IS DISTINCT FROM 'cancelled' AS holds
    FROM hosts JOIN exchanges_proposal p ON p.host_id = hosts.id LEFT JOIN exchanges_exchange e ON e.proposal_id = p.id
),
record AS (
    SELECT host_id, count(*) FILTER (WHERE mission_id IS NULL AND (host_answer <> '' OR state = 'expired')) AS asked,
        count(*) FILTER (WHERE mission_id IS NULL AND host_answer <> '') AS answered,
        count(*) FILTER (WHERE mission_id IS NULL AND host_answer = 'yes') AS accepted,
        count(*) FILTER (WHERE state IN ('proposed', 'accepted_by_visitor', 'accepted_by_host', 'agreed', 'confirmed')
            AND holds AND upper(stay) > %(today)s) AS visits
    FROM requests GROUP BY host_id
),
booked AS (
    SELECT host_offer_id, array_agg(ARRAY[lower(stay) - DATE '0001-01-01', upper(stay) - 1 - DATE '0001-01-01']) AS stays
    FROM requests WHERE holds AND state IN ('accepted_by_host', 'agreed', 'confirmed') GROUP BY host_offer_id
),
feedback AS (
    SELECT e.host_id, count(*) AS ratings, avg(q.score)::float AS score
    FROM hosts JOIN exchanges_exchange e ON e.host_id = hosts.id JOIN exchanges_questionnaire q ON q.exchange_id = e.id
    WHERE q.respondent = 'visitor' AND q.wave = 0 AND q.score IS NOT NULL GROUP BY e.host_id
)
SELECT o.id, h.id, h.name, o.title, h.country_id, h.city,
    (SELECT array_agg(ARRAY[p.first_day - DATE '0001-01-01', p.last_day - DATE '0001-01-01', p.capacity] ORDER BY p.first_day)
        FROM exchanges_offerperiod p WHERE p.offer_id = o.id),
    booked.stays, h.kind, o.host_cluster_id, f.open, o.languages, o.uses, o.activity_types,
    ARRAY(SELECT t.term_id FROM exchanges_hostoffer_terms t WHERE t.hostoffer_id = o.id ORDER BY t.term_id),
    ARRAY(SELECT t.term_id FROM clusters_organisation_terms t WHERE t.organisation_id = h.id ORDER BY t.term_id),
    tsvector_to_array(o.lexemes), h.latitude::float, h.longitude::float, {level},
    coalesce(record.asked, 0), coalesce(record.answered, 0), coalesce(record.accepted, 0), coalesce(feedback.ratings, 0),
    feedback.score, coalesce(record.visits, 0)
FROM found f
{rows}
LEFT JOIN record ON record.host_id = h.id
LEFT JOIN booked ON booked.host_offer_id = o.id
LEFT JOIN feedback ON feedback.host_id = h.id
ORDER BY f.near DESC, o.id
"""
# All rows at once; or, of a few among thousands, each by its key, which the planner would not do for two hundred.
_ALL_ROWS = """
JOIN exchanges_hostoffer o ON o.id = f.id
JOIN clusters_organisation h ON h.id = f.organisation_id
"""
_FEW_ROWS = """
JOIN LATERAL (SELECT * FROM exchanges_hostoffer WHERE id = f.id OFFSET 0) o ON true
JOIN LATERAL (SELECT * FROM clusters_organisation WHERE id = f.organisation_id OFFSET 0) h ON true
"""
_LEVEL = """
    (SELECT r.level FROM clusters_regionlevel r WHERE r.country_id = h.country_id AND r.edition = %(edition)s
        AND (r.region_id = h.area_id OR r.region_id IS NULL) ORDER BY r.region_id NULLS LAST LIMIT 1)
"""
_BARRED = """
SELECT (array_agg(o.id ORDER BY {score} DESC, o.id) FILTER (WHERE NOT ({fits})))[1:{most}],
    count(*) FILTER (WHERE NOT ({fits})){counts}
FROM exchanges_hostoffer o
JOIN clusters_organisation h ON h.id = o.organisation_id
LEFT JOIN (SELECT email FROM clusters_user WHERE restricted_at IS NOT NULL) u ON u.email = o.contact_email
{near}
WHERE o.active AND h.hidden_at IS NULL AND u.email IS NULL
"""
_OPEN = "o.active AND h.hidden_at IS NULL AND u.email IS NULL"


def offers_for(wish: Wish, weights: Weights, fields: Fields, today: date) -> list[Candidate]:
    """The offers that may fit a visitor best, in one statement: hard limits first, then the points of fields, uses and wishes."""
    limits, values = _limits(wish)
    score, near, more = _points(wish, weights, fields)
    where = " AND ".join([_OPEN, *limits.values()])
    found = _FOUND.format(score=score, near=near, where=where, limit=f"LIMIT {CLOSE_LOOK}")
    return _read(found, values | more, today, rows=_FEW_ROWS)


def all_offers(today: date, ids: Iterable[int] | None = None) -> list[Candidate]:
    """Every open offer by its number; or just these, open or not."""
    where = _OPEN if ids is None else "o.id = ANY(%(ids)s)"
    found = _FOUND.format(score="0", near="", where=where, limit="")
    return _read(found, {"ids": list(ids)} if ids is not None else {}, today)


def fields_known() -> Fields:
    rows = rows_of("SELECT id, label, taxonomy, parent_id FROM clusters_term ORDER BY id", {})
    return Fields({pk: FieldTerm(label, taxonomy, parent) for pk, label, taxonomy, parent in rows})


@dataclass(frozen=True)
class Barred:
    """Open offers that cannot be asked: some of them, how many in all, and how many by each limit (several may bar one)."""

    offers: list[Candidate]
    number: int
    by_limit: dict[str, int]


def barred_for(wish: Wish, weights: Weights, fields: Fields, today: date, most: int) -> Barred:
    """What the hard limits keep from a visitor, the best fitting first. Two statements."""
    limits, values = _limits(wish)
    score, near, more = _points(wish, weights, fields)
    fits = " AND ".join(limits.values())
    counts = "".join(f", count(*) FILTER (WHERE NOT ({text}))" for text in limits.values())
    sql = _BARRED.format(fits=fits, counts=counts, score=score, near=near, most=int(most))
    ((ids, number, *by_limit),) = rows_of(sql, values | more)
    offers = {one.offer_id: one for one in all_offers(today, ids)} if ids else {}
    numbers = {name: count for name, count in zip(limits, by_limit, strict=True) if count}
    return Barred([offers[pk] for pk in ids or ()], number, numbers)


def _limits(wish: Wish) -> tuple[dict[str, str], dict[str, Any]]:
    """What `score.obstacles` tells in sentences, as far as it can be asked of an index; never more than that."""
    texts = {
        "country": "h.country_id <> %(home)s",
        "host": "h.id <> ALL(%(barred)s)",
    }
    values: dict[str, Any] = {
        "home": wish.country,
        "barred": [wish.organisation_id, *wish.same_group, *wish.asked],
    }
    if wish.eligible_countries:
        texts["eligible"] = "h.country_id = ANY(%(eligible)s)"
        values["eligible"] = sorted(wish.eligible_countries)
    if wish.hosting_kinds is not None:
        texts["kind"] = "h.kind = ANY(%(kinds)s)"
        values["kinds"] = sorted(wish.hosting_kinds)
    if wish.languages:
        texts["language"] = "(o.languages ?| %(languages)s OR o.languages = '[]')"
        values["languages"] = list(wish.languages)
    if wish.start and wish.end:
        texts["days"] = (
            "(o.available_from <= %(start)s AND o.available_until >= %(end)s AND EXISTS (SELECT 1 "
            "FROM exchanges_offerperiod p WHERE p.offer_id = o.id "
            "AND p.first_day <= %(start)s AND p.last_day >= %(start)s))"
        )
        values |= {"start": wish.start, "end": wish.end}
    return texts, values


def _points(wish: Wish, weights: Weights, fields: Fields) -> tuple[str, str, dict[str, Any]]:
    """A rough score that the database adds up for every offer, and the join that it needs."""
    texts, join = ["0::float"], ""
    values: dict[str, Any] = {}
    for part, column, wanted in (
        ("uses", "uses", wish.uses),
        ("activities", "activity_types", wish.activity_types),
    ):
        for number, code in enumerate(wanted):
            texts.append(
                f"(o.{column} ? %({part}{number})s)::int::float * {weights[part] / len(wanted)}::float"
            )
            values[f"{part}{number}"] = code
    if wish.preferred_countries:
        texts.append(f"(h.country_id = ANY(%(preferred)s))::int::float * {weights['countries']}")
        values["preferred"] = list(wish.preferred_countries)
    if wish.preferred_clusters:
        texts.append(f"(o.host_cluster_id = ANY(%(clusters)s))::int::float * {weights['clusters']}")
        values["clusters"] = list(wish.preferred_clusters)
    if wish.terms:
        near = fields.relatives(wish.terms)
        join = _NEAR
        texts.append(f"least(coalesce(n.near, 0), %(wanted)s) * {weights['fields']} / %(wanted)s")
        values |= {"terms": list(near), "nears": list(near.values()), "wanted": float(len(wish.terms))}
    return " + ".join(texts), join, values


_NEAR = """
LEFT JOIN (
    SELECT t.hostoffer_id, sum(w.near) AS near
    FROM unnest(%(terms)s::bigint[], %(nears)s::float[]) AS w (term, near)
    JOIN exchanges_hostoffer_terms t ON t.term_id = w.term GROUP BY t.hostoffer_id
) n ON n.hostoffer_id = o.id
"""


def _read(found: str, values: dict[str, Any], today: date, rows: str = _ALL_ROWS) -> list[Candidate]:
    sql = _CANDIDATES.format(found=found, level=_LEVEL, rows=rows)
    rows_read = rows_of(sql, values | {"today": today, "edition": LEVELS_EDITION})
    countries = {code: country_name(code) for code in {row[4] for row in rows_read}}
    return [_candidate(row, countries) for row in rows_read]


def rows_of(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _candidate(row: Sequence[Any], countries: Mapping[str, str]) -> Candidate:
    """`countries`: names by code."""
    (
        offer, organisation, name, title, country, city, periods, booked, kind, cluster, active, languages, uses,
        activities, terms, home_terms, lexemes, latitude, longitude, level, *record,
    ) = row  # fmt: skip
    asked, answered, accepted, ratings, score, visits = record
    return Candidate(
        offer_id=offer,
        organisation_id=organisation,
        organisation=name,
        title=title,
        country=country,
        country_name=countries[country],
        city=city,
        periods=tuple(Period(_day(first), _day(last), places) for first, last, places in periods or ()),
        booked=tuple((_day(first), _day(last)) for first, last in booked or ()),
        kind=kind,
        cluster_id=cluster,
        active=active,
        languages=listed(languages),
        uses=listed(uses),
        activity_types=listed(activities),
        terms=terms,
        home_terms=home_terms,
        words=telling(lexemes),
        place=place_of(latitude, longitude),
        level=level or "",
        record=Record(asked, answered, accepted, ratings, score or 0.0, visits),
    )


def telling(lexemes: Iterable[str] | None) -> frozenset[str]:
    """Words that say something: not the everyday ones, no numbers, no single letters."""
    words = frozenset(lexemes or ()) - EVERYDAY
    return frozenset(word for word in words if len(word) > 2 and not word[0].isdigit())


def place_of(latitude: float | None, longitude: float | None) -> tuple[float, float] | None:
    return (float(latitude), float(longitude)) if latitude is not None and longitude is not None else None


def listed(value: Any) -> list[str]:
    """A JSON list, as a cursor gives it with or without Django's decoder."""
    return list(_parsed(value) if isinstance(value, str) else value)


@lru_cache(maxsize=1024)
def _parsed(text: str) -> tuple[Any, ...]:
    """Few lists of codes stand on thousands of offers."""
    return tuple(json.loads(text))


def _day(number: int) -> date:
    """Of the days since the first of year 1, as the database counts them."""
    return date.fromordinal(number + 1)
