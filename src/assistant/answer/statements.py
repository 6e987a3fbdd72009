"""Reads what sentences permit, forbid, demand or threaten: a passage becomes Statements."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.answer.gate.gate_words import is_addressed_to_machine
from assistant.answer.reading import load_reading
from assistant.text import sentence_spans
from assistant.types import Modality, Passage, Quote, Statement
from assistant.vocabulary import Weight, load_vocabulary

_LIST_ITEM = re.compile(r"\s*(?:[a-z0-9]{1,2}[.)]|[-•*])\s")
_NORMS = (Modality.BOLEH, Modality.TIDAK_BOLEH, Modality.WAJIB)
_AFTER_THEIR_ACT = (*_NORMS, Modality.TIDAK_DIATUR)
# "…; dan" before the last item of a list.
_LIST_GOES_ON = re.compile(r"[:;](?:\s*(?:dan|atau|dan/atau|serta))?$")
_NEGATION = re.compile(r"\b(?:tidak|bukan|tanpa|kecuali|selain)\s+(?=\w)")


def read_statements(passage: Passage) -> tuple[Statement, ...]:
    """All statements of a passage in order of appearance."""
    return _read_statements(passage)


@lru_cache(maxsize=20_000)
def _read_statements(passage: Passage) -> tuple[Statement, ...]:
    statements: list[Statement] = []
    inherited: Modality | None = None
    for start, end in _sentences_with_lists(passage.text):
        if is_addressed_to_machine(passage.text[start:end]):
            inherited = None
            continue
        found = _read_sentence(Quote(passage, start, end), inherited)
        statements.extend(found)
        inherited = found[-1].modality if found else None
    return tuple(statements)


def _sentences_with_lists(text: str) -> list[tuple[int, int]]:
    """Sentence spans; a lead that ends with a colon and the list items after it are one sentence."""
    spans: list[tuple[int, int]] = []
    in_list = False
    for start, end in sentence_spans(text):
        is_item = bool(_LIST_ITEM.match(text, start))
        before = text[spans[-1][0] : spans[-1][1]].rstrip() if spans else ""
        in_list = is_item and (in_list or bool(_LIST_GOES_ON.search(before)))
        if in_list:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _read_sentence(quote: Quote, inherited: Modality | None) -> list[Statement]:
    vocabulary = load_vocabulary()
    text = quote.text.lower()
    actors = frozenset(term.name for term in vocabulary.terms(text) if term.weight is Weight.ACTOR)
    statements = []
    for modality, start, end in (*_scopes(text, inherited), *_of_whom_it_speaks(text)):
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


def _of_whom_it_speaks(text: str) -> list[tuple[Modality, int, int]]:
    """What a sentence says of the act that marks out its subject, as modality, start and end of that act.

    "ASN yang berfoto dikenai sanksi" forbids the photograph; "ASN yang mencalonkan diri wajib mundur" allows to stand
    on that condition; "ASN yang tidak melapor dikenai sanksi" demands the report.
    """
    reading = load_reading()
    found = reading.marked_out.match(text) if not text.rstrip(" \"'”’)").endswith("?") else None
    if found is None or reading.not_stated.search(found["before"]) or not _names_something(found["act"]):
        return []
    if reading.hindering.search(found["act"]):
        return []  # who keeps others from voting is threatened, not who votes
    start, end = found.span("act")
    undone = reading.left_undone.match(found["act"])
    if undone:
        comma = text.find(",", start + undone.end(), end)
        return [] if found["duty"] else [(Modality.WAJIB, start + undone.end(), comma if comma > 0 else end)]
    if found["duty"]:
        return [(Modality.BERSYARAT, start, end)] if reading.own_deed.match(found["act"]) else []
    return [(Modality.TIDAK_BOLEH, start, end)]


@dataclass(frozen=True, slots=True)
class _Cue:
    """A word or phrase that says how an act is judged, in a lower-case sentence."""

    start: int
    end: int
    modality: Modality


def _scopes(text: str, inherited: Modality | None) -> list[tuple[Modality, int, int]]:
    """Modality, start and end of every act in a lower-case sentence: from its cue to the next one."""
    if text.rstrip(" \"'”’)").endswith("?"):
        return []  # a question states nothing
    if misbelief := load_reading().misbelief.match(text):
        return [(Modality.TIDAK_BOLEH, *misbelief.span("act"))]
    reading = load_reading()
    cues = _cues(text)
    if not cues and inherited in (Modality.WAJIB, Modality.TIDAK_BOLEH) and reading.continues.match(text):
        cues = [_Cue(0, 0, Modality.WAJIB)]
    depends = next((cue for cue in cues if cue.modality is Modality.BERSYARAT), None)
    if depends and not reading.judged.search(text[: depends.start]):
        return []  # how something ends depends, not whether it is allowed
    if depends:
        # "Apakah X melanggar bergantung pada Y: bila … dilarang": what follows holds in its case only.
        return [(Modality.BERSYARAT, 0, depends.start)]
    scopes: list[tuple[Modality, int, int]] = []
    stops = [*(cue.start for cue in cues[1:]), len(text)][: len(cues)]
    for number, (cue, stop) in enumerate(zip(cues, stops, strict=True)):
        clause = max(cues[number - 1].end if number else 0, *(text.rfind(mark, 0, cue.start) + 1 for mark in ",;:."))
        modality = _as_stated(cue.modality, text[clause : cue.start], text[cue.start : cue.end], text[cue.end : stop])
        if modality is None:
            continue
        if modality is Modality.TIDAK_DIATUR:
            stop = text.find(";", cue.end, stop) if ";" in text[cue.end : stop] else stop
        start, stop = (clause, cue.start) if _stands_after_its_act(text, clause, cue, stop) else (cue.end, stop)
        scopes.extend(_split_negations(text, modality, start, stop))
    return scopes


def _cues(text: str) -> list[_Cue]:
    """The cues of a sentence in order, the longer where two overlap: "tidak boleh" wins over the "boleh" inside it."""
    found = [
        _Cue(m.start(), m.end(), modality) for modality, pattern in load_reading().cues for m in pattern.finditer(text)
    ]
    chosen: list[_Cue] = []
    for cue in sorted(found, key=lambda candidate: candidate.start - candidate.end):
        if all(cue.end <= other.start or cue.start >= other.end for other in chosen):
            chosen.append(cue)
    merged: list[_Cue] = []
    for cue in sorted(chosen, key=lambda candidate: candidate.start):
        # "Jangan A, jangan B" forbids both in one breath.
        if not merged or merged[-1].modality is not cue.modality or cue.modality is not Modality.TIDAK_BOLEH:
            merged.append(cue)
    return merged


def _as_stated(modality: Modality, before: str, cue: str, after: str) -> Modality | None:
    """The modality in its clause, or None where the clause states nothing: "apakah boleh", "hanya presiden yang boleh"."""
    reading = load_reading()
    if modality not in _NORMS:
        return modality
    if reading.not_stated.search(before):
        return None
    if modality is Modality.WAJIB and reading.mere_knowledge.match(after):
        return None
    if modality is Modality.BOLEH:
        if reading.denied.search(before):
            return Modality.TIDAK_BOLEH
        if reading.restricted.search(before):
            return None
        if reading.condition.search(after):
            return Modality.BERSYARAT
        if reading.able.match(cue):
            return None  # "dapat" alone says what happens; "dapat … dengan izin" permits
    return modality


def _stands_after_its_act(text: str, clause: int, cue: _Cue, stop: int) -> bool:
    """Whether the act stands before the cue: "berfoto bersama calon dilarang"."""
    return (
        cue.modality in _AFTER_THEIR_ACT
        and not _names_something(text[cue.end : stop])
        and _names_something(text[clause : cue.start])
    )


def _names_something(text: str) -> bool:
    return any(term.weight in (Weight.ACT, Weight.OBJECT) for term in load_vocabulary().terms(text))


def _split_negations(text: str, modality: Modality, start: int, end: int) -> list[tuple[Modality, int, int]]:
    """What is excepted from a duty or a permission is forbidden: "wajib netral dan tidak memihak" holds both."""
    if modality not in (Modality.WAJIB, Modality.BOLEH, Modality.BERSYARAT):
        return [(modality, start, end)]
    reading = load_reading()
    for negation in _NEGATION.finditer(text, start, end):
        if modality is not Modality.WAJIB or not reading.not_a_prohibition.search(text[start : negation.start()]):
            return [(modality, start, negation.start()), (Modality.TIDAK_BOLEH, negation.end(), end)]
    return [(modality, start, end)]
