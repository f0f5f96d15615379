"""How near two fields are in the trees of the taxonomies."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from clusters.enums import Taxonomy

# The two taxonomies that say in which sector an organisation is; the others say what it works with.
SECTORS = ("nace", "ecosystem")
SAME, PARENT, SIBLING, SAME_TOP, FAR = 1.0, 0.7, 0.5, 0.25, 0.0


@dataclass(frozen=True, slots=True)
class FieldTerm:
    label: str
    taxonomy: str
    parent: int | None = None


@dataclass(frozen=True)
class Fields:
    """All terms by id; terms that are not in it are near to themselves only."""

    terms: Mapping[int, FieldTerm] = field(default_factory=dict)

    def label(self, term: int) -> str:
        found = self.terms.get(term)
        return found.label if found is not None else ""

    def label_among(self, term: int, terms: Iterable[int]) -> str:
        """With its taxonomy, where another of these has the same name."""
        label = self.label(term)
        if any(other != term and self.label(other) == label for other in terms):
            return f"{label} ({Taxonomy(self._taxonomy(term)).label})"
        return label

    def top(self, term: int) -> int:
        return self._tops.get(term, term)

    @cached_property
    def _tops(self) -> dict[int, int]:
        found: dict[int, int] = {}
        for term in self.terms:
            way, at = [term], self._parent(term)
            while at is not None and at in self.terms and at not in way:
                way.append(at)
                at = self._parent(at)
            found[term] = way[-1]
        return found

    def nearness(self, one: int, other: int) -> float:
        """1 the same, 0.7 parent and child, 0.5 children of one parent, 0.25 under one top, 0 otherwise."""
        if one == other:
            return SAME
        mine, its = self._parent(one), self._parent(other)
        if mine == other or its == one:
            return PARENT
        if mine is not None and mine == its:
            return SIBLING
        return SAME_TOP if self.top(one) == self.top(other) else FAR

    def nearest(self, term: int, among: Collection[int]) -> tuple[float, int | None]:
        """The nearest of them and how near it is; (0, None) when all are far."""
        best: tuple[float, int | None] = (FAR, None)
        for other in among:
            near = self.nearness(term, other)
            if near > best[0]:
                best = (near, other)
        return best

    def relatives(self, terms: Iterable[int]) -> dict[int, float]:
        """Every term that is near to one of these, with how near: what a search in the database can join."""
        wanted = list(terms)
        tops = {self.top(term) for term in wanted}
        found = {
            other: max(self.nearness(term, other) for term in wanted)
            for other in self.terms
            if self.top(other) in tops
        }
        return found | dict.fromkeys(wanted, SAME)

    def sectors(self, terms: Iterable[int]) -> frozenset[int]:
        return frozenset(self.top(term) for term in terms if self._taxonomy(term) in SECTORS)

    def tools(self, terms: Iterable[int]) -> list[int]:
        """Terms that say what somebody works with, in whatever sector."""
        return [term for term in terms if self._taxonomy(term) not in SECTORS]

    def _parent(self, term: int) -> int | None:
        found = self.terms.get(term)
        return found.parent if found is not None else None

    def _taxonomy(self, term: int) -> str:
        found = self.terms.get(term)
        return found.taxonomy if found is not None else ""
