"""Which hosts suit a visitor: scored in plain Python, with the reasons in words."""

from exchanges.matching.score import Candidate, Suggestion, Wish, obstacles, rank

__all__ = ["Candidate", "Suggestion", "Wish", "obstacles", "rank"]
