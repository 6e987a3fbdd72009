"""A regulation by its structure: preamble, pasal with their ayat, huruf and angka, elucidation, annexes.

Whether a document is a regulation is told by its text (a heading with number and year, "Menimbang", pasal in order).
Every unit knows its locator; what belongs to it is found by the order of the numbers (`provisions/`), not by the layout.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.types import OWN_WORDS, Document
from ingest.provisions.amendments import amending_units
from ingest.provisions.chapters import chapter_start, chapters
from ingest.provisions.elucidation import elucidation_units
from ingest.provisions.headings import Heading, pasal_headings
from ingest.provisions.items import Item, read_items
from ingest.provisions.markers import Level, Marker, markers
from ingest.provisions.preamble import dictum_units, preamble_units
from ingest.provisions.regions import Kind, Region, closing, regions
from ingest.provisions.units import Span, Unit, ends_of, unit_of_items

__all__ = ["Span", "Unit", "is_regulation", "regulation_units"]

_INSTRUMENT = re.compile(
    r"\b(?:UNDANG-UNDANG|PERATURAN|KEPUTUSAN|INSTRUKSI|MAKLUMAT|PENETAPAN)\b[^a-z]{0,250}?\bNOMOR\b[^a-z]{0,50}?(?:\bTAHUN\b|/)"
)
_PREAMBLE = (
    re.compile(r"(?:^|[\n;.:]\s*|[A-Z,]{3,}\s+)(?:Menimbang|MENIMBANG)\s*(?::|\n|bahwa\b|a\.)"),
    re.compile(r"(?:^|[\n;.]\s*)(?:Mengingat|MENGINGAT)\s*(?::|\n|1\.|Pasal\b)"),
    re.compile(r"M ?E ?M ?U ?T ?U ?S ?K ?A ?N\b"),
    re.compile(r"(?:^|[\n:.]\s*)(?:Menetapkan|MENETAPKAN)\s*:"),
    re.compile(r"DENGAN RAHMAT TUHAN YANG MAHA ESA"),
)
_OPENING = 6_000
_FEWEST_PASAL = 3
_MANY_PASAL = 8
_STRONG = 0.85
_OFTEN = 3
_SENTENCE_END = re.compile(r"\w{3}[.]\s+(?=[A-Z])")
_KIND = "peraturan"
_NO_KINDS = frozenset(("berita", *OWN_WORDS))


def is_regulation(document: Document) -> bool:
    """Whether a document is the text of a regulation, rather than one that speaks of it or quotes it."""
    kind = document.source.kind.strip().casefold()
    if kind in _NO_KINDS:
        return False
    opening = document.text[:_OPENING]
    preamble = sum(bool(pattern.search(opening)) for pattern in _PREAMBLE)
    named = bool(_INSTRUMENT.search(f"{document.source.title.upper()}\n{opening}"))
    headings = pasal_headings(document.text, 0, len(document.text))
    strong = [heading for heading in headings if heading.weight >= _STRONG]
    in_order = len(strong) >= _FEWEST_PASAL and headings[0].ordinal[0] <= 2
    if kind == _KIND:
        return in_order or preamble >= 2
    if preamble >= 3:
        return named or in_order
    return in_order and named and (preamble >= 1 or len(strong) >= _MANY_PASAL)


def regulation_units(text: str) -> list[Unit]:
    """The units of a mended regulation in the order of its text; together they hold all of it."""
    units: list[Unit] = []
    for region in regions(text):
        if region.kind is Kind.ELUCIDATION:
            units += elucidation_units(text, region)
        elif region.kind is Kind.ANNEX:
            units += _annex(text, region)
        elif region.kind is Kind.GAZETTE:
            units.append(Unit("Tambahan Lembaran Negara", Span(region.start, region.end)))
        else:
            units += _body(text, region)
    return units


def _body(text: str, region: Region) -> list[Unit]:
    """Preamble, pasal and closing of an instrument, or of one that is annexed to another."""
    if amending := amending_units(text, region.prefix, region.start, region.end):
        last = amending[-1]
        end = closing(text, last.text.start, region.end)
        amending = amending_units(text, region.prefix, region.start, end)
        start = amending[0].mark.start if amending[0].mark else region.start
        return [*preamble_units(text, region.prefix, region.start, start), *amending, *_closing(region, end)]
    headings = pasal_headings(text, region.start, region.end)
    end = closing(text, headings[-1].end if headings else region.start, region.end)
    if not headings:
        return [*dictum_units(text, region.prefix, region.start, end), *_closing(region, end)]
    floors = [region.start, *(heading.end for heading in headings)]
    blocks = [chapter_start(text, floor, one.start) for floor, one in zip(floors, headings, strict=False)]
    units = preamble_units(text, region.prefix, region.start, blocks[0])
    return [*units, *_pasal(text, region.prefix, headings, [*blocks, end]), *_closing(region, end)]


def _pasal(text: str, prefix: str, headings: Sequence[Heading], blocks: Sequence[int]) -> list[Unit]:
    """The units below the headings; blocks: where the headings of chapters above each begin, and the end."""
    starts = [heading.end for heading in headings]
    ends = list(blocks[1:])
    roots: list[Item] = []
    scattered: list[int] = []
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        before = _last_ayat(roots[-1]) if roots else 0
        starts[number] = _behind_runover(text, start, end, before)
        root, is_scattered = read_items(text, starts[number], end)
        roots.append(root)
        scattered += [number] if is_scattered else []
    _mistrust(text, roots, scattered)
    units: list[Unit] = []
    for number, (heading, root) in enumerate(zip(headings, roots, strict=True)):
        if starts[number] > heading.end and number:
            own = headings[number - 1]
            mark = Span(own.start, own.end)
            runover = Span(heading.end, starts[number])
            units.append(Unit(f"{prefix}{own.label}", runover, mark, own.label, is_heading=True))
        unit = unit_of_items(f"{prefix}{heading.label}", root, Span(heading.start, heading.end), heading.label)
        above = Span(blocks[number], heading.start) if blocks[number] < heading.start else None
        units.append(replace(unit, above=above))
    return units


def _mistrust(text: str, roots: Sequence[Item], scattered: Sequence[int]) -> None:
    """Give up the items of pasal whose ayat lie scattered over a page, and those that may belong to such ayat.

    The numbers may be those of the pasal before or behind. Where this happens often, a list below several sentences
    belongs to an ayat that lost its number.
    """
    for number in scattered:
        roots[number].parts = []
        for root in roots[max(0, number - 1) : number + 2]:
            root.parts = [] if any(part.level is Level.AYAT for part in root.parts) else root.parts
    if len(scattered) >= _OFTEN:
        for root in roots:
            if (
                root.parts
                and root.parts[0].level is not Level.AYAT
                and _SENTENCE_END.search(text, root.start, root.own_end)
            ):
                root.parts = []


def _last_ayat(root: Item) -> int:
    ayat = [part.ordinal[0] for part in root.parts if part.level is Level.AYAT]
    return ayat[-1] if ayat else 0


def _behind_runover(text: str, start: int, end: int, last_ayat: int) -> int:
    """Where a pasal begins whose heading a scanner read before the last ayat of the pasal above it.

    "Pasal 72 (3) … (4) … (1) …" behind an ayat (2): the first two belong to Pasal 71.
    """
    ayat = [one for one in markers(text, start, end) if one.level is Level.AYAT]
    if not last_ayat or not ayat or text[start : ayat[0].start].strip() or not _reads(ayat[0], last_ayat + 1):
        return start
    first = next((one for one in ayat[1:] if one.sure and _reads(one, 1) and _is_edge(text, one.start)), None)
    return first.start if first else start


def _reads(marker: Marker, number: int) -> bool:
    return (number, "") in marker.readings


def _is_edge(text: str, position: int) -> bool:
    return text[:position].rstrip()[-1:] in ".;:" or text[position - 1] == "\n"


def _closing(region: Region, start: int) -> list[Unit]:
    return [Unit(f"{region.prefix}Penutup", Span(start, region.end))] if start < region.end else []


def _annex(text: str, region: Region) -> list[Unit]:
    """An annex without pasal: as a whole, or by its bab."""
    heads = chapters(text, region.start, region.end)
    name = region.prefix.strip()
    starts = [start for start, _ in heads]
    units = [Unit(name, Span(region.start, starts[0] if starts else region.end), keeps_lines=True)]
    for (start, number), end in zip(heads, ends_of(starts, region.end), strict=True):
        units.append(Unit(f"{name} BAB {number}", Span(start, end), keeps_lines=True))
    return units
