"""The public directory: what fits a search, how many, where. Two statements, neither of which grows with the number of
entries: nothing is counted or ranked beyond `CAP`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import connection

from clusters.models import Cluster, Organisation
from clusters.selectors.contacts import contact_shown
from core import clock

PAGE_SIZE = 25
CAP = 1000
MOST_WORDS = 6
ORDERS = {
    "": "rank, sort_key, id",
    "name": "sort_key, id",
    "newest": "created_at DESC, id DESC",
}
# The facets of an entry by the name in the address: the letter in front of their codes.
LETTERS = {"country": "c", "of": "o", "language": "l", "term": "t", "state": "s", "town": "p", "kind": "k"}

Sql = tuple[str, list[Any]]


@dataclass(frozen=True)
class Search:
    """What was asked for. `chosen` holds the values of each facet by its name in `LETTERS`; within one any will do.

    `query` is what the database made of the words, `hits` the ids of the first `CAP` entries that fit them. Where
    nothing is spelled like that, `near` are the words that it looked for instead.
    """

    words: tuple[str, ...] = ()
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    free_from: date | None = None
    free_until: date | None = None
    order: str = ""
    query: str = ""
    hits: str = "{}"
    near: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of what narrows the result: each can be taken away."""
        names = [name for name, values in self.chosen.items() if values]
        if self.words:
            names.append("q")
        if self.free_from or self.free_until:
            names.append("free")
        return tuple(names)


@dataclass(frozen=True)
class Counts:
    """`total` and the numbers of `facets` (by code) stop at `CAP`. `without` has the same for the search with one part
    taken away; there, facets are counted for that part only. `labels` are the names of taxonomy terms by code.
    """

    total: int
    facets: dict[str, int]
    without: dict[str, "Counts"]
    labels: dict[str, tuple[str, str]]
    towns: tuple["Town", ...] = ()

    @cached_property
    def twins(self) -> frozenset[str]:
        """Names that terms of two taxonomies share."""
        seen: dict[str, set[str]] = {}
        for label, taxonomy in self.labels.values():
            seen.setdefault(label, set()).add(taxonomy)
        return frozenset(label for label, taxonomies in seen.items() if len(taxonomies) > 1)

    @property
    def capped(self) -> bool:
        return self.total > CAP


@dataclass(frozen=True)
class Entry:
    kind: str
    subject_id: int
    organisation_id: int
    slug: str
    title: str
    owner: str
    city: str
    country: str
    blurb: str
    starts_on: date | None
    ends_on: date | None
    facets: tuple[str, ...]
    also: str
    logo_id: int | None


@dataclass(frozen=True)
class Town:
    country: str
    city: str
    latitude: float
    longitude: float
    number: int

    @classmethod
    def of(cls, code: str, number: int) -> "Town":
        country, latitude, longitude, city = code.split("/", 3)
        return cls(country, city, float(latitude), float(longitude), number)


_ENTRY = (
    "e.kind, e.subject_id, e.organisation_id, e.slug, e.title, e.owner, e.city, e.country, e.blurb, "
    "e.starts_on, e.ends_on, e.facets, e.also, e.logo_id"
)


def words_of(text: str) -> tuple[str, ...]:
    """The words to look for. Single letters only where there is nothing else: they fit nearly everything."""
    words = [word[:40] for word in re.findall(r"[^\W_]+", text)]
    return tuple([word for word in words if len(word) > 1][:MOST_WORDS] or words[:1])


