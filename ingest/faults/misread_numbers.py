"""Numbers that a scanner misread, put right where the number itself or the words behind it leave no doubt."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.faults.mended import Edit

DIGIT_OF = {"O": "0", "o": "0", "Q": "0", "l": "1", "I": "1", "|": "1", "L": "1", "i": "1", "S": "5", "s": "5"}
"""The digit that a letter looks like."""

_UNITS = "nol satu dua tiga empat lima enam tujuh delapan sembilan".split()
_MONTHS = "Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Nopember|Desember"
_FIRST_YEAR, _LAST_YEAR = 1900, 2099

# "Tahun 2Ol4", "Agustus 2O2l", "TAHUN 2O2I".
_YEAR = re.compile(
    r"(?<=\s)(?:(?<=[Tt]ahun\s)|(?<=TAHUN\s)|(?<=\d\s)|(?:(?<=[a-z]\s)))([12l][90Oo][0-9OolILSs]{2})(?![^\W_])"
)
_AFTER_YEAR_WORD = re.compile(rf"(?:[Tt]ahun|TAHUN|{_MONTHS})\s$")
# "3O21", "1O6", "1O": the letter O among digits; a small l only between two of them.
_OH = re.compile(r"(?<![^\W_])(?=[0-9OolI]*[0-9][0-9OolI]*)[1-9][0-9OolI]{0,3}(?<=[0-9O])(?![^\W_])")
# "Pasal 2l", "Pasal l0", "ayat (l)": after these words stands a number, whatever it looks like.
_AFTER_WORD = re.compile(r"\b([Pp]asal|PASAL|[Aa]ngka|[Nn]omor|NOMOR)\s([0-9OlI]{2,3})(?![^\W_]|[/.)-])")
_LONE_ONE = re.compile(r"\b([Pp]asal)\sl(?=\s(?:ayat|huruf|angka|dan|sampai)\b|[,;])")
# "ayat (21", "ayat {2)", "ayat (2t", "ayatl2l": a bracket that looks like a 1, an l or a t.
_AYAT = re.compile(r"\b([Aa]yat)\s?([({\[lI1])\s?([0-9lIt])\s?([)}\]1lIt|])\1{0}(?![0-9)}\]])")
_AYAT_FOUR = re.compile(r"(?<=ayat \(3\) dan ayat )\(a\)|(?<=ayat \(3\), dan ayat )\(a\)|(?<=ayat \(3\), ayat )\(a\)")
_PERCENT = re.compile(r"(?<=[0-9])\s?(?:[oO0]/[oO0]|o7o|olo|oh|Vo|Yo|%o)(?=\s\(([a-z ]{3,40})\)|[\s.,;)])")
# "S (lima)", "1O (sepuluh)", "l (satu)": the words in brackets say the number once more.
_SPELLED = re.compile(r"(?<![^\s(/])([0-9A-Za-z|]{1,4})\s\(([a-z]{3,10}(?:\s[a-z]{3,10}){0,4})\)")


def number_edits(text: str) -> Iterator[Edit]:
    """Years, numbers with letters among their digits, ayat whose bracket became a digit, percent signs."""
    for match in _YEAR.finditer(text):
        year = as_digits(match[1])
        if _AFTER_YEAR_WORD.search(text, max(0, match.start() - 12), match.start()) and _is_year(year):
            yield _edit(match, year)
    for match in _OH.finditer(text):
        if not match.group().isdigit() and (match.group().strip("0123456789O") == "" or _is_year_like(match.group())):
            yield _edit(match, as_digits(match.group()))
    for match in _AFTER_WORD.finditer(text):
        number = as_digits(match[2])
        if number.isdigit() and any(map(str.isdigit, match[2])):
            yield _edit(match, f"{match[1]} {number}")
    for match in _LONE_ONE.finditer(text):
        yield _edit(match, f"{match[1]} 1")
    yield from _ayat_edits(text)
    for match in _PERCENT.finditer(text):
        if "/" in match.group() or (match[1] and match[1].endswith(("persen", "per seratus"))):
            yield _edit(match, "%")
    for match in _SPELLED.finditer(text):
        if edit := _spelled_edit(match):
            yield edit


def as_digits(number: str) -> str:
    """A number with the letters that look like digits read as those."""
    return "".join(DIGIT_OF.get(letter, letter) for letter in number)


def spelled_number(words: str) -> int | None:
    """The number that Indonesian words spell: "dua puluh lima" is 25; None when they spell none below a million."""
    total, part = 0, 0
    for word in words.split():
        if word in _UNITS:
            part += _UNITS.index(word)
        elif word in ("sepuluh", "sebelas"):
            part += 10 if word == "sepuluh" else 11
        elif word == "belas" and part % 100:
            part += 10
        elif word == "puluh" and part % 100:
            part += 9 * (part % 100)
        elif word in ("ratus", "seratus"):
            part = 100 * (part or 1)
        elif word in ("ribu", "seribu"):
            total, part = total + 1000 * (part or 1), 0
        else:
            return None
    return total + part


def _ayat_edits(text: str) -> Iterator[Edit]:
    for match in _AYAT.finditer(text):
        ayat, opened, number, closed = match.groups()
        digit = as_digits(number.replace("t", "1"))
        # "(11" may be ayat (1) as well as an ayat (11) that lost its bracket.
        if (opened == "(" and closed == ")" and number.isdigit()) or (digit == "1" and closed not in ")}]"):
            continue
        if opened in "lI1" and closed not in ")lI1":
            continue
        after = text[match.end() : match.end() + 1]
        yield _edit(match, f"{ayat} ({digit})" + (" " if after.isalpha() else ""))
    for match in _AYAT_FOUR.finditer(text):
        yield _edit(match, "(4)")


def _spelled_edit(match: re.Match[str]) -> Edit | None:
    read, number = match[1], spelled_number(match[2])
    if number is None or read.isdigit() or len(read) != len(str(number)):
        return None
    digits = zip(read, str(number), strict=True)
    if not all(not letter.isdigit() or letter == digit for letter, digit in digits):
        return None
    return Edit(match.start(1), match.end(1), str(number), "number")


def _is_year(number: str) -> bool:
    return number.isdigit() and len(number) == 4 and _FIRST_YEAR <= int(number) <= _LAST_YEAR


def _is_year_like(number: str) -> bool:
    """Four signs with two true digits that make a year: "2Ol4" without a word before it."""
    return _is_year(as_digits(number)) and sum(map(str.isdigit, number)) >= 2


def _edit(match: re.Match[str], now: str) -> Edit:
    return Edit(match.start(), match.end(), now, "number")
