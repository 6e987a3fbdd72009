"""The instruments that a question or a sentence cites, as terms: equal however they are written.

A citation yields the id of its instrument and, where a pasal is named, one term for every level of it: "Pasal 24 ayat
(1) huruf d UU 20/2023" is `uu-20-2023`, `uu-20-2023 Pasal 24`, `uu-20-2023 Pasal 24 ayat (1)` and the whole.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.regulations import Instrument, Mention, find_citations, load_register, nearest
from assistant.text import words

_PASAL = re.compile(r"\bpasal\s+(\d+[A-Z]?)\b", re.IGNORECASE)
_LEVEL = re.compile(r"\s(?=(?:ayat|huruf|angka)\b)")


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation of a text: its words `[start:end]` and its terms."""

    terms: tuple[str, ...]
    start: int
    end: int


def terms_of(cited: Iterable[Cited]) -> frozenset[str]:
    """The terms of all citations."""
    return frozenset(term for one in cited for term in one.terms)


@lru_cache(maxsize=20_000)
def cited_terms(text: str) -> frozenset[str]:
    """The terms of all registered instruments that a text of the store cites."""
    return terms_of(citations(text))


@lru_cache(maxsize=20_000)
def cited_in_passage(text: str, today: datetime.date) -> tuple[Mention, ...]:
    """The citations of a piece of a passage as of a day. Not for what people ask, which nothing may keep."""
    return find_citations(text, today)


def pasals_of(text: str) -> frozenset[str]:
    """Every pasal that a text names, by itself, whether or not its instrument is named with it: "Pasal 9"."""
    return frozenset(f"Pasal {number}" for number in _PASAL.findall(text))


def is_cited(term: str, among: frozenset[str]) -> bool:
    """Whether the terms of a text hold this one, or that of an instrument which it changes or which changes it.

    A pasal may stand without its instrument, which was named before.
    """
    instrument, space, provision = term.partition(" ")
    return provision in among or any(f"{one}{space}{provision}" in among for one in _family(instrument))


def is_detail(term: str) -> bool:
    """Whether a term names an ayat, huruf or angka, which a sentence about the same pasal may leave unsaid."""
    return bool(_LEVEL.search(term))


def citations(text: str) -> tuple[Cited, ...]:
    """The citations of registered instruments in a text, in order; positions count words."""
    found = []
    for mention in find_citations(text):
        if mention.instrument:
            start = len(words(text[: mention.start]))
            length = len(words(text[mention.start : mention.end]))
            found.append(Cited(_terms(mention.instrument.id, mention.pasal), start, start + length))
    return tuple(found)


def _terms(instrument: str, provisions: str) -> tuple[str, ...]:
    terms = [instrument]
    for provision in filter(None, provisions.split("; ")):
        levels = _LEVEL.split(provision)
        terms += [f"{instrument} {' '.join(levels[:depth])}" for depth in range(1, len(levels) + 1)]
    return tuple(dict.fromkeys(terms))


@dataclass(frozen=True, slots=True)
class Slip:
    """A citation that is not right: the register holds no such instrument, or the name belongs to another one."""

    written: str
    meant: Instrument | None
    """What the register holds instead; None when nothing is near."""
    bears_other_name: bool
    """True when the number is that of `meant` but the name is another's."""


def slips(text: str) -> tuple[Slip, ...]:
    """The wrong or unknown citations of a text, in order, each once."""
    found = [slip for mention in find_citations(text) if (slip := _slip(text, mention))]
    return tuple(dict.fromkeys(found))


def _slip(text: str, mention: Mention) -> Slip | None:
    written = " ".join(text[mention.start : mention.end].split())
    if mention.instrument is None:
        return Slip(written, nearest(mention), False)
    if mention.number and mention.name and not _bears(mention.instrument, mention.name):
        return Slip(written, mention.instrument, True)
    return None


def _bears(instrument: Instrument, name: str) -> bool:
    """Whether a name that some instrument bears is one of this instrument, or of one that it changes or that changes it."""
    register = load_register()
    called = [wording for identity in _related(instrument.id) for wording in _wordings(register.instrument(identity))]
    spoken = " ".join(words(name))
    namesakes = [one for one in register.instruments if one.kind == instrument.kind and spoken in _wordings(one)]
    synonyms = [spoken, *(_wordings(one)[0] for one in namesakes)]
    return any(f" {synonym} " in f" {wording} " for wording in called for synonym in synonyms)


def _wordings(instrument: Instrument) -> tuple[str, ...]:
    """The title of an instrument, then its short names with and without the kind, as words in lower case."""
    short = [" ".join(words(name)) for name in instrument.short_names]
    return " ".join(words(instrument.title)), *short, *(name.partition(" ")[2] for name in short)


@cache
def _family(identity: str) -> frozenset[str]:
    """An instrument with those that change it, those that it changes, and what else those change: "UU Pilkada" is four."""
    register = load_register()
    changed = (register.instrument(one) for one in (identity, *_changed(identity)))
    return _related(identity).union(*(_changers(one) for one in changed))


def _related(identity: str) -> frozenset[str]:
    """An instrument with those that change it and those that it changes."""
    return _changers(load_register().instrument(identity)) | _changed(identity) | {identity}


def _changers(instrument: Instrument) -> frozenset[str]:
    return frozenset(change.by for change in instrument.changed_by)


def _changed(identity: str) -> frozenset[str]:
    return frozenset(one.id for one in load_register().instruments if identity in _changers(one))


def with_slips_put_right(text: str) -> str:
    """The text with every garbled citation replaced by what the register holds, so that the right one is looked for."""
    for mention in reversed(find_citations(text)):
        slip = _slip(text, mention)
        if slip and slip.meant and not slip.bears_other_name:
            right = " ".join(filter(None, (mention.pasal, slip.meant.label)))
            text = f"{text[: mention.start]}{right}{text[mention.end :]}"
    return text
