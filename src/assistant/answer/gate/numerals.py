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
# How much of a smaller unit a larger one holds: thirty days are no month, and working days no week.
_IN_BASE = {
    "tahun": ("bulan", Fraction(12)),
    "minggu": ("menit", Fraction(7 * 24 * 60)),
    "hari": ("menit", Fraction(24 * 60)),
    "jam": ("menit", Fraction(60)),
}
_SHARES = {"setengah": Fraction(1, 2), "separuh": Fraction(1, 2), "separo": Fraction(1, 2)} | {
    f"seper{word}": Fraction(1, value) for word, value in _ONES.items() if value > 2
}
_PARTS = {f"per{word}": value for word, value in _ONES.items() if value > 2}
# Behind an hour: "pukul empat sore" is 16.00.
_LATER = {"siang": 5, "sore": 12, "petang": 12, "malam": 12}
# Between the ends of a range, which share a unit: "4 sampai 6 hari".
_RANGE = re.compile(r"\s?(?:sampai(?:\s+dengan)?|hingga|s\.?d\.?|atau|menjadi|[-–])\s?")
# "(2) Permohonan …": the number of a paragraph counts nothing.
_NUMBERING = "ayat"
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
    rf"\b(?:(?:(?P<first>\d{{1,2}})(?:\s{{0,2}}[-–,]\s{{0,2}}|\s(?:dan|atau|menjadi|hingga|sampai(?:\sdengan)?|s\.?d\.?|ke)\s))?(?P<day>\d{{1,2}})\s{{1,3}}(?:bulan\s{{1,3}})?)?(?P<month>{_MONTH})\b\.?(?:\s{{1,3}}(?:tahun\s{{1,3}})?(?P<year>(?:19|20)\d\d)\b)?|"
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

    def measure(self) -> tuple[str, Fraction]:
        """The amount in the smallest unit of its kind: a year as twelve months, a half as fifty per cent."""
        if not self.unit and 0 < self.value < 1:
            return "persen", self.value * 100
        base, factor = _IN_BASE.get(self.unit, (self.unit, Fraction(1)))
        return base, self.value * factor

    def is_said_by(self, other: Amount) -> bool:
        """Whether another amount says as much as this one: the same number, of the same thing where both name it."""
        is_bare = _NUMBERING not in (self.unit, other.unit) and not (self.unit and other.unit)
        return self.measure() == other.measure() or (self.value == other.value >= 1 and is_bare)


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
        if not 1 <= month <= 12 or int(day or 0) > 31:
            continue
        start = match.start("day") if parts["first"] else match.start()
        if 1 <= int(parts["first"] or 0) <= 31:
            found.append(PartialDate(int(parts["first"]), month, full_year, match.start(), start))
        found.append(PartialDate(int(day or 0), month, full_year, start, match.end()))
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
            unit = _of_working_days(text, end, unit)
            found[-1] = Amount(last.value, unit or amount.unit or last.unit, last.start, end)
        elif _numbers_paragraph(text, amount):
            found.append(Amount(amount.value, _NUMBERING, amount.start, amount.end))
        elif last and not between.strip() and _goes_on(last, amount):
            smaller = amount.measure()[1] / Amount(Fraction(1), last.unit, 0, 0).measure()[1]
            found[-1] = Amount(last.value + smaller, last.unit, last.start, amount.end)
        else:
            if last and not last.unit and amount.unit and _RANGE.fullmatch(between):
                found[-1] = Amount(last.value, amount.unit, last.start, last.end)
            found.append(amount)
    return tuple(found)


def _numbers_paragraph(text: str, amount: Amount) -> bool:
    """Whether a number stands alone in brackets where a sentence begins."""
    is_bracketed = text[amount.start - 1 : amount.start] == "(" and text[amount.end : amount.end + 1] == ")"
    return is_bracketed and text[: amount.start - 1].rstrip()[-1:] in ("", ".", ";", ":")


def _goes_on(larger: Amount, smaller: Amount) -> bool:
    """Whether two amounts are one: "37 jam 30 menit"."""
    (kind, much), (other, little) = larger.measure(), smaller.measure()
    return kind == other and larger.unit in _IN_BASE and larger.unit != smaller.unit and little < much


def _of_working_days(text: str, end: int, unit: str) -> str:
    return "hari kerja" if unit == "hari" and text[end : end + 6].lower() == " kerja" else unit


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
        unit = _of_working_days(text, end, unit)
        money = _MONEY.search(text, max(0, run.start - 4), run.start)
        value = _hour(tokens, position, after, run.value())
        yield Amount(value, "rupiah" if money else unit, money.start() if money else run.start, end)
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
        elif word in _PARTS and position > start:
            run.group /= _PARTS[word]
        elif value is not None and (position == start or not tokens[start]["figure"]):
            run.group += value
        else:
            break
        run.end = token.end()
        position += 1
    return (run, position) if position > start else (None, position)


def _value(token: re.Match[str]) -> Fraction | None:
    word = token.group().lower()
    if word in _SHARES:
        return _SHARES[word]
    if word.removesuffix("nya") in _ORDINALS:
        return Fraction(_ORDINALS[word.removesuffix("nya")])
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


def _hour(tokens: list[re.Match[str]], position: int, after: int, value: Fraction) -> Fraction:
    """An hour as it is written in figures: "pukul setengah delapan" is 7.30, "pukul empat sore" 16.00."""
    if not position or tokens[position - 1].group().lower() not in ("pukul", "jam"):
        return value
    if tokens[position].group().lower() == "setengah" and value > 1:
        value = value - Fraction(1, 2) - 1 + Fraction(30, 100)
    later = tokens[after].group().lower() if after < len(tokens) else ""
    return value + 12 if value < _LATER.get(later, 0) else value


def _unit_at(tokens: list[re.Match[str]], position: int, end: int) -> tuple[str, int]:
    """The unit after a number and where it ends; "2 Tahun 2022" names an instrument and no years."""
    following = [token.group().lower() for token in tokens[position : position + 2]]
    is_number = following[:1] == ["tahun"] and re.fullmatch(r"(?:19|20)\d\d", following[-1])
    if following and following[0] in _UNITS and not is_number:
        return _UNITS[following[0]], tokens[position].end()
    return "", end
