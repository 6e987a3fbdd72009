"""The patterns of `reading.yaml`, compiled once: how sentences and questions are read. Data, no decisions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from assistant.types import Modality

READING_FILE = Path(__file__).with_name("reading.yaml")


@dataclass(frozen=True, slots=True)
class Reading:
    """Compiled patterns; those of sentences and questions are matched against lower-case text."""

    cues: tuple[tuple[Modality, re.Pattern[str]], ...]
    misbelief: re.Pattern[str]
    marked_out: re.Pattern[str]
    """Groups `before`, `act`, and `duty` when what follows is a duty and not a threat."""
    left_undone: re.Pattern[str]
    hindering: re.Pattern[str]
    own_deed: re.Pattern[str]
    able: re.Pattern[str]
    judged: re.Pattern[str]
    phases: dict[str, re.Pattern[str]]
    not_a_prohibition: re.Pattern[str]
    not_stated: re.Pattern[str]
    denied: re.Pattern[str]
    restricted: re.Pattern[str]
    mere_knowledge: re.Pattern[str]
    condition: re.Pattern[str]
    continues: re.Pattern[str]
    tags: frozenset[str]
    kinds_anywhere: tuple[tuple[str, re.Pattern[str]], ...]
    kinds_first: tuple[tuple[str, re.Pattern[str]], ...]
    question_marks: re.Pattern[str]
    negations: frozenset[str]
    refusals: frozenset[str]
    after_tags: frozenset[str]
    conditions: frozenset[str]
    yields_to_facts: re.Pattern[str]
    asks_leave: re.Pattern[str]
    modals: frozenset[str]
    reason_words: frozenset[str]
    list_separator: re.Pattern[str]
    purpose: re.Pattern[str]
    clause_end: re.Pattern[str]
    verb_prefixes: re.Pattern[str]
    units: dict[str, frozenset[str]]
    asks_permission: re.Pattern[str]
    asks_duty: re.Pattern[str]
    first_person: frozenset[str]
    third_person: frozenset[str]
    persons: dict[str, frozenset[str]]
    """The lists of words that tell who acts, by their name in `reading.yaml`."""
    asked_for: frozenset[str]
    time_words: frozenset[str]
    without: frozenset[str]
    wearing: frozenset[str]
    relative_words: frozenset[str]
    circumstance: frozenset[str]
    roles: frozenset[str]
    sanction_kinds: re.Pattern[str]
    evidence: dict[str, re.Pattern[str]]
    """Question kind to what a sentence must hold to answer it; case-sensitive."""
    strong_evidence: dict[str, re.Pattern[str]]
    """Question kind to what answers it more surely."""
    amount: re.Pattern[str]


@cache
def load_reading(path: Path = READING_FILE) -> Reading:
    """The compiled patterns of a file with the sections of `reading.yaml`."""
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return Reading(
        cues=tuple((Modality(name), _any_of(patterns)) for name, patterns in data["statements"].items()),
        misbelief=re.compile(data["misbelief"]),
        marked_out=re.compile(data["marked_out"]),
        hindering=re.compile(data["hindering"]),
        own_deed=re.compile(data["own_deed"]),
        left_undone=re.compile(data["left_undone"]),
        able=re.compile(data["able"]),
        judged=re.compile(data["judged"]),
        phases={phase: re.compile(pattern) for phase, pattern in data["phases"].items()},
        not_a_prohibition=re.compile(data["not_a_prohibition"]),
        not_stated=re.compile(data["not_stated"]),
        denied=re.compile(data["denied"]),
        restricted=re.compile(data["restricted"]),
        mere_knowledge=re.compile(data["mere_knowledge"]),
        condition=re.compile(data["condition"]),
        tags=frozenset(data["tags"]),
        continues=re.compile(data["continues"]),
        kinds_anywhere=_kinds(data["questions"]["anywhere"]),
        kinds_first=_kinds(data["questions"]["first"]),
        question_marks=re.compile(data["question_marks"]),
        negations=frozenset(data["negations"]),
        refusals=frozenset(data["refusals"]),
        after_tags=frozenset(data["after_tags"]),
        conditions=frozenset(data["conditions"]),
        yields_to_facts=re.compile(data["yields_to_facts"]),
        asks_leave=re.compile(data["asks_leave"]),
        modals=frozenset(data["modals"]),
        reason_words=frozenset(data["reason_words"]),
        verb_prefixes=re.compile(data["verb_prefixes"]),
        units={asked: frozenset(units) for asked, units in data["units"].items()},
        list_separator=re.compile(data["list_separator"]),
        purpose=re.compile(data["purpose"]),
        clause_end=re.compile(data["clause_end"], re.IGNORECASE),
        asks_permission=re.compile(data["asks_permission"]),
        asks_duty=re.compile(data["asks_duty"]),
        first_person=frozenset(data["first_person"]),
        third_person=frozenset(data["third_person"]),
        persons={name: frozenset(listed) for name, listed in data["persons"].items()},
        asked_for=frozenset(data["asked_for"]),
        time_words=frozenset(data["time_words"]),
        without=frozenset(data["without"]),
        wearing=frozenset(data["wearing"]),
        relative_words=frozenset(data["relative_words"]),
        roles=frozenset(data["roles"]),
        sanction_kinds=re.compile(data["sanction_kinds"]),
        circumstance=frozenset(data["circumstance"]),
        evidence={kind: re.compile(pattern) for kind, pattern in data["evidence"].items()},
        strong_evidence={kind: re.compile(pattern) for kind, pattern in data["strong_evidence"].items()},
        amount=re.compile(data["amount"]),
    )


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(f"(?:{pattern})" for pattern in patterns) + r")(?!\w)")


def _kinds(section: dict[str, list[str]]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile("|".join(patterns))) for kind, patterns in section.items())
