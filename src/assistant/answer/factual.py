"""Finds the sentences that hold what a "siapa", "kapan", "berapa" … question asks for.

A near passage is not an answer: the sentence must speak of what is asked about and hold something of the kind asked for.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.answer.cited import cited_terms, is_detail
from assistant.answer.needs import Need, Sort
from assistant.answer.question import Kind, Question
from assistant.answer.reading import load_reading
from assistant.text import sentence_spans, words
from assistant.types import Hit, Passage, Quote
from assistant.vocabulary import load_vocabulary

# Share of the question's weighted content that sentence, passage and title together must speak of. Fitted on the
# development questions; see docs/decisions.
FACT_FLOOR = 0.62
SENTENCE_VALUE = 1.0
PASSAGE_VALUE = 0.8
DOCUMENT_VALUE = 0.65
# The sentence itself must hold at least this share; the rest may come from around it.
SENTENCE_FLOOR = 0.3
# A counted thing stands this close to its number, in words ("33 kantor wilayah", "sebanyak 2.640 orang peserta").
NUMBER_REACH = 3
OBJECT_FACT_WEIGHT = 0.5
CATEGORY_FACT_WEIGHT = 0.2
SECOND_BEST_MARGIN = 0.2
MOST_FACTS = 3
# Words that stand together in the question ("kepala kantor wilayah") should stand together in the answer.
PAIR_VALUE = 0.25
SPELLED_OUT_VALUE = 0.3
STRONG_VALUE = 0.4
# Evidence this many words away from what is asked about counts half.
CLOSE_WORDS = 4
BESIDE = 0.5
# From this rarity on, a word that is missing shows that something else is asked about.
RARE = 0.8


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence that answers, with the share of the question it covers."""

    quote: Quote
    coverage: float
    dense: float


def find_facts(
    question: Question, hits: Sequence[Hit], rarity: Mapping[str, float], limit: int = MOST_FACTS
) -> list[Fact]:
    """The best sentences of the hits for a factual question, best first; empty when none answers it.

    `rarity` maps a term to a weight in [0, 1]: near 0 for what every passage says, 1 for what none says.
    """
    documents: dict[str, frozenset[str]] = {}
    for hit in hits:
        source = hit.passage.source
        spoken = spoken_of(f"{source.title} {source.publisher} {hit.passage.text}")
        documents[source.id] = documents.get(source.id, frozenset()) | spoken
    facts = [fact for hit in hits for fact in _facts_of(question, hit, rarity, documents[hit.passage.source.id])]
    ranked = sorted(facts, key=lambda fact: (-round(fact.coverage, 2), -fact.dense))
    if not ranked:
        return []
    near_best = [fact for fact in ranked if fact.coverage >= ranked[0].coverage - SECOND_BEST_MARGIN]
    return near_best[:limit]


@lru_cache(maxsize=50_000)
def spoken_of(text: str) -> frozenset[str]:
    """The terms of a text and of the instruments that it cites."""
    return load_vocabulary().names(text) | cited_terms(text)


def _facts_of(question: Question, hit: Hit, rarity: Mapping[str, float], document: frozenset[str]) -> list[Fact]:
    passage = hit.passage
    around = spoken_of(passage.text)
    weights = {need.term: _weight(need, rarity) for need in question.needs}
    total = sum(weights.values())
    facts = []
    for start, end in sentence_spans(passage.text):
        quote = Quote(passage, start, end)
        inside = spoken_of(quote.text)
        if not total or not _holds_answer(question, quote):
            continue
        if (
            _is_about_something_else(question, quote.text, inside)
            or _misses_a_name(question, weights, inside | around | document)
            or not _keeps_roles(question, quote)
        ):
            continue
        own = sum(weight for term, weight in weights.items() if term in inside) / total
        value = sum(weight * _value(term, inside, around, document) for term, weight in weights.items()) / total
        if own >= SENTENCE_FLOOR and value >= FACT_FLOOR:
            facts.append(
                Fact(quote, value + PAIR_VALUE * _pairs_kept(question, quote) + _surety(question, quote), hit.dense)
            )
    return facts


def _is_about_something_else(question: Question, text: str, inside: frozenset[str]) -> bool:
    """Whether the sentence lacks the very thing: the office whose holder is asked for, the election whose day is."""
    if not question.needs:
        return False
    first = question.needs[0]
    if question.kind in (Kind.WHEN, Kind.WHERE):
        return first.sort is Sort.OBJECT and first.term in load_vocabulary().subject and first.term not in inside
    office = words(question.text)[first.position]
    is_office = question.kind is Kind.WHO and office in load_reading().roles
    return is_office and (first.term not in inside or office not in words(text))


def _misses_a_name(question: Question, weights: Mapping[str, float], around: frozenset[str]) -> bool:
    """Whether something rare that the question names is spoken of nowhere near: another place, person or law is meant."""
    names = [need.term for need in question.needs if need.sort is Sort.NAME and weights[need.term] >= RARE]
    names += [need.term for need in question.needs if need.sort is Sort.INSTRUMENT and not is_detail(need.term)]
    return not around.issuperset(names)


def _keeps_roles(question: Question, quote: Quote) -> bool:
    """An office stands in the sentence as it was asked for: "kepala kantor wilayah" is not "kepala divisi"."""
    roles = load_reading().roles
    asked = {pair for pair in _pairs(question.text) if pair[0] in roles}
    return asked <= _pairs(quote.text)


