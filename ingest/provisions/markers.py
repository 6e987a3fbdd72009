"""What may be the number of an ayat, a huruf or an angka, with every number that it can be read as.

Scanners misread brackets and letters: "(21" may be ayat (2), "1O." angka 10, "f ." after a colon angka 1. Which reading
holds, and whether it is a number of an item at all, only the order of the items tells (`items.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from ingest.faults.misread_numbers import as_digits


class Level(Enum):
    """Kinds of items; the value is what a locator calls them. A bracket makes a level of its own."""

    AYAT = "ayat"
    HURUF = "huruf"
    ANGKA = "angka"
    HURUF_BRACKET = "huruf "
    ANGKA_BRACKET = "angka "

    @property
    def word(self) -> str:
        return self.value.strip()


Ordinal = tuple[int, str]
"""A number with the letter behind it: ayat (1a) is (1, "a"); huruf c is (3, "")."""

# Two letters follow z: aa, bb, cc … by one habit, aa, ab, ac … by another.
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_READ_AS_AYAT = {
    "U": 1,
    "l": 1,
    "I": 1,
    "t": 1,
    "f": 1,
    "fl": 1,
    "i": 1,
    "r": 1,
    "a": 4,
    "s": 5,
    "S": 5,
    "e": 9,
    "z": 2,
    "Z": 2,
    "g": 9,
    "B": 8,
    "b": 6,
}
# What a scanner makes of the 1 and of the letters that look like it, as the number of an item.
_READ_AS_ONE = frozenset("lIifrtT|!")

_BEFORE = r"(?<![^\s“\"])"
_AYAT = re.compile(rf"{_BEFORE}\(\s?(\d{{1,2}})\s?([a-z]?)\s?\)(?=\s|[A-Z“\"(]|[a-z]{{2}}|$)")
_MISREAD_AYAT = re.compile(
    rf"{_BEFORE}(?:[({{\[]\s?([0-9A-Za-z]{{1,2}}?)\s?([)}}\]1lIt|]|(?=\s))|[l1tI]([0-9])([l)}}\]tI]))(?=\s)"
)
_HURUF = re.compile(rf"{_BEFORE}([a-z]|([a-z])[a-z])\s?([.)])(?=\s|[A-Z]|$)")
_ANGKA = re.compile(rf"{_BEFORE}(\d(?: ?\d){{0,2}})\s?([.)])(?=\s|[A-Z]|$)")
_MISREAD_ANGKA = re.compile(rf"{_BEFORE}([0-9OlI]{{1,3}})(?:([.)])|[lI1](?=\s+[a-zA-Z]))(?=\s)")
_ANY = re.compile(rf"{_BEFORE}([A-Za-z0-9|!])\s?([.,)-])(?=\s+[^\s\d])")


@dataclass(frozen=True, slots=True)
class Marker:
    """What may be the number of an item, `text[start:end]`."""

    start: int
    end: int
    level: Level
    readings: tuple[Ordinal, ...]
    sure: bool
    """Whether it can be read in one way only."""
    anything: bool = False
    """A sign in the place of a number that may be anything: only its neighbours tell."""


def markers(text: str, start: int, end: int) -> list[Marker]:
    """All that may be numbers of items in `text[start:end]`, in order; of one place the surest readings first."""
    found = [*_sure(text, start, end), *_misread(text, start, end)]
    return sorted(found, key=lambda marker: (marker.start, not marker.sure, marker.anything))


def spelled(level: Level, ordinal: Ordinal) -> str:
    """How an item is written in the law: "(2)", "n.", "3)"."""
    number = label(level, ordinal)
    return {Level.AYAT: f"({number})", Level.HURUF: f"{number}.", Level.ANGKA: f"{number}."}.get(level, f"{number})")


def label(level: Level, ordinal: Ordinal) -> str:
    """The number alone: "2", "1a", "n", "aa"."""
    number, letter = ordinal
    if level not in (Level.HURUF, Level.HURUF_BRACKET):
        return f"{number}{letter}"
    return letter or (_LETTERS[number - 1] if number <= len(_LETTERS) else _LETTERS[number - 27] * 2)


def follows(last: Ordinal, next_one: Ordinal) -> bool:
    """Whether an item comes right after another: 2 after 1, 1a after 1, 2 after 1b."""
    if next_one[1] and not next_one[1].isalpha():
        return False
    if next_one[0] == last[0]:
        return bool(next_one[1]) and next_one[1] == (chr(ord(last[1]) + 1) if last[1] else "a")
    return next_one[0] == last[0] + 1 and not next_one[1]


def _sure(text: str, start: int, end: int) -> Iterator[Marker]:
    for match in _AYAT.finditer(text, start, end):
        yield Marker(*match.span(), Level.AYAT, ((int(match[1]), match[2]),), True)
    for match in _HURUF.finditer(text, start, end):
        if numbers := letter_numbers(match[1]):
            level = Level.HURUF if match[3] == "." else Level.HURUF_BRACKET
            yield Marker(*match.span(), level, tuple((number, "") for number in numbers), True)
    for match in _ANGKA.finditer(text, start, end):
        level = Level.ANGKA if match[2] == "." else Level.ANGKA_BRACKET
        whole = match[1].replace(" ", "")
        yield Marker(*match.span(), level, ((int(whole), ""),), " " not in match[1])


def letter_numbers(letters: str) -> tuple[int, ...]:
    """The places of a letter, or of two letters, in a list: "c" is 3, "bb" is 28 by one habit, "ab" by the other."""
    first, last = letters[0], letters[-1]
    if len(letters) == 1:
        return (_LETTERS.index(first) + 1,)
    if first == last:
        return (27 + _LETTERS.index(first),)
    return (27 + _LETTERS.index(last),) if first == "a" else ()


def _misread(text: str, start: int, end: int) -> Iterator[Marker]:
    for match in _MISREAD_AYAT.finditer(text, start, end):
        if not _AYAT.match(text, match.start()) and (numbers := ayat_numbers(match[1] or match[3])):
            yield Marker(*match.span(), Level.AYAT, tuple((number, "") for number in numbers), False)
    for match in _MISREAD_ANGKA.finditer(text, start, end):
        number = as_digits(match[1])
        sure = match[2] and match[1].isdigit()
        if number.isdigit() and not sure and int(number):
            level = Level.ANGKA if match[2] == "." else Level.ANGKA_BRACKET
            yield Marker(*match.span(), level, ((int(number), ""),), False)
    for match in _ANY.finditer(text, start, end):
        sign, stop = match.groups()
        bracket = stop == ")"
        one = ((1, ""),) if sign in _READ_AS_ONE else ()
        yield Marker(*match.span(), Level.ANGKA_BRACKET if bracket else Level.ANGKA, one, False, anything=True)
        yield Marker(*match.span(), Level.HURUF_BRACKET if bracket else Level.HURUF, (), False, anything=True)


def ayat_numbers(sign: str) -> tuple[int, ...]:
    """What stands in the brackets of an ayat may be read as: "2" is 2, "21" is 2 or 21, "a" is 4."""
    if sign.isdigit():
        number = int(sign)
        return (number, number // 10) if len(sign) == 2 and sign[1] == "1" and number > 11 else (number,)
    if sign in _READ_AS_AYAT:
        return (_READ_AS_AYAT[sign],)
    digits = as_digits(sign)
    return (int(digits),) if digits.isdigit() else ()
