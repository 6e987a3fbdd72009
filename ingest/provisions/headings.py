"""Headings of pasal, told from references by where they stand and by the order of their numbers.

"Pasal 5" may be a heading or a reference. Every place that could be a heading gets a weight; the headings are the heaviest
chain of growing numbers. So a heading counts although its number was misread ("Pasal 3O", "PasalT2"), and "dalam Pasal 5"
never does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.provisions.markers import Ordinal

_PASAL = re.compile(
    r"(?<![^\W_])[Pp](?:asa[l1IJ\]t]|asd|ASA[L1I])\s{0,3}"
    r"(?P<number>[0-9OolISTJL](?: ?[0-9OolISTL]){0,3})(?P<letter>[A-Z]{0,2})(?![\w/])"
)
_DIGITS = {"O": "0", "o": "0", "l": "1", "I": "1", "S": "5", "T": "7", "J": "1", "L": "1"}
# Behind such a word "Pasal 5" is a reference.
_BEFORE_REFERENCE = re.compile(
    r"\b(?:dalam|pada|dan|atau|dan/atau|ketentuan|dengan|oleh|dari|menurut|antara|diantara|sampai|s/d|s\.d|hingga|atas|terhadap|untuk|"
    r"berdasarkan|melanggar|huruf|ayat|angka|pasal|bahwa|jo|juncto|setelah|sebelum|sesuai|mengenai|tentang|yakni|yaitu|"
    r"merupakan|adalah|bunyi|rumusan|penjelasan|judul|dimaksud|serta|ke|di|isi|substansi|memenuhi|kecuali|selain|meliputi|lihat|"
    r"mengubah|menghapus|menambah|perubahan|maksud|berlakunya|bagi|ialah|vide|kata|frasa|frase|norma)[^\w.;:!?]{0,2}$",
    re.IGNORECASE,
)
# Before such a word it is one, too; a heading on a line of its own may be followed by most of them.
_AFTER_REFERENCE = re.compile(
    r"\s*(?:[,;)/]|\.(?!\s*[.…]*\s*(?:Pasal|$))|dan\b|atau\b|ayat\b|huruf\b|angka\b|sampai\b|s/d\b|s\.d|jo\b|juncto\b|serta\b|"
    r"sebagaimana\b|tersebut\b|ini\b|di\s+atas|diubah\b|dihapus\b|disisipkan\b|berlaku\b|mengatur\b|menyebutkan\b|menyatakan\b|"
    r"berbunyi\b|dicabut\b|ditambah|dimaksud|tidak\s+berlaku|KUHP\b|KUHAP\b|UUD\b|UU\b|Kitab\s+Undang|"
    r"(?:Undang-Undang|Undang-undang|Peraturan\s+Pemerintah)\s+(?:Dasar|Nomor|No\b|Republik|tentang)|Konstitusi\b)"
)
_AFTER_REFERENCE_ON_LINE = re.compile(
    r"\s*(?:[,;)/]|dan\b|atau\b|ayat\b|sampai\b|s/d\b|jo\b|juncto\b|sebagaimana\b|tersebut\b)"
)
_AYAT_BEGINS = re.compile(r"[\s.,:;'’\"-]{0,8}\([1lIt][)\s]")
_TEXT_BEGINS = re.compile(r"\s*[\"“'(\[{]?\s*(?:[A-Z0-9(l\[{]|\.{2}|…)")
_TO = re.compile(r"\s*(?:sampai\s+dengan|s\.?/?d\.?|dan)\s+Pasal\s+([0-9]{1,3})(?=\s+Cukup)")
# Points of a chain: a heading weighs at most 1.
_ON_LINE, _AT_LINE, _AFTER_STOP, _AFTER_HEADING, _ANYWHERE, _DOUBTFUL, _HARDLY = 1.0, 0.95, 0.85, 0.6, 0.25, 0.1, 0.05
_MISREAD = 0.3
_PER_GAP, _LARGEST_GAP = 0.08, 0.8
_PER_START, _LARGEST_START = 0.05, 0.6


@dataclass(frozen=True, slots=True)
class Heading:
    """A place where a pasal may begin: `text[start:end]` reads "Pasal 5"."""

    start: int
    end: int
    ordinal: Ordinal
    weight: float
    last: int = 0
    """The last of several pasal that are explained together ("Pasal 4 sampai dengan Pasal 7"), or 0."""

    @property
    def label(self) -> str:
        to = f"–{self.last}" if self.last else ""
        return f"Pasal {self.ordinal[0]}{self.ordinal[1]}{to}"


def pasal_headings(text: str, start: int, end: int) -> list[Heading]:
    """The headings of the pasal between two places of a text, in the order of their numbers."""
    return _heaviest_chain(list(_candidates(text, start, end)))


def _candidates(text: str, start: int, end: int) -> Iterator[Heading]:
    for match in _PASAL.finditer(text, start, end):
        weight = _weight(text, match, start, end)
        if not weight:
            continue
        number, letter = match["number"], match["letter"]
        digits = "".join(_DIGITS.get(sign, sign) for sign in number.replace(" ", ""))
        sure = number.isdigit()
        to = _TO.match(text, match.end(), end)
        yield Heading(
            match.start(),
            to.end() if to else match.end(),
            (int(digits), letter),
            weight if sure else weight - _MISREAD,
            int(to[1]) if to else 0,
        )
        if " " in number and number.split()[0].isdigit():
            # "Pasal 1 1 (satu) …" may be Pasal 1 as well.
            cut = match.start("number") + len(number.split()[0])
            yield Heading(match.start(), cut, (int(number.split()[0]), ""), weight - _MISREAD)


def _weight(text: str, match: re.Match[str], start: int, end: int) -> float:
    """How likely a place is a heading, from 0 (a reference) to 1 (on a line of its own)."""
    before = text[max(start, match.start() - 60) : match.start()]
    bare = before.rstrip()
    after = text[match.end() : min(end, match.end() + 60)]
    at_line = not bare or "\n" in before[len(bare) :]
    on_line = at_line and bool(re.match(r"[ \t]*(?:\n|$)", after))
    first_ayat = bool(_AYAT_BEGINS.match(after))
    if _BEFORE_REFERENCE.search(bare) and not (on_line and "\n\n" in before[len(bare) :]):
        return _DOUBTFUL if first_ayat else 0.0
    if on_line and (first_ayat or not _AFTER_REFERENCE_ON_LINE.match(after)):
        return _ON_LINE
    if not first_ayat and _AFTER_REFERENCE.match(after) and not _TO.match(text, match.end(), end):
        return 0.0
    begins = _TEXT_BEGINS.match(after) or first_ayat
    if at_line:
        return _AT_LINE if begins else _ANYWHERE
    if bare[-1] in '.;:!?”")…':
        return _AFTER_STOP if begins else _ANYWHERE
    word = bare.split()[-1]
    if word[0].isupper() or not word[0].isalpha():
        return _AFTER_HEADING if begins else _DOUBTFUL
    return _ANYWHERE if begins else _HARDLY


def _heaviest_chain(candidates: Sequence[Heading]) -> list[Heading]:
    best: list[tuple[float, int]] = []
    for number, candidate in enumerate(candidates):
        total, before = -min(_PER_START * (candidate.ordinal[0] - 1), _LARGEST_START), -1
        for earlier in range(number):
            one = candidates[earlier]
            if (one.last or one.ordinal[0], one.ordinal[1]) >= candidate.ordinal or one.end > candidate.start:
                continue
            gap = max(0, candidate.ordinal[0] - max(one.last, one.ordinal[0]) - 1)
            value = best[earlier][0] - min(_PER_GAP * gap, _LARGEST_GAP)
            # Of the same pasal twice the second counts: the first is a catchword.
            if value > total or before < 0:
                total, before = (value, earlier) if value > total else (total, before)
        best.append((total + candidate.weight, before))
    chain: list[Heading] = []
    number = max(range(len(best)), key=lambda index: best[index][0], default=-1)
    while number >= 0:
        chain.append(candidates[number])
        number = best[number][1]
    return chain[::-1]
