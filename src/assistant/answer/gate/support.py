"""Whether a passage says what a sentence says: the sentence's claims against those of the passage, one window at a time.

A *window* is a sentence of the passage, or two that follow each other. A sentence is supported by a window when everything
hard in it (amounts, dates, provisions, instruments, names, quotations) stands there, when no word that changes the meaning is
new or lost, when what belongs together there stays together, and when enough of its other words are there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from assistant.answer.gate.additions import (
    adds_nothing_to_lists,
    ends_no_other_way,
    has_no_addition,
    is_known,
    names_nobody_new,
    narrows_nothing,
    speaks_of_itself_no_more,
)
from assistant.answer.gate.claims import Claims, Token, read_claims
from assistant.answer.gate.covering import abbreviates, coverage, covers, names_somebody
from assistant.answer.gate.denials import affirms_nothing_denied, is_denied_here, keeps_denials
from assistant.answer.gate.gate_words import is_addressed_to_machine, load_gate_words
from assistant.answer.gate.hard import (
    Context,
    has_amounts,
    has_contacts,
    has_dates,
    has_instruments,
    has_names,
    has_provisions,
    has_quotations,
    has_successions,
)
from assistant.answer.gate.marks import has_no_new_mark, keeps_marks
from assistant.answer.gate.readable import is_readable
from assistant.answer.gate.restated import tellings
from assistant.answer.gate.roles import keeps_roles
from assistant.answer.gate.together import keeps_together
from assistant.text import sentence_spans
from assistant.types import Passage, Quote
from assistant.vocabulary import Weight, load_vocabulary

# Share of a sentence's own words that must stand in its window.
LEAST_COVERAGE = 0.75
# How many words of its own each of two sentences must lend that support a sentence together.
LENT = 2
_TAKES_UP = re.compile(
    r"^\W*(?:\w+\W+){0,3}?(?:ia|dia|mereka|beliau|itu|ini|tersebut|demikian|\w{3,}nya)\b", re.IGNORECASE
)


class Flaw(StrEnum):
    """Why a sentence is not supported."""

    UNREADABLE = "unreadable"
    AMOUNT = "amount"
    DATE = "date"
    PROVISION = "provision"
    INSTRUMENT = "instrument"
    NAME = "name"
    QUOTATION = "quotation"
    CONTACT = "contact"
    ACTOR = "actor"
    ACRONYM = "acronym"
    SUBJECT = "subject"
    DENIAL = "denial"
    MARK = "mark"
    LOST_MARK = "lost_mark"
    COVERAGE = "coverage"
    UNKNOWN = "unknown"
    ADDITION = "addition"
    ROLE = "role"
    EXCHANGED = "exchanged"


def find_support(sentence: str, passage: Passage) -> Quote | Flaw:
    """The part of a passage that says what a sentence says, or what is wrong with the window that comes nearest."""
    said = read_claims(sentence)
    if not is_readable(sentence, said, passage):
        return Flaw.UNREADABLE
    context = _context(passage)
    flaws: list[tuple[float, Flaw]] = []
    for start, end in _windows(passage.text):
        window = read_claims(passage.text[start:end])
        if is_addressed_to_machine(window.text):
            continue
        flaw = _least_flaw(said, window, context)
        if flaw is None and _needs_all_of(window.text, said):
            return Quote(passage, start, end)
        flaw = flaw or Flaw.EXCHANGED
        flaws.append((coverage(said, window), flaw))
    return max(flaws, key=lambda found: found[0])[1] if flaws else Flaw.COVERAGE


@lru_cache(maxsize=2_000)
def _context(passage: Passage) -> Context:
    source = passage.source
    heading = read_claims(f"{source.title}. {passage.locator}. {source.publisher}")
    return Context(
        read_claims(passage.text), heading, source.kind == "peraturan" or bool(read_claims(passage.locator).provisions)
    )


def _windows(text: str) -> list[tuple[int, int]]:
    """Single sentences first: what one of them says needs no second."""
    spans = sentence_spans(text)
    return [*spans, *((first[0], second[1]) for first, second in pairwise(spans))]


def _needs_all_of(text: str, said: Claims) -> bool:
    """Whether each of two sentences lends words to what is said, not only a number or a name for one of the other's.

    One word is enough where the second takes up the first: "Ia …", "Laporan itu …".
    """
    parts = [read_claims(text[start:end]) for start, end in sentence_spans(text)]
    if len(parts) < 2:
        return True
    enough = 1 if _TAKES_UP.search(parts[1].text) else LENT
    lent = [[token for token in said.tokens if covers(token, part)] for part in parts]
    return all(
        sum(token not in other for token in mine for other in lent if other is not mine) >= enough for mine in lent
    )


Check = Callable[[Claims, Claims, Context], bool]


def _least_flaw(said: Claims, window: Claims, context: Context) -> Flaw | None:
    """None where the window says it in one of the ways in which it can be told; else what is wrong with it as it stands."""
    flaws = (_flaw(said, told, context) for told in tellings(window, said))
    first = next(flaws)
    return None if first is None or None in flaws else first


def _flaw(said: Claims, window: Claims, context: Context) -> Flaw | None:
    return next((flaw for flaw, holds in _CHECKS if not holds(said, window, context)), None)


def _actors(said: Claims, window: Claims, context: Context) -> bool:
    """Nobody is spoken of whom the window does not speak of, or the group that he belongs to."""
    vocabulary = load_vocabulary()
    there = {token.name for token in window.tokens if token.weight is Weight.ACTOR}
    spoken = {token.name for token in said.tokens if token.weight is Weight.ACTOR and not covers(token, window)}
    return all(any(vocabulary.belongs_to(actor, group) for group in there) for actor in spoken)


def _subjects(said: Claims, window: Claims, context: Context) -> bool:
    """Acts and things that rules are about, degrees, and what is denied are never put in place of others."""
    degrees = load_gate_words().degrees
    return all(
        is_known(token, said, window, context)
        for token in said.tokens
        if _is_own_act(token) or is_denied_here(token, window) or names_somebody(token) or token.form.lower() in degrees
    )


def _acronyms(said: Claims, window: Claims, context: Context) -> bool:
    """Every abbreviation stands in the window, or is spelt out there; another abbreviation never stands for it."""
    there = {token.form for token in context.heading.tokens} | frozenset(re.findall(r"\w+", window.text))
    spelt = {token.name for token in window.tokens if not token.is_acronym}
    return all(
        token.form in there or token.name in spelt or abbreviates(token.form, window.text)
        for token in said.tokens
        if token.is_acronym
    )


def _is_own_act(token: Token) -> bool:
    """Whether a word names a deed that rules are about, not one that only leads to it ("datang untuk …")."""
    return token.weight is Weight.ACT and token.name not in load_vocabulary().light


def _is_covered(said: Claims, window: Claims, context: Context) -> bool:
    known = sum(is_known(token, said, window, context) for token in said.tokens)
    return known >= LEAST_COVERAGE * len(said.tokens)


def _new_marks(said: Claims, window: Claims, context: Context) -> bool:
    return has_no_new_mark(said, window, is_regulation=context.is_regulation)


def _without_context(check: Callable[[Claims, Claims], bool]) -> Check:
    return lambda said, window, context: check(said, window)


_CHECKS: tuple[tuple[Flaw, Check], ...] = (
    (Flaw.AMOUNT, has_amounts),
    (Flaw.DATE, has_dates),
    (Flaw.PROVISION, has_provisions),
    (Flaw.INSTRUMENT, has_instruments),
    (Flaw.INSTRUMENT, has_successions),
    (Flaw.NAME, has_names),
    (Flaw.QUOTATION, has_quotations),
    (Flaw.CONTACT, has_contacts),
    (Flaw.ACTOR, _actors),
    (Flaw.ACRONYM, _acronyms),
    (Flaw.SUBJECT, _subjects),
    (Flaw.DENIAL, _without_context(affirms_nothing_denied)),
    (Flaw.DENIAL, _without_context(keeps_denials)),
    (Flaw.MARK, _new_marks),
    (Flaw.LOST_MARK, _without_context(keeps_marks)),
    (Flaw.COVERAGE, _is_covered),
    (Flaw.UNKNOWN, has_no_addition),
    (Flaw.ADDITION, adds_nothing_to_lists),
    (Flaw.ADDITION, narrows_nothing),
    (Flaw.ADDITION, names_nobody_new),
    (Flaw.ADDITION, ends_no_other_way),
    (Flaw.ADDITION, speaks_of_itself_no_more),
    (Flaw.ROLE, _without_context(keeps_roles)),
    (Flaw.EXCHANGED, _without_context(keeps_together)),
)
