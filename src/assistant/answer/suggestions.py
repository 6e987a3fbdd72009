"""Questions that the documents can answer, offered after an answer or in place of one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from pathlib import Path

import numpy as np
import yaml

from assistant.answer.classifier import Floats, character_runs
from assistant.answer.question import Kind, Question, read_question
from assistant.answer.scope import Scope
from assistant.answer.statements import read_statements
from assistant.text import words
from assistant.types import Draft, Hit, Modality, Role, Verdict
from assistant.vocabulary import Vocabulary, Weight, load_vocabulary
from assistant.wording import wording

SUGGESTIONS_FILE = Path(__file__).with_name("suggestions.yaml")
MOST = 3
# After an answer so many at most are about the same act; the others lead on to what lies near it.
OF_THE_ACT = 2
# So many of the nearest questions are tried on the documents before fewer than `MOST` are offered.
TRIED = 8
# What is so much less near than the nearest one that is answered is about something else.
NEAR_ENOUGH = 0.6
# What sharing a term counts beside the similarity of all runs of characters, which lies between 0 and 1. The embedding
# model was tried in its place: it put questions of the same form ("Bolehkah …") before those about the same thing.
SHARED_ACT = 0.6
SHARED = {Weight.ACT: 0.2, Weight.ACTOR: 0.4, Weight.OBJECT: 0.2, Weight.NAME: 0.2}
# The same for standing under one heading with the question that is nearest of all.
SAME_SUBJECT = 0.3


@dataclass(frozen=True, slots=True)
class Offers:
    """The questions of `suggestions.yaml` by language."""

    near: Mapping[str, Mapping[str, tuple[str, ...]]]
    """By language and subject."""
    instead: Mapping[str, Mapping[str, tuple[str, ...]]]
    """By language and scope; `other` for every scope that is not named."""


@dataclass(frozen=True, slots=True)
class _Meant:
    """What a question asks about."""

    text: str
    words: tuple[str, ...]
    kind: Kind
    acts: frozenset[str]
    terms: Mapping[str, Weight]
    """All terms but for "ASN", which nearly all questions name."""
    gist: frozenset[str]
    """Those that say what is asked; where an act does, not the candidate, party or place that it is aimed at."""

    @classmethod
    def by(cls, question: Question, vocabulary: Vocabulary) -> _Meant:
        acts = frozenset(need.term for need in question.acts)
        terms = _terms(question.text, vocabulary)
        aims = (Weight.OBJECT, Weight.ACT) if acts else ()
        gist = acts | {name for name, weight in terms.items() if weight not in aims}
        return cls(question.text, tuple(words(question.text)), question.kind, acts, terms, gist)

    def covers(self, other: _Meant) -> bool:
        """Whether whoever asked this has asked the other as well: the same, or the same in general."""
        if self.words == other.words:
            return True
        return self.kind is other.kind and bool(other.gist) and other.gist <= self.gist


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The questions of one language with what is measured of them."""

    questions: tuple[_Meant, ...]
    subjects: tuple[str, ...]
    runs: Floats
    """Their character runs, shape (questions, places)."""

    def nearest(self, asked: _Meant) -> list[tuple[float, _Meant]]:
        """All questions with their nearness to one that was asked, nearest first."""
        nearness = self._nearness(asked)
        return [(nearness[place], self.questions[place]) for place in _downwards(nearness)]

    def nearest_by_subject(self, asked: _Meant) -> list[_Meant]:
        """The same, with those in front that are about the same subject as the nearest one."""
        nearness = self._nearness(asked)
        subject = self.subjects[_downwards(nearness)[0]]
        raised = [near + SAME_SUBJECT * (one == subject) for near, one in zip(nearness, self.subjects, strict=True)]
        return [self.questions[place] for place in _downwards(raised)]

    def _nearness(self, asked: _Meant) -> list[float]:
        alike = self.runs @ character_runs(asked.text)
        return [float(runs) + _shared(asked, one) for runs, one in zip(alike, self.questions, strict=True)]


def _downwards(values: Sequence[float]) -> list[int]:
    """The places of the values, highest first."""
    return sorted(range(len(values)), key=lambda place: -values[place])


def _shared(asked: _Meant, offered: _Meant) -> float:
    acts = asked.acts & offered.acts
    if not acts and offered.terms.keys().isdisjoint(asked.terms):
        return 0.0
    others = [weight for name, weight in asked.terms.items() if name in offered.terms and name not in acts]
    return SHARED_ACT * len(acts) + sum(SHARED.get(weight, 0.0) for weight in others)


