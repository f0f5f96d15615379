"""Taxonomy terms: what is offered, what a profile has, both in the order people read them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Concat

from clusters.enums import Taxonomy
from clusters.models import Term

# The short lists first, then the long ones.
ORDER = (
    Taxonomy.THEME,
    Taxonomy.ECOSYSTEM,
    Taxonomy.CROSS_SECTORAL,
    Taxonomy.NACE,
    Taxonomy.TECHNOLOGY,
    Taxonomy.S3,
    Taxonomy.ALLIANCE,
)
# Known by their codes; the others are read by their labels.
_BY_CODE = (Taxonomy.NACE, Taxonomy.TECHNOLOGY)


def offered_terms(also: Iterable[Any] = ()) -> QuerySet[Term]:
    """What can be chosen: everything that is not retired, and what a profile has already (`also`, primary keys)."""
    return (
        Term.objects.filter(Q(retired_on=None) | Q(pk__in=list(also)))
        .select_related("parent")
        .order_by("taxonomy", "code")
    )


def terms_of(profile: Any) -> list[Term]:
    """The terms of an organisation, partnership, mission or offer in reading order. One statement."""
    return sorted(profile.terms.select_related("parent"), key=reading_order)


def terms_in_words(before: Iterable[Term], after: Iterable[Term]) -> tuple[str, str]:
    """A change of terms as the record keeps it."""
    told = ["; ".join(term.in_full for term in sorted(terms, key=reading_order)) for terms in (before, after)]
    return told[0], told[1]


def reading_order(term: Term) -> tuple[int, str]:
    if term.taxonomy in _BY_CODE:
        return ORDER.index(Taxonomy(term.taxonomy)), term.code
    return ORDER.index(Taxonomy(term.taxonomy)), term.in_full.casefold()


def in_full(path: str) -> Any:
    """`Term.in_full` as the database tells it of the term at the end of the path."""
    of_activities = {f"{path}__taxonomy": Taxonomy.NACE}
    numbered = Concat(f"{path}__code", Value(" "), f"{path}__label")
    own = Case(When(**of_activities, then=numbered), default=F(f"{path}__label"))
    below = Concat(f"{path}__parent__label", Value(": "), own)
    return Case(When(**{f"{path}__parent": None}, then=own), default=below, output_field=CharField())


def by_taxonomy(terms: Iterable[Term]) -> list[tuple[str, list[str]]]:
    """(taxonomy, terms written in full) pairs for a page; taxonomies without a term are left out."""
    found: dict[str, list[str]] = {}
    for term in sorted(terms, key=reading_order):
        found.setdefault(term.get_taxonomy_display(), []).append(term.in_full)
    return list(found.items())
