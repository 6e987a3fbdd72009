"""Lines into paragraphs. Three habits are met: a paragraph per line, blank lines between, and lines wrapped at a width.

A break between two lines is a wrap when the next line goes on in lower case, or, where the file shows by such breaks
at which width it was wrapped, when the next word would not have fitted. Every other break ends a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.text import clean_text, is_root_word, stem, words

LIST_ITEM = re.compile(r"^(?:[-•·*–▪◦‣]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+(?=\S)")
# "Pasal 9 ayat" at the end of a line, "(2)" at the start of the next: a reference, not an item.
_REFERENCE_OPEN = re.compile(
    r"\b(?:pasal|ayat|huruf|angka|nomor|butir|bab)(?:\s+\(?\w{1,3}\)?,?(?:\s+(?:dan|atau))?)?$", re.IGNORECASE
)
_REFERENCE_REST = re.compile(r"\(?(?:\d{1,3}|[a-z])\b[.)]?")
# Characters of an enumeration that is kept in one paragraph. A longer one would not fit into one passage.
LONGEST_LIST = 1_500
# Breaks that clean_text would drop as control characters or leave standing within a line.
_OTHER_BREAKS = re.compile(r"[\x0b\x0c\x85\u2028\u2029]")
_SOFT_HYPHEN_AT_END = re.compile(r"\u00ad[ \t]*\r?\n[ \t]*")
_HYPHENS = ("-", "\u2010")
_DIVIDED = re.compile(r"([^\W\d_]+)[-\u2010]$")
_PAIR = re.compile(r"[^\W\d_]+-[^\W\d_]+")
_CLOSERS = "\"'”’»)]*"
# A shorter line was broken on purpose: nobody wraps a page at forty characters.
_NARROWEST_PAGE = 40
# A longer one is a paragraph, not a line of a page.
_WIDEST_PAGE = 140
_LONGEST_WORD = 12
_LONGEST_DIVIDED_WORD = 40


def tidy_line(line: str) -> str:
    """A line with single spaces and none at its ends."""
    return " ".join(line.split())


def clean_lines(text: str) -> list[str]:
    """The lines of a raw text after cleaning; blank lines are empty strings."""
    text = clean_text(_OTHER_BREAKS.sub("\n", _SOFT_HYPHEN_AT_END.sub("", text)))
    return [tidy_line(line) for line in text.split("\n")]


def ends_sentence(line: str) -> bool:
    """Whether a line ends with a full stop, question mark, exclamation mark or ellipsis, closers aside."""
    return line.rstrip(_CLOSERS + " ").endswith((".", "!", "?", "…"))


def leads_on(line: str) -> bool:
    """Whether a line announces what follows it: it ends with a colon, or like a heading without any full stop."""
    return not ends_sentence(line)


def paragraphs_of(lines: Sequence[str]) -> list[str]:
    """Paragraphs of cleaned lines. List items stay on lines of their own in the paragraph that introduces them."""
    width = _wrapping_width(lines)
    known = known_words(lines)
    paragraphs: list[str] = []
    previous = ""
    for line in lines:
        if line and paragraphs and _belongs_to_list(paragraphs[-1], line):
            paragraphs[-1] += "\n" + line
        elif line and previous and _is_wrap(previous, line, width):
            paragraphs[-1] = joined(paragraphs[-1], line, known)
        elif line:
            paragraphs.append(line)
        previous = line
    return paragraphs


def _belongs_to_list(paragraph: str, line: str) -> bool:
    """Items follow a colon or another item, also after a blank line; items that are sentences need no introduction."""
    if not LIST_ITEM.match(line):
        return False
    lines = paragraph.split("\n")
    if lines[-1].endswith(":"):
        return True
    if not LIST_ITEM.match(lines[-1]) or len(paragraph) + len(line) > LONGEST_LIST:
        return False
    return lines[0].endswith(":") or not ends_sentence(lines[-1])


def goes_on(line: str, following: str) -> bool:
    """Whether a sentence runs over the break: no end here, a small letter there."""
    if line.endswith((":", ";")) or ends_sentence(line) or LIST_ITEM.match(following):
        return False
    return following.lstrip("\"'“‘(").startswith(tuple("abcdefghijklmnopqrstuvwxyz"))


def _wrapping_width(lines: Sequence[str]) -> int:
    """The length of the longest line that certainly was wrapped, or 0 when the text is not wrapped at a width."""
    pairs = [(line, after) for line, after in pairwise(lines) if line and after]
    wrapped = [len(line) for line, after in pairs if len(line) >= _NARROWEST_PAGE and goes_on(line, after)]
    width = max(wrapped, default=0)
    if not wrapped or width > _WIDEST_PAGE:
        return 0
    # The longest line may happen to be followed by a capital: it is longer by less than a word.
    fitting = [len(line) for line, _ in pairs if len(line) <= width + _LONGEST_WORD]
    return max(fitting) if len(fitting) >= 0.8 * len(pairs) else 0


def divides_reference(line: str, following: str) -> bool:
    """Whether a break divides a reference: "… Pasal 9 ayat" and "(2) undang-undang itu"."""
    return bool(_REFERENCE_OPEN.search(line) and _REFERENCE_REST.match(following))


def _is_wrap(line: str, following: str, width: int) -> bool:
    if len(line) >= _NARROWEST_PAGE and (divides_reference(line, following) or _DIVIDED.search(line)):
        return True
    if LIST_ITEM.match(following):
        return False
    if len(line) >= _NARROWEST_PAGE and goes_on(line, following):
        return True
    return 0 < len(line) <= width and len(line) + 1 + len(following.split(" ", 1)[0]) > width


def known_words(lines: Sequence[str]) -> frozenset[str]:
    """The words of a text, and its pairs with a hyphen ("non-asn"); empty when no line ends with a hyphen."""
    if not any(line.endswith(_HYPHENS) for line in lines):
        return frozenset()
    text = "\n".join(lines)
    return frozenset(words(text)).union(match.group().lower() for match in _PAIR.finditer(text))


def joined(paragraph: str, line: str, known: frozenset[str]) -> str:
    """A paragraph with its next line; a word divided at the break is made whole, unless the hyphen is its own.

    known: of the whole text, by `known_words`.
    """
    head = _DIVIDED.search(paragraph[-_LONGEST_DIVIDED_WORD:])
    tail = re.match(r"[^\W_]+", line)
    if not head or not tail:
        return f"{paragraph} {line}"
    return (paragraph if _keeps_hyphen(head.group(1), tail.group(), known) else paragraph[:-1]) + line


def _keeps_hyphen(head: str, tail: str, known: frozenset[str]) -> bool:
    """Whether a hyphen is more than the mark of a break: "undang-undangan", "non-ASN", "sosial-politik"."""
    first, second = head.lower(), tail.lower()
    if first + second in known:
        return False
    if (
        f"{first}-{second}" in known
        or second.startswith(first)
        or tail[0].isdigit()
        or (tail[0].isupper() and head[-1].islower())
    ):
        return True
    if is_root_word(stem(first + second)):
        return False
    return all(len(part) >= 3 and is_root_word(part) for part in (first, second))
