"""Provisions, names and named sources in a sentence, each with where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.answer.gate.gate_words import GateWords
from assistant.text import stem, words
from assistant.vocabulary import load_vocabulary

_WORD = re.compile(r"[^\W_]+")
_PART = re.compile(
    r"\b(?P<level>pasal|psl|ps|ayat|huruf|angka|butir|bab|lampiran|bagian)\.?\s{0,3}\(?(?P<number>\d{1,3}[a-z]?|[ivxl]{1,6}|[a-z])\b\)?"
    r"|(?<=[\w)] )\((?P<ayat>\d{1,2})\)",
    re.IGNORECASE,
)
_LEVELS = {"bab": 0, "lampiran": 0, "bagian": 1, "pasal": 2, "ayat": 3, "huruf": 4, "angka": 5, "butir": 5}
_NAME = re.compile(r"\b[A-Z][a-z'’]+(?: [A-Z][a-z'’]+)*(?!\w)")
_OPENS = re.compile(r"(?:^|[.!?:;]\s|[\"“‘(«]\s?)\W*$")

Provision = tuple[tuple[str, str], ...]


def provisions_in(text: str) -> Iterator[tuple[Provision, int, int]]:
    """Every provision as its parts from the outermost, with start and end: "Pasal 5 huruf n dan huruf o" are two."""
    path: list[tuple[str, str]] = []
    start = end = -1
    for match in _PART.finditer(text):
        written = (match["level"] or "ayat").lower()
        level, number = (
            {"psl": "pasal", "ps": "pasal"}.get(written, written),
            (match["number"] or match["ayat"]).lower(),
        )
        if level in ("bagian", "bab", "lampiran") and not re.fullmatch(r"\d{1,3}|[ivxl]+", number):
            continue
        goes_on = 0 <= match.start() - end <= 12 and level != "pasal"
        deeper = goes_on and path and _LEVELS[level] > _LEVELS[path[-1][0]] and match.start() - end <= 2
        if path and not deeper:
            yield tuple(path), start, end
        path = [one for one in path if _LEVELS[one[0]] < _LEVELS[level]] if goes_on else []
        path.append((level, number))
        start, end = (start if deeper else match.start()), match.end()
    if path:
        yield tuple(path), start, end


def is_within(offset: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= offset < end for start, end in spans)


def attributed_places(text: str, gate: GateWords) -> frozenset[int]:
    places: set[int] = set()
    place = 0
    for part in re.split(r"[,;:]", text):
        forms = words(part)
        opens = next((number for number, form in enumerate(forms) if form in gate.attributions), None)
        if opens is not None:
            places.update(range(place + opens, place + len(forms)))
        place += len(forms)
    return frozenset(places)


def capitalised(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[str]:
    for match in _WORD.finditer(text):
        word = match.group()
        if word[0].isupper() and not is_within(match.start(), taken) and not _OPENS.search(text, 0, match.start()):
            yield word.lower()


def people_in(text: str, taken: Sequence[tuple[int, int]], gate: GateWords) -> Iterator[tuple[frozenset[str], int]]:
    """Words with capitals that follow each other, without those that the vocabulary knows, abbreviations and amounts."""
    for match in _NAME.finditer(text):
        found = [
            word.lower() for word in match.group().split() if not load_vocabulary().names(word) - {stem(word.lower())}
        ]
        if found and not is_within(match.start(), taken) and not gate.function.intersection(found):
            yield frozenset(found), match.start()
