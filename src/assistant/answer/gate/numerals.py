"""Amounts and dates in Indonesian text, in figures or in words: "Rp24 juta", "24.000.000,00" and "dua puluh empat juta".

Two spellings of one amount are read as the same, so that whatever differs afterwards differs in what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from assistant.wording import ENGLISH, INDONESIAN

_ONES = {
    word: value
    for value, word in enumerate("nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas".split())
}
# "Kedua" may also mean both.
_ORDINALS = {f"ke{word}": value for word, value in _ONES.items() if value > 2}
_SCALES = {
    "ribu": 10**3,
    "rb": 10**3,
    "juta": 10**6,
    "jt": 10**6,
    "miliar": 10**9,
    "milyar": 10**9,
    "triliun": 10**12,
    "trilyun": 10**12,
}
# What is counted; "setahun" is one year. An amount of one unit is never that of another.
_UNITS = {
    "tahun": "tahun",
    "thn": "tahun",
    "bulan": "bulan",
    "bln": "bulan",
    "minggu": "minggu",
    "pekan": "minggu",
    "hari": "hari",
    "jam": "jam",
    "menit": "menit",
    "kali": "kali",
    "persen": "persen",
    "%": "persen",
    "rupiah": "rupiah",
    "meter": "meter",
    "orang": "orang",
}
_HALVES = {"setengah": Fraction(1, 2), "separuh": Fraction(1, 2), "seperempat": Fraction(1, 4)}
_ONE_OF = {f"se{unit}": unit for unit in ("tahun", "bulan", "minggu", "pekan", "hari", "jam", "menit")}
_FIGURE = r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?|\d{1,15}(?:[.,]\d{1,2})?(?!\d)"
_TOKEN = re.compile(rf"(?P<figure>{_FIGURE})|(?P<word>[^\W\d_]{{1,40}})|(?P<mark>[%()])|(?P<other>[^\s\w])")
_MONEY = re.compile(r"\b(?:rp|idr)\.?\s?$", re.IGNORECASE)
_UNIT_AFTER_BRACKET = re.compile(r"\s?\)\s{0,3}([^\W\d_]{1,40}|%)")
_MONTHS = {
    name.lower()[:length]: number
    for names in (ENGLISH.months, INDONESIAN.months)
    for number, name in enumerate(names, start=1)
    for length in (3, len(name))
} | {"agt": 8, "ags": 8, "pebruari": 2, "nopember": 11, "sept": 9}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:\s{{0,2}}[-–]\s{{0,2}}\d{{1,2}})?\s{{1,3}}(?:bulan\s{{1,3}})?)?(?P<month>{_MONTH})\b\.?(?:\s{{1,3}}(?:tahun\s{{1,3}})?(?P<year>(?:19|20)\d\d)\b)?|"
    r"\b(?P<day_>\d{1,2})[/.-](?P<month_>\d{1,2})[/.-](?P<year_>(?:19|20)?\d\d)\b|"
    r"\b(?P<day___>\d{1,2})/(?P<month___>0?[1-9]|1[0-2])\b(?!/)|"
    r"\b(?P<year__>(?:19|20)\d\d)-(?P<month__>\d{1,2})-(?P<day__>\d{1,2})\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number and what it counts, `text[start:end]`; `unit` is empty where none is named."""

    value: Fraction
    unit: str
    start: int
    end: int

    def is_said_by(self, other: Amount) -> bool:
        """Whether another amount says as much as this one: the same number, of the same thing where both name it."""
        return self.value == other.value and (self.unit == other.unit or not self.unit or not other.unit)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a month or a year, `text[start:end]`; 0 where it is not named."""

    day: int
    month: int
    year: int
    start: int
    end: int

    def is_said_by(self, other: PartialDate) -> bool:
        """Whether another date names everything that this one names."""
        pairs = ((self.day, other.day), (self.month, other.month), (self.year, other.year))
        return all(not mine or mine == theirs for mine, theirs in pairs)


def dates_in(text: str) -> tuple[PartialDate, ...]:
    """All dates of a text in order, also "Februari 2024" and "14 Februari"."""
    found = []
    for match in _DATE.finditer(text):
        parts = match.groupdict()
        day = parts["day"] or parts["day_"] or parts["day__"] or parts["day___"]
        year = parts["year"] or parts["year_"] or parts["year__"]
        named = parts["month"]
        if (
            named and not (day or year) and (named.islower() or len(named) < 4)
        ):  # "mei" alone, "mar": too short to be sure
            continue
        month = _MONTHS[named.lower()] if named else int(parts["month_"] or parts["month__"] or parts["month___"])
        full_year = int(year or 0)
        full_year += 2000 if 0 < full_year < 100 else 0
        if 1 <= month <= 12 and int(day or 0) <= 31:
            found.append(PartialDate(int(day or 0), month, full_year, *match.span()))
    return tuple(found)


@dataclass(slots=True)
class _Run:
    """A number that is being read, word by word."""

    start: int
    end: int
    total: Fraction = Fraction(0)
    group: Fraction = Fraction(0)
    """What stands before the next scale word."""

    def value(self) -> Fraction:
        return self.total + self.group


def amounts_in(text: str) -> tuple[Amount, ...]:
    """All amounts of a text in order; a second spelling in brackets, "1 (satu) tahun", belongs to the first."""
    found: list[Amount] = []
    for amount in _with_units(text):
        last = found[-1] if found else None
        between = text[last.end : amount.start] if last else ""
        if last and last.value == amount.value and between.strip() in ("(", ""):
            after = _UNIT_AFTER_BRACKET.match(text, amount.end)
            unit = _UNITS.get(after[1].lower(), "") if after else ""
            end = after.end(1) if after and unit else amount.end
            found[-1] = Amount(last.value, unit or amount.unit or last.unit, last.start, end)
        else:
            found.append(amount)
    return tuple(found)


def _with_units(text: str) -> Iterator[Amount]:
    tokens = list(_TOKEN.finditer(text))
    position = 0
    while position < len(tokens):
        token = tokens[position].group().lower()
        is_everyday = token == "sehari" and text[tokens[position].end() :].lower().startswith("-hari")
        if token in _ONE_OF and not is_everyday:
            yield Amount(Fraction(1), _UNITS[_ONE_OF[token]], *tokens[position].span())
            position += 1
            continue
        run, after = _run_at(tokens, position)
        if run is None:
            position += 1
            continue
        unit, end = _unit_at(tokens, after, run.end)
        money = _MONEY.search(text, max(0, run.start - 4), run.start)
        yield Amount(run.value(), "rupiah" if money else unit, money.start() if money else run.start, end)
        position = after


def _run_at(tokens: list[re.Match[str]], position: int) -> tuple[_Run | None, int]:
    """The number that starts at a token, and the position after it."""
    first = tokens[position]
    if position and tokens[position - 1].group().lower() == "salah":  # "salah satu" counts nothing
        return None, position
    run = _Run(*first.span())
    start = position
    while position < len(tokens):
        token = tokens[position]
        value = _value(token)
        word = token.group().lower()
        if token["figure"] and position == start:
            run.group = _figure(word)
        elif word in _SCALES and position > start:
            run.total, run.group = run.total + (run.group or 1) * _SCALES[word], Fraction(0)
        elif word in ("seribu", "sejuta"):
            run.total += 1000 if word == "seribu" else 10**6
        elif word in ("puluh", "ratus", "belas") and position > start:
            run.group = _grown(run.group, word)
        elif word == "seratus":
            run.group += 100
        elif value is not None and (position == start or not tokens[start]["figure"]):
            run.group += value
        else:
            break
        run.end = token.end()
        position += 1
    return (run, position) if position > start else (None, position)


def _value(token: re.Match[str]) -> Fraction | None:
    word = token.group().lower()
    if word in _HALVES:
        return _HALVES[word]
    if word in _ORDINALS:
        return Fraction(_ORDINALS[word])
    return Fraction(_ONES[word]) if word in _ONES else None


def _grown(group: Fraction, word: str) -> Fraction:
    """ "dua" + "puluh" is 20, and "seratus dua" + "puluh" 120."""
    last = group % 10
    return group - last + {"puluh": last * 10, "ratus": last * 100, "belas": last + 10}[word]


def _figure(written: str) -> Fraction:
    """A number in figures; a point before three digits separates thousands, a comma decimals."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d{1,2})?", written):
        written = written.replace(".", "")
    return Fraction(written.replace(",", "."))


def _unit_at(tokens: list[re.Match[str]], position: int, end: int) -> tuple[str, int]:
    """The unit after a number, behind a spelling in brackets where there is one, and where it ends."""
    if position < len(tokens) and tokens[position].group().lower() in _UNITS:
        return _UNITS[tokens[position].group().lower()], tokens[position].end()
    return "", end
