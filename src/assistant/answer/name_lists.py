"""The lists of `names.yaml`: names as tuples of words, and the words that show where names stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import chain
from pathlib import Path

import yaml

from assistant.text import words

NAMES_FILE = Path(__file__).with_name("names.yaml")
# Sections whose words introduce names and are none.
_INTRODUCING = ("honorifics", "candidates", "heads", "offices", "inhabitants", "region_types", "supports", "speech")

Key = tuple[str, ...]


class NameKind(StrEnum):
    """What bears a name."""

    PARTY = "party"
    PERSON = "person"
    REGION = "region"


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of `names.yaml`."""

    words: dict[str, frozenset[str]]
    """The words of each section that holds single words."""
    compounds: dict[str, frozenset[str]]
    sure: dict[Key, NameKind]
    """Names wherever they stand: parties, politicians and regions."""
    doubtful: dict[Key, NameKind]
    """Parties and regions that are ordinary words as well."""
    people: frozenset[Key]
    """Names of people, whether or not they are ordinary words as well."""
    doubtful_people: frozenset[Key]
    common: frozenset[str]
    """Words that introduce names and are none."""
    kept: frozenset[Key]
    """What is no name although it may be written like one."""
    longest: dict[str, int]
    """Of every word that begins an entry of `sure`, `people` or `kept`, how many words the longest such entry has."""


@cache
def load_lists(path: Path = NAMES_FILE) -> Lists:
    """The lists of a file with the sections of `names.yaml`."""
    # BaseLoader reads every scalar as text: "no" and "on" are words here, not truth values.
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    sections = {name: frozenset(entry) for name, entry in data.items() if name not in ("regions", "compounds")}
    doubtful = dict.fromkeys(_keys(data["regions_doubtful"]), NameKind.REGION)
    doubtful |= dict.fromkeys(_keys(data["parties_doubtful"]), NameKind.PARTY)
    sure = dict.fromkeys(_keys(data["politicians"]), NameKind.PERSON)
    sure |= dict.fromkeys((key for province in data["regions"] for key in _keys(province)), NameKind.REGION)
    sure |= dict.fromkeys(_keys(data["parties"]), NameKind.PARTY)
    doubtful_people = frozenset(_keys(data["people_doubtful"]))
    people = frozenset(_keys(data["people"])) | doubtful_people
    kept = frozenset(_keys(data["not_names"]))
    longest: dict[str, int] = {}
    for key in chain(sure, people, kept):
        longest[key[0]] = max(longest.get(key[0], 0), len(key))
    return Lists(
        words=sections,
        compounds={kind: frozenset(entry) for kind, entry in data["compounds"].items()},
        sure=sure,
        doubtful=doubtful,
        people=people,
        doubtful_people=doubtful_people,
        common=frozenset[str]().union(*(sections[name] for name in _INTRODUCING)),
        kept=kept,
        longest=longest,
    )


def _keys(names: Iterable[str]) -> Iterator[Key]:
    return (tuple(words(name)) for name in names)
