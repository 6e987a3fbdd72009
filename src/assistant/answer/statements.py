"""Reads what sentences permit, forbid, demand or threaten: a passage becomes Statements."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.answer.reading import load_reading
from assistant.text import sentence_spans
from assistant.types import Modality, Passage, Quote, Statement
from assistant.vocabulary import Weight, load_vocabulary

_LIST_ITEM = re.compile(r"\s*(?:[a-z0-9]{1,2}[.)]|[-•*])\s")
_NEGATION = re.compile(r"\b(?:tidak|bukan|tanpa)\s+(?=\w)")


def read_statements(passage: Passage) -> tuple[Statement, ...]:
    """All statements of a passage in order of appearance."""
    return _read_statements(passage)


@lru_cache(maxsize=50_000)
def _read_statements(passage: Passage) -> tuple[Statement, ...]:
    statements: list[Statement] = []
    inherited: Modality | None = None
    for start, end in _sentences_with_lists(passage.text):
        found = _read_sentence(Quote(passage, start, end), inherited)
        statements.extend(found)
        inherited = found[-1].modality if found else None
    return tuple(statements)


def _sentences_with_lists(text: str) -> list[tuple[int, int]]:
    """Sentence spans; a lead that ends with a colon and the list items after it are one sentence."""
    spans: list[tuple[int, int]] = []
    for start, end in sentence_spans(text):
        opens_list = spans and text[spans[-1][0] : spans[-1][1]].rstrip().endswith((":", ";"))
        if opens_list and _LIST_ITEM.match(text, start):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _read_sentence(quote: Quote, inherited: Modality | None) -> list[Statement]:
    vocabulary = load_vocabulary()
    text = quote.text.lower()
    actors = frozenset(term.name for term in vocabulary.terms(text) if term.weight is Weight.ACTOR)
    statements = []
    for modality, start, end in _scopes(text, inherited):
        act = text[start:end].strip(" ,;:.")
        terms, purposes = _terms_and_purposes(act)
        if terms or modality in (Modality.SANKSI, Modality.DASAR_HUKUM):
            statements.append(Statement(modality, quote, act, terms, purposes, actors))
    return statements


def _terms_and_purposes(act: str) -> tuple[frozenset[str], frozenset[str]]:
    """The terms of what is done, and of what it is only done for: "mendekati partai untuk dicalonkan" forbids the former."""
    vocabulary = load_vocabulary()
    reading = load_reading()
    done: set[str] = set()
    aimed_at: set[str] = set()
    for item in reading.list_separator.split(act):
        into = done
        for part in reading.purpose.split(item):
            names = {term.name for term in vocabulary.terms(part) if term.weight is not Weight.ACTOR}
            into |= names
            into = aimed_at if names or into is aimed_at else done
    return frozenset(done), frozenset(aimed_at - done)


def _scopes(text: str, inherited: Modality | None) -> list[tuple[Modality, int, int]]:
    """Modality, start and end of every act in a lower-case sentence: from its cue to the next one."""
    reading = load_reading()
    found = [(m.start(), m.end(), modality) for modality, pattern in reading.cues for m in pattern.finditer(text)]
    # Longest first, so that "tidak boleh" wins over the "boleh" inside it.
    cues: list[tuple[int, int, Modality]] = []
    for start, end, modality in sorted(found, key=lambda cue: cue[0] - cue[1]):
        if all(end <= other_start or start >= other_end for other_start, other_end, _ in cues):
            cues.append((start, end, modality))
    cues = _merged(sorted(cues))
    if not cues and inherited in (Modality.WAJIB, Modality.TIDAK_BOLEH) and reading.continues.match(text):
        cues = [(0, 0, Modality.WAJIB)]
    scopes: list[tuple[Modality, int, int]] = []
    stops = [start for start, _, _ in cues[1:]] + [len(text)]
    for (_, end, modality), stop in zip(cues, stops, strict=False):
        if modality is Modality.WAJIB:
            scopes.extend(_split_negations(text, modality, end, stop))
        else:
            scopes.append((modality, end, stop))
    return scopes


def _merged(cues: list[tuple[int, int, Modality]]) -> list[tuple[int, int, Modality]]:
    """Cues without those that repeat the one before: "jangan A, jangan B" forbids both in one breath."""
    merged: list[tuple[int, int, Modality]] = []
    for cue in cues:
        if not merged or merged[-1][2] is not cue[2] or cue[2] is not Modality.TIDAK_BOLEH:
            merged.append(cue)
    return merged


def _split_negations(text: str, modality: Modality, start: int, end: int) -> list[tuple[Modality, int, int]]:
    """A duty *not* to do something is a prohibition: "wajib netral dan tidak memihak" holds both."""
    reading = load_reading()
    for negation in _NEGATION.finditer(text, start, end):
        if not reading.not_a_prohibition.search(text[start : negation.start()]):
            return [(modality, start, negation.start()), (Modality.TIDAK_BOLEH, negation.end(), end)]
    return [(modality, start, end)]
