"""The directory in words and links: tabs, facets with counts, chips, cards, and what helps when nothing is found."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clusters import directory, places
from clusters.enums import OrganisationKind, Taxonomy
from clusters.models import Term
from clusters.selectors.directory import CAP, LETTERS, Counts, Entry, Search
from core.countries import country_name
from core.geo import great_circle_km
from core.languages import language_name
from core.printed import icon, period, status_tag

KOSOVO = "XK"
FACETS: dict[str, str | Promise] = {
    "country": _("Country"),
    "state": _("Missions"),
    "of": _("Kind of organisation"),
    "language": _("Language"),
    "term": _("Field"),
}
# So many values of a facet are shown at once; more are behind a click.
SHOWN = 8
MOST = 40
# Letters of a description in the list.
BLURB = 170


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    number: str
    checked: bool
    id: str


@dataclass(frozen=True)
class Facet:
    name: str
    label: str | Promise
    options: list[Option]
    more: list[Option]


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    number: str = ""
    current: bool = False


@dataclass(frozen=True)
class Card:
    """`line` is kind, owner and place in one; `mark` (logo or icon), `period` and `tag` are ready to print."""

    title: str
    url: str
    mark: str
    line: str
    blurb: str
    period: str
    tag: str
    is_offer: bool


def shown_number(number: int, *, exact: bool = True) -> str:
    """ "37", "1,000+" beyond the cap, "37+" where only the first `CAP` entries were looked at."""
    if number >= CAP and (number > CAP or not exact):
        return f"{CAP:,}+"
    return f"{number:,}" if exact else f"{number:,}+"


def country_label(code: str) -> str:
    return country_name(code) + ("*" if code == KOSOVO else "")


def label_of(name: str, value: str, counts: Counts | None = None) -> str:
    """One value of a facet in words."""
    if name == "country":
        return country_label(value)
    if name == "language":
        return language_name(value)
    if name == "of":
        return str(OrganisationKind(value).label) if value in OrganisationKind else value
    if name == "kind":
        return str(directory.kind(value).many)
    if name == "state":
        return str(_states().get(value, (value, ""))[0])
    if name == "term" and counts is not None:
        return _term_label(counts, *counts.labels.get(f"t:{value}", (value, "")))
    return value.partition("/")[2] if name == "town" else value


def _term_label(counts: Counts, label: str, taxonomy: str) -> str:
    """ "Digital" is a theme and an ecosystem: where two read the same, each says which it is."""
    return f"{label} ({Taxonomy(taxonomy).label})" if label in counts.twins else label


def tabs(search: Search, counts: Counts, query: QueryDict) -> list[Link]:
    """All, and one for each kind, with how many of the other filters' entries are of it."""
    chosen = search.chosen["kind"]
    source = counts.without["kind"] if chosen else counts
    found = {
        code.removeprefix("k:"): number for code, number in source.facets.items() if code.startswith("k:")
    }
    everything = source.total
    rows = [Link(str(_("All")), url_of(query, kind=None), shown_number(everything), not chosen)]
    for kind in directory.kinds():
        number = shown_number(found.get(kind.code, 0), exact=everything <= CAP)
        if everything > CAP and kind.code not in found:
            number = ""
        rows.append(Link(str(kind.many), url_of(query, kind=kind.code), number, kind.code in chosen))
    return rows


def facets(search: Search, counts: Counts) -> list[Facet]:
    """Only values that lead somewhere, and those that are chosen."""
    return [facet for name, label in FACETS.items() if (facet := _facet(name, label, search, counts)).options]


def _facet(name: str, label: str | Promise, search: Search, counts: Counts) -> Facet:
    chosen = search.chosen[name]
    source = counts.without[name] if chosen else counts
    prefix = f"{LETTERS[name]}:"
    found = {code[2:]: number for code, number in source.facets.items() if code.startswith(prefix)}
    found |= {value: found.get(value, 0) for value in chosen}
    exact = source.total <= CAP
    rows = [
        Option(
            value,
            label_of(name, value, counts),
            shown_number(number, exact=exact) if number else "0" if exact else "",
            value in chosen,
            f"{name}-{index}",
        )
        for index, (value, number) in enumerate(
            sorted(found.items(), key=lambda pair: (pair[0] not in chosen, -pair[1], pair[0]))[:MOST]
        )
    ]
    return Facet(name, label, rows[:SHOWN], rows[SHOWN:])


def chips(search: Search, counts: Counts, query: QueryDict) -> list[dict[str, str]]:
    """One for each thing that narrows the result; its link takes just this one away."""
    rows: list[dict[str, str]] = []
    if search.words:
        rows.append(
            {"label": str(_("Words")), "value": query.get("q", "").strip(), "url": url_of(query, q=None)}
        )
    labels = {**FACETS, "kind": _("What"), "town": _("Town")}
    for name in ("kind", "town", *FACETS):
        for value in search.chosen[name]:
            rest = [other for other in query.getlist(name) if other != value]
            rows.append(
                {
                    "label": str(labels[name]),
                    "value": label_of(name, value, counts),
                    "url": url_of(query, **{name: rest}),
                }
            )
    if "free" in search.parts:
        period = " – ".join(
            date_format(day, "j F Y") if day else "…" for day in (search.free_from, search.free_until)
        )
        rows.append(
            {"label": str(_("Free")), "value": period, "url": url_of(query, free_from=None, free_until=None)}
        )
    return rows


