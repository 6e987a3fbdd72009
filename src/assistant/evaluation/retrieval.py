"""How high a search places the passages that prove an answer. Pure functions over documents' names and texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evaluation.cases import Case
from assistant.evaluation.rates import Rate

DEEPEST = 10
"""As many passages of a search are looked at; what comes later counts as not found."""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """How high evidence was placed over many questions."""

    at_1: Rate
    at_5: Rate
    at_10: Rate
    mrr: float
    """Mean reciprocal rank: 1 when evidence always comes first, 0 when never among the first ten or nothing was asked."""


def rank_of_evidence(case: Case, found: Sequence[tuple[str, str]]) -> int | None:
    """The place, from 1, of the first passage that holds evidence of a case; None when none does.

    `found` holds the name of the document and the text of every passage, the best first.
    """
    places = (place for place, (name, text) in enumerate(found, start=1) if _proves(case, name, text))
    return next(places, None)


def _proves(case: Case, name: str, text: str) -> bool:
    return any(evidence.fits(name, text) for evidence in case.evidence)


def retrieval_summary(ranks: Sequence[int | None]) -> Retrieval:
    """The figures of many questions from the rank of each, as `rank_of_evidence` gives it."""
    found = [rank for rank in ranks if rank is not None and rank <= DEEPEST]

    def within(depth: int) -> Rate:
        return Rate(sum(rank <= depth for rank in found), len(ranks))

    mrr = sum(1 / rank for rank in found) / len(ranks) if ranks else 0.0
    return Retrieval(within(1), within(5), within(DEEPEST), mrr)
