"""Is it ours to answer? Partisan requests, help with evasion, greetings, and everything that is not our subject.

The examples in `scope.yaml` say what is what. `python -m assistant.calibrate` fits weights to them, which are stored
in `scope.npz`: for the meaning of a question as the embedding model sees it, and for its runs of characters.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import numpy as np
import yaml

from assistant.answer.classifier import Classifier, Floats, Scales, from_arrays
from assistant.answer.needs import Sort
from assistant.answer.question import Question
from assistant.text import words
from assistant.vocabulary import Vocabulary, Weight

EXAMPLES_FILE = Path(__file__).with_name("scope.yaml")
WEIGHTS_FILE = Path(__file__).with_name("scope.npz")
# A question none of whose words belong to the subject is still ours when this share of its words stands in the store.
KNOWN_SHARE = 0.6
SCALES = Scales(meaning=5.0, characters=5.0)


class Scope(StrEnum):
    """What sort of request it is."""

    OURS = "ours"
    PARTISAN = "partisan"
    EVASION = "evasion"
    GREETING = "greeting"
    OTHER_SUBJECT = "other_subject"
    PERSONNEL = "personnel"
    EMPTY = "empty"


SCOPES = (Scope.OURS, Scope.PARTISAN, Scope.EVASION, Scope.GREETING, Scope.OTHER_SUBJECT, Scope.PERSONNEL)
# What a short question that follows another one can hardly be told to be by itself.
ONLY_ALONE = frozenset({Scope.OTHER_SUBJECT, Scope.PERSONNEL})


@dataclass(frozen=True, slots=True)
class ScopeClassifier:
    """Refuses a request that is ours with less than `1 - threshold`."""

    classifier: Classifier
    threshold: float

    def scope(self, text: str, vector: Floats | None = None, *, follows: bool = False) -> Scope:
        """The likeliest scope, when it is unlikely enough that the request is ours; all the more when it follows another."""
        threshold = (1 + self.threshold) / 2 if follows else self.threshold
        likely = self.classifier.likely(text, vector, SCALES)
        return SCOPES[1 + int(np.argmax(likely[1:]))] if 1 - likely[0] > threshold else Scope.OURS


@dataclass(frozen=True, slots=True)
class Classifiers:
    """One for the embedding model they were fitted with, one for any other."""

    with_meaning: ScopeClassifier
    characters_only: ScopeClassifier
    examples: str
    """The digest of the examples that the weights were fitted to."""

    def needs_vector(self, model: str) -> bool:
        """Whether the meaning of a question counts, which only the model of the fit can tell."""
        return model == self.with_meaning.classifier.model


def as_seen(text: str) -> str:
    """What is embedded of a request: capitals say nothing here."""
    return " ".join(text.lower().split())


@cache
def examples(path: Path = EXAMPLES_FILE) -> dict[Scope, tuple[str, ...]]:
    """The example requests of a file by their scope."""
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return {Scope(name): tuple(entries) for name, entries in data.items()}


def digest(of: dict[Scope, tuple[str, ...]]) -> str:
    """Changes with any example."""
    return hashlib.sha256(repr(sorted(of.items())).encode()).hexdigest()[:16]


@cache
def load_classifiers(path: Path = WEIGHTS_FILE) -> Classifiers:
    """The fitted weights of a file."""
    with np.load(path, allow_pickle=False) as stored:
        parts = {name: stored[name] for name in stored.files}
    with_meaning, characters_only = (
        ScopeClassifier(from_arrays(kind, parts), float(parts[f"{kind}_threshold"]))
        for kind in ("meaning", "characters")
    )
    return Classifiers(with_meaning, characters_only, str(parts["examples"]))


def classify(text: str, vector: Floats | None = None, *, follows: bool = False) -> Scope:
    """The scope of a clean request by its wording and, where there is a vector of `as_seen(text)`, by its meaning.

    A request that follows another one is only refused for what shows by itself.
    """
    if not words(text):
        return Scope.EMPTY
    loaded = load_classifiers()
    classifier = loaded.characters_only if vector is None else loaded.with_meaning
    scope = classifier.scope(text, vector, follows=follows)
    return Scope.OURS if follows and scope in ONLY_ALONE else scope


def is_our_subject(question: Question, vocabulary: Vocabulary, known: Container[str]) -> bool:
    """Whether a question that nothing answered is at least about our subject; `known` holds the terms of the store."""
    if any(need.sort is Sort.INSTRUMENT for need in question.needs):
        return True
    terms = vocabulary.terms(question.text)
    ours = vocabulary.subject | vocabulary.ours
    if any(term.weight in (Weight.OBJECT, Weight.ACTOR) or term.name in ours for term in terms):
        return True
    others = [term.name for term in terms if term.weight in (Weight.NAME, Weight.OTHER)]
    return bool(others) and sum(name in known for name in others) >= KNOWN_SHARE * len(others)
