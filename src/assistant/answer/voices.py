"""Who says a sentence, when, and how high that stands: an act of parliament above a circular above a word to the press.

The ranks and the ways of naming a speaker are data, in `voices.yaml`.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from assistant.answer.cited import cited_in_passage
from assistant.regulations import Instrument
from assistant.text import words
from assistant.types import OWN_WORDS, Quote, Source
from assistant.wording import INDONESIAN

SHORTEST_NAME = 4
VOICES_FILE = Path(__file__).with_name("voices.yaml")
_DATE = re.compile(r"(?:(\d{1,2})\s+)?(?:(" + "|".join(INDONESIAN.months) + r")\s+)?((?:19|20)\d{2})\b")


@dataclass(frozen=True, slots=True)
class Rank:
    """A level of the hierarchy; `place` is 0 for the highest."""

    place: int
    names: tuple[str, str]
    """Indonesian and English."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says something. `is_spoken` is True for a person or body that is quoted, False for an instrument or a source."""

    name: str
    when: str
    """As it is written, or empty."""
    date: datetime.date | None
    rank: Rank
    is_spoken: bool

    def is_named_in(self, text: str) -> bool:
        """Whether a text names this speaker: one of the names stands in it, in whatever case."""
        names = [word for word in words(self.name) if len(word) >= SHORTEST_NAME]
        return self.is_spoken and bool(set(names) & set(words(text)) - _voices().offices)


@dataclass(frozen=True, slots=True)
class _Voices:
    ranks: tuple[tuple[Rank, frozenset[str]], ...]
    attributions: tuple[re.Pattern[str], ...]
    narrowed: re.Pattern[str]
    offices: frozenset[str]


@cache
def _voices(path: Path = VOICES_FILE) -> _Voices:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    ranks = tuple(
        (Rank(place, (entry["label"], entry["english"])), frozenset(entry["kinds"]))
        for place, entry in enumerate(data["ranks"])
    )
    return _Voices(
        ranks, tuple(map(re.compile, data["attributions"])), re.compile(data["narrowed"]), frozenset(data["offices"])
    )


def voice_of(quote: Quote) -> Voice:
    """Who says a quotation: the speaker it names, else the highest instrument it cites, else the source itself."""
    source = quote.passage.source
    speaker = next((found for pattern in _voices().attributions if (found := pattern.search(quote.text))), None)
    named = _instruments(speaker["who"]) if speaker else _instruments(quote.text)
    if named:
        highest = min(named, key=lambda instrument: _rank_of(instrument).place)
        return Voice(highest.label, "", highest.in_force_from, _rank_of(highest), is_spoken=False)
    if speaker:
        written = next((speaker[name] for name in ("when", "then") if speaker.groupdict().get(name)), "")
        return Voice(
            speaker["who"], written, read_date(written) or _day_of_the_news(source), lowest_rank(), is_spoken=True
        )
    return Voice(source.publisher or source.title, "", source.date, lowest_rank(), is_spoken=False)


def _day_of_the_news(source: Source) -> datetime.date | None:
    """The day on which somebody is quoted; what we tell in our own words is quoted from elsewhere."""
    return None if source.kind in OWN_WORDS else source.date


def contradict(one: Voice, other: Voice) -> bool:
    """Whether opposite statements of two voices are a disagreement: two of them, and one at least a person's or body's."""
    return one.name != other.name and (one.is_spoken or other.is_spoken)


def is_narrowed(act: str) -> bool:
    """Whether words of an act limit a prohibition to one way of doing it."""
    return bool(_voices().narrowed.search(act))


def read_date(text: str) -> datetime.date | None:
    """The last date in a text, a missing day or month read as the first; None when there is none."""
    found = None
    for day, month, year in _DATE.findall(text):
        number = INDONESIAN.months.index(month) + 1 if month else 1
        try:
            found = datetime.date(int(year), number, int(day or 1))
        except ValueError:
            continue
    return found


def _instruments(text: str) -> list[Instrument]:
    cited = cited_in_passage(text, datetime.date.today())
    return [citation.instrument for citation in cited if citation.instrument]


def _rank_of(instrument: Instrument) -> Rank:
    return next((rank for rank, kinds in _voices().ranks if instrument.kind in kinds), lowest_rank())


def lowest_rank() -> Rank:
    """The rank of what is said to the public."""
    return _voices().ranks[-1][0]