def find(search: Search, *, with_towns: bool = False) -> tuple[Search, Counts]:
    """The counts, and the search with what its words were taken for. `with_towns`: and where the first `CAP` are."""
    texts, values = [], []
    for part in ("", *search.parts):
        text, bound = _branch(search, part, with_towns=with_towns)
        texts.append(text)
        values += bound
    chosen = [f"t:{value}" for value in search.chosen.get("term", ())]
    asked = "WITH asked AS MATERIALIZED (SELECT * FROM directory_query(%s))" if search.words else ""
    if search.words:
        texts.append("(SELECT '?', a.query::text, 0 FROM asked a)")
        texts.append("(SELECT '~', unnest(a.near), 0 FROM asked a)")
        values.insert(0, list(search.words))
    branches = " UNION ALL ".join([*texts, "(SELECT '', unnest(%s::text[]), 0)"])
    sql = f"""
        {asked} SELECT x.part, x.code, x.number, t.label, t.taxonomy FROM ({branches}) AS x (part, code, number)
        LEFT JOIN clusters_term t ON t.id = CASE WHEN x.code LIKE 't:%%' THEN substr(x.code, 3)::bigint END
    """  # noqa: S608  built from fixed texts, values are bound
    found: dict[str, dict[str, int]] = {part: {} for part in ("", "?", "~", "@", "#", *search.parts)}
    labels = {}
    for part, code, number, label, taxonomy in _rows(sql, [*values, chosen]):
        found[part][code] = max(number, found[part].get(code, 0))
        if label is not None:
            labels[code] = (label, taxonomy)
    query, hits = next(iter(found.pop("?")), ""), next(iter(found.pop("#")), "{}")
    near = tuple(found.pop("~"))
    towns = tuple(Town.of(code, number) for code, number in found.pop("@").items())
    whole = found.pop("")
    without = {part: Counts(numbers.pop("", 0), numbers, {}, labels) for part, numbers in found.items()}
    return replace(search, query=query, hits=hits, near=near), Counts(
        whole.pop("", 0), whole, without, labels, towns
    )


def page_of(search: Search, counts: Counts, number: Any) -> Page:  # type: ignore[type-arg]
    """One page of entries; there are no pages beyond `CAP`."""
    page: Any = Paginator(range(min(counts.total, CAP)), PAGE_SIZE).get_page(number)
    page.object_list = list(_entries(search, page.start_index() - 1)) if counts.total else []
    return page


def entries_of(organisation: int, *, but: str = "") -> list[Entry]:
    """What the directory has of one organisation, the first 20."""
    sql = f"""
        SELECT {_ENTRY} FROM clusters_directoryentry e
        WHERE e.organisation_id = %s AND e.kind <> %s AND (e.shown_until IS NULL OR e.shown_until >= %s)
        ORDER BY e.rank, e.starts_on DESC NULLS LAST, e.id LIMIT 20
    """  # noqa: S608  column names of our own
    return [Entry(*row) for row in _rows(sql, [organisation, but, clock.today()])]


def public_organisation(pk: int) -> Organisation | None:
    """An organisation that agreed to be listed and is no cluster (which has its own page)."""
    rows = Organisation.objects.filter(pk=pk, listed=True, hidden_at=None, cluster=None)
    return rows.select_related("country").prefetch_related("terms", "establishments").first()


def public_cluster(slug: str) -> Cluster | None:
    """With `contact_shown`: whether the contact agreed to stand on the page."""
    rows = Cluster.objects.filter(slug=slug, in_portal=True).annotate(contact_shown=contact_shown(Cluster))
    return rows.select_related("organisation__country").first()


def clusters_of(organisation: Organisation) -> list[Entry]:
    """The clusters in the directory that have confirmed the organisation as a member."""
    sql = f"""
        SELECT {_ENTRY} FROM clusters_directoryentry e
        JOIN clusters_membership m ON m.cluster_id = e.subject_id AND m.state = 'confirmed' AND m.organisation_id = %s
        WHERE e.kind = 'cluster' ORDER BY e.sort_key, e.id LIMIT 20
    """  # noqa: S608  column names of our own
    return [Entry(*row) for row in _rows(sql, [organisation.pk])]