def _surety(question: Question, quote: Quote) -> float:
    """A bonus for a sentence that answers more surely: a venue, a day, a cause; an abbreviation behind its full name."""
    strong = load_reading().strong_evidence.get(question.kind.value)
    found = [m for m in strong.finditer(quote.text) if m.group() not in question.text] if strong else []
    bonus = max((STRONG_VALUE * _closeness(question, quote.text, match) for match in found), default=0.0)
    if question.kind is Kind.DEFINITION:
        bracketed = {word for part in re.findall(r"\(([^()]*)\)", quote.text) for word in words(part)}
        bonus += SPELLED_OUT_VALUE if bracketed & set(words(question.text)) else 0.0
    return bonus


def _closeness(question: Question, text: str, match: re.Match[str]) -> float:
    """In (0, 1]: how few words lie between the evidence and what is asked about; a definition follows what it defines."""
    vocabulary = load_vocabulary()
    asked = {need.term for need in question.needs if need.sort is not Sort.ACTOR}
    before = vocabulary.terms(text[: match.start()])
    after = [] if question.kind is Kind.DEFINITION else vocabulary.terms(text[match.end() :])
    length = len(words(text[: match.start()]))
    distances = [length - term.end for term in before if term.name in asked]
    distances += [term.start for term in after if term.name in asked]
    return 1 / (1 + min(distances) / CLOSE_WORDS) if distances else 0.0


def _pairs_kept(question: Question, quote: Quote) -> float:
    """Share of the neighbouring terms of the question that are neighbours in the sentence too; 0 when it has none."""
    asked = _pairs(question.text)
    return len(asked & _pairs(quote.text)) / len(asked) if asked else 0.0


def _pairs(text: str) -> set[tuple[str, str]]:
    names = [term.name for term in load_vocabulary().terms(text)]
    return set(itertools.pairwise(names))


def _weight(need: Need, rarity: Mapping[str, float]) -> float:
    """Rare words decide a factual question; common ones hardly count; unknown ones count fully."""
    base = {Sort.OBJECT: OBJECT_FACT_WEIGHT, Sort.CATEGORY: CATEGORY_FACT_WEIGHT}
    return base.get(need.sort, 1.0) * rarity.get(need.term, 1.0)


def _value(term: str, inside: frozenset[str], around: frozenset[str], document: frozenset[str]) -> float:
    if term in inside:
        return SENTENCE_VALUE
    if term in around:
        return PASSAGE_VALUE
    return DOCUMENT_VALUE if term in document else 0.0


def _holds_answer(question: Question, quote: Quote) -> bool:
    if question.kind is Kind.HOW_MANY:
        return _holds_amount(question, quote.text)
    if question.kind is Kind.REASON and question.acts:
        # Why *this* act: a reason for something else that shares the other words is no answer.
        inside = load_vocabulary().names(quote.text)
        if not any(need.term in inside for need in question.acts):
            return False
    pattern = load_reading().evidence.get(question.kind.value)
    if pattern is None:
        return True
    # What the question says itself ("Pemilu tahun 2024") is no answer to it.
    found = [match for match in pattern.finditer(quote.text) if match.group() not in question.text]
    if question.kind is Kind.WHEN and question.needs and question.needs[0].term in load_vocabulary().subject:
        # The day of an election stands beside its name; other days in the sentence belong to other events.
        return any(_closeness(question, quote.text, match) >= BESIDE for match in found)
    if question.kind is Kind.DEFINITION:
        # What is defined stands before the defining word: "aplikasi … netralitas" does not define netralitas.
        return any(_closeness(question, quote.text, match) > 0 or match.group().startswith("(") for match in found)
    return bool(found)


def _holds_amount(question: Question, text: str) -> bool:
    """Whether a number stands beside the thing that is counted: the first content word after "berapa"."""
    reading = load_reading()
    numbers = list(reading.amount.finditer(text.lower()))
    counted = _counted_term(question)
    if counted is None:
        return bool(numbers)
    vocabulary = load_vocabulary()
    for number in numbers:
        following = words(text[number.end() :])[:NUMBER_REACH]
        if counted in reading.units:
            if set(following[:1]) & reading.units[counted]:
                return True
        elif counted in vocabulary.names(" ".join(following)):
            return True
    return False


def _counted_term(question: Question) -> str | None:
    match = re.search(r"\b(?:berapa(?:kah|\s+banyak|\s+jumlah)?|brp|jumlah|how\s+many)\b(.*)", question.text.lower())
    if not match:
        return None
    following = words(match.group(1))
    if following and following[0] in load_reading().units:
        return following[0]
    terms = load_vocabulary().terms(match.group(1))
    return terms[0].name if terms else None


def rarity_of(passages: Sequence[Passage]) -> dict[str, float]:
    """Term to its weight in [0, 1] over a store: the share of documents' passages that do *not* speak of it, squared."""
    counts: dict[str, int] = {}
    for passage in passages:
        for term in spoken_of(passage.text):
            counts[term] = counts.get(term, 0) + 1
    total = max(1, len(passages))
    return {term: (1 - count / total) ** 2 for term, count in counts.items()}
