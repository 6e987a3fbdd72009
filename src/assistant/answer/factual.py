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


def find_facts(
    question: Question,
    hits: Sequence[Hit],
    rarity: Mapping[str, float],
    limit: int = MOST_FACTS,
    surety: float = 0.0,
) -> list[Fact]:
    """The best sentences of the hits for a factual question, best first; empty when none answers it.

    `rarity` as for `signals.candidates`; `surety` is how far above the fitted threshold the best one must be. Whether
    there is an answer is decided on the best sentence; the next ones are shown with it, since the one that was meant is
    among the first few far more often than first.
    """
    ranking = load_ranking()
    found = candidates(question, hits, rarity) if question.needs and hits else []
    possible = [candidate for candidate in found if _may_answer(question, candidate)]
    if question.kind in ONLY_SUCH:
        possible = [candidate for candidate in possible if candidate.signals.holds] or possible
    ranked = sorted(possible, key=lambda candidate: ranking.score(candidate.signals), reverse=True)
    if not ranked or ranking.answers(ranked[0].signals) < surety:
        return []
    facts = [Fact(one.quote, ranking.score(one.signals)) for one in _distinct(ranked)[:limit]]
    return [fact for fact in facts if fact.score >= facts[0].score - NEAR_BEST]


def relevances(question: Question, hits: Sequence[Hit], rarity: Mapping[str, float]) -> dict[Quote, float]:
    """How well every sentence of the hits fits the question, less the best one's fit: 0 or less."""
    if not hits or not question.needs:
        return {}
    ranking = load_ranking()
    scores = {one.quote: ranking.score(one.signals) for one in candidates(question, hits, rarity)}
    best = max(scores.values())
    return {quote: score - best for quote, score in scores.items()}


def _may_answer(question: Question, candidate: Candidate) -> bool:
    holds = candidate.signals.holds > 0 or question.kind not in MUST_HOLD
    return holds and not candidate.misses_a_name


def _distinct(ranked: Sequence[Candidate]) -> list[Candidate]:
    """Without sentences whose words another one has said already."""
    said: dict[str, Candidate] = {}
    for candidate in ranked:
        said.setdefault(" ".join(candidate.quote.text.lower().split()), candidate)
    return list(said.values())
