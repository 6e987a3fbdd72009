"""Laws that amend others: Pasal I with its numbered changes, each holding pasal of the amended law, and Pasal II."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.provisions.chapters import chapter_start
from ingest.provisions.headings import Heading, pasal_headings
from ingest.provisions.items import read_items
from ingest.provisions.units import Span, Unit, ends_of, unit_of_items

_ROMAN = re.compile(r"(?<![^\W_])Pasal\s+(?P<number>I{1,3}|IV|V)(?!\w)(?!\s*(?:[,;]|ayat\b|dan\b|angka\b))")
_NUMBERS = ("I", "II", "III", "IV", "V")
_EDGE = re.compile(r"(?:^|[.;:]|\n|[A-Z]{3})\s*$")
_CHANGES = re.compile(r"\b(?:diubah|disisipkan|dihapus|ditambah\w*|perubahan|berbunyi)\b")
# "12. Di antara Pasal 4 dan Pasal 5 disisipkan …": how a change begins, and a word that says what changes.
_CHANGE = re.compile(
    r"(?<!\S)(?P<number>[0-9]{1,3})\s?\.\s+(?=(?:Ketentuan|Di\s?antara|Pasal|Judul|BAB|Bab|Bagian|Paragraf|Buku|Setelah|Sebelum|Penjelasan|"
    r"Lampiran|Ayat|Huruf|Angka|Frasa|Kata|Mengubah|Menambah\w*|Menghapus|Penambahan|Di\s?dalam|Dalam|Pada|Semua|Seluruh|Konsideran|Nomenklatur|Sebutan)\b)"
)
_SAYS_CHANGE = re.compile(
    r"\b(?:diubah|disisipkan|menyisipkan|dihapus|dihapuskan|ditambah\w*|menambah\w*|sehingga|berbunyi|diganti|dicabut|menjadi)\b"
)
_CHANGE_WITHIN = 500


@dataclass(frozen=True, slots=True)
class RomanHeading:
    """ "Pasal I" above the changes, `text[start:end]`."""

    start: int
    end: int
    number: str


def amending_units(text: str, prefix: str, start: int, end: int) -> list[Unit]:
    """The units of an amending law from its Pasal I on, or none when it is no amending law.

    A changed pasal is `Pasal I angka 2 Pasal 4A ayat (1)`: the second change writes Pasal 4A of the amended law.
    """
    romans = roman_headings(text, start, end)
    if len(romans) < 2 or not _CHANGES.search(text, romans[0].end, romans[1].start):
        return []
    units = []
    ends = ends_of([roman.start for roman in romans], end)
    for roman, roman_end in zip(romans, ends, strict=True):
        label = f"Pasal {roman.number}"
        mark = Span(roman.start, roman.end)
        changes = _changes(text, roman.end, roman_end) if roman.number == "I" else []
        nested = pasal_headings(text, roman.end, roman_end) if roman.number == "I" else []
        if changes or nested:
            parts = _change_units(text, f"{prefix}{label}", changes, roman.end, roman_end)
            units.append(
                Unit(f"{prefix}{label}", Span(roman.end, first_mark(parts)), mark, label, is_heading=True, parts=parts)
            )
        else:
            root, _ = read_items(text, roman.end, roman_end)
            units.append(unit_of_items(f"{prefix}{label}", root, mark, label))
    return units


def roman_headings(text: str, start: int, end: int) -> list[RomanHeading]:
    """ "Pasal I", "Pasal II" … as headings, in order; none unless there are at least the first two."""
    found: list[RomanHeading] = []
    for match in _ROMAN.finditer(text, start, end):
        expected = _NUMBERS[len(found)] if len(found) < len(_NUMBERS) else ""
        if match["number"] == expected and _EDGE.search(text[max(start, match.start() - 6) : match.start()]):
            found.append(RomanHeading(match.start(), match.end(), expected))
    return found if len(found) > 1 else []


def _changes(text: str, start: int, end: int) -> list[re.Match[str]]:
    """The numbered changes of Pasal I; the numbers of a changed pasal's own list say no change."""
    found: list[re.Match[str]] = []
    for match in _CHANGE.finditer(text, start, end):
        last = int(found[-1]["number"]) if found else 0
        within = min(end, match.end() + _CHANGE_WITHIN)
        if last < int(match["number"]) <= last + 3 and _SAYS_CHANGE.search(text, match.end(), within):
            found.append(match)
    return found


def _change_units(text: str, locator: str, changes: Sequence[re.Match[str]], start: int, end: int) -> tuple[Unit, ...]:
    if not changes:
        return tuple(_nested(text, f"{locator} ", start, end))
    units = []
    ends = ends_of([match.start() for match in changes], end)
    for match, change_end in zip(changes, ends, strict=True):
        place = f"{locator} angka {match['number']}"
        parts = tuple(_nested(text, f"{place} ", match.end(), change_end))
        own = Span(match.end(), first_mark(parts) if parts else change_end)
        units.append(Unit(place, own, Span(*match.span()), f"{match['number']}.", parts=parts))
    return tuple(units)


def _nested(text: str, prefix: str, start: int, end: int) -> list[Unit]:
    """The pasal of the amended law that a change writes."""
    headings = [heading for heading in pasal_headings(text, start, end) if _is_written(text, heading, start)]
    ends = [chapter_start(text, one.end, two.start) for one, two in pairwise(headings)]
    units = []
    for heading, pasal_end in zip(headings, [*ends, end], strict=False):
        root, _ = read_items(text, heading.end, pasal_end)
        units.append(unit_of_items(f"{prefix}{heading.label}", root, Span(heading.start, heading.end), heading.label))
    return units


def _is_written(text: str, heading: Heading, start: int) -> bool:
    """Whether the change announces text of its own before this heading: "… yang berbunyi sebagai berikut:"."""
    return bool(re.search(r"(?:berikut|berbunyi|yakni|yaitu|BAB|Bagian|Paragraf)\b|:", text[start : heading.start]))


def first_mark(units: Sequence[Unit]) -> int:
    mark = units[0].mark
    return mark.start if mark else units[0].text.start
