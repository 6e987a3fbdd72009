"""How many members the lists have that a text writes out: "tiga syarat: a, b, dan c" tells a number that anybody can count."""

from __future__ import annotations

import re

_OPENS_LIST = re.compile(r":\s|\b(?:yaitu|yakni|ialah|adalah|berupa|meliputi|terdiri (?:atas|dari))\b")
_ENDS_LIST = re.compile(r"[.;](?=\s|$)|\(")
_BETWEEN = re.compile(r",?\s+(?:dan(?:/atau)?|atau|serta|maupun)\s+|,\s+")
# "a. …; b. …; dan c. …"
_LETTER = re.compile(r"(?:^|[\s(])([a-h])[.)]\s")


def lengths_of_lists(text: str) -> frozenset[int]:
    """The lengths of the lists that follow a colon or a "yaitu" and its like, and of the one that goes by letters."""
    written = [_ENDS_LIST.split(text[match.end() :], maxsplit=1)[0] for match in _OPENS_LIST.finditer(text)]
    lengths = {sum(bool(member.strip()) for member in _BETWEEN.split(one)) for one in written}
    letters = _LETTER.findall(text)
    if letters:
        lengths.add(ord(max(letters)) - ord("a") + 1)
    return frozenset(lengths)


def is_count_of_list(number: int, rest: str, window: str) -> bool:
    """Whether a number counts a list: of the window, or of the sentence itself behind the number (`rest`).

    A sentence's own list proves nothing where the window writes out a longer one.
    """
    there = lengths_of_lists(window)
    return number in there or (number in lengths_of_lists(rest) and max(there, default=0) < number)