def after_answer(
    question: Question, draft: Draft, hits: Sequence[Hit], asked: Sequence[str], is_answered: Callable[[str], bool]
) -> tuple[str, ...]:
    """Three follow-ups that the documents answer, fewer where they do not: about the same act first, then what lies near.

    `asked` holds everything asked so far as it was typed, this question last. `is_answered` tries on the documents a
    question that stands alone; it should remember what it found, since the same questions are offered again and again.
    """
    vocabulary = load_vocabulary()
    this = _Meant.by(question, vocabulary)
    before = [this, *(_Meant.by(read_question(text, vocabulary), vocabulary) for text in asked[:-1])]
    ranked = _shelf(question.language).nearest_by_subject(this)
    near = [one for one in ranked if not any(earlier.covers(one) for earlier in before)]
    told, untold = _aspects(question, draft, hits, asked)
    # Beside a verdict the aspects stand for every question about the sanction or the legal basis of the same act.
    stood_for = (Kind.SANCTION, Kind.LEGAL_BASIS) if draft.verdict else ()
    same_act = (one for one in near if one.acts & this.acts and one.kind not in stood_for)
    of_the_act = chain(untold, _answered(same_act, is_answered), told)
    beside = _answered(_each_of_another_act(one for one in near if not one.acts & this.acts), is_answered)
    found = sorted(islice(of_the_act, OF_THE_ACT), key=lambda text: text not in (*untold, *told))
    found += islice(beside, MOST - len(found))
    found += islice(of_the_act, MOST - len(found))
    return tuple(found)


def _aspects(
    question: Question, draft: Draft, hits: Sequence[Hit], asked: Sequence[str]
) -> tuple[list[str], list[str]]:
    """What can be asked about the act that was judged: what the answer told already, and what it did not.

    These are not tried: of 459 that were offered because a passage found for the act speaks of it, all but one were
    answered.
    """
    said = wording(question.language)
    modalities = {statement.modality for hit in hits for statement in read_statements(hit.passage)}
    aspects = []
    if draft.verdict not in (None, Verdict.BOLEH) and Modality.SANKSI in modalities:
        aspects.append((said.suggestion_sanction, Role.SANCTION))
    if draft.verdict and Modality.DASAR_HUKUM in modalities:
        aspects.append((said.suggestion_legal_basis, Role.LEGAL_BASIS))
    earlier = [words(text) for text in asked]
    roles = {block.role for block in draft.blocks}
    new = [(text, role in roles) for text, role in aspects if words(text) not in earlier]
    return [text for text, is_told in new if is_told], [text for text, is_told in new if not is_told]


def _answered(questions: Iterable[_Meant], is_answered: Callable[[str], bool]) -> Iterator[str]:
    """Those of the first few that the documents answer; none is tried before it is wanted."""
    return (one.text for one in islice(questions, TRIED) if is_answered(one.text))


def _each_of_another_act(questions: Iterable[_Meant]) -> Iterator[_Meant]:
    """The first question about each act, and all that name none."""
    seen: set[frozenset[str]] = set()
    for one in questions:
        if not one.acts or one.acts not in seen:
            seen.add(one.acts)
            yield one


def nearest(question: Question, vocabulary: Vocabulary, is_answered: Callable[[str], bool]) -> tuple[str, ...]:
    """The questions nearest to one that found no answer, of those that the documents answer."""
    found: list[tuple[float, str]] = []
    for near, offered in _shelf(question.language).nearest(_Meant.by(question, vocabulary))[:TRIED]:
        is_near = not found or near >= NEAR_ENOUGH * found[0][0]
        if len(found) < MOST and is_near and is_answered(offered.text):
            found.append((near, offered.text))
    return tuple(text for _, text in found)


def _terms(text: str, vocabulary: Vocabulary) -> dict[str, Weight]:
    return {term.name: term.weight for term in vocabulary.terms(text) if term.name not in ("asn", "pns")}


def instead_of(scope: Scope, language: str) -> tuple[str, ...]:
    """What can be asked instead of a request that was refused."""
    instead = load_offers().instead[language]
    return instead.get(scope.value, instead["other"])


@cache
def _shelf(language: str) -> _Shelf:
    vocabulary = load_vocabulary()
    offers = [(subject, text) for subject, texts in load_offers().near[language].items() for text in texts]
    return _Shelf(
        questions=tuple(_Meant.by(read_question(text, vocabulary), vocabulary) for _, text in offers),
        subjects=tuple(subject for subject, _ in offers),
        runs=np.stack([character_runs(text) for _, text in offers]),
    )


def all_near() -> tuple[str, ...]:
    """Every question that may be offered beside an answer, in all languages."""
    return tuple(question for listed in load_offers().near.values() for part in listed.values() for question in part)


@cache
def load_offers(path: Path = SUGGESTIONS_FILE) -> Offers:
    """The questions of a file."""
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return Offers(
        near={language: _listed(subjects) for language, subjects in data["near"].items()},
        instead={language: _listed(scopes) for language, scopes in data["instead"].items()},
    )


def _listed(named: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(questions) for name, questions in named.items()}