def ways_out(search: Search, counts: Counts, query: QueryDict) -> list[Link]:
    """When nothing fits: what taking one filter away would bring, the most first."""
    rows = []
    for part in search.parts:
        number = counts.without[part].total
        gone = {"free_from": None, "free_until": None} if part == "free" else {part: None}
        if number:
            rows.append(
                (
                    number,
                    Link(_part(part, search, counts, query), url_of(query, **gone), shown_number(number)),
                )
            )
    return [link for _number, link in sorted(rows, key=lambda row: -row[0])]


def _part(part: str, search: Search, counts: Counts, query: QueryDict) -> str:
    """What one part of a search asks for, in words."""
    if part == "q":
        return query.get("q", "").strip()
    if part == "free":
        return str(_("Free period"))
    return ", ".join(label_of(part, value, counts) for value in search.chosen[part])


def single_words(search: Search) -> list[Link]:
    """When several words fit nothing together: each of them alone, without other filters."""
    words = search.words if len(search.words) > 1 else ()
    return [Link(word, url_of(QueryDict(), q=word)) for word in dict.fromkeys(words)]


def nearest_countries(search: Search, counts: Counts, query: QueryDict, most: int = 5) -> list[Link]:
    """When nothing fits in the chosen country: others that have something, by distance between their main towns."""
    chosen = search.chosen["country"]
    if not chosen or "country" not in counts.without:
        return []
    without = counts.without["country"]
    found = {code[2:]: number for code, number in without.facets.items() if code.startswith("c:")}
    towns = places.main_towns([chosen[0], *found])
    home = towns.get(chosen[0])
    ways = []
    for code, number in found.items():
        town = towns.get(code)
        if number and home is not None and town is not None:
            way = great_circle_km(home.latitude, home.longitude, town.latitude, town.longitude)
            ways.append((way, code, number))
    return [
        Link(
            country_label(code),
            url_of(query, country=[code]),
            shown_number(number, exact=without.total <= CAP),
        )
        for _way, code, number in sorted(ways)[:most]
    ]


def cards(entries: Iterable[Entry]) -> Iterator[Card]:
    # What is the same for many entries is made once: there are 25 on each page.
    tags = {code: status_tag(str(label), tone) for code, (label, tone) in _states().items()}
    kinds = {kind.code: (str(kind.one), icon(kind.icon)) for kind in directory.kinds()}
    countries: dict[str, str] = {}
    periods: dict[Any, str] = {(None, None): ""}
    for entry in entries:
        name, mark = kinds[entry.kind]
        state = next((code[2:] for code in entry.facets if code.startswith("s:")), "")
        days = (entry.starts_on, entry.ends_on)
        if days not in periods:
            periods[days] = period(*days)
        if entry.country not in countries:
            countries[entry.country] = country_label(entry.country)
        place = f"{entry.city}, {countries[entry.country]}"
        also = gettext("also %(towns)s") % {"towns": entry.also} if entry.also else ""
        yield Card(
            title=entry.title,
            url=_url(entry.kind, entry.subject_id, entry.organisation_id, entry.slug),
            mark=_logo(entry) if entry.logo_id else mark,
            line=" · ".join(filter(None, (name, entry.owner, place, also))),
            blurb=Truncator(entry.blurb).chars(BLURB) if len(entry.blurb) > BLURB else entry.blurb,
            period=periods[days],
            tag=tags.get(state, ""),
            is_offer=entry.kind == "offer",
        )


@lru_cache(maxsize=8192)
def _url(kind: str, subject_id: int, organisation_id: int, slug: str) -> str:
    """Kept, since it is asked for 25 times on each page and never another."""
    row = SimpleNamespace(subject_id=subject_id, organisation_id=organisation_id, slug=slug)
    return directory.kind(kind).url(row)


def _logo(entry: Entry) -> str:
    """The number in the address is another for another picture, so that a browser may keep it."""
    url = reverse("clusters:organisation_logo_image", args=[entry.organisation_id])
    name = gettext("Logo of %(name)s") % {"name": entry.owner if entry.kind == "offer" else entry.title}
    return format_html('<img src="{}?v={}" alt="{}" loading="lazy">', url, entry.logo_id, name)


def terms_by_taxonomy(terms: Iterable[Term]) -> list[tuple[str, list[str]]]:
    names = dict(Taxonomy.choices)
    groups: dict[str, list[str]] = {}
    for term in terms:
        groups.setdefault(str(names.get(term.taxonomy, term.taxonomy)), []).append(term.label)
    return list(groups.items())


def _states() -> dict[str, tuple[str | Promise, str]]:
    return {code: words for kind in directory.kinds() for code, words in kind.states.items()}


def url_of(query: QueryDict, **changes: Any) -> str:
    """The address with `changes`, from its first page: None takes a name away, a list replaces its values."""
    rest = query.copy()
    rest.pop("page", None)
    for name, value in changes.items():
        if value is None or value == []:
            rest.pop(name, None)
        else:
            rest.setlist(name, value if isinstance(value, list) else [value])
    for name in [name for name in rest if not any(rest.getlist(name))]:
        rest.pop(name)
    return "?" + rest.urlencode(safe="/")
