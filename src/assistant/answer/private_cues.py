"""What tells names from words when they are to be hidden: the lists of `masking.yaml`, and the forms of derived words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from assistant.answer.name_lists import load_lists
from assistant.text import is_root_word, stem

MASKING_FILE = Path(__file__).with_name("masking.yaml")
_LISTS = ("naming", "relations", "between", "address", "callings", "not_after")
_PREFIXES = tuple(re.compile(form) for form in (r"[pm]e(?:ng|ny|m|n|r|l)", r"[pm]e", r"ter|ber|di|ke|se"))
# The first letter that a root loses behind a prefix: "pemilih" (pilih).
_SWALLOWED = {"m": "p", "n": "t", "ny": "s", "ng": "k"}


@dataclass(frozen=True, slots=True)
class Cues:
    """The lists of `masking.yaml`, in lower case."""

    naming: frozenset[str]
    relations: frozenset[str]
    between: frozenset[str]
    address: frozenset[str]
    callings: frozenset[str]
    not_after: frozenset[str]
    numbers: dict[str, tuple[str, ...]]
    """Kind of number to the words that introduce it."""
    vehicles: tuple[str, ...]


@cache
def load_cues(path: Path = MASKING_FILE) -> Cues:
    """The lists of a file with the sections of `masking.yaml`."""
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    words = {name: frozenset(data[name]) for name in _LISTS}
    numbers = {kind: tuple(entry) for kind, entry in data["numbers"].items()}
    return Cues(**words, numbers=numbers, vehicles=tuple(data["vehicles"]))


def is_derived(lower: str) -> bool:
    """Whether a word is derived from a root, also with a prefix that stemming leaves alone: "pemilih", "pemberhentian"."""
    if (lower,) in load_lists().people:
        return False
    splits = ((match.group(), lower[match.end() :]) for form in _PREFIXES if (match := form.match(lower)))
    rests = [rest for prefix, rest in splits for rest in (rest, _SWALLOWED.get(prefix[2:], "") + rest)]
    return stem(lower) != lower or any(len(rest) > 3 and is_root_word(stem(rest)) for rest in rests)


def has_a_prefix(lower: str) -> bool:
    """Whether a word begins like a derived one and stemming finds another root in it."""
    return any(form.match(lower) for form in _PREFIXES) and stem(lower) != lower
