"""The lists of `masking.yaml`: words that show that the name or the number of a person follows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

MASKING_FILE = Path(__file__).with_name("masking.yaml")
_LISTS = ("naming", "relations", "between", "address", "callings", "not_after")


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
