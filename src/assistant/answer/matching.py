"""Holds statements against a question: which of them apply to those asked about, and how much of it they speak of."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import mul
from types import MappingProxyType

from assistant.answer.asked import Asked, Wanted
from assistant.answer.needs import OTHER_ACT
from assistant.answer.question import Question
from assistant.answer.reading import load_reading
from assistant.answer.statements import read_statements
from assistant.text import words
from assistant.types import Hit, Modality, Passage, Quote, Statement
from assistant.vocabulary import Weight, load_vocabulary

NEAR_VALUE = 0.8
PURPOSE_VALUE = 0.4
CONTEXT_VALUE = 0.7
DIRECTNESS_VALUE = 0.1
UNASKED_VALUE = 0.05
MOST_UNASKED = 2
PRECISION_VALUE = 0.15
ACTOR_VALUE = 0.05
RELEVANCE_VALUE = 0.05


@dataclass(frozen=True, slots=True)
class Match:
    """A statement set against a question. `coverage` is in [0, 1]; `modality` is that of the act as asked."""

    statement: Statement
    modality: Modality
    coverage: float
    covers_all_acts: bool
    covers_asked_acts: bool
    """The same for the acts that are asked about, without those that are only mentioned."""
    leaves_objects_open: bool
    """True when the question names a thing or person that the statement does not speak of."""
    leaves_words_open: bool
    """True when the asking clause holds a word that the statement does not speak of."""
    directness: float
    relevance: float
    """How well its sentence fits the question as a whole, less the best sentence's fit: 0 or less."""
    unasked: int
    """How many acts the statement names that the question does not: it may be about a narrower thing."""
    precision: float
    """Share of what the statement names that the question names too: the rest makes it a special case."""
    speaks_of_them: bool
    """True when those who are asked about, or a group that they belong to, are the subject of the statement."""
    is_just_about_it: bool
    """True when the statement names every asked act itself, and no other."""

    @property
    def score(self) -> float:
        """Orders matches: how much of the question they speak of, how directly, and how well the sentence fits it."""
        fit = DIRECTNESS_VALUE * self.directness + RELEVANCE_VALUE * self.relevance
        fit += PRECISION_VALUE * self.precision + ACTOR_VALUE * self.speaks_of_them
        return self.coverage + fit - UNASKED_VALUE * min(self.unasked, MOST_UNASKED)


def match_statements(
    question: Question, hits: Sequence[Hit], relevances: Mapping[Quote, float] = MappingProxyType({})
) -> list[Match]:
    """Every statement of the hits that applies to the asked actors, with its coverage of the question, best first.

    `relevances` says how well each sentence fits the question as a whole, see `factual.Sentences`; a sentence that it does
    not hold counts as the worst.
    """
    unmeasured = min(relevances.values(), default=0.0)
    asked = Asked.of(question)
    matches = [
        _match(asked, said, relevances.get(said.statement.quote, unmeasured))
        for hit in hits
        for said in _said_in(hit.passage)
        if applies_to(question.actors, said.statement.actors)
        or _applies_in_part(question.actors, said.statement.actors)
    ]
    return sorted(matches, key=lambda match: match.score, reverse=True)


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement with what is the same for every question that is held against it."""

    statement: Statement
    acts: frozenset[str]
    """Those that its act names, without light ones and those left undone ("tanpa atribut")."""
    names: tuple[str, ...]
    """The terms of its act in their order, without actors."""
    subjects: frozenset[str]
    """The actors that its sentence names before the act."""
    context: frozenset[str]
    """The terms of its passage and of the document's title."""


@lru_cache(maxsize=20_000)
def _said_in(passage: Passage) -> tuple[_Said, ...]:
    context = load_vocabulary().names(f"{passage.text} {passage.source.title}")
    return tuple(
        _Said(
            statement,
            _acts_of(statement.act),
            tuple(term.name for term in load_vocabulary().terms(statement.act) if term.weight is not Weight.ACTOR),
            _subjects_of(statement.quote, statement.act),
            context,
        )
        for statement in read_statements(passage)
    )


def _acts_of(text: str) -> frozenset[str]:
    vocabulary = load_vocabulary()
    spoken, without = words(text), load_reading().without
    terms = [term for term in vocabulary.terms(text) if term.weight is Weight.ACT]
    done = (term.name for term in terms if not without & set(spoken[max(0, term.start - 1) : term.start]))
    return frozenset(done) - vocabulary.light


def _subjects_of(quote: Quote, act: str) -> frozenset[str]:
    text = quote.text.lower()
    terms = load_vocabulary().terms(text[: max(0, text.find(act))])
    return _with_whole({term.name for term in terms if term.weight is Weight.ACTOR})


