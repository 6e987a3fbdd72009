"""The elucidation: "Penjelasan umum", and pasal by pasal with "Ayat (1)", "Huruf a", "Angka 2" in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.faults.misread_numbers import as_digits
from ingest.provisions.amendments import first_mark, roman_headings
from ingest.provisions.headings import Heading, pasal_headings
from ingest.provisions.items import Item
from ingest.provisions.markers import Level, Ordinal, ayat_numbers, letter_numbers
from ingest.provisions.regions import Region
from ingest.provisions.units import Span, Unit, ends_of, unit_of_explanation

_BY_PASAL = re.compile(r"(?:\bII\s*\.?\s*)?\b(?:PASAL|Pasal)\s+(?:DEMI|Demi|demi)\s+(?:PASAL|Pasal)\b\s*:?")
_GENERAL = re.compile(r"(?<![^\W_])(?:I\s?\.?\s*)?(?:UMUM|PENJELASAN UMUM)\b\s*:?")
_ITEM = re.compile(
    r"(?<![^\W_])(?P<name>Ayat|Huruf|Angka)\s+(?P<sign>[({\[]\s?[0-9A-Za-z]{1,2}?\s?[a-z]?[)}\]1l]?|[0-9]{1,3}|[A-Za-z]{1,2})"
    r"(?=[.:]?\s+(?:[A-Z(“\"'‘]|Cukup|[0-9]|[a-z]\.)|\s*$|\s*\n)[.:]?"
)
_FIRST: Ordinal = (1, "")
_BEFORE_REFERENCE = frozenset("dalam pada ketentuan dengan dari sampai antara dimaksud oleh".split())
_EDGE = re.compile(r"(?:^|[.;:!?)\"”»]|\n)\s*$")
_BARE = re.compile(r"[.;:]\s+([0-9LlIO]{1,3})(?=\s+(?:Cukup\s+jelas|Ayat\s\(1|Huruf\sa\b))")
_CHANGE = re.compile(r"(?<![^\W_])Angka\s+(?P<number>[0-9]{1,3})(?=[.:]?\s)")
_LEVELS = {"Ayat": Level.AYAT, "Huruf": Level.HURUF, "Angka": Level.ANGKA}


def elucidation_units(text: str, region: Region) -> list[Unit]:
    """`Penjelasan umum`, `Penjelasan Pasal 7 ayat (3)` … of one elucidation."""
    by_pasal = _BY_PASAL.search(text, region.start, region.end)
    start = by_pasal.end() if by_pasal else region.start
    amendments = explained_amendments(text, region.prefix, start, region.end)
    headings = [*_with_lost_words(text, pasal_headings(text, start, region.end), region.end)]
    first = first_mark(amendments) if amendments else headings[0].start if headings else region.end
    border = by_pasal.start() if by_pasal else first
    units = [*_general_units(text, region, border)]
    explained = amendments or explained_pasal(text, region.prefix, headings, region.end)
    if by_pasal and text[by_pasal.end() : first].strip():
        units.append(Unit(f"{region.prefix}pasal demi pasal", Span(by_pasal.start(), first)))
    elif by_pasal and explained:
        explained[0] = replace(explained[0], above=Span(by_pasal.start(), by_pasal.end()))
    return [*units, *explained]


def _with_lost_words(text: str, headings: list[Heading], end: int) -> Iterator[Heading]:
    """The headings, with those whose word a scanner read apart from its number: "12 Cukup jelas. 13 Cukup jelas."."""
    following = ends_of([heading.ordinal[0] for heading in headings], 0)
    ends = ends_of([heading.start for heading in headings], end)
    for heading, next_number, gap_end in zip(headings, following, ends, strict=True):
        yield heading
        number = heading.last or heading.ordinal[0]
        for match in _BARE.finditer(text, heading.end, gap_end):
            if number + 1 < next_number and as_digits(match[1]) == str(number + 1):
                number += 1
                yield Heading(match.start(1), match.end(1), (number, ""), 0.0)


def explained_pasal(text: str, prefix: str, headings: list[Heading], end: int) -> list[Unit]:
    """The explained pasal below these headings."""
    units = []
    ends = ends_of([heading.start for heading in headings], end)
    for heading, pasal_end in zip(headings, ends, strict=True):
        root = explained_items(text, heading.end, pasal_end)
        mark = Span(heading.start, heading.end)
        units.append(unit_of_explanation(f"{prefix}{heading.label}", root, mark, heading.label))
    return units


def explained_amendments(text: str, prefix: str, start: int, end: int) -> list[Unit]:
    """The elucidation of an amending law, `Penjelasan Pasal I angka 2 Pasal 4A`; none when it is of another."""
    romans = roman_headings(text, start, end)
    if not romans:
        return []
    units = []
    ends = ends_of([roman.start for roman in romans], end)
    for roman, roman_end in zip(romans, ends, strict=True):
        label = f"Pasal {roman.number}"
        numbers: list[re.Match[str]] = []
        for match in _CHANGE.finditer(text, roman.end, roman_end):
            last = int(numbers[-1]["number"]) if numbers else 0
            if int(match["number"]) == last + 1 and _begins_explanation(text, match.end()):
                numbers.append(match)
        parts = []
        number_ends = ends_of([match.start() for match in numbers], roman_end)
        for match, number_end in zip(numbers, number_ends, strict=True):
            place = f"{prefix}{label} angka {match['number']}"
            nested = explained_pasal(text, f"{place} ", pasal_headings(text, match.end(), number_end), number_end)
            own = Span(match.end(), first_mark(nested) if nested else number_end)
            parts.append(
                Unit(place, own, Span(*match.span()), f"Angka {match['number']}", is_heading=True, parts=tuple(nested))
            )
        own = Span(roman.end, first_mark(parts) if parts else roman_end)
        units.append(
            Unit(f"{prefix}{label}", own, Span(roman.start, roman.end), label, is_heading=True, parts=tuple(parts))
        )
    return units


def _begins_explanation(text: str, position: int) -> bool:
    """Whether what is explained under "Angka 2" begins: a pasal, or "Cukup jelas"."""
    return bool(
        re.match(
            r"[.:]?\s*(?:Pasal\s+[0-9]|Cukup\s+jelas|Ayat\s|Huruf\s|Yang\s|Ketentuan\s|[A-Z“\"])",
            text[position : position + 20],
        )
    )


def explained_items(text: str, start: int, end: int) -> Item:
    """What is explained of one pasal. Numbers may be left out, but they grow; otherwise the pasal stays whole."""
    root = Item(Level.ANGKA, (0, ""), (start, start), end)
    stack: list[Item] = [root]
    for match in _ITEM.finditer(text, start, end):
        level = _LEVELS[match["name"]]
        own = text[stack[-1].start : match.start()].strip()
        if own and not _stands_apart(text[max(start, match.start() - 30) : match.start()]):
            continue
        depth = next((depth for depth in range(len(stack) - 1, 0, -1) if stack[depth].level is level), 0)
        ordinal = _ordinal(match["sign"], level, stack[depth].ordinal if depth else None)
        if ordinal is None:
            continue
        lost = not depth and len(stack) > 1 and own and ordinal > _FIRST
        if lost or (depth and ordinal <= stack[depth].ordinal):
            # A page is missing, or one was read in the wrong place.
            root.parts = []
            return root
        parent = stack[depth - 1] if depth else stack[-1]
        item = Item(level, ordinal, match.span())
        parent.parts.append(item)
        del stack[depth or len(stack) :]
        stack.append(item)
    _close(root, end)
    return root


def _stands_apart(before: str) -> bool:
    """Whether "Huruf b" may begin here: references are written small, and a capital before it makes it part of a name."""
    if _EDGE.search(before):
        return True
    word = before.split()[-1]
    return len(word) == 1 or (word[0].islower() and word.lower() not in _BEFORE_REFERENCE)


def _ordinal(sign: str, level: Level, last: Ordinal | None) -> Ordinal | None:
    """The number that is meant; of several readings the next one behind the last."""
    number = sign.strip("({[)}] ")
    if level is Level.HURUF:
        # A small l reads like a capital I.
        readings = [12] if number == "I" else list(letter_numbers(number.lower()))
    elif (number.isdigit() and sign.endswith((")", "}", "]"))) or level is Level.ANGKA:
        readings = [int(number)] if number.isdigit() else []
    else:
        letter = re.fullmatch(r"([0-9]{1,2})([a-z])", number)
        if letter and letter[2] not in "l":
            return int(letter[1]), letter[2]
        readings = list(ayat_numbers(number))
    expected = (last[0] if last else 0) + 1
    return (expected, "") if expected in readings else (readings[-1], "") if readings else None


def _close(item: Item, end: int) -> None:
    item.end = end
    for part, part_end in zip(item.parts, ends_of([part.mark[0] for part in item.parts], end), strict=True):
        _close(part, part_end)


def _general_units(text: str, region: Region, end: int) -> list[Unit]:
    general = _GENERAL.search(text, region.start, end)
    start = general.end() if general else region.start
    if not text[start:end].strip():
        return [Unit(f"{region.prefix}umum", Span(region.start, end))] if text[region.start : end].strip() else []
    above = Span(region.start, start) if general else None
    return [Unit(f"{region.prefix}umum", Span(start, end), above=above)]
