"""Headings above pasal: buku, bab, bagian, paragraf."""

from __future__ import annotations

import re

_HEADING = re.compile(
    r"(?<![^\W_])(?:BUKU\s+(?:KE[A-Z]+|PERTAMA|[IVX]+)|B ?A ?B\s*[IVXLxl1]+[A-Z]?|"
    r"(?:Bagian|BAGIAN)\s+(?:[Kk]e\w+|KE[A-Z]+|[Pp]ertama|PERTAMA)|(?:Paragraf|PARAGRAF)\s*[0-9IVXl]{1,3})(?![^\W_])"
)
_BAB = re.compile(r"(?m)^(?:BAB|B A B)\s+([IVXL]+[A-Z]?)\b\.?")
_LONGEST = 500
_SENTENCE = re.compile(r"[.;:](?=\s+\S)|\(\d")
_NUMBERED = re.compile(r"^(?:BAB|B A B|BUKU)\s*[IVXLxl1A-Z]+\.")
_IN_SENTENCE = re.compile(r"\b(?:dalam|pada|dan|atau|ketentuan|dengan|dari|sampai|antara)\W{0,2}$", re.IGNORECASE)


def chapter_start(text: str, floor: int, pasal: int) -> int:
    """Where the headings begin that stand right above a pasal; the pasal's own place when there are none.

    Headings are short and no sentences; "dalam Bab V" is a reference.
    """
    start = pasal
    for match in _HEADING.finditer(text, max(floor, pasal - _LONGEST), pasal):
        block = text[match.start() : pasal]
        bare = _HEADING.sub("", _NUMBERED.sub("", block))
        if not _SENTENCE.search(bare) and not _IN_SENTENCE.search(text, max(floor, match.start() - 12), match.start()):
            return min(start, match.start())
    return start


def chapters(text: str, start: int, end: int) -> list[tuple[int, str]]:
    """The bab of an annex that has no pasal: where each begins, and its number."""
    return [(match.start(), match[1]) for match in _BAB.finditer(text, start, end)]
