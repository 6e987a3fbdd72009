"""The great parts of a regulation: the instrument itself, its elucidation, its annexes, and what may be annexed to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from ingest.provisions.headings import pasal_headings

# Not in small letters: "penjelasan atas" and "Lampiran I" occur in sentences.
_ELUCIDATION = re.compile(
    r"(?<![^\W_])P ?E ?N ?J ?E ?L ?A ?S ?A ?N\s+A ?T ?A ?S\b|(?m:^P ?E ?N ?J ?E ?L ?A ?S ?A ?N\s*$)"
)
_GAZETTE = re.compile(
    r"(?<![^\W_])TAMBAHAN\s+(?:LEMBARAN|BERITA)\s+(?:NEGARA|DAERAH)[^a-z\n]{0,90}?NOMOR\s+\S+|(?<![^\W_])TAMBAHAN\s+LEMBARAN\s+NEGARA\b[^a-z\n]*$"
)
_ANNEX = re.compile(
    r"(?:(?<=\n)|(?<=[.;:]\s)|(?<=[0-9]\s)|^)LAMPIRAN(?P<number>\s+(?:[IVXL]+|[0-9]{1,2}|[A-Z])(?=[\s.:]))?"
    r"(?=\s*[.:]?\s*(?:\n|$)|\s*:?\s+(?:PERATURAN|UNDANG|KEPUTUSAN|SURAT|NOMOR|INSTRUKSI|TENTANG)\b)"
)
_ANNEX_LINE = re.compile(
    r"(?m)^Lampiran(?P<number>\s+(?:[IVXL]+|[0-9]{1,2}))?(?=\s*$|\s*:?\s+(?:Peraturan|Undang-Undang|Keputusan|Surat|Nomor)\b[^.;]{0,160}$)"
)
_CONSIDERING = re.compile(r"\b(?:Menimbang|MENIMBANG)\b")
_DECIDING = re.compile(r"M ?E ?M ?U ?T ?U ?S ?K ?A ?N|\b(?:Menetapkan|MENETAPKAN)\s*:")
_LAST_RIGHTS = re.compile(
    r"(?<![^\W_])(?:Agar\s+(?:supaya\s+)?setiap\s+(?:orang|pengundangan)|Agar\s+supaya|"
    r"(?:Ditetapkan|Disahkan|Dikeluarkan|DITETAPKAN|DISAHKAN)\s+(?:di|DI)\s+[A-Z])"
)
# A shorter rest behind the elucidation is no instrument of its own.
_SHORTEST_ANNEX = 400
_FEWEST_PASAL = 2
_STRONG = 0.85


class Kind(Enum):
    """What a region is."""

    BODY = "body"
    ELUCIDATION = "elucidation"
    ANNEX = "annex"
    GAZETTE = "gazette"
    """The line that names the supplement of the gazette, and what little stands behind it."""


@dataclass(frozen=True, slots=True)
class Region:
    """`text[start:end]`; all locators in it begin with `prefix`, which is empty or ends with a space."""

    kind: Kind
    prefix: str
    start: int
    end: int


def regions(text: str) -> list[Region]:
    """The regions of a text in order; together they are all of it."""
    found = [Region(Kind.BODY, "", 0, len(text))]
    for start, kind, number in sorted(_borders(text), key=lambda border: border[0]):
        last = found[-1]
        if not _may_begin(text, last, start, kind):
            continue
        found[-1] = Region(last.kind, last.prefix, last.start, start)
        found.append(Region(kind, _prefix(kind, number, found), start, len(text)))
    found = [_instrument_annexed(text, region) for region in found]
    return [region for region in found if text[region.start : region.end].strip()]


def closing(text: str, start: int, end: int) -> int:
    """Where the formula of promulgation and the signatures begin behind the last pasal; `end` when there are none."""
    found = _LAST_RIGHTS.search(text, start, end)
    return found.start() if found else end


def _borders(text: str) -> Iterator[tuple[int, Kind, str]]:
    for match in _ELUCIDATION.finditer(text):
        yield match.start(), Kind.ELUCIDATION, ""
    for match in _GAZETTE.finditer(text):
        yield match.start(), Kind.GAZETTE, ""
        # What stands behind that line is annexed.
        yield match.end(), Kind.BODY, ""
    for match in (*_ANNEX.finditer(text), *_ANNEX_LINE.finditer(text)):
        yield match.start(), Kind.ANNEX, (match["number"] or "").strip()


def _may_begin(text: str, last: Region, start: int, kind: Kind) -> bool:
    behind = text[last.start : start]
    if kind is Kind.GAZETTE:
        return last.kind is Kind.ELUCIDATION
    if kind is Kind.BODY:
        return last.kind is Kind.GAZETTE
    if kind is Kind.ELUCIDATION:
        return last.kind is not Kind.ELUCIDATION
    # The heading of an annex may stand in the margin of the preamble of what is annexed.
    in_preamble = last.kind is Kind.BODY and _CONSIDERING.search(behind) and not _DECIDING.search(behind)
    return not in_preamble


def _prefix(kind: Kind, number: str, before: list[Region]) -> str:
    if kind is Kind.ANNEX:
        return f"Lampiran {number} " if number else "Lampiran "
    if kind is Kind.BODY:
        return "Lampiran "
    if kind is Kind.ELUCIDATION:
        annexed = before[-1].kind in (Kind.BODY, Kind.ANNEX) and any(one.kind is Kind.ELUCIDATION for one in before)
        return "Penjelasan Lampiran " if annexed else "Penjelasan "
    return ""


def _instrument_annexed(text: str, region: Region) -> Region:
    """An annex with pasal of its own is an instrument; what is left behind an elucidation and has none is not."""
    if region.kind is Kind.ANNEX or (region.kind is Kind.BODY and region.prefix):
        strong = [one for one in pasal_headings(text, region.start, region.end) if one.weight >= _STRONG]
        is_instrument = len(strong) >= _FEWEST_PASAL and strong[0].ordinal[0] == 1
        if is_instrument:
            return Region(Kind.BODY, region.prefix, region.start, region.end)
        if region.kind is Kind.BODY:
            short = region.end - region.start < _SHORTEST_ANNEX
            return Region(
                Kind.GAZETTE if short else Kind.ANNEX, "" if short else region.prefix, region.start, region.end
            )
    return region
