"""Is it ours to answer? Partisan requests, help with evasion, greetings, and everything that is not our subject."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import yaml

from assistant.answer.needs import Sort
from assistant.answer.question import Question
from assistant.text import words
from assistant.vocabulary import Vocabulary, Weight

SCOPE_FILE = Path(__file__).with_name("scope.yaml")
# A question none of whose words belong to the subject is still ours when this share of its words stands in the store.
KNOWN_SHARE = 0.6


class Scope(StrEnum):
    """What sort of request it is."""

    OURS = "ours"
    PARTISAN = "partisan"
    TEXT_REQUEST = "text_request"
    EVASION = "evasion"
    GREETING = "greeting"
    OTHER_SUBJECT = "other_subject"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class _Rules:
    patterns: tuple[tuple[Scope, re.Pattern[str]], ...]


@cache
def _rules(path: Path = SCOPE_FILE) -> _Rules:
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return _Rules(tuple((Scope(name), re.compile("|".join(patterns))) for name, patterns in data.items()))


def classify(text: str, vocabulary: Vocabulary) -> Scope:
    """The scope of a clean question by its wording alone; OURS when nothing speaks against it."""
    if not words(text):
        return Scope.EMPTY
    lowered = " ".join(text.lower().split())
    for scope, pattern in _rules().patterns:
        if pattern.search(lowered):
            return _resolved(scope, text, vocabulary)
    return Scope.OURS


def _resolved(scope: Scope, text: str, vocabulary: Vocabulary) -> Scope:
    """A text that is asked for is campaign material where it concerns elections, and none of our business elsewhere."""
    if scope is not Scope.TEXT_REQUEST:
        return scope
    concerns = any(term.name in vocabulary.subject for term in vocabulary.terms(text))
    return Scope.PARTISAN if concerns else Scope.OTHER_SUBJECT


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
