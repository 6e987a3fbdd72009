"""Finds the sentences that hold what a "siapa", "kapan", "berapa" … question asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answer.question import Kind, Question
from assistant.answer.ranking import load_ranking
from assistant.answer.signals import Candidate, candidates
from assistant.types import Hit, Quote

MOST_FACTS = 4
# Sentences further below the best one only pad an answer.
NEAR_BEST = 2.5
# Questions for a sanction, a law or the prohibitions are answered with those alone where there are any.
ONLY_SUCH = frozenset({Kind.SANCTION, Kind.LEGAL_BASIS, Kind.PROHIBITIONS})
# "Kapan" without a day and "berapa" without a number are no answers, however near the sentence is otherwise.
MUST_HOLD = frozenset({Kind.WHEN, Kind.HOW_MANY})


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence that answers. `score` orders those of one question."""

    quote: Quote
    score: float


@dataclass(frozen=True, slots=True)
class Sentences:
    """Every sentence that was found for a question, measured once, best first."""

    question: Question
    ranked: tuple[tuple[float, Candidate], ...]
    """Scores, comparable within this question, and what they belong to."""

    def facts(self, limit: int = MOST_FACTS, surety: float = 0.0) -> list[Fact]:
        """The best sentences for a factual question, best first; empty when none answers it.

        `surety` is how far above the fitted threshold the best one must be. Whether there is an answer is decided on
        the best sentence; the next ones are shown with it, since the one that was meant is among the first few far
        more often than first.
        """
        possible = [(score, one) for score, one in self.ranked if _may_answer(self.question, one)]
        if self.question.kind in ONLY_SUCH:
            possible = [(score, one) for score, one in possible if one.signals.holds] or possible
        if not possible or load_ranking().answers(possible[0][1].signals) < surety:
            return []
        facts = [Fact(one.quote, score) for score, one in _distinct(possible)[:limit]]
        return [fact for fact in facts if fact.score >= facts[0].score - NEAR_BEST]

    def relevances(self) -> dict[Quote, float]:
        """How well every sentence fits the question, less the best one's fit: 0 or less."""
        return {one.quote: score - self.ranked[0][0] for score, one in self.ranked}


def measure(question: Question, hits: Sequence[Hit], rarity: Mapping[str, float]) -> Sentences:
    """The sentences of the hits, ordered by the fitted weights; `rarity` as for `signals.candidates`."""
    found = candidates(question, hits, rarity) if question.needs and hits else []
    scored = [(load_ranking().score(one.signals), one) for one in found]
    return Sentences(question, tuple(sorted(scored, key=lambda pair: pair[0], reverse=True)))


def _may_answer(question: Question, candidate: Candidate) -> bool:
    holds = candidate.signals.holds > 0 or question.kind not in MUST_HOLD
    return holds and not candidate.misses_a_name


def _distinct(ranked: Sequence[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    """Without sentences whose words another one has said already."""
    said: dict[str, tuple[float, Candidate]] = {}
    for score, candidate in ranked:
        said.setdefault(" ".join(candidate.quote.text.lower().split()), (score, candidate))
    return list(said.values())
