"""The words of `gate.yaml`, compiled once: what changes the meaning of a sentence, and what carries none. Data, no decisions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from assistant.text import stem, words

GATE_FILE = Path(__file__).with_name("gate.yaml")
# Stands in the patterns of marks for the section `number`.
NUMBER = "<number>"
SYNONYMS_FILE = Path(__file__).with_name("synonyms.yaml")


@dataclass(frozen=True, slots=True)
class GateWords:
    """Patterns are matched against lower-case text; words stand as they are written, in small letters."""

    marks: tuple[tuple[str, re.Pattern[str]], ...]
    """Name of a mark and how it is written."""
    means: dict[str, frozenset[str]]
    """Mark of a model's sentence to the marks of its source that allow it."""
    kept: dict[str, frozenset[str]]
    """Mark of a source to the marks of a model's sentence that keep it."""
    conditions: frozenset[str]
    """Marks that open a condition, an exception or a limit in time."""
    only_if: frozenset[str]
    """How conditions are opened without which something is not allowed at all."""
    measures: frozenset[str]
    """Marks that bear on the amount or date behind them."""
    norms: frozenset[str]
    """Marks that hold for their whole clause."""
    graded: frozenset[str]
    """Words after which "sedang" is a degree."""
    rivals: tuple[frozenset[str], ...]
    """Words that exclude each other."""
    degrees: frozenset[str]
    """All words that have a rival."""
    light: frozenset[str]
    """Words that a "tidak" passes over."""
    never_new: frozenset[str]
    """Offices, bodies and people."""
    outcomes: frozenset[str]
    """Stems of what becomes of somebody or something."""
    openers: frozenset[str]
    contrasts: frozenset[str]
    """Words before which another clause or member of a list begins; before the latter, one with a subject of its own."""
    endings: frozenset[str]
    """Stems of what one instrument does to another."""
    function: frozenset[str]
    foreign: frozenset[str]
    """Small words of other languages, by which those are known."""
    same: dict[str, str]
    """Stem to the first of its group of synonyms."""
    phrases: tuple[tuple[frozenset[str], re.Pattern[str], str], ...]
    """Wordings of several words, with the words that they begin with, and the one that stands for their group."""
    attributions: frozenset[str]
    circumstances: frozenset[str]
    """Words that open a circumstance: what follows them must stand in the source."""
    addressed_to_machine: re.Pattern[str]
    roles: dict[str, frozenset[str]]
    """Sorts of words by which doers are read: "bare", "causing", "light" … as `gate.yaml` explains them."""
    prepositions: dict[str, str]
    """Preposition to the part of what follows it; "none" where it has none."""


@cache
def load_gate_words(path: Path = GATE_FILE) -> GateWords:
    """The compiled words of a file with the sections of `gate.yaml`."""
    # BaseLoader reads every scalar as text: "no" and "on" are words here, not truth values.
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    synonyms = yaml.load(SYNONYMS_FILE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) or {}
    function = {word for line in data["function"] for word in line.replace("-", " ").split()}
    return GateWords(
        marks=tuple(
            (name, re.compile(rf"\b(?:{'|'.join(forms).replace(NUMBER, data['number'])})(?:nya)?(?!\w)"))
            for name, forms in data["marks"].items()
        ),
        means={name: frozenset(others) for name, others in data["means"].items()},
        kept={name: frozenset(others) for name, others in data["kept"].items()},
        conditions=frozenset(data["conditions"]),
        only_if=frozenset(data["only_if"]),
        measures=frozenset(data["measures"]),
        norms=frozenset(data["norms"]),
        graded=frozenset(data["graded"]),
        rivals=tuple(frozenset(line) for line in data["rivals"]),
        degrees=frozenset(word for line in data["rivals"] for word in line),
        light=frozenset(data["light"]),
        never_new=frozenset(data["never_new"]),
        outcomes=frozenset(stem(word) for line in data["outcomes"] for word in line.split()),
        openers=frozenset(data["openers"]),
        contrasts=frozenset(data["contrasts"]),
        endings=frozenset(stem(word) for word in data["endings"]),
        function=frozenset(function),
        foreign=frozenset(word for line in data["foreign"] for word in line.split()),
        same={stem(word): stem(line.split()[0]) for line in synonyms.get("same", []) for word in line.split()},
        phrases=tuple(
            (frozenset(words(one)[0] for one in group[1:]), _any_of(group[1:]), group[0])
            for group in synonyms.get("phrases", [])
        ),
        circumstances=frozenset(data["circumstances"]),
        attributions=frozenset(data["attributions"]),
        addressed_to_machine=re.compile("|".join(data["addressed_to_machine"])),
        roles={sort: frozenset(listed) for sort, listed in data["roles"].items() if sort != "prepositions"},
        prepositions={word: part for part, listed in data["roles"]["prepositions"].items() for word in listed},
    )


def is_addressed_to_machine(sentence: str) -> bool:
    """Whether a sentence of a document speaks to a program and not to a reader: nothing may rest on it."""
    return bool(load_gate_words().addressed_to_machine.search(sentence.lower()))


def _any_of(wordings: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, wordings))})\b", re.IGNORECASE)
