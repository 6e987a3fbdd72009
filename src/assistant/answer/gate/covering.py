"""Whether words of one text are there in another, by meaning or root."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.answer.gate.claims import DENIED, Claims, Token
from assistant.answer.gate.gate_words import load_gate_words
from assistant.text import words
from assistant.vocabulary import load_vocabulary

_CLAUSES = re.compile(r"[,;:.()]")
# How near behind a prohibition or a breach a word must stand to be held for denied.
NEAR = 3


def covers(token: Token, window: Claims) -> bool:
    """Whether a window has a word, by its meaning or its root, and denies it just as the sentence does."""
    for number, other in enumerate(window.tokens):
        if token.name == other.name:
            return True
        is_same = token.name.removeprefix(DENIED) == other.name.removeprefix(DENIED) or token.stems <= other.stems
        if token.is_denied == other.is_denied and (is_same or token.name in _meanings(other.form)):
            return True
        if is_same and token.is_denied and _is_denied_by_its_verb(number, window):
            return True
    if not token.is_denied and token.stems <= window.roots() - denied_roots(window):
        return True
    return token.is_acronym and abbreviates(token.form, window.text)


def denied_roots(claims: Claims) -> frozenset[str]:
    """The stems of what a text denies."""
    return frozenset(root for token in claims.tokens if token.is_denied for root in token.stems)


def _is_denied_by_its_verb(number: int, window: Claims) -> bool:
    """Whether a word is the object of a verb that is denied, or of a breach: "tidak memuat ajakan" says there is none."""
    token = window.tokens[number]
    for other in window.tokens[max(0, number - 2) : number + 3]:
        prefix = ("me", "ber") if other.place < token.place else ("di",)
        if other.is_denied and other.form.lower().startswith(prefix):
            return True
    return any(mark.sort in ("pelanggaran", "larangan") and 0 <= token.place - mark.end < NEAR for mark in window.marks)


@lru_cache(maxsize=20_000)
def _meanings(form: str) -> frozenset[str]:
    """What a word means when it stands alone, whatever phrase it is part of."""
    return load_vocabulary().names(form)


def abbreviates(name: str, text: str) -> bool:
    """Whether a name is made of the first letters of words that follow each other in a clause of a text."""
    if not 3 <= len(name) <= 6:
        return False
    function = load_gate_words().function
    for clause in _CLAUSES.split(text):
        spelt = [word for word in words(clause) if word not in function]
        if name.lower() in "".join(word[0] for word in spelt):
            return True
    return False


def names_somebody(token: Token) -> bool:
    """Whether a word is an office, a body or a person."""
    return token.form.lower().removesuffix("nya") in load_gate_words().never_new


def coverage(said: Claims, window: Claims) -> float:
    """Share of the content words that the window has, in [0, 1]."""
    return sum(covers(token, window) for token in said.tokens) / max(len(said.tokens), 1)


def share(tokens: Sequence[Token], claims: Claims) -> float:
    """Share of some words that are said at all, denied or not."""
    said = {token.name.removeprefix(DENIED) for token in claims.tokens} | claims.stems()
    found = sum(token.name.removeprefix(DENIED) in said or bool(token.stems & said) for token in tokens)
    return found / len(tokens)


def is_like(token: Token, other: Token) -> bool:
    return token.name == other.name or token.stems <= other.stems or other.stems <= token.stems


def is_broken(start: int, end: int, claims: Claims) -> bool:
    return any(start < stop <= end for stop in claims.breaks)
