"""What kinds, issuers and instruments are called in texts: the wordings of the register, made searchable."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from assistant.regulations.register import Instrument, Kind, Register

# Day, month and year of an instrument that is called by its date.
Date = tuple[str, str, str]

DASHES = "\\-‐‑‒–—−"
# Rulings of the Constitutional Court: their numbers have a form of their own, which the reader of citations knows.
COURT = "putusan_mk"
ABOUT = frozenset("tentang ttg soal mengenai".split())
NEVER_BETWEEN = frozenset("pasal ps psl ayat huruf angka nomor nomer no tahun".split())
_BETWEEN = frozenset("republik indonesia ri dan dua tiga empat lima enam tujuh".split()) | ABOUT


@dataclass(frozen=True, eq=False)
class Names:
    """The words by which a register's kinds, issuers and instruments are known."""

    instruments: tuple[Instrument, ...]
    kinds: dict[str, Kind]
    """Kind by its wording without spaces: `undangundang`."""
    kind_pattern: re.Pattern[str]
    capitals: frozenset[str]
    issuers: dict[str, str]
    issuer_pattern: re.Pattern[str]
    names: dict[tuple[str, tuple[str, ...]], tuple[Instrument, ...]]
    """Instruments by kind and the words of a short name or title after the kind, in the order of the register."""
    lone: dict[str, Instrument]
    """Instruments by short names without a kind, and by numbers that no other instrument could have."""
    lone_pattern: re.Pattern[str]
    words: frozenset[str]
    """Words that may stand between a kind and its number."""
    events: frozenset[str]
    dates: dict[str, dict[Date, str]]
    """Names that are a date, by kind and date: "22 September 2022" of a joint decree is `22 september 2022`."""
    shared: dict[str, frozenset[str]]
    """Of every kind that several institutions issue, the words that may stand between it and its number."""
    longest_name: int
    """Words of the longest name."""

    def numbered(self, kind: str, number: str, year: int, issuer: str) -> list[Instrument]:
        """The instruments of this identity; year 0 and no issuer leave it open.

        Without a year, those that are only to be recognised are left out where others have the number.
        """
        found = [
            one
            for one in self.instruments
            if (one.kind, year or one.year) == (kind, one.year)
            and number in one.numbers
            and issuer in ("", one.issuer or issuer)
        ]
        return found if year else [one for one in found if not one.recognised_only] or found


def letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text).lower()


def _alternatives(wordings: Iterable[str]) -> str:
    """A pattern for wordings, the longest first, that takes any spaces or hyphens between words and around signs."""
    ordered = sorted(set(wordings), key=len, reverse=True)
    parts = ([re.escape(part) for part in re.findall(r"[^\W_]+|[./]", wording)] for wording in ordered)
    return "|".join(rf"[\s{DASHES}]{{0,3}}".join(part) for part in parts)


@cache
def names_of(register: Register) -> Names:
    """The wordings of a register, compiled once."""
    kinds = {letters(wording): kind for kind in register.kinds for wording in (*kind.written, *kind.capitals)}
    written = _alternatives(wording for kind in register.kinds for wording in (*kind.written, *kind.capitals))
    kind_pattern = re.compile(
        rf"(?<![^\W_])(?<!rancangan\s)(?<![0-9]/)({written})(?![^\W\d_])(?:\s{{0,3}}\(\s{{0,2}}(?:{written})\s{{0,2}}\))?",
        re.IGNORECASE,
    )
    names: dict[tuple[str, tuple[str, ...]], tuple[Instrument, ...]] = {}
    lone: dict[str, Instrument] = {}
    for one in register.instruments:
        spoken = [(kind_pattern.match(name), name) for name in one.short_names]
        for tail in (one.title, *(name[kind.end() :] for kind, name in spoken if kind)):
            key = one.kind, tuple(re.findall(r"[^\W_]+", tail.lower()))
            names[key] = tuple(dict.fromkeys((*names.get(key, ()), one)))
        lone.update({name: one for kind, name in spoken if not kind})
        lone.update({number: one for number in one.numbers if len(number) > 5 and one.kind != COURT})
    issuers = {wording: issuer for issuer, wordings in register.issuers for wording in wordings}
    words = {word for wording in (*issuers, *(" ".join(tail) for _, tail in names)) for word in wording.split()}
    return Names(
        instruments=register.instruments,
        kinds=kinds,
        kind_pattern=kind_pattern,
        capitals=frozenset(letters(wording) for kind in register.kinds for wording in kind.capitals),
        issuers={letters(wording): issuer for wording, issuer in issuers.items()},
        issuer_pattern=re.compile(rf"(?<![^\W_])(?:{_alternatives(issuers) or '(?!)'})(?![^\W_])", re.IGNORECASE),
        names=names,
        lone={letters(wording): one for wording, one in lone.items()},
        lone_pattern=re.compile(rf"(?<![^\W_])({_alternatives(lone) or '(?!)'})(?![^\W_])", re.IGNORECASE),
        words=frozenset(word for word in words if word.isalpha()) - NEVER_BETWEEN | _BETWEEN,
        events=register.events,
        dates=_dates(names),
        shared={one.kind: _own_words(one.kind, names, issuers) for one in register.instruments if one.issuer},
        longest_name=max((len(tail) for _, tail in names), default=0),
    )


def _dates(names: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, dict[Date, str]]:
    found: dict[str, dict[Date, str]] = {}
    for kind, tail in names:
        if len(tail) == 3 and tail[0].isdecimal() and tail[2].isdecimal():
            found.setdefault(kind, {})[tail] = " ".join(tail)
    return found


def _own_words(kind: str, names: Iterable[tuple[str, tuple[str, ...]]], issuers: Iterable[str]) -> frozenset[str]:
    wordings = (*issuers, *(" ".join(tail) for owner, tail in names if owner == kind))
    return frozenset(word for wording in wordings for word in wording.split()) | _BETWEEN | {"nomor", "no"}
