"""Numbers and years of instruments as texts write them: "No. 94 Tahun 2021", "94/2021", "800-5474/2022".

Every repetition in a pattern is bounded, so that no text takes more than linear time.
"""

from __future__ import annotations

import re

from assistant.regulations.names import DASHES, NEVER_BETWEEN

_NUMBERED = (
    rf"[\s():.,{DASHES}]{{0,6}}(?P<numbered>nom[o0]r|nomer|nmr|n[o0])(?![^\W\d_])\s{{0,2}}[.:{DASHES}]{{0,2}}\s{{0,4}}"
)
_PART = rf"(?:\s?[./{DASHES}]\s?[^\W_]{{1,8}})"
# What counts things, so that "PP 11 kali" cites nothing.
_UNITS = (
    "kali|hal|hari|jam|menit|orang|km|ribu|juta|miliar|persen|rb|jt|pns|asn|minggu|bulan|poin|tahap|jenis|menteri|lembaga|"
    "januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember"
)
# Scans print O for 0 and l for 1, and spaces inside a year; a year that lost or doubled a digit is one too.
IDENTITY = re.compile(
    rf"(?:{_NUMBERED}|[\s(.{DASHES}]{{0,4}})"
    rf"(?P<number>[0-9OIl]{{1,4}}{_PART}{{0,8}}?|[A-Z][^\W_]{{0,5}}{_PART}{{1,8}}?)"
    rf"(?:(?P<slash>\s{{0,3}}(?:/|[{DASHES}](?=\s{{0,3}}(?:19|20)[0-9]{{2}}))\s{{0,3}})"
    r"|(?P<said>[\s,-]{0,4}(?:tahun|taun|thn|th)[.,-]{0,2}\s{0,4})|\s{1,3})"
    r"(?P<year>[12]\s?[0-9O]\s?[0-9OIl]\s?[0-9OIl]"
    rf"|(?:[0-9]{{2}}|[12][0-9]{{2}}|[12][0-9]{{4}})(?!\s{{1,3}}(?:{_UNITS})\b))(?![0-9]|\s?/\s?[0-9])",
    re.IGNORECASE,
)
NUMBER_ONLY = re.compile(
    rf"(?:{_NUMBERED}|[\s{DASHES}]{{0,3}})(?P<number>[0-9]{{1,4}})"
    rf"(?![^\W_]|[.,/{DASHES}]\s?[0-9]|\s{{0,3}}%|\s{{1,3}}(?:{_UNITS})\b)",
    re.IGNORECASE,
)
NEXT = re.compile(
    r"\s{0,3}[,;&]\s{0,3}(?:dan\b|serta\b)?|\s{1,3}(?:dan|serta|juncto|maupun|atau|jo)\b\.?|(?=\s{1,6}no)",
    re.IGNORECASE,
)


def is_identity(match: re.Match[str], listed: bool) -> bool:
    """Whether a number and year are those of an instrument, not a date or a count."""
    number, year = match["number"], re.sub(r"\s", "", match["year"])
    if not re.search(r"[0-9]", number) or re.fullmatch(r"[0-9]{1,2}\s?[./-]\s?[0-9]{1,2}", number):
        return False
    if NEVER_BETWEEN & set(re.split(r"[^a-z]+", number.lower())):
        return False
    if not (match["slash"] or match["said"]):
        return number.isdecimal() and len(year) == 4 and year.startswith(("19", "20")) and not listed
    return len(year) == 4 or (not listed and number.isdecimal() and "-" not in (match["slash"] or ""))


def spell_number(written: str) -> str:
    """A number as the register spells it: no spaces, plain hyphens, no leading zeros, scanned letters as digits."""
    number = re.sub(rf"[{DASHES}]", "-", re.sub(r"\s", "", written)).upper()
    if re.fullmatch(r"[0-9OIL]+", number):
        return number.translate(str.maketrans("OIL", "011")).lstrip("0") or "0"
    return number


def year_of(written: str) -> int:
    year = re.sub(r"\s", "", written).upper().translate(str.maketrans("OIL", "011"))
    return 2000 + int(year) if len(year) == 2 else int(year)
