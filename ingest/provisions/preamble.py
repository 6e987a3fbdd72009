"""What stands before the first pasal: title, considerations, legal bases, the decision; and the diktum of decrees."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.provisions.items import Item, read_items
from ingest.provisions.markers import Level
from ingest.provisions.units import Span, Unit, ends_of, unit_of_items

_HEADS = re.compile(
    r"(?<![^\W_])(?P<name>(?i:Menimbang|Mengingat|Memperhatikan|Membaca))(?=\s*:|\s*\n|\s+(?:bahwa|[a1]\.|Pasal|Undang|Peraturan|MEMUTUSKAN))\s*:?"
)
_DECISION = re.compile(
    r"(?<![^\W_])(?:Dengan\s+[Pp]ersetujuan|DENGAN\s+PERSETUJUAN|M ?E ?M ?U ?T ?U ?S ?K ?A ?N|(?:Menetapkan|MENETAPKAN)\s*:)"
)
_LEGAL_BASIS = re.compile(r";\s+(?:Pasal\s+[0-9]|Undang-[Uu]ndang\s+(?:Nomor|Dasar))")
_UNITS = "SATU DUA TIGA EMPAT LIMA ENAM TUJUH DELAPAN SEMBILAN SEPULUH SEBELAS".split()
_ORDER = (*(f"KE{unit}" for unit in _UNITS), *(f"KE{unit} BELAS" for unit in _UNITS[1:9]), "KEDUA PULUH")
_DICTUM = re.compile(
    rf"(?<![^\W_])(?:DIKTUM\s+)?(?P<name>PERTAMA|{'|'.join(sorted(_ORDER, key=len, reverse=True))})(?![^\W_])\s*:?"
)
_OPENING = "Pembukaan"


def preamble_units(text: str, prefix: str, start: int, end: int) -> list[Unit]:
    """The units of a preamble: `Pembukaan`, `Menimbang huruf a`, `Mengingat angka 2`, `Menetapkan`."""
    decision = _DECISION.search(text, start, end)
    border = decision.start() if decision else end
    heads = list(_first_of_each(text, start, border))
    first = heads[0].start() if heads else border
    units = [Unit(f"{prefix}{_OPENING}", Span(start, first))]
    ends = ends_of([match.start() for match in heads], border)
    for match, head_end in zip(heads, ends, strict=True):
        name = match["name"].capitalize()
        root, _ = read_items(text, match.end(), head_end)
        units.append(unit_of_items(f"{prefix}{name}", root, Span(*match.span()), ""))
        if _is_displaced(name, root, text) or not text[match.end() : head_end].strip():
            # The considerations have the numbers of the legal bases: a scanner read the columns one after the other.
            units = [Unit(f"{prefix}{_OPENING}", Span(start, border))]
            break
    if decision:
        units.append(Unit(f"{prefix}Menetapkan", Span(border, end)))
    return [unit for unit in units if text[unit.text.start : unit.text.end].strip() or unit.parts]


def _first_of_each(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    seen: set[str] = set()
    for match in _HEADS.finditer(text, start, end):
        name = match["name"].capitalize()
        if match["name"] in (name, name.upper()) and name not in seen:
            seen.add(name)
            yield match


def _is_displaced(name: str, root: Item, text: str) -> bool:
    """Whether legal bases stand among the considerations."""
    numbered = any(part.level in (Level.ANGKA, Level.ANGKA_BRACKET) for part in root.parts)
    return name == "Menimbang" and (numbered or bool(_LEGAL_BASIS.search(text, root.start, root.end)))


def dictum_units(text: str, prefix: str, start: int, end: int) -> list[Unit]:
    """The preamble and the diktum of a decree without pasal: `Diktum KESATU`, `Diktum KEDUA huruf a`."""
    chain: list[re.Match[str]] = []
    for match in _DICTUM.finditer(text, start, end):
        name = match["name"].replace("PERTAMA", _ORDER[0])
        if len(chain) < len(_ORDER) and name == _ORDER[len(chain)]:
            chain.append(match)
    if len(chain) < 2:
        return [*preamble_units(text, prefix, start, end)]
    units = preamble_units(text, prefix, start, chain[0].start())
    ends = ends_of([match.start() for match in chain], end)
    for match, dictum_end in zip(chain, ends, strict=True):
        name = match["name"]
        root, _ = read_items(text, match.end(), dictum_end)
        units.append(unit_of_items(f"{prefix}Diktum {name}", root, Span(*match.span()), ""))
    return units
