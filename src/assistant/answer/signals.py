"""What can be measured about a sentence as an answer to a factual question. No decisions: `ranking` weighs these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.answer.cited import cited_terms, is_cited, is_detail, pasals_of
from assistant.answer.evidence import holds_answer, is_about_something_else, keeps_roles, strength
from assistant.answer.gate.gate_words import is_addressed_to_machine
from assistant.answer.needs import Need, Sort
from assistant.answer.question import Kind, Question
from assistant.text import sentence_spans
from assistant.types import Hit, Passage, Quote
from assistant.vocabulary import load_vocabulary

OBJECT_FACT_WEIGHT = 0.5
CATEGORY_FACT_WEIGHT = 0.2
# From this rarity on, a name that is missing shows that something else is asked about.
RARE = 0.8
# Ordinary people: what anybody may know or do is said without naming them.
ANYBODY = "swasta"


@dataclass(frozen=True, slots=True)
class Signals:
    """Measurements of one sentence, each in about [0, 1]; those below the best are 0 or less."""

    below_best: float
    """Fused search score, less that of the best passage."""
    dense_below_best: float
    fit_below_best: float
    """How far the passage is from the question as turned towards answers, less the nearest one's distance."""
    best_dense: float
    """Cosine of the most similar passage: this and the next two are the same for all sentences of a question."""
    best_dense_z: float
    margin: float
    """How far the most similar passage stands above the next nine."""
    best_fit: float
    """Cosine of the question as turned towards answers and the passage nearest to it, and how far that stands above."""
    fit_margin: float
    keywords: float
    """BM25 score as a share of the best one."""
    in_sentence: float
    """Share of the question's weighted content that the sentence speaks of."""
    in_passage: float
    in_document: float
    holds: float
    """How far the sentence holds something of the kind asked for: a date, an amount, a sanction …"""
    strength: float
    """How surely it does: a venue, a day, a cause close to what is asked about; an abbreviation behind its full name."""
    same_thing: float
    """0 when the sentence lacks the very thing asked about: the office whose holder, the election whose day."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence with its signals."""

    quote: Quote
    signals: Signals
    misses_a_name: bool
    """True when a name, an office or an instrument of the question is spoken of nowhere near: it cannot be meant."""


def candidates(question: Question, hits: Sequence[Hit], rarity: Mapping[str, float]) -> list[Candidate]:
    """Every sentence of the hits, measured; `hits` must not be empty.

    `rarity` maps a term to a weight in [0, 1]: near 0 for what every passage says, 1 for what none says.
    """
    documents: dict[str, frozenset[str]] = {}
    for hit in hits:
        source = hit.passage.source
        spoken = spoken_of(f"{source.title} {source.publisher} {hit.passage.text}")
        documents[source.id] = documents.get(source.id, frozenset()) | spoken
    search = _Search.over(hits)
    weights = {need.term: _weight(need, rarity) for need in question.needs}
    found = []
    for hit in hits:
        inside = spoken_of(hit.passage.text)
        around = inside | documents[hit.passage.source.id]
        beside = spoken_of(f"{hit.passage.source.title} {hit.passage.text}")
        misses = _misses_a_name(question, rarity, around) or _misses_an_actor(question, beside)
        shared = search.signals_of(hit)
        shared |= {"in_passage": _share(weights, inside), "in_document": _share(weights, around)}
        for quote in _sentences(hit.passage):
            is_other = misses or not keeps_roles(question, quote)
            found.append(Candidate(quote, _signals(question, quote, weights, shared), is_other))
    return found


@lru_cache(maxsize=50_000)
def _sentences(passage: Passage) -> tuple[Quote, ...]:
    """The sentences of a passage that may be quoted."""
    quotes = (Quote(passage, start, end) for start, end in sentence_spans(passage.text))
    return tuple(quote for quote in quotes if not is_addressed_to_machine(quote.text))


