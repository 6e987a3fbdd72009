"""The same rule told the other way round: "dilarang A kecuali B" and "hanya boleh A jika B" say one thing.

A window whose marks are changed together in this way says what it said before. Changed one by one they would not, so the checks
are given the whole window a second time, with the marks of the other telling.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from assistant.answer.gate.claims import Claims, Mark
from assistant.answer.gate.covering import is_broken
from assistant.answer.gate.gate_words import load_gate_words
from assistant.answer.gate.marks import EXCEPT, ON_CONDITION
from assistant.text import words

ONLY = "hanya"
# What holds where a rule does not: for its exception, and but for that to which something is restricted.
OTHERWISE = {"larangan": ("izin",), "wajib": ("tidak_wajib",)}
RESTRICTED = {"izin": ("larangan",), "mungkin": ("larangan",)}


def tellings(window: Claims, said: Claims) -> Iterator[Claims]:
    """A window, and as it would be told with the marks that a sentence uses, where that says the same."""
    yield window
    sorts, asked = window.sorts(), said.sorts()
    if EXCEPT in sorts and EXCEPT not in asked and {ONLY, ON_CONDITION} & asked:
        yield _told(window, EXCEPT, OTHERWISE, (ONLY, ON_CONDITION))
    if ONLY in asked and ONLY not in sorts and any(_is_only_if(mark, window) for mark in window.marks):
        marks = ([mark, replace(mark, sort=ONLY)] if _is_only_if(mark, window) else [mark] for mark in window.marks)
        yield replace(window, marks=tuple(mark for told in marks for mark in told))
    if ONLY in sorts and ONLY not in asked and {EXCEPT, "larangan"} <= asked:
        if ON_CONDITION in sorts:
            yield _told(window, ONLY, {**RESTRICTED, ON_CONDITION: (EXCEPT,)}, ())
        else:
            yield _told(window, ONLY, RESTRICTED, (EXCEPT,))


def _told(window: Claims, turning: str, norms: Mapping[str, tuple[str, ...]], turned: tuple[str, ...]) -> Claims:
    """The window with other marks in each sentence in which the mark `turning` stands, which becomes the marks `turned`."""
    instead = {**norms, turning: turned}
    turns = [mark for mark in window.marks if mark.sort == turning]
    told = (
        [replace(mark, sort=sort) for sort in instead[mark.sort]]
        if mark.sort in instead and any(_in_one_sentence(mark, turn, window) for turn in turns)
        else [mark]
        for mark in window.marks
    )
    return replace(window, marks=tuple(mark for marks in told for mark in marks))


def _is_only_if(mark: Mark, window: Claims) -> bool:
    """Whether a condition is one without which nothing is allowed: "boleh …, asalkan …"."""
    opened = " ".join(words(window.text)[mark.start : mark.end])
    return mark.sort == ON_CONDITION and opened in load_gate_words().only_if


def _in_one_sentence(one: Mark, other: Mark, window: Claims) -> bool:
    low, high = sorted((one.start, other.start))
    return not is_broken(low, high, window)
