"""What a sentence must hold to answer a question of a kind: a day, an amount, a person, a sanction …"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.answer.cited import cited_terms, pasals_of
from assistant.answer.needs import Sort
from assistant.answer.question import Kind, Question
from assistant.answer.reading import load_reading
from assistant.answer.statements import read_statements
from assistant.text import words
from assistant.types import Modality, Quote
from assistant.vocabulary import Weight, load_vocabulary

# A counted thing stands this close to its number, in words ("33 kantor wilayah", "sebanyak 2.640 orang peserta").
NUMBER_REACH = 3
SPELLED_OUT_VALUE = 0.5
ANY_NUMBER = 0.5
# Evidence this many words away from what is asked about counts half.
CLOSE_WORDS = 4
BESIDE = 0.5
_STATED = {Kind.SANCTION: Modality.SANKSI, Kind.PROHIBITIONS: Modality.TIDAK_BOLEH}


@dataclass(frozen=True, slots=True)
class Sought:
    """A question with what is the same for every sentence that may answer it."""

    question: Question
    words: frozenset[str]
    asked: frozenset[str]
    """Everything that is asked about but actors."""
    counted: tuple[str, ...]
    """What is counted, where an amount is asked for."""
    office: str
    """The word for the office whose holder is asked for; empty where none is."""
    roles: frozenset[tuple[str, str]]
    """The offices that are named, where somebody is asked for: the role and the term behind it."""
    offices: frozenset[tuple[str, str]]
    """Those of two words that the vocabulary knows as one term: "kepala dinas"."""

    @classmethod
    def of(cls, question: Question) -> Sought:
        """What a question seeks."""
        asks_who, roles, spoken = question.kind is Kind.WHO, load_reading().roles, words(question.text)
        first = spoken[question.needs[0].position] if asks_who and question.needs else ""
        pairs = _pairs_of([term.name for term in load_vocabulary().terms(question.text)]) if asks_who else set()
        return cls(
            question,
            words=frozenset(spoken),
            asked=frozenset(need.term for need in question.needs if need.sort is not Sort.ACTOR),
            counted=_counted(question) if question.kind is Kind.HOW_MANY else (),
            office=first if first in roles else "",
            roles=frozenset(pair for pair in pairs if pair[0] in roles),
            offices=_named_offices(question.text, spoken) if asks_who else frozenset(),
        )


def holds_answer(sought: Sought, quote: Quote) -> float:
    """How far a sentence holds something of the kind that the question asks for, in [0, 1]."""
    if sought.question.kind is Kind.HOW_MANY:
        # A number that counts something else may still be the one: people name what is counted in many ways.
        return 1.0 if _holds_amount(sought.counted, quote.text) else ANY_NUMBER * _has_number(quote.text)
    return float(_holds(sought, quote))


def _has_number(text: str) -> bool:
    """Whether it has a number other than the day and the year of a date."""
    return bool(load_reading().amount.search(_dates().sub(" ", text).lower()))


@cache
def _dates() -> re.Pattern[str]:
    return re.compile(rf"(?:{load_reading().strong_evidence['when'].pattern})(?:\s+\d{{4}}\b)?")


def _holds(sought: Sought, quote: Quote) -> bool:
    question = sought.question
    if question.kind in _STATED:
        stated = [one for one in read_statements(quote.passage) if quote.start <= one.quote.start < quote.end]
        return any(one.modality is _STATED[question.kind] for one in stated)
    if question.kind is Kind.LEGAL_BASIS:
        return bool(cited_terms(quote.text) or pasals_of(quote.text))
    if question.kind is Kind.REASON and question.acts:
        # Why *this* act: a reason for something else that shares the other words is no answer.
        inside = _terms_in(quote.text)
        if not any(need.term in inside for need in question.acts):
            return False
    pattern = load_reading().evidence.get(question.kind.value)
    if pattern is None:
        return True
    # What the question says itself ("Pemilu tahun 2024") is no answer to it.
    found = [match for match in pattern.finditer(quote.text) if match.group() not in question.text]
    if question.kind is Kind.WHEN and question.needs and question.needs[0].term in load_vocabulary().subject:
        # The day of an election stands beside its name; other days in the sentence belong to other events.
        return any(_closeness(sought, quote.text, match) >= BESIDE for match in found)
    if question.kind is Kind.DEFINITION:
        # What is defined stands before the defining word: "aplikasi … netralitas" does not define netralitas.
        return any(_closeness(sought, quote.text, match) > 0 or match.group().startswith("(") for match in found)
    return bool(found)


def strength(sought: Sought, quote: Quote) -> float:
    """In [0, 1]: how surely it answers: a venue, a day, a cause; an abbreviation behind its full name."""
    question = sought.question
    strong = load_reading().strong_evidence.get(question.kind.value)
    found = [m for m in strong.finditer(quote.text) if m.group() not in question.text] if strong else []
    best = max((_closeness(sought, quote.text, match) for match in found), default=0.0)
    if question.kind is Kind.DEFINITION:
        bracketed = {word for part in re.findall(r"\(([^()]*)\)", quote.text) for word in words(part)}
        best += SPELLED_OUT_VALUE if bracketed & sought.words else 0.0
    return min(1.0, best)


def is_about_something_else(sought: Sought, text: str, inside: frozenset[str]) -> bool:
    """Whether the sentence lacks the very thing: the office whose holder is asked for, the election whose day is."""
    question = sought.question
    if not question.needs:
        return False
    first = question.needs[0]
    if question.kind in (Kind.WHEN, Kind.WHERE):
        return first.sort is Sort.OBJECT and first.term in load_vocabulary().subject and first.term not in inside
    return bool(sought.office) and (first.term not in inside or sought.office not in words(text))


def keeps_roles(sought: Sought, quote: Quote) -> bool:
    """An office stands in the sentence as it was asked for: "kepala kantor wilayah" is not "kepala divisi"."""
    if sought.roles and not sought.roles <= _pairs_of(_terms_in(quote.text)):
        return False
    return not sought.offices or not _names_other_offices(sought.offices, quote.text)


def _names_other_offices(asked: frozenset[tuple[str, str]], sentence: str) -> bool:
    """Whether a sentence speaks of a "kepala …", but not of the one asked for."""
    spoken = _pairs_of(words(sentence))
    return any(office not in spoken and any(pair[0] == office[0] for pair in spoken) for office in asked)


def _named_offices(text: str, spoken: list[str]) -> frozenset[tuple[str, str]]:
    roles = load_reading().roles
    offices = (spoken[term.start : term.end] for term in load_vocabulary().terms(text) if term.weight is Weight.ACTOR)
    return frozenset((office[0], office[1]) for office in offices if len(office) > 1 and office[0] in roles)


def _pairs_of(spoken: Sequence[str]) -> set[tuple[str, str]]:
    return set(itertools.pairwise(spoken))


@lru_cache(maxsize=20_000)
def _terms_in(sentence: str) -> tuple[str, ...]:
    """The terms of a sentence of a passage, in order."""
    return tuple(term.name for term in load_vocabulary().terms(sentence))


def _closeness(sought: Sought, text: str, match: re.Match[str]) -> float:
    """In (0, 1]: how few words lie between the evidence and what is asked about; a definition follows what it defines."""
    vocabulary = load_vocabulary()
    asked = sought.asked
    before = vocabulary.terms(text[: match.start()])
    after = [] if sought.question.kind is Kind.DEFINITION else vocabulary.terms(text[match.end() :])
    length = len(words(text[: match.start()]))
    distances = [length - term.end for term in before if term.name in asked]
    distances += [term.start for term in after if term.name in asked]
    return 1 / (1 + min(distances) / CLOSE_WORDS) if distances else 0.0


def _holds_amount(counted: tuple[str, ...], text: str) -> bool:
    """Whether a number stands beside a thing that is counted: the word after "berapa", or the one before it."""
    reading = load_reading()
    numbers = list(reading.amount.finditer(text.lower()))
    if not counted:
        return bool(numbers)
    for number in numbers:
        following = words(text[number.end() :])[:NUMBER_REACH]
        before = words(text[: number.start()])[-1:]
        for asked in counted:
            units = reading.units.get(asked)
            if units and set(following[:1]) & units:
                return True
            if not units and asked in load_vocabulary().names(" ".join([*before, *following])):
                return True
    return False


def _counted(question: Question) -> tuple[str, ...]:
    """What is counted, as a unit or a term: "hari" in "berapa hari kerja", "umur" in "umur berapa orang"."""
    units = load_reading().units
    asked = re.search(
        r"(\w+)?\s*\b(?:berapa(?:kah|\s+banyak|\s+jumlah)?|brp|jumlah|how\s+many)\b(.*)", question.text.lower()
    )
    if not asked:
        return ()
    following = words(asked.group(2))
    if following and following[0] in units:
        return (following[0],)
    after = load_vocabulary().terms(asked.group(2))
    before = load_vocabulary().terms(asked.group(1) or "")
    measured = [term.name for term in before if term.name in units]
    return tuple(measured) or tuple(term.name for term in (*before[:1], *after[:1]))
