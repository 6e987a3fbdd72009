"""What a window denies is not affirmed, and what it denies is not told without a denial."""

from __future__ import annotations

from assistant.answer.gate.claims import DENIALS, DENIED, NOT, Claims, Token
from assistant.answer.gate.covering import share
from assistant.text import stem, words

# Marks that deny what stands right behind them, and how near that is.
KEEPS_DENIAL = ("larangan", "pelanggaran", "tidak", "tanpa", "tidak_wajib")
NEAR = 3
# Marks by which something is not so, or not so for all.
NEGATIVE = frozenset({*KEEPS_DENIAL, "kecuali", "hanya", "kurang", "diduga"})
# How many of the words behind a "tidak" it denies at most.
MOST_DENIED = 3
# Share of the words behind a "tidak" that a sentence says, and share of its own words that stand in the same clause, from which
# on it tells what is denied there.
SAID, OF_THE_CLAUSE = 0.6, 0.75


def affirms_nothing_denied(said: Claims, window: Claims) -> bool:
    """Nothing is affirmed that the window only denies, but for what a prohibition in the sentence stands right before."""
    denied_here = {token.name for token in said.tokens if token.is_denied}
    affirmed = {token.name for token in window.tokens if not token.is_denied}
    roots = {stem(word): place for place, word in enumerate(words(said.text))}
    for token in window.tokens:
        base = token.name.removeprefix(DENIED)
        place = max((roots[root] for root in token.stems if root in roots), default=-1)
        if not token.is_denied or base in affirmed or place < 0 or token.name in denied_here:
            continue
        if not any(mark.sort in KEEPS_DENIAL and 0 <= place - mark.end < NEAR for mark in said.marks):
            return False
    return True


def is_denied_here(token: Token, window: Claims) -> bool:
    """Whether a sentence denies a word that the window has; what the window does not have at all is merely unknown."""
    return token.is_denied and any(
        token.name.removeprefix(DENIED) == other.name or token.stems <= other.stems for other in window.tokens
    )


def keeps_denials(said: Claims, window: Claims) -> bool:
    """Whether a sentence denies anything that tells what a clause denies: "PPPK tidak punya cuti itu" told as "PPPK punya …"."""
    if any(mark.sort in NEGATIVE or mark.sort.startswith(NOT) for mark in said.marks):
        return True
    if any(token.is_denied for token in said.tokens):
        return True
    stops = (0, *window.breaks, *window.turns, len(words(window.text)))
    for mark in window.marks:
        if mark.sort in DENIALS or mark.sort.startswith(NOT):
            start = max(stop for stop in stops if stop <= mark.start)
            end = min(stop for stop in stops if stop > mark.start)
            clause = [token for token in window.tokens if start <= token.place < end]
            after = [token for token in clause if token.place >= mark.end]
            denied = (after or clause)[:MOST_DENIED]
            if denied and share(denied, said) >= SAID and _share_within(said, clause) >= OF_THE_CLAUSE:
                return False
    return True


def _share_within(said: Claims, clause: list[Token]) -> float:
    there = {root for token in clause for root in token.stems} | {token.name.removeprefix(DENIED) for token in clause}
    return sum(token.name in there or bool(token.stems & there) for token in said.tokens) / len(said.tokens)