@dataclass(frozen=True, slots=True)
class _Search:
    """The best raw signals over all hits of a question."""

    score: float
    dense: float
    dense_z: float
    keywords: float
    margin: float
    fit: float
    fit_margin: float

    @classmethod
    def over(cls, hits: Sequence[Hit]) -> _Search:
        dense = sorted((hit.dense for hit in hits), reverse=True)
        fit = sorted((hit.fit for hit in hits), reverse=True)
        best = max(hit.keywords for hit in hits)
        z = max(hit.dense_z for hit in hits)
        return cls(max(hit.score for hit in hits), dense[0], z, best or 1.0, _lead(dense), fit[0], _lead(fit))

    def signals_of(self, hit: Hit) -> dict[str, float]:
        """What the sentences of a hit share by name, but for what they speak of."""
        return {
            "below_best": hit.score - self.score,
            "dense_below_best": hit.dense - self.dense,
            "fit_below_best": hit.fit - self.fit,
            "best_dense": self.dense,
            "best_dense_z": self.dense_z,
            "margin": self.margin,
            "best_fit": self.fit,
            "fit_margin": self.fit_margin,
            "keywords": hit.keywords / self.keywords,
        }


def _lead(similarities: Sequence[float]) -> float:
    """How far the first of some falling similarities stands above the next nine."""
    following = similarities[1:10]
    return similarities[0] - sum(following) / len(following) if following else 0.0


def _share(weights: Mapping[str, float], spoken: frozenset[str]) -> float:
    """Share of the weighted terms that are among those spoken."""
    return sum([weight for term, weight in weights.items() if term in spoken]) / (sum(weights.values()) or 1.0)


def _signals(question: Question, quote: Quote, weights: Mapping[str, float], shared: Mapping[str, float]) -> Signals:
    inside = spoken_of(quote.text)
    holds = holds_answer(question, quote)
    return Signals(
        **shared,
        in_sentence=_share(weights, inside),
        holds=holds,
        strength=strength(question, quote) if holds else 0.0,
        same_thing=float(not is_about_something_else(question, quote.text, inside)),
    )


@lru_cache(maxsize=50_000)
def spoken_of(text: str) -> frozenset[str]:
    """The terms of a text, of the instruments that it cites, and the pasals that it names."""
    return load_vocabulary().names(text) | cited_terms(text) | pasals_of(text)


def _weight(need: Need, rarity: Mapping[str, float]) -> float:
    """Rare words decide a factual question; common ones hardly count; unknown ones count fully."""
    base = {Sort.ACTOR: OBJECT_FACT_WEIGHT, Sort.OBJECT: OBJECT_FACT_WEIGHT, Sort.CATEGORY: CATEGORY_FACT_WEIGHT}
    return base.get(need.sort, 1.0) * rarity.get(need.term, 1.0)


def _misses_a_name(question: Question, rarity: Mapping[str, float], around: frozenset[str]) -> bool:
    """Whether something rare that the question names is spoken of nowhere near: another place, person or law is meant.

    Whose permission is asked for may name any place or person: rules are the same everywhere.
    """
    names = [need.term for need in question.needs if need.sort is Sort.NAME and rarity.get(need.term, 1.0) >= RARE]
    names = [] if question.kind is Kind.PERMISSION else names
    laws = [need.term for need in question.needs if need.sort is Sort.INSTRUMENT and not is_detail(need.term)]
    return not around.issuperset(names) or not all(is_cited(law, around) for law in laws)


def _misses_an_actor(question: Question, beside: frozenset[str]) -> bool:
    """Whether the question is about others than civil servants, and neither the passage nor its title speaks of them."""
    if question.kind is not Kind.PERMISSION:
        return False
    belongs_to = load_vocabulary().belongs_to
    others = {actor for actor in question.actors if not belongs_to(actor, "asn")}
    return bool(others - {ANYBODY}) and not others & beside


def rarity_of(passages: Sequence[Passage]) -> dict[str, float]:
    """Term to its weight in [0, 1] over a store: the share of documents' passages that do *not* speak of it, squared."""
    counts: dict[str, int] = {}
    for passage in passages:
        for term in spoken_of(passage.text):
            counts[term] = counts.get(term, 0) + 1
    total = max(1, len(passages))
    return {term: (1 - count / total) ** 2 for term, count in counts.items()}
