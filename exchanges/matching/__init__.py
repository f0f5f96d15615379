"""Which hosts suit a visitor: scored in plain Python, with the reasons in words."""

from exchanges.matching.fields import Fields, FieldTerm
from exchanges.matching.parts import DEFAULT, Weights
from exchanges.matching.score import Suggestion, obstacles, rank
from exchanges.matching.sides import Candidate, Wish
from exchanges.matching.table import possible_many, score_many

__all__ = [
    "DEFAULT",
    "Candidate",
    "FieldTerm",
    "Fields",
    "Suggestion",
    "Weights",
    "Wish",
    "obstacles",
    "possible_many",
    "rank",
    "score_many",
]
