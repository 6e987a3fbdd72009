"""Is it ours to answer? Partisan requests, help with evasion, greetings, and everything that is not our subject.

The examples in `scope.yaml` say what is what. `python -m assistant.calibrate_scope` fits weights to them, which are stored
in `scope.npz`: for the meaning of a question as the embedding model sees it, and for its runs of characters.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Container
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from assistant.answer.needs import Sort
from assistant.answer.question import Question
from assistant.text import words
from assistant.vocabulary import Vocabulary, Weight

EXAMPLES_FILE = Path(__file__).with_name("scope.yaml")
WEIGHTS_FILE = Path(__file__).with_name("scope.npz")
# A question none of whose words belong to the subject is still ours when this share of its words stands in the store.
KNOWN_SHARE = 0.6
# Runs of three to five characters are counted in this many places; some share one.
PLACES = 2048
# How much a unit of either kind of measurement weighs before the fit: vectors of one model lie close together.
MEANING_SCALE = 5.0
CHARACTER_SCALE = 5.0
Floats = NDArray[np.float32]


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
class Classifier:
    """Weights of shape (measurements, scopes); a request is refused when it is ours with less than `1 - threshold`."""

    model: str
    """The embedding model that the first weights are for; empty when only characters count."""
    centre: Floats
    """The mean vector of the examples; empty when only characters count."""
    weights: Floats
    bias: Floats
    threshold: float

    def measured(self, text: str, vector: Floats | None) -> Floats:
        """What the weights are for, in order."""
        characters = np.float32(CHARACTER_SCALE) * character_runs(text)
        if vector is None:
            return characters
        return np.concatenate([np.float32(MEANING_SCALE) * (vector - self.centre), characters])

    def scope(self, text: str, vector: Floats | None = None, *, follows: bool = False) -> Scope:
        """The likeliest scope, when it is unlikely enough that the request is ours; all the more when it follows another."""
        threshold = (1 + self.threshold) / 2 if follows else self.threshold
        sums = self.measured(text, vector) @ self.weights + self.bias
        likely = np.exp(sums - sums.max())
        likely /= likely.sum()
        return SCOPES[1 + int(np.argmax(likely[1:]))] if 1 - likely[0] > threshold else Scope.OURS


@dataclass(frozen=True, slots=True)
class Classifiers:
    """One for the embedding model they were fitted with, one for any other."""

    with_meaning: Classifier
    characters_only: Classifier
    examples: str
    """The digest of the examples that the weights were fitted to."""

    def needs_vector(self, model: str) -> bool:
        """Whether the meaning of a question counts, which only the model of the fit can tell."""
        return model == self.with_meaning.model


def as_seen(text: str) -> str:
    """What is embedded of a request: capitals say nothing here."""
    return " ".join(text.lower().split())


def character_runs(text: str) -> Floats:
    """How often each run of characters occurs, of length one in all."""
    spoken = f" {' '.join(words(text))} "
    runs = {spoken[start : start + length] for length in (3, 4, 5) for start in range(len(spoken) - length + 1)}
    counted = np.zeros(PLACES, dtype=np.float32)
    for run in runs:
        place = zlib.crc32(run.encode())
        counted[place % PLACES] += 1 if place >> 16 & 1 else -1
    norm = float(np.linalg.norm(counted))
    return counted / np.float32(norm) if norm else counted


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
        Classifier(
            model=str(parts["model"]) if kind == "meaning" else "",
            centre=parts["centre"].astype(np.float32) if kind == "meaning" else np.zeros(0, dtype=np.float32),
            weights=parts[f"{kind}_weights"].astype(np.float32),
            bias=parts[f"{kind}_bias"].astype(np.float32),
            threshold=float(parts[f"{kind}_threshold"]),
        )
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