def _match(asked: Asked, said: _Said, relevance: float) -> Match:
    statement = said.statement
    values = [_value(need, said) for need in asked.needs]
    missed = [need for need, value in zip(asked.needs, values, strict=True) if not value]
    unasked = said.acts - asked.terms
    return Match(
        statement=statement,
        modality=_modality(asked.question, statement),
        coverage=_coverage(asked.needs, values),
        covers_all_acts=not any(need.must_be_permitted for need in missed),
        covers_asked_acts=not any(need.is_act for need in missed),
        leaves_objects_open=any(need.is_thing for need in missed),
        leaves_words_open=any(need.is_stray for need in missed),
        directness=_directness(asked, said),
        relevance=relevance,
        unasked=len(unasked),
        precision=_precision(asked.terms, statement),
        speaks_of_them=_speaks_of(asked.question.actors, said.subjects),
        is_just_about_it=bool(asked.acts) and asked.acts <= statement.terms and not unasked,
    )


def _precision(asked: Collection[str], statement: Statement) -> float:
    named = statement.terms | statement.purposes
    return len(named.intersection(asked)) / len(named) if named else 0.0


@lru_cache(maxsize=10_000)
def _speaks_of(asked: frozenset[str], subjects: frozenset[str]) -> bool:
    belongs_to = load_vocabulary().belongs_to
    return any(belongs_to(actor, group) for actor in asked or {"asn"} for group in subjects)


def _with_whole(actors: Collection[str]) -> frozenset[str]:
    """The actors, and ASN where both of its groups are among them."""
    return frozenset(actors) | ({"asn"} if {"pns", "pppk"} <= set(actors) else set())


def _modality(question: Question, statement: Statement) -> Modality:
    """The modality of the act as asked; what only some of those asked about may do depends on who they are."""
    modality = _as_asked(statement.modality, question.negated)
    if modality is Modality.BOLEH and not applies_to(question.actors, statement.actors):
        return Modality.BERSYARAT
    return modality


def _coverage(needs: Sequence[Wanted], values: Sequence[float]) -> float:
    """Share of what the question names that a statement speaks of; of several acts, the one it speaks of best counts."""
    acts = [place for place, need in enumerate(needs) if need.is_act]
    if not any(values[place] for place in acts) and any(need.is_exclusive for need in needs):
        return 0.0
    judged = max(acts, key=values.__getitem__, default=-1)
    weights = [OTHER_ACT if need.is_act and place != judged else need.weight for place, need in enumerate(needs)]
    total = sum(weights)
    return sum(map(mul, weights, values)) / total if total else 0.0


def _directness(asked: Asked, said: _Said) -> float:
    """In (0, 1]: how early the statement comes to what is asked about; its first words name what it is about."""
    places = (place for place, name in enumerate(said.names) if name in asked.main)
    first = next(places, None)
    return 0.0 if first is None else 1 / (1 + first)


def _value(need: Wanted, said: _Said) -> float:
    """How far a need is met, in [0, 1]: fully by the statement's own terms, less by near ones or by the passage around.

    What the question is about must stand in the statement itself; only objects and circumstances may come from around.
    """
    if need.term in said.statement.purposes:
        return PURPOSE_VALUE if need.is_act else 1.0
    if need.term in said.statement.terms:
        return 1.0
    if not need.near.isdisjoint(said.statement.terms):
        return NEAR_VALUE
    return CONTEXT_VALUE if not need.is_act and need.term in said.context else 0.0


@lru_cache(maxsize=10_000)
def applies_to(asked: frozenset[str], named: frozenset[str]) -> bool:
    """Whether a statement about the `named` actors holds for the `asked` ones.

    A rule for a group covers its members, never the other way round. Who asks without saying who they are is taken for
    a civil servant; a sentence that names nobody speaks of civil servants too.
    """
    belongs_to = load_vocabulary().belongs_to
    return any(
        belongs_to(actor, group) for actor in _subjects(asked) for group in _with_whole(_subjects(named) | named)
    )


@lru_cache(maxsize=10_000)
def _applies_in_part(asked: frozenset[str], named: frozenset[str]) -> bool:
    """Whether a statement holds for some of those asked about: a rule for PNS, when somebody asks for "ASN" or "saya"."""
    groups = load_vocabulary().groups
    return "asn" in _subjects(asked) and any("asn" in groups.get(actor, frozenset()) for actor in named)


def _subjects(actors: frozenset[str]) -> frozenset[str]:
    """Civil servants where any are named, else the others that are named, else civil servants."""
    belongs_to = load_vocabulary().belongs_to
    return frozenset(actor for actor in actors if belongs_to(actor, "asn")) or actors or frozenset({"asn"})


def _as_asked(modality: Modality, negated: bool) -> Modality:
    """The modality of the asked act, when the question asks about *not* doing what the statement speaks of."""
    if not negated:
        return modality
    # To be allowed to do something says nothing about having to: a negated permission settles nothing.
    opposite = {
        Modality.WAJIB: Modality.TIDAK_BOLEH,
        Modality.TIDAK_BOLEH: Modality.WAJIB,
        Modality.BOLEH: Modality.DASAR_HUKUM,
        Modality.BERSYARAT: Modality.DASAR_HUKUM,
    }
    return opposite.get(modality, modality)
