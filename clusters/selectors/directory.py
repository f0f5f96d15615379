"""The public directory: what fits a search, how many, where. At most three statements, none of which grows with the
number of entries: nothing is counted or ranked beyond `CAP`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
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

    `similar` looks for words that are spelled nearly the same.
    """

    words: tuple[str, ...] = ()
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    free_from: date | None = None
    free_until: date | None = None
    order: str = ""
    similar: bool = False

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


@dataclass(frozen=True)
class Town:
    country: str
    city: str
    latitude: float
    longitude: float
    number: int


_ENTRY = (
    "e.kind, e.subject_id, e.organisation_id, e.slug, e.title, e.owner, e.city, e.country, e.blurb, "
    "e.starts_on, e.ends_on, e.facets"
)


# As a query of its own the words are made plain once, not for each row.
_PLAIN = "(SELECT directory_plain(%s))"


def words_of(text: str) -> tuple[str, ...]:
    """The words to look for. Single letters only where there is nothing else: they fit nearly everything."""
    words = [word[:40] for word in re.findall(r"[^\W_]+", text)]
    return tuple([word for word in words if len(word) > 1][:MOST_WORDS] or words[:1])


def find(search: Search) -> tuple[Search, Counts]:
    """The counts; when nothing is spelled like that, those of a search for similar words, which is given back too."""
    counts = _count(search)
    if counts.total or not search.words:
        return search, counts
    similar = replace(search, similar=True)
    return similar, _count(similar)


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


def towns(search: Search) -> list[Town]:
    """Where the first `CAP` entries are, the town with most of them first."""
    condition, values = _where(search)
    sql = f"""
        SELECT country, city, avg(latitude)::float, avg(longitude)::float, count(*)
        FROM (SELECT country, city, latitude, longitude FROM clusters_directoryentry e WHERE {condition} LIMIT {CAP}) hit
        WHERE latitude IS NOT NULL GROUP BY country, city ORDER BY 5 DESC, 2, 1
    """  # noqa: S608  conditions are built from fixed texts, values are bound
    return [Town(*row) for row in _rows(sql, values)]


def public_organisation(pk: int) -> Organisation | None:
    """An organisation that agreed to be listed and is no cluster (which has its own page)."""
    rows = Organisation.objects.filter(pk=pk, listed=True, hidden_at=None, cluster=None)
    return rows.select_related("country").prefetch_related("terms").first()


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


def _count(search: Search) -> Counts:
    """One statement: a branch for the search, and one for each part of it taken away."""
    texts, values = [], []
    for part in ("", *search.parts):
        text, bound = _branch(search, part)
        texts.append(text)
        values += bound
    chosen = [f"t:{value}" for value in search.chosen.get("term", ())]
    branches = " UNION ALL ".join([*texts, "(SELECT '', unnest(%s::text[]), 0)"])
    sql = f"""
        SELECT x.part, x.code, x.number, t.label, t.taxonomy FROM ({branches}) AS x (part, code, number)
        LEFT JOIN clusters_term t ON t.id = CASE WHEN x.code LIKE 't:%%' THEN substr(x.code, 3)::bigint END
    """  # noqa: S608  built from fixed texts, values are bound
    found: dict[str, dict[str, int]] = {part: {} for part in ("", *search.parts)}
    labels = {}
    for part, code, number, label, taxonomy in _rows(sql, [*values, chosen]):
        found[part][code] = max(number, found[part].get(code, 0))
        if label is not None:
            labels[code] = (label, taxonomy)
    without = {
        part: Counts(numbers.pop("", 0), numbers, {}, labels) for part, numbers in found.items() if part
    }
    return Counts(found[""].pop("", 0), found[""], without, labels)


def _branch(search: Search, part: str) -> Sql:
    """How many fit without `part`, and how many of them have each facet: all facets, or those of the part alone."""
    condition, values = _where(search, without=part)
    letter = LETTERS.get(part, "")
    hits = f"SELECT kind, country, facets FROM clusters_directoryentry e WHERE {condition} LIMIT {CAP + 1}"  # noqa: S608
    if part in ("kind", "country"):  # these two stand in columns of their own, which is cheaper to count
        counted = f"SELECT '{part}', '{letter}:' || {part}, count(*) FROM hit GROUP BY {part}"  # noqa: S608
    else:
        kept = "true" if part == "" else f"f.code LIKE '{letter}:%%'" if letter else "false"
        counted = f"SELECT '{part}', f.code, count(*) FROM hit, unnest(hit.facets) AS f (code) WHERE {kept} GROUP BY f.code"  # noqa: S608
    text = f"(WITH hit AS MATERIALIZED ({hits}) SELECT '{part}', '', count(*) FROM hit UNION ALL {counted})"  # noqa: S608
    return text, values


def _entries(search: Search, offset: int) -> Iterator[Entry]:
    condition, values = _where(search)
    order = ORDERS.get(search.order, ORDERS[""])
    if search.words and search.order not in ("name", "newest"):
        score, bound = _score(search)
        sql = f"""
            SELECT {_ENTRY}
            FROM (SELECT e.*, {score} AS score FROM clusters_directoryentry e WHERE {condition} LIMIT {CAP}) e
            ORDER BY e.score DESC, e.rank, e.sort_key, e.id LIMIT {PAGE_SIZE} OFFSET %s
        """  # noqa: S608  conditions are built from fixed texts, values are bound
        values = bound + values
    else:
        sql = f"""
            SELECT {_ENTRY} FROM clusters_directoryentry e WHERE {condition}
            ORDER BY {order} LIMIT {PAGE_SIZE} OFFSET %s
        """  # noqa: S608  conditions are built from fixed texts, values are bound
    for row in _rows(sql, [*values, offset]):
        yield Entry(*row)


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
        for text, bound in _word_conditions(search):
            texts.append(text)
            values += bound
    return " AND ".join(texts), values


def _word_conditions(search: Search) -> Iterator[Sql]:
    if not search.similar:
        query, bound = _query([[word] for word in search.words])
        yield f"e.search @@ {query}", bound
        return
    for word in search.words:
        # Trigrams find missing, doubled and wrong letters; two letters in the wrong order break too many of them.
        query, bound = _query([[word, *swaps(word)]])
        yield f"(e.search @@ {query} OR e.fuzzy %%> {_PLAIN})", [*bound, word]


def swaps(word: str) -> list[str]:
    """The word with each pair of neighbours changed over."""
    pairs = range(len(word) - 1) if len(word) > 3 else ()
    return [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in pairs if word[at] != word[at + 1]]


def _query(words: Sequence[Sequence[str]]) -> Sql:
    """One of the alternatives of each word, as the beginning of a word."""
    one = "quote_literal(directory_plain(%s)) || ':*'"
    parts = ["'(' || " + " || '|' || ".join([one] * len(others)) + " || ')'" for others in words]
    together = " || '&' || ".join(parts)
    return f"(SELECT to_tsquery('simple', {together}))", [word for others in words for word in others]


def _score(search: Search) -> Sql:
    """How well an entry fits: words in the title count most; with typos, how near the words are."""
    words = list(search.words)
    if search.similar:
        return " + ".join([f"word_similarity({_PLAIN}, e.fuzzy)"] * len(words)), words
    query, bound = _query([[word] for word in words])
    begins = f"starts_with(e.sort_key, {_PLAIN})::int"
    return f"ts_rank(e.search, {query}) + {begins}", [*bound, " ".join(words)]


def _rows(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
