"""What can be measured about a sentence as an answer to a factual question. No decisions: `ranking` weighs these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.answer.cited import citations, is_cited, is_detail, pasals_of, terms_of
from assistant.answer.evidence import Sought, holds_answer, is_about_something_else, keeps_roles, strength
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
    heard = [_heard_in(hit.passage) for hit in hits]
    documents: dict[str, set[str]] = {}
    for hit, one in zip(hits, heard, strict=True):
        documents.setdefault(hit.passage.source.id, set()).update(one.under_title)
    search = _Search.over(hits)
    weights = {need.term: _weight(need, rarity) for need in question.needs}
    sought, total = Sought.of(question), sum(weights.values()) or 1.0
    named, laws, others = _rare_names(question, rarity), _laws(question), _others(question)
    found = []
    for hit, one in zip(hits, heard, strict=True):
        around = one.inside | documents[hit.passage.source.id]
        misses = not named <= around or not all(is_cited(law, around) for law in laws)
        misses = misses or bool(others and others.isdisjoint(one.beside_title))
        shared = search.signals_of(hit)
        shared |= {"in_passage": _share(weights, total, one.inside), "in_document": _share(weights, total, around)}
        for quote, spoken in one.sentences:
            holds = holds_answer(sought, quote)
            signals = Signals(
                **shared,
                in_sentence=_share(weights, total, spoken),
                holds=holds,
                strength=strength(sought, quote) if holds else 0.0,
                same_thing=float(not is_about_something_else(sought, quote.text, spoken)),
            )
            found.append(Candidate(quote, signals, misses or not keeps_roles(sought, quote)))
    return found


@dataclass(frozen=True, slots=True)
class _Heard:
    """What a passage speaks of, as `spoken_of` tells it. Tuples where nothing is looked up: they take a tenth of the memory."""

    inside: frozenset[str]
    under_title: tuple[str, ...]
    """The same with its document's title and publisher."""
    beside_title: tuple[str, ...]
    """The same with the title alone."""
    sentences: tuple[tuple[Quote, frozenset[str]], ...]
    """The sentences that may be quoted, each with what it speaks of."""


@lru_cache(maxsize=20_000)
def _heard_in(passage: Passage) -> _Heard:
    text, source = passage.text, passage.source
    quotes = (Quote(passage, start, end) for start, end in sentence_spans(text))
    return _Heard(
        spoken_of(text),
        tuple(_spoken_of(f"{source.title} {source.publisher} {text}")),
        tuple(_spoken_of(f"{source.title} {text}")),
        tuple((quote, spoken_of(quote.text)) for quote in quotes if not is_addressed_to_machine(quote.text)),
    )


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


def _share(weights: Mapping[str, float], total: float, spoken: frozenset[str]) -> float:
    """Share of the weighted terms that are among those spoken; `total` is the sum of the weights."""
    return sum([weight for term, weight in weights.items() if term in spoken]) / total


@lru_cache(maxsize=50_000)
def spoken_of(text: str) -> frozenset[str]:
    """The terms of a text of the store, of the instruments that it cites, and the pasals that it names."""
    return _spoken_of(text)


def _spoken_of(text: str) -> frozenset[str]:
    return load_vocabulary().names(text).union(terms_of(citations(text)), pasals_of(text))


def _weight(need: Need, rarity: Mapping[str, float]) -> float:
    """Rare words decide a factual question; common ones hardly count; unknown ones count fully."""
    base = {Sort.ACTOR: OBJECT_FACT_WEIGHT, Sort.OBJECT: OBJECT_FACT_WEIGHT, Sort.CATEGORY: CATEGORY_FACT_WEIGHT}
    return base.get(need.sort, 1.0) * rarity.get(need.term, 1.0)


def _rare_names(question: Question, rarity: Mapping[str, float]) -> frozenset[str]:
    """The rare things that it names: where they are spoken of nowhere near, another place or person is meant.

    Whose permission is asked for may name any place or person: rules are the same everywhere.
    """
    names = (need.term for need in question.needs if need.sort is Sort.NAME and rarity.get(need.term, 1.0) >= RARE)
    return frozenset() if question.kind is Kind.PERMISSION else frozenset(names)


def _laws(question: Question) -> tuple[str, ...]:
    """The instruments and pasals that it cites."""
    return tuple(need.term for need in question.needs if need.sort is Sort.INSTRUMENT and not is_detail(need.term))


def _others(question: Question) -> frozenset[str]:
    """Those who are no civil servants, where their permission is asked for: passage or title must speak of one of them."""
    belongs_to = load_vocabulary().belongs_to
    others = frozenset(actor for actor in question.actors if not belongs_to(actor, "asn"))
    return others if question.kind is Kind.PERMISSION and others - {ANYBODY} else frozenset()


def rarity_of(passages: Sequence[Passage]) -> dict[str, float]:
    """Term to its weight in [0, 1] over a store: the share of documents' passages that do *not* speak of it, squared."""
    counts: dict[str, int] = {}
    for passage in passages:
        for term in spoken_of(passage.text):
            counts[term] = counts.get(term, 0) + 1
    total = max(1, len(passages))
    return {term: (1 - count / total) ** 2 for term, count in counts.items()}
