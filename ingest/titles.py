"""The title of a regulation or a circular: "PERATURAN …", "NOMOR … TAHUN …", "TENTANG …" over several lines.

Written on one line and in small letters, as people cite it: "Peraturan Bupati Contoh Nomor 7 Tahun 2023 tentang …".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.layout import ends_sentence, tidy_line

_KIND = re.compile(
    r"^(?:.{0,40}?\s)?(?P<title>(?:RANCANGAN\s+)?(?:UNDANG-UNDANG|PERATURAN|KEPUTUSAN|INSTRUKSI|SURAT\s+(?:EDARAN|KEPUTUSAN)|QANUN|MAKLUMAT)\b.*)$"
    r"|^(?P<cited>(?i:undang-undang|peraturan|keputusan|instruksi|surat\s+(?:edaran|keputusan)|qanun|maklumat)\b.*)$"
)
_WHOLE = re.compile(r"^.{5,250}?\s+nomor\s*:?\s*\S.{0,80}?\s+tentang\s+\S.{3,300}$", re.IGNORECASE)
# A page above and the first line of the text both name the kind, or the whole title.
_TWICE = re.compile(r"^(.{8,}?)\s+\1(?=\s|$)", re.IGNORECASE)
# What follows the title.
_STOP = re.compile(
    r"^(?:dengan rahmat|menimbang|mengingat|bab\s|pasal\s|bagian\s|a\.|1\.|yth|kepada)"
    r"|^(?:presiden|menteri|gubernur|bupati|wali ?kota|kepala|ketua)\b.*,$",
    re.IGNORECASE,
)
_MOST_LINES = 16
_LONGEST_LINE = 200
_LONGEST_TITLE = 600
_SMALL_WORDS = frozenset(
    "dan atau di ke dari dalam pada bagi untuk yang atas dengan tentang oleh terhadap serta sebagai antara".split()
)
_ABBREVIATIONS = frozenset(
    "ASN PNS PPPK TNI POLRI KPU DPR DPRD DPD MPR BUMN BUMD ASEAN RI NKRI APBN APBD NTB NTT DIY DKI UMKM KASN".split()
)
_ROMAN = re.compile(r"^[IVXL]+$")


def regulation_title(paragraphs: Sequence[str]) -> tuple[str, int]:
    """The title of a regulation and the number of paragraphs down to its end; ("", 0) when the text is none."""
    for start, paragraph in enumerate(paragraphs[:_MOST_LINES]):
        match = _KIND.match(paragraph) if len(paragraph) <= _LONGEST_TITLE else None
        if match and "\n" not in paragraph and not ends_sentence(paragraph):
            return _title_from(paragraphs, start, match["title"] or match["cited"])
    return "", 0


def _title_from(paragraphs: Sequence[str], start: int, first: str) -> tuple[str, int]:
    lines = [first]
    for line in paragraphs[start + 1 : start + _MOST_LINES]:
        if _STOP.match(line) or "\n" in line or len(line) > _LONGEST_LINE or ends_sentence(line):
            break
        if line.upper() != line and lines[-1].upper() == lines[-1]:
            break
        lines.append(line)
    whole = _TWICE.sub(r"\1", tidy_line(" ".join(lines)))
    if not _WHOLE.match(whole):
        return "", 0
    return in_small_letters(whole), start + len(lines)


def in_small_letters(title: str) -> str:
    """A title in capitals as it is written in running text; any other title as it is."""
    if title.upper() != title:
        return title
    found = [_small(word, first=number == 0) for number, word in enumerate(title.split())]
    return " ".join(found)


def _small(word: str, *, first: bool) -> str:
    bare = re.sub(r"\W", "", word)
    if word.lower() in _SMALL_WORDS and not first:
        return word.lower()
    # A word without a vowel is spoken letter by letter.
    if bare in _ABBREVIATIONS or _ROMAN.match(bare) or not bare.isalpha() or not re.search(r"[AEIOU]", bare):
        return word
    return re.sub(r"[^\W\d_]+", lambda match: match.group().capitalize(), word)
