"""Dates as Indonesian newspapers write them. A date is read or worked out with certainty, or there is none.

"Selasa (7/2)" lacks its year. It is completed only when exactly one of the years around those that the text mentions
(years of cited laws aside) makes the seventh of February a Tuesday.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_MONTHS = (
    ("januari", "january", "jan"),
    ("februari", "pebruari", "february", "feb", "peb"),
    ("maret", "march", "mar"),
    ("april", "apr"),
    ("mei", "may"),
    ("juni", "june", "jun"),
    ("juli", "july", "jul"),
    ("agustus", "august", "agu", "ags", "aug"),
    ("september", "sept", "sep"),
    ("oktober", "october", "okt", "oct"),
    ("november", "nopember", "nov", "nop"),
    ("desember", "december", "des", "dec"),
)
_WEEKDAYS = (
    ("senin", "monday"),
    ("selasa", "tuesday"),
    ("rabu", "wednesday"),
    ("kamis", "thursday"),
    ("jumat", "jum'at", "jum’at", "friday"),
    ("sabtu", "saturday"),
    ("minggu", "ahad", "sunday"),
)
_MONTH_NUMBERS = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names}
_WEEKDAY_NUMBERS = {name: number for number, names in enumerate(_WEEKDAYS) for name in names}


def _any_of(names: dict[str, int]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


_WEEKDAY = rf"(?P<weekday>{_any_of(_WEEKDAY_NUMBERS)})"
_FIGURES = (
    r"(?P<day>\d{1,2})(?:\s?[-–]\s?(?P<last_day>\d{1,2}))?\s?/\s?(?P<month>\d{1,2})(?:\s?/\s?(?P<year>\d{4}|\d{2}))?"
)
_WORDS = (
    rf"(?P<day_>\d{{1,2}})(?:\s?[-–]\s?(?P<last_day_>\d{{1,2}}))?\s+"
    rf"(?P<month_>{_any_of(_MONTH_NUMBERS)})\.?(?:\s+(?P<year_>\d{{4}}))?"
)
_DATE = rf"(?:{_FIGURES}|{_WORDS})(?![\w/])"
_ENGLISH = rf"(?P<month_>{_any_of(_MONTH_NUMBERS)})\.?\s+(?P<day_>\d{{1,2}}),?\s+(?P<year_>\d{{4}})"
_ISO = r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"

_MENTION = re.compile(rf"\b{_WEEKDAY}\b[\s,]*(?P<opened>\()?\s*(?:tanggal\s+|tgl\.?\s+)?{_DATE}\s*\)?", re.IGNORECASE)
_IN_BRACKETS = re.compile(rf"\(\s*{_DATE}\s*\)", re.IGNORECASE)
_STANDING_ALONE = tuple(re.compile(rf"(?<![\w/]){form}", re.IGNORECASE) for form in (_DATE, _ENGLISH, _ISO))
# How a regulation or a circular ends; the form of its own date, on two lines or on one.
_ENACTED = re.compile(
    rf"^(?:ditetapkan|disahkan|dikeluarkan|ditandatangani)\s+di\s*:?\s+[^\n]{{2,60}}?,?\s+(?:pada\s+)?tanggal\s*:?\s+{_WORDS}",
    re.IGNORECASE | re.MULTILINE,
)
# Words that make a date one of the future, not of the report.
_AHEAD = re.compile(r"[\s,)]*(?:mendatang|nanti\b|yang akan datang|depan\b)", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d{2}(?![\d.,]?\d)")
_LAW_YEAR = re.compile(
    r"\b(?:nomor|no)\b\.?\s*[\w.\-]+\s*(?:tahun|th\.?|/)\s*(?P<named>\d{4})|(?<![\d/])\d{1,3}/(?P<short>\d{4})(?!\d)",
    re.IGNORECASE,
)

_AMOUNT = re.compile(
    r"\b(?:sebanyak|sekitar|rp)\.?\s*\d{4}\b(?!\s*[/)])|\b\d{4}\s+(?:orang|peserta|pegawai|personel|asn|pns|warga|pemilih|suara)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Mention:
    """A date as written; `year` and `weekday` (0 is Monday) are None when the text does not give them."""

    start: int
    end: int
    days: tuple[int, ...]
    month: int
    year: int | None
    weekday: int | None


def parse_date(text: str) -> datetime.date | None:
    """The date of a front matter value: 2024-01-30, 30 Januari 2024, 30/01/2024, with or without its weekday."""
    text = re.sub(rf"^(?:{_any_of(_WEEKDAY_NUMBERS)})\b[\s,]*", "", text.strip(), flags=re.IGNORECASE)
    # A time of day may follow, as YAML and newspapers write it; the day is what counts.
    text = re.sub(r"[\sT,|]+\d{1,2}[:.]\d{2}.*$", "", text)
    for pattern in _STANDING_ALONE:
        match = pattern.fullmatch(text)
        if match:
            mention = _mention(match)
            return _on_day(mention, mention.year) if mention.year else None
    return None


def date_line(line: str) -> datetime.date | None:
    """The full date that makes up most of a line at the top of a page, as a page prints when it was published."""
    for pattern in _STANDING_ALONE:
        matches = list(pattern.finditer(line))
        full = [mention for mention in map(_mention, matches) if mention.year]
        if full and sum(len(match.group()) for match in matches) >= 0.3 * len(line):
            return _on_day(full[0], full[0].year)
    return None


def find_date(head: Sequence[str], body: str) -> datetime.date | None:
    """The date of a document: printed above it, else of its enactment, else the first in its text that is certain.

    head: short lines above the first paragraph; body: the text, which may lack a year that other mentions supply.
    """
    for line in head:
        printed = date_line(line)
        if printed:
            return printed
    text = "\n".join([*head, body])
    enacted = next((mention for mention in map(_mention, _ENACTED.finditer(body)) if mention.year), None)
    if enacted:
        return _on_day(enacted, enacted.year)
    mentions = [mention for mention in _mentions(text) if not _AHEAD.match(text, mention.end)]
    years = _possible_years(text)
    for mention in mentions:
        certain = _certain_date(mention, years)
        if certain:
            return certain
    # A full date whose weekday does not fit is still what the text says.
    return next((_on_day(mention, mention.year) for mention in mentions if mention.year), None)


def _mentions(text: str) -> Iterator[_Mention]:
    """Dates that belong to a report, in order: with a weekday, or full and in brackets."""
    found = [_mention(match) for match in _MENTION.finditer(text)]
    inside = [(mention.start, mention.end) for mention in found]
    for match in _IN_BRACKETS.finditer(text):
        mention = _mention(match)
        if mention.year and not any(start <= mention.start < end for start, end in inside):
            found.append(mention)
    yield from sorted(found, key=lambda mention: mention.start)


def _mention(match: re.Match[str]) -> _Mention:
    groups = {name.rstrip("_"): value for name, value in match.groupdict().items() if value}
    month = groups["month"].lower()
    year = int(groups["year"]) if "year" in groups else None
    weekday = groups.get("weekday", "").lower()
    return _Mention(
        start=match.start(),
        end=match.end(),
        days=tuple(int(groups[name]) for name in ("day", "last_day") if name in groups),
        month=_MONTH_NUMBERS.get(month) or int(month),
        year=year + 2000 if year is not None and year < 100 else year,
        weekday=_WEEKDAY_NUMBERS.get(weekday),
    )


def _on_day(mention: _Mention, year: int | None) -> datetime.date | None:
    """The first day of a mention in a year, or None when there is no such day."""
    try:
        return datetime.date(year or 0, mention.month, mention.days[0])
    except ValueError:
        return None


def _fits(mention: _Mention, year: int) -> bool:
    """Whether one of the days of a mention falls on its weekday in a year."""
    first = _on_day(mention, year)
    if first is None or mention.weekday is None:
        return first is not None
    return any((first + datetime.timedelta(day - mention.days[0])).weekday() == mention.weekday for day in mention.days)


def _certain_date(mention: _Mention, years: Sequence[int]) -> datetime.date | None:
    if mention.year:
        return _on_day(mention, mention.year) if _fits(mention, mention.year) else None
    if mention.weekday is None:
        return None
    fitting = [year for year in years if _fits(mention, year)]
    return _on_day(mention, fitting[0]) if len(fitting) == 1 else None


def _possible_years(text: str) -> list[int]:
    """Years that a text mentions, and their neighbours; none before the newest law that it cites.

    The year of a law says nothing about when a report was written, except that it cannot be older.
    """
    laws = [int(match["named"] or match["short"]) for match in _LAW_YEAR.finditer(text)]
    mentioned = {int(year) for year in _YEAR.findall(_AMOUNT.sub(" ", _LAW_YEAR.sub(" ", text)))}
    around = {year + step for year in mentioned for step in (-1, 0, 1)}
    return sorted(year for year in around if year >= max(laws, default=0))