def _branch(search: Search, part: str, *, with_towns: bool) -> Sql:
    """How many fit without `part`, and how many of them have each facet: all facets, or those of the part alone."""
    condition, values = _where(search, without=part)
    letter = LETTERS.get(part, "")
    with_towns = with_towns and not part
    ranked = not part and _by_score(search)
    # The map shows the entries that the list has; without it any of them will do to count.
    order = f"ORDER BY {_order(search)}" if with_towns and not ranked else ""
    columns = "id, kind, country, facets" + (", city, latitude, longitude" if with_towns else "")
    hits = f"SELECT {columns} FROM clusters_directoryentry e WHERE {condition} {order} LIMIT {CAP + 1}"  # noqa: S608
    if part in ("kind", "country"):  # these two stand in columns of their own, which is cheaper to count
        counted = f"SELECT '{part}', '{letter}:' || {part}, count(*) FROM hit GROUP BY {part}"  # noqa: S608
    else:
        kept = "true" if part == "" else f"f.code LIKE '{letter}:%%'" if letter else "false"
        counted = f"SELECT '{part}', f.code, count(*) FROM hit, unnest(hit.facets) AS f (code) WHERE {kept} GROUP BY f.code"  # noqa: S608
    more = f" UNION ALL {_towns_of_hits()}" if with_towns else ""
    more += f" UNION ALL {_ids_of_hits()}" if ranked else ""
    text = f"(WITH hit AS MATERIALIZED ({hits}) SELECT '{part}', '', count(*) FROM hit UNION ALL {counted}{more})"  # noqa: S608
    return text, values


def _towns_of_hits() -> str:
    return f"""
        SELECT '@', concat_ws('/', country, avg(latitude)::numeric(8, 4), avg(longitude)::numeric(8, 4), city), count(*)
        FROM (SELECT * FROM hit LIMIT {CAP}) x WHERE latitude IS NOT NULL GROUP BY country, city
    """  # noqa: S608  a number of our own


def _ids_of_hits() -> str:
    """The list ranks the entries that were counted and put on the map, not others."""
    return f"SELECT '#', array_agg(x.id)::text, 0 FROM (SELECT id FROM hit LIMIT {CAP}) x HAVING count(*) > 0"  # noqa: S608


def _entries(search: Search, offset: int) -> Iterator[Entry]:
    if _by_score(search):
        # How well an entry fits: words in the title count most, and a title that begins with them.
        score = "ts_rank(e.search, %s::tsquery) + starts_with(e.sort_key, (SELECT directory_plain(%s)))::int"
        values = [search.hits, search.query, " ".join(search.words)]
        condition, order = "e.id = ANY (%s::bigint[])", f"{score} DESC, e.rank, e.sort_key, e.id"
    else:
        condition, values = _where(search)
        order = _order(search)
    sql = f"""
        SELECT {_ENTRY} FROM clusters_directoryentry e WHERE {condition}
        ORDER BY {order} LIMIT {PAGE_SIZE} OFFSET %s
    """  # noqa: S608  conditions are built from fixed texts, values are bound
    for row in _rows(sql, [*values, offset]):
        yield Entry(*row)


def _by_score(search: Search) -> bool:
    return bool(search.words) and search.order not in ("name", "newest")


def _order(search: Search) -> str:
    return ORDERS.get(search.order, ORDERS[""])


def _where(search: Search, *, without: str = "") -> Sql:
    """The condition on an entry `e`, with its values."""
    texts = ["(e.shown_until IS NULL OR e.shown_until >= %s)"]
    values: list[Any] = [clock.today()]
    for name, chosen in search.chosen.items():
        if chosen and name != without and name in ("kind", "country"):
            texts.append(f"e.{name} = ANY (%s::text[])")
            values.append(list(chosen))
        elif chosen and name != without:
            texts.append("e.facets && %s::text[]")
            values.append([f"{LETTERS[name]}:{value}" for value in chosen])
    if (search.free_from or search.free_until) and without != "free":
        texts.append("e.free && daterange(%s::date, %s::date, '[]')")
        values += [search.free_from, search.free_until]
    if search.words and without != "q":
        if search.query:
            texts.append("e.search @@ %s::tsquery")
            values.append(search.query)
        else:  # the statement asks first what the words mean
            texts.append("e.search @@ (SELECT a.query FROM asked a)")
    return " AND ".join(texts), values


def _rows(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
